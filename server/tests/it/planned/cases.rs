//! Moves of a case at once and on a day: the front page, work that is over, what is still true; and what was taken
//! down, put back with another text.

use super::{MINUTE_MS, UNDO_MS};
use crate::each_database;
use crate::support::TestApp;
use case_study::{Role, Status};
use sea_orm::EntityTrait;
use store::by_operator::{self, Change};
use store::case_transitions::{is_featured, move_case, plan_move_of_case};
use store::drafts::{NewVersion, begin_new_version_by_staff};
use store::entity::case;
use store::history::Actor;
use store::planned_moves::waiting_for_case;

const COMPILED: &str = "/moderate/bank/house-of-memories";

async fn case_of(app: &TestApp, id: i64) -> case::Model {
    case::Entity::find_by_id(id)
        .one(app.db.reader())
        .await
        .unwrap()
        .expect("it is there")
}

async fn compiled(app: &TestApp) -> i64 {
    let cases = case::Entity::find().all(app.db.reader()).await.unwrap();
    let found = cases
        .into_iter()
        .find(|case| case.slug.as_deref() == Some("house-of-memories"));
    found.expect("a compiled case").id
}

/// The plans that wait for a case, as action and moment.
async fn waiting(app: &TestApp, case_id: i64) -> Vec<(i64, &'static str, i64)> {
    let found = waiting_for_case(app.db.reader(), case_id).await.unwrap();
    found
        .into_iter()
        .map(|one| (one.id, one.action.slug(), one.due_at))
        .collect()
}

