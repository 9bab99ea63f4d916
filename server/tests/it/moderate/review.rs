//! The page of a case under review: the story first, what is wrong at once, and what is not met as a note.

use crate::each_database;
use crate::support::waiting::MUSEUM;
use crate::support::{Page, TestApp, Visitor};
use case_study::Status;
use case_study::local_time::moment;
use sea_orm::EntityTrait;
use store::entity::job;
use store::outbox;
use store::outbox::Claimed;

/// A moderator with a letter to the museum of a case, whose mail was not tried yet: the page, and the mail.
async fn written(app: &TestApp, reference: &str) -> (Visitor, String, Claimed) {
    let sam = app.moderator().await;
    // What was mailed before is handed over.
    drop(app.mails().await);
    let case = format!("/moderate/cases/{reference}");
    let form = sam.get(&format!("{case}/letter")).await.expect(200);
    let message = [("message", "May we name the artist?")];
    drop(sam.submit(&form, "form.letter", &message).await.expect(303));
    let claimed = claim(app).await;
    (sam, case, claimed)
}

async fn claim(app: &TestApp) -> Claimed {
    let claimed = outbox::claim(&app.db).await.expect("the database answers");
    let claimed = claimed.expect("a mail waits");
    assert_eq!(claimed.mail.to, MUSEUM);
    claimed
}

async fn fail(app: &TestApp, claimed: &Claimed, cause: &str, hopeless: bool) {
    let held = outbox::fail(&app.db, claimed, cause, hopeless).await;
    assert!(held.expect("the database answers"));
}

/// When it is tried again.
async fn run_at(app: &TestApp, claimed: &Claimed) -> i64 {
    let job = job::Entity::find_by_id(claimed.id)
        .one(app.db.reader())
        .await;
    job.expect("the database answers")
        .expect("the mail is kept")
        .run_at
}

/// Where each of these first stands in the words of the page.
fn places(page: &Page, words: &[&str]) -> Vec<usize> {
    let text = page.text();
    words
        .iter()
        .map(|words| {
            text.find(words)
                .unwrap_or_else(|| panic!("{words}: {page:?}"))
        })
        .collect()
}

each_database! {
    async fn the_story_comes_first_then_facts_what_can_be_done_and_what_only_staff_need(app: TestApp) {
        let (_, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let page = app.moderator().await.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        let order = places(&page, &[
            "Every Tuesday for a year, twelve people",
            "Our town has many people who live alone.",
            "Twelve people met each Tuesday",
            "We saw people stay on after the end",
            "Ask link workers what they need",
            "At a glance",
            "How it came",
            "What you can do",
            "What is missing?",
            "Only for us",
        ]);
        assert!(order.is_sorted(), "{order:?}: {page:?}");
        let headings: Vec<String> = page.select("main h2").iter().map(|one| one.text().to_owned()).collect();
        let at = |heading: &str| headings.iter().position(|one| one == heading).unwrap_or_else(|| panic!("{heading}: {headings:?}"));
        assert!(at("Summary") < at("Why") && at("Why") < at("At a glance"), "{headings:?}");
        assert!(at("Only for us") < at("Letters") && at("Letters") < at("History"), "{headings:?}");
        // Nothing says under a text of good length how long it is, and what is never published says so once.
        assert!(!page.text().contains("The form says"), "{page:?}");
        assert_eq!(page.text().matches("Never published.").count(), 1, "{page:?}");
        // The decision is one press away wherever one reads, and the page as readers will see it beside the title.
        assert_eq!(page.one(".review-bar a").attr("href").as_deref(), Some("#decide"));
        let preview = format!("/moderate/cases/{reference}/preview");
        assert!(page.select(".review-heading a").iter().any(|link| link.attr("href").as_deref() == Some(&preview)), "{page:?}");
    }

    async fn each_fact_leads_to_where_it_is_changed_while_it_may_be(app: TestApp) {
        let (_, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let sam = app.moderator().await;
        let case = format!("/moderate/cases/{reference}");
        let page = sam.get(&case).await.expect(200);
        let changes: Vec<String> = page.select(".review-facts .change").iter().filter_map(|link| link.attr("href")).collect();
        for place in ["tags#themes", "tags#content_notes", "edit/town", "edit/region", "edit/country", "edit/museum", "edit/design"] {
            let href = format!("{case}/{place}");
            assert_eq!(changes.iter().filter(|one| **one == href).count(), 1, "{place}: {changes:?}");
        }
        drop(sam.get(&format!("{case}/edit/region")).await.expect(200));
        assert!(sam.get(&format!("{case}/tags")).await.expect(200).select("#themes, #content_notes").len() >= 2);
        let (_, asked) = app.standing_at(Status::ChangesRequested, "With its museum").await;
        let page = sam.get(&format!("/moderate/cases/{asked}")).await.expect(200);
        assert!(page.select("main .change").is_empty(), "{page:?}");
    }

    async fn a_letter_that_failed_says_its_cause_on_the_case_at_once(app: TestApp) {
        let (_, reference) = app.sent("Tea & objects").await;
        let (sam, case, claimed) = written(&app, &reference).await;
        assert!(sam.get(&case).await.expect(200).select(".review-trouble").is_empty());
        fail(&app, &claimed, "for now: the other side is <busy>", false).await;
        let again = run_at(&app, &claimed).await;
        let page = sam.get(&case).await.expect(200);
        assert_eq!(page.one(".review-trouble").text(), "The last letter has not arrived yet. The cause: the other side is <busy>.");
        let said = format!(
            "Its email has not arrived yet. The cause: the other side is <busy>. We tried once. We try again on {}.",
            moment(again),
        );
        assert!(page.select(".letter-kept")[0].text().contains(&said), "{said}: {page:?}");
        assert!(page.one("section[aria-labelledby='letters'] details").attr("open").is_some(), "{page:?}");

        app.clock.set(again);
        let claimed = claim(&app).await;
        fail(&app, &claimed, "for good: 550 no such address", true).await;
        let page = sam.get(&case).await.expect(200);
        assert_eq!(page.one(".review-trouble").text(), "The last letter did not arrive. The cause: 550 no such address.");
        let letter = &page.select(".letter-kept")[0];
        assert!(letter.text().contains("We tried 2 times. See what you can do"), "{letter:?}");
        assert!(letter.html().contains("href=\"/moderate/mails\""), "{letter:?}");

        // Sent again and delivered, nothing is wrong any more.
        assert!(store::dead_letters::send_again(&app.db, claimed.id).await.expect("the database answers"));
        drop(app.mails().await);
        let page = sam.get(&case).await.expect(200);
        assert!(page.select(".review-trouble").is_empty(), "{page:?}");
        assert!(page.select(".letter-kept")[0].text().contains("Its email was delivered."), "{page:?}");
        assert!(page.one("section[aria-labelledby='letters'] details").attr("open").is_none(), "{page:?}");
    }
}
