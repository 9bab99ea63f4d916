//! The link back: mailed when an address is given or changed, and again to whoever asks for it.

use super::steps::{answer, begin, content, declare, fill, form_of, send, submission};
use crate::each_database;
use crate::support::{TestApp, Variant, Visitor};
use app::web::rate_limits::RateLimits;
use serde_json::json;
use store::{DAY_MS, drafts};

const LATER: (&str, &str) = ("action", "later");
const MINUTE_MS: i64 = 60 * 1000;

async fn way_back(visitor: &Visitor, reference: &str) -> String {
    let tasks = visitor
        .get(&format!("/submit/{reference}"))
        .await
        .expect(200);
    tasks.one(".submit-small").text().to_owned()
}

/// What the worker does each minute.
async fn overdue(app: &TestApp) {
    let mail_context = app.state.settings.mail_context();
    drafts::mail_overdue_links(&app.db, &mail_context)
        .await
        .expect("the database answers");
}

each_database! {
    async fn an_address_that_is_given_on_the_last_page_is_mailed_the_link(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        assert!(way_back(&visitor, &reference).await.contains("Give an email address on the last page"));
        drop(answer(&visitor, &reference, "contact", &[("contact_email", "ana@museum.example"), LATER]).await.expect(303));
        let mails = app.mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!((mails[0].to.as_str(), mails[0].subject.as_str()), ("ana@museum.example", format!("Your case study draft ({reference})").as_str()));
        assert!(!mails[0].raw.contains("Tea"), "nothing that was typed: {:?}", mails[0]);
        drop(app.visitor().get(&mails[0].links()[0]).await.expect(200));
        assert!(way_back(&visitor, &reference).await.contains("the link that we emailed to ana@museum.example"));
        // Once: whatever else is saved.
        drop(answer(&visitor, &reference, "care", &[("team_care", "We talked"), LATER]).await.expect(303));
        drop(answer(&visitor, &reference, "contact", &[("contact_role", "Team"), LATER]).await.expect(303));
        overdue(&app).await;
        assert_eq!(app.mails().await.len(), 1);
    }

    async fn a_changed_address_is_mailed_and_the_earlier_one_reads_nothing_more(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "laerning@museum.example").await;
        let mistyped = app.mails().await[0].links()[0].clone();
        drop(app.visitor().get(&mistyped).await.expect(200));
        drop(answer(&visitor, &reference, "contact", &[("contact_email", "learning@museum.example"), LATER]).await.expect(303));
        let gone = app.visitor().get(&mistyped).await.expect(404);
        assert_eq!(gone.one("main a[href='/submit/link']").text(), "ask us to send you the link again");
        let mails = app.mails().await;
        assert_eq!(mails.len(), 2);
        assert_eq!(mails[1].to, "learning@museum.example");
        drop(app.visitor().get(&mails[1].links()[0]).await.expect(200));
        // What cannot be an address leaves the right one in its place.
        drop(answer(&visitor, &reference, "contact", &[("contact_email", "learning@"), LATER]).await.expect(303));
        assert_eq!(submission(&app, &reference).await.submitter_email, "learning@museum.example");
        drop(app.visitor().get(&mails[1].links()[0]).await.expect(200));
        assert_eq!(app.mails().await.len(), 2);
    }

    async fn an_address_that_is_being_typed_is_not_mailed_until_it_is_left(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let page = visitor.get(&format!("/submit/{reference}/contact")).await.expect(200);
        let mut base = page.value("base").unwrap();
        for typed in ["ana@museum.ex", "ana@museum.example"] {
            let body = json!({ "reference": reference, "section": "contact", "base": base, "answers": [["contact_email", typed]] });
            let saved = visitor.post_json("/api/fn/save_draft", &body).await.expect(200).json();
            base = saved["Saved"]["base"].as_str().expect("saved").to_owned();
            overdue(&app).await;
        }
        assert_eq!(app.mails().await.len(), 0);
        let said = way_back(&visitor, &reference).await;
        assert!(said.contains("We will email a link to ana@museum.example"), "{said}");
        app.clock.advance(11 * MINUTE_MS);
        overdue(&app).await;
        overdue(&app).await;
        let mails = app.mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, "ana@museum.example");
        assert!(way_back(&visitor, &reference).await.contains("that we emailed to"));
    }

    async fn an_address_that_was_mailed_too_often_gets_its_link_a_day_later(app: TestApp) {
        for _ in 0..6 {
            begin(&app.visitor(), "Tea", "ana@museum.example").await;
        }
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        // Saving is not refused over it.
        drop(answer(&visitor, &reference, "contact", &[("contact_email", "ana@museum.example"), LATER]).await.expect(303));
        assert_eq!(content(&app, &reference).await.contact_email, "ana@museum.example");
        assert!(way_back(&visitor, &reference).await.contains("We will email a link"));
        assert_eq!(app.mails().await.len(), 6);
        app.clock.advance(DAY_MS + MINUTE_MS);
        overdue(&app).await;
        assert_eq!(app.mails().await.len(), 7);
    }

    async fn the_links_are_sent_again_for_drafts_and_for_what_was_sent(app: TestApp) {
        let (one, other) = (app.visitor(), app.visitor());
        let draft = begin(&one, "Secret tea", "Learning@Museum.example").await;
        let sent = begin(&other, "Tea & objects on Tuesdays", "learning@museum.example").await;
        fill(&other, &sent).await;
        drop(declare(&other, &sent).await.expect(303));
        begin(&app.visitor(), "Somebody else's", "somebody@museum.example").await;
        let before = app.mails().await.len();

        let visitor = app.visitor();
        let page = visitor.get("/submit/link").await.expect(200);
        let asked = visitor.submit(&page, &form_of("/submit/link"), &[("email", " LEARNING@museum.example ")]).await.expect(303);
        let told = visitor.follow(&asked).await.expect(200);
        assert!(told.one(".banner").text().contains("If we have a case study with that address"), "{told:?}");
        let mails = app.mails().await;
        assert_eq!(mails.len() - before, 1, "one mail for all");
        let mail = &mails[before];
        assert_eq!(mail.subject, "The links to your case studies");
        assert!(!mail.raw.contains("Secret"), "nothing that was typed: {mail:?}");
        let (newest, oldest) = (mail.text.find(&sent), mail.text.find(&draft));
        assert!(newest.is_some() && newest < oldest, "{mail:?}");
        let links = mail.links();
        assert_eq!(links.len(), 2);
        assert!(visitor.get(&links[0]).await.expect(200).text().contains(&sent));
        assert!(visitor.get(&links[1]).await.expect(200).text().contains(&draft));
    }

    async fn asking_for_links_tells_nobody_whether_an_address_is_known(app: TestApp) {
        begin(&app.visitor(), "Tea", "learning@museum.example").await;
        let ask = async |email: &str| app.visitor().post("/submit/link", &[("email", email)]).await;
        let mut answers = Vec::new();
        for _ in 0..5 {
            for email in ["learning@museum.example", "nobody@museum.example"] {
                let page = ask(email).await.expect(303);
                let headers: Vec<String> = page.headers().iter()
                    .filter(|(name, _)| *name != "x-request-id" && *name != "date")
                    .map(|(name, value)| format!("{name}: {value:?}")).collect();
                answers.push((headers, page.body()));
            }
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:?}");
        // Three a day for one address, beside the link that its draft was begun with.
        assert_eq!(app.mails().await.len(), 1 + 3);
        app.clock.advance(DAY_MS + MINUTE_MS);
        drop(ask("learning@museum.example").await.expect(303));
        assert_eq!(app.mails().await.len(), 1 + 4);
    }

    async fn what_is_no_address_is_said_and_a_network_that_asks_too_often_waits(app: TestApp) {
        let app = app.variant(|variant: &mut Variant| variant.limits = RateLimits::new());
        let visitor = app.visitor().from("198.51.100.7");
        let page = visitor.post("/submit/link", &[("email", "no<b>body")]).await.expect(422);
        assert_eq!(page.one("#email-error").text(), "Error: Enter an email address in the form name@museum.example");
        assert_eq!(page.value("email").as_deref(), Some("no<b>body"));
        for number in 0..10 {
            let email = format!("{number}@museum.example");
            drop(visitor.post("/submit/link", &[("email", &email)]).await.expect(303));
        }
        let page = visitor.post("/submit/link", &[("email", "ana@museum.example")]).await.expect(429);
        assert!(page.header("retry-after").parse::<u64>().is_ok(), "{page:?}");
        assert_eq!(page.value("email").as_deref(), Some("ana@museum.example"));
        drop(visitor.post("/submit/link", &[("email", "a@b.example"), ("status", "published")]).await.expect(400));
        drop(app.visitor().from("203.0.113.9").post("/submit/link", &[("email", "ana@museum.example")]).await.expect(303));
    }

    async fn the_start_page_and_the_task_list_lead_there(app: TestApp) {
        let visitor = app.visitor();
        let start = visitor.get("/submit").await.expect(200);
        assert_eq!(start.select("main a[href='/submit/link']").len(), 1, "{start:?}");
        let reference = begin(&visitor, "Tea", "learning@museum.example").await;
        let tasks = visitor.get(&format!("/submit/{reference}")).await.expect(200);
        assert_eq!(tasks.select("main a[href='/submit/link']").len(), 1, "{tasks:?}");
        let lost = app.visitor().get(&format!("/submit/{reference}")).await.expect(404);
        assert_eq!(lost.select("main a[href='/submit/link']").len(), 1, "{lost:?}");
    }

    async fn after_sending_the_address_has_its_link_already(app: TestApp) {
        let visitor = app.visitor();
        let reference = send(&visitor).await;
        let mails = app.mails().await.len();
        app.clock.advance(11 * MINUTE_MS);
        overdue(&app).await;
        assert_eq!(app.mails().await.len(), mails, "{reference}");
    }
}
