//! Following the bank: one task in every program reads what changed and shows it to readers.
//!
//! Every public change raises the bank's generation and marks its case with it, in one
//! transaction. The follower asks for the generation twice a second, and at once when this
//! program published something or a reader waits. Each commit of the index carries the generation
//! that it holds, so a program that was stopped at any moment, or killed, goes on from there.
//!
//! An index that cannot be used, or that a reader found damaged, is built anew in another folder
//! while readers keep the one they have.

use super::Shared;
use super::document::document;
use super::snapshot::{Kept, Snapshot};
use super::store::{Mark, Opened, Place, Unusable};
use crate::db::cases::{self, ForIndex};
use crate::db::publishing::this_year;
use crate::db::{Db, DbErr, bank};
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};
use tantivy::TantivyError;

/// How often the generation is asked for when nobody says that it was raised.
const PAUSE: Duration = Duration::from_millis(400);
/// How long to wait after something failed.
const AFTER_FAILURE: Duration = Duration::from_secs(2);
/// Cases read from the database at a time.
const BATCH: u64 = 200;
/// How often a long build says how far it is.
const REPORT: Duration = Duration::from_secs(2);

/// Why following stopped for now.
#[derive(Debug, thiserror::Error)]
enum Stumble {
    #[error("the database did not answer: {0}")]
    Db(#[from] DbErr),
    #[error("the index cannot be used: {0}")]
    Index(#[from] Unusable),
    #[error("a case cannot be written into the index: {0}")]
    Document(#[from] serde_json::Error),
    #[error("writing was interrupted: {0}")]
    Interrupted(#[from] tokio::task::JoinError),
}

impl From<TantivyError> for Stumble {
    fn from(error: TantivyError) -> Self {
        Self::Index(error.into())
    }
}

impl From<std::io::Error> for Stumble {
    fn from(error: std::io::Error) -> Self {
        Self::Index(error.into())
    }
}

/// Follows until `stop` completes.
pub(super) async fn run(
    db: Db,
    shared: Arc<Shared>,
    data: PathBuf,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let follow = async {
        let mut follower = None;
        loop {
            let result = match &mut follower {
                None => Follower::begin(&db, &shared, &data).await.map(|begun| {
                    follower = Some(begun);
                }),
                Some(follower) => follower.step().await,
            };
            if let Err(error) = result {
                tracing::error!(%error, "the search index does not follow the bank; trying again");
                // Only the database may come back by itself; everything else begins again.
                if !matches!(error, Stumble::Db(_)) {
                    follower = None;
                }
                tokio::time::sleep(AFTER_FAILURE).await;
            }
        }
    };
    tokio::select! {
        () = stop => {}
        () = follow => {}
    }
}

struct Follower {
    db: Db,
    shared: Arc<Shared>,
    place: Arc<Place>,
    /// Away only while a thread writes.
    opened: Option<Opened>,
    kept: Kept,
    bank: i64,
    generation: i64,
}

impl Follower {
    /// Opens the stored index and reads what it missed, or builds a new one.
    async fn begin(db: &Db, shared: &Arc<Shared>, data: &std::path::Path) -> Result<Self, Stumble> {
        let data = data.to_owned();
        let place = tokio::task::spawn_blocking(move || Place::take(&data)).await??;
        let mut follower = Self {
            db: db.clone(),
            shared: shared.clone(),
            place: Arc::new(place),
            opened: None,
            kept: Kept::default(),
            bank: bank::identity(db).await?,
            generation: 0,
        };
        let damaged = shared.damaged.swap(false, Ordering::AcqRel);
        match follower.open(damaged).await? {
            Ok(()) => {
                if !follower.catch_up().await? {
                    follower.show().await?;
                }
                let (shown, stored) = (follower.shown(), cases::count(db).await?);
                // Something went by that no generation tells of, such as a restored copy.
                if shown != stored && follower.generation == bank::generation(db).await? {
                    tracing::warn!(
                        shown,
                        stored,
                        "the search index does not hold what the bank does and is built anew"
                    );
                    follower.build().await?;
                }
            }
            Err(reason) => {
                match reason {
                    Unusable::Missing => {
                        tracing::info!("the search index is built: there is none yet")
                    }
                    reason => tracing::warn!(%reason, "the stored search index is built anew"),
                }
                follower.build().await?;
            }
        }
        follower.place.tidy();
        Ok(follower)
    }

    /// Opens the stored index. The inner error says why it cannot be used.
    async fn open(&mut self, damaged: bool) -> Result<Result<(), Unusable>, Stumble> {
        let Some(folder) = self.place.current() else {
            return Ok(Err(Unusable::Missing));
        };
        if damaged {
            return Ok(Err(Unusable::Damaged("a reader met it".to_owned())));
        }
        let generation = bank::generation(&self.db).await?;
        let bank = self.bank;
        let opened =
            tokio::task::spawn_blocking(move || Opened::open(&folder, bank, generation)).await;
        Ok(match opened {
            Ok(Ok((opened, generation))) => {
                self.opened = Some(opened);
                self.generation = generation;
                Ok(())
            }
            Ok(Err(reason)) => Err(reason),
            // A file that is damaged in the right place makes its reader panic.
            Err(error) => Err(Unusable::Damaged(error.to_string())),
        })
    }

    /// Waits for something to do, and does it.
    async fn step(&mut self) -> Result<(), Stumble> {
        let mut announced = self.shared.announced.clone();
        let generation = self.generation;
        tokio::select! {
            _ = announced.wait_for(|announced| *announced > generation) => {}
            () = self.shared.wanted.notified() => {}
            () = tokio::time::sleep(PAUSE) => {}
        }
        if self.shared.damaged.load(Ordering::Acquire) {
            return Err(Unusable::Damaged("a reader met it".to_owned()).into());
        }
        let in_use = self
            .opened
            .as_ref()
            .map(|opened| opened.folder().to_owned());
        if self.place.current() != in_use {
            tracing::warn!("the search index was taken away and is built anew");
            return self.build().await;
        }
        self.catch_up().await.map(drop)
    }

    /// Reads what changed since the index was written. `false` when there was nothing.
    async fn catch_up(&mut self) -> Result<bool, Stumble> {
        let generation = bank::generation(&self.db).await?;
        if generation < self.generation {
            return Err(Unusable::OtherBank.into());
        }
        if generation == self.generation {
            return Ok(false);
        }
        let mut progress = Progress::new("reading changes into the search index", None);
        let (mut after, since) = (0, self.generation);
        loop {
            let batch = cases::for_index(&self.db, Some(since), after, BATCH).await?;
            let Some(last) = batch.last() else { break };
            after = last.id;
            progress.add(batch.len());
            self.write(batch, true).await?;
        }
        self.commit(generation).await?;
        self.show().await?;
        Ok(true)
    }

    /// Builds a new index from the whole bank, while readers keep what they have.
    async fn build(&mut self) -> Result<(), Stumble> {
        let started = Instant::now();
        // Before the cases: what changes meanwhile is read once more afterwards.
        let generation = bank::generation(&self.db).await?;
        self.bank = bank::identity(&self.db).await?;
        let total = cases::count(&self.db).await?;
        let place = self.place.clone();
        // The writer of the old one ends here, so that its folder can be removed.
        self.opened = None;
        self.opened = Some(
            tokio::task::spawn_blocking(move || -> Result<Opened, Stumble> {
                Ok(Opened::create(&place.fresh()?)?)
            })
            .await??,
        );
        let mut progress = Progress::new("building the search index", Some(total));
        let mut after = 0;
        loop {
            let batch = cases::for_index(&self.db, None, after, BATCH).await?;
            let Some(last) = batch.last() else { break };
            after = last.id;
            progress.add(batch.len());
            self.write(batch, false).await?;
        }
        self.commit(generation).await?;
        let place = self.place.clone();
        let folder = self
            .opened
            .as_ref()
            .map(|opened| opened.folder().to_owned());
        if let Some(folder) = folder {
            tokio::task::spawn_blocking(move || {
                place.use_from_now_on(&folder)?;
                place.tidy();
                Ok::<_, std::io::Error>(())
            })
            .await??;
        }
        self.kept = Kept::default();
        self.show().await?;
        tracing::info!(
            cases = self.shown(),
            generation,
            milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            "the search index is built"
        );
        Ok(())
    }

    /// Writes cases, over what the index holds of them if it may hold something.
    async fn write(&mut self, batch: Vec<ForIndex>, replace: bool) -> Result<(), Stumble> {
        let year = this_year();
        self.with_index(move |opened| {
            for one in batch {
                if replace {
                    opened.remove(one.id);
                }
                if let Some(case) = one.case {
                    opened.add(document(&opened.fields, one.id, &case, year)?)?;
                }
            }
            Ok(())
        })
        .await
    }

    /// Makes what was written last, as the whole of this generation.
    async fn commit(&mut self, generation: i64) -> Result<(), Stumble> {
        let mark = Mark::new(self.bank, generation);
        self.with_index(move |opened| Ok(opened.commit(mark)?))
            .await?;
        self.generation = generation;
        Ok(())
    }

    /// Gives readers what was committed last.
    async fn show(&mut self) -> Result<(), Stumble> {
        let mut kept = std::mem::take(&mut self.kept);
        let generation = self.generation;
        let (kept, snapshot) = self
            .with_index(move |opened| {
                let snapshot = Snapshot::new(opened.searcher()?, opened.fields, &mut kept)?;
                Ok((kept, snapshot))
            })
            .await?;
        self.kept = kept;
        *self
            .shared
            .snapshot
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(snapshot));
        // In this order: who sees the generation sees the edition that shows it.
        self.shared.editions.fetch_add(1, Ordering::AcqRel);
        self.shared.reached.send_replace(generation);
        Ok(())
    }

    /// Does something with the index on a thread that may wait for the disk.
    async fn with_index<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut Opened) -> Result<T, Stumble> + Send + 'static,
    ) -> Result<T, Stumble> {
        let Some(mut opened) = self.opened.take() else {
            return Err(Unusable::Missing.into());
        };
        let (opened, result) = tokio::task::spawn_blocking(move || {
            let result = work(&mut opened);
            (opened, result)
        })
        .await?;
        self.opened = Some(opened);
        result
    }

    fn shown(&self) -> u64 {
        let snapshot = self
            .shared
            .snapshot
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        snapshot
            .as_ref()
            .map_or(0, |snapshot| snapshot.searcher.num_docs())
    }
}

/// Says now and then how far a long task is.
struct Progress {
    what: &'static str,
    done: usize,
    total: Option<u64>,
    said: Instant,
}

impl Progress {
    fn new(what: &'static str, total: Option<u64>) -> Self {
        Self {
            what,
            done: 0,
            total,
            said: Instant::now(),
        }
    }

    fn add(&mut self, count: usize) {
        self.done += count;
        if self.said.elapsed() >= REPORT {
            self.said = Instant::now();
            match self.total {
                Some(total) => tracing::info!(done = self.done, total, "{}", self.what),
                None => tracing::info!(done = self.done, "{}", self.what),
            }
        }
    }
}
