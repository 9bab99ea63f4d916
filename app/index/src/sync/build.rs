//! Building a new index beside the one that readers have, and putting it in place.

use super::writing::Writing;
use super::{AFTER_FAILURE, Follower, SyncError};
use crate::folder::{Mark, Opened, Place};
use crate::snapshot::Kept;
use case_study::dates;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use store::{Db, bank, cases};
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};

/// What a build ends with.
pub(super) type Built = Result<Writing, SyncError>;

/// The longest time between two builds of which the first failed: a full disk stays full for a while, and each try
/// fills it for as long as it lasts.
const LONGEST_WAIT: Duration = Duration::from_secs(5 * 60);
/// How often a new index reads what changed meanwhile before the rest is left to the moment when it is put in place.
const ROUNDS: usize = 10;

/// How long to wait with the next build.
#[derive(Debug, Default)]
pub(super) struct Waits {
    failures: u32,
    until: Option<Instant>,
}

impl Waits {
    pub fn are_over(&self) -> bool {
        self.until.is_none_or(|until| Instant::now() >= until)
    }

    /// After a failure: longer each time.
    fn longer(&mut self) {
        let wait = Self::wait(self.failures);
        self.failures = self.failures.saturating_add(1);
        self.until = Some(Instant::now() + wait);
    }

    fn wait(failures: u32) -> Duration {
        let times = 2_u32.saturating_pow(failures);
        AFTER_FAILURE.saturating_mul(times).min(LONGEST_WAIT)
    }
}

impl Follower {
    /// Begins to build a new index from the whole bank.
    pub(super) fn start_build(&self, builds: &mut JoinSet<Built>) {
        let in_use = self.followed.as_ref().and_then(Writing::folder);
        let (db, place) = (self.db.clone(), self.place.clone());
        builds.spawn(build(db, place, in_use, self.shared.gate.clone()));
    }

    /// Puts a new index in place after a last look at the bank, or says why there is none.
    pub(super) async fn take_over(
        &mut self,
        built: Result<Built, JoinError>,
        waits: &mut Waits,
    ) -> Result<(), SyncError> {
        let failed = match built.map_err(SyncError::from) {
            Ok(Ok(mut new)) => match self.put_in_place(&mut new).await {
                Ok(()) => {
                    *waits = Waits::default();
                    return self.switch_to(new).await;
                }
                Err(error) => {
                    let folder = new.folder();
                    drop(new);
                    remove(&self.place, folder).await;
                    error
                }
            },
            Ok(Err(error)) | Err(error) => error,
        };
        waits.longer();
        if !self.follows() {
            self.shared.trouble.goes_on();
        }
        tracing::error!(error = %failed, "the search index could not be built; it is tried again");
        Ok(())
    }

    /// Reads what was missed, and has the next start use it.
    async fn put_in_place(&self, new: &mut Writing) -> Result<(), SyncError> {
        new.catch_up().await?;
        let (place, folder) = (self.place.clone(), new.folder());
        tokio::task::spawn_blocking(move || {
            folder.map_or(Ok(()), |folder| place.use_from_now_on(&folder))
        })
        .await??;
        Ok(())
    }

    /// Shows it to readers in the place of the one before.
    async fn switch_to(&mut self, new: Writing) -> Result<(), SyncError> {
        // What readers meet from here on is the new one.
        self.shared.damaged.store(false, Ordering::Release);
        self.build_wanted = false;
        self.kept = Kept::default();
        let (before, place) = (self.followed.replace(new), self.place.clone());
        tokio::task::spawn_blocking(move || {
            // The writer of the old one ends here, so that its folder can be removed.
            drop(before);
            place.tidy(None);
        })
        .await?;
        self.show().await?;
        tracing::info!(cases = self.shown(), "the new search index is in place");
        Ok(())
    }
}

/// Builds a new index from the whole bank, in a folder of its own; of one that fails nothing stays on the disk.
async fn build(
    db: Db,
    place: Arc<Place>,
    in_use: Option<PathBuf>,
    gate: Option<watch::Receiver<bool>>,
) -> Built {
    let started = Instant::now();
    let at = place.clone();
    let folder = tokio::task::spawn_blocking(move || {
        at.tidy(in_use.as_deref());
        at.fresh()
    })
    .await??;
    let built = fill(&db, &folder, gate).await;
    match &built {
        Ok(new) => tracing::info!(
            generation = new.generation,
            milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            "the search index is built"
        ),
        Err(_) => remove(&place, Some(folder)).await,
    }
    built
}

async fn fill(db: &Db, folder: &Path, gate: Option<watch::Receiver<bool>>) -> Built {
    // Before the cases: what changes meanwhile is read once more afterwards.
    let now = bank::standing(db).await?;
    let year = dates::year(db.now_ms());
    let total = cases::count(db).await?;
    let folder = folder.to_owned();
    let opened = tokio::task::spawn_blocking(move || Opened::create(&folder)).await??;
    let mark = Mark::new(now.identity, now.generation, year);
    let mut new = Writing::new(db, opened, mark);
    new.read_all(total).await?;
    if let Some(mut gate) = gate {
        // Whoever let go of it holds nothing up.
        let _ = gate.wait_for(|open| *open).await;
    }
    for _ in 0..ROUNDS {
        if !new.catch_up().await? {
            break;
        }
    }
    Ok(new)
}

/// Removes the folder of an index that nobody will read.
async fn remove(place: &Arc<Place>, folder: Option<PathBuf>) {
    let Some(folder) = folder else { return };
    let place = place.clone();
    let removed = tokio::task::spawn_blocking(move || place.remove(&folder)).await;
    if let Err(error) = removed {
        tracing::warn!(%error, "the folder of a failed build was not removed");
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_WAIT, Waits};

    #[test]
    fn each_failure_waits_longer_up_to_five_minutes() {
        let waits: Vec<u64> = (0..10)
            .map(|failures| Waits::wait(failures).as_secs())
            .collect();
        assert_eq!(waits, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(Waits::wait(u32::MAX), LONGEST_WAIT);
    }

    #[test]
    fn the_first_build_waits_for_nothing_and_the_next_after_a_failure_does() {
        let mut waits = Waits::default();
        assert!(waits.are_over());
        waits.longer();
        assert!(!waits.are_over());
    }
}
