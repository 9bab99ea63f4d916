//! Where it stands: one page for the browser that writes and for the mailed link, at every status.

use super::steps::form_of;
use super::tracking::code;
use crate::each_database;
use crate::support::waiting::MUSEUM;
use crate::support::{Page, TestApp, Visitor};
use case_study::{Move, Status};
use store::history::Actor;
use store::{DAY_MS, mailed_links};

async fn tracked(app: &TestApp, id: i64) -> String {
    let tx = app.db.begin().await.expect("a transaction");
    let token = mailed_links::issue_link(&tx, id).await.expect("a link");
    tx.commit().await.expect("stored");
    format!("/track/{token}")
}

/// A browser in which a mailed code was typed.
async fn unlocked(app: &TestApp, link: &str) -> Visitor {
    let visitor = app.visitor();
    drop(visitor.post(&format!("{link}/code"), &[]).await.expect(303));
    let code = code(app).await;
    let unlock = format!("{link}/unlock");
    drop(visitor.post(&unlock, &[("code", &code)]).await.expect(303));
    visitor
}

/// The buttons of the page that write or lead to writing, by their words.
fn buttons(page: &Page) -> Vec<String> {
    let buttons = page.select("main a.button, main button");
    buttons.iter().map(|one| one.text().to_owned()).collect()
}

fn waits(page: &Page) -> [String; 2] {
    [".wait-ahead", ".wait-usual"].map(|css| page.one(css).text().to_owned())
}

