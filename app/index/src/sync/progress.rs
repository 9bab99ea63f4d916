//! Saying how far a long task is.

use std::time::{Duration, Instant};

/// How often a long task says how far it is.
const REPORT: Duration = Duration::from_secs(2);

/// Says now and then how far a long task is.
pub(super) struct Progress {
    what: &'static str,
    done: usize,
    total: Option<u64>,
    said: Instant,
}

impl Progress {
    pub fn new(what: &'static str, total: Option<u64>) -> Self {
        Self {
            what,
            done: 0,
            total,
            said: Instant::now(),
        }
    }

    pub fn add(&mut self, count: usize) {
        self.done += count;
        if self.said.elapsed() >= REPORT {
            self.said = Instant::now();
            match self.total {
                Some(total) => tracing::info!(done = self.done, total, "{}", self.what),
                None => tracing::info!(done = self.done, "{}", self.what),
            }
        }
    }
}
