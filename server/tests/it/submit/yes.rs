//! The museum's yes: the page that it is shown, its four answers, and what becomes of each.

use super::steps::{answer, content, send, send_from, submission};
use super::tracking::code;
use crate::each_database;
use crate::support::{Page, TestApp, Visitor};
use case_study::agreement::Said;
use case_study::declarations::{Occasion, asked_at};
use case_study::{Action, Move, Section, Status};
use store::agreements::Agreement;
use store::declarations::Given;
use store::history::Actor;
use store::{agreements, declarations, drafts, history, letters, submissions};

const QUESTION: &str = "May we name the <b>hospital</b>?";
const FORM: &str = ".yes-answers form";

/// A case study that was sent from the visitor's browser and is being read; its reference.
async fn in_review(app: &TestApp, owner: &Visitor, moderator: &Visitor) -> String {
    let reference = send(owner).await;
    take_up(app, moderator, &reference).await;
    reference
}

/// A moderator begins to read it and chooses its label.
async fn take_up(app: &TestApp, moderator: &Visitor, reference: &str) {
    let id = submission(app, reference).await.id;
    app.make(id, &Move::StartReview, &Actor::operator()).await;
    app.label(moderator, reference, "monitored").await;
}

/// A moderator shows the page to the museum, with a question.
async fn show(moderator: &Visitor, reference: &str) {
    let path = format!("/moderate/cases/{reference}/ask-yes");
    let page = moderator.get(&path).await.expect(200);
    let asked = [("question_1", QUESTION), ("message", "We made it shorter.")];
    drop(
        moderator
            .submit(&page, "form.letter", &asked)
            .await
            .expect(303),
    );
}

/// The mailed link to the page.
async fn page_link(app: &TestApp) -> String {
    let mails = app.mails().await;
    let mail = mails
        .iter()
        .rev()
        .find(|mail| mail.subject.starts_with("Your page is ready"))
        .expect("a mail that shows the page");
    let link = mail
        .links()
        .into_iter()
        .find(|link| link.ends_with("/page"));
    link.expect("a link to the page")
}

async fn newest(app: &TestApp, reference: &str) -> Agreement {
    let id = submission(app, reference).await.id;
    let newest = agreements::newest(app.db.reader(), id).await.unwrap();
    newest.expect("something was asked")
}

fn said(agreement: &Agreement) -> Option<Said> {
    agreement.said.as_ref().and_then(|said| said.known())
}

/// What was declared for the text that was shown.
async fn declared(app: &TestApp, reference: &str) -> Vec<Given> {
    let shown = newest(app, reference).await.revision_id;
    let id = submission(app, reference).await.id;
    let all = declarations::of_submission(app.db.reader(), id)
        .await
        .unwrap();
    all.into_iter()
        .filter(|given| given.revision_id == shown)
        .collect()
}

async fn letters_of(app: &TestApp, reference: &str) -> Vec<(bool, String)> {
    let case = submission(app, reference).await.case_id;
    let letters = letters::of_case(&app.db, case).await.unwrap();
    letters
        .into_iter()
        .map(|one| (one.from_museum, one.body))
        .collect()
}

fn both<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let ticks = asked_at(Occasion::Yes).map(|one| ("declarations", one.key));
    ticks.chain(more.iter().copied()).collect()
}

fn error_links(page: &Page) -> Vec<String> {
    let links = page.select(".error-summary a");
    links.iter().filter_map(|link| link.attr("href")).collect()
}

