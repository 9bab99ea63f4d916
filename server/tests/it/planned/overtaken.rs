//! What something overtook, long before its day: whoever decided hears of it at once, it is work again, and every word
//! that was written with it is there to be sent again.

use crate::each_database;
use crate::support::TestApp;
use case_study::decision::DecisionMessage;
use case_study::{CaseAction, Decision, Move, Role, Status};
use store::by_operator::{self, Change};
use store::case_transitions::{move_case, plan_move_of_case};
use store::decisions::{Deciding, decide};
use store::history::Actor;
use store::moderation_queue::next_in_queue;
use store::{DAY_MS, planned_moves};

const DECLINE: &[(&str, &str)] = &[
    ("reason", "out-of-scope"),
    ("message", "It was a pleasure to read."),
];

fn staff(account: i64) -> Actor {
    Actor {
        account_id: Some(account),
        roles: vec![Role::Moderator],
    }
}

/// Plans that it is approved and published in a month.
async fn in_a_month(app: &TestApp, id: i64, account: i64) -> i64 {
    let asked = Deciding {
        submission_id: id,
        seen_version: app.submission(id).await.version,
        decision: Decision::ApproveAndPublish,
        written: &DecisionMessage::default(),
        due_at: Some(app.clock.now_ms() + 30 * DAY_MS),
    };
    let context = app.state.settings.mail_context();
    let decided = decide(&app.db, &context, &staff(account), asked)
        .await
        .unwrap();
    assert!(decided.made().is_some());
    the_plan(app, id).await
}

async fn the_plan(app: &TestApp, id: i64) -> i64 {
    let waiting = planned_moves::waiting_for(app.db.reader(), id)
        .await
        .unwrap();
    let mut decided = waiting
        .iter()
        .filter(|one| !one.action.is_the_programs_own());
    decided.next().expect("a plan").id
}

async fn next(app: &TestApp, me: i64) -> Option<String> {
    let next = next_in_queue(&app.db, None, me).await.unwrap();
    next.map(|next| next.title)
}

