//! A moderator whose session ends while they write: the words come along through signing in.

use crate::each_database;
use crate::support::PASSWORD;
use case_study::{Role, Status};

const MESSAGE: &str = "Please say how many <b>people</b> came & why.";

each_database! {
    async fn a_letter_survives_signing_in_again(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let (_, email) = app.account(Role::Moderator).await;
        let sam = app.visitor();
        let me = [("email", email.as_str()), ("password", PASSWORD)];
        drop(sam.post("/account/sign-in", &me).await.expect(303));
        let path = format!("/moderate/cases/{reference}/changes");
        let form = sam.get(&path).await.expect(200);
        sam.set_cookie("sid", "an-old-one");

        let letter = [("reason", "numbers-unclear"), ("message", MESSAGE)];
        let page = sam.submit(&form, "form.letter", &letter).await.expect(403);
        assert!(page.text().contains("nothing you wrote is lost"), "{page:?}");
        assert_eq!(app.submission(id).await.status, Status::InReview);
        // A wrong password does not lose it either.
        let wrong = [("email", email.as_str()), ("password", "not this one")];
        let page = sam.submit(&page, "main form", &wrong).await.expect(422);
        let page = sam.submit(&page, "main form", &me).await.expect(200);
        assert_eq!(page.one(".kept-words").text(), MESSAGE);
        assert!(page.text().contains("Sign out"), "{page:?}");
        let sent = sam.submit(&page, "main form", &[]).await.expect(303);
        assert!(sent.location().starts_with(&format!("/moderate/cases/{reference}")), "{sent:?}");
        assert_eq!(app.submission(id).await.status, Status::ChangesRequested);
        let mails = app.mails().await;
        assert!(mails.last().expect("a mail").text.contains(MESSAGE));
    }

    async fn tags_survive_signing_in_again(app: TestApp) {
        let (_, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let sam = app.moderator().await;
        let form = sam.get(&format!("/moderate/cases/{reference}/tags")).await.expect(200);
        let page = app.visitor().submit(&form, "form.tags-form", &[("themes", "homelessness")]).await.expect(403);
        let unsent = page.value("unsent").expect("the choices are kept");
        assert!(unsent.contains("themes=homelessness"), "{unsent}");
    }

    async fn a_submitter_who_signs_in_gets_no_further_with_it(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let (_, email) = app.account(Role::Submitter).await;
        let path = format!("/moderate/cases/{reference}/decline");
        let letter = [("version", "1"), ("reason", "out-of-scope"), ("message", MESSAGE)];
        let visitor = app.visitor();
        let page = visitor.post(&path, &letter).await.expect(403);
        let me = [("email", email.as_str()), ("password", PASSWORD)];
        let page = visitor.submit(&page, "main form", &me).await.expect(200);
        drop(visitor.submit(&page, "main form", &[]).await.expect(403));
        assert_eq!(app.submission(id).await.status, Status::InReview);
    }
}
