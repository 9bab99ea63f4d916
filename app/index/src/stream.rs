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
    pub(super) given: usize,
}

impl WholeList {
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
        self.index.noticed(cases)
    }
}
