//! A copy mails nobody and carries nothing out before it is released.

use super::{Place, text};
use crate::support::program::{Program, folder, run};
use crate::support::{Kind, TestApp, TestDatabase};
use case_study::{Role, Status};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
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
