//! Making a case study of what came the short way: the museum's words are moved, not typed again.

use super::publishable::standing_out;
use crate::each_database;
use crate::support::TestApp;
use case_study::Status;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use store::entity::{revision, submission};
use store::history;

const WORDS: &str = "Dear colleagues,\n\nTitle: Multaka-Oxford: museums as a meeting point\n\
    Partners: Asylum Welcome; Refugee Resource\n\nWhy\nPeople arrive with skills. They have few chances to use them.\n\n\
    What we did\nWe recruited volunteers. They gave tours in Arabic.\n\nTwo photographs are attached.";

/// A submission that came the short way: the story in one piece, a museum and an address, nothing else.
async fn in_one_piece(app: &TestApp) -> (i64, String) {
    let (id, reference) = app
        .standing_at(Status::InReview, "Working title of it")
        .await;
    let sent = revision::Entity::find()
        .filter(revision::Column::SubmissionId.eq(id))
        .order_by_asc(revision::Column::Number)
        .one(app.db.reader())
        .await
        .expect("the database")
        .expect("a text");
    let whole = app.content(id).await;
    let content = case_study::CaseStudyContent {
        museum: whole.museum,
        town: whole.town,
        country: whole.country,
        contact_email: whole.contact_email,
        own_words: WORDS.to_owned(),
        ..Default::default()
    };
    let text = store::write_content(&content).expect("content");
    revision::Entity::update_many()
        .col_expr(revision::Column::Content, Expr::value(text))
        .filter(revision::Column::Id.eq(sent.id))
        .exec(app.db.writer())
        .await
        .expect("stored");
    submission::Entity::update_many()
        .col_expr(submission::Column::Way, Expr::value("short"))
        .filter(submission::Column::Id.eq(id))
        .exec(app.db.writer())
        .await
        .expect("stored");
    (id, reference)
}

each_database! {
    async fn sentences_are_put_into_fields_by_a_press(app: TestApp) {
        let (id, reference) = in_one_piece(&app).await;
        let sam = app.moderator().await;
        let home = format!("/moderate/cases/{reference}");
        let case = sam.get(&home).await.expect(200);
        assert_eq!(case.select(&format!("a[href='{home}/prepare']")).len(), 1, "{case:?}");
        assert_eq!(standing_out(&case), ["Prepare it for publication"]);
        let form = sam.get(&format!("{home}/prepare")).await.expect(200);
        // What a line says of itself is chosen already, and nothing else.
        let chosen: Vec<_> = form
            .select(".piece-into option[selected]")
            .iter()
            .filter_map(|option| option.attr("value"))
            .collect();
        assert_eq!(chosen, ["title", "partners", "need", "did"], "{form:?}");
        // One sentence goes elsewhere.
        let put = [("put", "yes"), ("into-7-2", "changed")];
        let saved = sam.submit(&form, "form.prepare", &put).await.expect(303);
        let form = sam.follow(&saved).await.expect(200);
        let content = app.content(id).await;
        assert_eq!(content.title, "Multaka-Oxford: museums as a meeting point");
        assert_eq!(content.partners, ["Asylum Welcome", "Refugee Resource"]);
        assert_eq!(content.need, "People arrive with skills. They have few chances to use them.");
        assert_eq!(content.did, "We recruited volunteers.");
        assert_eq!(content.changed, "They gave tours in Arabic.");
        assert_eq!(content.own_words, WORDS, "what was sent stays");
        // What stands somewhere is not offered again; what does not still waits.
        assert_eq!(form.select(".piece-into option[selected]").len(), 0, "{form:?}");
        let placed: Vec<String> = form.select(".piece-placed").iter().map(|one| one.text().to_owned()).collect();
        assert_eq!(placed, ["Is in: Title", "Is in: Partners", "Is in: Why you did it", "Is in: What you did, What changed"]);
        assert_eq!(form.value("need").as_deref(), Some("People arrive with skills. They have few chances to use them."));

        // All of it is ours until the museum has seen it.
        let case = sam.get(&home).await.expect(200);
        assert_eq!(case.select(".written-by-us").len(), 5, "{case:?}");
        assert!(case.text().contains("What it says: Title, Why, What they did, What changed, Partners"), "{case:?}");
        let events = history::history(&app.db, id).await.unwrap();
        assert!(events.iter().filter(|event| event.kind.slug() == "edit").all(|event| event.detail.weight == "meaning"));
        let refused = sam.submit(&case, "form[action$='/approve']", &[]).await.expect(422);
        assert!(refused.text().contains("No answer yet: ") && refused.text().contains("Summary, "), "{refused:?}");
        assert!(refused.text().contains("the museum has not seen that yet"), "{refused:?}");
    }

    async fn what_is_typed_beside_comes_along_with_a_press(app: TestApp) {
        let (id, reference) = in_one_piece(&app).await;
        let sam = app.moderator().await;
        let path = format!("/moderate/cases/{reference}/prepare");
        let form = sam.get(&path).await.expect(200);
        let typed = [("summary", "Museums as a meeting point."), ("put", "yes")];
        drop(sam.submit(&form, "form.prepare", &typed).await.expect(303));
        assert_eq!(app.content(id).await.summary, "Museums as a meeting point.");
        // Too long for its field: it comes back, with the pieces where they were put.
        let form = sam.get(&path).await.expect(200);
        let long = "word ".repeat(61);
        let page = sam.submit(&form, "form.prepare", &[("summary", &long), ("put", "yes"), ("into-1", "did")]).await.expect(422);
        assert_eq!(page.value("summary").as_deref(), Some(long.as_str()));
        assert!(page.value("did").is_some_and(|did| did.ends_with("\n\nDear colleagues,")), "{page:?}");
        assert!(!app.content(id).await.did.contains("Dear"));
    }

    async fn tags_alone_do_not_need_a_yes_and_the_second_is_told(app: TestApp) {
        let (id, reference) = in_one_piece(&app).await;
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        let path = format!("/moderate/cases/{reference}/prepare");
        let (his, hers) = (sam.get(&path).await.expect(200), ana.get(&path).await.expect(200));
        let saved = sam.submit(&his, "form.prepare", &[("strand", "community")]).await.expect(303);
        assert!(saved.location().ends_with("?done=prepared"), "{saved:?}");
        let newest = store::submissions::revisions(&app.db, id).await.unwrap().pop().expect("a text");
        assert_eq!(newest.weight, Some(case_study::EditWeight::Form.into()));
        let page = ana.submit(&hers, "form.prepare", &[("summary", "Her words.")]).await.expect(409);
        assert!(page.text().contains("Moderator 1 changed its tags at"), "{page:?}");
        assert_eq!(page.value("summary").as_deref(), Some("Her words."));
    }

    async fn only_what_came_in_one_piece_is_prepared(app: TestApp) {
        let (_, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let sam = app.moderator().await;
        let home = format!("/moderate/cases/{reference}");
        let edit = sam.get(&format!("{home}/prepare")).await.expect(303);
        assert_eq!(edit.location(), format!("{home}/edit"));
        assert!(!sam.get(&home).await.expect(200).body().contains("/prepare"));
    }
}
