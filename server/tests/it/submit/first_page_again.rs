//! The first page sent again: by its own browser, by another, soon and late.

use super::steps::{answer, begin, key_on, submission};
use crate::each_database;
use crate::support::{PASSWORD, Page, TestApp, Visitor};
use case_study::Role;
use sea_orm::{EntityTrait, PaginatorTrait};
use store::entity::submission as row;

const MINUTE_MS: i64 = 60 * 1000;

/// What whoever finds the page in a browser can send.
async fn send(visitor: &Visitor, new: &Page, title: &str) -> Page {
    let key = key_on(new);
    let fields = [
        ("title", title),
        ("email", "thief@example.org"),
        ("start_key", key.as_str()),
    ];
    visitor.post("/submit/new", &fields).await
}

async fn drafts(app: &TestApp) -> u64 {
    row::Entity::find().count(app.db.reader()).await.unwrap()
}

/// The page of the first press, and the reference of its draft.
async fn begun(visitor: &Visitor) -> (Page, String) {
    let new = visitor.get("/submit/new").await.expect(200);
    let fields = [
        ("title", "Secret tea"),
        ("email", "learning@museum.example"),
    ];
    let begun = visitor.submit(&new, "form.form", &fields).await.expect(303);
    let reference = begun
        .location()
        .strip_prefix("/submit/")
        .unwrap()
        .to_owned();
    (new, reference)
}

