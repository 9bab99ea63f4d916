//! Links of public case studies: which are looked at and when, and who is told of one that does not work.

use crate::each_database;
use crate::sample;
use crate::support::TestApp;
use case_study::CaseAction;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::collections::BTreeSet;
use store::DAY_MS;
use store::case_transitions::{WhichCase, move_case};
use store::entity::{case, link_check};
use store::history::Actor;
use store::link_checks::{Outcome, collect, count_failing, failing, next, note};

const SLUG: &str = "house-of-memories";
const GONE: &str = "https://museum.example/gone";

async fn with_links(app: &TestApp) -> i64 {
    app.import_sample().await;
    sample::change_content(&app.db, SLUG, |content| {
        content.sources = vec![GONE.to_owned(), "https://museum.example/here".to_owned()];
        content.links.clear();
    })
    .await;
    let row = case::Entity::find().filter(case::Column::Slug.eq(SLUG));
    row.one(app.db.reader()).await.unwrap().expect("a case").id
}

/// The id of the only link of that case that is the one given.
async fn id_of(app: &TestApp, case_id: i64, url: &str) -> i64 {
    let row = link_check::Entity::find()
        .filter(link_check::Column::CaseId.eq(case_id))
        .filter(link_check::Column::Url.eq(url));
    row.one(app.db.reader()).await.unwrap().expect("a link").id
}

each_database! {
    async fn links_are_collected_once_and_those_that_went_are_forgotten(app: TestApp) {
        let case_id = with_links(&app).await;
        let all = collect(&app.db).await.unwrap();
        assert_eq!(collect(&app.db).await.unwrap(), all);
        let of_case = || link_check::Entity::find().filter(link_check::Column::CaseId.eq(case_id)).count(app.db.reader());
        assert_eq!(of_case().await.unwrap(), 2);
        sample::change_content(&app.db, SLUG, |content| content.sources.truncate(1)).await;
        collect(&app.db).await.unwrap();
        assert_eq!(of_case().await.unwrap(), 1);
        let which = WhichCase { case_id, submission_id: None, reader_message_id: None, seen_version: None };
        let down = move_case(&app.db, &Actor::operator(), which, CaseAction::TakeDown, "A child").await.unwrap();
        assert!(down.made().is_some());
        collect(&app.db).await.unwrap();
        assert_eq!(of_case().await.unwrap(), 0, "what nobody reads is not looked at");
    }

    async fn each_is_looked_at_once_a_month_and_a_failing_one_every_day(app: TestApp) {
        let case_id = with_links(&app).await;
        let all = collect(&app.db).await.unwrap();
        let mut seen = 0;
        while let Some(link) = next(&app.db).await.unwrap() {
            let outcome = if link.url == GONE { Outcome::Broken } else { Outcome::Works };
            note(&app.db, link.id, outcome).await.unwrap();
            seen += 1;
            assert!(seen <= all);
        }
        assert_eq!(seen, all);
        app.clock.advance(DAY_MS + 1);
        let again = next(&app.db).await.unwrap().expect("the one that failed");
        assert_eq!(again.id, id_of(&app, case_id, GONE).await);
        note(&app.db, again.id, Outcome::Works).await.unwrap();
        assert_eq!(next(&app.db).await.unwrap(), None);
        app.clock.advance(31 * DAY_MS);
        assert!(next(&app.db).await.unwrap().is_some());
    }

    async fn several_instances_collect_each_link_once(app: TestApp) {
        let case_id = with_links(&app).await;
        let db = &app.db;
        let (one, two, three) = tokio::join!(collect(db), collect(db), collect(db));
        let all = one.unwrap();
        assert_eq!((two.unwrap(), three.unwrap()), (all, all));
        let count = || link_check::Entity::find().count(app.db.reader());
        assert_eq!(count().await.unwrap(), all as u64);
        // What a program before this one wrote twice is there once after the next collection, and is the earlier one.
        let earlier = id_of(&app, case_id, GONE).await;
        for statement in [
            "UPDATE link_checks SET url_hash = NULL",
            "INSERT INTO link_checks (case_id, url, outcome, checked_at, failures, created_at) SELECT case_id, url, '', 0, 0, created_at FROM link_checks",
        ] {
            app.db.writer().execute_unprepared(statement).await.expect(statement);
        }
        assert_eq!(count().await.unwrap(), 2 * all as u64);
        collect(db).await.unwrap();
        assert_eq!(count().await.unwrap(), all as u64);
        assert_eq!(id_of(&app, case_id, GONE).await, earlier);
        let without = link_check::Entity::find().filter(link_check::Column::UrlHash.is_null()).count(app.db.reader());
        assert_eq!(without.await.unwrap(), 0);
    }

    async fn a_link_is_looked_at_by_the_one_instance_that_took_it(app: TestApp) {
        with_links(&app).await;
        let all = collect(&app.db).await.unwrap();
        let mut taken = BTreeSet::new();
        // None of those that took one has said anything yet.
        while let Some(link) = next(&app.db).await.unwrap() {
            assert!(taken.insert(link.id), "{link:?} was given out twice");
        }
        assert_eq!(taken.len(), all);
        // One that stopped half-way keeps none for itself.
        app.clock.advance(DAY_MS / 24);
        assert!(next(&app.db).await.unwrap().is_some());
    }

    async fn a_failing_link_is_given_out_once_a_day_too(app: TestApp) {
        let case_id = with_links(&app).await;
        collect(&app.db).await.unwrap();
        let gone = id_of(&app, case_id, GONE).await;
        while let Some(link) = next(&app.db).await.unwrap() {
            let outcome = if link.id == gone { Outcome::NoAnswer } else { Outcome::Works };
            note(&app.db, link.id, outcome).await.unwrap();
        }
        app.clock.advance(DAY_MS + 1);
        assert_eq!(next(&app.db).await.unwrap().map(|link| link.id), Some(gone));
        assert_eq!(next(&app.db).await.unwrap(), None);
        note(&app.db, gone, Outcome::NoAnswer).await.unwrap();
        let row = link_check::Entity::find_by_id(gone).one(app.db.reader()).await.unwrap().expect("a link");
        assert_eq!(row.failures, 2);
    }

    async fn staff_are_told_of_what_failed_three_times_in_a_row(app: TestApp) {
        let case_id = with_links(&app).await;
        collect(&app.db).await.unwrap();
        let id = id_of(&app, case_id, GONE).await;
        let first = app.clock.now_ms();
        for outcome in [Outcome::NoAnswer, Outcome::Broken] {
            note(&app.db, id, outcome).await.unwrap();
            app.clock.advance(DAY_MS);
        }
        assert_eq!(count_failing(&app.db).await.unwrap(), 0);
        note(&app.db, id, Outcome::Broken).await.unwrap();
        let told = failing(&app.db, 10).await.unwrap();
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].url.as_str(), told[0].slug.as_str(), told[0].outcome), (GONE, SLUG, Outcome::Broken));
        assert!(told[0].since - first < DAY_MS);
        let page = app.moderator().await.get("/moderate/upkeep").await.expect(200);
        assert!(page.text().contains("The page is not there any more"), "{page:?}");
        assert!(!page.select(&format!("a[href='{GONE}']")).is_empty(), "{page:?}");
        note(&app.db, id, Outcome::Works).await.unwrap();
        assert_eq!(count_failing(&app.db).await.unwrap(), 0);
    }
}
