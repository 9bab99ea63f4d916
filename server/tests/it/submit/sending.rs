//! Check your answers, declarations, sending once; and again after changes were asked for.

use super::steps::{
    all_declared, answer, begin, content, declare, fill, send, submission, ticks, words,
};
use crate::each_database;
use crate::support::TestApp;
use case_study::{Move, Role, Section, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::declarations;
use store::declarations::Given;
use store::entity::declaration;
use store::history;
use store::history::Actor;
use store::transitions;

async fn sent_how_often(app: &TestApp, id: i64) -> usize {
    let history = history::history(&app.db, id).await.unwrap();
    history
        .iter()
        .filter(|event| event.kind.slug() == "submit")
        .count()
}

/// Lets a moderator make a move: whoever is reading it, unless it takes a second person.
pub async fn moderate(app: &TestApp, reference: &str, wanted: Move) {
    let reading = submission(app, reference).await.assignee_id;
    let id = match reading.filter(|_| wanted != Move::Second) {
        Some(id) => id,
        None => app.account(Role::Moderator).await.0,
    };
    let actor = Actor {
        account_id: Some(id),
        roles: vec![Role::Moderator],
    };
    let submission = submission(app, reference).await;
    let made = transitions::apply(
        &app.db,
        &app.state.settings.mail_context(),
        &actor,
        submission.id,
        Some(submission.version),
        &[wanted],
    )
    .await
    .expect("the database answers");
    assert!(made.made().is_some(), "the move is allowed");
}

each_database! {
    async fn an_unfinished_case_study_is_told_what_is_missing(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let path = format!("/submit/{reference}/check");
        let page = visitor.get(&path).await.expect(200);
        assert!(!page.one("title").text().contains("Error"));
        assert!(page.one(".banner").text().contains("Tell the story: 1 answer"), "{page:?}");

        let page = visitor.submit(&page, "form.submit-declare", &all_declared()).await.expect(422);
        assert!(page.one("title").text().starts_with("Error: "), "{page:?}");
        let links: Vec<_> = page.select(".error-summary a").iter().filter_map(|link| link.attr("href")).collect();
        assert_eq!(links.len(), 3, "only what nobody else knows: {links:?}");
        assert_eq!(links[0], format!("/submit/{reference}/museum?from=check#museum"));
        assert!(links.contains(&format!("/submit/{reference}/story?from=check#did")), "{links:?}");
        assert_eq!(ticks(&page), all_declared().len(), "ticks are kept");
        assert_eq!(submission(&app, &reference).await.status, Status::Draft);
        assert_eq!(sent_how_often(&app, submission(&app, &reference).await.id).await, 0);
    }

    async fn every_declaration_is_needed(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        fill(&visitor, &reference).await;
        let path = format!("/submit/{reference}/check");
        let all_but_one = &all_declared()[1..];
        let check = visitor.get(&path).await.expect(200);
        let page = visitor.submit(&check, "form.submit-declare", all_but_one).await.expect(422);
        assert_eq!(page.one(".error-summary a").attr("href").as_deref(), Some("#declarations"));
        assert_eq!(ticks(&page), all_but_one.len());
        drop(visitor.post(&path, &[("declarations", "anything")]).await.expect(400));
        drop(visitor.post(&path, &[("status", "published")]).await.expect(400));
        assert_eq!(submission(&app, &reference).await.status, Status::Draft);
    }

    async fn forty_words_about_it_are_sent_from_the_third_page(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "learning@museum.example").await;
        drop(answer(&visitor, &reference, "museum", &[("museum", "Example Museum")]).await.expect(303));
        let did = [("did", "Tea "), ("action", "check")].map(|(key, text)| (key, text.repeat(if key == "did" { 40 } else { 1 })));
        let pairs: Vec<(&str, &str)> = did.iter().map(|(key, text)| (*key, text.as_str())).collect();
        let saved = answer(&visitor, &reference, "story", &pairs).await.expect(303);
        assert_eq!(saved.location(), format!("/submit/{reference}/check"));
        let check = visitor.follow(&saved).await.expect(200);
        assert!(check.select(".banner").is_empty(), "nothing stands in the way: {check:?}");
        assert!(check.text().contains("You can send it as it is."), "{check:?}");
        // What was not asked for is one line for each page.
        let rows = check.select("#not-filled-in ~ .summary-list .summary-row");
        let named: Vec<String> = check.select("#not-filled-in ~ .summary-list dt").iter().map(|one| one.text().to_owned()).collect();
        let begun = [Section::Museum, Section::Story, Section::Glance, Section::Contact];
        let left = Section::FORM.iter().filter(|section| !begun.contains(section));
        assert_eq!(named, left.map(|section| section.heading()).collect::<Vec<_>>(), "{check:?}");
        assert_eq!(rows.len(), named.len(), "{check:?}");
        drop(visitor.submit(&check, "form.submit-declare", &all_declared()).await.expect(303));
        assert_eq!(submission(&app, &reference).await.status, Status::Submitted);
    }

    async fn what_was_said_once_is_not_asked_again(app: TestApp) {
        let visitor = app.visitor();
        let reference = send(&visitor).await;
        let given = async |app: &TestApp| {
            let id = submission(app, &reference).await.id;
            declarations::of_submission(app.db.reader(), id).await.expect("declarations")
        };
        let first = given(&app).await;
        moderate(&app, &reference, Move::StartReview).await;
        let changes = Move::RequestChanges { reason: "evidence-gap".into(), field: "changed".into(), message: "How many?".into() };
        moderate(&app, &reference, changes).await;
        let page = visitor.get(&format!("/submit/{reference}/results?from=request")).await.expect(200);
        let saved = visitor.submit(&page, "form.section-form", &[("changed", &words(70)), ("action", "continue")]).await.expect(303);
        assert_eq!(saved.location(), format!("/submit/{reference}"), "back to what was asked for");
        let check = visitor.get(&format!("/submit/{reference}/check")).await.expect(200);
        assert!(check.select("form.submit-declare input[type=checkbox]").is_empty(), "{check:?}");
        assert!(check.one(".submit-said").text().contains("You have already said"), "{check:?}");
        assert_eq!(check.select(".submit-said li").len(), all_declared().len());
        drop(visitor.submit(&check, "form.submit-declare", &[]).await.expect(303));
        let now = submission(&app, &reference).await;
        assert_eq!(now.status, Status::Submitted);
        // It counts for the text that was sent now.
        let second = given(&app).await.split_off(first.len());
        let keys = |given: &[Given]| given.iter().map(|one| one.key.clone()).collect::<Vec<_>>();
        assert_eq!(keys(&second), keys(&first));
        assert_ne!(second[0].revision_id, first[0].revision_id);
    }

    async fn what_was_said_in_other_words_is_asked_again(app: TestApp) {
        let visitor = app.visitor();
        let reference = send(&visitor).await;
        moderate(&app, &reference, Move::StartReview).await;
        let changes = Move::RequestChanges { reason: "evidence-gap".into(), field: String::new(), message: "How many?".into() };
        moderate(&app, &reference, changes).await;
        let id = submission(&app, &reference).await.id;
        declaration::Entity::update_many()
            .col_expr(declaration::Column::Wording, Expr::value("2026-12"))
            .filter(declaration::Column::SubmissionId.eq(id))
            .exec(app.db.writer())
            .await
            .expect("stored");
        let check = visitor.get(&format!("/submit/{reference}/check")).await.expect(200);
        assert_eq!(check.select("form.submit-declare input[type=checkbox]").len(), all_declared().len());
        assert!(check.select(".submit-said").is_empty(), "{check:?}");
        drop(visitor.submit(&check, "form.submit-declare", &[]).await.expect(422));
    }

    async fn a_text_that_lacks_something_is_not_published_unseen(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "learning@museum.example").await;
        drop(answer(&visitor, &reference, "museum", &[("museum", "Example Museum")]).await.expect(303));
        drop(answer(&visitor, &reference, "story", &[("did", &words(40))]).await.expect(303));
        drop(declare(&visitor, &reference).await.expect(303));
        let moderator = app.moderator().await;
        let case = format!("/moderate/cases/{reference}");
        let waits = moderator.get(&case).await.expect(200);
        drop(moderator.submit(&waits, "form[action$='/assign']", &[]).await.expect(303));
        let review = moderator.get(&case).await.expect(200);
        for action in ["approve", "approve-and-publish"] {
            let page = moderator.submit(&review, &format!("form[action$='/{action}']"), &[]).await.expect(422);
            assert!(page.text().contains("It cannot be published yet"), "{page:?}");
            let missing = page.one(".obstacles-list");
            assert!(missing.text().contains("No answer yet: ") && missing.text().contains("Summary"), "{page:?}");
            assert_eq!(submission(&app, &reference).await.status, Status::InReview);
        }
    }

    async fn sending_twice_sends_once(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        fill(&visitor, &reference).await;
        let path = format!("/submit/{reference}/check");
        let declared = all_declared();
        let check = visitor.get(&path).await.expect(200);
        let form = "form.submit-declare";
        let (first, second) = tokio::join!(visitor.submit(&check, form, &declared), visitor.submit(&check, form, &declared));
        // Back, and sent again, even with the boxes empty as a fresh page has them.
        let third = visitor.submit(&check, form, &declared).await;
        let fourth = visitor.post(&path, &[]).await;
        for page in [first, second, third, fourth] {
            assert_eq!(page.expect(303).location(), format!("/submit/{reference}/sent"));
        }
        assert_eq!(visitor.get(&path).await.expect(303).location(), format!("/submit/{reference}"));
        let id = submission(&app, &reference).await.id;
        assert_eq!(sent_how_often(&app, id).await, 1);
        let received = app.mails().await.iter().filter(|mail| mail.subject.starts_with("We have")).count();
        assert_eq!(received, 1);
    }

    async fn changes_are_asked_for_made_and_sent_again(app: TestApp) {
        let visitor = app.visitor();
        let reference = send(&visitor).await;
        moderate(&app, &reference, Move::StartReview).await;
        let changes = Move::RequestChanges {
            reason: "evidence-gap".into(),
            field: "changed".into(),
            message: "How many <people> said so?".into(),
        };
        moderate(&app, &reference, changes).await;

        let tasks = visitor.get(&format!("/submit/{reference}")).await.expect(200);
        let banner = tasks.one(".banner");
        assert!(banner.text().contains("How many <people> said so?"), "{tasks:?}");
        assert!(banner.text().contains("Please tell us how you know"), "{tasks:?}");
        let link = format!("/submit/{reference}/results?from=request#changed");
        assert!(banner.html().contains(&link), "{}", banner.html());
        assert!(!tasks.body().contains("Moderator 1"), "no name of staff");
        // A bookmark of the confirmation leads to what is to be done now.
        assert_eq!(visitor.get(&format!("/submit/{reference}/sent")).await.expect(303).location(), format!("/submit/{reference}"));

        let better = words(80);
        drop(answer(&visitor, &reference, "results", &[("changed", &better), ("action", "later")]).await.expect(303));
        let sent = declare(&visitor, &reference).await.expect(303);
        assert_eq!(sent.location(), format!("/submit/{reference}/sent"));
        let now = submission(&app, &reference).await;
        assert_eq!(now.status, Status::Submitted);
        assert_eq!(sent_how_often(&app, now.id).await, 2);
        assert_eq!(content(&app, &reference).await.changed, better);
    }
}
