//! A whole list, read piece by piece from one state of the bank.

use super::find::case_at;
use super::snapshot::{Snapshot, Spot};
use super::{IndexError, SearchIndex};
use std::sync::Arc;
use store::cases::PublicCase;

/// A list as it stood at one moment. What is published meanwhile changes nothing in it, so no case
/// is left out and none given twice. It keeps that state open as long as it lives.
pub struct WholeList {
    pub(super) index: SearchIndex,
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) spots: Vec<Spot>,
    pub(super) with_all: u64,
    pub(super) given: usize,
}

impl WholeList {
    /// How many cases it has.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.spots.len() as u64
    }

    /// How many of them have all of the words that were looked for; without words, all.
    #[must_use]
    pub const fn with_all(&self) -> u64 {
        self.with_all
    }

    /// The next cases, at most `most`; none at the end.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn next(&mut self, most: usize) -> Result<Vec<PublicCase>, IndexError> {
        let end = self.given.saturating_add(most).min(self.spots.len());
        let cases = self.spots[self.given..end]
            .iter()
            .map(|spot| case_at(&self.snapshot, *spot))
            .collect();
        self.given = end;
        self.index.noticed(&self.snapshot, cases)
    }
}
