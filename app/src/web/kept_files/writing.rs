//! Writing one file in its two forms at once.

use super::file::{End, KeptFile, Progress};
use axum::http::HeaderMap;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use tokio::sync::watch;

/// It is squeezed once for everybody: the usual effort, from 1 to 9.
const EFFORT: u32 = 5;
const BUFFER: usize = 64 * 1024;

/// What a file is written on. Its readers see what was put on it after each [`turn_over`](Sheet::turn_over).
#[derive(Debug)]
pub struct Sheet {
    plain: BufWriter<Pen>,
    gzip: GzEncoder<BufWriter<Pen>>,
    progress: watch::Sender<Progress>,
}

/// Writes, and counts what was written.
#[derive(Debug)]
struct Pen {
    file: Arc<File>,
    written: u64,
}

impl Pen {
    fn buffered(file: Arc<File>) -> BufWriter<Self> {
        BufWriter::with_capacity(BUFFER, Self { file, written: 0 })
    }
}

impl Write for Pen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = (&*self.file).write(bytes)?;
        self.written += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        (&*self.file).flush()
    }
}

/// An empty file without a name in this folder, and what it is written on.
pub(super) fn blank(folder: &Path, about: HeaderMap) -> io::Result<(Arc<KeptFile>, Sheet)> {
    let plain = Arc::new(tempfile::tempfile_in(folder)?);
    let gzip = Arc::new(tempfile::tempfile_in(folder)?);
    let (sender, receiver) = watch::channel(Progress::default());
    let sheet = Sheet {
        plain: Pen::buffered(plain.clone()),
        gzip: GzEncoder::new(Pen::buffered(gzip.clone()), Compression::new(EFFORT)),
        progress: sender,
    };
    let file = KeptFile {
        plain,
        gzip,
        progress: receiver,
        about,
    };
    Ok((Arc::new(file), sheet))
}

impl Sheet {
    /// Puts a text at the end.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn put(&mut self, text: &str) -> io::Result<()> {
        self.plain.write_all(text.as_bytes())?;
        self.gzip.write_all(text.as_bytes())
    }

    /// Lets readers see what is on the disk by now.
    ///
    /// # Errors
    /// When nobody will read any more: the bank has changed and every reader is gone.
    pub fn turn_over(&mut self) -> io::Result<()> {
        if self.progress.is_closed() {
            return Err(io::Error::other("nobody reads it any more"));
        }
        self.show(None);
        Ok(())
    }

    /// The end: what is in the buffers, and how it went.
    pub(super) fn end(mut self, outcome: io::Result<()>) {
        let ended = outcome.and_then(|()| {
            self.plain.flush()?;
            self.gzip.try_finish()?;
            self.gzip.get_mut().flush()
        });
        if let Err(error) = &ended {
            if self.progress.is_closed() {
                tracing::debug!(%error, "a file was given up");
            } else {
                tracing::error!(%error, "a file of the whole bank could not be written");
            }
        }
        self.show(Some(match ended {
            Ok(()) => End::Whole,
            Err(_) => End::Failed,
        }));
    }

    fn is_over(&self) -> bool {
        self.progress.borrow().end.is_some()
    }

    fn show(&self, end: Option<End>) {
        self.progress.send_replace(Progress {
            plain: self.plain.get_ref().written,
            gzip: self.gzip.get_ref().get_ref().written,
            end,
        });
    }
}

impl Drop for Sheet {
    fn drop(&mut self) {
        // Whoever wrote on it panicked: its readers must not wait for ever.
        if !self.is_over() {
            self.show(Some(End::Failed));
        }
    }
}
