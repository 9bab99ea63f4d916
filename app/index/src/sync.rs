//! Following the bank: one task in every program reads what changed and shows it to readers.
//!
//! Every public change raises the bank's generation and marks its case with it, in one
//! transaction. The follower asks for the generation twice a second, and at once when this
//! program published something or a reader waits. Each commit of the index carries the generation
//! that it holds, so a program that was stopped at any moment, or killed, goes on from there.
//!
//! An index that cannot be used, or that a reader found damaged, is built anew in another folder by a
//! task beside this one, while the one that readers have is followed as ever: what is taken down
//! meanwhile leaves it at once. The new one reads what it missed before it is put in place. Work
//! that still runs counts for every year up to the present one, and no change of the bank tells of a
//! new year: then the cases that may count for another year now are read once more, and no other.

mod build;
mod progress;
mod writing;

use super::Shared;
use super::find;
use super::folder::{Opened, Place, Unusable};
use super::snapshot::{Kept, Snapshot};
use build::{Built, Waits};
use case_study::{Facet, dates};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use store::cases;
use store::cases::Filters;
use store::{Db, DbErr, bank};
use tantivy::TantivyError;
use tokio::task::JoinSet;
use writing::{CaughtUp, Writing};

/// How often the generation is asked for when nobody says that it was raised.
const PAUSE: Duration = Duration::from_millis(400);
/// How long to wait after something failed.
const AFTER_FAILURE: Duration = Duration::from_secs(2);
/// With a clock that goes further wrong than this, everything is read anew.
const MOST_YEARS: u16 = 100;
/// Cases read for another year before somebody looks what else has changed.
const TURNED_AT_ONCE: usize = 1000;

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
    let mut builds = JoinSet::new();
    let follow = follow(&db, &shared, &data, &mut builds);
    tokio::select! {
        () = stop => {}
        () = follow => {}
    }
    // Whoever waits for this task closes the database after it.
    builds.shutdown().await;
}

async fn follow(db: &Db, shared: &Arc<Shared>, data: &Path, builds: &mut JoinSet<Built>) {
    let place = place(shared, data).await;
    let mut waits = Waits::default();
    let mut follower = None;
    loop {
        let result = match &mut follower {
            None => Follower::begin(db, shared, &place)
                .await
                .map(|begun| follower = Some(begun)),
            Some(follower) => follower.step(builds, &mut waits).await,
        };
        let Err(error) = result else {
            // What is only being built is not followed yet.
            if follower.as_ref().is_some_and(Follower::follows) {
                shared.trouble.is_over();
            }
            continue;
        };
        shared.trouble.goes_on();
        tracing::error!(%error, "the search index does not follow the bank; trying again");
        if matches!(error, SyncError::Index(Unusable::OtherBank)) {
            shared.forget();
        }
        // Only the database may come back by itself; everything else begins again.
        if !matches!(error, SyncError::Db(_)) {
            follower = None;
            builds.shutdown().await;
        }
        tokio::time::sleep(AFTER_FAILURE).await;
    }
}

/// The folder of this program; asked for until there is one.
async fn place(shared: &Shared, data: &Path) -> Arc<Place> {
    loop {
        let at = data.to_owned();
        let taken = tokio::task::spawn_blocking(move || {
            let place = Place::take(&at)?;
            // What a program that was killed, or a full disk, left of a build is room for others.
            place.tidy(None);
            Ok::<_, std::io::Error>(place)
        });
        let taken = taken.await.map_err(SyncError::from);
        match taken.and_then(|place| place.map_err(SyncError::from)) {
            Ok(place) => return Arc::new(place),
            Err(error) => tracing::error!(%error, "there is no folder for the search index"),
        }
        shared.trouble.goes_on();
        tokio::time::sleep(AFTER_FAILURE).await;
    }
}

struct Follower {
    db: Db,
    shared: Arc<Shared>,
    place: Arc<Place>,
    /// The index that readers see. There is none before the first is built.
    followed: Option<Writing>,
    kept: Kept,
    /// Whether a new index is needed, or being built.
    build_wanted: bool,
}

