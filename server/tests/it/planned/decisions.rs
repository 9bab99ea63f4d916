//! Each decision that tells somebody is carried out later, unless it is called back: planned, called back, done now,
//! stale by each kind of thing, and two at once.

use super::{MINUTE_MS, UNDO_MS};
use crate::each_database;
use crate::moderate::notes::{note, noted, notes, states};
use crate::support::waiting::MUSEUM;
use crate::support::{TestApp, Visitor};
use case_study::decision::DecisionMessage;
use case_study::field_notes::NoteReach;
use case_study::manner::{EditedLetter, Manner};
use case_study::planned::PlannedAction;
use case_study::{Decision, Move, Role, Status};
use store::decisions::{Deciding, decide};
use store::field_notes::{Noted, Written, change};
use store::history::Actor;

/// A decision, where it is made, what is sent with it, what it plans, where it leads, and how its letter begins.
type Row = (
    &'static str,
    Status,
    &'static [(&'static str, &'static str)],
    PlannedAction,
    Status,
    &'static str,
);

const CHANGES: &[(&str, &str)] = &[
    ("reason", "jargon"),
    ("message", "Please say what an MDT is."),
];
const DECLINE: &[(&str, &str)] = &[
    ("reason", "out-of-scope"),
    ("message", "It was a pleasure to read."),
];

const ROWS: [Row; 9] = [
    (
        "changes",
        Status::InReview,
        CHANGES,
        PlannedAction::RequestChanges,
        Status::ChangesRequested,
        "A question about",
    ),
    (
        "changes",
        Status::Submitted,
        CHANGES,
        PlannedAction::RequestChanges,
        Status::ChangesRequested,
        "A question about",
    ),
    (
        "ask-yes",
        Status::InReview,
        &[],
        PlannedAction::AskYes,
        Status::AwaitingYes,
        "Your page is ready",
    ),
    (
        "approve",
        Status::InReview,
        &[],
        PlannedAction::Approve,
        Status::Approved,
        "Your case study is approved",
    ),
    (
        "approve-and-publish",
        Status::InReview,
        &[],
        PlannedAction::ApproveAndPublish,
        Status::Published,
        "Your case study is published",
    ),
    (
        "publish",
        Status::Approved,
        &[],
        PlannedAction::Publish,
        Status::Published,
        "Your case study is published",
    ),
    (
        "decline",
        Status::InReview,
        DECLINE,
        PlannedAction::Decline,
        Status::Declined,
        "About your case study",
    ),
    (
        "decline",
        Status::Submitted,
        DECLINE,
        PlannedAction::Decline,
        Status::Declined,
        "About your case study",
    ),
    (
        "reopen",
        Status::Declined,
        &[],
        PlannedAction::Reopen,
        Status::InReview,
        "We are looking at your case study again",
    ),
];

/// Where a submission stands once a decision about it is planned: what waited is being read.
fn planned_at(status: Status) -> Status {
    if status == Status::Submitted {
        Status::InReview
    } else {
        status
    }
}

/// Presses the button of a decision, or sends its letter, under the version that stands now.
async fn decides(
    app: &TestApp,
    who: &Visitor,
    id: i64,
    action: &str,
    fields: &[(&str, &str)],
) -> u16 {
    let submission = app.submission(id).await;
    let version = submission.version.to_string();
    let mut all = vec![("version", version.as_str())];
    all.extend_from_slice(fields);
    let path = format!("/moderate/cases/{}/{action}", submission.reference);
    who.post(&path, &all).await.status().as_u16()
}

/// The one decision that waits.
async fn the_plan(app: &TestApp, id: i64) -> store::planned_moves::Waiting {
    let waiting = store::planned_moves::waiting_for(app.db.reader(), id)
        .await
        .unwrap();
    let mut decided = waiting
        .into_iter()
        .filter(|one| !one.action.is_the_programs_own());
    let plan = decided.next().expect("a decision waits");
    assert_eq!(decided.next(), None);
    plan
}

async fn letters(app: &TestApp) -> usize {
    app.subjects_to(MUSEUM).await.len()
}

/// A case study at the status of a row, ready for its decision.
async fn ready(app: &TestApp, row: &Row) -> i64 {
    let (id, reference) = app.standing_at(row.1, "Tea and objects").await;
    if row.0 == "ask-yes" {
        app.label(&app.moderator().await, &reference, "monitored")
            .await;
    }
    id
}

