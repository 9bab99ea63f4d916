//! Photographs: judged by what they are, made small and plain, and kept outside of the database.
//!
//! Knows nothing of case studies: whoever stores the rows beside it says whose a picture is, and who may
//! see it.

mod kind;
mod prepare;
mod refused;
mod shelf;

pub use prepare::{Prepared, SIDE, Size, sizes};
pub use refused::Refused;
pub use shelf::{Shelf, ShelfError};

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
        // The semaphore is never closed.
        let Ok(_turn) = self.turn.acquire().await else {
            return Err(Refused::Unreadable);
        };
        tokio::task::spawn_blocking(move || prepare::prepare(&file))
            .await
            .unwrap_or(Err(Refused::Unreadable))
    }
}
