//! Following the bank: one task in every program reads what changed and shows it to readers.
//!
//! Every public change raises the bank's generation and marks its case with it, in one
//! transaction. The follower asks for the generation twice a second, and at once when this
//! program published something or a reader waits. Each commit of the index carries the generation
//! that it holds, so a program that was stopped at any moment, or killed, goes on from there.
//!
//! An index that cannot be used, or that a reader found damaged, is built anew in another folder
//! while readers keep the one they have. So is one of an earlier year: work that still runs counts
//! for every year up to the present one, and no change of the bank tells of a new year.

mod build;
mod progress;

use super::Shared;
use super::document::document;
use super::folder::{Mark, Opened, Place, Unusable};
use super::snapshot::{Kept, Snapshot};
use case_study::dates;
use progress::Progress;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use store::cases;
use store::cases::ForIndex;
use store::{Db, DbErr, bank};
use tantivy::TantivyError;

/// How often the generation is asked for when nobody says that it was raised.
const PAUSE: Duration = Duration::from_millis(400);
/// How long to wait after something failed.
const AFTER_FAILURE: Duration = Duration::from_secs(2);
/// Cases read from the database at a time.
const BATCH: u64 = 200;

/// Why following stopped for now.
#[derive(Debug, thiserror::Error)]
enum SyncError {
    #[error("the database did not answer: {0}")]
    Db(#[from] DbErr),
    #[error("the index cannot be used: {0}")]
    Index(#[from] Unusable),
    #[error("a case cannot be written into the index: {0}")]
    Document(#[from] serde_json::Error),
    #[error("writing was interrupted: {0}")]
    Interrupted(#[from] tokio::task::JoinError),
}

impl From<TantivyError> for SyncError {
    fn from(error: TantivyError) -> Self {
        Self::Index(error.into())
    }
}

impl From<std::io::Error> for SyncError {
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
            if result.is_ok() {
                shared.trouble.is_over();
            }
            if let Err(error) = result {
                shared.trouble.goes_on();
                tracing::error!(%error, "the search index does not follow the bank; trying again");
                // Only the database may come back by itself; everything else begins again.
                if !matches!(error, SyncError::Db(_)) {
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
    /// Up to which year work that still runs counts in the index that is open.
    year: u16,
}

impl Follower {
    /// Opens the stored index and reads what it missed, or builds a new one.
    async fn begin(db: &Db, shared: &Arc<Shared>, data: &Path) -> Result<Self, SyncError> {
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
            year: dates::year(db.now_ms()),
        };
        // Forgotten only once there is another: an error in between leaves the damage where it is.
        let damaged = shared.damaged.load(Ordering::Acquire);
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
        if damaged {
            shared.damaged.store(false, Ordering::Release);
        }
        follower.place.tidy();
        Ok(follower)
    }

    /// Waits for something to do, and does it.
    async fn step(&mut self) -> Result<(), SyncError> {
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
        let year = dates::year(self.db.now_ms());
        if self.year != year {
            tracing::info!(year, "the search index is built anew for another year");
            return self.build().await;
        }
        self.catch_up().await.map(drop)
    }

    /// Reads what changed since the index was written. `false` when there was nothing.
    async fn catch_up(&mut self) -> Result<bool, SyncError> {
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

    /// Writes cases, over what the index holds of them if it may hold something.
    async fn write(&mut self, batch: Vec<ForIndex>, replace: bool) -> Result<(), SyncError> {
        let year = self.year;
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
    async fn commit(&mut self, generation: i64) -> Result<(), SyncError> {
        let mark = Mark::new(self.bank, generation, self.year);
        self.with_index(move |opened| Ok(opened.commit(mark)?))
            .await?;
        self.generation = generation;
        Ok(())
    }

    /// Gives readers what was committed last.
    async fn show(&mut self) -> Result<(), SyncError> {
        let mut kept = std::mem::take(&mut self.kept);
        let generation = self.generation;
        let (kept, snapshot) = self
            .with_index(move |opened| {
                let snapshot = Snapshot::new(opened.searcher()?, opened.fields, &mut kept)?;
                Ok((kept, snapshot))
            })
            .await?;
        self.kept = kept;
        // Who sees the snapshot or the generation sees the edition too: it rises while readers
        // wait. The one before is given up after that, for it may take a while.
        let before = {
            let mut shown = self
                .shared
                .snapshot
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            self.shared.bank.store(self.bank, Ordering::Release);
            self.shared.editions.fetch_add(1, Ordering::AcqRel);
            shown.replace(Arc::new(snapshot))
        };
        self.shared.reached.send_replace(generation);
        drop(before);
        Ok(())
    }

    /// Does something with the index on a thread that may wait for the disk.
    async fn with_index<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut Opened) -> Result<T, SyncError> + Send + 'static,
    ) -> Result<T, SyncError> {
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
