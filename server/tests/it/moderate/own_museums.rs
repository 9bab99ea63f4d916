//! Which museums somebody works for, as they say it themselves, and what they then do not do.

use super::guards::moderator;
use super::notes::{note, notes};
use crate::each_database;
use case_study::decision::DecisionMessage;
use case_study::field_notes::NoteReach;
use case_study::manner::Manner;
use case_study::own_museum::OwnMuseum;
use case_study::publishable::Obstacle;
use case_study::{CaseAction, CaseState, Decision, Role, Status};
use store::case_transitions::{move_case, move_case_and_tell, plan_move_of_case};
use store::decisions::{Deciding, call_off, carry_out_now, decide};
use store::outcome::Outcome;
use store::own_museums::{Kept, MuseumChange, change, of_account};
use store::{DAY_MS, moderation_queue, planned_moves, submissions};

const OWN: Obstacle = Obstacle::OwnMuseum {
    why: OwnMuseum::Domain,
    alone: false,
};
const SENTENCE: &str = "This is your own museum\u{2019}s case study";

each_database! {
    async fn staff_say_which_museums_they_work_for_and_guards_hold_by_it(app: TestApp) {
        let (published, _) = app.standing_at(Status::Published, "An earlier one").await;
        let name = app.content(published).await.museum;
        let (account, sam) = app.staff_at("sam@team.example").await;
        drop(app.moderator().await);
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let page = sam.get("/account").await.expect(200);
        let offered = page.select("#offered-museums option");
        assert!(offered.iter().any(|one| one.attr("value").as_ref() == Some(&name)), "{page:?}");

        for typed in ["No <b>such</b> museum", ""] {
            let refused = sam.submit(&page, "form.museums", &[("museum", typed)]).await.expect(422);
            assert_eq!(refused.one("#error-summary a").attr("href").as_deref(), Some("#museum"));
            assert_eq!(refused.value("museum").as_deref(), Some(typed));
        }
        // However it is spelled.
        let typed = format!("  {} ", name.to_uppercase());
        let saved = sam.submit(&page, "form.museums", &[("museum", &typed)]).await.expect(303);
        assert_eq!(saved.location(), "/account#museums");
        let page = sam.get("/account").await.expect(200);
        assert!(page.one("#museums li").text().contains(&name), "{page:?}");
        assert_eq!(app.why_own(account, id).await, Some(OwnMuseum::Name));
        let approve = format!("/moderate/cases/{reference}/approve");
        let version = app.submission(id).await.version.to_string();
        let refused = sam.post(&approve, &[("version", &version)]).await.expect(409);
        assert!(refused.text().contains(SENTENCE), "{refused:?}");

        let own = of_account(&app.db, account).await.unwrap();
        assert_eq!(own.len(), 1);
        let gone = own[0].id.to_string();
        drop(sam.submit(&page, "#museums li form", &[("remove", &gone)]).await.expect(303));
        drop(sam.post("/account/museums", &[("remove", "x")]).await.expect(400));
        assert_eq!(of_account(&app.db, account).await.unwrap(), []);
        drop(sam.post(&approve, &[("version", &version)]).await.expect(303));
        assert_eq!(app.submission(id).await.status, Status::Approved);
    }

    async fn an_admin_changes_it_for_others_and_nobody_else_does(app: TestApp) {
        let (published, _) = app.standing_at(Status::Published, "An earlier one").await;
        let name = app.content(published).await.museum;
        let (account, _) = app.staff_at("sam@team.example").await;
        let (ana, _) = app.account(Role::Moderator).await;
        let (museum, _) = app.account(Role::Submitter).await;
        let add = MuseumChange::Add(&name);
        assert_eq!(change(&app.db, ana, account, add).await.unwrap(), Kept::NotAllowed);
        assert_eq!(change(&app.db, museum, museum, add).await.unwrap(), Kept::NotAllowed);

        let admin = app.admin().await;
        let path = format!("/moderate/people/{account}");
        let page = admin.get(&path).await.expect(200);
        let refused = admin.submit(&page, "form.museums", &[("museum", "Nowhere")]).await.expect(422);
        assert_eq!(refused.value("museum").as_deref(), Some("Nowhere"));
        let saved = admin.submit(&page, "form.museums", &[("museum", &name)]).await.expect(303);
        assert_eq!(saved.location(), format!("{path}?done=museums"));
        let page = admin.follow(&saved).await.expect(200);
        assert!(page.text().contains("Their museums are changed") && page.one("#museums li").text().contains(&name), "{page:?}");
        assert_eq!(change(&app.db, account, account, add).await.unwrap(), Kept::Already);
        let page = admin.get(&format!("/moderate/people/{museum}")).await.expect(200);
        assert!(page.select("form.museums").is_empty(), "{page:?}");
    }

    async fn ones_own_museum_is_asked_nothing_and_a_note_for_the_team_stays_allowed(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let (_, own) = app.staff_at("director@museum.example").await;
        let sam = app.moderator().await;
        let refused = note(&own, &reference, "did", "Where <b>did</b> they meet?", "museum").await.expect(409);
        assert!(refused.text().contains(SENTENCE), "{refused:?}");
        assert_eq!(refused.one(".kept-words").text(), "Where <b>did</b> they meet?");
        assert!(notes(&app, id).await.is_empty());
        drop(own.submit(&refused, "form[action$='/notes']", &[]).await.expect(303));
        let kept = notes(&app, id).await;
        assert_eq!((kept.len(), kept[0].reach.known()), (1, Some(NoteReach::Team)));
        // What is for the team does not become a question to the museum either.
        let path = format!("/moderate/cases/{reference}/notes/{}", kept[0].id);
        let fields = [("field", "did"), ("note", "Where?"), ("reach", "museum"), ("action", "save")];
        drop(own.post(&path, &fields).await.expect(409));
        drop(sam.post(&path, &fields).await.expect(303));
        assert_eq!(notes(&app, id).await[0].reach.known(), Some(NoteReach::Museum));
    }

    async fn ones_own_museums_page_is_taken_down_by_anybody_and_put_back_or_featured_by_others(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let (account, own) = app.staff_at("director@museum.example").await;
        let (other, _) = app.account(Role::Moderator).await;
        let (mine, theirs) = (moderator(account), moderator(other));
        let submission = app.submission(id).await;
        let context = app.state.settings.mail_context();
        let home = format!("/moderate/cases/{reference}");
        let version = submission.version.to_string();

        let refused = own.post(&format!("{home}/feature"), &[("version", &version)]).await.expect(409);
        assert!(refused.text().contains(SENTENCE), "{refused:?}");
        let featured = move_case(&app.db, &mine, &submission, CaseAction::Feature, "").await.unwrap();
        assert_eq!(featured.map(drop), Outcome::NotPublishable(vec![OWN]));
        let due_at = app.db.now_ms() + DAY_MS;
        let planned = plan_move_of_case(&app.db, &mine, &submission, CaseAction::Feature, due_at).await.unwrap();
        assert_eq!(planned.map(drop), Outcome::NotPublishable(vec![OWN]));

        // A take-down never waits for anybody.
        let manner = Manner::default();
        let down = move_case_and_tell(&app.db, &context, &mine, &submission, CaseAction::TakeDown, "A child", &manner).await.unwrap();
        assert!(down.made().is_some());
        let version = app.submission(id).await.version.to_string();
        let fields = [("version", version.as_str()), ("message", "They agree to it now, by phone.")];
        let refused = own.post(&format!("{home}/restore"), &fields).await.expect(409);
        assert!(refused.text().contains(SENTENCE) && refused.text().contains("They agree to it now, by phone."), "{refused:?}");
        let back = move_case(&app.db, &mine, &submission, CaseAction::Restore, "By phone").await.unwrap();
        assert_eq!(back.map(drop), Outcome::NotPublishable(vec![OWN]));
        let public = submissions::public_side(&app.db, submission.case_id).await.unwrap();
        assert_eq!(public.state.known(), Some(CaseState::TakenDown));
        for action in [CaseAction::Restore, CaseAction::Feature] {
            let done = move_case(&app.db, &theirs, &submission, action, "By phone").await.unwrap();
            assert!(done.made().is_some(), "{action:?}");
        }
    }

    async fn ones_own_museums_is_not_published_on_a_date(app: TestApp) {
        let (id, _) = app.standing_at(Status::Approved, "Tea and objects").await;
        let (account, _) = app.staff_at("director@museum.example").await;
        let (other, _) = app.account(Role::Moderator).await;
        let context = app.state.settings.mail_context();
        let written = DecisionMessage::default();
        let asked = Deciding {
            submission_id: id,
            seen_version: app.submission(id).await.version,
            decision: Decision::Publish,
            written: &written,
            due_at: Some(app.db.now_ms() + DAY_MS),
        };
        let refused = decide(&app.db, &context, &moderator(account), asked).await.unwrap();
        assert_eq!(refused.map(drop), Outcome::NotPublishable(vec![OWN]));
        let planned = decide(&app.db, &context, &moderator(other), asked).await.unwrap();
        assert!(planned.made().is_some());
        // Nor is what a colleague decided called back, done sooner, or overtaken by taking it over.
        let waiting = planned_moves::waiting_for(app.db.reader(), id).await.unwrap();
        let plan = waiting.iter().find(|one| one.is_decided()).expect("a plan").id;
        let stopped = call_off(&app.db, &moderator(account), id, plan).await.unwrap();
        assert_eq!(stopped, Outcome::NotPublishable(vec![OWN]));
        let now = carry_out_now(&app.db, &context, &moderator(account), id, plan).await.unwrap();
        assert_eq!(now, Outcome::NotPublishable(vec![OWN]));
        let version = app.submission(id).await.version;
        let taken = moderation_queue::assign(&app.db, &moderator(account), id, version, Some(account)).await.unwrap();
        assert_eq!(taken, Outcome::NotAllowed);
        let waiting = planned_moves::waiting_for(app.db.reader(), id).await.unwrap();
        assert!(waiting.iter().any(|one| one.id == plan && one.is_decided()), "{waiting:?}");
        assert!(call_off(&app.db, &moderator(other), id, plan).await.unwrap().made().is_some());
    }
}
