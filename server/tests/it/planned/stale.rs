//! What makes a plan needless, and what makes it impossible: its author hears of that.

use super::UNDO_MS;
use crate::each_database;
use case_study::{CaseAction, Move, Role, Status};
use store::by_operator::{self, Change};
use store::case_transitions::move_case;
use store::drafts::{NewVersion, begin_new_version_by_staff};
use store::history::Actor;

fn ended(state: &str, why: &str) -> (String, String) {
    (state.to_owned(), why.to_owned())
}

each_database! {
    async fn what_changed_since_is_not_published_and_its_author_is_told(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (account, address) = app.account(Role::Moderator).await;
        let (id, reference) = app.standing_at(Status::Approved, "Tea and objects").await;
        let seen = app.submission(id).await.version;
        let plan = app.plan_publish(id, Some(account)).await;
        assert_eq!(app.submission(id).await.version, seen + 1, "whoever looks at an older page hears of it");
        app.make(id, &Move::Reopen, &Actor::operator()).await;
        app.make(id, &Move::Approve, &Actor::operator()).await;
        app.clock.advance(UNDO_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.end_of(plan).await, ended("stale", "changed"));
        assert_eq!(app.submission(id).await.status, Status::Approved);
        let mails = app.mails().await;
        let told: Vec<_> = mails.iter().filter(|mail| mail.to.contains(&address)).collect();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].subject, format!("It was not published: Tea and objects ({reference})"));
        assert!(told[0].text.contains("Someone changed something in it after that was decided."), "{:?}", told[0]);
        assert!(told[0].text.contains("Where it stands now: Approved."), "{:?}", told[0]);
        assert_eq!(told[0].links(), [format!("/moderate/cases/{reference}")]);
        assert_eq!(app.carry_out_planned().await, 0);
    }

    async fn an_account_that_may_no_more_does_not_publish(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (left, gone) = app.account(Role::Moderator).await;
        let (still, demoted) = app.account(Role::Moderator).await;
        let mut plans = Vec::new();
        for account in [left, still] {
            let (id, _) = app.standing_at(Status::Approved, "Tea and objects").await;
            plans.push((id, app.plan_publish(id, Some(account)).await));
        }
        assert!(by_operator::change(&app.db, &gone, Change::Disable, false).await.unwrap().is_done());
        assert!(by_operator::change(&app.db, &demoted, Change::Role(Role::Submitter), false).await.unwrap().is_done());
        app.clock.advance(UNDO_MS);
        assert_eq!(app.carry_out_planned().await, 2);
        for (id, plan) in plans {
            assert_eq!(app.end_of(plan).await, ended("stale", "may_not"));
            assert_eq!(app.submission(id).await.status, Status::Approved);
        }
        assert!(app.subjects_to(&gone).await.is_empty(), "nobody reads there");
        assert_eq!(app.subjects_to(&demoted).await, ["It was not published: Tea and objects"]);
    }

    async fn an_account_acts_with_the_role_that_it_has_then(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (account, address) = app.account(Role::Moderator).await;
        let (id, _) = app.standing_at(Status::Approved, "Tea and objects").await;
        app.plan_publish(id, Some(account)).await;
        assert!(by_operator::change(&app.db, &address, Change::Role(Role::Admin), false).await.unwrap().is_done());
        app.clock.advance(UNDO_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.entries(id, "publish").await[0].role, "admin");
    }

    async fn withdrawing_and_publishing_by_hand_end_it(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (withdrawn, _, first) = app.planned("Tea and objects").await;
        app.make(withdrawn, &Move::Withdraw, &Actor::submitter()).await;
        assert_eq!(app.end_of(first).await, ended("cancelled", "withdrawn"));
        let (published, _, second) = app.planned("Songs and soup").await;
        app.make(published, &Move::Publish, &Actor::operator()).await;
        assert_eq!(app.end_of(second).await, ended("cancelled", "by_hand"));
        let mails = app.mails().await.len();
        app.clock.advance(UNDO_MS);
        assert_eq!(app.carry_out_planned().await, 0);
        assert_eq!(app.mails().await.len(), mails, "nobody is told that what happened did not");
        assert_eq!(app.submission(withdrawn).await.status, Status::Withdrawn);
        assert_eq!(app.entries(published, "publish").await.len(), 1);
    }

    async fn planned_again_only_the_newer_one_is_carried_out(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (id, _, first) = app.planned("Tea and objects").await;
        app.make(id, &Move::Reopen, &Actor::operator()).await;
        app.make(id, &Move::Approve, &Actor::operator()).await;
        let (account, _) = app.account(Role::Moderator).await;
        let second = app.plan_publish(id, Some(account)).await;
        assert_eq!(app.end_of(first).await, ended("cancelled", "planned_again"));
        app.clock.advance(UNDO_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.end_of(second).await, ended("done", "made"));
        assert_eq!(app.entries(id, "publish").await.len(), 1);
    }

    async fn what_cannot_be_made_leaves_nothing_half_done(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (account, address) = app.account(Role::Moderator).await;
        let staff = Actor { account_id: Some(account), roles: vec![Role::Moderator] };
        let (published, _) = app.standing_at(Status::Published, "Tea and objects").await;
        let begun = begin_new_version_by_staff(&app.db, &staff, published).await.unwrap();
        let NewVersion::Begun(version) = begun else { panic!("{begun:?}") };
        let id = version.submission_id;
        app.make(id, &Move::Approve, &staff).await;
        let plan = app.plan_publish(id, Some(account)).await;
        let case = app.submission(published).await;
        let down = move_case(&app.db, &staff, &case, CaseAction::TakeDown, "Asked to").await.unwrap();
        assert!(down.made().is_some());
        let (before, texts) = (app.submission(id).await.version, app.texts(id).await);
        app.clock.advance(UNDO_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.end_of(plan).await, ended("stale", "cannot"));
        assert_eq!(app.submission(id).await.version, before);
        assert_eq!(app.submission(published).await.status, Status::Published, "nothing took its place");
        assert_eq!(app.texts(id).await, texts);
        assert_eq!(app.subjects_to(&address).await, ["It was not published: Tea and objects"]);
        let sam = app.moderator().await;
        let page = sam.get(&format!("/moderate/cases/{}", version.reference)).await.expect(200);
        assert!(page.text().contains("the page that readers saw before was taken down"), "{page:?}");
    }
}
