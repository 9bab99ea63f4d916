//! One file in its two forms, read by many while it is written by one.

use axum::body::Bytes;
use axum::http::HeaderMap;
use futures::stream::{self, Stream};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use tokio::sync::watch;

/// So much is read at once, in bytes.
const PIECE: u64 = 128 * 1024;

/// In which form somebody takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Plain,
    Gzip,
}

/// How far the writing is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Progress {
    /// Bytes of each form that can be read.
    pub plain: u64,
    pub gzip: u64,
    /// Whether it ended, and how.
    pub end: Option<End>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Whole,
    Failed,
}

impl Progress {
    const fn of(self, form: Form) -> u64 {
        match form {
            Form::Plain => self.plain,
            Form::Gzip => self.gzip,
        }
    }
}

/// A file. It is there as long as somebody holds it.
#[derive(Debug)]
pub struct KeptFile {
    pub(super) plain: Arc<File>,
    pub(super) gzip: Arc<File>,
    pub(super) progress: watch::Receiver<Progress>,
    /// What its readers are told beside it.
    pub(super) about: HeaderMap,
}

impl KeptFile {
    /// What its readers are told beside it.
    #[must_use]
    pub const fn about(&self) -> &HeaderMap {
        &self.about
    }

    /// How long a form of it is, in bytes, once it is whole.
    #[must_use]
    pub fn length(&self, form: Form) -> Option<u64> {
        let progress = *self.progress.borrow();
        (progress.end == Some(End::Whole)).then(|| progress.of(form))
    }

    /// Waits until there is something of it to send.
    ///
    /// # Errors
    /// When it could not be written.
    pub async fn begun(&self, form: Form) -> io::Result<()> {
        match arrived(&mut self.progress.clone(), form, 0).await?.end {
            Some(End::Failed) => Err(unwritten()),
            Some(End::Whole) | None => Ok(()),
        }
    }

    /// Its bytes from the first to the last, as they come.
    pub fn bytes_of(&self, form: Form) -> impl Stream<Item = io::Result<Bytes>> + use<> {
        let file = match form {
            Form::Plain => self.plain.clone(),
            Form::Gzip => self.gzip.clone(),
        };
        let start = (file, self.progress.clone(), 0);
        stream::try_unfold(start, move |(file, mut progress, at)| async move {
            let now = arrived(&mut progress, form, at).await?;
            let there = now.of(form).saturating_sub(at);
            if there == 0 {
                return match now.end {
                    Some(End::Whole) => Ok(None),
                    Some(End::Failed) | None => Err(unwritten()),
                };
            }
            let piece = read(file.clone(), at, there.min(PIECE)).await?;
            let next = at + piece.len() as u64;
            Ok(Some((piece, (file, progress, next))))
        })
    }

    pub(super) fn has_failed(&self) -> bool {
        self.progress.borrow().end == Some(End::Failed)
    }

    /// What it takes on the disk, in bytes.
    pub(super) fn bytes(&self) -> u64 {
        let progress = *self.progress.borrow();
        progress.plain + progress.gzip
    }
}

/// Waits for more than `at` bytes of a form, or for the end.
async fn arrived(
    progress: &mut watch::Receiver<Progress>,
    form: Form,
    at: u64,
) -> io::Result<Progress> {
    let now = progress
        .wait_for(|now| now.of(form) > at || now.end.is_some())
        .await;
    // Whoever wrote it is gone without a word.
    now.map(|now| *now).map_err(|_| unwritten())
}

/// Reads on a thread where nobody waits for the disk but this reader.
async fn read(file: Arc<File>, at: u64, most: u64) -> io::Result<Bytes> {
    let piece = tokio::task::spawn_blocking(move || {
        let mut piece = vec![0; usize::try_from(most).unwrap_or_default()];
        file.read_exact_at(&mut piece, at)?;
        Ok::<_, io::Error>(Bytes::from(piece))
    });
    piece.await.map_err(io::Error::other)?
}

fn unwritten() -> io::Error {
    io::Error::other("the file could not be written to its end")
}