each_database! {
    async fn each_waits_and_is_carried_out_when_it_is_due(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let sam = app.moderator().await;
        for row in &ROWS {
            let (action, status, fields, planned, left, letter) = *row;
            let id = ready(&app, row).await;
            let (version, mails) = (app.submission(id).await.version, letters(&app).await);
            assert_eq!(decides(&app, &sam, id, action, fields).await, 303, "{row:?}");
            let now = app.submission(id).await;
            assert_eq!(now.status, planned_at(status), "{row:?}");
            assert!(now.version > version, "whoever looks at an older page hears of it: {row:?}");
            let plan = the_plan(&app, id).await;
            assert_eq!(plan.action, planned, "{row:?}");
            app.clock.advance(UNDO_MS - MINUTE_MS);
            assert_eq!(app.carry_out_planned().await, 0, "{row:?}");
            assert_eq!(letters(&app).await, mails, "no letter is queued: {row:?}");
            app.clock.advance(MINUTE_MS);
            assert_eq!(app.carry_out_planned().await, 1, "{row:?}");
            let now = app.submission(id).await;
            assert_eq!(now.status, left, "{row:?}");
            assert!(now.assignee_id.is_some() || matches!(action, "publish" | "reopen"), "{row:?}");
            assert_eq!(app.end_of(plan.id).await, ("done".to_owned(), "made".to_owned()), "{row:?}");
            let told = app.subjects_to(MUSEUM).await;
            assert_eq!(told.len(), mails + 1, "{row:?}");
            assert!(told[mails].starts_with(letter), "{row:?}: {told:?}");
        }
    }

    async fn each_is_called_back_and_nothing_went(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (sam, kim) = (app.moderator().await, app.moderator().await);
        for row in &ROWS {
            let (action, status, fields, ..) = *row;
            let id = ready(&app, row).await;
            let mails = letters(&app).await;
            assert_eq!(decides(&app, &sam, id, action, fields).await, 303, "{row:?}");
            let plan = the_plan(&app, id).await.id;
            // While it waits nothing else can be decided, by whoever it is.
            assert_eq!(decides(&app, &kim, id, "approve", &[]).await, 409, "{row:?}");
            let version = app.submission(id).await.version;
            assert_eq!(decides(&app, &kim, id, &format!("planned/{plan}/stop"), &[]).await, 303, "{row:?}");
            assert_eq!(app.end_of(plan).await, ("cancelled".to_owned(), "called_back".to_owned()), "{row:?}");
            let now = app.submission(id).await;
            assert_eq!((now.status, now.version), (planned_at(status).into(), version + 1), "{row:?}");
            app.clock.advance(UNDO_MS);
            assert_eq!(app.carry_out_planned().await, 0, "{row:?}");
            assert_eq!(letters(&app).await, mails, "{row:?}");
            assert_eq!(app.entries(id, "plan").await.len(), 1, "{row:?}");
            assert_eq!(app.entries(id, "stop_plan").await.len(), 1, "{row:?}");
            // Once more is one sentence, and changes nothing.
            let late = decides(&app, &sam, id, &format!("planned/{plan}/stop"), &[]).await;
            assert_eq!((late, app.submission(id).await.version), (409, version + 1), "{row:?}");
        }
    }

    async fn each_is_done_now_on_demand(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (sam, kim) = (app.moderator().await, app.moderator().await);
        for row in &ROWS {
            let (action, _, fields, _, left, letter) = *row;
            let id = ready(&app, row).await;
            let mails = letters(&app).await;
            assert_eq!(decides(&app, &sam, id, action, fields).await, 303, "{row:?}");
            let plan = the_plan(&app, id).await.id;
            assert_eq!(decides(&app, &kim, id, &format!("planned/{plan}/now"), &[]).await, 303, "{row:?}");
            assert_eq!(app.submission(id).await.status, left, "{row:?}");
            assert_eq!(app.end_of(plan).await, ("done".to_owned(), "made".to_owned()), "{row:?}");
            app.clock.advance(UNDO_MS);
            assert_eq!(app.carry_out_planned().await, 0, "{row:?}");
            let told = app.subjects_to(MUSEUM).await;
            assert_eq!(told.len(), mails + 1, "{row:?}");
            assert!(told[mails].starts_with(letter), "{row:?}: {told:?}");
        }
    }

    async fn at_once_where_nobody_is_told_or_no_time_is_set(app: TestApp) {
        let sam = app.moderator().await;
        for row in &ROWS {
            let (action, _, fields, _, left, _) = *row;
            let id = ready(&app, row).await;
            assert_eq!(decides(&app, &sam, id, action, fields).await, 303, "{row:?}");
            assert_eq!(app.submission(id).await.status, left, "{row:?}");
            assert!(app.entries(id, "plan").await.is_empty(), "{row:?}");
        }
    }

    async fn taking_down_and_taking_back_never_wait(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let sam = app.moderator().await;
        let (id, _) = app.standing_at(Status::Published, "Tea and objects").await;
        let why = [("message", "A person in it asked us to.")];
        assert_eq!(decides(&app, &sam, id, "take-down", &why).await, 303);
        drop(app.visitor().get("/case-studies/tea-and-objects").await.expect(410));
        let told = app.mails().await;
        let down = told.iter().rfind(|mail| mail.subject.starts_with("We took your case study down")).expect("the museum is told");
        assert!(down.to.contains(MUSEUM) && down.text.contains(why[0].1), "{down:?}");
        assert!(!down.text.contains("Tea and objects"), "the title may be why: {down:?}");
        let (id, _) = app.standing_at(Status::ChangesRequested, "Songs and soup").await;
        assert_eq!(decides(&app, &sam, id, "call-back", &[]).await, 303);
        assert_eq!(app.submission(id).await.status, Status::InReview);
    }

    async fn whatever_happened_meanwhile_makes_it_stale_and_its_author_is_told(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let kim = app.moderator().await;
        for what in ["assign", "edit", "withdraw", "second thoughts"] {
            let (account, address) = app.account(Role::Moderator).await;
            let sam = app.visitor();
            sam.post(&format!("/test/signed-in/{account}"), &[]).await.expect(204);
            let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
            assert_eq!(decides(&app, &sam, id, "approve", &[]).await, 303, "{what}");
            let plan = the_plan(&app, id).await.id;
            match what {
                "assign" => assert_eq!(decides(&app, &kim, id, "assign", &[]).await, 303),
                "edit" => {
                    let edit = kim.get(&format!("/moderate/cases/{reference}/edit/title")).await.expect(200);
                    let words = [("title", "Tea and other objects"), ("weight", "form")];
                    drop(kim.submit(&edit, "form.edit-form", &words).await.expect(303));
                }
                "withdraw" => app.make(id, &Move::Withdraw, &Actor::submitter()).await,
                _ => {
                    // Made stale by a colleague, who then decides something else.
                    assert_eq!(decides(&app, &kim, id, "assign", &[]).await, 303);
                    assert_eq!(decides(&app, &kim, id, "decline", DECLINE).await, 303);
                    assert_eq!(app.end_of(plan).await.1, "changed", "{what}: at once");
                }
            }
            let before = app.submission(id).await.status;
            app.clock.advance(UNDO_MS);
            app.carry_out_planned().await;
            let (ended, told) = (app.end_of(plan).await, app.subjects_to(&address).await);
            if what == "withdraw" {
                assert_eq!(ended, ("cancelled".to_owned(), "withdrawn".to_owned()));
                assert!(told.is_empty(), "{told:?}");
            } else {
                assert_eq!(ended, ("stale".to_owned(), "changed".to_owned()), "{what}");
                // Before its time it will not be; after it, it was not.
                let ended = if what == "second thoughts" { "will not be" } else { "was not" };
                let title = if what == "edit" { "Tea and other objects" } else { "Tea and objects" };
                assert_eq!(told, [format!("It {ended} approved: {title}")], "{what}");
            }
            if matches!(what, "assign" | "edit") {
                assert_eq!(app.submission(id).await.status, before, "{what}");
            }
        }
    }

    async fn a_colleagues_tag_leaves_a_request_and_a_decline_as_they_were(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (sam, kim) = (app.moderator().await, app.moderator().await);
        for (action, fields, left) in [
            ("changes", CHANGES, Status::ChangesRequested),
            ("decline", DECLINE, Status::Declined),
            ("approve", &[][..], Status::InReview),
        ] {
            let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
            assert_eq!(decides(&app, &sam, id, action, fields).await, 303, "{action}");
            let plan = the_plan(&app, id).await.id;
            for theme in ["homelessness", "healthy-ageing"] {
                let tags = kim.get(&format!("/moderate/cases/{reference}/tags")).await.expect(200);
                drop(kim.submit(&tags, "form.tags-form", &[("themes", theme)]).await.expect(303));
            }
            app.clock.advance(UNDO_MS);
            assert_eq!(app.carry_out_planned().await, 1, "{action}");
            assert_eq!(app.submission(id).await.status, left, "{action}");
            let end = if action == "approve" { "changed" } else { "made" };
            assert_eq!(app.end_of(plan).await.1, end, "{action}");
        }
    }

    async fn of_two_at_once_one_is_planned(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (sam, kim) = (app.moderator().await, app.moderator().await);
        for round in 0..8 {
            let (id, _) = app.standing_at(Status::InReview, &format!("Tea and objects {round}")).await;
            let (first, second) = tokio::join!(
                decides(&app, &sam, id, "approve-and-publish", &[]),
                decides(&app, &kim, id, "decline", DECLINE),
            );
            let mut codes = [first, second];
            codes.sort_unstable();
            assert_eq!(codes, [303, 409], "round {round}");
            let planned = if first == 303 { PlannedAction::ApproveAndPublish } else { PlannedAction::Decline };
            assert_eq!(the_plan(&app, id).await.action, planned, "round {round}");
            assert_eq!(app.submission(id).await.status, Status::InReview, "round {round}");
        }
    }

    async fn an_edited_letter_goes_as_it_was_edited(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let sam = app.moderator().await;
        let (_, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let path = format!("/moderate/cases/{reference}");
        let form = sam.get(&format!("{path}/decline")).await.expect(200);
        let mut fields = DECLINE.to_vec();
        fields.push(("preview", "yes"));
        let shown = sam.submit(&form, "form.letter", &fields).await.expect(200);
        assert!(shown.value("letter").expect("the letter").contains(DECLINE[1].1), "{shown:?}");
        let empty = sam.submit(&shown, "form.letter", &[("letter", " ")]).await.expect(422);
        assert!(empty.text().contains("The letter is empty. Write what the museum reads"), "{empty:?}");
        // What it was made of is changed afterwards: it is asked once whether it still fits.
        let edited = [("letter", "Dear Ana,\n\nnot this time."), ("message", "It was a great pleasure to read.")];
        let asked = sam.submit(&shown, "form.letter", &edited).await.expect(422);
        assert_eq!(asked.value("letter").map(|text| text.trim().to_owned()).as_deref(), Some("Dear Ana,\n\nnot this time."));
        drop(sam.submit(&asked, "form.letter", &[]).await.expect(303));
        app.clock.advance(UNDO_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        let mails = app.mails().await;
        let mail = mails.iter().rfind(|mail| mail.to.contains(MUSEUM)).expect("a letter");
        assert_eq!(mail.subject, format!("About your case study ({reference})"));
        assert!(mail.text.starts_with("Hello,\n\nDear Ana,\n\nnot this time.\n\nSee it here"), "{}", mail.text);
        assert!(mail.text.contains(&format!("Your reference is {reference}.")), "{}", mail.text);
        assert!(!mail.text.contains("pleasure to read"), "{}", mail.text);
        let page = sam.get(&path).await.expect(200);
        assert!(page.text().contains("not this time."), "the history keeps what went: {page:?}");

        // The letter of an approval too.
        let (id, reference) = app.standing_at(Status::InReview, "Songs and soup").await;
        let form = sam.get(&format!("/moderate/cases/{reference}/approve-and-publish")).await.expect(200);
        drop(sam.submit(&form, "form.letter", &[("letter", "We are glad to have it.")]).await.expect(303));
        let plan = the_plan(&app, id).await.id;
        assert_eq!(decides(&app, &sam, id, &format!("planned/{plan}/now"), &[]).await, 303);
        let mails = app.mails().await;
        let mail = mails.iter().rfind(|mail| mail.to.contains(MUSEUM)).expect("a letter");
        assert!(mail.text.starts_with("Hello,\n\nWe are glad to have it.\n\nRead the page here:"), "{}", mail.text);
        assert!(mail.text.contains("/case-studies/songs-and-soup\n"), "{}", mail.text);
    }

    async fn it_is_published_on_a_day_or_one_sentence_says_why_not(app: TestApp) {
        let sam = app.moderator().await;
        let (id, reference) = app.standing_at(Status::Approved, "Tea and objects").await;
        // 3 March 2026, 14:05 UTC.
        app.clock.set(1_772_546_709_000);
        let path = format!("/moderate/cases/{reference}/publish");
        for (when, sentence) in [
            ("3 March 2026, 9:30 am", "3 March 2026, 9:30 am has passed. Choose a later time"),
            ("29 March 2026, 1:30 am", "The clocks go forward that night, so there is no such time."),
            ("some day", "Enter a day and a time, such as 3 March 2027, 9:30 am"),
        ] {
            let form = sam.get(&path).await.expect(200);
            let refused = sam.submit(&form, "form.letter", &[("when", when)]).await.expect(422);
            assert!(refused.text().contains(sentence), "{when}: {refused:?}");
            assert_eq!(refused.value("when").as_deref(), Some(when));
            assert!(app.waiting(id).await.is_empty(), "nothing changed: {when}");
        }
        let form = sam.get(&path).await.expect(200);
        drop(sam.submit(&form, "form.letter", &[("when", "5 March 2026, 9:30 am")]).await.expect(303));
        assert_eq!(app.waiting(id).await, [(PlannedAction::Publish, 1_772_703_000_000)]);
        app.clock.set(1_772_703_000_000 - MINUTE_MS);
        assert_eq!(app.carry_out_planned().await, 0);
        app.clock.advance(MINUTE_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.submission(id).await.status, Status::Published);
    }

    async fn a_note_that_a_colleague_adds_while_the_request_waits_stays_a_draft(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (sam, kim) = (app.moderator().await, app.moderator().await);
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        noted(&app, id, "did", "Where did they meet?").await;
        let form = sam.get(&format!("/moderate/cases/{reference}/changes")).await.expect(200);
        drop(sam.submit(&form, "form.letter", &[]).await.expect(303));
        drop(note(&kim, &reference, "changed", "How many said so?", "museum").await.expect(303));
        app.clock.advance(UNDO_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.submission(id).await.status, Status::ChangesRequested);
        assert_eq!(states(&app, id).await, [1, 1, 0, 0]);
        let mails = app.mails().await;
        let asked = mails.iter().rfind(|mail| mail.to.contains(MUSEUM)).expect("the letter");
        assert!(asked.text.contains("Where did they meet?") && !asked.text.contains("How many said so?"), "{asked:?}");
    }

    async fn a_note_that_is_reworded_while_the_request_waits_goes_so_unless_the_letter_was_edited(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (sam, _) = app.account(Role::Moderator).await;
        let actor = Actor { account_id: Some(sam), roles: vec![Role::Moderator] };
        let context = app.state.settings.mail_context();
        let body = "Dear Ana, where did they meet?";
        let edited = EditedLetter { subject: String::new(), body: body.to_owned() };
        for (letter, says, not) in [(None, "In which room?", "Where did they meet?"), (Some(edited), body, "In which room?")] {
            let (id, _) = app.standing_at(Status::InReview, "Tea and objects").await;
            noted(&app, id, "did", "Where did they meet?").await;
            let own = notes(&app, id).await[0].id;
            let manner = Manner { letter, notes: Some(vec![own]), ..Manner::default() };
            let written = DecisionMessage { manner, ..DecisionMessage::default() };
            let asked = Deciding {
                submission_id: id,
                seen_version: app.submission(id).await.version,
                decision: Decision::RequestChanges,
                written: &written,
                due_at: None,
            };
            assert!(decide(&app.db, &context, &actor, asked).await.unwrap().made().is_some());
            let words = "In which room?".to_owned();
            let reworded = Written { words, reason: String::new(), reach: NoteReach::Museum };
            assert_eq!(change(&app.db, &actor, id, own, reworded).await.unwrap(), Noted::Done);
            app.clock.advance(UNDO_MS);
            assert_eq!(app.carry_out_planned().await, 1);
            assert_eq!(states(&app, id).await, [0, 1, 0, 0]);
            let mails = app.mails().await;
            let asked = mails.iter().rfind(|mail| mail.to.contains(MUSEUM)).expect("the letter");
            assert!(asked.text.contains(says) && !asked.text.contains(not), "{asked:?}");
        }
    }
}
