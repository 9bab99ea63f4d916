//! Work that takes a core for a while, on a thread that serves nobody.

use crate::web::error::PageError;

/// Does it and waits for it, while the threads that serve answer others.
///
/// # Errors
/// When the work broke off.
pub async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, PageError> {
    tokio::task::spawn_blocking(work)
        .await
        // Without its words: those of a panic may quote.
        .map_err(|_| PageError::Internal("work on a thread of its own broke off".into()))
}
