//! Notes on fields: shared by the team, sent as one request, and settled when they come back.

use crate::each_database;
use crate::support::how_often::races;
use crate::support::waiting::MUSEUM;
use crate::support::{Mail, Page, TestApp, Visitor};
use case_study::field_notes::{NoteReach, NoteState};
use case_study::{Move, Section, Status};
use sea_orm::EntityTrait;
use store::entity::mailed_address;
use store::field_notes::{Note, Written, add, of_submission};
use store::history::Actor;
use store::{field_notes, history, mailed_links};

/// A word that stands in notes for the team alone.
const PRIVATE: &str = "Quillifer";

/// Writes a note in the browser.
pub async fn note(sam: &Visitor, reference: &str, field: &str, words: &str, reach: &str) -> Page {
    let path = format!("/moderate/cases/{reference}/notes");
    let fields = [("field", field), ("note", words), ("reach", reach)];
    sam.post(&path, &fields).await
}

/// The same for its museum, without a page.
pub async fn noted(app: &TestApp, id: i64, field: &str, words: &str) {
    let written = Written {
        words: words.to_owned(),
        reason: String::new(),
        reach: NoteReach::Museum,
    };
    let noted = add(&app.db, &Actor::operator(), id, field, written).await;
    assert_eq!(noted.expect("the database"), field_notes::Noted::Done);
}

/// Sends what was noted, with nothing beside it.
pub async fn asks(app: &TestApp, id: i64) {
    let changes = Move::RequestChanges {
        reason: String::new(),
        field: String::new(),
        message: String::new(),
    };
    app.make(id, &changes, &Actor::operator()).await;
}

/// Every note of a submission as it is stored.
pub async fn notes(app: &TestApp, id: i64) -> Vec<Note> {
    of_submission(app.db.reader(), id)
        .await
        .expect("the database")
}

/// How many notes there are in each state: draft, sent, answered, settled.
pub async fn states(app: &TestApp, id: i64) -> [usize; 4] {
    let notes = notes(app, id).await;
    NoteState::ALL.map(|state| notes.iter().filter(|note| note.state == state).count())
}

async fn told(app: &TestApp) -> Mail {
    let mails = app.mails().await;
    mails
        .into_iter()
        .rfind(|mail| mail.to.contains(MUSEUM))
        .expect("a mail")
}

