//! Museums that were asked and are silent: reminded twice, put aside, taken up again. Never published.

use crate::each_database;
use crate::support::TestApp;
use crate::support::complete_case::answers_of;
use crate::support::waiting::MUSEUM;
use case_study::planned::PlannedAction::{Lapse, Remind};
use case_study::{Move, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::entity::{agreement, planned_move, submission};
use store::history::Actor;
use store::{DAY_MS, letters, silence, submissions};

const CHANGES: &str = "A reminder about your case study";
const YES: &str = "A reminder: your page is ready";
const ASIDE: &str = "We put your case study aside";

/// Shows the museum its page.
async fn ask(app: &TestApp, id: i64) {
    let reference = app.submission(id).await.reference;
    app.label(&app.moderator().await, &reference, "monitored")
        .await;
    let ask = Move::AskYes {
        questions: vec![],
        message: String::new(),
    };
    app.make(id, &ask, &Actor::operator()).await;
}

async fn question(app: &TestApp, id: i64) -> agreement::Model {
    agreement::Entity::find()
        .filter(agreement::Column::SubmissionId.eq(id))
        .one(app.db.reader())
        .await
        .unwrap()
        .expect("a question")
}

/// What the museum was mailed since it was asked.
async fn mailed(app: &TestApp) -> Vec<String> {
    let mut subjects = app.subjects_to(MUSEUM).await;
    subjects.retain(|subject| [CHANGES, YES, ASIDE].contains(&subject.as_str()));
    subjects
}

/// Saves the page of the form that asks for the summary, with these words in it.
async fn save(app: &TestApp, id: i64, words: &str) {
    let section = case_study::fields::field("summary")
        .expect("a field")
        .section;
    let mut answers = answers_of(section);
    answers.retain(|(key, _)| *key != "summary");
    answers.push(("summary", words.to_owned()));
    app.answer(id, section, &answers).await;
}

each_database! {
    async fn changes_that_nobody_makes_are_reminded_of_twice_and_then_put_aside(app: TestApp) {
        let (id, _) = app.standing_at(Status::ChangesRequested, "Tea and objects").await;
        let asked = app.clock.now_ms();
        for (days, carried, expected) in [
            (13, 0, &[][..]),
            (1, 1, &[CHANGES][..]),
            (13, 0, &[CHANGES]),
            (1, 1, &[CHANGES, CHANGES]),
            (61, 0, &[CHANGES, CHANGES]),
            (1, 1, &[CHANGES, CHANGES, ASIDE]),
            (100, 0, &[CHANGES, CHANGES, ASIDE]),
        ] {
            app.clock.advance(days * DAY_MS);
            assert_eq!(app.carry_out_planned().await, carried, "{expected:?}");
            assert_eq!(mailed(&app).await, expected);
        }
        assert_eq!(app.submission(id).await.status, Status::Lapsed);
        assert!(app.waiting(id).await.is_empty());
        let lapse = &app.entries(id, "lapse").await[0];
        assert_eq!((lapse.role.as_str(), lapse.planned_move_id.is_some()), ("program", true));
        let mails = app.mails().await;
        let reminders: Vec<_> = mails.iter().filter(|mail| mail.subject.starts_with(CHANGES)).collect();
        let ends = case_study::local_time::day(asked + 90 * DAY_MS);
        assert!(!reminders[0].text.contains("last reminder"), "{:?}", reminders[0]);
        assert!(reminders[1].text.contains(&format!("If we hear nothing by {ends},")), "{:?}", reminders[1]);
        // They are letters, without the private link.
        let case = app.submission(id).await.case_id;
        let kept = letters::of_case(&app.db, case).await.unwrap();
        assert!(kept.iter().any(|letter| letter.subject.starts_with(ASIDE)), "{kept:?}");
        assert!(kept.iter().all(|letter| !letter.body.contains("/track/")), "{kept:?}");
    }

    async fn a_page_that_nobody_agrees_to_is_never_published(app: TestApp) {
        let (id, _) = app.standing_at(Status::InReview, "Tea and objects").await;
        ask(&app, id).await;
        for reminded in [1, 2] {
            app.clock.advance(14 * DAY_MS);
            assert_eq!(app.carry_out_planned().await, 1);
            assert_eq!(question(&app, id).await.reminded, reminded);
        }
        assert_eq!(mailed(&app).await, [YES, YES]);
        app.clock.advance(62 * DAY_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.submission(id).await.status, Status::Lapsed);
        assert_eq!(question(&app, id).await.answer.as_deref(), Some("void"));
        assert_eq!(mailed(&app).await, [YES, YES, ASIDE]);
        assert!(app.entries(id, "publish").await.is_empty());
        assert_eq!(app.visitor().get("/case-studies/tea-and-objects").await.status().as_u16(), 404);
    }

    async fn a_word_that_was_saved_is_no_silence(app: TestApp) {
        let (id, _) = app.standing_at(Status::ChangesRequested, "Tea and objects").await;
        app.clock.advance(10 * DAY_MS);
        save(&app, id, "Tea, objects and talk on Tuesdays for people who live alone.").await;
        let saved = app.clock.now_ms();
        app.clock.advance(4 * DAY_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert!(mailed(&app).await.is_empty());
        let waiting = app.waiting(id).await;
        assert_eq!(waiting.iter().map(|one| one.0).collect::<Vec<_>>(), [Remind, Lapse]);
        assert!((waiting[0].1 - (saved + 14 * DAY_MS)).abs() < 60_000, "{waiting:?}");
        app.clock.advance(10 * DAY_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(mailed(&app).await, [CHANGES]);
        // 90 days after it was asked it is not put aside; 90 after the word it is.
        app.clock.advance(66 * DAY_MS);
        app.carry_out_planned().await;
        assert_eq!(app.submission(id).await.status, Status::ChangesRequested);
        app.clock.advance(10 * DAY_MS);
        app.carry_out_planned().await;
        assert_eq!(app.submission(id).await.status, Status::Lapsed);
    }

    async fn a_word_after_the_last_reminder_starts_the_reminders_again(app: TestApp) {
        let (id, _) = app.standing_at(Status::ChangesRequested, "Tea and objects").await;
        for _ in 0..2 {
            app.clock.advance(14 * DAY_MS);
            assert_eq!(app.carry_out_planned().await, 1);
        }
        app.clock.advance(57 * DAY_MS);
        save(&app, id, "Tea, objects and talk on Tuesdays for people who live alone.").await;
        app.clock.advance(5 * DAY_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.submission(id).await.status, Status::ChangesRequested);
        let waiting = app.waiting(id).await;
        assert_eq!(waiting.iter().map(|one| one.0).collect::<Vec<_>>(), [Remind, Lapse]);
        assert_eq!(mailed(&app).await, [CHANGES, CHANGES]);
        app.clock.advance(9 * DAY_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(mailed(&app).await, [CHANGES, CHANGES, CHANGES]);
    }

    async fn an_answer_ends_it_and_the_next_question_starts_again(app: TestApp) {
        let (id, _) = app.standing_at(Status::ChangesRequested, "Tea and objects").await;
        let first = app.waiting(id).await;
        assert_eq!(first.len(), 2);
        app.clock.advance(DAY_MS);
        app.send(id).await;
        assert!(app.waiting(id).await.is_empty());
        app.make(id, &Move::StartReview, &Actor::operator()).await;
        ask(&app, id).await;
        let second = app.waiting(id).await;
        assert_eq!(second.len(), 2);
        assert!(second[0].1 >= first[0].1 + DAY_MS, "{first:?} {second:?}");
        app.make(id, &Move::CallBack, &Actor::operator()).await;
        assert!(app.waiting(id).await.is_empty());
        app.clock.advance(200 * DAY_MS);
        assert_eq!(app.carry_out_planned().await, 0);
        assert!(mailed(&app).await.is_empty());
    }

    async fn after_a_long_standstill_there_is_one_letter_and_not_three(app: TestApp) {
        let (put_aside, _) = app.standing_at(Status::ChangesRequested, "Tea and objects").await;
        app.clock.advance(70 * DAY_MS);
        let (reminded, _) = app.standing_at(Status::ChangesRequested, "Songs and soup").await;
        app.clock.advance(31 * DAY_MS);
        app.carry_out_planned().await;
        assert_eq!(app.submission(put_aside).await.status, Status::Lapsed);
        assert_eq!(app.submission(reminded).await.status, Status::ChangesRequested);
        let mut mails = mailed(&app).await;
        mails.sort();
        assert_eq!(mails, [CHANGES, ASIDE]);
        assert_eq!(app.waiting(reminded).await.len(), 1, "there is no reminder left");
    }

    async fn without_an_address_it_is_put_aside_all_the_same(app: TestApp) {
        let (id, _) = app.standing_at(Status::ChangesRequested, "Tea and objects").await;
        submission::Entity::update_many()
            .col_expr(submission::Column::SubmitterEmail, Expr::value(""))
            .filter(submission::Column::Id.eq(id))
            .exec(app.db.writer())
            .await
            .unwrap();
        let mails = app.mails().await.len();
        // Both reminders come up, and nobody is there to be reminded.
        for days in [14, 14, 62] {
            app.clock.advance(days * DAY_MS);
            assert_eq!(app.carry_out_planned().await, 1, "after {days} days");
        }
        assert_eq!(app.submission(id).await.status, Status::Lapsed);
        assert_eq!(app.mails().await.len(), mails);
    }

    async fn what_was_put_aside_is_taken_up_again_with_every_word(app: TestApp) {
        const WORDS: &str = "Tea, objects and talk on Tuesdays for people who live alone.";
        let (id, reference) = app.standing_at(Status::ChangesRequested, "Tea and objects").await;
        save(&app, id, WORDS).await;
        app.clock.advance(90 * DAY_MS);
        app.carry_out_planned().await;
        let museum = app.museum_of(id, &reference).await;
        let path = format!("/submit/{reference}");
        let page = museum.get(&path).await.expect(200);
        assert!(page.text().contains("You can take it up again."), "{page:?}");
        let resumed = museum.submit(&page, &format!("form[action='{path}/resume']"), &[]).await.expect(303);
        assert_eq!(resumed.location(), path);
        assert_eq!(app.submission(id).await.status, Status::ChangesRequested);
        let content = submissions::current_content(app.db.reader(), &app.submission(id).await).await.unwrap();
        assert_eq!(content.summary, WORDS);
        assert_eq!(app.waiting(id).await.len(), 2, "the silence is counted again");
        // A second press, and one of somebody else.
        drop(museum.post(&format!("{path}/resume"), &[]).await.expect(303));
        drop(app.visitor().post(&format!("{path}/resume"), &[]).await.expect(404));
        app.send(id).await;
        assert_eq!(app.submission(id).await.status, Status::Submitted);
    }

    async fn from_another_device_a_code_opens_it(app: TestApp) {
        let (id, reference) = app.standing_at(Status::ChangesRequested, "Tea and objects").await;
        app.clock.advance(90 * DAY_MS);
        app.carry_out_planned().await;
        let mails = app.mails().await;
        let link = mails.iter().rev().find(|mail| mail.subject.starts_with(ASIDE)).expect("a letter").links().remove(0);
        let page = app.visitor().get(&link).await.expect(200);
        assert!(page.text().contains("Take it up again on this device"), "{page:?}");
        assert!(page.select("form[action$='/resume']").is_empty(), "a link reads: {page:?}");
        drop(app.museum_of(id, &reference).await);
    }

    async fn staff_open_its_review_again(app: TestApp) {
        let (id, reference) = app.standing_at(Status::ChangesRequested, "Tea and objects").await;
        app.clock.advance(90 * DAY_MS);
        app.carry_out_planned().await;
        let sam = app.moderator().await;
        let page = sam.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        drop(sam.submit(&page, "form[action$='/reopen']", &[]).await.expect(303));
        assert_eq!(app.submission(id).await.status, Status::InReview);
    }

    async fn museums_that_an_earlier_version_asked_are_counted_from_now(app: TestApp) {
        let (id, _) = app.standing_at(Status::ChangesRequested, "Tea and objects").await;
        planned_move::Entity::delete_many().exec(app.db.writer()).await.unwrap();
        app.clock.advance(200 * DAY_MS);
        let (one, other) = tokio::join!(silence::count_everywhere(&app.db), silence::count_everywhere(&app.db));
        assert_eq!(one.unwrap() + other.unwrap(), 1);
        let waiting = app.waiting(id).await;
        assert_eq!(waiting.len(), 2);
        assert!(waiting[0].1 > app.clock.now_ms() + 13 * DAY_MS, "{waiting:?}");
        assert_eq!(silence::count_everywhere(&app.db).await.unwrap(), 0);
        assert_eq!(app.carry_out_planned().await, 0);
    }
}
