//! What the bank stands at, so that an answer drawn before a change is not given out after it.
//!
//! Lists come from the index, one case from the database, pages about the whole bank from the
//! catalogue, and each of them can be ahead of the others for a moment. A [`Stamp`] is a lower
//! bound for all three: whatever is drawn after it was taken shows that state or a later one.

use index::SearchIndex;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::{DAY_MS, Db, bank};
use tokio::sync::{Mutex, watch};

/// How often the database is asked for its generation: another program may have raised it.
const ASK_AFTER_MS: u64 = 400;
/// What was heard longer ago says nothing. Whatever happens, a change is seen within two seconds.
const TRUSTED_FOR_MS: u64 = 1500;
/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(1);

/// What answers are drawn from. Two that are equal mean the same bank on the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The bank's generation.
    generation: i64,
    /// How often the index was put in place: it may be mended without a new generation.
    edition: u64,
    /// Days since 1970, UTC: the front page changes by the week, years that still run by the year.
    day: i64,
}

/// The state of things at a request.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    pub stamp: Stamp,
    /// Whether the index shows this generation. While it does not, lists are older than the stamp
    /// and must not be kept under it.
    pub index_follows: bool,
    /// Whether the database was asked just now.
    pub asked: bool,
}

/// Knows what the bank stands at without asking the database for every request.
pub struct Freshness {
    db: Db,
    index: SearchIndex,
    /// What this program published, at once.
    announced: watch::Receiver<i64>,
    /// What the database said last, and when, in milliseconds since `began`.
    heard: AtomicI64,
    heard_at: AtomicU64,
    asking: Mutex<()>,
    began: Instant,
}

impl Freshness {
    pub fn new(db: &Db, index: &SearchIndex) -> Self {
        Self {
            db: db.clone(),
            index: index.clone(),
            announced: db.announcements(),
            heard: AtomicI64::new(-1),
            heard_at: AtomicU64::new(0),
            asking: Mutex::new(()),
            began: Instant::now(),
        }
    }

    /// What the bank stands at. `None` while nobody can tell: nothing may be given out then that
    /// was drawn before.
    pub async fn now(&self) -> Option<Now> {
        let silent_for = self.silent_for();
        let mut asked = false;
        if silent_for >= ASK_AFTER_MS {
            // One request asks; those that come meanwhile go by what was heard before, if that is
            // not too long ago.
            if let Ok(_asking) = self.asking.try_lock() {
                asked = true;
                self.ask().await;
            }
            if self.silent_for() >= TRUSTED_FOR_MS {
                return None;
            }
        }
        // The index first: what is asked for later can only be newer.
        let shown = self.index.generation();
        if shown < 0 {
            return None;
        }
        let edition = self.index.edition();
        let generation = shown
            .max(*self.announced.borrow())
            .max(self.heard.load(Ordering::Acquire));
        Some(Now {
            stamp: Stamp {
                generation,
                edition,
                day: self.db.now_ms() / DAY_MS,
            },
            index_follows: shown >= generation,
            asked,
        })
    }

    async fn ask(&self) {
        let at = self.since_began();
        match tokio::time::timeout(PATIENCE, bank::generation(&self.db)).await {
            Ok(Ok(generation)) => {
                self.heard.store(generation, Ordering::Release);
                self.heard_at.store(at, Ordering::Release);
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "the page cache cannot ask for the bank's generation");
            }
            Err(_) => tracing::warn!("the database does not tell the bank's generation in time"),
        }
    }

    fn since_began(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Milliseconds since the database said something; for ever, before it ever did.
    fn silent_for(&self) -> u64 {
        if self.heard.load(Ordering::Acquire) < 0 {
            return u64::MAX;
        }
        self.since_began()
            .saturating_sub(self.heard_at.load(Ordering::Acquire))
    }
}
