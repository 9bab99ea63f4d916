//! An SQLite bank is copied by itself before its schema is changed.

use super::{number, older_bank, words_of};
use crate::support::program::{folder, run};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

const IDENTITY: &str = "SELECT value FROM counters WHERE name = 'identity'";

fn copies(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder.join("var/backups")) else {
        return Vec::new();
    };
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

#[tokio::test]
async fn a_bank_is_copied_as_it_was_before_it_is_changed() {
    let folder = folder();
    let url = older_bank(folder.path()).await;
    let steps = "SELECT COUNT(*) FROM seaql_migrations";
    let (before, identity) = (number(&url, steps).await, number(&url, IDENTITY).await);
    words_of(run(folder.path(), &["migrate"]));
    let made = copies(folder.path());
    assert_eq!(made.len(), 1, "{made:?}");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&made[0]), 0o600);
    assert_eq!(mode(&folder.path().join("var/backups")), 0o700);
    let copy = format!("sqlite://{}", made[0].display());
    assert_eq!(number(&copy, steps).await, before);
    assert!(number(&url, steps).await > before);
    let cases = "SELECT COUNT(*) FROM cases";
    assert_eq!(number(&copy, cases).await, number(&url, cases).await);
    // Put in place of the bank, it is another one, and is held.
    assert_ne!(number(&copy, IDENTITY).await, identity);
    assert_eq!(number(&url, IDENTITY).await, identity);
    let held = "SELECT COUNT(*) FROM counters WHERE name = 'held_since'";
    assert_eq!(
        (number(&copy, held).await, number(&url, held).await),
        (1, 0)
    );
    // Up to date, it is left alone.
    words_of(run(folder.path(), &["migrate"]));
    assert_eq!(copies(folder.path()), made);
}

#[tokio::test]
async fn the_last_three_copies_are_kept() {
    let folder = folder();
    older_bank(folder.path()).await;
    let backups = folder.path().join("var/backups");
    std::fs::create_dir_all(&backups).unwrap();
    for day in 1..=4 {
        let name = format!("before-2020010{day}T000000Z-m0002_bank.db");
        std::fs::write(backups.join(name), "").unwrap();
    }
    std::fs::write(backups.join("of-mine.zip"), "").unwrap();
    words_of(run(folder.path(), &["migrate"]));
    let names: Vec<String> = copies(folder.path())
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names.len(), 4, "{names:?}");
    assert_eq!(names[0], "before-20200103T000000Z-m0002_bank.db");
    assert_eq!(names[1], "before-20200104T000000Z-m0002_bank.db");
    assert!(
        names[2].starts_with("before-") && names[2].ends_with(".db"),
        "{names:?}"
    );
    assert_eq!(names[3], "of-mine.zip");
}

/// A supervisor starts a program again that could not take a step, every few seconds.
#[tokio::test]
async fn a_step_that_fails_at_every_start_pushes_out_no_copy_from_before() {
    let folder = folder();
    let url = older_bank(folder.path()).await;
    let steps = "SELECT COUNT(*) FROM seaql_migrations";
    let before = number(&url, steps).await;
    // In the way of one of the last steps.
    super::execute(&url, "CREATE TABLE staged_imports (id INTEGER PRIMARY KEY)").await;
    for day in 1..=5 {
        let output = run(folder.path(), &["migrate"]);
        assert!(!output.status.success(), "{output:?}");
        // Each start has a day of its own.
        for path in copies(folder.path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if !name.starts_with("before-2020") {
                let earlier = format!("before-202001{day:02}{}", &name["before-20200101".len()..]);
                std::fs::rename(&path, path.with_file_name(earlier)).unwrap();
            }
        }
    }
    let made = copies(folder.path());
    assert_eq!(made.len(), 2, "{made:?}");
    let copy = format!("sqlite://{}", made[0].display());
    assert_eq!(number(&copy, steps).await, before, "{made:?}");
}

#[test]
fn a_new_bank_is_not_copied() {
    let folder = folder();
    words_of(run(folder.path(), &["migrate"]));
    words_of(run(folder.path(), &["migrate"]));
    assert_eq!(copies(folder.path()), Vec::<PathBuf>::new());
}