each_database! {
    async fn a_session_that_a_draft_is_begun_in_gets_a_new_id(app: TestApp) {
        let device = app.visitor();
        let own = begin(&device, "Objects", "").await;
        let before = device.cookie("sid").expect("a session");
        let second = begin(&device, "Tea", "").await;
        assert_ne!(device.cookie("sid"), Some(before.clone()));
        // Whoever planted or copied the old id reads and writes nothing.
        let thief = app.visitor();
        thief.set_cookie("sid", &before);
        for reference in [&own, &second] {
            drop(device.get(&format!("/submit/{reference}")).await.expect(200));
            drop(thief.get(&format!("/submit/{reference}")).await.expect(404));
            drop(thief.post(&format!("/submit/{reference}/museum"), &[("museum", "Mine now")]).await.expect(404));
        }
        // Nor with a first page of their own.
        begin(&thief, "Thief", "").await;
        drop(thief.get(&format!("/submit/{own}")).await.expect(404));
        drop(device.get(&format!("/submit/{own}")).await.expect(200));
    }

    async fn a_second_press_whose_first_answer_was_lost_loses_no_draft(app: TestApp) {
        let device = app.visitor();
        let own = begin(&device, "Objects", "").await;
        let before = device.cookie("sid").expect("a session");
        let new = device.get("/submit/new").await.expect(200);
        let fields = [("title", "Tea"), ("email", "")];
        let first = device.submit(&new, "form.form", &fields).await.expect(303);
        for _ in 0..2 {
            // The answer never came: the browser still has the cookie from before.
            device.set_cookie("sid", &before);
            let again = device.submit(&new, "form.form", &fields).await.expect(303);
            assert_eq!(again.location(), first.location());
            assert_ne!(device.cookie("sid"), Some(before.clone()));
            drop(device.follow(&again).await.expect(200));
            drop(device.get(&format!("/submit/{own}")).await.expect(200));
        }
        // The old id alone opens neither.
        let thief = app.visitor();
        thief.set_cookie("sid", &before);
        drop(thief.follow(&first).await.expect(404));
        drop(thief.get(&format!("/submit/{own}")).await.expect(404));
        assert_eq!(drafts(&app).await, 2);
        assert_eq!(device.get("/submit").await.expect(200).select(".submit-mine").len(), 2);
    }

    async fn the_key_of_a_first_page_opens_nothing_elsewhere(app: TestApp) {
        let owner = app.visitor();
        let (new, reference) = begun(&owner).await;
        let mails = app.mails().await.len();
        // Without anything, with a first page of their own, with a draft of their own, with an account.
        let (bare, opened, writing, account) = (app.visitor(), app.visitor(), app.visitor(), app.submitter().await);
        drop(opened.get("/submit/new").await.expect(200));
        begin(&writing, "Another", "").await;
        for thief in [bare, opened, writing, account] {
            let page = send(&thief, &new, "Mine now").await.expect(409);
            assert_eq!(page.one("h1").text(), "You started this already");
            assert!(page.text().contains("use the link in our email"), "{page:?}");
            assert!(page.one(".kept-words").text().contains("Mine now"), "{page:?}");
            assert!(!page.body().contains("Secret tea") && !page.body().contains(&reference), "{page:?}");
            drop(thief.get(&format!("/submit/{reference}")).await.expect(404));
        }
        let stored = submission(&app, &reference).await;
        assert_eq!((stored.title.as_str(), stored.submitter_email.as_str()), ("Secret tea", "learning@museum.example"));
        assert_eq!(app.mails().await.len(), mails);
        // Its own browser finds it, also when its session is gone.
        owner.set_cookie("sid", "AAAAAAAAAAAAAAAAAAAAAA");
        drop(owner.submit(&new, "form.form", &[("title", "Secret tea"), ("email", "learning@museum.example")]).await.expect(303));
        drop(owner.get(&format!("/submit/{reference}")).await.expect(200));
    }

    async fn the_key_of_an_accounts_draft_opens_it_for_that_account_alone(app: TestApp) {
        let (_, email) = app.account(Role::Submitter).await;
        let owner = app.visitor();
        let sign_in = [("email", email.as_str()), ("password", PASSWORD)];
        drop(owner.post("/account/sign-in", &sign_in).await.expect(303));
        let new = owner.get("/submit/new").await.expect(200);
        let begun = owner.submit(&new, "form.form", &[("title", "Secret tea")]).await.expect(303);
        let again = owner.submit(&new, "form.form", &[("title", "Secret tea")]).await.expect(303);
        assert_eq!(again.location(), begun.location());
        drop(owner.post("/account/sign-out", &[]).await.expect(303));
        for thief in [owner.clone(), app.visitor(), app.moderator().await] {
            drop(send(&thief, &new, "Mine now").await.expect(409));
            drop(thief.get(begun.location()).await.expect(404));
        }
    }

    async fn the_key_ends_after_a_quarter_of_an_hour(app: TestApp) {
        let owner = app.visitor();
        let (new, reference) = begun(&owner).await;
        app.clock.advance(14 * MINUTE_MS);
        drop(owner.submit(&new, "form.form", &[("title", "Tea"), ("email", "learning@museum.example")]).await.expect(303));
        assert_eq!(submission(&app, &reference).await.title, "Tea");
        app.clock.advance(MINUTE_MS);
        let late = owner.submit(&new, "form.form", &[("title", "Other tea"), ("email", "other@museum.example")]).await.expect(409);
        assert_eq!(late.one("main a.button").attr("href"), Some(format!("/submit/{reference}")));
        assert_eq!(submission(&app, &reference).await.title, "Tea");
        // Nothing typed is lost: it begins another, if that was meant.
        assert!(late.one(".kept-words").text().contains("Other tea"), "{late:?}");
        let other = owner.submit(&late, "main form", &[]).await.expect(303);
        let other = other.location().strip_prefix("/submit/").unwrap();
        let stored = submission(&app, other).await;
        assert_eq!((stored.title.as_str(), stored.submitter_email.as_str()), ("Other tea", "other@museum.example"));
        drop(owner.get(&format!("/submit/{reference}")).await.expect(200));
        // Without the session it leads nowhere either.
        let stranger = app.visitor();
        assert!(send(&stranger, &new, "Tea").await.expect(409).select("main a.button").is_empty());
    }

    async fn the_key_ends_with_the_first_answer_that_is_saved(app: TestApp) {
        let owner = app.visitor();
        let (new, reference) = begun(&owner).await;
        drop(answer(&owner, &reference, "museum", &[("museum", "Example Museum"), ("action", "later")]).await.expect(303));
        let same = [("title", "Secret tea"), ("email", "learning@museum.example")];
        let late = owner.submit(&new, "form.form", &same).await.expect(409);
        assert_eq!(late.one("main a.button").text(), "Continue");
        // The browser alone, without its session, is shown no way in.
        owner.set_cookie("sid", "AAAAAAAAAAAAAAAAAAAAAA");
        let late = owner.submit(&new, "form.form", &same).await.expect(409);
        assert!(late.select("main a.button").is_empty() && !late.body().contains(&reference), "{late:?}");
        drop(owner.get(&format!("/submit/{reference}")).await.expect(404));
    }
}