impl Follower {
    /// Opens the stored index and reads what it missed. Where there is none that can be used, one will be built.
    async fn begin(db: &Db, shared: &Arc<Shared>, place: &Arc<Place>) -> Result<Self, SyncError> {
        let mut follower = Self {
            db: db.clone(),
            shared: shared.clone(),
            place: place.clone(),
            followed: None,
            kept: Kept::default(),
            build_wanted: false,
        };
        match follower.open().await? {
            Ok(stored) => match follower.go_on_with(stored).await {
                Err(error) if is_of_the_files(&error) => {
                    tracing::warn!(%error, "the stored search index is built anew");
                    follower.followed = None;
                    follower.build_wanted = true;
                }
                done => done?,
            },
            Err(reason) => {
                match reason {
                    Unusable::Missing => {
                        tracing::info!("the search index is built: there is none yet")
                    }
                    reason => tracing::warn!(%reason, "the stored search index is built anew"),
                }
                follower.build_wanted = true;
            }
        }
        Ok(follower)
    }

    const fn follows(&self) -> bool {
        self.followed.is_some()
    }

    /// Opens the stored index. The inner error says why it cannot be used.
    async fn open(&self) -> Result<Result<Writing, Unusable>, SyncError> {
        let Some(folder) = self.place.current() else {
            return Ok(Err(Unusable::Missing));
        };
        if self.shared.damaged.load(Ordering::Acquire) {
            return Ok(Err(met_by_a_reader()));
        }
        let now = bank::standing(&self.db).await?;
        let opened = tokio::task::spawn_blocking(move || {
            Opened::open(&folder, now.identity, now.generation)
        })
        .await;
        Ok(match opened {
            Ok(Ok((opened, mark))) => Ok(Writing::new(&self.db, opened, mark)),
            Ok(Err(reason)) => Err(reason),
            // A file that is damaged in the right place makes its reader panic.
            Err(error) => Err(Unusable::Damaged(error.to_string())),
        })
    }

    /// Reads what the stored index missed, and shows it.
    async fn go_on_with(&mut self, mut stored: Writing) -> Result<(), SyncError> {
        stored.catch_up().await?;
        self.followed = Some(stored);
        self.show().await?;
        self.compare().await
    }

    /// Has an index built anew that does not hold what the bank does: something went by that no generation tells of.
    async fn compare(&mut self) -> Result<(), SyncError> {
        let (shown, stored) = (self.shown(), cases::count(&self.db).await?);
        let generation = bank::generation(&self.db).await?;
        let is_of_now = self
            .followed
            .as_ref()
            .is_some_and(|followed| followed.generation == generation);
        if shown != stored && is_of_now {
            tracing::warn!(
                shown,
                stored,
                "the search index does not hold what the bank does and is built anew"
            );
            self.build_wanted = true;
        }
        Ok(())
    }

    /// Waits for something to do, and does it.
    async fn step(
        &mut self,
        builds: &mut JoinSet<Built>,
        waits: &mut Waits,
    ) -> Result<(), SyncError> {
        if self.build_wanted && builds.is_empty() && waits.are_over() {
            self.start_build(builds);
        }
        let mut announced = self.shared.announced.clone();
        let followed = self.followed.as_ref().map(|followed| followed.generation);
        let generation = followed.unwrap_or(i64::MAX);
        let built = tokio::select! {
            Some(built) = builds.join_next() => Some(built),
            _ = announced.wait_for(|announced| *announced > generation) => None,
            () = self.shared.wanted.notified() => None,
            () = tokio::time::sleep(PAUSE) => None,
        };
        if let Some(built) = built {
            return self.take_over(built, waits).await;
        }
        if followed.is_none() {
            return Ok(());
        }
        self.look_for_damage();
        match self.catch_up().await {
            // What is damaged may not be fit to be followed until the new one is there.
            Err(error) if self.build_wanted && is_of_the_files(&error) => {
                tracing::error!(%error, "the search index cannot be followed while another is built");
                self.followed = None;
                Ok(())
            }
            done => done,
        }
    }