each_database! {
    async fn a_compiled_case_stands_on_the_front_page_at_once_and_raises_no_version(app: TestApp) {
        app.import_sample().await;
        let (sam, id) = (app.moderator().await, compiled(&app).await);
        let before = case_of(&app, id).await;
        let page = sam.get(COMPILED).await.expect(200);
        assert!(page.select("form[action$='/unfeature']").is_empty(), "{page:?}");
        let done = sam.submit(&page, "form[action$='/feature']", &[]).await.expect(303);
        assert!(sam.follow(&done).await.expect(200).one("[role=alert]").text().contains("On the front page"));
        let after = case_of(&app, id).await;
        assert_eq!((after.featured, after.version, after.updated_at), (true, before.version, before.updated_at));
        assert!(after.changed_in > before.changed_in, "lists follow");
        app.index_shows_all().await;
        let first = app.visitor().get("/").await.expect(200);
        assert!(!first.select("main a[href='/case-studies/house-of-memories']").is_empty(), "{first:?}");
        // Once more changes nothing.
        drop(sam.submit(&page, "form[action$='/feature']", &[]).await.expect(409));
        let page = sam.get(COMPILED).await.expect(200);
        drop(sam.submit(&page, "form[action$='/unfeature']", &[]).await.expect(303));
        assert!(!is_featured(&app.db, id).await.unwrap());
    }

    async fn on_a_day_it_goes_on_the_front_page_and_a_plan_is_called_back(app: TestApp) {
        app.import_sample().await;
        let (sam, id) = (app.moderator().await, compiled(&app).await);
        // 3 March 2026, 14:05 UTC.
        app.clock.set(1_772_546_709_000);
        let form = sam.get(&format!("{COMPILED}/feature")).await.expect(200);
        let refused = sam.submit(&form, "form.letter", &[("when", "yesterday")]).await.expect(422);
        assert_eq!(refused.value("when").as_deref(), Some("yesterday"));
        let day = [("when", "5 March 2026, 9:30 am")];
        drop(sam.submit(&form, "form.letter", &day).await.expect(303));
        let page = sam.get(COMPILED).await.expect(200);
        assert!(page.text().contains("It goes on the front page on 5 March 2026 at 9:30 am."), "{page:?}");
        drop(sam.submit(&page, "form[action$='/stop']", &[]).await.expect(303));
        assert!(waiting(&app, id).await.is_empty());
        drop(sam.submit(&page, "form[action$='/stop']", &[]).await.expect(409));

        drop(sam.submit(&form, "form.letter", &day).await.expect(303));
        let plan = waiting(&app, id).await.remove(0);
        assert_eq!((plan.1, plan.2), ("feature", 1_772_703_000_000));
        app.clock.set(plan.2 - MINUTE_MS);
        assert_eq!(app.carry_out_planned().await, 0);
        app.clock.advance(MINUTE_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.end_of(plan.0).await, ("done".to_owned(), "made".to_owned()));
        assert!(is_featured(&app.db, id).await.unwrap());
    }

    async fn work_that_is_over_and_what_is_still_true_stand_in_the_history(app: TestApp) {
        let sam = app.moderator().await;
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let case_id = app.submission(id).await.case_id;
        let path = format!("/moderate/cases/{reference}");
        for (action, state) in [("finish", "archived"), ("confirm", "live")] {
            let page = sam.get(&path).await.expect(200);
            drop(sam.submit(&page, &format!("form[action$='/{action}']"), &[]).await.expect(303));
            assert_eq!(case_of(&app, case_id).await.state, state);
            assert_eq!(app.entries(id, action).await.len(), 1, "{action}");
            drop(app.visitor().get("/case-studies/tea-and-objects").await.expect(200));
        }
        assert!(case_of(&app, case_id).await.confirmed_at.is_some());
    }

    async fn of_two_who_plan_the_same_at_once_one_plan_waits_and_nothing_breaks(app: TestApp) {
        let (account, _) = app.account(Role::Moderator).await;
        let staff = Actor { account_id: Some(account), roles: vec![Role::Moderator] };
        let (id, _) = app.standing_at(Status::Published, "Tea and objects").await;
        let submission = app.submission(id).await;
        let due_at = app.clock.now_ms() + UNDO_MS;
        let plan = || plan_move_of_case(&app.db, &staff, &submission, case_study::CaseAction::Feature, due_at);
        for _ in 0..10 {
            let (one, other) = tokio::join!(plan(), plan());
            let made = [one, other].map(|planned| planned.unwrap().made().is_some());
            assert!(made.contains(&true), "{made:?}");
            assert_eq!(waiting(&app, submission.case_id).await.len(), 1);
        }
    }

    async fn what_changed_since_is_not_archived_and_its_author_is_told(app: TestApp) {
        let (account, address) = app.account(Role::Moderator).await;
        let staff = Actor { account_id: Some(account), roles: vec![Role::Moderator] };
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let submission = app.submission(id).await;
        let due_at = app.clock.now_ms() + UNDO_MS;
        for (action, outcome, told) in [
            (case_study::CaseAction::Finish, "changed", "It was not marked as over: Tea and objects"),
            (case_study::CaseAction::Feature, "cannot", "It was not put on the front page: Tea and objects"),
        ] {
            let planned = store::case_transitions::plan_move_of_case(&app.db, &staff, &submission, action, due_at);
            let plan = planned.await.unwrap().made().expect("it is planned");
            let down = move_case(&app.db, &staff, &submission, case_study::CaseAction::TakeDown, "Asked to").await.unwrap();
            assert!(down.made().is_some());
            app.clock.advance(UNDO_MS);
            assert_eq!(app.carry_out_planned().await, 1);
            assert_eq!(app.end_of(plan).await, ("stale".to_owned(), outcome.to_owned()));
            assert_eq!(app.subjects_to(&address).await.pop().as_deref(), Some(told));
            let mails = app.mails().await;
            let mail = mails.iter().rfind(|mail| mail.to.contains(&address)).expect("a mail");
            assert_eq!(mail.links(), [format!("/moderate/cases/{reference}")]);
            let back = move_case(&app.db, &staff, &submission, case_study::CaseAction::Restore, "By phone").await.unwrap();
            assert!(back.made().is_some());
        }
        // Nor by somebody who may no more.
        let again = app.clock.now_ms() + UNDO_MS;
        let planned = store::case_transitions::plan_move_of_case(&app.db, &staff, &submission, case_study::CaseAction::Feature, again);
        let plan = planned.await.unwrap().made().expect("it is planned");
        assert!(by_operator::change(&app.db, &address, Change::Disable, false).await.unwrap().is_done());
        app.clock.advance(2 * UNDO_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.end_of(plan).await, ("stale".to_owned(), "may_not".to_owned()));
    }

    async fn what_was_taken_down_comes_back_with_a_mended_text_only_with_a_tick_and_a_reason(app: TestApp) {
        let sam = app.moderator().await;
        let staff = Actor { account_id: None, roles: vec![Role::Admin] };
        let (published, _) = app.standing_at(Status::Published, "Tea and objects").await;
        let begun = begin_new_version_by_staff(&app.db, &staff, published).await.unwrap();
        let NewVersion::Begun(version) = begun else { panic!("{begun:?}") };
        let submission = app.submission(published).await;
        let down = move_case(&app.db, &staff, &submission, case_study::CaseAction::TakeDown, "Asked to").await.unwrap();
        assert!(down.made().is_some());
        let path = format!("/moderate/cases/{}", version.reference);
        let page = sam.get(&path).await.expect(200);
        assert!(page.select(".decision form[action$='/approve-and-publish']").is_empty(), "no single press: {page:?}");
        let form = sam.get(&format!("{path}/approve-and-publish")).await.expect(200);
        let refused = sam.submit(&form, "form.letter", &[]).await.expect(422);
        assert!(refused.text().contains("Tick that you put it back, or leave it taken down"), "{refused:?}");
        let why = [("put_back", "yes"), ("message", "It names no one any more.")];
        drop(app.visitor().get("/case-studies/tea-and-objects").await.expect(410));
        drop(sam.submit(&form, "form.letter", &why).await.expect(303));
        drop(app.visitor().get("/case-studies/tea-and-objects").await.expect(200));
        assert_eq!(app.submission(version.submission_id).await.status, Status::Published);
        let page = sam.get(&path).await.expect(200);
        assert!(page.one(".timeline").text().contains("It names no one any more."), "{page:?}");
    }

    async fn a_plan_to_put_back_what_was_taken_down_does_not_undo_another_take_down(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let sam = app.moderator().await;
        let staff = Actor { account_id: None, roles: vec![Role::Admin] };
        let (published, _) = app.standing_at(Status::Published, "Tea and objects").await;
        let begun = begin_new_version_by_staff(&app.db, &staff, published).await.unwrap();
        let NewVersion::Begun(version) = begun else { panic!("{begun:?}") };
        let submission = app.submission(published).await;
        let moves = async |action: case_study::CaseAction| {
            let made = move_case(&app.db, &staff, &submission, action, "By phone").await.unwrap();
            assert!(made.made().is_some(), "{action:?}");
        };
        moves(case_study::CaseAction::TakeDown).await;
        let path = format!("/moderate/cases/{}", version.reference);
        let why = [("put_back", "yes"), ("message", "It names no one any more.")];
        for again in [true, false] {
            let form = sam.get(&format!("{path}/approve-and-publish")).await.expect(200);
            drop(sam.submit(&form, "form.letter", &why).await.expect(303));
            if again {
                moves(case_study::CaseAction::Restore).await;
                moves(case_study::CaseAction::TakeDown).await;
            }
            app.clock.advance(UNDO_MS);
            assert_eq!(app.carry_out_planned().await, 1);
            let expected = if again { Status::InReview } else { Status::Published };
            assert_eq!(app.submission(version.submission_id).await.status, expected);
            let answer = app.visitor().get("/case-studies/tea-and-objects").await;
            assert_eq!(answer.status().as_u16(), if again { 410 } else { 200 });
        }
    }

    async fn a_compiled_case_is_taken_down_and_says_that_no_one_is_emailed(app: TestApp) {
        app.import_sample().await;
        let sam = app.moderator().await;
        let mails = app.mails().await.len();
        let form = sam.get(&format!("{COMPILED}/take-down")).await.expect(200);
        assert!(form.text().contains("There is no email address of a museum, so no one is emailed."), "{form:?}");
        let why = [("message", "A person in it asked us to.")];
        drop(sam.submit(&form, "form.letter", &why).await.expect(303));
        drop(app.visitor().get("/case-studies/house-of-memories").await.expect(410));
        assert_eq!(app.mails().await.len(), mails);
        // Pressed once more on the old page: every word is kept.
        let late = sam.submit(&form, "form.letter", &why).await.expect(409);
        assert_eq!(late.value("message").map(|text| text.trim().to_owned()).as_deref(), Some(why[0].1));
    }
}
