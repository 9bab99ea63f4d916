//! Whole ways from the queue to a decision, and the mail that tells the museum.

use crate::each_database;
use crate::support::complete_case::answers_of;
use crate::support::waiting::MUSEUM;
use crate::support::{Mail, TestApp};
use case_study::{Section, Status};

/// Mails to the museum since the given number of them.
async fn told(app: &TestApp, since: usize) -> Vec<Mail> {
    let mails = app.mails().await;
    mails
        .into_iter()
        .filter(|mail| mail.to.contains(MUSEUM))
        .skip(since)
        .collect()
}

each_database! {
    async fn a_title_that_is_the_name_of_a_page_gets_an_address_of_its_own(app: TestApp) {
        // Its other signs are no Latin letters, and so no part of the address.
        let title = "Suggest \u{8336} \u{8336}\u{9928}\u{306e}\u{8336}";
        app.standing_at(Status::Published, title).await;
        let public = app.visitor().get("/case-studies/suggest-2").await.expect(200);
        assert_eq!(public.one("h1").text(), title);
    }

    async fn taken_on_approved_and_published_in_two_presses(app: TestApp) {
        let (id, reference) = app.sent("Tea & objects").await;
        app.sent("The next one").await;
        let before = told(&app, 0).await.len();
        let moderator = app.moderator().await;
        let path = format!("/moderate/cases/{reference}");

        let review = moderator.get(&path).await.expect(200);
        assert_eq!(review.one("h1").text(), "Tea & objects");
        assert!(review.text().contains(MUSEUM), "staff see who sent it");
        let pressed = moderator.submit(&review, "form[action$='/assign']", &[]).await.expect(303);
        let review = moderator.follow(&pressed).await.expect(200);
        assert!(review.one("[role=alert]").text().contains("It is yours"), "{review:?}");
        assert_eq!(app.submission(id).await.status, Status::InReview);

        let pressed = moderator.submit(&review, "form[action$='/approve-and-publish']", &[]).await.expect(303);
        assert_eq!(pressed.location(), format!("{path}?done=published"));
        let review = moderator.follow(&pressed).await.expect(200);
        let banner = review.one("[role=alert]");
        assert!(banner.text().contains("Next: The next one"), "{}", banner.text());

        // One mail, not two: "approved" and "published" in the same second is noise.
        let mails = told(&app, before).await;
        assert_eq!(mails.len(), 1, "{mails:?}");
        assert!(mails[0].subject.starts_with("Your case study is published"), "{}", mails[0].subject);
        assert!(mails[0].text.contains("/case-studies/tea-and-objects"), "{}", mails[0].text);
        let public = app.visitor().get("/case-studies/tea-and-objects").await.expect(200);
        assert!(public.one("h1").text().contains("Tea & objects"));
        assert!(!public.text().contains(MUSEUM), "the address is never published");

        let history: Vec<String> =
            review.select(".timeline-what").iter().map(|what| what.text().to_owned()).collect();
        assert_eq!(
            history,
            ["Published this", "Approved this", "Started the review", "Took this on", "Sent this for review", "Started the draft"]
        );
        // The banner does not come back on a page where it is long past.
        let wrong = moderator.get(&format!("{path}?done=declined")).await.expect(200);
        assert!(wrong.select("[role=alert]").is_empty(), "{wrong:?}");
    }

    async fn approved_now_published_later(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let before = told(&app, 0).await.len();
        let moderator = app.moderator().await;
        let path = format!("/moderate/cases/{reference}");
        let press = async |action: &str| {
            let page = moderator.get(&path).await.expect(200);
            drop(moderator.submit(&page, &format!("form[action$='/{action}']"), &[]).await.expect(303));
        };
        press("approve").await;
        assert_eq!(app.submission(id).await.status, Status::Approved);
        press("reopen").await;
        assert_eq!(app.submission(id).await.status, Status::InReview);
        press("approve").await;
        press("publish").await;
        assert_eq!(app.submission(id).await.status, Status::Published);
        let subjects: Vec<String> = told(&app, before).await.into_iter().map(|mail| mail.subject).collect();
        let begins = [
            "Your case study is approved",
            // They had a letter that does not hold any longer.
            "We are looking at your case study again",
            "Your case study is approved",
            "Your case study is published",
        ];
        assert_eq!(subjects.len(), begins.len(), "{subjects:?}");
        for (subject, begin) in subjects.iter().zip(begins) {
            assert!(subject.starts_with(begin), "{subject}");
        }
    }

    async fn changes_are_asked_for_made_and_shown(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let before = told(&app, 0).await.len();
        let moderator = app.moderator().await;
        let path = format!("/moderate/cases/{reference}/changes");
        let form = moderator.get(&path).await.expect(200);

        // What is missing is said, and what was typed stays.
        let short = [("reason", "evidence-gap"), ("field", "changed"), ("message", "Why? </textarea><b>")];
        let again = moderator.submit(&form, "form.letter", &short).await.expect(422);
        assert!(again.body().contains("<title>Error: Ask for changes"), "{again:?}");
        assert_eq!(again.one("#error-summary a").attr("href").as_deref(), Some("#message"));
        assert_eq!(again.value("reason").as_deref(), Some("evidence-gap"));
        assert_eq!(again.value("field").as_deref(), Some("changed"));
        assert_eq!(again.value("message").map(|text| text.trim().to_owned()).as_deref(), Some("Why? </textarea><b>"));

        // The mail can be read before it is sent.
        let message = "How many of the carers told you so?\nA number is enough.";
        let whole = [("reason", "evidence-gap"), ("field", "changed"), ("message", message)];
        let mut shown = whole.to_vec();
        shown.push(("preview", "yes"));
        let preview = moderator.submit(&again, "form.letter", &shown).await.expect(200);
        let letter = preview.value("letter").expect("the letter");
        assert!(letter.contains("How many of the carers told you so?"), "{letter}");
        assert_eq!(app.submission(id).await.status, Status::InReview, "a preview decides nothing");

        drop(moderator.submit(&preview, "form.letter", &whole).await.expect(303));
        assert_eq!(app.submission(id).await.status, Status::ChangesRequested);
        let mails = told(&app, before).await;
        assert_eq!(mails.len(), 1, "{mails:?}");
        assert!(mails[0].text.contains("Please tell us how you know"), "{}", mails[0].text);
        assert!(mails[0].text.contains("Please look at \u{201c}What changed?\u{201d}"), "{}", mails[0].text);
        assert!(mails[0].text.contains(message), "{}", mails[0].text);
        assert!(mails[0].links().iter().any(|link| link.starts_with("/track/")), "{}", mails[0].text);

        // What the museum is still writing is not the moderators' yet.
        let sent = answers_of(Section::Results).into_iter().find(|(field, _)| *field == "changed").expect("an answer").1;
        let better = vec![("changed", format!("Eleven of twelve told us. {sent}"))];
        app.answer(id, Section::Results, &better).await;
        let page = moderator.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        assert!(!page.text().contains("Eleven of twelve"), "{page:?}");
        app.send(id).await;
        let page = moderator.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        assert!(page.one(".review-changed").text().contains("Changed since last time"));
        assert_eq!(page.one(".difference-field").text(), "What changed");
        assert_eq!(page.one(".difference ins").text(), "Eleven of twelve told us.");
        let detail = page.one(".timeline-detail");
        assert!(detail.text().contains("Reason: Claim is stronger than the evidence"), "{}", detail.text());
    }

    async fn declined_kindly_and_opened_again(app: TestApp) {
        let (id, reference) = app.sent("Tea and objects").await;
        let before = told(&app, 0).await.len();
        let moderator = app.moderator().await;
        let path = format!("/moderate/cases/{reference}");
        let form = moderator.get(&format!("{path}/decline")).await.expect(200);
        drop(moderator.submit(&form, "form.letter", &[("message", "It was a pleasure to read.")]).await.expect(422));
        let fields = [("reason", "out-of-scope"), ("message", "It was a pleasure to read.")];
        drop(moderator.submit(&form, "form.letter", &fields).await.expect(303));
        assert_eq!(app.submission(id).await.status, Status::Declined);
        let mails = told(&app, before).await;
        assert_eq!(mails.len(), 1, "{mails:?}");
        assert!(mails[0].text.contains("We have decided not to publish"), "{}", mails[0].text);
        assert!(mails[0].text.contains("It was a pleasure to read."), "{}", mails[0].text);

        let page = moderator.get(&path).await.expect(200);
        drop(moderator.submit(&page, "form[action$='/reopen']", &[]).await.expect(303));
        assert_eq!(app.submission(id).await.status, Status::InReview);
        let mails = told(&app, before).await;
        assert_eq!(mails.len(), 2, "{mails:?}");
        assert!(mails[1].subject.starts_with("We are looking at your case study again"), "{}", mails[1].subject);
        let assignee = app.submission(id).await.assignee_id;
        assert!(assignee.is_some(), "whoever declined it is named beside it");
    }

    async fn taken_down_and_put_back(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let reader = app.visitor();
        drop(reader.get("/case-studies/tea-and-objects").await.expect(200));
        let moderator = app.moderator().await;
        let path = format!("/moderate/cases/{reference}");
        let form = moderator.get(&format!("{path}/take-down")).await.expect(200);
        drop(moderator.submit(&form, "form.letter", &[("message", "")]).await.expect(422));
        let why = [("message", "Somebody in it asked us to take it down.")];
        drop(moderator.submit(&form, "form.letter", &why).await.expect(303));
        drop(reader.get("/case-studies/tea-and-objects").await.expect(410));

        let done = format!("{path}?done=taken-down");
        assert!(moderator.get(&done).await.expect(200).text().contains("Readers no longer see it."));
        let page = moderator.get(&path).await.expect(200);
        assert!(page.one(".review-status").text().contains("Taken down"), "{page:?}");
        assert!(page.text().contains("Somebody in it asked us to take it down."), "the history says why");
        // A second press of an old page, and its words are kept.
        let late = moderator.submit(&form, "form.letter", &why).await.expect(409);
        assert!(late.one(".kept-words").text().contains("Somebody in it asked us"), "{late:?}");
        assert!(page.select(".decision form[action$='/restore']").is_empty(), "no single press puts it back");
        let form = moderator.get(&format!("{path}/restore")).await.expect(200);
        assert!(form.text().contains("Readers will see the same text as before it was taken down."), "{form:?}");
        let empty = moderator.submit(&form, "form.letter", &[]).await.expect(422);
        assert_eq!(empty.one("#error-summary a").attr("href").as_deref(), Some("#message"));
        drop(reader.get("/case-studies/tea-and-objects").await.expect(410));
        let because = [("message", "They agree to it now, by phone.")];
        drop(moderator.submit(&form, "form.letter", &because).await.expect(303));
        assert!(moderator.get(&path).await.expect(200).one(".timeline").text().contains("They agree to it now, by phone."));
        drop(reader.get("/case-studies/tea-and-objects").await.expect(200));
        assert_eq!(app.submission(id).await.status, Status::Published);
        // An old bookmark does not claim what was undone.
        assert!(!moderator.get(&done).await.expect(200).text().contains("Readers no longer see it."));
    }

    async fn a_text_is_put_back_as_it_was_on_the_page_or_not_at_all(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        let path = format!("/moderate/cases/{reference}");
        let form = sam.get(&format!("{path}/take-down")).await.expect(200);
        // A take-down waits for nobody, whatever happened to the tags meanwhile.
        let tags = ana.get(&format!("{path}/tags")).await.expect(200);
        drop(ana.submit(&tags, "form.tags-form", &[("themes", "homelessness")]).await.expect(303));
        let why = [("message", "Somebody in it asked us to take it down.")];
        drop(sam.submit(&form, "form.letter", &why).await.expect(303));

        let back = format!("{path}/restore");
        let because = [("message", "They agree to it now, by phone.")];
        let seen = sam.get(&back).await.expect(200);
        let tags = ana.get(&format!("{path}/tags")).await.expect(200);
        drop(ana.submit(&tags, "form.tags-form", &[("themes", "healthy-ageing")]).await.expect(303));
        let refused = sam.submit(&seen, "form.letter", &because).await.expect(409);
        assert!(refused.text().contains("Moderator 2 changed its tags at"), "{refused:?}");
        drop(app.visitor().get("/case-studies/tea-and-objects").await.expect(410));
        let seen = sam.get(&back).await.expect(200);
        assert!(seen.text().contains("Changed since readers saw it") && seen.text().contains("Healthy ageing"), "{seen:?}");
        drop(sam.submit(&seen, "form.letter", &because).await.expect(303));
        drop(app.visitor().get("/case-studies/tea-and-objects").await.expect(200));
        assert_eq!(app.submission(id).await.status, Status::Published);
    }

    async fn taken_on_is_given_back_by_whoever_took_it(app: TestApp) {
        let (id, reference) = app.sent("Tea and objects").await;
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        let path = format!("/moderate/cases/{reference}");
        let page = sam.get(&path).await.expect(200);
        drop(sam.submit(&page, "form[action$='/assign']", &[]).await.expect(303));
        let hers = ana.get(&path).await.expect(200);
        assert!(hers.text().contains("Moderator 1 is reading this one."), "{hers:?}");
        let version = app.submission(id).await.version.to_string();
        drop(ana.post(&format!("{path}/give-back"), &[("version", &version)]).await.expect(409));
        assert!(app.submission(id).await.assignee_id.is_some());
        let page = sam.get(&path).await.expect(200);
        drop(sam.submit(&page, "form[action$='/give-back']", &[]).await.expect(303));
        assert_eq!(app.submission(id).await.assignee_id, None);
        let hers = ana.get(&path).await.expect(200);
        drop(ana.submit(&hers, "form[action$='/assign']", &[]).await.expect(303));
        assert!(app.submission(id).await.assignee_id.is_some());
    }
}
