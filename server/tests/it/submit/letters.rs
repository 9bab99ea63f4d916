//! The museum writes to the moderators about what it sent.

use super::steps::{begin, form_of, send, submission};
use super::tracking::link;
use crate::each_database;
use crate::support::{Page, TestApp, Visitor};
use store::letters;

async fn form(visitor: &Visitor, reference: &str) -> Page {
    visitor
        .get(&format!("/submit/{reference}/letter"))
        .await
        .expect(200)
}

async fn write(visitor: &Visitor, page: &Page, reference: &str, message: &str) -> Page {
    let form = form_of(&format!("/submit/{reference}/letter"));
    visitor.submit(page, &form, &[("message", message)]).await
}

async fn from_museum(app: &TestApp, reference: &str) -> Vec<String> {
    let id = submission(app, reference).await.id;
    let all = letters::of_submission(&app.db, id).await.expect("letters");
    all.into_iter()
        .filter(|letter| letter.from_museum)
        .map(|letter| letter.body)
        .collect()
}

each_database! {
    async fn a_letter_reaches_the_moderators_once_and_is_read_back(app: TestApp) {
        let owner = app.visitor();
        let reference = send(&owner).await;
        let page = form(&owner, &reference).await;
        let sent = write(&owner, &page, &reference, "Any <b>news</b>?\r\n\r\nWe are curious.").await.expect(303);
        assert_eq!(sent.location(), format!("/submit/{reference}#letters"));
        // A second press, and the same words on another day.
        drop(write(&owner, &page, &reference, "Any <b>news</b>?\r\n\r\nWe are curious.").await.expect(303));
        let again = form(&owner, &reference).await;
        drop(write(&owner, &again, &reference, "Any <b>news</b>?\r\n\r\nWe are curious.").await.expect(303));
        assert_eq!(from_museum(&app, &reference).await, ["Any <b>news</b>?\n\nWe are curious."; 2]);
        for (visitor, path) in [(owner.clone(), format!("/submit/{reference}")), (app.visitor(), link(&app).await)] {
            let page = visitor.get(&path).await.expect(200);
            let newest = page.select(".letters details")[0].text().to_owned();
            assert!(newest.starts_with("You wrote to us, ") && newest.contains("Any <b>news</b>?"), "{newest}");
            let first = page.select(".timeline-what")[0].text().to_owned();
            assert_eq!(first, "You wrote to us.");
        }
    }

    async fn what_cannot_be_sent_is_given_back(app: TestApp) {
        let owner = app.visitor();
        let reference = send(&owner).await;
        let page = form(&owner, &reference).await;
        let empty = write(&owner, &page, &reference, " \r\n ").await.expect(422);
        assert!(empty.one(".error-summary").text().contains("Write your message"), "{empty:?}");
        let long = "é".repeat(5_001);
        let again = write(&owner, &page, &reference, &long).await.expect(422);
        assert!(again.one(".error-summary").text().contains("Your message has 5,001 characters. Please cut 1"), "{again:?}");
        assert_eq!(again.value("message").as_deref(), Some(long.as_str()));
        // The session has ended: the words come back, and nothing else.
        let lost = write(&app.visitor(), &page, &reference, "Any news?").await.expect(404);
        assert_eq!(lost.one("h1").text(), "Your message was not sent");
        assert!(lost.one(".kept-words").text().contains("Any news?"), "{lost:?}");
        let foreign = [("message", "Any news?"), ("status", "published")];
        drop(owner.post(&format!("/submit/{reference}/letter"), &foreign).await.expect(400));
        assert_eq!(from_museum(&app, &reference).await, [""; 0]);
    }

    async fn only_so_many_a_day_and_only_about_what_was_sent(app: TestApp) {
        let owner = app.visitor();
        let draft = begin(&owner, "Tea and objects", "learning@museum.example").await;
        let path = format!("/submit/{draft}/letter");
        assert_eq!(owner.get(&path).await.expect(303).location(), format!("/submit/{draft}"));
        let key = store::fresh_token();
        drop(owner.post(&path, &[("form_key", &key), ("message", "Hello")]).await.expect(404));

        let reference = send(&owner).await;
        for number in 1..=20 {
            let page = form(&owner, &reference).await;
            drop(write(&owner, &page, &reference, &format!("Letter {number}")).await.expect(303));
        }
        let page = form(&owner, &reference).await;
        let refused = write(&owner, &page, &reference, "One more").await.expect(429);
        assert_eq!(refused.value("message").as_deref(), Some("One more"));
        app.clock.advance(store::DAY_MS);
        drop(write(&owner, &page, &reference, "One more").await.expect(303));
        assert_eq!(from_museum(&app, &reference).await.len(), 21);
    }
}
