//! Searching, lists and counts: an index derived from the published revisions.
//!
//! The database stays the truth; the index can be thrown away at any time and is built again by
//! itself. Every process has one of its own and follows the bank's generation ([`sync`]), so
//! several processes over one database agree within two seconds. What somebody looks for is
//! neither logged nor kept anywhere.
//!
//! | file | what |
//! |---|---|
//! | `tokenizer` | text into words and stems |
//! | `schema`, `document` | what is held of a case |
//! | `folder`, `sync`, `following` | the folder; reading changes, building anew beside what is read; the task that does it |
//! | `live_terms` | words that stand in cases that are still there |
//! | `snapshot`, `facet_values`, `pass` | one state of the bank; cases found and facets counted in one pass |
//! | `query_parser`, `synonyms`, `query`, `lookups` | what somebody typed, as a query |
//! | `understood`, `labels`, `mistyped`, `spelling` | what to say where it finds little |
//! | `stored` | what the indexes of a folder say about themselves |
//! | `search`, `turns` | what can be asked, and how many ask at once |
//! | `find`, `stream`, `excerpts`, `suggest`, `related` | how it is answered |

#[cfg(test)]
mod bank_for_tests;
mod document;
mod excerpts;
mod facet_values;
mod find;
mod folder;
mod following;
mod labels;
mod live_terms;
mod lookups;
mod mistyped;
mod pass;
mod query;
mod query_parser;
mod related;
mod schema;
mod search;
mod snapshot;
mod spelling;
mod stored;
mod stream;
mod suggest;
mod sync;
mod synonyms;
mod tokenizer;
mod turns;
mod understood;

pub use excerpts::{Excerpts, Piece};
pub use following::Follow;
pub use labels::NoneYet;
pub use related::{InCommon, Related};
pub use stored::{Stored, stored};
pub use stream::WholeList;
pub use suggest::{SuggestedCase, SuggestedValue, Suggestions};
pub use synonyms::Synonyms;
pub use understood::{OtherWords, Understood};

use case_study::Facet;
use following::Trouble;
use snapshot::Snapshot;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use store::Db;
use store::cases::{Found, TermCount};
use tantivy::TantivyError;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use turns::Turns;

/// How long a reader waits for a change that this process has just published.
const SOON: Duration = Duration::from_secs(2);
/// How long a reader waits for the first index of all.
const FIRST: Duration = Duration::from_secs(10);

/// The index; clones are the same one.
#[derive(Clone)]
pub struct SearchIndex {
    shared: Arc<Shared>,
}

/// What readers and the follower share.
struct Shared {
    snapshot: RwLock<Option<Arc<Snapshot>>>,
    /// The generation that readers see; less than 0 before there is anything to see.
    reached: watch::Sender<i64>,
    /// How often a snapshot was put in place.
    editions: AtomicU64,
    announced: watch::Receiver<i64>,
    /// Rings when somebody waits.
    wanted: Notify,
    /// A reader met damage; the follower builds anew.
    damaged: AtomicBool,
    trouble: Trouble,
    /// Which bank it shows: [`bank::identity`](store::bank::identity).
    bank: AtomicI64,
    synonyms: Synonyms,
    turns: Turns,
    /// While it says no, an index that was built is not put in place.
    gate: Option<watch::Receiver<bool>>,
}