each_database! {
    async fn each_status_says_what_it_is_and_offers_what_can_be_done(app: TestApp) {
        let code = ["Email me a code", "Open it here"];
        let write = "Write to us about it";
        let done = "Done on this computer";
        for (status, says, by_link, by_session) in [
            (Status::Draft, "You have not sent this yet.", vec![code[0], code[1]], vec!["Continue", done]),
            (Status::Submitted, "We have it.", vec![code[0], code[1]], vec![write, done]),
            (Status::InReview, "A moderator is reading it now", vec![code[0], code[1]], vec![write, done]),
            (Status::ChangesRequested, "We have asked you for some changes.", vec![code[0], code[1]], vec!["Continue", write, done]),
            (Status::AwaitingYes, "Your page is ready.", vec!["Read your page and answer", code[0], code[1]], vec!["Read your page and answer", write, done]),
            (Status::Approved, "It is approved", vec![code[0], code[1]], vec![write, done]),
            (Status::Published, "It is published.", vec![code[0], code[1]], vec!["Change your published case study", write, done]),
            (Status::Declined, "We did not publish it.", vec![code[0], code[1]], vec![write, done]),
            (Status::Withdrawn, "You withdrew it.", vec![code[0], code[1]], vec![write, done]),
            (Status::Lapsed, "We heard nothing from you", vec![code[0], code[1]], vec!["Take it up again", write, done]),
        ] {
            let (id, reference) = app.standing_at(status, "Tea and objects").await;
            let link = tracked(&app, id).await;
            let page = app.visitor().get(&link).await.expect(200);
            assert_eq!(page.one(".standing .status").text(), status.label(), "{status:?}");
            assert!(page.one(".standing .lede").text().starts_with(says), "{status:?}: {page:?}");
            assert_eq!(buttons(&page), by_link, "{status:?}: {page:?}");
            let writer = unlocked(&app, &link).await;
            let own = writer.get(&link).await.expect(200);
            assert_eq!(buttons(&own), by_session, "{status:?}: {own:?}");
            if !status.is_open_to_its_author() {
                // The same page at its own address.
                let there = writer.get(&format!("/submit/{reference}")).await.expect(200);
                assert_eq!(buttons(&there), by_session, "{status:?}: {there:?}");
                assert_eq!(there.one(".standing").text(), own.one(".standing").text());
            }
            if status == Status::AwaitingYes {
                assert_eq!(page.one(".standing a.button").attr("href"), Some(format!("{link}/page")));
                assert_eq!(own.one(".standing a.button").attr("href"), Some(format!("/submit/{reference}/page")));
            }
        }
    }

    async fn it_says_how_many_wait_before_it_and_how_long_others_waited(app: TestApp) {
        let mut sent = Vec::new();
        for number in 1..=7 {
            sent.push(app.sent(&format!("Case study number {number}")).await.0);
            app.clock.advance(1000);
        }
        let third = tracked(&app, sent[2]).await;
        let page = app.visitor().get(&third).await.expect(200);
        assert_eq!(waits(&page), ["2 that were sent before yours still wait.", "You hear from us usually within ten working days."]);
        app.make(sent[0], &Move::StartReview, &Actor::operator()).await;
        let decline = Move::Decline { reason: "out-of-scope".into(), message: "It was a joy to read.".into() };
        app.make(sent[1], &decline, &Actor::operator()).await;
        let page = app.visitor().get(&third).await.expect(200);
        assert_eq!(waits(&page)[0], "One that was sent before yours still waits.");

        // One was answered within a day. Four more after three, and the middle one counts.
        app.clock.advance(3 * DAY_MS);
        for id in &sent[3..6] {
            app.make(*id, &decline, &Actor::operator()).await;
        }
        let page = app.visitor().get(&third).await.expect(200);
        assert_eq!(waits(&page)[1], "You hear from us usually within ten working days.");
        app.make(sent[6], &decline, &Actor::operator()).await;
        let page = app.visitor().get(&third).await.expect(200);
        assert_eq!(waits(&page)[1], "Lately, museums heard from us after about 3 days.");
        app.make(sent[0], &decline, &Actor::operator()).await;
        let page = app.visitor().get(&third).await.expect(200);
        assert_eq!(waits(&page)[0], "It is next in the queue.");
        // The mail after sending says what the installation promises.
        let mails = app.mails().await;
        let received = mails.iter().find(|mail| mail.subject.starts_with("We have your case study")).expect("a mail");
        assert!(received.text.contains("A moderator will read it, usually within ten working days."), "{received:?}");
        assert!(received.raw.contains("Reply-To: help@example.org\r\n"), "{received:?}");
        assert!(received.to.contains(MUSEUM));
    }

    async fn what_is_asked_for_stands_first_with_the_way_to_the_box(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let asks = Move::RequestChanges { reason: "evidence-gap".into(), field: "changed".into(), message: "How many <b>said</b> so?".into() };
        app.make(id, &asks, &Actor::operator()).await;
        let link = tracked(&app, id).await;
        let page = app.visitor().get(&link).await.expect(200);
        let banner = page.one(".banner");
        assert!(banner.text().contains("How many <b>said</b> so?"), "{page:?}");
        assert!(banner.text().contains("Please look at: \u{201c}What changed?\u{201d}"), "{page:?}");
        assert_eq!(page.select(".banner a").len(), 1);
        assert_eq!(page.one(".banner a").attr("href").as_deref(), Some("#unlock"));
        let body = page.body();
        assert!(body.find("class=\"banner") < body.find("<h1"), "{body}");
        assert!(body.find("id=\"unlock\"") < body.find("id=\"history\""), "{body}");
        let writer = unlocked(&app, &link).await;
        let place = format!("/submit/{reference}/results?from=request#changed");
        for path in [link.clone(), format!("/submit/{reference}")] {
            let page = writer.get(&path).await.expect(200);
            assert_eq!(page.one(".banner a").attr("href").as_deref(), Some(place.as_str()), "{path}");
        }
        let asked = Move::Submit { declarations: None };
        app.make(id, &asked, &Actor::submitter()).await;
        assert!(app.visitor().get(&link).await.expect(200).select(".banner").is_empty());
    }

    async fn everything_that_was_written_is_there_once(app: TestApp) {
        let (id, _) = app.standing_at(Status::InReview, "Tea and objects").await;
        let asks = Move::RequestChanges { reason: "evidence-gap".into(), field: "changed".into(), message: "How many said so?".into() };
        app.make(id, &asks, &Actor::operator()).await;
        app.send(id).await;
        let page = app.visitor().get(&tracked(&app, id).await).await.expect(200);
        let subjects: Vec<String> = page.select(".letters summary").iter().map(|one| one.text().to_owned()).collect();
        assert_eq!(subjects.len(), 3, "{subjects:?}");
        for (subject, says) in subjects.iter().zip(["We have your case study", "A question about your case study", "We have your case study"]) {
            assert!(subject.starts_with("We wrote to you, ") && subject.contains(says), "{subject}");
        }
        assert_eq!(page.text().matches("How many said so?").count(), 1, "{page:?}");
        assert!(!page.one(".letters").text().contains("/track/"), "no private link: {page:?}");
        assert_eq!(page.select(&form_of("/x")).len(), 0);
    }
}