each_database! {
    async fn a_plan_for_next_month_that_an_edit_overtook_is_told_at_once_and_is_work_again(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (account, address) = app.account(Role::Moderator).await;
        let kim = app.moderator().await;
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let plan = in_a_month(&app, id, account).await;
        assert_eq!(app.carry_out_planned().await, 0, "nothing happened");
        assert_eq!(next(&app, account).await, None, "it is decided");

        let edit = kim.get(&format!("/moderate/cases/{reference}/edit/title")).await.expect(200);
        let words = [("title", "Tea and other objects"), ("weight", "form")];
        drop(kim.submit(&edit, "form.edit-form", &words).await.expect(303));
        // Whether the worker was there yet or not.
        assert_eq!(next(&app, account).await.as_deref(), Some("Tea and other objects"));
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.end_of(plan).await, ("stale".to_owned(), "changed".to_owned()));
        assert_eq!(app.carry_out_planned().await, 0);
        assert_eq!(next(&app, account).await.as_deref(), Some("Tea and other objects"));

        let mails = app.mails().await;
        let told: Vec<_> = mails.iter().filter(|mail| mail.to.contains(&address)).collect();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].subject, format!("It will not be approved and published: Tea and other objects ({reference})"));
        for words in ["That will not happen. Someone changed something", "What happened last: Moderator 2 edited its text on", "Where it stands now: In review."] {
            assert!(told[0].text.contains(words), "{words}: {:?}", told[0]);
        }
        assert_eq!(told[0].links(), [format!("/moderate/cases/{reference}")]);
        let page = kim.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        let said = page.one("#planned").text().to_owned();
        assert!(said.contains("Moderator 1 decided that, and it will not happen. Someone changed something"), "{said}");
        assert!(!page.select(".decision form[action$='/approve-and-publish']").is_empty(), "{page:?}");
        // Decided again, that is no longer said.
        in_a_month(&app, id, account).await;
        let page = kim.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        assert!(!page.one("#planned").text().contains("will not happen"), "{page:?}");
    }

    async fn every_word_of_what_came_to_nothing_is_there_to_be_sent_again(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (sam, kim) = (app.moderator().await, app.moderator().await);
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let path = format!("/moderate/cases/{reference}");
        let form = sam.get(&format!("{path}/decline")).await.expect(200);
        drop(sam.submit(&form, "form.letter", DECLINE).await.expect(303));
        let plan = the_plan(&app, id).await;
        let page = kim.get(&path).await.expect(200);
        drop(kim.submit(&page, "form[action$='/sensitive']", &[]).await.expect(303));
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.end_of(plan).await.1, "changed");

        let page = sam.get(&path).await.expect(200);
        let again = page.one("#planned a").attr("href").expect("a way to decide it again");
        assert_eq!(again, format!("{path}/decline"));
        let form = sam.get(&again).await.expect(200);
        assert!(form.text().contains("This is what was written the last time."), "{form:?}");
        assert_eq!(form.value("message").as_deref(), Some(DECLINE[1].1));
        drop(sam.submit(&form, "form.letter", &[]).await.expect(303));
        app.clock.advance(crate::planned::UNDO_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.submission(id).await.status, Status::Declined);
        assert!(app.mails().await.iter().any(|mail| mail.text.contains(DECLINE[1].1)));
    }

    async fn what_an_account_planned_that_was_closed_since_is_work_again_at_once(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (account, address) = app.account(Role::Moderator).await;
        let (other, _) = app.account(Role::Moderator).await;
        let (id, _) = app.standing_at(Status::InReview, "Tea and objects").await;
        let plan = in_a_month(&app, id, account).await;
        assert_eq!(next(&app, other).await, None);
        assert!(by_operator::change(&app.db, &address, Change::Disable, false).await.unwrap().is_done());
        assert_eq!(next(&app, other).await.as_deref(), Some("Tea and objects"));
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.end_of(plan).await, ("stale".to_owned(), "may_not".to_owned()));
        assert!(app.subjects_to(&address).await.is_empty(), "nobody reads there");
    }

    async fn what_is_planned_for_a_case_is_overtaken_by_its_text(app: TestApp) {
        let (account, address) = app.account(Role::Moderator).await;
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let submission = app.submission(id).await;
        let due_at = app.clock.now_ms() + 30 * DAY_MS;
        let mover = staff(account);
        let planned = plan_move_of_case(&app.db, &mover, &submission, CaseAction::Finish, due_at).await;
        let plan = planned.unwrap().made().expect("it is planned");
        assert_eq!(app.carry_out_planned().await, 0);
        let confirmed = move_case(&app.db, &mover, &submission, CaseAction::TakeDown, "Asked to").await.unwrap();
        assert!(confirmed.made().is_some());
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.end_of(plan).await, ("stale".to_owned(), "changed".to_owned()));
        let mails = app.mails().await;
        let told = mails.iter().rfind(|mail| mail.to.contains(&address)).expect("a mail");
        assert_eq!(told.subject, format!("It will not be marked as over: Tea and objects ({reference})"));
        assert!(told.text.contains("What happened last: You took"), "{told:?}");
        let page = app.moderator().await.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        assert!(page.one("#planned").text().contains("it will not happen"), "{page:?}");
    }

    async fn what_happened_and_changes_nothing_of_a_plan_leaves_it(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (sam, kim) = (app.moderator().await, app.moderator().await);
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let path = format!("/moderate/cases/{reference}");
        let form = sam.get(&format!("{path}/decline")).await.expect(200);
        drop(sam.submit(&form, "form.letter", DECLINE).await.expect(303));
        let tags = kim.get(&format!("{path}/tags")).await.expect(200);
        drop(kim.submit(&tags, "form.tags-form", &[("themes", "homelessness")]).await.expect(303));
        assert_eq!(app.carry_out_planned().await, 0, "a colleague's tag is nothing to it");
        let (me, _) = app.account(Role::Moderator).await;
        assert_eq!(next(&app, me).await, None);
        app.make(id, &Move::Withdraw, &Actor::submitter()).await;
        assert_eq!(app.carry_out_planned().await, 0, "it ended with the museum's word");
    }
}
