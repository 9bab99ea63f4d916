//! `casebook doctor`: nothing where all is well, and each fault by its name.

use super::{Place, execute, number, older_bank, words_of};
use crate::support::program::{Program, casebook, folder, free_port, run};
use crate::support::{Kind, TestApp, TestDatabase};
use std::fs::File;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, UNIX_EPOCH};
use tempfile::TempDir;

/// A folder with a bank of samples in which all is well.
fn sound() -> TempDir {
    let folder = folder();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample/cases.json");
    words_of(run(folder.path(), &["import", sample]));
    folder
}

fn url_of(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("var/casebook.db").display())
}

/// The subjects in which something is found, and all that was said.
#[track_caller]
fn found(command: &mut Command) -> (Vec<String>, String) {
    let output = command.arg("doctor").output().expect("it runs");
    let words = String::from_utf8(output.stdout).expect("UTF-8");
    let subjects: Vec<String> = words
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("FOUND"))
        .filter_map(|line| line.split_once(':'))
        .map(|(subject, _)| subject.trim().to_owned())
        .collect();
    let expected = i32::from(!subjects.is_empty());
    assert_eq!(output.status.code(), Some(expected), "{words}");
    (subjects, words)
}

/// Only this is found.
#[track_caller]
fn only(folder: &Path, subject: &str) -> String {
    let (subjects, words) = found(&mut casebook(folder));
    assert_eq!(subjects, [subject], "{words}");
    words
}

