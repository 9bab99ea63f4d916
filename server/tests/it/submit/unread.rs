//! One impossible answer holds back nothing: it is kept as typed until it can be read.

use super::steps::{all_declared, answer, begin, content, declare, fill, send, submission};
use crate::each_database;
use crate::support::TestApp;
use axum::body::Body;
use axum::http::Request;
use case_study::{Status, WorkingCopy};
use serde_json::json;
use store::drafts;

const LATER: (&str, &str) = ("action", "later");

async fn copy(app: &TestApp, reference: &str) -> WorkingCopy {
    let id = submission(app, reference).await.id;
    drafts::working_copy(&app.db, id)
        .await
        .expect("the working copy")
}

each_database! {
    async fn an_impossible_answer_is_kept_as_typed_and_the_others_are_saved(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let typed = [("summary", "Nine good words."), ("started", "last <year>"), LATER];
        let later = answer(&visitor, &reference, "glance", &typed).await.expect(303);
        assert_eq!(later.location(), format!("/submit/{reference}"));
        assert_eq!(content(&app, &reference).await.summary, "Nine good words.");
        let tasks = visitor.follow(&later).await.expect(200);
        let glance = tasks.select(".task-list li").into_iter().find(|item| item.html().contains("/glance"));
        assert!(glance.unwrap().text().contains("In progress"), "{tasks:?}");

        // Shown again where it was typed, with its error, as often as the page is opened.
        for path in ["glance", "glance?from=check"] {
            let page = visitor.get(&format!("/submit/{reference}/{path}")).await.expect(200);
            assert!(page.one("title").text().starts_with("Error: "), "{page:?}");
            assert_eq!(page.value("summary").unwrap().trim(), "Nine good words.");
            assert_eq!(page.one("#started").attr("value").as_deref(), Some("last <year>"));
            assert_eq!(page.one("#started-error").text(), "Error: Started: enter a month and a year, such as September 2021, or only a year");
            assert_eq!(page.one(".error-summary a").attr("href").as_deref(), Some("#started"));
        }
        // It vanishes when it can be read.
        let readable = [("started", "2021"), LATER];
        drop(answer(&visitor, &reference, "glance", &readable).await.expect(303));
        assert_eq!(content(&app, &reference).await.started.unwrap().year, 2021);
        let page = visitor.get(&format!("/submit/{reference}/glance")).await.expect(200);
        assert!(page.select(".field-error").is_empty(), "{page:?}");
    }

    async fn every_kind_of_impossible_answer_comes_back_as_it_was_typed(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        for (section, key, typed, beside) in [
            ("evidence", "participants", "a few", "method"),
            ("evidence", "report_url", "ask us", "method"),
            ("contact", "contact_email", "nobody", "message"),
        ] {
            let answers = [(key, typed), (beside, "Kept beside it"), LATER];
            drop(answer(&visitor, &reference, section, &answers).await.expect(303));
            let page = visitor.get(&format!("/submit/{reference}/{section}")).await.expect(200);
            assert_eq!(page.value(key).as_deref(), Some(typed), "{key}");
            assert_eq!(page.value(beside).unwrap().trim(), "Kept beside it", "{key}");
            assert_eq!(page.select(&format!("#{key}-error")).len(), 1, "{key}: {page:?}");
        }
        let links = [("links", "Film"), ("links", "ask us"), LATER];
        drop(answer(&visitor, &reference, "links", &links).await.expect(303));
        let page = visitor.get(&format!("/submit/{reference}/links")).await.expect(200);
        let boxes: Vec<String> = page.fields("form.section-form").into_iter()
            .filter(|(key, _)| key == "links").map(|(_, value)| value).take(3).collect();
        assert_eq!(boxes, ["Film", "ask us", ""]);
        // Emptied, it is gone.
        drop(answer(&visitor, &reference, "evidence", &[("participants", ""), ("report_url", " "), LATER]).await.expect(303));
        let told: Vec<String> = copy(&app, &reference).await.unreadable().into_iter().map(|one| one.field).collect();
        assert_eq!(told, ["contact_email", "links"]);
    }

    async fn what_cannot_be_read_stands_in_the_way_of_sending_and_check_says_so(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea & objects on Tuesdays", "learning@museum.example").await;
        fill(&visitor, &reference).await;
        drop(answer(&visitor, &reference, "evidence", &[("participants", "about <20>"), LATER]).await.expect(303));
        let path = format!("/submit/{reference}/check");
        let check = visitor.get(&path).await.expect(200);
        assert!(check.one(".banner").text().contains("1 answer"), "{check:?}");
        let row = check.one(".summary-row-invalid");
        assert!(row.text().contains("about <20>") && row.text().contains("enter a whole number in digits"), "{check:?}");

        let refused = visitor.submit(&check, "form.submit-declare", &all_declared()).await.expect(422);
        assert_eq!(
            refused.one(".error-summary a").attr("href"),
            Some(format!("/submit/{reference}/evidence?from=check#participants"))
        );
        assert_eq!(submission(&app, &reference).await.status, Status::Draft);
        drop(answer(&visitor, &reference, "evidence", &[("participants", "20"), LATER]).await.expect(303));
        let check = visitor.get(&path).await.expect(200);
        drop(visitor.submit(&check, "form.submit-declare", &all_declared()).await.expect(303));
        assert_eq!(content(&app, &reference).await.participants, Some(20));
    }

    async fn the_island_keeps_it_too_and_names_each(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let page = visitor.get(&format!("/submit/{reference}/evidence")).await.expect(200);
        let answers = [["method", "We counted."], ["participants", "a few"], ["report_url", "ask us"]];
        let body = json!({ "reference": reference, "section": "evidence", "base": page.value("base"), "answers": answers });
        let saved = visitor.post_json("/api/fn/save_draft", &body).await.expect(200).json();
        let unread = saved["Saved"]["unread"].as_array().expect("a list");
        let fields: Vec<_> = unread.iter().map(|one| one["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["participants", "report_url"]);
        assert_eq!(unread[0]["message"], "Number of people: enter a whole number in digits, such as 120 or about 120");
        assert_eq!(content(&app, &reference).await.method, "We counted.");
        let page = visitor.get(&format!("/submit/{reference}/evidence")).await.expect(200);
        assert_eq!(page.value("participants").as_deref(), Some("a few"));
        // Readable: an empty list, under a base that the form goes on from.
        let answers = [["method", "We counted."], ["participants", "20"]];
        let body = json!({ "reference": reference, "section": "evidence", "base": saved["Saved"]["base"], "answers": answers });
        let saved = visitor.post_json("/api/fn/save_draft", &body).await.expect(200).json();
        assert_eq!(saved["Saved"]["unread"], json!([]));
        assert_eq!(content(&app, &reference).await.participants, Some(20));
    }

    async fn a_second_writer_sees_what_the_first_typed_even_if_it_cannot_be_read(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let path = format!("/submit/{reference}/evidence");
        let (first, second) = (visitor.get(&path).await.expect(200), visitor.get(&path).await.expect(200));
        drop(visitor.submit(&first, "form.section-form", &[("participants", "a dozen"), LATER]).await.expect(303));
        let page = visitor.submit(&second, "form.section-form", &[("participants", "12"), LATER]).await.expect(409);
        assert_eq!(page.value("participants").as_deref(), Some("12"));
        assert_eq!(page.select(".stored-elsewhere p").last().unwrap().text(), "a dozen");
        drop(visitor.submit(&page, "form.section-form", &[LATER]).await.expect(303));
        assert_eq!(copy(&app, &reference).await.content.participants, Some(12));
    }

    async fn after_changes_were_asked_for_it_is_the_same(app: TestApp) {
        let visitor = app.visitor();
        let reference = send(&visitor).await;
        crate::submit::sending::moderate(&app, &reference, case_study::Move::StartReview).await;
        let changes = case_study::Move::RequestChanges { reason: "evidence-gap".into(), field: "participants".into(), message: "How many?".into() };
        crate::submit::sending::moderate(&app, &reference, changes).await;
        drop(answer(&visitor, &reference, "evidence", &[("participants", "some"), LATER]).await.expect(303));
        let again = declare(&visitor, &reference).await.expect(422);
        assert!(again.one(".error-summary").text().contains("whole number"), "{again:?}");
    }

    async fn a_text_of_any_length_is_kept_and_of_a_longer_one_what_fits(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        // Ten thousand words would not fit; four thousand, ten times the limit of the question, do.
        let report = "word ".repeat(3_999) + "word";
        drop(answer(&visitor, &reference, "story", &[("did", &report), LATER]).await.expect(303));
        assert_eq!(content(&app, &reference).await.did, report);

        let longer = "long ".repeat(5_000);
        for button in ["later", "continue"] {
            let page = answer(&visitor, &reference, "story", &[("did", &longer), ("action", button)]).await.expect(422);
            assert!(page.one("#did-error").text().contains("one answer can have 20000 characters, so we saved it without its last 4999"), "{:?}", page.one("#did-error"));
            assert!(page.one(".submit-notice").text().contains("not all of it fits"), "{button}");
            // Nothing typed is lost: all of it is still in the box.
            assert_eq!(page.value("did").unwrap().trim_start_matches('\n'), longer, "{button}");
            assert_eq!(content(&app, &reference).await.did, longer[..20_000].trim_end(), "{button}");
        }
    }

    async fn a_page_of_two_megabytes_is_read_and_of_a_larger_one_what_arrives(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        drop(answer(&visitor, &reference, "story", &[("need", "Before"), ("did", "Before"), LATER]).await.expect(303));
        // In letters that take nine bytes each on the way.
        let long = "\u{1200}".repeat(150_000);
        let page = answer(&visitor, &reference, "story", &[("need", "Why"), ("did", &long), LATER]).await.expect(422);
        assert!(page.one("#did-error").text().contains("without its last 130000"), "{:?}", page.one("#did-error"));
        assert_eq!(content(&app, &reference).await.did, "\u{1200}".repeat(20_000));

        // The end of the form does not arrive: what stood there stays.
        let path = format!("/submit/{reference}/story");
        let base = visitor.get(&path).await.expect(200).value("base").unwrap();
        let endless = "a".repeat(3_000_000);
        let page = visitor.post(&path, &[("base", &base), ("need", "Why now"), ("did", &endless), LATER]).await.expect(413);
        assert!(page.one(".submit-notice").text().contains("larger than the 2 MB"), "{:?}", page.one(".submit-notice"));
        let stored = content(&app, &reference).await;
        assert_eq!((stored.need.as_str(), stored.did.len()), ("Why now", 20_000));
        let base = page.value("base").unwrap();
        let page = visitor.post(&path, &[("base", &base), ("need", &endless), ("did", "Lost on the way"), LATER]).await.expect(413);
        assert_eq!(page.value("did").unwrap().trim_start_matches('\n').len(), 20_000);
        let stored = content(&app, &reference).await;
        assert_eq!((stored.need.len(), stored.did.len()), (20_000, 20_000));
        // And the page goes on from there.
        drop(visitor.submit(&page, "form.section-form", &[("need", "Why"), ("did", "How"), LATER]).await.expect(303));
        assert_eq!(content(&app, &reference).await.did, "How");
    }

    async fn the_island_may_send_as_much(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let base = visitor.get(&format!("/submit/{reference}/story")).await.expect(200).value("base");
        let long = "\u{1200}".repeat(150_000);
        let body = json!({ "reference": reference, "section": "story", "base": base, "answers": [["did", long]] });
        let saved = visitor.post_json("/api/fn/save_draft", &body).await.expect(200).json();
        assert_eq!(saved["Saved"]["unread"][0]["field"], "did");
        assert_eq!(content(&app, &reference).await.did.chars().count(), 20_000);
        let request = Request::post("/api/fn/save_draft")
            .header("content-type", "application/json")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(vec![b' '; 2_200_000]));
        drop(visitor.raw(request.unwrap()).await.expect(413));
    }
}
