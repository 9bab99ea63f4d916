//! A backup that is made while people save is one moment of the bank.

use super::{Place, text};
use crate::submit::pictures;
use crate::support::program::refused;
use crate::support::{Kind, TestApp, TestDatabase};
use sea_orm::{EntityTrait, PaginatorTrait};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::entity::{case, event, letter, revision, submission, working_copy};
use store::{Db, soundness};

async fn while_people_write(kind: Kind) {
    let (Some(first), Some(second)) = (
        TestDatabase::migrated(kind).await,
        TestDatabase::create(kind).await,
    ) else {
        return;
    };
    let app = TestApp::new(&first).await;
    app.import_sample().await;
    let source = Place::beside(
        &first,
        tempfile::tempdir().unwrap(),
        app.media_folder().to_owned(),
    );
    let file = source.folder.path().join("bank.zip");
    let (done, began) = (Arc::new(AtomicBool::new(false)), tokio::sync::Notify::new());
    let write = async {
        let mut sent = 0;
        while !done.load(Ordering::Acquire) {
            app.sent(&format!("Tea and objects, part {sent}")).await;
            sent += 1;
            began.notify_one();
        }
        sent
    };
    let backup = async {
        began.notified().await;
        let (command, done) = (source.command(&["backup", text(&file)]), done.clone());
        tokio::task::spawn_blocking(move || {
            let mut command = command;
            let output = command.output().expect("it runs");
            done.store(true, Ordering::Release);
            super::words_of(output)
        })
        .await
        .expect("it ends")
    };
    let (sent, _) = tokio::join!(write, backup);

    let place = Place::over(&second);
    place.said(&["restore", text(&file)]);
    let db = Db::connect(second.url()).await.unwrap();
    assert_eq!(soundness::faults(&db).await.unwrap(), [""; 0]);
    assert_eq!(soundness::dangling(&db).await.unwrap(), []);
    let read = db.reader();
    let submissions = submission::Entity::find().all(read).await.unwrap();
    assert!(
        !submissions.is_empty() && submissions.len() <= sent,
        "{sent}"
    );
    let cases = case::Entity::find().count(read).await.unwrap();
    assert_eq!(cases, 28 + submissions.len() as u64);
    for one in submissions {
        let copy = working_copy::Entity::find_by_id(one.id).one(read).await;
        assert!(copy.unwrap().is_some(), "{one:?}");
        if one.status != "submitted" {
            continue;
        }
        // Sending writes all of these together.
        let all = revision::Entity::find().all(read).await.unwrap();
        assert!(
            all.iter().any(|row| row.submission_id == Some(one.id)),
            "{one:?}"
        );
        let all = event::Entity::find().all(read).await.unwrap();
        assert!(
            all.iter()
                .any(|row| row.submission_id == Some(one.id) && row.action == "submit"),
            "{one:?}"
        );
        let all = letter::Entity::find().all(read).await.unwrap();
        assert!(
            all.iter().any(|row| row.submission_id == Some(one.id)),
            "{one:?}"
        );
    }
    db.close().await;
    app.db.clone().close().await;
    first.remove().await;
    second.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_beside_people_who_write_is_one_moment_on_sqlite() {
    while_people_write(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_beside_people_who_write_is_one_moment_on_postgres() {
    while_people_write(Kind::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_the_store_lost_is_said_and_the_rest_comes_back() {
    let (first, second) = (
        TestDatabase::migrated(Kind::Sqlite).await.unwrap(),
        TestDatabase::create(Kind::Sqlite).await.unwrap(),
    );
    let app = TestApp::new(&first).await;
    let owner = app.visitor();
    drop(pictures::with_two(&owner).await);
    let lost = pictures::rows(&app).await.swap_remove(0).kept_in;
    std::fs::remove_dir_all(app.media_folder().join(&lost)).unwrap();
    // And one that no row names is not taken along.
    let unknown = app.media_folder().join("unknown");
    std::fs::create_dir_all(&unknown).unwrap();
    std::fs::write(unknown.join("x-320.jpg"), "x").unwrap();
    let source = Place::beside(
        &first,
        tempfile::tempdir().unwrap(),
        app.media_folder().to_owned(),
    );
    let file = source.folder.path().join("bank.zip");
    let said = source.said(&["backup", text(&file)]);
    assert!(
        said.contains("1 pictures that the bank names are not in its store"),
        "{said}"
    );
    let place = Place::over(&second);
    place.said(&["restore", text(&file)]);
    let kept: Vec<String> = super::files_below(&place.media)
        .keys()
        .map(|path| path.display().to_string())
        .collect();
    assert!(!kept.is_empty());
    assert!(
        kept.iter()
            .all(|path| !path.starts_with(&lost) && !path.starts_with("unknown")),
        "{kept:?}"
    );
    app.db.clone().close().await;
}

/// File managers, and file systems over a network, put files of their own beside ours.
#[tokio::test(flavor = "multi_thread")]
async fn what_others_put_beside_a_picture_is_not_taken_along() {
    let (first, second) = (
        TestDatabase::migrated(Kind::Sqlite).await.unwrap(),
        TestDatabase::create(Kind::Sqlite).await.unwrap(),
    );
    let app = TestApp::new(&first).await;
    drop(pictures::with_two(&app.visitor()).await);
    let ours = super::files_below(app.media_folder());
    let kept_in = pictures::rows(&app).await.swap_remove(0).kept_in;
    for name in [".DS_Store", "copy of it.jpg"] {
        std::fs::write(app.media_folder().join(&kept_in).join(name), "x").unwrap();
    }
    let source = Place::beside(
        &first,
        tempfile::tempdir().unwrap(),
        app.media_folder().to_owned(),
    );
    let file = source.folder.path().join("bank.zip");
    let said = source.said(&["backup", text(&file)]);
    assert!(!said.contains("not in its store"), "{said}");
    let looked = source.command(&["doctor"]).output().unwrap();
    let looked = String::from_utf8(looked.stdout).unwrap();
    assert!(looked.contains("fine   pictures"), "{looked}");
    let place = Place::over(&second);
    place.said(&["restore", text(&file)]);
    assert!(super::files_below(&place.media) == ours, "{said}");
    app.db.clone().close().await;
    first.remove().await;
    second.remove().await;
}

/// A backup from cron without the setting that the server has.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_with_none_of_the_pictures_does_not_pass() {
    let first = TestDatabase::migrated(Kind::Sqlite).await.unwrap();
    let app = TestApp::new(&first).await;
    drop(pictures::with_two(&app.visitor()).await);
    let elsewhere = Place::over(&first);
    let file = elsewhere.folder.path().join("bank.zip");
    let words = refused(&mut elsewhere.command(&["backup", text(&file)]));
    assert!(words.contains("CASEBOOK_MEDIA_URL"), "{words}");
    // The rows are there all the same, and it takes the place of no other.
    elsewhere.said(&["restore", "--check", text(&file)]);
    let before = std::fs::read(&file).unwrap();
    let words = refused(&mut elsewhere.command(&["backup", text(&file), "--replace"]));
    assert!(words.contains("nothing was written over it"), "{words}");
    assert!(std::fs::read(&file).unwrap() == before, "{words}");
    app.db.clone().close().await;
    first.remove().await;
}
