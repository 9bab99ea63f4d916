//! A save and a send at the same moment.

use super::steps::{begin, submission};
use crate::each_database;
use crate::support::TestApp;
use case_study::answers::fingerprint;
use case_study::fields::fields_of;
use case_study::{Answers, CaseStudyContent, Section, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use store::drafts;
use store::drafts::SaveOutcome;
use store::entity::submission as row;

/// Whether anybody waits for a lock in this database.
async fn somebody_waits(app: &TestApp) -> bool {
    let asked = Statement::from_string(
        app.db.reader().get_database_backend(),
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    let found = app.db.reader().query_one_raw(asked).await;
    found.expect("the database answers").is_some()
}

each_database! {
    async fn a_save_that_waited_for_a_send_says_that_it_came_too_late(app: TestApp) {
        let reference = begin(&app.visitor(), "Tea", "").await;
        let id = submission(&app, &reference).await.id;
        // A send that has written the status and is not committed yet.
        let send = app.db.begin().await.expect("a transaction");
        row::Entity::update_many()
            .col_expr(row::Column::Status, Expr::value(Status::Submitted.slug()))
            .filter(row::Column::Id.eq(id))
            .exec(&send)
            .await
            .expect("the status is written");
        let db = app.db.clone();
        let saving = tokio::spawn(async move {
            let base = fingerprint(&CaseStudyContent::default(), fields_of(Section::Care));
            let typed = [("team_care".to_owned(), "Too late".to_owned())];
            let answers = Answers::from_pairs(typed, |_| true).expect("answers");
            drafts::save_section(&db, id, Section::Care, &base, &answers).await
        });
        // On SQLite the save waits for the one writer, so there is nothing to see.
        while app.db.is_postgres() && !somebody_waits(&app).await {
            tokio::task::yield_now().await;
        }
        send.commit().await.expect("it is sent");
        let saved = saving.await.expect("no panic");
        assert!(matches!(saved, Ok(SaveOutcome::Closed)), "{saved:?}");
    }
}
