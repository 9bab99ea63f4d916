//! A compiled case: seen, edited and tagged without a submission, and left alone by the next import.

use crate::each_database;
use crate::sample::bank;
use crate::support::TestApp;
use case_study::{Role, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::entity::{account, case};
use store::{history, imports};

const SLUG: &str = "house-of-memories";
const PAGE: &str = "/moderate/bank/house-of-memories";

async fn row(app: &TestApp) -> case::Model {
    case::Entity::find()
        .filter(case::Column::Slug.eq(SLUG))
        .one(app.db.reader())
        .await
        .expect("the database")
        .expect("the case")
}

each_database! {
    async fn it_is_edited_and_readers_see_it_at_once(app: TestApp) {
        app.import_sample().await;
        let (sam, reader) = (app.moderator().await, app.visitor());
        // The way there is for staff alone.
        let public = format!("/case-studies/{SLUG}");
        assert!(!reader.get(&public).await.expect(200).body().contains("/moderate/"));
        let case = sam.get(&public).await.expect(200);
        assert_eq!(case.select(&format!("a[href='{PAGE}']")).len(), 1, "{case:?}");
        let page = sam.get(PAGE).await.expect(200);
        assert!(page.text().contains("Compiled from public sources"), "{page:?}");
        assert_eq!(page.select(&format!("a[href='{PAGE}/edit/title']")).len(), 1, "{page:?}");

        let form = sam.get(&format!("{PAGE}/edit")).await.expect(200);
        let changed = [("title", "A house full of memories"), ("hard", "It rained."), ("weight", "meaning")];
        let saved = sam.submit(&form, "form.edit-form", &changed).await.expect(303);
        let page = sam.follow(&saved).await.expect(200);
        assert!(page.one("[role=alert]").text().contains("Text saved"), "{page:?}");
        assert_eq!(page.select(".written-by-us").len(), 2, "{page:?}");
        assert!(page.text().contains("What it says: Title, What was hard"), "{page:?}");
        let public = reader.get(&public).await.expect(200);
        assert!(public.text().contains("A house full of memories") && public.text().contains("It rained."), "{public:?}");
        let found = reader.get("/case-studies?q=full+of+memories").await.expect(200);
        assert!(found.text().contains("A house full of memories"), "{found:?}");
        let case = row(&app).await;
        assert_eq!(case.title, "A house full of memories");
        let kinds: Vec<_> = history::history_of_case(&app.db, case.id).await.unwrap().into_iter().map(|event| event.kind.slug().to_owned()).collect();
        assert_eq!(kinds, ["import", "edit", "edit"]);

        let form = sam.get(&format!("{PAGE}/tags")).await.expect(200);
        drop(sam.submit(&form, "form.tags-form", &[("evidence_label", "evaluated")]).await.expect(303));
        assert!(reader.get(&format!("/case-studies/{SLUG}.json")).await.expect(200).json()["evidence_label"] == "evaluated");
    }

    async fn of_ones_own_museum_it_is_read_and_taken_down_and_nothing_else(app: TestApp) {
        app.import_sample().await;
        let museum = row(&app).await.museum_id.expect("a museum");
        let (account, _) = app.account(Role::Moderator).await;
        account::Entity::update_many()
            .col_expr(account::Column::Museums, Expr::value(format!("[{museum}]")))
            .filter(account::Column::Id.eq(account))
            .exec(app.db.writer())
            .await
            .unwrap();
        let own = app.visitor();
        drop(own.post(&format!("/test/signed-in/{account}"), &[]).await.expect(204));
        // Where nobody else may, it is theirs as before.
        drop(own.get(&format!("{PAGE}/edit/title")).await.expect(200));
        let sam = app.moderator().await;
        let page = own.get(PAGE).await.expect(200);
        assert!(page.text().contains("This is your own museum\u{2019}s case study"), "{page:?}");
        let version = row(&app).await.version.to_string();
        let typed = [("version", version.as_str()), ("weight", "form"), ("title", "The best of museums")];
        let refused = own.post(&format!("{PAGE}/edit/title"), &typed).await.expect(409);
        assert!(refused.text().contains("The best of museums"), "{refused:?}");
        for path in ["edit", "tags"] {
            drop(own.get(&format!("{PAGE}/{path}")).await.expect(409));
        }
        let refused = own.post(&format!("{PAGE}/feature"), &typed[..1]).await.expect(409);
        assert_eq!(refused.one("h1").text(), "Your own museum");
        assert!(!row(&app).await.featured);
        let why = [("version", version.as_str()), ("message", "A person in it asked us to.")];
        drop(own.post(&format!("{PAGE}/take-down"), &why).await.expect(303));
        let version = row(&app).await.version.to_string();
        let back = [("version", version.as_str()), ("message", "They agree to it now, by phone.")];
        let refused = own.post(&format!("{PAGE}/restore"), &back).await.expect(409);
        assert!(refused.text().contains("They agree to it now, by phone."), "{refused:?}");
        drop(sam.post(&format!("{PAGE}/restore"), &back).await.expect(303));
        assert_eq!(row(&app).await.state, "live");
    }

    async fn the_slower_of_two_is_told_and_loses_nothing(app: TestApp) {
        app.import_sample().await;
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        let path = format!("{PAGE}/edit/summary");
        for round in 0..6 {
            let version = row(&app).await.version.to_string();
            let (his, hers) = (format!("His words {round}."), format!("Her words {round}."));
            let typed = |words| [("version", version.as_str()), ("weight", "form"), ("summary", words)];
            let (one, other) = (typed(his.as_str()), typed(hers.as_str()));
            let (first, second) = tokio::join!(sam.post(&path, &one), ana.post(&path, &other));
            let mut codes = [first.status().as_u16(), second.status().as_u16()];
            codes.sort_unstable();
            assert_eq!(codes, [303, 409], "round {round}");
            let (lost, words) = if first.status().as_u16() == 409 { (first, his) } else { (second, hers) };
            assert_eq!(lost.value("summary"), Some(words));
            assert!(lost.text().contains("edited its text at"), "{lost:?}");
        }
    }

    async fn it_is_edited_while_it_is_down_and_what_a_museum_sent_leads_to_its_own_page(app: TestApp) {
        app.import_sample().await;
        let sam = app.moderator().await;
        let which = store::case_transitions::WhichCase {
            case_id: row(&app).await.id,
            submission_id: None,
            reader_message_id: None,
            seen_version: None,
        };
        let operator = store::history::Actor::operator();
        let down = store::case_transitions::move_case(&app.db, &operator, which, case_study::CaseAction::TakeDown, "").await.unwrap();
        assert!(down.made().is_some());
        let form = sam.get(&format!("{PAGE}/edit/summary")).await.expect(200);
        drop(sam.submit(&form, "form.edit-form", &[("summary", "Nobody is named."), ("weight", "protection")]).await.expect(303));
        drop(app.visitor().get(&format!("/case-studies/{SLUG}")).await.expect(410));
        assert!(sam.get(PAGE).await.expect(200).text().contains("Nobody is named."));

        let (_, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        for page in ["", "/edit", "/edit/title", "/tags"] {
            let there = sam.get(&format!("/moderate/bank/tea-and-objects{page}")).await.expect(303);
            assert_eq!(there.location(), format!("/moderate/cases/{reference}"));
        }
        drop(sam.get("/moderate/bank/nothing-of-the-kind").await.expect(404));
    }

    async fn an_import_leaves_what_a_person_changed_and_names_it(app: TestApp) {
        app.import_sample().await;
        let sam = app.moderator().await;
        let form = sam.get(&format!("{PAGE}/edit/title")).await.expect(200);
        drop(sam.submit(&form, "form.edit-form", &[("title", "A house full of memories"), ("weight", "form")]).await.expect(303));
        let mut cases = bank();
        let again = imports::import(&app.db, &cases, |_| {}).await.expect("stored");
        assert_eq!((again.unchanged, again.updated, &again.left[..]), (cases.len() - 1, 0, &[SLUG.to_owned()][..]));
        // A correction of the file reaches the others.
        for case in &mut cases {
            case.content.summary = "Corrected in the file.".into();
        }
        let again = imports::import(&app.db, &cases, |_| {}).await.expect("stored");
        assert_eq!((again.updated, &again.left[..]), (cases.len() - 1, &[SLUG.to_owned()][..]));
        let public = app.visitor().get(&format!("/case-studies/{SLUG}")).await.expect(200);
        assert!(public.text().contains("A house full of memories") && !public.text().contains("Corrected in the file"), "{public:?}");
        // And a second run changes nothing.
        let again = imports::import(&app.db, &cases, |_| {}).await.expect("stored");
        assert_eq!((again.unchanged, again.updated, again.left.len()), (cases.len() - 1, 0, 1));
    }
}
