//! A museum that writes or answers in the moment in which its case study is put aside, and a decision in the moment
//! in which it is carried out. Every outcome is one of those written down here.

use super::UNDO_MS;
use crate::each_database;
use crate::support::TestApp;
use crate::support::how_often::races;
use case_study::agreement::MuseumAnswer;
use case_study::decision::DecisionMessage;
use case_study::planned::PlannedAction::Lapse;
use case_study::{Decision, Move, Role, Section, Status};
use store::decisions::{Decided, Deciding, call_off, decide};
use store::history::Actor;
use store::planned_moves::{Carried, carry_out, due};
use store::{DAY_MS, agreements, drafts, planned_moves, transitions};

/// Carries out the lapse that is due; after a wait that is another one each time.
async fn lapse(app: &TestApp, round: usize) -> Carried {
    tokio::time::sleep(std::time::Duration::from_micros(
        (round as u64 * 137) % 2500,
    ))
    .await;
    let context = app.state.settings.mail_context();
    let mut last = Carried::Over;
    for id in due(&app.db, &[]).await.unwrap() {
        loop {
            match carry_out(&app.db, &context, id).await.unwrap() {
                // Somebody has it: the worker comes again.
                Carried::Busy => {}
                carried => {
                    last = carried;
                    break;
                }
            }
        }
    }
    last
}

/// Whether the museum's move was made.
async fn makes(app: &TestApp, id: i64, wanted: Move, round: usize) -> bool {
    tokio::time::sleep(std::time::Duration::from_micros(
        (round as u64 * 211) % 2500,
    ))
    .await;
    let (context, actor) = (app.state.settings.mail_context(), Actor::submitter());
    let made = transitions::apply(&app.db, &context, &actor, id, None, &[wanted]).await;
    made.expect("the database answers").made().is_some()
}

/// An answer without words to what the museum was asked last.
async fn answer_to_newest(app: &TestApp, id: i64) -> MuseumAnswer {
    let asked = agreements::newest(app.db.reader(), id).await;
    MuseumAnswer {
        agreement: asked.expect("the database answers").expect("an asking").id,
        ..MuseumAnswer::default()
    }
}

/// Asks a museum for its yes and lets 90 days pass.
async fn asked(app: &TestApp, title: &str) -> i64 {
    let (id, _) = app.standing_at(Status::AwaitingYes, title).await;
    app.clock.advance(90 * DAY_MS);
    id
}

