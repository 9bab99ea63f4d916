//! What a museum is asked, note by note: one page, what is open, and sending it again.

use super::pictures::jpeg;
use super::steps::{answer, content, declare, send, submission, words};
use crate::brought::{bring, sent};
use crate::each_database;
use crate::moderate::notes::{asks, noted, notes, states};
use crate::support::how_often::races;
use crate::support::{TestApp, Visitor};
use case_study::manner::Manner;
use case_study::{Answers, Move, Section, Status};
use serde_json::json;
use store::drafts::SaveOutcome;
use store::history::Actor;
use store::{drafts, history, transitions};

const FORM: &str = "form.section-form";
const LATER: (&str, &str) = ("action", "later");
const SAVE: &str = "/api/fn/save_draft";

/// A case study that its museum is asked about: its reference and id.
async fn asked(app: &TestApp, museum: &Visitor, about: &[(&str, &str)]) -> (String, i64) {
    let reference = send(museum).await;
    let id = submission(app, &reference).await.id;
    app.make(id, &Move::StartReview, &Actor::operator()).await;
    for (field, words) in about {
        noted(app, id, field, words).await;
    }
    asks(app, id).await;
    (reference, id)
}

each_database! {
    async fn every_note_stands_above_its_answer_on_one_page(app: TestApp) {
        let museum = app.visitor();
        let (reference, id) = asked(&app, &museum, &[("quotation", "May we use one?"), ("did", "Where <did> they meet?")]).await;
        let draft = format!("/submit/{reference}");
        let tasks = museum.get(&draft).await.expect(200);
        let banner = tasks.one(".banner");
        assert!(banner.text().contains("1. What you did: Where <did> they meet?") && banner.text().contains("0 of 2 done."), "{}", banner.text());
        let way = format!("{draft}/changes");
        assert_eq!(tasks.one(".banner a").attr("href").as_deref(), Some(way.as_str()));

        let page = museum.get(&way).await.expect(200);
        let headings: Vec<String> = page.select("main h2").iter().map(|one| one.text().to_owned()).collect();
        assert_eq!(headings, ["1. What you did", "2. Quotation"]);
        // Partners are open with it, and nothing else is.
        for name in ["did", "quotation", "quotation_from", "quotation_permission"] {
            assert_eq!(page.select(&format!("{FORM} [name={name}]")).len(), 1, "{name}");
        }
        for name in ["need", "title", "lessons"] {
            assert!(page.select(&format!("{FORM} [name={name}]")).is_empty(), "{name}");
        }
        let reply = format!("reply-{}", notes(&app, id).await[1].id);
        let kitchen = words(90);
        let typed = [("did", kitchen.as_str()), (reply.as_str(), "We have none."), LATER];
        let saved = museum.submit(&page, FORM, &typed).await.expect(303);
        assert_eq!(saved.location(), draft);
        assert_eq!(content(&app, &reference).await.did, kitchen);
        let page = museum.get(&way).await.expect(200);
        assert!(page.one(".page-heading").text().contains("2 of 2 done."), "{page:?}");
        assert_eq!(page.value(&reply).unwrap().trim(), "We have none.");
    }

    /// Defect 12 of the trial: the section said "Completed", and the note was not on its page.
    async fn a_page_that_is_asked_about_shows_its_note_and_is_not_called_completed(app: TestApp) {
        let museum = app.visitor();
        let (reference, _) = asked(&app, &museum, &[("did", "Where did they meet?")]).await;
        let status = async |section: &str| {
            let tasks = museum.get(&format!("/submit/{reference}")).await.expect(200);
            let link = tasks.one(&format!(".task-list a[href='/submit/{reference}/{section}']"));
            let id = link.attr("aria-describedby").expect("a status");
            tasks.one(&format!("#{id}")).text().to_owned()
        };
        assert_eq!(status("story").await, "In progress");
        assert_eq!(status("museum").await, "Completed");
        let page = museum.get(&format!("/submit/{reference}/story")).await.expect(200);
        assert_eq!(page.one(&format!("{FORM} .kept-words")).text(), "Where did they meet?");
        assert!(page.select(&format!("{FORM} [name=did]")).len() == 1 && page.select(&format!("{FORM} [name=need]")).is_empty());
        let closed = page.one("section[aria-labelledby=not-asked]");
        assert!(closed.text().contains("Our town has many people who live alone."), "{}", closed.text());
        // A page with nothing to change has no form.
        let other = museum.get(&format!("/submit/{reference}/museum")).await.expect(200);
        assert!(other.select(FORM).is_empty() && other.text().contains("Exampleton"), "{other:?}");
        let better = words(90);
        drop(answer(&museum, &reference, "story", &[("did", &better), LATER]).await.expect(303));
        assert_eq!(status("story").await, "Completed");
    }

    async fn a_photograph_that_was_not_asked_for_is_not_taken_and_says_why(app: TestApp) {
        let museum = app.visitor();
        let (reference, _) = asked(&app, &museum, &[("did", "Where did they meet?")]).await;
        let photograph = jpeg(200, 100, 70, false);
        let path = format!("/submit/{reference}/bring");
        let page = bring(&museum, &path, &[], &[sent("tea.jpg", &photograph)]).await.expect(422);
        let why = "\u{201c}tea.jpg\u{201d}: we did not ask about your photographs, so they stay as they are for now";
        assert_eq!(page.one("#error-summary li").text(), why);
        assert_eq!(content(&app, &reference).await.pictures, []);
        // The short way writes every answer, so it is not offered either.
        assert!(page.select(&format!("a[href='/submit/{reference}/short']")).is_empty(), "{page:?}");
    }

    async fn a_forged_field_is_refused_the_rest_is_kept_and_the_words_come_back(app: TestApp) {
        let museum = app.visitor();
        let (reference, id) = asked(&app, &museum, &[("did", "Where did they meet?")]).await;
        let before = content(&app, &reference).await;
        let (one, two) = (words(90), words(95));
        for (page, mine) in [("story", &one), ("changes", &two)] {
            let path = format!("/submit/{reference}/{page}");
            let form = museum.get(&path).await.expect(200);
            let forged = [("did", mine.as_str()), ("need", "Another <b>reason</b>."), LATER];
            let refused = museum.submit(&form, FORM, &forged).await.expect(409);
            assert!(refused.text().contains("This was not saved"), "{refused:?}");
            assert_eq!(refused.one(".kept-words p").text(), "Another <b>reason</b>.");
            assert!(!refused.text().contains(mine.as_str()), "what was saved is not given back as lost");
            let now = content(&app, &reference).await;
            assert_eq!((&now.did, &now.need), (mine, &before.need), "{page}");
        }
        // Not even one of another page, nor a reply to nothing.
        let form = museum.get(&format!("/submit/{reference}/changes")).await.expect(200);
        let forged = [("title", "Another title of the work"), ("reply-999999", "To nothing."), LATER];
        let refused = museum.submit(&form, FORM, &forged).await.expect(409);
        assert!(refused.text().contains("Another title of the work") && refused.text().contains("To nothing."), "{refused:?}");
        assert_eq!(content(&app, &reference).await.title, before.title);
        drop(museum.submit(&form, FORM, &[("status", "published")]).await.expect(400));
        // What says the same as is stored is no change.
        let form = museum.get(&format!("/submit/{reference}/story")).await.expect(200);
        drop(museum.submit(&form, FORM, &[("need", before.need.as_str()), LATER]).await.expect(303));
        // The whole page of a section that nobody asks about.
        let path = format!("/submit/{reference}/care");
        let refused = museum.post(&path, &[("team_care", "We talked."), ("base", "x"), LATER]).await.expect(409);
        assert_eq!(refused.one(".kept-words p").text(), "We talked.");
        assert_eq!(content(&app, &reference).await.team_care, "");
        assert_eq!(states(&app, id).await, [0, 1, 0, 0]);
    }

    async fn an_island_saves_what_was_asked_and_is_told_what_was_not(app: TestApp) {
        let museum = app.visitor();
        let (reference, id) = asked(&app, &museum, &[("did", "Where did they meet?")]).await;
        let before = content(&app, &reference).await;
        let reply = format!("reply-{}", notes(&app, id).await[0].id);
        for page in ["story", "changes"] {
            let form = museum.get(&format!("/submit/{reference}/{page}")).await.expect(200);
            assert_eq!(form.select(&format!("leptos-island {FORM}")).len(), 1, "{page}");
            let base = form.value("base").unwrap();
            let mine = format!("They met in the kitchen, says the page {page}.");
            let forged = json!({ "reference": reference, "section": page, "base": base, "answers": [["did", mine], ["need", "Another reason."]] });
            let told = museum.post_json(SAVE, &forged).await.expect(409).json();
            let unread = &told["Saved"]["unread"];
            assert_eq!((unread.as_array().map(Vec::len), unread[0]["field"].as_str()), (Some(1), Some("need")), "{told}");
            let now = content(&app, &reference).await;
            assert_eq!((&now.did, &now.need), (&mine, &before.need), "{page}");
            // It goes on from there.
            let base = told["Saved"]["base"].as_str().unwrap();
            let more = format!("{mine} And in the garden.");
            let answers = json!({ "reference": reference, "section": page, "base": base, "answers": [["did", more]] });
            drop(museum.post_json(SAVE, &answers).await.expect(200));
            assert_eq!(content(&app, &reference).await.did, more);
        }
        let form = museum.get(&format!("/submit/{reference}/changes")).await.expect(200);
        let did = content(&app, &reference).await.did;
        let base = form.value("base").unwrap();
        let replied = json!({ "reference": reference, "section": "changes", "base": base, "answers": [["did", did], [reply, "In the kitchen."]] });
        let told = museum.post_json(SAVE, &replied).await.expect(200).json();
        assert_ne!(told["Saved"]["base"].as_str(), Some(base.as_str()));
        // Another window is told, and changes nothing.
        let late = json!({ "reference": reference, "section": "changes", "base": base.split_once('.').unwrap().0, "answers": [["did", did], [reply, "In the attic."]] });
        assert_eq!(museum.post_json(SAVE, &late).await.expect(200).json(), json!("Overtaken"));
        let form = museum.get(&format!("/submit/{reference}/changes")).await.expect(200);
        assert_eq!(form.value(&reply).unwrap().trim(), "In the kitchen.");
        for stranger in [app.visitor(), app.submitter().await, app.moderator().await] {
            drop(stranger.post_json(SAVE, &replied).await.expect(404));
        }
    }

    async fn let_them_change_anything_opens_every_answer(app: TestApp) {
        let museum = app.visitor();
        let reference = send(&museum).await;
        let id = submission(&app, &reference).await.id;
        app.make(id, &Move::StartReview, &Actor::operator()).await;
        noted(&app, id, "did", "Where did they meet?").await;
        let manner = Manner { all_fields_open: true, ..Manner::default() };
        let changes = [Move::RequestChanges { reason: String::new(), field: String::new(), message: "Thank you.".into() }];
        let mail_context = app.state.settings.mail_context();
        let made = transitions::apply_in(&app.db, &mail_context, &Actor::operator(), id, None, &changes, &manner).await;
        assert!(made.unwrap().made().is_some());
        drop(answer(&museum, &reference, "care", &[("team_care", "We talked."), LATER]).await.expect(303));
        assert_eq!(content(&app, &reference).await.team_care, "We talked.");
        let page = museum.get(&format!("/submit/{reference}/changes")).await.expect(200);
        assert!(page.text().contains("You can change your other answers too"), "{page:?}");
        assert!(page.text().contains("Thank you."), "{page:?}");
    }

    async fn without_a_note_everything_is_open_and_there_is_no_list(app: TestApp) {
        let museum = app.visitor();
        let (reference, id) = asked(&app, &museum, &[]).await;
        assert!(app.submission(id).await.all_fields_open);
        let list = museum.get(&format!("/submit/{reference}/changes")).await.expect(303);
        assert_eq!(list.location(), format!("/submit/{reference}"));
        drop(answer(&museum, &reference, "care", &[("team_care", "We talked."), LATER]).await.expect(303));
    }

    async fn the_short_way_is_closed_while_only_some_answers_are_asked_about(app: TestApp) {
        let museum = app.visitor();
        let (reference, _) = asked(&app, &museum, &[("did", "Where did they meet?")]).await;
        let tasks = museum.get(&format!("/submit/{reference}")).await.expect(200);
        assert!(!tasks.text().contains("in your own words"), "{tasks:?}");
        drop(museum.get(&format!("/submit/{reference}/short")).await.expect(303));
        let own = words(50);
        let posted = [("own_words", own.as_str()), ("museum", "Another Museum")];
        let refused = museum.post(&format!("/submit/{reference}/short"), &posted).await.expect(409);
        assert!(refused.text().contains("Another Museum"), "{refused:?}");
        assert_eq!(content(&app, &reference).await.museum, "Example Museum");
    }

    /// Defect 6 of the trial: it was accepted, encouraged, and said to nobody.
    async fn sent_again_unchanged_is_asked_about_once_and_said_to_both_sides(app: TestApp) {
        let museum = app.visitor();
        let (reference, id) = asked(&app, &museum, &[("did", "Where did they meet?")]).await;
        let page = declare(&museum, &reference).await.expect(422);
        assert!(page.one(".banner").text().contains("Nothing was changed"), "{page:?}");
        assert_eq!(app.submission(id).await.status, Status::ChangesRequested);
        let sent = museum.submit(&page, "form.submit-declare", &[]).await.expect(303);
        assert_eq!(sent.location(), format!("/submit/{reference}/sent"));
        assert_eq!(states(&app, id).await, [0, 0, 1, 0]);
        let mail = app.mails().await.pop().expect("a mail");
        assert!(mail.subject.starts_with("We have your case study again") && mail.text.contains("without a change"), "{mail:?}");
        let last = history::history(&app.db, id).await.unwrap().pop().expect("an entry");
        assert!(last.detail.unchanged, "{last:?}");
        let review = app.moderator().await.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        assert!(review.text().contains("Sent again without a change"), "{review:?}");
        assert!(review.text().contains("Nothing was changed, and no reply was written."), "{review:?}");
        let stands = museum.get(&format!("/submit/{reference}")).await.expect(200);
        assert!(stands.text().contains("Nothing was changed, and no reply was written."), "{stands:?}");
    }

    async fn a_reply_alone_is_an_answer_and_what_comes_back_is_met_with_other_words(app: TestApp) {
        let museum = app.visitor();
        let (reference, id) = asked(&app, &museum, &[("did", "Where did they meet?")]).await;
        let reply = format!("reply-{}", notes(&app, id).await[0].id);
        let page = museum.get(&format!("/submit/{reference}/changes")).await.expect(200);
        drop(museum.submit(&page, FORM, &[(reply.as_str(), "In the kitchen."), LATER]).await.expect(303));
        // Not before it is sent.
        assert_eq!(notes(&app, id).await[0].reply, "");
        drop(declare(&museum, &reference).await.expect(303));
        assert_eq!(notes(&app, id).await[0].reply, "In the kitchen.");
        let mail = app.mails().await.pop().expect("a mail");
        assert!(mail.subject.starts_with("We have your changes"), "{}", mail.subject);
        assert!(!history::history(&app.db, id).await.unwrap().pop().expect("an entry").detail.unchanged);
    }

    async fn a_reply_that_is_too_long_is_kept_as_far_as_it_fits_and_shown_whole(app: TestApp) {
        let museum = app.visitor();
        let (reference, id) = asked(&app, &museum, &[("did", "Where did they meet?")]).await;
        let reply = format!("reply-{}", notes(&app, id).await[0].id);
        let page = museum.get(&format!("/submit/{reference}/changes")).await.expect(200);
        let long = "\u{e9}".repeat(2005);
        let refused = museum.submit(&page, FORM, &[(reply.as_str(), long.as_str()), LATER]).await.expect(422);
        assert!(refused.one(".error-summary").text().contains("without its last 5"), "{refused:?}");
        assert_eq!(refused.value(&reply).unwrap().trim(), long);
        drop(museum.submit(&refused, FORM, &[(reply.as_str(), "Shorter."), LATER]).await.expect(303));
    }

    async fn what_was_written_before_and_never_sent_can_still_be_put_right(app: TestApp) {
        let museum = app.visitor();
        let (reference, id) = asked(&app, &museum, &[]).await;
        let typed = [("participants", "some"), LATER];
        drop(answer(&museum, &reference, "evidence", &typed).await.expect(303));
        app.make(id, &Move::CallBack, &Actor::operator()).await;
        noted(&app, id, "did", "Where did they meet?").await;
        asks(&app, id).await;
        // It stands in the way of sending, so it is open although nobody asks about it.
        let page = museum.get(&format!("/submit/{reference}/evidence")).await.expect(200);
        assert_eq!(page.select(&format!("{FORM} [name=participants]")).len(), 1, "{page:?}");
        drop(museum.submit(&page, FORM, &[("participants", "12"), LATER]).await.expect(303));
        assert_eq!(content(&app, &reference).await.participants, Some(12));
    }

    async fn saving_a_closed_answer_against_the_request_that_closes_it(app: TestApp) {
        // What became of the save: too early, while moderators have it; or too late, when only another answer is open.
        // In either case the answer is as it was, and the note is with the museum.
        let (mut early, mut late) = (0, 0);
        for run in 0..races(5) {
            let (id, _) = app.standing_at(Status::InReview, &format!("Tea and objects {run}")).await;
            noted(&app, id, "did", "Where did they meet?").await;
            let before = app.content(id).await;
            let copy = drafts::working_copy(&app.db, id).await.unwrap();
            let base = drafts::fresh_base(&copy, Section::Story);
            let typed = [("did", "They met in the kitchen."), ("need", "Another reason.")];
            let pairs = typed.map(|(key, text)| (key.to_owned(), text.to_owned()));
            let answers = Answers::from_pairs(pairs, |_| true).unwrap();
            let (saved, ()) = tokio::join!(drafts::save_section(&app.db, id, Section::Story, &base, &answers), asks(&app, id));
            let now = app.content(id).await;
            match saved.unwrap() {
                SaveOutcome::Closed => {
                    assert_eq!(now.did, before.did, "run {run}");
                    early += 1;
                }
                SaveOutcome::Saved(saved) => {
                    assert_eq!(saved.not_asked, ["need"], "run {run}");
                    assert_eq!(now.did, "They met in the kitchen.", "run {run}");
                    late += 1;
                }
                other => panic!("run {run}: {other:?} was not written down"),
            }
            assert_eq!(now.need, before.need, "run {run}");
            assert_eq!((app.submission(id).await.status, states(&app, id).await), (Status::ChangesRequested.into(), [0, 1, 0, 0]));
        }
        eprintln!("too early: {early}, too late: {late}");
    }
}
