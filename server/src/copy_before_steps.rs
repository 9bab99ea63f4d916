//! Before an SQLite bank takes a step of the schema, a copy of its file is kept beside it: a new version that does not do
//! can be taken back. The last three are kept. A copy that is put in place of the bank is held like a backup that was
//! restored ([`store::held`]).

use crate::error::Failure;
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbErr};
use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use store::backup::{applied_steps, shape_of};
use store::{Db, held};
use time::OffsetDateTime;

/// So many copies are kept.
const KEPT: usize = 3;
const ENDING: &str = "db";
const BEGINNING: &str = "before-";

/// The folder of the copies.
pub fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("backups")
}

/// Copies the bank if a step is due. A new one, and one that is up to date, is left alone.
///
/// # Errors
/// When there is no room for the copy. No step is taken then.
pub async fn keep(db: &Db, data_dir: &Path) -> Result<(), Failure> {
    let made = applied_steps(db.reader()).await?;
    let known = Migrator::migrations();
    let pending = known
        .iter()
        .find(|step| !made.iter().any(|one| one == step.name()));
    let Some(pending) = pending.filter(|_| !made.is_empty()) else {
        return Ok(());
    };
    // A bank of a newer version is refused in a moment.
    if super::database::all_known(&made).is_err() {
        return Ok(());
    }
    let folder = folder(data_dir);
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&folder)
        .map_err(|cause| Failure::file("make the folder", &folder, cause))?;
    let path = folder.join(name(db.now_ms(), pending.name()));
    let refused =
        |cause: io::Error| Failure::file("copy the bank before it is changed to", &path, cause);
    let part = path.with_extension("part");
    // A step that fails at every start, which a supervisor tries again at once, must not push out the copies from before.
    let same_step = newest(&folder).filter(|last| last != &path && is_before(last, pending.name()));
    // Of a program that was ended while it copied.
    match fs::remove_file(&part) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(refused(cause)),
        _ => {}
    }
    if let Err(cause) = copy(db, &part).await {
        let _ = fs::remove_file(&part);
        return Err(refused(io::Error::other(cause)));
    }
    File::open(&part)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(&part, &path))
        .and_then(|()| File::open(&folder)?.sync_all())
        .map_err(refused)?;
    tracing::info!(copy = %path.display(), "the bank was copied before its schema is changed");
    if let Some(same_step) = same_step {
        remove(&same_step);
    }
    tidy(&folder);
    Ok(())
}

/// Sorts by time.
fn name(now_ms: i64, step: &str) -> String {
    let now = OffsetDateTime::from_unix_timestamp(now_ms / 1000);
    let now = now.unwrap_or(OffsetDateTime::UNIX_EPOCH);
    format!(
        "{BEGINNING}{:04}{:02}{:02}T{:02}{:02}{:02}Z-{step}.{ENDING}",
        now.year(),
        u8::from(now.month()),
        now.day(),
        now.hour(),
        now.minute(),
        now.second()
    )
}

/// One consistent moment, though others may write.
async fn copy(db: &Db, path: &Path) -> Result<(), DbErr> {
    let quoted = path.display().to_string().replace('\'', "''");
    let sql = format!("VACUUM INTO '{quoted}'");
    db.writer().execute_unprepared(&sql).await?;
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rw", path.display()));
    options.max_connections(1).sqlx_logging(false);
    let copied = Database::connect(options).await?;
    if shape_of(&copied, "counters").await?.is_some() {
        held::mark_as_copy(&copied, db.now_ms()).await?;
    }
    copied.close().await
}

/// Removes all copies but the newest.
fn tidy(folder: &Path) {
    let copies = copies(folder);
    let old = copies.len().saturating_sub(KEPT);
    for path in &copies[..old] {
        remove(path);
    }
}

/// One that cannot be removed keeps nothing from going on.
fn remove(copy: &Path) {
    if let Err(error) = fs::remove_file(copy) {
        tracing::warn!(path = %copy.display(), %error, "an old copy of the bank was not removed");
    }
}

/// The copies that are there, the oldest first.
fn copies(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut copies: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| is_ours(path))
        .collect();
    copies.sort();
    copies
}

fn newest(folder: &Path) -> Option<PathBuf> {
    copies(folder).pop()
}

/// Whether a copy was made before this step.
fn is_before(copy: &Path, step: &str) -> bool {
    let name = copy.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(&format!("Z-{step}.{ENDING}"))
}

/// Whatever else somebody put there stays.
fn is_ours(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == ENDING)
        && path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(BEGINNING))
}

#[cfg(test)]
mod tests {
    use super::{KEPT, is_before, is_ours, name, tidy};
    use std::fs;
    use std::path::Path;

    #[test]
    fn the_newest_three_stay_and_what_is_not_ours() {
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<String> = (0..5)
            .map(|day| name(day * 86_400_000, "m0019_x"))
            .collect();
        for name in &names {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::write(folder.path().join("mine.db"), "").unwrap();
        tidy(folder.path());
        let mut left: Vec<String> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        let mut expected = names[5 - KEPT..].to_vec();
        expected.push("mine.db".to_owned());
        assert_eq!(left, expected);
        assert!(is_ours(&folder.path().join(&names[0])));
    }

    #[test]
    fn a_copy_says_which_step_came_after_it() {
        let name = name(86_400_000, "m0019_x");
        assert!(is_before(Path::new(&name), "m0019_x"), "{name}");
        for other in ["m0018_x", "x", "m0019_x_y"] {
            assert!(!is_before(Path::new(&name), other), "{other}");
        }
    }
}
