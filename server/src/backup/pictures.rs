//! Copying the store of pictures into a backup. A picture may be taken away while that goes on, so the rows say in the end
//! what has to be there, and whoever writes the backup begins another moment where something of it was taken away since.

use super::is_ours;
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
        let mut objects = shelf.objects_in(&one.kept_in).await?;
        // No restore would take the others.
        objects.retain(|object| is_ours(&one.kept_in, &object.name));
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

#[cfg(test)]
mod tests {
    use super::{Pictures, StoredBox};
    use crate::database;
    use sea_orm::ConnectionTrait;
    use store::Db;

    #[tokio::test]
    async fn a_box_that_no_row_names_any_more_was_taken_away_and_the_others_are_missing() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("bank.db").display());
        let db = Db::connect(&url).await.unwrap();
        database::migrate(&db).await.unwrap();
        let gone = [StoredBox {
            kept_in: "box".to_owned(),
            bytes: 4,
        }];
        let mut pictures = Pictures::default();
        assert!(pictures.all_are_missing(&db, &[]).await.unwrap());
        assert!(!pictures.all_are_missing(&db, &gone).await.unwrap());
        assert!(pictures.missing.is_empty());
        let row = "INSERT INTO blobs (sha256, media_type, bytes, state, kept_in, created_at) \
                   VALUES ('ab', 'image/jpeg', 4, 'stored', 'box', 1)";
        db.writer().execute_unprepared(row).await.unwrap();
        assert!(pictures.all_are_missing(&db, &gone).await.unwrap());
        assert!(pictures.missing.contains("box"));
        // On its way out, it is gone on purpose.
        let doomed = "UPDATE blobs SET state = 'doomed'";
        db.writer().execute_unprepared(doomed).await.unwrap();
        assert!(!pictures.all_are_missing(&db, &gone).await.unwrap());
        db.close().await;
    }
}
