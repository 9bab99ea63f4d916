//! How many answers were given out. A line for each would cost more than the answer: there is one
//! a minute at most, and one at the end.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const PAUSE: Duration = Duration::from_secs(60);

/// Counts.
#[derive(Debug)]
pub struct Tally {
    hits: AtomicU64,
    misses: AtomicU64,
    said: Mutex<FieldValue>,
}

/// What the log has been told.
#[derive(Debug)]
struct FieldValue {
    at: Instant,
    hits: u64,
    misses: u64,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
            said: Mutex::new(FieldValue {
                at: Instant::now(),
                hits: 0,
                misses: 0,
            }),
        }
    }
}

impl Tally {
    pub fn hit(&self) {
        self.hits.fetch_add(1, Ordering::Relaxed);
    }

    /// One that was drawn, and has a line of its own in the log.
    pub fn miss(&self) {
        self.misses.fetch_add(1, Ordering::Relaxed);
    }

    pub fn hits(&self) -> u64 {
        self.hits.load(Ordering::Relaxed)
    }

    /// Writes the line if it is time.
    pub fn say_now_and_then(&self) {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        if said.at.elapsed() >= PAUSE {
            self.say(&mut said);
        }
    }

    fn say(&self, said: &mut FieldValue) {
        let (hits, misses) = (self.hits(), self.misses.load(Ordering::Relaxed));
        if hits > said.hits {
            let seconds = said.at.elapsed().as_secs();
            tracing::info!(
                answered = hits - said.hits,
                drawn = misses - said.misses,
                seconds,
                "answered from the page cache"
            );
        }
        *said = FieldValue {
            at: Instant::now(),
            hits,
            misses,
        };
    }
}

impl Drop for Tally {
    fn drop(&mut self) {
        let mut said = FieldValue {
            at: Instant::now(),
            hits: 0,
            misses: 0,
        };
        std::mem::swap(
            &mut said,
            self.said.get_mut().unwrap_or_else(PoisonError::into_inner),
        );
        self.say(&mut said);
    }
}
