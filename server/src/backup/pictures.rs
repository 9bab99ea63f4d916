//! Copying the store of pictures into a backup. A picture may be taken away while that goes on, so the rows say in the end
//! what has to be there, and whoever writes the backup begins another moment where something of it was taken away since.

use super::manifest::picture_part;
use super::progress::Progress;
use super::writing::Unfinished;
use crate::error::Failure;
use media::Shelf;
use std::collections::{BTreeSet, HashSet};
use store::backup::{StoredBox, boxes};
use store::{Db, DbErr};

/// What was copied so far.
#[derive(Default)]
pub(super) struct Pictures {
    /// Boxes that are in the file, whole.
    copied: HashSet<String>,
    /// Parts of the file.
    written: HashSet<String>,
    pub bytes: u64,
    /// Boxes that the rows name and the store does not have, or has in part.
    pub missing: BTreeSet<String>,
}

impl Pictures {
    pub fn count(&self) -> u64 {
        self.written.len() as u64
    }

    /// Copies these boxes, but for those that are there already; which of them were not there, or not whole.
    pub async fn copy(
        &mut self,
        file: &mut Unfinished,
        shelf: &Shelf,
        wanted: &[StoredBox],
    ) -> Result<Vec<StoredBox>, Failure> {
        let new: Vec<&StoredBox> = wanted
            .iter()
            .filter(|one| !self.copied.contains(&one.kept_in))
            .collect();
        if new.is_empty() {
            return Ok(Vec::new());
        }
        let mut progress = Progress::new("Copying pictures", new.len() as u64);
        let mut gone = Vec::new();
        for one in new {
            if self.copy_one(file, shelf, one).await? {
                self.copied.insert(one.kept_in.clone());
            } else {
                gone.push(one.clone());
            }
            progress.add(1);
        }
        Ok(gone)
    }

    async fn copy_one(
        &mut self,
        file: &mut Unfinished,
        shelf: &Shelf,
        one: &StoredBox,
    ) -> Result<bool, Failure> {
        let objects = shelf.objects_in(&one.kept_in).await?;
        let in_all: u64 = objects.iter().map(|object| object.bytes).sum();
        let mut whole = i64::try_from(in_all).is_ok_and(|bytes| bytes == one.bytes);
        for object in objects {
            let part = picture_part(&one.kept_in, &object.name);
            if self.written.contains(&part) {
                continue;
            }
            let Some(bytes) = shelf.read_object(&one.kept_in, &object.name).await? else {
                whole = false;
                continue;
            };
            file.begin_as_it_is(&part)?;
            file.put(&bytes)?;
            self.bytes += bytes.len() as u64;
            self.written.insert(part);
        }
        Ok(whole)
    }

    /// Of boxes that were not there: whether the bank still names each of them now. Those are missing in the store, and
    /// the backup says so; the others were taken away since the moment that is being copied.
    pub async fn all_are_missing(&mut self, db: &Db, gone: &[StoredBox]) -> Result<bool, DbErr> {
        if gone.is_empty() {
            return Ok(true);
        }
        let named: HashSet<StoredBox> = boxes(db.reader()).await?.into_iter().collect();
        let mut all = true;
        for one in gone {
            if named.contains(one) {
                self.missing.insert(one.kept_in.clone());
                self.copied.insert(one.kept_in.clone());
            } else {
                all = false;
            }
        }
        Ok(all)
    }
}