each_database! {
    async fn amending_against_a_lapse(app: TestApp) {
        let (mut amended, mut lapsed) = (0, 0);
        for round in 0..races(5) {
            let id = asked(&app, "Tea and objects").await;
            let answer = answer_to_newest(&app, id).await;
            let (amends, _) = tokio::join!(makes(&app, id, Move::Amend { answer }, round), lapse(&app, round));
            let status = app.submission(id).await.status;
            let waiting = app.waiting(id).await;
            let (moves, lapses) = (app.entries(id, "amend").await.len(), app.entries(id, "lapse").await.len());
            if amends {
                // The museum was first: it writes, and the silence is counted from now.
                assert_eq!(status, Status::ChangesRequested, "round {round}");
                assert_eq!((moves, lapses, waiting.len()), (1, 0, 2), "round {round}");
                assert!(waiting.iter().all(|(_, due_at)| *due_at > app.clock.now_ms()), "round {round}");
                amended += 1;
            } else {
                // It was put aside first: nothing of the museum's was written, and nothing waits.
                assert_eq!(status, Status::Lapsed, "round {round}");
                assert_eq!((moves, lapses, waiting.len()), (0, 1, 0), "round {round}");
                lapsed += 1;
            }
            // Out of the way of the next round.
            app.make(id, if amends { &Move::Withdraw } else { &Move::Resume }, &Actor::submitter()).await;
            if !amends {
                app.make(id, &Move::Withdraw, &Actor::submitter()).await;
            }
        }
        eprintln!("{amended} amended, {lapsed} lapsed");
    }

    async fn saving_a_word_against_a_lapse(app: TestApp) {
        let (mut saved, mut lapsed) = (0, 0);
        for round in 0..races(5) {
            let (id, _) = app.standing_at(Status::ChangesRequested, "Tea and objects").await;
            app.clock.advance(90 * DAY_MS);
            let copy = drafts::working_copy(&app.db, id).await.unwrap();
            let base = drafts::fresh_base(&copy, Section::Story);
            let answers = copy.answers(Section::Story.asked());
            let save = async {
                tokio::time::sleep(std::time::Duration::from_micros((round as u64 * 211) % 2500)).await;
                drafts::save_section(&app.db, id, Section::Story, &base, &answers).await.unwrap()
            };
            let (outcome, _) = tokio::join!(save, lapse(&app, round));
            let status = app.submission(id).await.status;
            match outcome {
                // The word was first: nothing is put aside for 90 more days.
                drafts::SaveOutcome::Saved(_) => {
                    assert_eq!(status, Status::ChangesRequested, "round {round}");
                    let waiting = app.waiting(id).await;
                    let next = waiting.iter().find(|(action, _)| *action == Lapse).expect("it is counted");
                    assert!(next.1 > app.clock.now_ms() + 89 * DAY_MS, "round {round}");
                    saved += 1;
                    app.make(id, &Move::Withdraw, &Actor::submitter()).await;
                }
                // It was put aside first: the words are given back, not lost.
                drafts::SaveOutcome::Closed => {
                    assert_eq!(status, Status::Lapsed, "round {round}");
                    lapsed += 1;
                }
                other => panic!("round {round}: {other:?}"),
            }
        }
        eprintln!("{saved} saved, {lapsed} lapsed");
    }

    async fn withdrawing_against_a_planned_publication(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (mut withdrawn, mut published) = (0, 0);
        for round in 0..races(5) {
            let (id, _, plan) = app.planned(&format!("Tea and objects {round}")).await;
            app.clock.advance(UNDO_MS);
            let (withdraws, _) = tokio::join!(makes(&app, id, Move::Withdraw, round), lapse(&app, round));
            let (status, end) = (app.submission(id).await.status, app.end_of(plan).await);
            if withdraws {
                assert_eq!((status, end.1.as_str()), (Status::Withdrawn.into(), "withdrawn"), "round {round}");
                assert!(app.entries(id, "publish").await.is_empty(), "round {round}");
                withdrawn += 1;
            } else {
                assert_eq!((status, end.1.as_str()), (Status::Published.into(), "made"), "round {round}");
                assert_eq!(app.entries(id, "publish").await.len(), 1, "round {round}");
                published += 1;
            }
        }
        eprintln!("{withdrawn} withdrawn, {published} published");
    }

    async fn calling_back_against_the_worker(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (account, _) = app.account(Role::Moderator).await;
        let staff = Actor { account_id: Some(account), roles: vec![Role::Moderator] };
        let context = app.state.settings.mail_context();
        let written = DecisionMessage { message: "It was a pleasure to read.".to_owned(), ..DecisionMessage::default() };
        let (mut called_back, mut declined) = (0, 0);
        for round in 0..races(5) {
            let (id, _) = app.standing_at(Status::InReview, &format!("Tea and objects {round}")).await;
            let mails = app.subjects_to(crate::support::waiting::MUSEUM).await.len();
            let asked = Deciding {
                submission_id: id,
                seen_version: app.submission(id).await.version,
                decision: Decision::Decline,
                written: &written,
                due_at: None,
            };
            let decided = decide(&app.db, &context, &staff, asked).await.unwrap().made();
            assert!(matches!(decided, Some(Decided::Planned { .. })), "round {round}: {decided:?}");
            let plan = planned_moves::waiting_for(app.db.reader(), id).await.unwrap().remove(0).id;
            app.clock.advance(UNDO_MS);
            let calls = async {
                tokio::time::sleep(std::time::Duration::from_micros((round as u64 * 211) % 2500)).await;
                call_off(&app.db, &staff, id, plan).await.unwrap().made().is_some()
            };
            let (calls, _) = tokio::join!(calls, lapse(&app, round));
            let (status, end) = (app.submission(id).await.status, app.end_of(plan).await);
            let told = app.subjects_to(crate::support::waiting::MUSEUM).await.len() - mails;
            let (declines, stops) = (app.entries(id, "decline").await.len(), app.entries(id, "stop_plan").await.len());
            if calls {
                assert_eq!((status, end.1.as_str()), (Status::InReview.into(), "called_back"), "round {round}");
                assert_eq!((told, declines, stops), (0, 0, 1), "round {round}: nothing went");
                called_back += 1;
            } else {
                assert_eq!((status, end.1.as_str()), (Status::Declined.into(), "made"), "round {round}");
                assert_eq!((told, declines, stops), (1, 1, 0), "round {round}: once");
                declined += 1;
            }
        }
        eprintln!("{called_back} called back, {declined} declined");
    }
}
