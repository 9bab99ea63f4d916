//! A browser that keeps no cookies: it is told, and nothing is begun, lost or used up.

use super::steps::{begin, form_of};
use super::tracking::{code, link};
use crate::each_database;
use crate::support::{PASSWORD, TestApp};
use case_study::Role;
use sea_orm::{EntityTrait, PaginatorTrait};
use store::entity::{session, submission};

async fn drafts(app: &TestApp) -> u64 {
    submission::Entity::find()
        .count(app.db.reader())
        .await
        .unwrap()
}

each_database! {
    async fn the_first_page_says_that_it_needs_a_cookie_and_begins_nothing(app: TestApp) {
        let visitor = app.visitor().without_cookies();
        let typed = [("title", "Tea & objects"), ("email", "learning@museum.example")];
        let mut page = visitor.get("/submit/new").await.expect(200);
        for _ in 0..2 {
            page = visitor.submit(&page, "form.form", &typed).await.expect(422);
            assert!(page.text().contains("This site needs a cookie to know that the draft is yours."), "{page:?}");
            assert!(!page.one("title").text().starts_with("Error: "), "no answer is wrong: {page:?}");
            assert_eq!(page.value("title").as_deref(), Some("Tea & objects"));
            assert_eq!(page.value("email").as_deref(), Some("learning@museum.example"));
        }
        assert_eq!((drafts(&app).await, app.mails().await.len()), (0, 0));
        assert_eq!(session::Entity::find().count(app.db.reader()).await.unwrap(), 0);
        // Cookies are allowed now: one press to get it, one to go on.
        let allowed = app.visitor();
        let page = allowed.submit(&page, "form.form", &[]).await.expect(422);
        let begun = allowed.submit(&page, "form.form", &[]).await.expect(303);
        assert_eq!(allowed.follow(&begun).await.expect(200).one("h1").text(), "Tea & objects");
        assert_eq!((drafts(&app).await, app.mails().await.len()), (1, 1));
        // Pressed twice, it is still one.
        let again = allowed.submit(&page, "form.form", &[]).await.expect(303);
        assert_eq!((again.location(), drafts(&app).await), (begun.location(), 1));
    }

    async fn only_a_page_that_came_with_a_cookie_asks_for_it(app: TestApp) {
        // A program that never read the page has a key of its own, and no cookie to send back.
        let key = store::fresh_token();
        let fields = [("title", "Tea"), ("email", ""), ("start_key", key.as_str())];
        drop(app.visitor().post("/submit/new", &fields).await.expect(303));
        // Any cookie of ours will do, and a neighbour's will not.
        let new = app.visitor().get("/submit/new").await.expect(200);
        let marked = app.visitor().without_cookies();
        marked.set_cookie("consent", "yes");
        drop(marked.submit(&new, "form.form", &[("title", "Tea")]).await.expect(422));
        let returned = app.visitor();
        returned.set_cookie("sid", "AAAAAAAAAAAAAAAAAAAAAA");
        drop(returned.submit(&new, "form.form", &[("title", "Tea")]).await.expect(303));
    }

    async fn reading_still_sets_no_cookie(app: TestApp) {
        app.import_sample().await;
        for path in ["/", "/case-studies", "/submit", "/case-studies/house-of-memories/concern", "/privacy"] {
            let page = app.visitor().get(path).await.expect(200);
            assert!(!page.headers().contains_key("set-cookie"), "{page:?}");
        }
        let cookie = app.visitor().get("/submit/new").await.expect(200).header("set-cookie").to_owned();
        assert!(cookie.starts_with("browser=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    }

    async fn signing_in_says_that_it_needs_a_cookie(app: TestApp) {
        let (_, email) = app.account(Role::Moderator).await;
        let visitor = app.visitor().without_cookies();
        let form = visitor.get("/account/sign-in?next=%2Fmoderate%2Fmails").await.expect(200);
        let typed = [("email", email.as_str()), ("password", PASSWORD)];
        let page = visitor.submit(&form, "main form", &typed).await.expect(422);
        assert!(page.text().contains("This site needs a cookie to know that you are signed in."), "{page:?}");
        assert_eq!(page.value("email").as_deref(), Some(email.as_str()));
        assert_eq!(page.value("password").as_deref(), Some(""));
        assert_eq!(session::Entity::find().count(app.db.reader()).await.unwrap(), 0);
        let allowed = app.visitor();
        let page = allowed.submit(&page, "main form", &typed).await.expect(422);
        let page = allowed.submit(&page, "main form", &typed).await.expect(303);
        assert_eq!(page.location(), "/moderate/mails");
        drop(allowed.follow(&page).await.expect(200));
    }

    async fn a_mailed_code_is_not_used_up(app: TestApp) {
        let reference = begin(&app.visitor(), "Tea", "learning@museum.example").await;
        let link = link(&app).await;
        let visitor = app.visitor().without_cookies();
        drop(visitor.post(&format!("{link}/code"), &[]).await.expect(303));
        let code = code(&app).await;
        let page = visitor.get(&link).await.expect(200);
        let unlock = form_of(&format!("{link}/unlock"));
        for _ in 0..6 {
            let page = visitor.submit(&page, &unlock, &[("code", &code)]).await.expect(422);
            assert!(page.text().contains("This site needs a cookie to know that the draft is yours."), "{page:?}");
            assert_eq!(page.value("code").as_deref(), Some(code.as_str()));
        }
        let allowed = app.visitor();
        let page = allowed.get(&link).await.expect(200);
        let open = allowed.submit(&page, &unlock, &[("code", &code)]).await.expect(303);
        assert_eq!(open.location(), format!("/submit/{reference}"));
        drop(allowed.follow(&open).await.expect(200));
    }
}
