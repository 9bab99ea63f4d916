//! The real program: a plan on each side of a restart, kills amid what is due, a mail server that says nothing.

use crate::support::how_often::kills;
use crate::support::program::{Program, casebook, free_port, until};
use crate::support::{Kind, TestApp, TestDatabase};
use case_study::Status;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use store::entity::planned_move;
use store::{Db, submissions};
use tokio::net::TcpListener;

/// So many are due when the killing begins.
const PLANS: usize = 24;

/// Runs a test over a database that programs of their own use as well.
async fn over<F: Future<Output = ()>>(kind: Kind, test: impl FnOnce(TestApp, String) -> F) {
    let Some(database) = TestDatabase::migrated(kind).await else {
        return;
    };
    let app = TestApp::new(&database).await;
    let db = app.db.clone();
    test(app, database.url().to_owned()).await;
    db.close().await;
    database.remove().await;
}

/// The same with so many milliseconds between a decision and what is planned by it.
fn with_undo_ms(app: &TestApp, undo_ms: i64) -> TestApp {
    let mut app = app.clone();
    app.db = app.db.with_undo_ms(undo_ms);
    app
}

async fn is_published(db: &Db, id: i64) -> bool {
    let found = submissions::by_id(db.reader(), id).await;
    found.is_ok_and(|found| found.is_some_and(|one| one.status == Status::Published))
}

async fn until_published(db: &Db, id: i64) {
    let published = async {
        while !is_published(db, id).await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let patience = crate::support::program::PATIENCE;
    tokio::time::timeout(patience, published)
        .await
        .expect("it is published");
}

async fn on_each_side_of_a_restart(app: TestApp, url: String) {
    let app = with_undo_ms(&app, 0);
    let data = tempfile::tempdir().expect("a folder");
    let start = || Program::start_over(&url, data.path(), free_port());
    // Due while nothing runs.
    let (before, ..) = app.planned("Tea and objects").await;
    let mut server = start();
    until_published(&app.db, before).await;
    // Due while it runs.
    let (during, ..) = app.planned("Songs and soup").await;
    until_published(&app.db, during).await;
    // Planned while it runs, due after it was killed.
    let (after, ..) = with_undo_ms(&app, 600_000).planned("Walks and words").await;
    server.kill();
    assert!(!is_published(&app.db, after).await);
    make_due(&app, after).await;
    let server = start();
    until_published(&app.db, after).await;
    let code = tokio::task::spawn_blocking(move || server.terminate()).await;
    assert_eq!(code.expect("it ends"), Some(0));
    for id in [before, during, after] {
        assert_eq!(app.entries(id, "publish").await.len(), 1);
        assert_eq!(app.texts(id).await, ["as_submitted", "as_published"]);
    }
}

/// Lets the time of a plan come, for a program that has the system's clock.
async fn make_due(app: &TestApp, id: i64) {
    planned_move::Entity::update_many()
        .col_expr(planned_move::Column::DueAt, Expr::value(app.clock.now_ms()))
        .filter(planned_move::Column::SubmissionId.eq(id))
        .exec(app.db.writer())
        .await
        .expect("it is due");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite_a_plan_on_each_side_of_a_restart_is_carried_out_once() {
    over(Kind::Sqlite, on_each_side_of_a_restart).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres_a_plan_on_each_side_of_a_restart_is_carried_out_once() {
    over(Kind::Postgres, on_each_side_of_a_restart).await;
}

async fn killed_amid(app: TestApp, url: String) {
    let app = with_undo_ms(&app, 0);
    let mut plans = Vec::new();
    for number in 0..PLANS {
        plans.push(
            app.planned(&format!("Tea and objects, number {number}"))
                .await,
        );
    }
    let data = tempfile::tempdir().expect("a folder");
    let port = free_port();
    for kill in 0..kills() as u64 {
        let mut server = Program::start_over(&url, data.path(), port);
        // Not all in one moment: some while it starts, some amid the first, some later.
        until("the server", || {
            std::net::TcpStream::connect(("127.0.0.1", port)).ok()
        });
        tokio::time::sleep(Duration::from_millis((kill * 37) % 120)).await;
        server.kill();
    }
    let mut server = Program::start_over(&url, data.path(), port);
    for (id, ..) in &plans {
        until_published(&app.db, *id).await;
    }
    server.kill();
    for (id, _, plan) in plans {
        assert_eq!(app.end_of(plan).await.0, "done");
        assert_eq!(app.entries(id, "publish").await.len(), 1);
        assert_eq!(app.texts(id).await, ["as_submitted", "as_published"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_on_sqlite_no_plan_is_carried_out_twice_or_forgotten() {
    over(Kind::Sqlite, killed_amid).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_on_postgres_no_plan_is_carried_out_twice_or_forgotten() {
    over(Kind::Postgres, killed_amid).await;
}

/// A mail server that takes the call and never says a word.
async fn silent_mail_server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("smtp://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            held.push(stream);
        }
    });
    url
}

async fn blocked_mails(app: TestApp, url: String) {
    let app = with_undo_ms(&app, 0);
    // Mails wait already, and every plan queues another one.
    let (first, ..) = app.planned("Tea and objects").await;
    let data = tempfile::tempdir().expect("a folder");
    let mails = silent_mail_server().await;
    let mut server = with_mails_at(&url, data.path(), &mails);
    until_published(&app.db, first).await;
    let (second, ..) = app.planned("Songs and soup").await;
    let began = std::time::Instant::now();
    until_published(&app.db, second).await;
    let took = began.elapsed();
    server.kill().expect("SIGKILL");
    server.wait().expect("it is gone");
    assert!(
        took < Duration::from_secs(10),
        "no mail holds it up: {took:?}"
    );
}

fn with_mails_at(database_url: &str, data: &Path, mails: &str) -> std::process::Child {
    let address = format!("127.0.0.1:{}", free_port());
    let mut command = casebook(data);
    command
        .env("CASEBOOK_DATABASE_URL", database_url)
        .env("CASEBOOK_DATA_DIR", data)
        .env("CASEBOOK_MAIL_URL", mails)
        .env("CASEBOOK_MAIL_FROM", "Casebook <hello@example.org>")
        .args(["serve", "--listen", &address])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().expect("the server starts")
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite_a_blocked_mail_server_holds_up_no_plan() {
    over(Kind::Sqlite, blocked_mails).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres_a_blocked_mail_server_holds_up_no_plan() {
    over(Kind::Postgres, blocked_mails).await;
}
