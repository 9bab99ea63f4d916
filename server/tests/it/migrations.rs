//! Bringing a database up to date: once, whoever else is at it.

use crate::each_database;
use crate::support::program::casebook;
use crate::support::{Kind, TestDatabase};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, Statement};
use store::entity::vocabulary_term;

async fn four_at_once(kind: Kind) {
    let Some(database) = TestDatabase::create(kind).await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let programs: Vec<_> = (0..4)
        .map(|_| {
            let mut command = casebook(folder.path());
            command
                .arg("migrate")
                .env("CASEBOOK_DATABASE_URL", database.url());
            command
                .stderr(std::process::Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    for program in programs {
        let output = program.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
    database.remove().await;
}

#[tokio::test]
async fn several_instances_start_together_on_sqlite() {
    four_at_once(Kind::Sqlite).await;
}

#[tokio::test]
async fn several_instances_start_together_on_postgres() {
    four_at_once(Kind::Postgres).await;
}

each_database! {
    async fn a_second_time_changes_nothing(app: TestApp) {
        let terms = vocabulary_term::Entity::find().all(app.db.reader()).await.unwrap();
        assert!(!terms.is_empty());
        server::database::migrate(&app.db).await.unwrap();
        let again = vocabulary_term::Entity::find().count(app.db.reader()).await.unwrap();
        assert_eq!(usize::try_from(again).unwrap(), terms.len());
        assert!(server::database::is_current(&app.db).await.unwrap());
    }
}

/// PostgreSQL plans by what its tables hold, and has no such index.
#[tokio::test]
async fn the_searched_queue_is_read_in_its_order_and_never_sorted() {
    let database = TestDatabase::migrated(Kind::Sqlite).await.unwrap();
    let db = database.open().await;
    let sql = "EXPLAIN QUERY PLAN SELECT id FROM submissions \
               WHERE submitted_at IS NOT NULL AND search_key LIKE '%tea%' ESCAPE '!' \
               ORDER BY came_back DESC, queued_at, id LIMIT 25 OFFSET 22500";
    let plan = Statement::from_string(DbBackend::Sqlite, sql);
    let steps = db.reader().query_all_raw(plan).await.unwrap();
    let steps = steps
        .iter()
        .map(|step| step.try_get::<String>("", "detail").unwrap());
    assert_eq!(
        steps.collect::<Vec<_>>(),
        ["SCAN submissions USING COVERING INDEX submissions_searched"]
    );
    db.close().await;
    database.remove().await;
}
