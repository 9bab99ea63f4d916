//! Files that are made of the whole bank and take seconds of a core: each is written once for a state of the
//! bank, plain and squeezed, and sent from there to whoever asks until the bank changes.
//!
//! One is written at a time, on a thread of its own; a few may wait for their turn. Whoever asks for the one
//! that is being written is sent what there is and follows it to its end, so nobody waits for the whole. The
//! files lie in a folder without a name: what kills the program leaves nothing behind, and what is let go of
//! is gone from the disk as soon as its last reader is.
//!
//! | file | what |
//! |---|---|
//! | `mod` | which files are kept, and for how long |
//! | `file` | one file, read by many while it is written by one |
//! | `writing` | writing one |

mod file;
#[cfg(test)]
mod tests;
mod writing;

pub use file::{Form, KeptFile};
pub use writing::Sheet;

use crate::web::places::{Bounds, Place, Queue};
use axum::http::HeaderMap;
use index::SearchIndex;
use std::fmt;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

/// Writing one takes a core, so one at a time.
const TURN: Bounds = Bounds {
    own: 1,
    wide: 1,
    all: 1,
};
/// So many may wait for their turn: as many as are worth waiting for.
const WAITING: Bounds = Bounds {
    own: 2,
    wide: 4,
    all: 8,
};
/// How long a turn is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// So many files are kept beside those that are kept until the bank changes; those asked for last.
const MOST_FILES: usize = 12;
/// So much may they take on the disk together, in bytes.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// How often somebody looks whether what is kept is still of this bank, also when nobody asks.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// What readers of the index see: how often it was put in place, and the bank's generation. A larger one is
/// newer. The edition stands first: a bank that is put in the place of another may be at an earlier generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shown {
    pub edition: u64,
    pub generation: i64,
}

impl Shown {
    /// What the index shows now, or a state a moment before: whatever is read from it afterwards is of this
    /// state or a later one.
    #[must_use]
    pub fn now(index: &SearchIndex) -> Self {
        // In this order: an edition that is read later never belongs to an earlier generation.
        let (generation, edition) = (index.generation(), index.edition());
        Self {
            generation,
            edition,
        }
    }
}

/// Under which name a file is kept.
#[derive(Debug, Clone)]
pub struct Name {
    /// What tells it from every other of the same bank.
    pub key: String,
    /// Whether no other file pushes it out: for those that most people ask for.
    pub lasting: bool,
}

/// The files that are kept. Clones are the same files.
#[derive(Clone)]
pub struct KeptFiles(Arc<Shared>);

struct Shared {
    folder: PathBuf,
    /// What the bank shows now.
    now: Box<dyn Fn() -> Shown + Send + Sync>,
    turn: Queue,
    kept: Mutex<Kept>,
    written: AtomicU64,
}

#[derive(Debug)]
struct Kept {
    /// What all of them show.
    shown: Shown,
    /// Those asked for last stand last.
    files: Vec<(Name, Arc<KeptFile>)>,
    /// Whether somebody looks after them already.
    is_watched: bool,
}

impl KeptFiles {
    /// None yet. Their folder is one that has room for the whole bank a few times; `now` says what the bank
    /// shows.
    #[must_use]
    pub fn new(folder: &Path, now: impl Fn() -> Shown + Send + Sync + 'static) -> Self {
        Self(Arc::new(Shared {
            folder: folder.to_owned(),
            now: Box::new(now),
            turn: Queue::new(TURN, WAITING, PATIENCE),
            kept: Mutex::new(Kept {
                shown: Shown {
                    generation: -1,
                    edition: 0,
                },
                files: Vec::new(),
                is_watched: false,
            }),
            written: AtomicU64::new(0),
        }))
    }

