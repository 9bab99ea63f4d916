//! Counting tries: so many at once, then one in so long.
//!
//! Buckets live in memory and refill by themselves, so they are swept now and then. A network is
//! an IPv4 address or the /64 of an IPv6 one, which is what one household or office gets.

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// How many checks pass between two sweeps of a bucket.
const SWEEP_EVERY: u32 = 1024;

/// Come back after so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    pub seconds: u64,
}

/// The network of an address, as limits count it.
pub(super) fn prefix(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// So many at once, then one in so long, for each key.
#[derive(Debug)]
pub(super) struct Bucket<K: Clone + Eq + Hash + std::fmt::Debug> {
    limiter: DefaultKeyedRateLimiter<K>,
    clock: DefaultClock,
    checks: AtomicU32,
}

impl<K: Clone + Eq + Hash + std::fmt::Debug> Bucket<K> {
    pub fn new(burst: u32, then_every: Duration) -> Self {
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        // `with_period` refuses only a period of zero.
        let quota = Quota::with_period(then_every)
            .unwrap_or_else(|| Quota::per_second(burst))
            .allow_burst(burst);
        Self {
            limiter: RateLimiter::keyed(quota),
            clock: DefaultClock::default(),
            checks: AtomicU32::new(0),
        }
    }

    /// Takes one.
    ///
    /// # Errors
    /// How long to wait.
    pub fn take(&self, key: &K) -> Result<(), Wait> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            // Forgets whoever has a full bucket again.
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        self.limiter.check_key(key).map_err(|refused| {
            let wait = refused.wait_time_from(self.clock.now());
            Wait {
                seconds: wait.as_secs() + u64::from(wait.subsec_nanos() > 0),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_buckets_are_forgotten() {
        let bucket = Bucket::new(1, Duration::from_nanos(1));
        for key in 0..i64::from(SWEEP_EVERY) * 2 {
            bucket.take(&key).unwrap();
        }
        assert!(
            bucket.limiter.len() < SWEEP_EVERY as usize + 2,
            "{}",
            bucket.limiter.len()
        );
    }
}
