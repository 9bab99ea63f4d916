//! An index that is open for writing, and how it reads the bank.

use super::SyncError;
use super::progress::Progress;
use crate::document::document;
use crate::folder::{Mark, Opened, Unusable};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use store::bank::Standing;
use store::cases::ForIndex;
use store::{Db, bank, cases};

/// Cases read from the database at a time.
const BATCH: usize = 200;
/// How often somebody looks, while much is read, whether anything has left the bank.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// How far a reading of what changed came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CaughtUp {
    /// There was nothing to read.
    Already,
    /// Something left the bank while much was read. It is out of the index; the rest is still to be read.
    InPart,
    Whole,
}

/// Changes that are being read.
struct Reading {
    /// The generation that is whole when it ends.
    until: i64,
    /// The number of the case that was read last.
    after: i64,
    /// Up to which generation what left the bank is out of the index.
    looked_at: i64,
    looked: Instant,
    progress: Progress,
}

/// An index that is open for writing, and what it holds.
pub(super) struct Writing {
    db: Db,
    /// Away only while a thread writes.
    opened: Option<Opened>,
    /// Changes of which a part is read.
    reading: Option<Reading>,
    pub bank: i64,
    pub generation: i64,
    /// Up to which year work that still runs counts in it.
    pub year: u16,
    /// The same of what is written now: while the cases turn to another year, that one.
    writes_year: u16,
}

impl Writing {
    pub fn new(db: &Db, opened: Opened, mark: Mark) -> Self {
        Self {
            db: db.clone(),
            opened: Some(opened),
            reading: None,
            bank: mark.bank,
            generation: mark.generation,
            year: mark.year,
            writes_year: mark.year,
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
        loop {
            match self.catch_up_in_parts().await? {
                CaughtUp::Already => return Ok(false),
                CaughtUp::InPart => {}
                CaughtUp::Whole => return Ok(true),
            }
        }
    }

    /// The same, but that what leaves the bank meanwhile leaves the index at once and not when thousands of other
    /// cases have been read: whoever shows the index shows it then, and calls again for the rest.
    pub async fn catch_up_in_parts(&mut self) -> Result<CaughtUp, SyncError> {
        // Taken out: after an error it begins anew.
        let mut reading = match self.reading.take() {
            Some(reading) => reading,
            None => {
                let now = self.standing().await?;
                if now.generation == self.generation {
                    return Ok(CaughtUp::Already);
                }
                Reading {
                    until: now.generation,
                    after: 0,
                    looked_at: self.generation,
                    looked: Instant::now(),
                    progress: Progress::new("reading changes into the search index", None),
                }
            }
        };
        loop {
            let since = Some(self.generation);
            let batch = cases::for_index(&self.db, since, reading.after, BATCH as u64).await?;
            let Some(last) = batch.last() else {
                break;
            };
            reading.after = last.id;
            reading.progress.add(batch.len());
            self.write(batch, true).await?;
            if reading.looked.elapsed() < LOOK_EVERY {
                continue;
            }
            let something_left = self.take_out_what_left(&mut reading).await?;
            reading.looked = Instant::now();
            if something_left {
                // It is not the whole of a later generation yet.
                self.commit(self.generation).await?;
                self.reading = Some(reading);
                return Ok(CaughtUp::InPart);
            }
        }
        self.commit(reading.until).await?;
        Ok(CaughtUp::Whole)
    }

    /// Takes out of the index what left the bank since somebody looked last; whether there was anything.
    async fn take_out_what_left(&mut self, reading: &mut Reading) -> Result<bool, SyncError> {
        // Before the cases: what leaves in between is found the next time.
        let now = self.standing().await?;
        if now.generation == reading.looked_at {
            return Ok(false);
        }
        let gone = cases::gone_since(&self.db, reading.looked_at).await?;
        reading.looked_at = now.generation;
        if gone.is_empty() {
            return Ok(false);
        }
        self.with_index(move |opened| {
            for id in gone {
                opened.remove(id);
            }
            Ok(())
        })
        .await?;
        Ok(true)
    }

    /// Where the bank stands, if it is still the one that this was read from.
    async fn standing(&self) -> Result<Standing, SyncError> {
        let now = bank::standing(&self.db).await?;
        // Another bank was put in the place of this one, or an earlier state of it.
        if now.identity != self.bank || now.generation < self.generation {
            return Err(Unusable::OtherBank.into());
        }
        Ok(now)
    }

    /// Reads the whole bank into an empty index, as the whole of the generation that it was made for.
    pub async fn read_all(&mut self, total: u64) -> Result<(), SyncError> {
        let mut progress = Progress::new("building the search index", Some(total));
        let mut after = 0;
        loop {
            let batch = cases::for_index(&self.db, None, after, BATCH as u64).await?;
            let Some(last) = batch.last() else {
                break;
            };
            after = last.id;
            progress.add(batch.len());
            self.write(batch, false).await?;
        }
        self.commit(self.generation).await
    }

    /// Reads these cases once more, as they count in this year; the others do not change by it.
    pub async fn turn(&mut self, year: u16, ids: &[i64]) -> Result<(), SyncError> {
        self.writes_year = year;
        for some in ids.chunks(BATCH) {
            let batch = cases::for_index_of(&self.db, some).await?;
            self.write(batch, true).await?;
        }
        Ok(())
    }

    /// All of them are read: the whole index counts for this year. Before, a program that is stopped or an error has
    /// all of them read once more.
    pub async fn turned(&mut self, year: u16) -> Result<(), SyncError> {
        (self.year, self.writes_year) = (year, year);
        self.commit(self.generation).await
    }

    /// Writes cases, over what the index holds of them if it may hold something.
    async fn write(&mut self, batch: Vec<ForIndex>, replace: bool) -> Result<(), SyncError> {
        let year = self.writes_year;
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
