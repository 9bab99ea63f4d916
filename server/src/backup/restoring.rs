//! Putting a backup into a bank that is empty: the schema as it was, then every row and every picture in one
//! transaction, then the steps that came since. A program that is ended on the way leaves an empty bank behind.

use super::progress::Progress;
use super::reading::Opened;
use super::refuse;
use crate::database;
use crate::error::Failure;
use crate::settings::StoreArguments;
use media::Media;
use migrations::{Migrator, MigratorTrait};
use std::collections::HashSet;
use store::backup::{KEPT, applied_steps, boxes, clear, insert, set_last_id, shape_of, what_is_in};
use store::{Db, Transaction, held};

/// What was restored, in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    pub rows: u64,
    pub pictures: u64,
    /// Steps of the schema that were made since the backup.
    pub later_steps: usize,
}

/// Puts a backup, which was checked, into the bank of these settings.
///
/// # Errors
/// When there is something in that bank, a newer version wrote the backup, or database or store do not answer. Nothing
/// of it is there then.
pub async fn restore(
    store: &StoreArguments,
    media: &Media,
    backup: &mut Opened,
) -> Result<Restored, Failure> {
    let steps = known_steps(backup)?;
    let (db, turn) = database::open_alone(store).await?;
    let restored = fill(&db, media, backup, steps).await;
    let ended = turn.end().await;
    if restored.is_ok() && ended.is_ok() {
        // By now others may do the same.
        let migrated = database::migrate(&db).await;
        db.close().await;
        migrated?;
        return restored;
    }
    db.close().await;
    ended?;
    restored
}

/// How many steps of the schema its bank had made. They are the first of this program's.
fn known_steps(backup: &Opened) -> Result<usize, Failure> {
    let known: Vec<String> = Migrator::migrations()
        .iter()
        .map(|step| step.name().to_owned())
        .collect();
    let steps = &backup.manifest().steps;
    if let Some(step) = steps.iter().find(|step| !known.contains(step)) {
        return Err(refuse(
            backup.path(),
            format!(
                "a newer Casebook wrote it: its bank has the step \u{201c}{step}\u{201d}, which this one does not know. \
                 Nothing was changed. Restore it with that version"
            ),
        ));
    }
    if known.get(..steps.len()) != Some(steps.as_slice()) {
        return Err(refuse(
            backup.path(),
            "its bank left out a step of the schema. Nothing was changed. Restore it with the version that wrote it",
        ));
    }
    Ok(steps.len())
}

async fn fill(
    db: &Db,
    media: &Media,
    backup: &mut Opened,
    steps: usize,
) -> Result<Restored, Failure> {
    let made = applied_steps(db.reader()).await?;
    // Tables of the same names that others made are never touched: without steps, nothing here is ours.
    if !made.is_empty() {
        database::all_known(&made)?;
        let there = what_is_in(db.reader()).await?;
        if !there.is_empty() {
            return Err(Failure::NotEmpty(in_words(&there)));
        }
        // The schema may be a later one than that of the backup, or one that an ended restore left.
        clear(db).await?;
    }
    Migrator::up(db.writer(), u32::try_from(steps).ok()).await?;
    let tx = db.begin().await?;
    let rows = fill_tables(&tx, backup).await?;
    held::mark_as_copy(&tx, tx.now_ms()).await?;
    let pictures = fill_store(&tx, media, backup).await?;
    tx.commit().await?;
    let known = Migrator::migrations().len();
    Ok(Restored {
        rows,
        pictures,
        later_steps: known - steps,
    })
}

async fn fill_tables(tx: &Transaction, backup: &mut Opened) -> Result<u64, Failure> {
    let manifest = backup.manifest().clone();
    let mut progress = Progress::new("Restoring tables", manifest.rows());
    if let Some(other) = manifest
        .tables
        .iter()
        .find(|entry| KEPT.iter().all(|kept| kept.name != entry.name))
    {
        return Err(refuse(
            backup.path(),
            format!(
                "it holds the table \u{201c}{}\u{201d}, which this version does not know",
                other.name
            ),
        ));
    }
    let mut count = 0;
    for kept in &KEPT {
        let Some(entry) = manifest.tables.iter().find(|entry| entry.name == kept.name) else {
            continue;
        };
        let Some(shape) = shape_of(tx, kept.name).await? else {
            return Err(refuse(
                backup.path(),
                format!(
                    "it holds the table \u{201c}{}\u{201d}, which its own version did not have",
                    kept.name
                ),
            ));
        };
        // What the steps themselves wrote, such as the first generation.
        store::backup::empty(tx, kept.name).await?;
        let mut lines = backup.lines(entry)?;
        loop {
            let some = lines.next_rows()?;
            if some.is_empty() {
                break;
            }
            insert(tx, &shape, &entry.columns, &some).await?;
            count += some.len() as u64;
            progress.add(some.len() as u64);
        }
        if shape.is_numbered() {
            set_last_id(tx, kept.name, entry.last_id).await?;
        }
    }
    Ok(count)
}

/// Puts the pictures of the rows into the store, before the rows are there for anybody.
async fn fill_store(tx: &Transaction, media: &Media, backup: &mut Opened) -> Result<u64, Failure> {
    let named: HashSet<String> = boxes(tx)
        .await?
        .into_iter()
        .map(|one| one.kept_in)
        .collect();
    let mut objects = backup.pictures();
    objects.retain(|(kept_in, _)| named.contains(kept_in));
    if objects.is_empty() {
        return Ok(0);
    }
    let mut progress = Progress::new("Restoring pictures", objects.len() as u64);
    for (kept_in, object) in &objects {
        let bytes = backup.picture(kept_in, object)?;
        media
            .shelf()
            .put_object(kept_in, object, bytes.into())
            .await?;
        progress.add(1);
    }
    Ok(objects.len() as u64)
}

/// "cases 28, accounts 3"
fn in_words(there: &[(&'static str, i64)]) -> String {
    let mut words: Vec<String> = there
        .iter()
        .take(5)
        .map(|(table, count)| format!("{} {count}", table.replace('_', " ")))
        .collect();
    if there.len() > 5 {
        words.push(format!("and {} tables more", there.len() - 5));
    }
    words.join(", ")
}
