//! Back, without a conflict with oneself; and a second writer, who still gets both texts.

use super::steps::{answer, begin, content, words};
use crate::each_database;
use crate::support::{Page, TestApp, Visitor};
use serde_json::{Value, json};

const LATER: (&str, &str) = ("action", "later");
const CONTINUE: (&str, &str) = ("action", "continue");

async fn autosave(visitor: &Visitor, reference: &str, base: &str, changed: &str) -> Value {
    let answers = [["changed", changed]];
    let body =
        json!({ "reference": reference, "section": "results", "base": base, "answers": answers });
    visitor
        .post_json("/api/fn/save_draft", &body)
        .await
        .expect(200)
        .json()
}

/// A page of the form that was sent as it stands in the browser's history: Back leads to it.
async fn sent_once(
    visitor: &Visitor,
    reference: &str,
    section: &str,
    typed: &[(&str, &str)],
) -> Page {
    let page = visitor
        .get(&format!("/submit/{reference}/{section}"))
        .await
        .expect(200);
    let pairs = [typed, &[CONTINUE]].concat();
    drop(
        visitor
            .submit(&page, "form.section-form", &pairs)
            .await
            .expect(303),
    );
    page
}

/// Ten words about what changed, "Save and continue", and Back.
async fn ten_words(visitor: &Visitor, reference: &str) -> Page {
    sent_once(visitor, reference, "results", &[("changed", &words(10))]).await
}

async fn with_code(app: &TestApp, reference: &str) -> Visitor {
    let device = app.visitor();
    let link = app.mails().await.pop().expect("a mail").links().remove(0);
    drop(device.post(&format!("{link}/code"), &[]).await.expect(303));
    let text = app.mails().await.pop().expect("a mail").text;
    let at = text.find("Your code is ").expect("a code") + "Your code is ".len();
    let code = &text[at..at + 6];
    drop(
        device
            .post(&format!("{link}/unlock"), &[("code", code)])
            .await
            .expect(303),
    );
    drop(
        device
            .get(&format!("/submit/{reference}"))
            .await
            .expect(200),
    );
    device
}

each_database! {
    async fn back_to_a_saved_page_and_saving_it_is_no_conflict(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let old = ten_words(&visitor, &reference).await;
        let good = words(60);
        drop(visitor.submit(&old, "form.section-form", &[("changed", &good), CONTINUE]).await.expect(303));
        // Back, as often as one likes.
        for more in 61..64 {
            let text = words(more);
            let on = visitor.submit(&old, "form.section-form", &[("changed", &text), CONTINUE]).await.expect(303);
            assert_eq!(on.location(), format!("/submit/{reference}/lessons"));
            assert_eq!(content(&app, &reference).await.changed, text);
        }
    }

    async fn back_is_no_conflict_on_every_page_with_an_answer_that_cannot_be_read(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        for (section, wrong, right, late) in [
            ("glance", vec![("started", "21")], vec![("started", "2021")], ("summary", "Late")),
            ("lessons", vec![("lessons", "Ask")], vec![("lessons", "Ask"), ("lessons", "Wait")], ("quotation", "Late")),
            ("contact", vec![("contact_email", "nobody")], vec![("contact_email", "ana@museum.example")], ("message", "Late")),
            ("evidence", vec![("participants", "some")], vec![("participants", "20")], ("method", "Late")),
        ] {
            let old = sent_once(&visitor, &reference, section, &wrong).await;
            drop(visitor.submit(&old, "form.section-form", &[right, vec![LATER]].concat()).await.expect(303));
            drop(visitor.submit(&old, "form.section-form", &[late, LATER]).await.expect(303));
            let page = visitor.get(&format!("/submit/{reference}/{section}")).await.expect(200);
            assert_eq!(page.value(late.0).unwrap().trim(), "Late", "{section}");
        }
    }

    async fn back_to_a_page_that_the_browser_kept_is_no_conflict(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let old = visitor.get(&format!("/submit/{reference}/care")).await.expect(200);
        for text in ["First", "Second", "Third"] {
            drop(visitor.submit(&old, "form.section-form", &[("team_care", text), LATER]).await.expect(303));
            assert_eq!(content(&app, &reference).await.team_care, text);
        }
    }

    async fn the_island_goes_on_after_back_and_after_an_answer_that_was_lost(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let old = ten_words(&visitor, &reference).await;
        let base = old.value("base").unwrap();
        let good = words(60);
        drop(visitor.submit(&old, "form.section-form", &[("changed", &good), CONTINUE]).await.expect(303));
        let saved = autosave(&visitor, &reference, &base, "After Back").await;
        assert!(saved["Saved"]["base"].is_string(), "{saved}");
        // The answer did not arrive, so the page sends its old base again.
        let again = autosave(&visitor, &reference, &base, "After Back, a word more").await;
        assert!(again["Saved"]["base"].is_string(), "{again}");
        assert_eq!(content(&app, &reference).await.changed, "After Back, a word more");
    }

    async fn a_second_writer_in_between_is_seen(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "learning@museum.example").await;
        let old = ten_words(&visitor, &reference).await;
        let good = words(60);
        drop(visitor.submit(&old, "form.section-form", &[("changed", &good), CONTINUE]).await.expect(303));
        let other = with_code(&app, &reference).await;
        drop(answer(&other, &reference, "results", &[("changed", "What Ana saw"), LATER]).await.expect(303));

        let page = visitor.submit(&old, "form.section-form", &[("changed", "Mine"), LATER]).await.expect(409);
        assert!(page.one(".stored-elsewhere").text().contains("What Ana saw"), "{page:?}");
        assert_eq!(page.value("changed").unwrap().trim(), "Mine");
        let base = old.value("base").unwrap();
        assert_eq!(autosave(&visitor, &reference, &base, "Mine").await, json!("Overtaken"));
        assert_eq!(content(&app, &reference).await.changed, "What Ana saw");
        // Having seen both, one decides; and Back to that page is no conflict either.
        for text in ["Both", "Both of us"] {
            drop(visitor.submit(&page, "form.section-form", &[("changed", text), LATER]).await.expect(303));
        }
        assert_eq!(content(&app, &reference).await.changed, "Both of us");
    }

    async fn another_window_of_the_same_browser_is_a_second_writer(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let old = ten_words(&visitor, &reference).await;
        let window = visitor.get(&format!("/submit/{reference}/results")).await.expect(200);
        drop(visitor.submit(&old, "form.section-form", &[("changed", "Here"), LATER]).await.expect(303));
        drop(visitor.submit(&window, "form.section-form", &[("changed", "There"), LATER]).await.expect(409));
        // A made-up word is no page of ours.
        let base = window.value("base").unwrap();
        let (fingerprint, _) = base.split_once('.').expect("a base");
        for word in ["", "0000000000000000", "x"] {
            let base = format!("{fingerprint}.{word}");
            let page = [("base", base.as_str()), ("changed", "There"), LATER];
            drop(visitor.post(&format!("/submit/{reference}/results"), &page).await.expect(409));
        }
        assert_eq!(content(&app, &reference).await.changed, "Here");
    }
}