each_database! {
    async fn a_note_stands_under_its_answer_and_is_anybodys_of_the_team(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        let case = format!("/moderate/cases/{reference}");
        let version = app.submission(id).await.version;
        let saved = note(&sam, &reference, "did", "Where <b>did</b> they meet?", "museum").await.expect(303);
        assert_eq!(saved.location(), format!("{case}#notes-did"));
        assert_eq!(app.submission(id).await.version, version, "a note raises no version");

        let page = ana.get(&case).await.expect(200);
        let here = page.one("#notes-did > .kept-words");
        assert!(here.text().contains("Moderator 1, ") && here.text().contains("Where <b>did</b> they meet?"), "{}", here.text());
        assert!(here.text().contains("For the museum, not sent yet"), "{}", here.text());
        assert!(page.select("#notes-need > .kept-words").is_empty());
        assert!(page.one(".panel-notes").text().contains("1 note for the museum."), "{page:?}");

        let own = notes(&app, id).await[0].id;
        let path = format!("{case}/notes/{own}");
        assert_eq!(page.select(&format!("form[action='{path}']")).len(), 2, "to change it, and to remove it");
        let other = [("field", "did"), ("note", "Which room?"), ("reach", "team"), ("action", "save")];
        drop(ana.post(&path, &other).await.expect(303));
        let page = sam.get(&case).await.expect(200);
        let here = page.one("#notes-did > .kept-words").text().to_owned();
        assert!(here.contains("Moderator 2, ") && here.contains("Which room?") && here.contains("For the team only"), "{here}");
        assert!(page.select(".panel-notes").is_empty());
        drop(sam.post(&path, &[("field", "did"), ("action", "remove")]).await.expect(303));
        assert!(notes(&app, id).await.is_empty());
    }

    async fn notes_become_one_letter_in_the_order_of_the_form(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let sam = app.moderator().await;
        for (field, words) in [("design", "Who asked them?"), ("changed", "How many said so?"), ("did", "Where did they meet?"), ("museum", "Is this its name?")] {
            drop(note(&sam, &reference, field, words, "museum").await.expect(303));
        }
        let path = format!("/moderate/cases/{reference}/changes");
        let form = sam.get(&path).await.expect(200);
        let lines = ["1. Museum: Is this its name?", "2. What you did: Where did they meet?", "3. What changed: How many said so?", "4. How you know: Who asked them?"];
        let shown: Vec<String> = form.select("#notes-to-send ~ .kept-words p").iter().map(|line| line.text().to_owned()).collect();
        assert_eq!(shown, lines);
        assert!(form.select("#field").is_empty(), "the notes say where to look");
        let preview = sam.submit(&form, "form.letter", &[("preview", "yes")]).await.expect(200);
        let letter = preview.value("letter").expect("the letter");
        assert!(letter.contains("3. What changed: How many said so?"), "{letter}");
        drop(sam.submit(&form, "form.letter", &[]).await.expect(303));

        let mail = told(&app).await;
        assert!(mail.subject.starts_with("A question about your case study"), "{}", mail.subject);
        let places: Vec<usize> = lines.iter().map(|line| mail.text.find(line).unwrap_or_else(|| panic!("{line}: {}", mail.text))).collect();
        assert!(places.is_sorted(), "{places:?}");
        let stands = app.submission(id).await;
        assert_eq!((stands.status, stands.round, stands.all_fields_open), (Status::ChangesRequested.into(), 1, false));
        assert_eq!(states(&app, id).await, [0, 4, 0, 0]);
        assert!(notes(&app, id).await.iter().all(|note| note.round == 1));
        let past = history::history(&app.db, id).await.unwrap();
        assert_eq!(past.last().expect("an entry").detail.asked, lines);
    }

    async fn what_is_for_the_team_never_leaves(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let sam = app.moderator().await;
        let private = format!("{PRIVATE} phoned about this.");
        for field in ["did", "evidence_label", ""] {
            drop(note(&sam, &reference, field, &private, "team").await.expect(303));
        }
        drop(note(&sam, &reference, "did", "Where did they meet?", "museum").await.expect(303));
        let page = sam.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        assert!(page.one("#notes > .kept-words").text().contains(PRIVATE), "{page:?}");
        let form = sam.get(&format!("/moderate/cases/{reference}/changes")).await.expect(200);
        assert!(!form.body().contains(PRIVATE), "{form:?}");
        drop(sam.submit(&form, "form.letter", &[]).await.expect(303));

        let museum = app.museum_of(id, &reference).await;
        let draft = format!("/submit/{reference}");
        let tx = app.db.begin().await.unwrap();
        let token = mailed_links::issue_link(&tx, id).await.unwrap();
        tx.commit().await.unwrap();
        let key = store::fresh_token();
        let colleague = mailed_links::issue_read_link(&app.db, id, &key).await.unwrap().expect("a link");
        let mut paths = vec![format!("/track/{token}"), format!("/track/{token}/preview"), format!("/read/{colleague}")];
        paths.extend(["", "/changes", "/check", "/preview"].map(|page| format!("{draft}{page}")));
        paths.extend(Section::FORM.iter().map(|section| format!("{draft}/{}", section.slug())));
        for path in &paths {
            let page = museum.get(path).await.expect(200);
            assert!(!page.body().contains(PRIVATE), "{path}: {page:?}");
        }
        // Nor once it came back and is public.
        app.answer(id, Section::Story, &[("did", "Thirteen people met in the museum's own kitchen.".to_owned())]).await;
        app.send(id).await;
        for wanted in [Move::StartReview, Move::Approve, Move::Publish] {
            app.make(id, &wanted, &Actor::operator()).await;
        }
        for path in [format!("/track/{token}"), draft.clone(), "/case-studies/tea-and-objects".to_owned()] {
            assert!(!museum.get(&path).await.expect(200).body().contains(PRIVATE), "{path}");
        }
        for mail in app.mails().await {
            assert!(!mail.raw.contains(PRIVATE), "{mail:?}");
        }
        assert_eq!(states(&app, id).await, [3, 0, 1, 0], "the team keeps its own");
    }

    async fn a_colleagues_note_makes_no_letter_stale_and_does_not_go_unread(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        drop(note(&sam, &reference, "did", "Where did they meet?", "museum").await.expect(303));
        let form = ana.get(&format!("/moderate/cases/{reference}/changes")).await.expect(200);
        drop(note(&sam, &reference, "changed", "How many said so?", "museum").await.expect(303));
        drop(ana.submit(&form, "form.letter", &[]).await.expect(303));
        let mail = told(&app).await;
        assert!(mail.text.contains("Where did they meet?") && !mail.text.contains("How many said so?"), "{}", mail.text);
        assert_eq!(states(&app, id).await, [1, 1, 0, 0]);
    }

    async fn a_request_whose_notes_were_removed_is_not_sent_empty(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        drop(note(&sam, &reference, "did", "Where did they meet?", "museum").await.expect(303));
        let form = ana.get(&format!("/moderate/cases/{reference}/changes")).await.expect(200);
        let own = notes(&app, id).await[0].id;
        drop(sam.post(&format!("/moderate/cases/{reference}/notes/{own}"), &[("action", "remove"), ("field", "did")]).await.expect(303));
        let page = ana.submit(&form, "form.letter", &[]).await.expect(422);
        assert!(page.one(".error-summary").text().contains("Write a message"), "{page:?}");
        assert_eq!(app.submission(id).await.status, Status::InReview);
    }

    async fn a_note_on_a_field_that_is_gone_is_given_back_and_can_stay_with_the_team(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let sam = app.moderator().await;
        for (field, reach) in [("a_field_of_yesterday", "museum"), ("a_field_of_yesterday", "team"), ("evidence_label", "museum"), ("", "museum")] {
            let page = note(&sam, &reference, field, "Please <look> here.", reach).await.expect(409);
            assert!(page.text().contains("no longer part of the form"), "{page:?}");
            assert_eq!(page.one(".kept-words").text(), "Please <look> here.");
            assert!(notes(&app, id).await.is_empty(), "{field} {reach}");
        }
        let page = note(&sam, &reference, "a_field_of_yesterday", "Please look here.", "museum").await.expect(409);
        drop(sam.submit(&page, "main form", &[]).await.expect(303));
        let kept = notes(&app, id).await;
        assert_eq!((kept[0].field.as_str(), kept[0].words.as_str()), ("", "Please look here."));
        assert_eq!(kept[0].reach, NoteReach::Team);
    }

    async fn a_museum_is_not_asked_about_what_is_with_it_already(app: TestApp) {
        let (id, reference) = app.standing_at(Status::ChangesRequested, "Tea and objects").await;
        let sam = app.moderator().await;
        let page = note(&sam, &reference, "did", "Where did they meet?", "museum").await.expect(409);
        assert!(page.text().contains("is not with us now"), "{page:?}");
        assert_eq!(page.one(".kept-words").text(), "Where did they meet?");
        drop(sam.submit(&page, "main form", &[]).await.expect(303));
        let kept = notes(&app, id).await;
        assert_eq!((kept[0].field.as_str(), kept[0].reach.slug()), ("did", "team"));
    }

    async fn what_was_sent_is_neither_changed_nor_removed(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let sam = app.moderator().await;
        noted(&app, id, "did", "Where did they meet?").await;
        asks(&app, id).await;
        let own = notes(&app, id).await[0].id;
        let path = format!("/moderate/cases/{reference}/notes/{own}");
        let other = [("field", "did"), ("note", "Something else."), ("reach", "team"), ("action", "save")];
        let page = sam.post(&path, &other).await.expect(409);
        assert!(page.text().contains("was sent to the museum or removed"), "{page:?}");
        assert_eq!(page.one(".kept-words").text(), "Something else.");
        drop(sam.post(&path, &[("field", "did"), ("action", "remove")]).await.expect(409));
        drop(sam.post(&path, &[("field", "did"), ("action", "settle")]).await.expect(409));
        let kept = notes(&app, id).await;
        assert_eq!((kept[0].words.as_str(), kept[0].state.slug()), ("Where did they meet?", "sent"));
        // One of another case study is not reached through this one.
        let (_, other) = app.standing_at(Status::InReview, "Songs and soup").await;
        drop(sam.post(&format!("/moderate/cases/{other}/notes/{own}"), &[("field", "did"), ("action", "remove")]).await.expect(409));
        assert_eq!(states(&app, id).await, [0, 1, 0, 0]);
    }

    async fn a_note_that_says_nothing_or_too_much_comes_back_with_every_word(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let sam = app.moderator().await;
        let page = note(&sam, &reference, "did", " ", "museum").await.expect(422);
        assert!(page.one(".error-summary").text().contains("Write a note"), "{page:?}");
        let long = "\u{e9}".repeat(1001);
        let page = note(&sam, &reference, "did", &long, "museum").await.expect(422);
        assert_eq!(page.value("note").unwrap().trim(), long);
        let again = [("note", "Shorter."), ("action", "save")];
        drop(sam.submit(&page, "main form", &again).await.expect(303));
        assert_eq!(notes(&app, id).await[0].words, "Shorter.");
        // A foreign form, and a session that ended while they wrote.
        drop(note(&sam, &reference, "did", "Where?", "everybody").await.expect(400));
        let page = note(&app.visitor(), &reference, "did", "Where did they meet?", "museum").await.expect(403);
        assert!(page.body().contains("Where+did+they+meet") || page.text().contains("nothing you wrote is lost"), "{page:?}");
        assert_eq!(notes(&app, id).await.len(), 1);
    }

    async fn what_is_taken_back_is_the_teams_again_and_keeps_the_reply(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        noted(&app, id, "did", "Where did they meet?").await;
        asks(&app, id).await;
        let museum = app.museum_of(id, &reference).await;
        let own = notes(&app, id).await[0].id;
        let reply = format!("reply-{own}");
        let page = museum.get(&format!("/submit/{reference}/changes")).await.expect(200);
        drop(museum.submit(&page, "form.section-form", &[(reply.as_str(), "In the kitchen."), ("action", "later")]).await.expect(303));
        app.make(id, &Move::CallBack, &Actor::operator()).await;
        let back = notes(&app, id).await;
        assert_eq!((back[0].state.slug(), back[0].reply.as_str()), ("draft", ""), "what is not sent is not read");
        drop(museum.get(&format!("/submit/{reference}/changes")).await.expect(303));
        asks(&app, id).await;
        let page = museum.get(&format!("/submit/{reference}/changes")).await.expect(200);
        assert_eq!(page.value(&reply).unwrap().trim(), "In the kitchen.");
    }

    async fn on_return_asked_before_after_and_reply_stand_together_and_are_settled_by_one_press(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let sam = app.moderator().await;
        for (field, words) in [("did", "Where did they meet?"), ("changed", "How many said so?")] {
            noted(&app, id, field, words).await;
        }
        // Everything is open: what is changed besides is said.
        let form = sam.get(&format!("/moderate/cases/{reference}/changes")).await.expect(200);
        drop(sam.submit(&form, "form.letter", &[("all_fields", "yes")]).await.expect(303));
        assert!(app.submission(id).await.all_fields_open);
        let museum = app.museum_of(id, &reference).await;
        let page = museum.get(&format!("/submit/{reference}/changes")).await.expect(200);
        let own = notes(&app, id).await;
        let reply = format!("reply-{}", own[1].id);
        let kitchen = "They met in the kitchen of the museum, at one long table, on Tuesdays.";
        drop(museum.submit(&page, "form.section-form", &[("did", kitchen), (reply.as_str(), "Eight of <twelve>."), ("action", "later")]).await.expect(303));
        app.answer(id, Section::Care, &[("team_care", "We talked after each session.".to_owned())]).await;
        app.send(id).await;
        assert_eq!(states(&app, id).await, [0, 0, 2, 0]);

        let case = format!("/moderate/cases/{reference}");
        let review = sam.get(&case).await.expect(200);
        let parts = review.select("article.answered");
        assert_eq!(parts.len(), 2);
        assert!(parts[0].text().contains("Where did they meet?") && parts[0].text().contains(kitchen), "{}", parts[0].text());
        assert!(parts[0].text().contains("They wrote no reply."), "{}", parts[0].text());
        assert!(parts[1].text().contains("How many said so?") && parts[1].text().contains("The answer is as it was."), "{}", parts[1].text());
        assert!(parts[1].text().contains("Eight of <twelve>."), "{}", parts[1].text());
        let section = review.one("section[aria-labelledby=asked-and-answered]");
        let (_, also) = section.text().split_once("Also changed").expect("what was changed besides");
        assert!(also.contains("We talked after each session.") && !also.contains(kitchen), "{also}");
        // What the museum changed stands here and nowhere else.
        assert!(review.select("section[aria-labelledby=changed-since]").is_empty(), "{review:?}");

        let first = format!("article.answered form[action='{case}/notes/{}']", own[0].id);
        let settled = sam.submit(&review, &first, &[("action", "settle")]).await.expect(303);
        assert_eq!(settled.location(), format!("{case}#notes-did"));
        // Pressed twice, the second changes nothing.
        drop(sam.submit(&review, &first, &[("action", "settle")]).await.expect(303));
        assert_eq!(states(&app, id).await, [0, 0, 1, 1]);
        let review = sam.get(&case).await.expect(200);
        assert!(review.text().contains("1 note is settled"), "{review:?}");
    }

    async fn many_reasons_stand_in_four_groups_closed_until_they_are_wanted_and_a_few_stand_open(app: TestApp) {
        let (_, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let sam = app.moderator().await;
        let path = format!("/moderate/cases/{reference}");
        let form = sam.get(&format!("{path}/changes")).await.expect(200);
        assert!(form.select("form.letter details[open] input[name=reason]").is_empty(), "{form:?}");
        let groups: Vec<String> = form.select("form.letter details legend").iter().map(|one| one.text().to_owned()).collect();
        assert_eq!(groups, ["People", "Evidence", "Writing", "Scope"]);
        let wrong = sam.submit(&form, "form.letter", &[]).await.expect(422);
        assert!(!wrong.select("form.letter details[open] input[name=reason]").is_empty(), "{wrong:?}");
        let form = sam.get(&format!("{path}/decline")).await.expect(200);
        assert_eq!((form.select("form.letter input[name=reason]").len(), form.select("form.letter details").len()), (6, 0), "{form:?}");
    }

    async fn a_note_against_a_resend(app: TestApp) {
        let sam = app.moderator().await;
        // The note, whether the museum sent it, and how many notes are drafts, sent, answered, settled. One note was
        // sent with the request, so it is answered in every case.
        let refused = (409, Status::Submitted, [0, 0, 1, 0]);
        let taken = (303, Status::Submitted, [1, 0, 1, 0]);
        let mut seen = [0, 0];
        for run in 0..races(5) {
            // An address that nobody confirmed is not told of many moves a day.
            mailed_address::Entity::delete_many().exec(app.db.writer()).await.expect("nothing was counted");
            let (id, reference) = app.standing_at(Status::InReview, &format!("Tea and objects {run}")).await;
            noted(&app, id, "did", "Where did they meet?").await;
            asks(&app, id).await;
            let before = app.mails().await.len();
            let (page, ()) = tokio::join!(note(&sam, &reference, "changed", "How many said so?", "museum"), app.send(id));
            let came = (page.status().as_u16(), app.submission(id).await.status.known().expect("a status"), states(&app, id).await);
            assert!(came == refused || came == taken, "{came:?} was not written down");
            assert_eq!(app.mails().await.len(), before + 1, "the museum hears one thing");
            if came == refused {
                assert_eq!(page.one(".kept-words").text(), "How many said so?");
            }
            seen[usize::from(came == taken)] += 1;
        }
        eprintln!("the note first: {}, sent first: {}", seen[0], seen[1]);
    }

    async fn a_note_against_the_request(app: TestApp) {
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        // The note and the letter, then drafts, sent, answered, settled: the note that Ana did not read never goes.
        let first = (303, 303, [1, 1, 0, 0]);
        let late = (409, 303, [0, 1, 0, 0]);
        let mut seen = [0, 0];
        for run in 0..races(5) {
            let (id, reference) = app.standing_at(Status::InReview, &format!("Objects and tea {run}")).await;
            noted(&app, id, "did", "Where did they meet?").await;
            let form = ana.get(&format!("/moderate/cases/{reference}/changes")).await.expect(200);
            let (page, sent) = tokio::join!(
                note(&sam, &reference, "changed", "How many said so?", "museum"),
                ana.submit(&form, "form.letter", &[])
            );
            let came = (page.status().as_u16(), sent.status().as_u16(), states(&app, id).await);
            assert!(came == first || came == late, "{came:?} was not written down");
            seen[usize::from(came == late)] += 1;
        }
        eprintln!("the note first: {}, the letter first: {}", seen[0], seen[1]);
    }
}
