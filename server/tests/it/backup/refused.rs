//! What a backup is never put into or over, and what only a newer version reads.

use super::{Place, number, text, words_of};
use crate::submit::pictures;
use crate::support::program::{casebook, folder, refused, run};
use crate::support::{Kind, TestApp, TestDatabase};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample/cases.json");

fn made(folder: &Path) {
    words_of(run(folder, &["import", SAMPLE]));
    words_of(run(folder, &["backup", "bank.zip"]));
}

/// The same backup with another manifest, and checksums that are right.
fn rewritten(from: &Path, to: &Path, change: impl FnOnce(&mut Value)) {
    let mut old = ZipArchive::new(File::open(from).unwrap()).unwrap();
    let mut new = ZipWriter::new(File::create(to).unwrap());
    let mut manifest = String::new();
    for at in 0..old.len() {
        if old.by_index(at).unwrap().name().unwrap() == "manifest.json" {
            let mut part = old.by_index(at).unwrap();
            part.read_to_string(&mut manifest).unwrap();
        } else {
            new.raw_copy_file(old.by_index_raw(at).unwrap()).unwrap();
        }
    }
    let mut manifest: Value = serde_json::from_str(&manifest).unwrap();
    change(&mut manifest);
    new.start_file("manifest.json", SimpleFileOptions::default())
        .unwrap();
    new.write_all(manifest.to_string().as_bytes()).unwrap();
    let comment = format!("casebook-backup 1 sha256:{}", "0".repeat(64));
    new.set_comment(comment).unwrap();
    drop(new.finish().unwrap());
    sealed(to);
}

/// Writes the digest of all that stands before it.
fn sealed(path: &Path) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes.truncate(bytes.len() - 64);
    let digits = hex::encode(Sha256::digest(&bytes));
    bytes.extend(digits.as_bytes());
    std::fs::write(path, bytes).unwrap();
}

async fn not_empty(kind: Kind) {
    let Some(database) = TestDatabase::migrated(kind).await else {
        return;
    };
    let from = folder();
    made(from.path());
    let file = from.path().join("bank.zip");
    let app = TestApp::new(&database).await;
    let (_, reference) = app.sent("Tea and objects").await;
    let place = Place::over(&database);
    let words = refused(&mut place.command(&["restore", text(&file)]));
    assert!(words.contains("this bank is not empty"), "{words}");
    assert!(words.contains("cases 1"), "{words}");
    let kept = crate::submit::steps::submission(&app, &reference).await;
    assert_eq!(kept.reference, reference);
    app.db.clone().close().await;
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_that_is_not_empty_is_left_alone_on_sqlite() {
    not_empty(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_that_is_not_empty_is_left_alone_on_postgres() {
    not_empty(Kind::Postgres).await;
}

/// A server that ran once over it wrote a few rows of its own.
async fn started_once(kind: Kind) {
    let Some(database) = TestDatabase::migrated(kind).await else {
        return;
    };
    let from = folder();
    made(from.path());
    let app = TestApp::new(&database).await;
    app.db.clone().close().await;
    let place = Place::over(&database);
    place.said(&["restore", text(&from.path().join("bank.zip"))]);
    let cases = number(database.url(), "SELECT COUNT(*) FROM cases").await;
    assert_eq!(cases, 28);
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_that_was_only_started_is_empty_on_sqlite() {
    started_once(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_that_was_only_started_is_empty_on_postgres() {
    started_once(Kind::Postgres).await;
}

/// The store of pictures gives up in the middle: nothing is half there, and the same command may be run again.
async fn given_up_half_way(kind: Kind) {
    let (Some(first), Some(second)) = (
        TestDatabase::migrated(kind).await,
        TestDatabase::create(kind).await,
    ) else {
        return;
    };
    let app = TestApp::new(&first).await;
    drop(pictures::with_two(&app.visitor()).await);
    let in_the_way = pictures::rows(&app).await.pop().unwrap().kept_in;
    let source = Place::beside(
        &first,
        tempfile::tempdir().unwrap(),
        app.media_folder().to_owned(),
    );
    let file = source.folder.path().join("bank.zip");
    source.said(&["backup", text(&file)]);
    let place = Place::over(&second);
    std::fs::create_dir(&place.media).unwrap();
    let in_the_way = place.media.join(in_the_way);
    std::fs::write(&in_the_way, "no folder").unwrap();
    let words = refused(&mut place.command(&["restore", text(&file)]));
    assert!(words.contains("CASEBOOK_MEDIA_URL"), "{words}");
    let cases = "SELECT COUNT(*) FROM cases";
    assert_eq!(number(second.url(), cases).await, 0);
    std::fs::remove_file(&in_the_way).unwrap();
    place.said(&["restore", text(&file)]);
    assert_eq!(number(second.url(), cases).await, 1);
    app.db.clone().close().await;
    first.remove().await;
    second.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_that_gave_up_is_run_again_on_sqlite() {
    given_up_half_way(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_that_gave_up_is_run_again_on_postgres() {
    given_up_half_way(Kind::Postgres).await;
}

#[test]
fn a_newer_format_and_a_newer_schema_are_refused() {
    let (from, empty) = (folder(), folder());
    made(from.path());
    let file = from.path().join("bank.zip");
    let later = from.path().join("later.zip");

    let mut bytes = std::fs::read(&file).unwrap();
    let comment = bytes.len() - 64 - " 1 sha256:".len() + 1;
    assert_eq!(bytes[comment], b'1');
    bytes[comment] = b'2';
    std::fs::write(&later, bytes).unwrap();
    sealed(&later);
    let words = refused(casebook(empty.path()).args(["restore", text(&later)]));
    assert!(words.contains("a newer Casebook wrote it"), "{words}");
    assert!(words.contains("format 2"), "{words}");

    rewritten(&file, &later, |manifest| {
        manifest["version"] = 3.into();
    });
    let words = refused(casebook(empty.path()).args(["restore", text(&later)]));
    assert!(words.contains("format 3"), "{words}");

    rewritten(&file, &later, |manifest| {
        let steps = manifest["steps"].as_array_mut().unwrap();
        steps.push("m9999_later".into());
    });
    let words = refused(casebook(empty.path()).args(["restore", text(&later)]));
    assert!(words.contains("m9999_later"), "{words}");
    assert!(!empty.path().join("var/casebook.db").exists());

    // What a later version adds beside it is passed over.
    rewritten(&file, &later, |manifest| {
        manifest["mood"] = "calm".into();
    });
    words_of(run(empty.path(), &["restore", text(&later)]));
}

#[test]
fn a_file_that_is_there_is_never_written_over_unasked() {
    let folder = folder();
    made(folder.path());
    let before = std::fs::read(folder.path().join("bank.zip")).unwrap();
    let words = refused(casebook(folder.path()).args(["backup", "bank.zip"]));
    assert!(words.contains("--replace"), "{words}");
    assert_eq!(
        std::fs::read(folder.path().join("bank.zip")).unwrap(),
        before
    );
    words_of(run(folder.path(), &["backup", "bank.zip", "--replace"]));
    assert_ne!(
        std::fs::read(folder.path().join("bank.zip")).unwrap(),
        before
    );
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().ends_with(".part"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn nothing_is_made_where_there_is_no_database() {
    let folder = folder();
    for arguments in [&["backup", "bank.zip"][..], &["doctor", "--release"]] {
        let words = refused(casebook(folder.path()).args(arguments));
        assert!(words.contains("there is no database"), "{words}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
