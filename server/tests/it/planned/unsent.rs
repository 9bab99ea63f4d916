//! Drafts that nobody sends: told a week before, gone after 90 days, kept by any word; and those that staff began.

use crate::each_database;
use crate::support::TestApp;
use crate::support::complete_case::answers_of;
use crate::support::waiting::MUSEUM;
use case_study::{Role, Section, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::DAY_MS;
use store::drafts::{NewVersion, begin_new_version};
use store::entity::{case, submission};
use store::history::Actor;

const TOLD: &str = "Your draft will be deleted soon";

/// A draft of which nobody knows an address any more.
async fn without_address(app: &TestApp) -> i64 {
    let (id, _) = app.draft("Tea and objects").await;
    submission::Entity::update_many()
        .col_expr(submission::Column::SubmitterEmail, Expr::value(""))
        .filter(submission::Column::Id.eq(id))
        .exec(app.db.writer())
        .await
        .unwrap();
    id
}

async fn told(app: &TestApp) -> usize {
    let subjects = app.subjects_to(MUSEUM).await;
    subjects.iter().filter(|one| *one == TOLD).count()
}

async fn is_there(app: &TestApp, id: i64) -> bool {
    let found = submission::Entity::find_by_id(id)
        .one(app.db.reader())
        .await;
    found.unwrap().is_some()
}

async fn write(app: &TestApp, id: i64, words: &str) {
    let mut answers = answers_of(Section::Story);
    for (key, answer) in &mut answers {
        if *key == "need" {
            words.clone_into(answer);
        }
    }
    app.answer(id, Section::Story, &answers).await;
}

each_database! {
    async fn a_silent_draft_is_told_once_and_gone_a_week_later_with_everything_of_it(app: TestApp) {
        let (id, _) = app.draft("Tea and objects").await;
        let case_id = app.submission(id).await.case_id;
        app.clock.advance(82 * DAY_MS);
        assert_eq!(app.look_after().await, 0);
        app.clock.advance(DAY_MS);
        assert_eq!((app.look_after().await, app.look_after().await), (1, 0));
        assert_eq!(told(&app).await, 1);
        let mail = app.mails().await.pop().expect("a mail");
        assert!(!mail.text.contains("Tea and objects"), "nothing that was typed: {mail:?}");
        app.clock.advance(6 * DAY_MS);
        assert_eq!(app.carry_out_planned().await, 0);
        let link = mail.links().into_iter().find(|link| link.starts_with("/track/")).expect("a link");
        drop(app.visitor().get(&link).await.expect(200));
        app.clock.advance(2 * DAY_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.left_of(id, case_id).await, 0);
        drop(app.visitor().get(&link).await.expect(404));
    }

    async fn a_word_keeps_it_and_the_time_is_counted_from_there(app: TestApp) {
        let (id, _) = app.draft("Tea and objects").await;
        app.clock.advance(84 * DAY_MS);
        assert_eq!(app.look_after().await, 1);
        write(&app, id, "One more word.").await;
        app.clock.advance(7 * DAY_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert!(is_there(&app, id).await);
        assert_eq!(app.look_after().await, 0);
        app.clock.advance(77 * DAY_MS);
        assert_eq!(app.look_after().await, 1);
        assert_eq!(told(&app).await, 2);
        app.clock.advance(8 * DAY_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert!(!is_there(&app, id).await);
    }

    async fn after_a_standstill_of_a_year_its_author_has_a_week_all_the_same(app: TestApp) {
        let (id, _) = app.draft("Tea and objects").await;
        app.clock.advance(400 * DAY_MS);
        assert_eq!(app.look_after().await, 1);
        assert_eq!(app.carry_out_planned().await, 0);
        app.clock.advance(6 * DAY_MS);
        assert_eq!(app.carry_out_planned().await, 0);
        assert!(is_there(&app, id).await);
        app.clock.advance(2 * DAY_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert!(!is_there(&app, id).await);
    }

    async fn without_an_address_and_of_a_sample_it_goes_and_nobody_is_told(app: TestApp) {
        let bare = without_address(&app).await;
        let (sample, _) = app.draft("Tea and objects").await;
        let case_id = app.submission(sample).await.case_id;
        case::Entity::update_many()
            .col_expr(case::Column::Sample, Expr::value(true))
            .filter(case::Column::Id.eq(case_id))
            .exec(app.db.writer())
            .await
            .unwrap();
        app.clock.advance(91 * DAY_MS);
        assert_eq!(app.look_after().await, 2);
        assert_eq!(app.carry_out_planned().await, 2);
        assert!(!is_there(&app, bare).await && !is_there(&app, sample).await);
        assert_eq!(told(&app).await, 0);
    }

    async fn what_was_sent_or_withdrawn_never_goes(app: TestApp) {
        let (sent, _) = app.draft("Tea and objects").await;
        let (taken_back, _) = app.draft("Tea and objects").await;
        app.clock.advance(85 * DAY_MS);
        assert_eq!(app.look_after().await, 2);
        app.send(sent).await;
        app.make(taken_back, &case_study::Move::Withdraw, &Actor::submitter()).await;
        assert!(app.waiting(sent).await.is_empty(), "its end is planned no more");
        app.clock.advance(400 * DAY_MS);
        app.look_after().await;
        app.carry_out_planned().await;
        assert_eq!(app.submission(sent).await.status, Status::Submitted);
        assert_eq!(app.submission(taken_back).await.status, Status::Withdrawn);
    }

    async fn a_new_version_that_was_never_sent_goes_and_what_is_public_stays(app: TestApp) {
        let (published, _) = app.standing_at(Status::Published, "Tea and objects").await;
        let context = app.state.settings.mail_context();
        let begun = begin_new_version(&app.db, &context, &Actor::submitter(), published).await.unwrap();
        let NewVersion::Begun(version) = begun else { panic!("{begun:?}") };
        app.clock.advance(84 * DAY_MS);
        assert_eq!(app.look_after().await, 1);
        app.clock.advance(8 * DAY_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert!(!is_there(&app, version.submission_id).await);
        assert_eq!(app.submission(published).await.status, Status::Published);
        drop(app.visitor().get("/case-studies/tea-and-objects").await.expect(200));
    }

    async fn staff_delete_what_they_began_and_nothing_else(app: TestApp) {
        let (ours, reference) = app.draft("Songs and soup").await;
        let case_id = app.submission(ours).await.case_id;
        app.begun_by_staff(ours).await;
        let (theirs, other) = app.draft("Tea and objects").await;
        let sam = app.moderator().await;
        let list = sam.get("/moderate/upkeep").await.expect(200);
        assert!(list.text().contains("Songs and soup"), "{list:?}");
        assert!(!list.text().contains("Tea and objects"), "a museum's draft is not theirs: {list:?}");
        drop(sam.get(&format!("/moderate/cases/{other}/drop")).await.expect(404));
        let version = app.submission(theirs).await.version.to_string();
        drop(sam.post(&format!("/moderate/cases/{other}/drop"), &[("version", &version)]).await.expect(404));

        let path = format!("/moderate/cases/{reference}/drop");
        let page = sam.get(&path).await.expect(200);
        assert!(is_there(&app, ours).await, "opening it changes nothing");
        // Somebody wrote in it since the page was opened.
        write(&app, ours, "One more word.").await;
        let late = sam.submit(&page, "form.form", &[]).await;
        if late.status().as_u16() == 303 {
            // Saving words raises no version: what is deleted is what is ours, whatever it says.
            assert!(!is_there(&app, ours).await);
        } else {
            drop(late.expect(409));
            let page = sam.get(&path).await.expect(200);
            drop(sam.submit(&page, "form.form", &[]).await.expect(303));
        }
        assert_eq!(app.left_of(ours, case_id).await, 0);
        assert!(is_there(&app, theirs).await);
        // Once a museum has it, it is not staff's any more.
        let (taken, reference) = app.draft("Walks and words").await;
        app.begun_by_staff(taken).await;
        let (account, _) = app.account(Role::Submitter).await;
        store::drafts::adopt(&app.db, &[taken], account).await.unwrap();
        drop(sam.get(&format!("/moderate/cases/{reference}/drop")).await.expect(404));
    }
}
