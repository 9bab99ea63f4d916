//! Photographs, judged by what they are, made small and plain; and documents, judged and kept as they are. Both are kept
//! outside of the database, in a folder or a bucket.
//!
//! Knows nothing of case studies: whoever stores the rows beside it says whose a picture is, and who may
//! see it.

mod document;
mod kind;
mod prepare;
mod refused;
mod shelf;

pub use document::{PreparedDocument, RefusedDocument, is_document};
pub use kind::is_picture;
pub use prepare::{Cut, Prepared, SIDE, Size, sizes};
pub use refused::Refused;
pub use shelf::{BucketError, KeptObject, Shelf, ShelfError, bucket};

use bytes::Bytes;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The largest file that is taken.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// The largest picture that is opened.
pub const MOST_PIXELS: u64 = 40_000_000;

/// Opens pictures, one at a time, and keeps what it made of them.
#[derive(Debug, Clone)]
pub struct Media {
    shelf: Shelf,
    /// An opened photograph takes 120 MB: never two at once.
    turn: Arc<Semaphore>,
}

impl Media {
    #[must_use]
    pub fn new(shelf: Shelf) -> Self {
        Self {
            shelf,
            turn: Arc::new(Semaphore::new(1)),
        }
    }

    /// Where pictures are kept.
    #[must_use]
    pub const fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// Makes of a file what may be shown: upright, small, and nothing in it but its colours. Waits for its
    /// turn, and works beside the threads that answer.
    ///
    /// # Errors
    /// What is wrong with the file, in words for whoever sent it.
    pub async fn prepare(&self, file: Vec<u8>) -> Result<Prepared, Refused> {
        kind::judge(&file)?;
        self.in_turn(move || prepare::prepare(&file)).await
    }

    /// Judges a file that says that it is a PDF, beside the threads that answer: it is read from end to end.
    ///
    /// # Errors
    /// What is wrong with the file, in words for whoever sent it.
    pub async fn document(&self, file: Vec<u8>) -> Result<PreparedDocument, RefusedDocument> {
        tokio::task::spawn_blocking(move || document::judge(file))
            .await
            .unwrap_or(Err(RefusedDocument::Truncated))
    }

    /// Makes a picture of its own of a part of one that is kept, given in its largest size.
    ///
    /// # Errors
    /// When too little is left of it.
    pub async fn cut(&self, jpeg: Bytes, cut: Cut) -> Result<Prepared, Refused> {
        self.in_turn(move || prepare::cut(&jpeg, cut)).await
    }

    async fn in_turn(
        &self,
        work: impl FnOnce() -> Result<Prepared, Refused> + Send + 'static,
    ) -> Result<Prepared, Refused> {
        // The semaphore is never closed.
        let Ok(_turn) = self.turn.acquire().await else {
            return Err(Refused::Unreadable);
        };
        tokio::task::spawn_blocking(work)
            .await
            .unwrap_or(Err(Refused::Unreadable))
    }
}
