//! Opening the stored index, and building a new one.

use super::progress::Progress;
use super::{BATCH, Follower, SyncError};
use crate::folder::{Opened, Unusable};
use crate::snapshot::Kept;
use case_study::dates;
use std::time::Instant;
use store::{bank, cases};

impl Follower {
    /// Opens the stored index. The inner error says why it cannot be used.
    pub(super) async fn open(&mut self, damaged: bool) -> Result<Result<(), Unusable>, SyncError> {
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
            Ok(Ok((opened, mark))) => {
                self.opened = Some(opened);
                self.generation = mark.generation;
                // Of another year it still serves until a new one is built.
                self.year = mark.year;
                Ok(())
            }
            Ok(Err(reason)) => Err(reason),
            // A file that is damaged in the right place makes its reader panic.
            Err(error) => Err(Unusable::Damaged(error.to_string())),
        })
    }

    /// Builds a new index from the whole bank, while readers keep what they have.
    pub(super) async fn build(&mut self) -> Result<(), SyncError> {
        let started = Instant::now();
        // Before the cases: what changes meanwhile is read once more afterwards.
        let generation = bank::generation(&self.db).await?;
        self.bank = bank::identity(&self.db).await?;
        self.year = dates::year(self.db.now_ms());
        let total = cases::count(&self.db).await?;
        let place = self.place.clone();
        // The writer of the old one ends here, so that its folder can be removed.
        self.opened = None;
        self.opened = Some(
            tokio::task::spawn_blocking(move || -> Result<Opened, SyncError> {
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
}
