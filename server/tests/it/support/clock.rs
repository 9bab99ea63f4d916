//! What time it is in an installation under test.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::Clock;

/// The system's clock, moved on or back; it goes on from there. Clones are the same clock.
#[derive(Clone, Default)]
pub struct TestClock {
    ahead_ms: Arc<AtomicI64>,
}

impl TestClock {
    /// Milliseconds since 1970, UTC, as the installation sees it.
    pub fn now_ms(&self) -> i64 {
        Clock::system().now_ms() + self.ahead_ms.load(Ordering::Relaxed)
    }

    /// Lets so many milliseconds go by.
    pub fn advance(&self, ms: i64) {
        self.ahead_ms.fetch_add(ms, Ordering::Relaxed);
    }

    /// Makes it this time, in milliseconds since 1970, UTC.
    pub fn set(&self, now_ms: i64) {
        self.advance(now_ms - self.now_ms());
    }

    /// What the program is given.
    pub(super) fn clock(&self) -> Clock {
        let clock = self.clone();
        Clock::new(move || clock.now_ms())
    }
}
