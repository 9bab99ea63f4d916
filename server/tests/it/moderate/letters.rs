//! What museums write is marked until a moderator says that it was seen; and a moderator writes back.

use crate::each_database;
use crate::support::TestApp;
use crate::support::waiting::MUSEUM;
use case_study::Status;
use store::correspondence::{Written, write_to_us};
use store::history::Actor;
use store::letters;

async fn museum_writes(app: &TestApp, id: i64, words: &str) {
    let key = store::fresh_token();
    let written = write_to_us(&app.db, &Actor::submitter(), id, &key, words).await;
    assert_eq!(written.expect("stored"), Written::Written);
}

each_database! {
    async fn a_new_letter_is_marked_until_somebody_says_that_it_was_seen(app: TestApp) {
        let sam = app.moderator().await;
        // Published: it does not wait, and would not be in the queue.
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let case = format!("/moderate/cases/{reference}");
        assert!(sam.get("/moderate").await.expect(200).select("tbody tr").is_empty());
        museum_writes(&app, id, "The <b>title</b> is wrong.").await;
        let queue = sam.get("/moderate").await.expect(200);
        assert!(queue.text().contains("1 case study has a new letter from its museum."), "{queue:?}");
        assert!(queue.one("tbody tr").text().contains("New letter"), "{queue:?}");
        // Looking is not reading.
        let review = sam.get(&case).await.expect(200);
        let section = review.one("section[aria-labelledby='letters']").text().to_owned();
        assert!(section.contains("The <b>title</b> is wrong.") && section.contains("New letter"), "{section}");
        assert!(sam.get("/moderate").await.expect(200).text().contains("New letter"));
        museum_writes(&app, id, "And the year.").await;
        let seen = sam.submit(&review, "form[action$='/seen']", &[]).await.expect(303);
        assert_eq!(seen.location(), format!("{case}?done=seen"));
        let review = sam.follow(&seen).await.expect(200);
        assert_eq!(review.select(".letter-kept .letter-new").len(), 1, "what came since stays new: {review:?}");
        drop(sam.submit(&review, "form[action$='/seen']", &[]).await.expect(303));
        assert!(sam.get("/moderate").await.expect(200).select("tbody tr").is_empty());
        assert!(sam.get(&case).await.expect(200).select(".letter-new").is_empty());
    }

    async fn a_moderator_writes_and_the_museum_reads_it_in_both_places(app: TestApp) {
        let (id, reference) = app.sent("Tea & objects").await;
        let sam = app.moderator().await;
        let path = format!("/moderate/cases/{reference}/letter");
        let page = sam.get(&path).await.expect(200);
        let empty = sam.submit(&page, "form.letter", &[]).await.expect(422);
        assert!(empty.one(".error-summary").text().contains("Write your message"), "{empty:?}");
        let shown = sam.submit(&page, "form.letter", &[("message", "May we name the <b>artist</b>?"), ("preview", "yes")]).await.expect(200);
        assert!(shown.one(".mail-body").text().contains("May we name the <b>artist</b>?"), "{shown:?}");
        let before = app.mails().await.len();
        let sent = sam.submit(&shown, "form.letter", &[]).await.expect(303);
        assert_eq!(sent.location(), format!("/moderate/cases/{reference}?done=wrote#letters"));
        drop(sam.submit(&shown, "form.letter", &[]).await.expect(303));
        let waiting = sam.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        assert!(waiting.select(".letter-kept")[0].text().contains("Its email is on its way."), "{waiting:?}");
        let mails = app.mails().await;
        assert_eq!(mails.len(), before + 1);
        let mail = &mails[before];
        assert!(mail.to.contains(MUSEUM) && mail.subject.contains(&reference), "{mail:?}");
        assert!(mail.text.contains("May we name the <b>artist</b>?"), "{mail:?}");
        assert!(mail.text.contains("Or reply to this email.") && mail.raw.contains("Reply-To: help@example.org\r\n"), "{mail:?}");
        let tracked = app.visitor().get(&mail.links()[0]).await.expect(200);
        assert!(tracked.select(".letters details")[0].text().contains("May we name the <b>artist</b>?"), "{tracked:?}");
        assert!(tracked.text().contains("A moderator wrote to you.") && !tracked.text().contains("delivered"), "{tracked:?}");
        let review = sam.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        assert!(review.select(".letter-kept")[0].text().contains("Its email was delivered."), "{review:?}");
        // A month later nobody remembers the job, and the letter still says so.
        app.clock.advance(31 * store::DAY_MS);
        store::dead_letters::forget(&app.db).await.expect("the database");
        let kept = letters::of_submission(&app.db, id).await.expect("letters");
        assert!(kept.iter().all(|letter| letter.mail.as_ref().is_some_and(|mail| mail.state == store::job_state::JobState::Done)), "{kept:?}");
    }

    async fn what_a_moderator_wrote_survives_an_ended_session(app: TestApp) {
        let (id, reference) = app.sent("Tea & objects").await;
        let sam = app.moderator().await;
        let page = sam.get(&format!("/moderate/cases/{reference}/letter")).await.expect(200);
        let lost = app.visitor().submit(&page, "form.letter", &[("message", "May we name the artist?")]).await.expect(403);
        assert!(lost.body().contains("May+we+name+the+artist") || lost.text().contains("May we name the artist?"), "{lost:?}");
        assert_eq!(letters::of_submission(&app.db, id).await.expect("letters").len(), 1);
        drop(app.submitter().await.get(&format!("/moderate/cases/{reference}/letter")).await.expect(403));
    }
}