#[test]
fn all_is_well() {
    let folder = sound();
    let (subjects, words) = found(&mut casebook(folder.path()));
    assert_eq!(subjects, [""; 0], "{words}");
    assert!(words.ends_with("All is well.\n"), "{words}");
    // Looking makes nothing.
    for path in ["var/secret", "var/mail", "var/media", "var/index"] {
        assert!(!folder.path().join(path).exists(), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_is_well_on_postgres() {
    let Some(database) = TestDatabase::migrated(Kind::Postgres).await else {
        return;
    };
    let app = TestApp::new(&database).await;
    app.import_sample().await;
    app.sent("Tea and objects").await;
    let place = Place::over(&database);
    std::fs::create_dir(place.folder.path().join("var")).unwrap();
    let closed = std::fs::Permissions::from_mode(0o700);
    std::fs::set_permissions(place.folder.path().join("var"), closed).unwrap();
    let (subjects, words) = found(&mut place.command(&[]));
    assert_eq!(subjects, [""; 0], "{words}");
    super::execute(
        database.url(),
        "UPDATE events SET at = 9999999999999 WHERE id = (SELECT MIN(id) FROM events)",
    )
    .await;
    let (subjects, words) = found(&mut place.command(&[]));
    assert_eq!(subjects, ["clock"], "{words}");
    app.db.clone().close().await;
    database.remove().await;
}

#[test]
fn no_data_and_no_database() {
    let folder = folder();
    let (subjects, words) = found(&mut casebook(folder.path()));
    assert_eq!(subjects, ["data folder", "database"], "{words}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_folder_that_others_may_read() {
    let folder = sound();
    for path in ["var", "var/casebook.db"] {
        let path = folder.path().join(path);
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        let words = only(folder.path(), "permissions");
        assert!(words.contains("chmod"), "{words}");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schema_that_is_behind_or_ahead() {
    let behind = folder();
    older_bank(behind.path()).await;
    let private = std::fs::Permissions::from_mode(0o700);
    std::fs::set_permissions(behind.path().join("var"), private).unwrap();
    let private = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(behind.path().join("var/casebook.db"), private).unwrap();
    let (subjects, words) = found(&mut casebook(behind.path()));
    assert!(subjects.contains(&"schema".to_owned()), "{words}");
    assert!(words.contains("casebook migrate"), "{words}");

    let ahead = sound();
    let later = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 1)";
    execute(&url_of(ahead.path()), later).await;
    let words = only(ahead.path(), "schema");
    assert!(words.contains("m9999_later"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_name_what_is_not_there() {
    for sql in [
        "INSERT INTO declarations (submission_id, revision_id, key, wording, given_at, created_at) \
         VALUES (77777, 1, 'x', 'x', 1, 1)",
        "UPDATE cases SET published_revision_id = 77777 WHERE id = 1",
    ] {
        let folder = sound();
        execute(&url_of(folder.path()), sql).await;
        only(folder.path(), "integrity");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn times_that_have_not_come_yet() {
    let folder = sound();
    execute(
        &url_of(folder.path()),
        "UPDATE revisions SET created_at = 9999999999999 WHERE id = 1",
    )
    .await;
    let words = only(folder.path(), "clock");
    assert!(words.contains("1 rows of revisions"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_was_not_released() {
    let folder = sound();
    let held = "INSERT INTO counters (name, value) VALUES ('held_since', 1)";
    execute(&url_of(folder.path()), held).await;
    let words = only(folder.path(), "copy");
    assert!(words.contains("casebook doctor --release"), "{words}");
    words_of(run(folder.path(), &["doctor", "--release"]));
    assert_eq!(found(&mut casebook(folder.path())).0, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_without_a_row_and_rows_without_a_picture() {
    let folder = sound();
    let media = folder.path().join("var/media");
    let lost = media.join("nobodys");
    std::fs::create_dir_all(&lost).unwrap();
    let file = lost.join("x-320.jpg");
    std::fs::write(&file, "x").unwrap();
    // One that was put there just now may get its row yet.
    assert_eq!(found(&mut casebook(folder.path())).0, [""; 0]);
    let days_ago = store::Clock::system().now_ms() - 3 * store::DAY_MS;
    let long_ago = UNIX_EPOCH + Duration::from_millis(days_ago.unsigned_abs());
    let opened = File::options().write(true).open(&file).unwrap();
    opened.set_modified(long_ago).unwrap();
    let words = only(folder.path(), "pictures");
    assert!(words.contains("nobodys"), "{words}");

    std::fs::remove_dir_all(&lost).unwrap();
    let row = "INSERT INTO blobs (case_id, sha256, media_type, bytes, state, kept_in, created_at) \
               VALUES (1, 'ab', 'image/jpeg', 4, 'stored', 'box-of-one', 1)";
    execute(&url_of(folder.path()), row).await;
    let words = only(folder.path(), "pictures");
    assert!(words.contains("box-of-one"), "{words}");
    std::fs::create_dir_all(media.join("box-of-one")).unwrap();
    std::fs::write(media.join("box-of-one/ab-320.jpg"), "half").unwrap();
    assert_eq!(found(&mut casebook(folder.path())).0, [""; 0]);
}

#[test]
fn a_secret_that_is_not_there() {
    let folder = sound();
    let mut command = casebook(folder.path());
    let (subjects, words) = found(command.env("CASEBOOK_SECRET_FILE", "none"));
    assert_eq!(subjects, ["secret"], "{words}");
    assert!(!folder.path().join("none").exists());
}

/// Settings with their values.
type Set<'a> = &'a [(&'a str, &'a str)];

#[test]
fn settings_emails_and_addresses() {
    let folder = sound();
    let nowhere = format!("smtp://127.0.0.1:{}", free_port());
    let tried: [(Set<'_>, &[&str]); 4] = [
        (&[("CASEBOOK_CONTACT", "nobody")], &["settings"]),
        (
            &[
                ("CASEBOOK_MAIL_URL", nowhere.as_str()),
                ("CASEBOOK_MAIL_FROM", "bank@example.org"),
            ],
            &["email"],
        ),
        (
            &[("CASEBOOK_PUBLIC_URL", "https://nowhere.invalid")],
            &["email", "public address", "proxy"],
        ),
        (
            &[
                ("CASEBOOK_PUBLIC_URL", "http://nowhere.invalid"),
                ("CASEBOOK_TRUSTED_PROXIES", "127.0.0.1"),
            ],
            &["email", "public address", "public address"],
        ),
    ];
    for (settings, expected) in tried {
        let mut command = casebook(folder.path());
        let (subjects, words) = found(command.envs(settings.iter().copied()));
        assert_eq!(subjects, expected, "{words}");
    }
}

#[test]
fn a_test_email_is_sent_where_it_is_asked_for() {
    let folder = sound();
    let said = words_of(run(folder.path(), &["doctor", "--mail", "ana@example.org"]));
    assert!(said.contains("the test email was handed over"), "{said}");
    let mails: Vec<_> = std::fs::read_dir(folder.path().join("var/mail"))
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("To: ana@example.org"), "{mails:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_of_another_bank() {
    let folder = sound();
    let server = Program::start(folder.path());
    server.wait_until_ready();
    assert_eq!(server.terminate(), Some(0));
    let (subjects, words) = found(&mut casebook(folder.path()));
    assert_eq!(subjects, [""; 0], "{words}");
    assert!(words.contains("it holds all that is public"), "{words}");
    let url = url_of(folder.path());
    let generation = "SELECT value FROM counters WHERE name = 'generation'";
    assert!(number(&url, generation).await > 0);
    execute(
        &url,
        "UPDATE counters SET value = value + 2 WHERE name = 'generation'",
    )
    .await;
    let words = only(folder.path(), "search index");
    assert!(words.contains("2 changes behind"), "{words}");
    execute(
        &url,
        "UPDATE counters SET value = value + 1 WHERE name = 'identity'",
    )
    .await;
    let words = only(folder.path(), "search index");
    assert!(words.contains("another bank"), "{words}");
}
