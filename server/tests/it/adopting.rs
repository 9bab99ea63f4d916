//! Drafts begun in a browser before somebody signs in there: theirs only if they say so.

use crate::each_database;
use crate::submit::steps::{begin, form_of, submission};
use crate::submit::tracking::{code, link};
use crate::support::{PASSWORD, Page, TestApp, Visitor};
use case_study::Role;

async fn sign_in(visitor: &Visitor, email: &str) -> Page {
    let form = visitor.get("/account/sign-in").await.expect(200);
    let typed = [("email", email), ("password", PASSWORD)];
    visitor.submit(&form, "main form", &typed).await.expect(303)
}

async fn owner(app: &TestApp, reference: &str) -> Option<i64> {
    submission(app, reference).await.account_id
}

const FORM: &str = "form[action='/account/drafts']";

each_database! {
    async fn what_is_ticked_is_in_the_account_on_every_device(app: TestApp) {
        let (id, email) = app.account(Role::Submitter).await;
        let visitor = app.visitor();
        let mine = begin(&visitor, "Tea <b>and</b> objects", "").await;
        let signed_in = sign_in(&visitor, &email).await;
        assert_eq!(signed_in.location(), "/account/drafts");
        let page = visitor.follow(&signed_in).await.expect(200);
        assert_eq!(page.one("h1").text(), "Are these yours?");
        assert_eq!(page.one(".choice label").text(), "Tea <b>and</b> objects");
        let hint = page.one(".choice-hint").text().to_owned();
        assert!(hint.starts_with(&format!("{mine}, last saved on ")) && hint.contains("no email address"), "{hint}");
        assert!(page.select("input[checked]").is_empty(), "nothing is ticked: {page:?}");
        // Nothing is taken by looking.
        assert_eq!(owner(&app, &mine).await, None);
        let done = visitor.submit(&page, FORM, &[("mine", &mine)]).await.expect(303);
        assert_eq!((done.location(), owner(&app, &mine).await), ("/account", Some(id)));
        // A second press finds it done.
        drop(visitor.submit(&page, FORM, &[("mine", &mine)]).await.expect(303));
        drop(visitor.get(&format!("/submit/{mine}")).await.expect(200));
        drop(visitor.post("/account/sign-out", &[]).await.expect(303));
        drop(visitor.get(&format!("/submit/{mine}")).await.expect(404));
        let elsewhere = app.visitor();
        assert_eq!(sign_in(&elsewhere, &email).await.location(), "/account");
        drop(elsewhere.get(&format!("/submit/{mine}")).await.expect(200));
        assert!(elsewhere.get("/account").await.expect(200).text().contains("Tea <b>and</b> objects"));
    }

    async fn what_is_left_unticked_stays_its_authors_and_is_closed_here(app: TestApp) {
        let (_, email) = app.account(Role::Submitter).await;
        let visitor = app.visitor();
        let theirs = begin(&visitor, "Theirs", "learning@museum.example").await;
        let link = link(&app).await;
        let mine = begin(&visitor, "Mine", "").await;
        let signed_in = sign_in(&visitor, &email).await;
        let page = visitor.follow(&signed_in).await.expect(200);
        assert_eq!(page.select(".choice").len(), 2);
        drop(visitor.submit(&page, FORM, &[("mine", &mine)]).await.expect(303));
        assert_eq!(owner(&app, &theirs).await, None);
        drop(visitor.get(&format!("/submit/{theirs}")).await.expect(404));
        drop(visitor.post(&format!("/submit/{theirs}/withdraw"), &[]).await.expect(404));
        drop(visitor.get(&format!("/submit/{mine}")).await.expect(200));
        drop(visitor.get(&link).await.expect(200));
        // It is not asked again.
        assert_eq!(visitor.get("/account/drafts").await.expect(303).location(), "/account");
        assert!(visitor.get("/account").await.expect(200).select("main a[href='/account/drafts']").is_empty());
    }

    async fn nobody_becomes_an_owner_by_signing_in_and_out(app: TestApp) {
        for role in [Role::Submitter, Role::Moderator, Role::Admin] {
            let (_, email) = app.account(role).await;
            let visitor = app.visitor();
            let draft = begin(&visitor, "Theirs", "").await;
            let place = if role.is_staff() { "/moderate" } else { "/account" };
            let signed_in = sign_in(&visitor, &email).await;
            let page = visitor.follow(&signed_in).await.expect(200);
            assert_eq!(page.text().contains("You moderate here"), role.is_staff(), "{page:?}");
            assert_eq!(page.one("form .actions a").attr("href").as_deref(), Some(place));
            drop(visitor.get(place).await.expect(200));
            // Undecided, it is asked for on the account's own page.
            assert_eq!(visitor.get("/account").await.expect(200).one("main a[href='/account/drafts']").text(), "Are they yours?");
            drop(visitor.post("/account/sign-out", &[]).await.expect(303));
            drop(visitor.get(&format!("/submit/{draft}")).await.expect(404));
            assert_eq!(owner(&app, &draft).await, None, "{role:?}");
        }
    }

    async fn what_a_mailed_code_opened_is_never_offered(app: TestApp) {
        let reference = begin(&app.visitor(), "Theirs", "learning@museum.example").await;
        let link = link(&app).await;
        let (_, email) = app.account(Role::Submitter).await;
        let visitor = app.visitor();
        drop(visitor.post(&format!("{link}/code"), &[]).await.expect(303));
        let code = code(&app).await;
        let page = visitor.get(&link).await.expect(200);
        drop(visitor.submit(&page, &form_of(&format!("{link}/unlock")), &[("code", &code)]).await.expect(303));
        assert_eq!(sign_in(&visitor, &email).await.location(), "/account");
        let refused = visitor.post("/account/drafts", &[("mine", &reference)]).await.expect(400);
        assert!(refused.text().contains("was not started in this browser"), "{refused:?}");
        assert_eq!(owner(&app, &reference).await, None);
        // What the code opened stays open until signing out.
        drop(visitor.get(&format!("/submit/{reference}")).await.expect(200));
        drop(visitor.post("/account/sign-out", &[]).await.expect(303));
        drop(visitor.get(&format!("/submit/{reference}")).await.expect(404));
    }

    async fn a_form_that_names_what_was_not_offered_takes_nothing(app: TestApp) {
        let elsewhere = begin(&app.visitor(), "Elsewhere", "").await;
        let (_, email) = app.account(Role::Submitter).await;
        let visitor = app.visitor();
        let here = begin(&visitor, "Here", "").await;
        let signed_in = sign_in(&visitor, &email).await;
        let page = visitor.follow(&signed_in).await.expect(200);
        for named in [elsewhere.as_str(), "WB-2222-2222", "", "<b>"] {
            drop(visitor.submit(&page, FORM, &[("mine", &here), ("mine", named)]).await.expect(400));
        }
        drop(visitor.post("/account/drafts", &[("mine", &here), ("account", "1")]).await.expect(400));
        assert_eq!((owner(&app, &here).await, owner(&app, &elsewhere).await), (None, None));
        drop(app.visitor().post("/account/drafts", &[("mine", &here)]).await.expect(303));
        assert_eq!(owner(&app, &here).await, None);
    }

    async fn the_way_on_after_signing_in_is_kept(app: TestApp) {
        let (_, email) = app.account(Role::Moderator).await;
        let visitor = app.visitor();
        begin(&visitor, "Theirs", "").await;
        let form = visitor.get("/account/sign-in?next=%2Fmoderate%2Fmails%3Fa%3Db").await.expect(200);
        let typed = [("email", email.as_str()), ("password", PASSWORD)];
        let signed_in = visitor.submit(&form, "main form", &typed).await.expect(303);
        let page = visitor.follow(&signed_in).await.expect(200);
        assert_eq!(page.one("form .actions a").attr("href").as_deref(), Some("/moderate/mails?a=b"));
        let on = visitor.submit(&page, FORM, &[]).await.expect(303);
        assert_eq!(on.location(), "/moderate/mails?a=b");
        for next in ["//evil.example", "https://evil.example", "/account/sign-out"] {
            let query: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
            let page = visitor.get(&format!("/account/drafts?next={query}")).await.expect(303);
            assert_eq!(page.location(), "/moderate", "{next}");
        }
    }
}