    /// Has a new index built where the one in use was damaged or taken away.
    fn look_for_damage(&mut self) {
        if self.build_wanted {
            return;
        }
        let in_use = self.followed.as_ref().and_then(Writing::folder);
        if self.shared.damaged.load(Ordering::Acquire) {
            let reason = met_by_a_reader();
            tracing::warn!(%reason, "the search index is built anew");
            self.build_wanted = true;
        } else if self.place.current() != in_use {
            tracing::warn!("the search index was taken away and is built anew");
            self.build_wanted = true;
        }
    }

    /// Reads what changed since the index was written, and what a new year changes, and shows it.
    async fn catch_up(&mut self) -> Result<(), SyncError> {
        let year = dates::year(self.db.now_ms());
        // Shown before anything else is tried: what was taken down must not wait for a year to turn.
        self.follow_changes().await?;
        let Some(followed) = &self.followed else {
            return Ok(());
        };
        let before = followed.year;
        if before == year {
            return Ok(());
        }
        if before.abs_diff(year) > MOST_YEARS {
            self.build_wanted = true;
            return Ok(());
        }
        let ids = self.ids_of_years(before, year).await?;
        tracing::info!(year, cases = ids.len(), "cases are read for another year");
        for some in ids.chunks(TURNED_AT_ONCE) {
            if let Some(followed) = &mut self.followed {
                followed.turn(year, some).await?;
            }
            // Nor for all of them.
            self.follow_changes().await?;
        }
        if let Some(followed) = &mut self.followed {
            followed.turned(year).await?;
        }
        self.show().await
    }

    /// Reads what changed since the index was written and shows it, what left the bank before the rest.
    async fn follow_changes(&mut self) -> Result<(), SyncError> {
        loop {
            let Some(followed) = &mut self.followed else {
                return Ok(());
            };
            match followed.catch_up_in_parts().await? {
                CaughtUp::Already => return Ok(()),
                CaughtUp::InPart => self.show().await?,
                CaughtUp::Whole => return self.show().await,
            }
        }
    }

    /// Cases that may count for other years in one year than in another: those of either and later. What still runs
    /// counts up to the present year, what is planned at most ten years ahead.
    async fn ids_of_years(&self, before: u16, now: u16) -> Result<Vec<i64>, SyncError> {
        let Some(snapshot) = self.shared.snapshot() else {
            return Ok(Vec::new());
        };
        let years = before.min(now)..=*dates::years(before.max(now)).end();
        let slugs: Vec<String> = years.map(|year| year.to_string()).collect();
        let filters = Filters {
            chosen: [(Facet::Year, slugs)].into(),
            ..Filters::default()
        };
        let shared = self.shared.clone();
        let ids =
            tokio::task::spawn_blocking(move || find::ids(&snapshot, &shared.synonyms, &filters))
                .await??;
        let mut ids: Vec<i64> = ids.into_iter().collect();
        ids.sort_unstable();
        Ok(ids)
    }

    /// Gives readers what was committed last.
    async fn show(&mut self) -> Result<(), SyncError> {
        let mut kept = std::mem::take(&mut self.kept);
        let Some(followed) = &mut self.followed else {
            return Ok(());
        };
        let (bank, generation) = (followed.bank, followed.generation);
        let (kept, snapshot) = followed
            .with_index(move |opened| {
                let snapshot = Snapshot::new(opened.searcher()?, opened.fields, &mut kept)?;
                // Else the first reader after each change would sort and count for everybody.
                snapshot.warm();
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
            self.shared.bank.store(bank, Ordering::Release);
            self.shared.editions.fetch_add(1, Ordering::AcqRel);
            shown.replace(Arc::new(snapshot))
        };
        self.shared.reached.send_replace(generation);
        drop(before);
        Ok(())
    }

    fn shown(&self) -> u64 {
        let snapshot = self.shared.snapshot();
        snapshot.map_or(0, |snapshot| snapshot.searcher.num_docs())
    }
}

fn met_by_a_reader() -> Unusable {
    Unusable::Damaged("a reader met it".to_owned())
}

/// Whether the index failed, and neither the database nor what it says of itself.
const fn is_of_the_files(error: &SyncError) -> bool {
    !matches!(
        error,
        SyncError::Db(_) | SyncError::Index(Unusable::OtherBank)
    )
}
