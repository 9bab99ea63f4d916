//! Erasing a case study: nothing of it is left but, of what was public, a row that says that it went.

use crate::each_database;
use crate::support::TestApp;
use crate::support::program::{folder, run};
use case_study::{CaseStudyContent, Status};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use store::entity::{blob, case, event, letter, revision};
use store::erasing;

const PUBLIC: &str = "/case-studies/tea-and-objects";

async fn case_of(app: &TestApp, id: i64) -> case::Model {
    let case_id = app.submission(id).await.case_id;
    let found = case::Entity::find_by_id(case_id).one(app.db.reader()).await;
    found.unwrap().expect("a case")
}

each_database! {
    async fn of_what_was_public_a_row_stays_taken_down_and_empty(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let before = case_of(&app, id).await;
        app.index_shows_all().await;
        drop(app.visitor().get(PUBLIC).await.expect(200));
        let found = erasing::find(&app.db, &reference).await.unwrap().expect("it is there");
        assert_eq!((found.title.as_str(), found.slug.as_deref()), ("Tea and objects", Some("tea-and-objects")));
        assert_eq!(found.references, std::slice::from_ref(&reference));
        assert!(erasing::erase(&app.db, found.case_id).await.unwrap());

        let after = case::Entity::find_by_id(before.id).one(app.db.reader()).await.unwrap().expect("a row");
        assert_eq!((after.state.as_str(), after.title.as_str(), after.slug), ("taken_down", "", before.slug));
        let texts = revision::Entity::find().filter(revision::Column::CaseId.eq(before.id)).all(app.db.reader()).await.unwrap();
        assert_eq!(texts.len(), 1);
        let text: CaseStudyContent = serde_json::from_str(&texts[0].content).unwrap();
        assert_eq!(text, CaseStudyContent::default());
        let letters = letter::Entity::find().filter(letter::Column::CaseId.eq(before.id));
        assert_eq!(letters.count(app.db.reader()).await.unwrap(), 0);
        let events = event::Entity::find().filter(event::Column::CaseId.eq(before.id));
        assert_eq!(events.count(app.db.reader()).await.unwrap(), 1, "that it went");
        drop(app.visitor().get(PUBLIC).await.expect(410));
        let records = app.visitor().get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc").await.expect(200);
        assert!(records.body().contains("status=\"deleted\""), "harvesters are told: {records:?}");
        // Once more there is nothing.
        assert!(erasing::find(&app.db, &reference).await.unwrap().is_none());
        assert!(erasing::find(&app.db, "tea-and-objects").await.unwrap().is_none());
    }

    async fn of_what_was_never_public_nothing_stays(app: TestApp) {
        let (id, reference) = app.standing_at(Status::AwaitingYes, "Tea and objects").await;
        let (other, _) = app.standing_at(Status::Published, "Songs and soup").await;
        let case_id = app.submission(id).await.case_id;
        let found = erasing::find(&app.db, &reference).await.unwrap().expect("it is there");
        assert_eq!(found.slug, None);
        assert!(erasing::erase(&app.db, found.case_id).await.unwrap());
        assert!(!erasing::erase(&app.db, found.case_id).await.unwrap(), "the second finds nothing");
        assert_eq!(app.left_of(id, case_id).await, 0);
        assert_eq!(app.submission(other).await.status, Status::Published);
    }

    async fn a_compiled_one_is_found_by_its_address_and_its_pictures_are_marked(app: TestApp) {
        app.import_sample().await;
        let found = erasing::find(&app.db, "house-of-memories").await.unwrap().expect("it is there");
        assert!(found.references.is_empty());
        blob::Entity::insert(blob::ActiveModel {
            case_id: sea_orm::Set(Some(found.case_id)),
            sha256: sea_orm::Set("0".repeat(64)),
            media_type: sea_orm::Set("image/jpeg".into()),
            bytes: sea_orm::Set(1),
            state: sea_orm::Set("stored".into()),
            kept_in: sea_orm::Set("box".into()),
            created_at: sea_orm::Set(app.clock.now_ms()),
            ..Default::default()
        })
        .exec_without_returning(app.db.writer())
        .await
        .unwrap();
        assert!(erasing::erase(&app.db, found.case_id).await.unwrap());
        assert_eq!(store::blobs::doomed(&app.db).await.unwrap().len(), 1, "removed at once, not in a day");
        drop(app.visitor().get("/case-studies/house-of-memories").await.expect(410));
    }
}

#[test]
fn the_command_asks_first_and_says_what_it_did() {
    let folder = folder();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample/cases.json");
    assert!(run(folder.path(), &["import", sample]).status.success());
    let none = run(folder.path(), &["case", "erase", "WB-2345-6789", "--yes"]);
    let said = String::from_utf8(none.stderr).unwrap();
    assert!(
        !none.status.success() && said.contains("no case study has the reference"),
        "{said}"
    );
    let first = run(folder.path(), &["case", "erase", "house-of-memories"]);
    let said = String::from_utf8(first.stderr).unwrap();
    assert!(
        !first.status.success() && said.contains("Add --yes to erase it"),
        "{said}"
    );
    let done = run(
        folder.path(),
        &["case", "erase", "house-of-memories", "--yes"],
    );
    assert!(done.status.success(), "{done:?}");
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(
        said.starts_with("Erased ") && said.contains("/case-studies/house-of-memories"),
        "{said}"
    );
    let again = run(
        folder.path(),
        &["case", "erase", "house-of-memories", "--yes"],
    );
    assert!(!again.status.success());
}
