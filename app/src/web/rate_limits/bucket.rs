//! Counting tries: so many at once, then one in so long.
//!
//! Buckets live in memory and refill by themselves, so they are swept now and then.

use super::network::{WIDTHS, prefix};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::hash::Hash;
use std::net::IpAddr;
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

/// The same for networks: of IPv6 also for the wider ones that somebody may have all of, each with room for several of
/// the narrower.
#[derive(Debug)]
pub(super) struct NetworkBucket {
    /// From the narrowest on, with the bits of its networks.
    levels: [(u8, Bucket<IpAddr>); WIDTHS.len()],
}

impl NetworkBucket {
    /// For one household or office; a wider network has as many times more as stand in [`WIDTHS`].
    pub fn new(burst: u32, then_every: Duration) -> Self {
        Self {
            levels: WIDTHS
                .map(|(bits, times)| (bits, Bucket::new(burst * times, then_every / times))),
        }
    }

    /// Takes one, unless the network of this address or a wider one has none left. Whoever is refused for the narrow one
    /// takes nothing from the wider.
    ///
    /// # Errors
    /// How long to wait.
    pub fn take(&self, address: IpAddr) -> Result<(), Wait> {
        let address = address.to_canonical();
        // An IPv4 address is what one household gets, and there is nothing wider that one person has for nothing.
        let levels = if address.is_ipv4() {
            &self.levels[..1]
        } else {
            &self.levels[..]
        };
        levels
            .iter()
            .try_for_each(|(bits, bucket)| bucket.take(&prefix(address, *bits)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of so many tries pass, each from the address that a function says.
    fn passed(bucket: &NetworkBucket, tries: u32, address: impl Fn(u32) -> String) -> usize {
        (0..tries)
            .filter(|number| bucket.take(address(*number).parse().unwrap()).is_ok())
            .count()
    }

    #[test]
    fn a_wider_network_has_room_for_some_narrower_ones_and_not_for_all() {
        let day = Duration::from_secs(24 * 60 * 60);
        let bucket = NetworkBucket::new(10, day);
        // One household, whatever stands in the last half.
        assert_eq!(
            passed(&bucket, 100, |n| format!("2001:db8:0:100::{n:x}")),
            10
        );
        // The 255 other networks of the same line.
        let of_line = |n: u32| format!("2001:db8:0:1{:02x}::1", n % 255 + 1);
        assert_eq!(passed(&bucket, 2_000, of_line), 30);
        // All that a rented machine has.
        let of_server = |n: u32| format!("2001:db8:0:{:x}::1", 0x200 + n);
        assert_eq!(passed(&bucket, 2_000, of_server), 120);
        // Nobody else is held up.
        assert_eq!(passed(&bucket, 100, |_| "2001:db8:1::1".to_owned()), 10);
        assert_eq!(passed(&bucket, 100, |_| "192.0.2.1".to_owned()), 10);
        assert_eq!(passed(&bucket, 100, |n| format!("198.51.100.{n}")), 100);
        assert_eq!(passed(&bucket, 9, |_| "::ffff:192.0.2.1".to_owned()), 0);
    }

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