each_database! {
    async fn the_page_is_shown_with_a_question_and_opening_it_changes_nothing(app: TestApp) {
        let (owner, sam) = (app.visitor(), app.moderator().await);
        let reference = in_review(&app, &owner, &sam).await;
        show(&sam, &reference).await;
        let before = submission(&app, &reference).await;
        assert_eq!(before.status, Status::AwaitingYes);
        let mails = app.mails().await;
        let mail = mails.last().unwrap();
        assert_eq!(mail.subject, format!("Your page is ready: may we publish it? ({reference})"));
        assert!(mail.text.contains("We made it shorter.") && mail.text.contains(QUESTION), "{mail:?}");

        let link = page_link(&app).await;
        let stranger = app.visitor();
        for _ in 0..2 {
            let page = stranger.get(&link).await.expect(200);
            assert_eq!(page.select("h1").len(), 1);
            assert!(page.one("article.case h1").text().contains("Tea & objects"), "{page:?}");
            assert!(page.one("article.case").text().contains("Monitored"), "the label: {page:?}");
            assert!(page.one("label[for=reply_1]").text().starts_with(QUESTION), "{page:?}");
            assert!(page.select("#reply_2").is_empty());
            let buttons: Vec<_> = page.select(&format!("{FORM} button")).iter().filter_map(|one| one.attr("value")).collect();
            assert_eq!(buttons, ["yes", "change", "write", "no"]);
            assert!(page.select("input[type=checkbox][checked]").is_empty());
            assert_eq!(page.header("cache-control"), "no-store, no-transform");
            assert!(page.text().contains("we email a code"), "{page:?}");
        }
        // Nobody was mailed anything by that, and nothing moved.
        assert_eq!(app.mails().await.len(), mails.len());
        let after = submission(&app, &reference).await;
        assert_eq!((after.status, after.version), (before.status, before.version));
        assert!(newest(&app, &reference).await.is_open());
        // Whoever began it is asked for no code, and finds it from their own page.
        let own = owner.get(&format!("/submit/{reference}/page")).await.expect(200);
        assert!(!own.text().contains("we email a code"), "{own:?}");
        drop(stranger.get(&format!("/submit/{reference}/page")).await.expect(404));
        drop(stranger.get("/track/x/page").await.expect(404));
    }

    async fn a_yes_with_the_link_alone_takes_a_code_and_keeps_everything_typed(app: TestApp) {
        let (owner, sam) = (app.visitor(), app.moderator().await);
        let reference = in_review(&app, &owner, &sam).await;
        show(&sam, &reference).await;
        let link = page_link(&app).await;
        let device = app.visitor();
        let page = device.get(&link).await.expect(200);
        let reply = "Yes, gladly:\n<i>the Royal</i> & friends.";
        let pressed = both(&[("reply_1", reply), ("action", "yes")]);
        let asked = device.submit(&page, FORM, &pressed).await.expect(200);
        assert_eq!(asked.one("h1").text(), "Check your email");
        assert_eq!(submission(&app, &reference).await.status, Status::AwaitingYes);
        let right = code(&app).await;
        let wrong = if right == "000000" { "000001" } else { "000000" };
        let refused = device.submit(&asked, "form.form", &[("code", wrong)]).await.expect(422);
        assert_eq!(error_links(&refused), ["#code"]);
        assert_eq!(refused.value("reply_1").as_deref(), Some(reply));
        // Back to the page: everything is as it was left.
        let back = device.submit(&refused, "form.form", &[("back", "yes")]).await.expect(200);
        assert_eq!(back.select("input[type=checkbox][checked]").len(), 2, "{back:?}");
        assert_eq!(back.value("reply_1").as_deref(), Some(reply));

        let agreed = device.submit(&refused, "form.form", &[("code", &right)]).await.expect(303);
        assert_eq!(agreed.location(), link);
        let thanks = device.follow(&agreed).await.expect(200);
        assert_eq!(thanks.one("h1").text(), "Thank you: you said yes");
        assert_eq!(submission(&app, &reference).await.status, Status::Approved);
        let yes = newest(&app, &reference).await;
        assert_eq!(said(&yes), Some(Said::Yes));
        let id = submission(&app, &reference).await.id;
        assert_eq!(agreements::last_yes(app.db.reader(), id).await.unwrap(), Some(yes.revision_id));
        // All of it for this very text, what was sworn at sending too.
        let keys: Vec<String> = declared(&app, &reference).await.into_iter().map(|given| given.key).collect();
        assert_eq!(keys, ["send", "licence", "facts"]);
        let letter = format!("You asked: {QUESTION}\n\n{reply}");
        assert_eq!(letters_of(&app, &reference).await.last(), Some(&(true, letter.clone())));
        assert_eq!(yes.words, letter);
        // The moderators read it, and the page is the text that was shown.
        let review = sam.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        assert!(review.one("section[aria-labelledby=history]").text().contains("Agreed to the page"), "{review:?}");
        assert!(review.one("section[aria-labelledby=letters]").text().contains("the Royal"), "{review:?}");
        let shown = submissions::text_of_revision(app.db.reader(), yes.revision_id).await.unwrap();
        assert_eq!(shown.as_ref(), Some(&content(&app, &reference).await));
        // Pressed twice, with the old page: one row, and told the same.
        let again = owner.submit(&page, FORM, &both(&[("action", "yes")])).await.expect(303);
        assert_eq!(owner.follow(&again).await.expect(200).one("h1").text(), "Thank you: you said yes");
        assert_eq!(declared(&app, &reference).await.len(), 3);
    }

    async fn what_is_missing_in_an_answer_is_said_and_no_word_is_lost(app: TestApp) {
        let (owner, sam) = (app.visitor(), app.moderator().await);
        let reference = in_review(&app, &owner, &sam).await;
        show(&sam, &reference).await;
        let path = format!("/submit/{reference}/page");
        let page = owner.get(&path).await.expect(200);
        let unticked = [("action", "yes"), ("reply_1", "Gladly."), ("words", "Thanks.")];
        let refused = owner.submit(&page, FORM, &unticked).await.expect(422);
        assert_eq!(error_links(&refused), ["#declarations"]);
        assert!(refused.one("title").text().starts_with("Error: "));
        assert_eq!(refused.value("reply_1").as_deref(), Some("Gladly."));
        assert_eq!(refused.value("words").as_deref(), Some("Thanks."));
        let half = [("action", "yes"), ("declarations", "facts")];
        let refused = owner.submit(&page, FORM, &half).await.expect(422);
        assert_eq!(refused.select("input[type=checkbox][checked]").len(), 1);
        let silent = owner.submit(&page, FORM, &[("action", "write"), ("words", " \u{200b}")]).await.expect(422);
        assert_eq!(error_links(&silent), ["#words"]);
        let long = "x".repeat(5_001);
        let long = owner.submit(&page, FORM, &[("action", "change"), ("words", &long)]).await.expect(422);
        assert_eq!(error_links(&long), ["#words"]);

        let agreement = newest(&app, &reference).await.id.to_string();
        for foreign in [
            vec![("agreement", agreement.as_str()), ("action", "publish")],
            vec![("agreement", "999999"), ("action", "change")],
            vec![("agreement", &agreement), ("action", "yes"), ("declarations", "everything")],
            vec![("agreement", &agreement), ("action", "yes"), ("status", "published")],
        ] {
            drop(owner.post(&path, &foreign).await.expect(400));
        }
        assert_eq!(submission(&app, &reference).await.status, Status::AwaitingYes);
        assert!(newest(&app, &reference).await.is_open());
        // The right to write ended: every word is given back.
        let stranger = app.visitor();
        let gone = stranger.submit(&page, FORM, &[("action", "write"), ("words", "The year.")]).await.expect(404);
        assert!(gone.one(".kept-words").text().contains("The year."), "{gone:?}");
    }

    async fn change_something_opens_every_page_of_the_form_with_the_text_as_shown(app: TestApp) {
        let (owner, sam) = (app.visitor(), app.moderator().await);
        let reference = in_review(&app, &owner, &sam).await;
        show(&sam, &reference).await;
        let shown = content(&app, &reference).await;
        let page = owner.get(&format!("/submit/{reference}/page")).await.expect(200);
        let opened = owner.submit(&page, FORM, &[("action", "change"), ("reply_1", "Gladly.")]).await.expect(303);
        assert_eq!(opened.location(), format!("/submit/{reference}"));
        drop(owner.follow(&opened).await.expect(200));
        let now = submission(&app, &reference).await;
        assert_eq!(now.status, Status::ChangesRequested);
        assert_eq!(said(&newest(&app, &reference).await), Some(Said::Change));
        assert_eq!(content(&app, &reference).await, shown, "its own words and what moderators set");
        assert_eq!(letters_of(&app, &reference).await.last().map(|one| one.0), Some(true));
        for section in Section::FORM {
            drop(owner.get(&format!("/submit/{reference}/{}", section.slug())).await.expect(200));
        }
        // Pressed twice.
        let again = owner.submit(&page, FORM, &[("action", "change"), ("reply_1", "Gladly.")]).await.expect(303);
        assert_eq!(again.location(), opened.location());
        // A yes to what is being changed is none, and says why.
        let late = owner.submit(&page, FORM, &both(&[("action", "yes"), ("words", "Fine.")])).await.expect(409);
        assert!(late.text().contains("Your answer was not taken") && late.one(".kept-words").text().contains("Fine."), "{late:?}");
        assert_eq!(submission(&app, &reference).await.status, Status::ChangesRequested);
    }

    async fn words_to_us_bring_it_back_into_review_and_no_is_asked_once_more(app: TestApp) {
        let (owner, sam) = (app.visitor(), app.moderator().await);
        let reference = in_review(&app, &owner, &sam).await;
        show(&sam, &reference).await;
        let path = format!("/submit/{reference}/page");
        let page = owner.get(&path).await.expect(200);
        let words = [("action", "write"), ("words", "The year is wrong: it was 2019.")];
        let wrote = owner.submit(&page, FORM, &words).await.expect(303);
        assert_eq!(owner.follow(&wrote).await.expect(200).one("h1").text(), "You wrote to us about your page");
        assert_eq!(submission(&app, &reference).await.status, Status::InReview);
        assert_eq!(said(&newest(&app, &reference).await), Some(Said::Change));
        assert_eq!(letters_of(&app, &reference).await.last(), Some(&(true, "The year is wrong: it was 2019.".to_owned())));
        drop(owner.submit(&page, FORM, &words).await.expect(303));
        assert_eq!(letters_of(&app, &reference).await.iter().filter(|one| one.0).count(), 1);
        let review = sam.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        assert!(review.text().contains("it was 2019"), "{review:?}");

        show(&sam, &reference).await;
        let page = owner.get(&path).await.expect(200);
        let sure = owner.submit(&page, FORM, &[("action", "no"), ("reply_1", "Rather not.")]).await.expect(200);
        assert_eq!(sure.one("h1").text(), "Do not publish it?");
        assert_eq!(submission(&app, &reference).await.status, Status::AwaitingYes);
        let refused = owner.submit(&sure, "form.form", &[("words", "Our director said no.")]).await.expect(303);
        assert_eq!(owner.follow(&refused).await.expect(200).one("h1").text(), "We will not publish it");
        assert_eq!(submission(&app, &reference).await.status, Status::Withdrawn);
        let no = newest(&app, &reference).await;
        assert_eq!(said(&no), Some(Said::No));
        assert!(no.words.contains("Rather not.") && no.words.ends_with("Our director said no."), "{no:?}");
        let told = app.mails().await.pop().unwrap();
        assert_eq!(told.subject, format!("We will not publish your case study ({reference})"));
        assert!(!told.raw.contains("director") && !told.raw.contains("Tea"), "{told:?}");
    }

    async fn what_was_taken_back_or_changed_since_takes_no_yes(app: TestApp) {
        let (owner, sam) = (app.visitor(), app.moderator().await);
        let reference = in_review(&app, &owner, &sam).await;
        show(&sam, &reference).await;
        let path = format!("/submit/{reference}/page");
        let page = owner.get(&path).await.expect(200);
        let case = format!("/moderate/cases/{reference}");
        let desk = sam.get(&case).await.expect(200);
        drop(sam.submit(&desk, "form[action$='/call-back']", &[]).await.expect(303));
        assert_eq!(said(&newest(&app, &reference).await), Some(Said::Void));
        let told = app.mails().await.pop().unwrap();
        assert_eq!(told.subject, format!("You do not have to do anything now ({reference})"));

        let yes = both(&[("action", "yes"), ("reply_1", "Gladly."), ("words", "Thank you.")]);
        let late = owner.submit(&page, FORM, &yes).await.expect(409);
        assert!(late.one(".kept-words").text().contains("Gladly."), "{late:?}");
        assert_eq!(owner.get(&path).await.expect(200).one("h1").text(), "There is nothing to answer now");

        app.label(&sam, &reference, "evaluated").await;
        show(&sam, &reference).await;
        let changed = owner.submit(&page, FORM, &yes).await.expect(409);
        assert!(changed.one(".banner").text().contains("Evidence"), "{changed:?}");
        assert!(changed.select("input[type=checkbox][checked]").is_empty(), "no tick is kept");
        assert_eq!(changed.value("reply_1").as_deref(), Some("Gladly."));
        assert_eq!(changed.value("words").as_deref(), Some("Thank you."));
        assert_eq!(submission(&app, &reference).await.status, Status::AwaitingYes);
        // From that page it is a yes.
        drop(owner.submit(&changed, FORM, &both(&[("action", "yes")])).await.expect(303));
        assert_eq!(submission(&app, &reference).await.status, Status::Approved);
        let shown = newest(&app, &reference).await.revision_id;
        let text = submissions::text_of_revision(app.db.reader(), shown).await.unwrap();
        assert_eq!(text.expect("a text").evidence_label, "evaluated");
    }

    async fn what_a_museum_wrote_and_never_sent_is_laid_over_the_newest_text(app: TestApp) {
        let (owner, sam) = (app.visitor(), app.moderator().await);
        let reference = in_review(&app, &owner, &sam).await;
        let id = submission(&app, &reference).await.id;
        show(&sam, &reference).await;
        let page = owner.get(&format!("/submit/{reference}/page")).await.expect(200);
        drop(owner.submit(&page, FORM, &[("action", "change")]).await.expect(303));
        let typed = [("hard", "The lift broke twice."), ("action", "later")];
        drop(answer(&owner, &reference, "results", &typed).await.expect(303));
        // Taken back while they write: what they wrote is kept, and not read by anybody.
        app.make(id, &Move::CallBack, &Actor::operator()).await;
        assert_ne!(content(&app, &reference).await.hard, "The lift broke twice.");
        assert_eq!(drafts::working_copy(&app.db, id).await.unwrap().content.hard, "The lift broke twice.");
        app.label(&sam, &reference, "evaluated").await;
        let ask = Move::RequestChanges { reason: String::new(), field: String::new(), message: "More, please.".to_owned() };
        app.make(id, &ask, &Actor::operator()).await;
        let mine = drafts::working_copy(&app.db, id).await.unwrap().content;
        assert_eq!((mine.hard.as_str(), mine.evidence_label.as_str()), ("The lift broke twice.", "evaluated"));
        // Sent: from then on that is the text, and nothing is laid over it a second time.
        app.send(id).await;
        app.make(id, &Move::StartReview, &Actor::operator()).await;
        app.label(&sam, &reference, "monitored").await;
        app.make(id, &ask, &Actor::operator()).await;
        let mine = drafts::working_copy(&app.db, id).await.unwrap().content;
        assert_eq!((mine.hard.as_str(), mine.evidence_label.as_str()), ("The lift broke twice.", "monitored"));
    }

    async fn a_page_that_is_not_ready_is_not_shown_and_says_what_it_needs(app: TestApp) {
        let (owner, sam) = (app.visitor(), app.moderator().await);
        let reference = send(&owner).await;
        let id = submission(&app, &reference).await.id;
        app.make(id, &Move::StartReview, &Actor::operator()).await;
        let path = format!("/moderate/cases/{reference}/ask-yes");
        let page = sam.get(&path).await.expect(200);
        assert!(page.one(".banner").text().contains("evidence label"), "{page:?}");
        assert!(page.select("form.letter").is_empty(), "nothing to send yet: {page:?}");
        let version = submission(&app, &reference).await.version.to_string();
        let sent = [("version", version.as_str()), ("question_1", QUESTION), ("message", "Here it is.")];
        let refused = sam.post(&path, &sent).await.expect(422);
        assert_eq!(refused.value("question_1").as_deref(), Some(QUESTION));
        assert_eq!(refused.value("message").as_deref(), Some("Here it is."));
        assert_eq!(submission(&app, &reference).await.status, Status::InReview);

        app.label(&sam, &reference, "monitored").await;
        let page = sam.get(&path).await.expect(200);
        let asked = [("question_1", ""), ("question_2", QUESTION), ("preview", "yes")];
        let preview = sam.submit(&page, "form.letter", &asked).await.expect(200);
        let letter = preview.value("letter").expect("the letter");
        assert!(letter.contains(QUESTION), "{letter}");
        assert!(newest_of(&app, id).await.is_none(), "a look at the email asks nobody");
        // Somebody was faster.
        app.label(&sam, &reference, "evaluated").await;
        let late = sam.submit(&preview, "form.letter", &[]).await.expect(409);
        assert_eq!(late.value("question_1").as_deref(), Some(QUESTION));
        drop(sam.submit(&late, "form.letter", &[]).await.expect(303));
        assert_eq!(newest(&app, &reference).await.questions, [QUESTION]);
        let long = "x".repeat(301);
        app.make(id, &Move::CallBack, &Actor::operator()).await;
        let page = sam.get(&path).await.expect(200);
        let long = sam.submit(&page, "form.letter", &[("question_1", &long)]).await.expect(422);
        assert_eq!(error_links(&long), ["#question_1"]);
    }

    async fn every_row_of_the_table_about_the_yes_through_its_pages(app: TestApp) {
        let (owner, sam) = (app.visitor(), app.moderator().await);
        let museum = async |reference: &str, fields: &[(&str, &str)]| {
            let page = owner.get(&format!("/submit/{reference}/page")).await.expect(200);
            let next = owner.submit(&page, FORM, fields).await;
            if next.select("input[value=sure]").is_empty() {
                next.expect(303)
            } else {
                owner.submit(&next, "form.form", &[]).await.expect(303)
            }
        };
        // From, action, to: by hand. `*`: what stays open of an asking is closed by it.
        for (from, action, to, closed) in [
            (Status::InReview, Action::AskYes, Status::AwaitingYes, None),
            (Status::AwaitingYes, Action::Agree, Status::Approved, Some(Said::Yes)),
            (Status::AwaitingYes, Action::Answer, Status::InReview, Some(Said::Change)),
            (Status::AwaitingYes, Action::Amend, Status::ChangesRequested, Some(Said::Change)),
            (Status::AwaitingYes, Action::Refuse, Status::Withdrawn, Some(Said::No)),
            (Status::AwaitingYes, Action::CallBack, Status::InReview, Some(Said::Void)),
            (Status::AwaitingYes, Action::Decline, Status::Declined, Some(Said::Void)),
            (Status::ChangesRequested, Action::CallBack, Status::InReview, Some(Said::Change)),
            (Status::ChangesRequested, Action::Decline, Status::Declined, Some(Said::Change)),
        ] {
            let email = format!("{}.{}@museum.example", from.slug(), action.slug());
            let reference = send_from(&owner, &email).await;
            take_up(&app, &sam, &reference).await;
            if from != Status::InReview {
                show(&sam, &reference).await;
            }
            if from == Status::ChangesRequested {
                drop(museum(&reference, &[("action", "change")]).await);
            }
            assert_eq!(submission(&app, &reference).await.status, from);
            let case = format!("/moderate/cases/{reference}");
            match action {
                Action::AskYes => show(&sam, &reference).await,
                Action::Agree => drop(museum(&reference, &both(&[("action", "yes")])).await),
                Action::Answer => drop(museum(&reference, &[("action", "write"), ("words", "No.")]).await),
                Action::Amend => drop(museum(&reference, &[("action", "change")]).await),
                Action::Refuse => drop(museum(&reference, &[("action", "no")]).await),
                Action::CallBack => {
                    let desk = sam.get(&case).await.expect(200);
                    drop(sam.submit(&desk, "form[action$='/call-back']", &[]).await.expect(303));
                }
                _ => {
                    let form = sam.get(&format!("{case}/decline")).await.expect(200);
                    let why = [("reason", "out-of-scope"), ("message", "It was a pleasure to read.")];
                    drop(sam.submit(&form, "form.letter", &why).await.expect(303));
                }
            }
            assert_eq!(submission(&app, &reference).await.status, to, "{from:?} {action:?}");
            assert_eq!(said(&newest(&app, &reference).await), closed, "{from:?} {action:?}");
            let id = submission(&app, &reference).await.id;
            let last = history::history(&app.db, id).await.unwrap().pop().unwrap();
            assert_eq!(last.kind.slug(), action.slug());
        }
    }
}

async fn newest_of(app: &TestApp, id: i64) -> Option<Agreement> {
    agreements::newest(app.db.reader(), id).await.unwrap()
}
