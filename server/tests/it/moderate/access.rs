//! Who may be here at all, and what is not there.

use crate::each_database;
use case_study::Status;

const PAGES: [&str; 5] = ["", "/tags", "/changes", "/decline", "/take-down"];
/// Of these, the forms on which somebody may have written something.
const WORDED: [&str; 7] = [
    "/tags",
    "/changes",
    "/decline",
    "/take-down",
    "/restore",
    "/approve-and-publish",
    "/publish",
];
const FORMS: [&str; 11] = [
    "/tags",
    "/changes",
    "/decline",
    "/take-down",
    "/assign",
    "/give-back",
    "/approve",
    "/approve-and-publish",
    "/publish",
    "/reopen",
    "/restore",
];

each_database! {
    async fn others_are_sent_away_and_nothing_changes(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let before = app.submission(id).await.version;
        let (anybody, submitter) = (app.visitor(), app.submitter().await);
        let base = format!("/moderate/cases/{reference}");
        for part in PAGES {
            let path = format!("{base}{part}");
            let page = anybody.get(&path).await.expect(303);
            assert_eq!(page.location(), format!("/account/sign-in?next=%2Fmoderate%2Fcases%2F{reference}"));
            drop(submitter.get(&path).await.expect(403));
        }
        for part in FORMS {
            let path = format!("{base}{part}");
            let fields = [("version", "2"), ("message", "A message that is long enough.")];
            // What somebody wrote comes along through signing in; a bare button is pressed again.
            let page = anybody.post(&path, &fields).await;
            if WORDED.contains(&part) {
                assert!(page.expect(403).text().contains("nothing you wrote is lost"));
            } else {
                assert!(page.expect(303).location().starts_with("/account/sign-in"));
            }
            drop(submitter.post(&path, &fields).await.expect(403));
        }
        let queue = anybody.get("/moderate?assigned=me").await.expect(303);
        assert_eq!(queue.location(), "/account/sign-in?next=%2Fmoderate%3Fassigned%3Dme");
        drop(submitter.get("/moderate").await.expect(403));
        assert_eq!(app.submission(id).await.version, before);
        assert!(app.mails().await.iter().all(|mail| !mail.subject.contains("change")));
    }

    async fn drafts_and_unknown_references_are_not_found(app: TestApp) {
        let (_, draft) = app.draft("Still writing").await;
        let admin = app.admin().await;
        for reference in [draft.as_str(), "WB-2222-2222", "nonsense", "..", "%00"] {
            for part in PAGES {
                let page = admin.get(&format!("/moderate/cases/{reference}{part}")).await;
                assert_eq!(page.status().as_u16(), 404, "{reference}{part}: {page:?}");
                assert!(!page.text().contains("Still writing"));
            }
            for part in FORMS {
                drop(admin.post(&format!("/moderate/cases/{reference}{part}"), &[("version", "1")]).await.expect(404));
            }
        }
    }

    async fn forms_that_are_not_ours_are_refused(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let moderator = app.moderator().await;
        let base = format!("/moderate/cases/{reference}");
        drop(moderator.post(&format!("{base}/promote"), &[("version", "2")]).await.expect(404));
        for (part, fields) in [
            ("/approve", vec![]),
            ("/approve", vec![("version", "two")]),
            ("/approve", vec![("version", "2"), ("status", "published")]),
            ("/decline", vec![("version", "2"), ("field", "title")]),
            ("/take-down", vec![("version", "2"), ("reason", "duplicate")]),
            ("/tags", vec![("version", "2"), ("title", "Mine now")]),
        ] {
            let page = moderator.post(&format!("{base}{part}"), &fields).await.expect(400);
            assert!(page.text().contains("The form was not one of this page"), "{page:?}");
        }
        let after = app.submission(id).await;
        assert_eq!((after.status, after.version), (Status::InReview.into(), 3));
    }

    async fn every_page_is_private_and_ships_no_script(app: TestApp) {
        let (_, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let moderator = app.moderator().await;
        for path in ["/moderate".to_owned(), format!("/moderate/cases/{reference}"), format!("/moderate/cases/{reference}/tags")] {
            let page = moderator.get(&path).await.expect(200);
            assert_eq!(page.header("cache-control"), "no-store, no-transform", "{path}");
            assert!(page.select("script").is_empty(), "{path}");
            assert_eq!(page.select("h1").len(), 1, "{path}");
            assert_eq!(page.select("[style]").len(), 0, "{path}");
        }
    }
}
