//! An index that is open for writing, and how it reads the bank.

use super::SyncError;
use super::progress::Progress;
use crate::document::document;
use crate::folder::{Mark, Opened, Unusable};
use std::path::PathBuf;
use store::cases::ForIndex;
use store::{Db, bank, cases};

/// Cases read from the database at a time.
const BATCH: usize = 200;

/// An index that is open for writing, and what it holds.
pub(super) struct Writing {
    db: Db,
    /// Away only while a thread writes.
    opened: Option<Opened>,
    pub bank: i64,
    pub generation: i64,
    /// Up to which year work that still runs counts in it.
    pub year: u16,
}

impl Writing {
    pub fn new(db: &Db, opened: Opened, mark: Mark) -> Self {
        Self {
            db: db.clone(),
            opened: Some(opened),
            bank: mark.bank,
            generation: mark.generation,
            year: mark.year,
        }
    }

    /// Where it lies.
    pub fn folder(&self) -> Option<PathBuf> {
        self.opened
            .as_ref()
            .map(|opened| opened.folder().to_owned())
    }

    /// Reads what changed since the index was written. `false` when there was nothing.
    pub async fn catch_up(&mut self) -> Result<bool, SyncError> {
        let now = bank::standing(&self.db).await?;
        // Another bank was put in the place of this one, or an earlier state of it.
        if now.identity != self.bank || now.generation < self.generation {
            return Err(Unusable::OtherBank.into());
        }
        if now.generation == self.generation {
            return Ok(false);
        }
        self.read(Some(self.generation), None).await?;
        self.commit(now.generation).await?;
        Ok(true)
    }

    /// Reads the whole bank into an empty index, as the whole of the generation that it was made for.
    pub async fn read_all(&mut self, total: u64) -> Result<(), SyncError> {
        self.read(None, Some(total)).await?;
        self.commit(self.generation).await
    }

    /// Reads these cases once more, as they count in this year; no other has changed by it.
    pub async fn turn_to(&mut self, year: u16, ids: &[i64]) -> Result<(), SyncError> {
        self.year = year;
        for some in ids.chunks(BATCH) {
            let batch = cases::for_index_of(&self.db, some).await?;
            self.write(batch, true).await?;
        }
        self.commit(self.generation).await
    }

    /// Reads the public cases, or with `since` what changed after that generation.
    async fn read(&mut self, since: Option<i64>, total: Option<u64>) -> Result<(), SyncError> {
        let what = match since {
            Some(_) => "reading changes into the search index",
            None => "building the search index",
        };
        let mut progress = Progress::new(what, total);
        let mut after = 0;
        loop {
            let batch = cases::for_index(&self.db, since, after, BATCH as u64).await?;
            let Some(last) = batch.last() else {
                return Ok(());
            };
            after = last.id;
            progress.add(batch.len());
            self.write(batch, since.is_some()).await?;
        }
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

    /// Does something with the index on a thread that may wait for the disk.
    pub async fn with_index<T: Send + 'static>(
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
}
