//! A copy mails nobody and carries nothing out before it is released.

use super::{Place, files_below, text};
use crate::submit::pictures;
use crate::support::program::{Program, folder, run};
use crate::support::{Kind, TestApp, TestDatabase};
use case_study::{Role, Status};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::time::Duration;
use store::entity::job;
use store::held;

async fn waiting(app: &TestApp) -> u64 {
    let waiting = job::Entity::find().filter(job::Column::State.eq("waiting"));
    waiting.count(app.db.reader()).await.unwrap()
}

/// A copy of a bank with an email that waits and a plan that is due: the copy, the place it is in and the submission.
async fn copy_of(kind: Kind) -> Option<(TestDatabase, TestDatabase, Place, TestApp, i64)> {
    let first = TestDatabase::migrated(kind).await?;
    let second = TestDatabase::create(kind).await?;
    let app = TestApp::new(&first).await;
    let (account, _) = app.account(Role::Moderator).await;
    let (id, _) = app.standing_at(Status::Approved, "Tea and objects").await;
    app.plan_publish(id, Some(account)).await;
    assert!(waiting(&app).await > 0, "no email is tried");
    let source = Place::beside(
        &first,
        tempfile::tempdir().unwrap(),
        app.media_folder().to_owned(),
    );
    let file = source.folder.path().join("bank.zip");
    source.said(&["backup", text(&file)]);
    let place = Place::over(&second);
    place.said(&["restore", text(&file)]);
    app.db.clone().close().await;
    let copy = TestApp::new(&second).await;
    Some((first, second, place, copy, id))
}

async fn end(first: TestDatabase, second: TestDatabase, copy: TestApp) {
    copy.db.clone().close().await;
    first.remove().await;
    second.remove().await;
}

async fn nothing_leaves_it(kind: Kind) {
    let Some((first, second, place, copy, id)) = copy_of(kind).await else {
        return;
    };
    let before = waiting(&copy).await;
    assert_eq!(copy.mails().await, []);
    assert_eq!(copy.carry_out_planned().await, 0);
    assert_eq!(copy.look_after().await, 0);
    let context = copy.state.settings.mail_context();
    assert_eq!(
        server::told::work_once(&copy.db, &context).await.unwrap(),
        0
    );
    assert_eq!(copy.submission(id).await.status, Status::Approved);
    assert_eq!(waiting(&copy).await, before);
    let moderator = copy.admin().await;
    let queue = moderator.get("/moderate").await.expect(200);
    assert!(
        queue
            .text()
            .contains("a copy that was put back from a backup"),
        "{queue:?}"
    );

    let said = place.said(&["doctor", "--release"]);
    assert!(said.starts_with("Released."), "{said}");
    assert!(held::since(copy.db.reader()).await.unwrap().is_none());
    assert_eq!(copy.carry_out_planned().await, 1);
    assert_eq!(copy.submission(id).await.status, Status::Published);
    assert!(!copy.mails().await.is_empty());
    let queue = moderator.get("/moderate").await.expect(200);
    assert!(
        !queue.text().contains("put back from a backup"),
        "{queue:?}"
    );
    let again = place.said(&["doctor", "--release"]);
    assert!(again.contains("nothing to release"), "{again}");
    end(first, second, copy).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_email_leaves_a_copy_and_no_plan_is_carried_out_until_it_is_released_on_sqlite() {
    nothing_leaves_it(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_email_leaves_a_copy_and_no_plan_is_carried_out_until_it_is_released_on_postgres() {
    nothing_leaves_it(Kind::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn emails_that_the_original_may_have_sent_can_be_set_aside() {
    let Some((first, second, place, copy, _)) = copy_of(Kind::Sqlite).await else {
        return;
    };
    let before = waiting(&copy).await;
    place.said(&["doctor", "--release", "--without-earlier-emails"]);
    assert_eq!(copy.mails().await, []);
    let aside = store::dead_letters::count(&copy.db).await.unwrap();
    assert_eq!(aside, before);
    // What is written from now on goes out, and a person may send the others.
    copy.sent("Clay on Thursdays").await;
    let new = copy.mails().await.len();
    assert!(new > 0);
    let again = store::dead_letters::send_all_again(&copy.db).await.unwrap();
    assert_eq!(again, before);
    assert!(copy.mails().await.len() > new);
    end(first, second, copy).await;
}

/// A copy that is looked at beside its bank, over the same store of pictures.
async fn no_picture_is_removed(kind: Kind) {
    let (Some(first), Some(second)) = (
        TestDatabase::migrated(kind).await,
        TestDatabase::create(kind).await,
    ) else {
        return;
    };
    let app = TestApp::new(&first).await;
    drop(pictures::with_two(&app.visitor()).await);
    let (shared, folder) = (app.state.media.clone(), app.media_folder().to_owned());
    let source = Place::beside(&first, tempfile::tempdir().unwrap(), folder.clone());
    let file = source.folder.path().join("bank.zip");
    source.said(&["backup", text(&file)]);
    let place = Place::beside(&second, tempfile::tempdir().unwrap(), folder.clone());
    place.said(&["restore", text(&file)]);
    // One that the bank was sent since, and one that the copy marks.
    let later = shared.prepare(pictures::jpeg(30, 30, 7, false)).await;
    shared.shelf().put("later", &later.unwrap()).await.unwrap();
    let copy = TestApp::new(&second).await;
    let marked = "UPDATE blobs SET state = 'doomed' WHERE id = (SELECT MIN(id) FROM blobs)";
    copy.db.writer().execute_unprepared(marked).await.unwrap();
    let work = async || {
        let swept = server::pictures::sweep(&copy.db, &shared, Duration::ZERO);
        swept.await.unwrap();
        let ended = server::pictures::end_what_is_due(&copy.db, &shared);
        ended.await.unwrap()
    };
    let before = files_below(&folder);
    assert_eq!(work().await, 0);
    assert!(files_below(&folder) == before, "something was removed");
    place.said(&["doctor", "--release"]);
    assert_eq!(work().await, 1);
    let left = files_below(&folder);
    assert!(!left.is_empty() && left.keys().all(|path| !path.starts_with("later")));
    app.db.clone().close().await;
    end(first, second, copy).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_removes_no_picture_from_the_store_until_it_is_released_on_sqlite() {
    no_picture_is_removed(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_removes_no_picture_from_the_store_until_it_is_released_on_postgres() {
    no_picture_is_removed(Kind::Postgres).await;
}

#[test]
fn the_log_of_a_copy_says_so_at_the_start() {
    let (from, to) = (folder(), folder());
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample/cases.json");
    super::words_of(run(from.path(), &["import", sample]));
    super::words_of(run(from.path(), &["backup", "bank.zip"]));
    let file = from.path().join("bank.zip");
    super::words_of(run(to.path(), &["restore", text(&file)]));
    let server = Program::start(to.path());
    assert!(
        server.log.contains("casebook doctor --release"),
        "{}",
        server.log
    );
    server.wait_until_ready();
    let list = server.get("/api/v1/case-studies");
    assert!(list.contains("\"total\":28"), "{list}");
    drop(server);
    super::words_of(run(to.path(), &["doctor", "--release"]));
    let server = Program::start(to.path());
    assert!(!server.log.contains("doctor --release"), "{}", server.log);
}
