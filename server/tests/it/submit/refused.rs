//! Requests that are not ours, or not theirs to make.

use super::steps::{answer, begin, content, declare, fill, send, submission};
use crate::each_database;
use axum::body::Body;
use axum::extract::Request;
use case_study::Status;

const PAGES: [&str; 5] = ["", "/museum", "/check", "/sent", "/withdraw"];
const FORMS: [&str; 3] = ["/museum", "/check", "/withdraw"];

each_database! {
    async fn somebody_elses_draft_looks_like_none(app: TestApp) {
        let owner = app.visitor();
        let reference = begin(&owner, "Secret tea", "").await;
        for stranger in [app.visitor(), app.submitter().await, app.moderator().await, app.admin().await] {
            for page in PAGES {
                let theirs = stranger.get(&format!("/submit/{reference}{page}")).await.expect(404);
                let missing = stranger.get(&format!("/submit/WB-2222-2222{page}")).await.expect(404);
                assert_eq!(theirs.text(), missing.text());
                assert!(!theirs.body().contains("Secret tea"));
            }
            for page in FORMS {
                let path = format!("/submit/{reference}{page}");
                drop(stranger.post(&path, &[("museum", "Mine now")]).await.expect(404));
            }
        }
        assert_eq!(content(&app, &reference).await.museum, "");
        assert_eq!(submission(&app, &reference).await.status, Status::Draft);
        drop(owner.get("/submit/anything").await.expect(404));
        drop(owner.get(&format!("/submit/{reference}/moderation")).await.expect(404));
    }

    async fn what_can_no_longer_be_saved_is_given_back(app: TestApp) {
        let owner = app.visitor();
        let reference = begin(&owner, "Tea", "").await;
        let form = owner.get(&format!("/submit/{reference}/museum")).await.expect(200);
        let typed = [("museum", "Museum <b>of</b> Tea"), ("country", "FI")];
        let stranger = app.visitor();
        let lost = stranger.submit(&form, "form.section-form", &typed).await.expect(404);
        let kept = lost.one(".kept-words").text().to_owned();
        assert!(kept.contains("Museum <b>of</b> Tea") && kept.contains("Finland"), "{lost:?}");
        assert!(lost.text().contains("This was not saved"), "{lost:?}");
        let missing = stranger.post("/submit/WB-2222-2222/museum", &typed).await.expect(404);
        assert_eq!(missing.one(".kept-words").text(), kept, "a draft there is not looks like another's");

        let reference = send(&owner).await;
        let typed = [("museum", "Another museum")];
        let late = owner.post(&format!("/submit/{reference}/museum"), &typed).await.expect(409);
        assert!(late.one(".kept-words").text().contains("Another museum"), "{late:?}");
    }

    async fn forms_that_are_not_ours_change_nothing(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let path = format!("/submit/{reference}/museum");
        let page = answer(&visitor, &reference, "museum", &[("museum", "Example Museum"), ("evidence_label", "evaluated")]).await.expect(400);
        assert!(page.text().contains("nothing was saved"), "{page:?}");
        // A field of another page is as foreign as any.
        drop(answer(&visitor, &reference, "museum", &[("title", "Another")]).await.expect(400));
        let many: Vec<(&str, &str)> = vec![("museum", "x"); 401];
        drop(visitor.post(&path, &many).await.expect(400));
        let large = "x".repeat(300_000);
        let first = visitor.get("/submit/new").await.expect(200);
        drop(visitor.submit(&first, "form.form", &[("title", &large)]).await.expect(413));
        let request = Request::post(&path)
            .header("content-type", "application/json")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from("{\"museum\":\"Example Museum\"}"))
            .unwrap();
        drop(visitor.raw(request).await.expect(415));
        let request = Request::post(&path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site")
            .body(Body::from("museum=Example+Museum"))
            .unwrap();
        drop(visitor.raw(request).await.expect(403));
        // A term that no list has is no answer.
        drop(answer(&visitor, &reference, "museum", &[("country", "XX"), ("action", "later")]).await.expect(303));
        assert_eq!(content(&app, &reference).await.museum, "");
        assert_eq!(content(&app, &reference).await.country, "");
    }

    async fn what_was_sent_can_no_longer_be_written(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea & objects on Tuesdays", "").await;
        fill(&visitor, &reference).await;
        let old = visitor.get(&format!("/submit/{reference}/care")).await.expect(200);
        drop(declare(&visitor, &reference).await.expect(303));

        let overview = format!("/submit/{reference}");
        let late = visitor.submit(&old, "form.section-form", &[("team_care", "Too late")]).await.expect(409);
        assert!(late.one(".kept-words").text().contains("Too late"), "{late:?}");
        assert_eq!(late.one("main a.button").attr("href"), Some(overview.clone()));
        let page = visitor.get(&format!("/submit/{reference}/care")).await.expect(303);
        assert_eq!(page.location(), overview);
        let stands = visitor.follow(&page).await.expect(200);
        assert!(stands.text().contains("We have it."), "{stands:?}");
        assert_eq!(content(&app, &reference).await.team_care, "");
    }

    async fn nothing_typed_lies_in_the_address(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Quillifer", "quillifer@museum.example").await;
        let pages = [
            answer(&visitor, &reference, "museum", &[("museum", "Quillifer"), ("action", "continue")]).await,
            answer(&visitor, &reference, "museum", &[("museum", "Quillifer"), ("country", "XX")]).await,
            visitor.get(&format!("/submit/{reference}")).await,
        ];
        for page in &pages {
            let links = page.select("a, form").into_iter().flat_map(|one| [one.attr("href"), one.attr("action")]);
            let addresses: Vec<String> = links.flatten().chain([page.header("location").to_owned()]).collect();
            assert!(!addresses.iter().any(|address| address.to_lowercase().contains("quillifer")), "{addresses:?}");
        }
        let reference = send(&visitor).await;
        let page = visitor.get(&format!("/submit/{reference}/sent")).await.expect(200);
        assert_eq!(page.header("referrer-policy"), "same-origin");
        assert_eq!(page.one("meta[name=robots]").attr("content").as_deref(), Some("noindex"));
    }
}