impl Shared {
    fn snapshot(&self) -> Option<Arc<Snapshot>> {
        let shown = self.snapshot.read();
        shown.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows nothing until there is something to show: what was shown is of another bank.
    fn forget(&self) {
        self.reached.send_replace(-1);
        let mut shown = self
            .snapshot
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *shown = None;
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The first index is still being built.
    #[error("the search index is not ready yet")]
    NotReady,
    /// Too many ask at once.
    #[error("too many questions are put to the search index")]
    Busy,
    #[error("the search index does not answer: {0}")]
    Broken(#[from] TantivyError),
}

/// The values of every facet with their counts, in the order of [`Facet::ALL`].
pub type Facets = Vec<(Facet, Vec<TermCount>)>;

/// A page of a list with all that stands around it.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    pub found: Found,
    pub facets: Facets,
    /// Where the words stand in each case of the page; empty without words.
    pub excerpts: Vec<Excerpts>,
    /// What was understood of the words; nothing without words.
    pub understood: Understood,
}

impl SearchIndex {
    /// Opens or builds the index of `db` inside `folder` and follows the bank until `stop`
    /// completes. Returns at once; readers wait until there is something to read.
    ///
    /// The task ends after `stop`; wait for it before the database is closed.
    pub fn start(
        db: &Db,
        folder: &Path,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> (Self, JoinHandle<()>) {
        let (index, follow) = Self::prepare(db, folder);
        (index, tokio::spawn(follow.run(stop)))
    }

    /// The same, but that what is built is only put in place while `gate` says yes: for tests, which look at what
    /// readers see until then.
    pub fn start_gated(
        db: &Db,
        folder: &Path,
        stop: impl Future<Output = ()> + Send + 'static,
        gate: watch::Receiver<bool>,
    ) -> (Self, JoinHandle<()>) {
        let (index, follow) = Self::prepare_behind(db, folder, Some(gate));
        (index, tokio::spawn(follow.run(stop)))
    }

    /// The same for whoever runs the task, and starts it again should it end: see [`Follow::run`].
    #[must_use]
    pub fn prepare(db: &Db, folder: &Path) -> (Self, Follow) {
        Self::prepare_behind(db, folder, None)
    }

    fn prepare_behind(
        db: &Db,
        folder: &Path,
        gate: Option<watch::Receiver<bool>>,
    ) -> (Self, Follow) {
        let shared = Arc::new(Shared {
            snapshot: RwLock::new(None),
            reached: watch::Sender::new(-1),
            editions: AtomicU64::new(0),
            announced: db.announcements(),
            wanted: Notify::new(),
            damaged: AtomicBool::new(false),
            trouble: Trouble::default(),
            bank: AtomicI64::new(0),
            synonyms: Synonyms::load(folder),
            turns: Turns::of_this_machine(),
            gate,
        });
        let follow = Follow::new(db.clone(), shared.clone(), folder.to_owned());
        (Self { shared }, follow)
    }

    /// For how long the bank has not been followed because something keeps failing; none while it is followed.
    #[must_use]
    pub fn not_followed_for(&self) -> Option<Duration> {
        self.shared.trouble.lasts()
    }

    /// Whether there is something to read.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        *self.shared.reached.borrow() >= 0
    }

    /// Waits until there is something to read, ten seconds at most. `false` when there is not.
    pub async fn ready(&self) -> bool {
        self.reaches(0, FIRST).await
    }

    /// The bank's generation that readers see now.
    #[must_use]
    pub fn generation(&self) -> i64 {
        *self.shared.reached.borrow()
    }

    /// How often what readers see was put in place. It grows with every generation, and when an
    /// index that was wrong is built anew at the same one. Read it after
    /// [`generation`](Self::generation), and both belong together.
    #[must_use]
    pub fn edition(&self) -> u64 {
        self.shared.editions.load(Ordering::Acquire)
    }

    /// Which bank readers see: two banks that stand at the same generation are told by it.
    #[must_use]
    pub fn bank(&self) -> i64 {
        self.shared.bank.load(Ordering::Acquire)
    }

    /// The words that mean the same here.
    #[must_use]
    pub fn synonyms(&self) -> &Synonyms {
        &self.shared.synonyms
    }

    /// Waits until readers see this generation, two seconds at most. `false` when they do not.
    pub async fn caught_up(&self, generation: i64) -> bool {
        self.reaches(generation, SOON).await
    }

    async fn reaches(&self, generation: i64, patience: Duration) -> bool {
        let mut reached = self.shared.reached.subscribe();
        if *reached.borrow() >= generation {
            return true;
        }
        self.shared.wanted.notify_one();
        let arrives = reached.wait_for(|reached| *reached >= generation);
        tokio::time::timeout(patience, arrives)
            .await
            .is_ok_and(|arrived| arrived.is_ok())
    }

    /// The state to answer from: one that shows what this process published last.
    async fn snapshot(&self) -> Result<Arc<Snapshot>, IndexError> {
        if !self.is_ready() && !self.ready().await {
            return Err(IndexError::NotReady);
        }
        let published = *self.shared.announced.borrow();
        if !self.reaches(published, SOON).await {
            tracing::warn!(
                published,
                shown = self.generation(),
                "the search index is late; an older list is shown"
            );
        }
        self.shared.snapshot().ok_or(IndexError::NotReady)
    }

    /// Puts a question to the state of the bank as it is when its turn comes.
    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Snapshot, &Synonyms) -> Result<T, TantivyError> + Send + 'static,
    ) -> Result<T, IndexError> {
        let (_, answer) = self.ask_now(question).await?;
        Ok(answer)
    }

    /// The same, with the state that answered. It is worked on by a thread that serves nobody.
    async fn ask_now<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Snapshot, &Synonyms) -> Result<T, TantivyError> + Send + 'static,
    ) -> Result<(Arc<Snapshot>, T), IndexError> {
        self.snapshot().await?;
        // Held by the thread: who stops waiting for the answer does not stop the work.
        let turn = self.shared.turns.take().await.ok_or(IndexError::Busy)?;
        // Not before: a turn may be waited for, and what was taken down meanwhile is not to be told of.
        let snapshot = self.shared.snapshot().ok_or(IndexError::NotReady)?;
        let (shared, asked) = (self.shared.clone(), snapshot.clone());
        let answer = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            question(&asked, &shared.synonyms)
        })
        .await;
        // A file that is damaged in the right place makes its reader panic. The words of a panic may quote.
        let broke_off = || TantivyError::InternalError("a question broke off".to_owned());
        let answer = self.noticed(&snapshot, answer.unwrap_or_else(|_| Err(broke_off())))?;
        Ok((snapshot, answer))
    }

    /// Has the index built anew where what readers see is damaged.
    fn noticed<T>(
        &self,
        asked: &Arc<Snapshot>,
        answer: Result<T, TantivyError>,
    ) -> Result<T, IndexError> {
        if answer.is_err() {
            // What was there before is not shown any more.
            let shown = self.shared.snapshot();
            if shown.is_some_and(|shown| Arc::ptr_eq(&shown, asked)) {
                self.shared.damaged.store(true, Ordering::Release);
                self.shared.wanted.notify_one();
            }
        }
        answer.map_err(IndexError::Broken)
    }
}
