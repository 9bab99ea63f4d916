//! The task that follows the bank, for whoever runs it, and for how long it has been in trouble.

use crate::{Shared, sync};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::Db;

/// Follows the bank for one [`SearchIndex`](crate::SearchIndex).
#[derive(Clone)]
pub struct Follow {
    db: Db,
    shared: Arc<Shared>,
    folder: PathBuf,
}

impl Follow {
    pub(super) const fn new(db: Db, shared: Arc<Shared>, folder: PathBuf) -> Self {
        Self { db, shared, folder }
    }

    /// Follows until `stop` completes. One task at a time: after one that ended badly another goes on from what is
    /// stored, while readers keep what they see.
    pub fn run<S>(&self, stop: S) -> impl Future<Output = ()> + Send + use<S>
    where
        S: Future<Output = ()> + Send + 'static,
    {
        let (db, shared, folder) = (self.db.clone(), self.shared.clone(), self.folder.clone());
        sync::run(db, shared, folder, stop)
    }
}

/// Since when following fails without a success between.
#[derive(Debug, Default)]
pub(super) struct Trouble(Mutex<Option<Instant>>);

impl Trouble {
    pub fn goes_on(&self) {
        self.since().get_or_insert_with(Instant::now);
    }

    pub fn is_over(&self) {
        *self.since() = None;
    }

    pub fn lasts(&self) -> Option<Duration> {
        self.since().map(|since| since.elapsed())
    }

    fn since(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