    /// The file of this name that shows this state of the bank, whole or still being written.
    #[must_use]
    pub fn find(&self, key: &str, shown: Shown) -> Option<Arc<KeptFile>> {
        let mut kept = self.0.kept();
        kept.forget_older_than(shown);
        if kept.shown != shown {
            return None;
        }
        let at = kept.files.iter().position(|(name, _)| name.key == key)?;
        let found = kept.files.remove(at);
        if found.1.has_failed() {
            return None;
        }
        let file = found.1.clone();
        kept.files.push(found);
        Some(file)
    }

    /// The turn at writing a file; `None` for whoever should come again later. Ask [`find`](Self::find) once
    /// more before writing: somebody else may just have written the same.
    pub async fn turn(&self, network: Option<IpAddr>) -> Option<Place> {
        self.0.turn.enter(network).await
    }

    /// Begins to write a file in one's turn, which ends with the writing. `write` runs on a thread of its own.
    /// With a name it is kept for whoever asks for it while `shown` lasts; without one it is gone when its
    /// reader is. `about` is what its readers are told beside it.
    ///
    /// # Errors
    /// When there is no room for a file.
    pub fn write(
        &self,
        turn: Place,
        name: Option<(Name, Shown)>,
        about: HeaderMap,
        write: impl FnOnce(&mut Sheet) -> io::Result<()> + Send + 'static,
    ) -> io::Result<Arc<KeptFile>> {
        let (file, mut sheet) = writing::blank(&self.0.folder, about)?;
        self.0.written.fetch_add(1, Ordering::Relaxed);
        if let Some((name, shown)) = name {
            self.keep(name, shown, file.clone());
        }
        let shared = Arc::downgrade(&self.0);
        tokio::task::spawn_blocking(move || {
            let outcome = write(&mut sheet);
            sheet.end(outcome);
            drop(turn);
            if let Some(shared) = shared.upgrade() {
                shared.kept().make_room();
            }
        });
        Ok(file)
    }

    fn keep(&self, name: Name, shown: Shown, file: Arc<KeptFile>) {
        let mut kept = self.0.kept();
        kept.forget_older_than(shown);
        if kept.shown != shown {
            // The bank went on while this one waited for its turn: it is for its reader alone.
            return;
        }
        kept.files.retain(|(other, _)| other.key != name.key);
        kept.files.push((name, file));
        kept.make_room();
        if !kept.is_watched {
            kept.is_watched = true;
            tokio::spawn(watch(Arc::downgrade(&self.0)));
        }
    }

    /// How many are kept.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.kept().files.len()
    }

    /// How many wait for their turn.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.0.turn.waiting()
    }

    /// How many files were begun so far.
    #[must_use]
    pub fn written(&self) -> u64 {
        self.0.written.load(Ordering::Relaxed)
    }
}

impl fmt::Debug for KeptFiles {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("KeptFiles").finish_non_exhaustive()
    }
}

impl Shared {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn forget_older_than(&mut self, shown: Shown) {
        if self.shown < shown {
            self.shown = shown;
            self.files.clear();
        }
    }

    /// Lets go of those that were asked for longest ago, until the others have room.
    fn make_room(&mut self) {
        loop {
            let passing: Vec<u64> = self
                .files
                .iter()
                .filter(|(name, _)| !name.lasting)
                .map(|(_, file)| file.bytes())
                .collect();
            let (count, bytes) = (passing.len(), passing.iter().sum::<u64>());
            if count <= MOST_FILES && (bytes <= MOST_BYTES || count <= 1) {
                return;
            }
            let Some(oldest) = self.files.iter().position(|(name, _)| !name.lasting) else {
                return;
            };
            self.files.remove(oldest);
        }
    }
}

/// Lets go of what shows an older bank, though nobody asks, until nothing is kept.
async fn watch(shared: Weak<Shared>) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let Some(shared) = shared.upgrade() else {
            return;
        };
        let now = (shared.now)();
        let mut kept = shared.kept();
        kept.forget_older_than(now);
        if kept.files.is_empty() {
            kept.is_watched = false;
            return;
        }
    }
}
