//! A plan is carried out when it is due, once, by the account that made it.

use super::{MINUTE_MS, UNDO_MS};
use crate::each_database;
use case_study::Status;
use case_study::declarations::{Occasion, asked_at};
use case_study::planned::PlannedAction;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use server::planned::{PassedOver, work_once};
use store::agreements;
use store::entity::planned_move;
use store::planned_moves::{Carried, carry_out, due};

each_database! {
    async fn until_it_is_due_nothing_is_public_and_no_letter_is_queued(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (id, reference, plan) = app.planned("Tea and objects").await;
        let before = app.submission(id).await;
        assert_eq!(before.status, Status::Approved);
        let waiting = app.waiting(id).await;
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0].0, PlannedAction::Publish);
        let mails = app.mails().await.len();
        app.clock.advance(UNDO_MS - MINUTE_MS);
        assert!(due(&app.db, &[]).await.unwrap().is_empty());
        let context = app.state.settings.mail_context();
        assert_eq!(carry_out(&app.db, &context, plan).await.unwrap(), Carried::Over);
        assert_eq!(app.submission(id).await.version, before.version);
        assert_eq!(app.mails().await.len(), mails);
        assert_eq!(app.visitor().get("/case-studies/tea-and-objects").await.status().as_u16(), 404);
        // Moderators see when it goes online.
        let page = app.moderator().await.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        let at = case_study::local_time::moment(waiting[0].1);
        assert!(page.text().contains("It goes online") && page.text().contains(&at), "{at}: {page:?}");
    }

    async fn at_its_time_it_is_published_once_and_the_history_says_of_which_plan(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (id, _, plan) = app.planned("Tea and objects").await;
        let account = app.plan(plan).await.account_id;
        assert!(account.is_some());
        app.clock.advance(UNDO_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.submission(id).await.status, Status::Published);
        assert_eq!(app.end_of(plan).await, ("done".to_owned(), "made".to_owned()));
        drop(app.visitor().get("/case-studies/tea-and-objects").await.expect(200));
        let entries = app.entries(id, "publish").await;
        assert_eq!(entries.len(), 1);
        assert_eq!((entries[0].planned_move_id, entries[0].account_id), (Some(plan), account));
        assert_eq!(entries[0].role, "moderator");
        assert_eq!(app.carry_out_planned().await, 0);
        let published = app.subjects_to(crate::support::waiting::MUSEUM).await;
        assert_eq!(published.iter().filter(|subject| *subject == "Your case study is published").count(), 1);
    }

    async fn what_its_museum_agreed_to_is_published_at_its_time_for_whoever_asked(app: TestApp) {
        let app = app.with_undo_minutes(10);
        const PUBLIC: &str = "/case-studies/tea-and-objects";
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let sam = app.moderator().await;
        app.label(&sam, &reference, "monitored").await;
        let asking = sam.get(&format!("/moderate/cases/{reference}/ask-yes")).await.expect(200);
        drop(sam.submit(&asking, "form.letter", &[("message", "Here it is.")]).await.expect(303));
        // Asking waits its time as well.
        app.clock.advance(UNDO_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        let museum = app.museum_of(id, &reference).await;
        let page = museum.get(&format!("/submit/{reference}/page")).await.expect(200);
        let ticks = asked_at(Occasion::Yes).map(|one| ("declarations", one.key));
        let yes: Vec<_> = ticks.chain([("action", "yes")]).collect();
        drop(museum.submit(&page, ".yes-answers form", &yes).await.expect(303));
        assert_eq!(app.submission(id).await.status, Status::Approved);

        app.clock.advance(UNDO_MS - MINUTE_MS);
        assert_eq!(app.carry_out_planned().await, 0);
        drop(app.visitor().get(PUBLIC).await.expect(404));
        app.clock.advance(MINUTE_MS);
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.submission(id).await.status, Status::Published);
        let read = app.visitor().get(PUBLIC).await.expect(200);
        assert!(read.one("article.case").text().contains("Monitored"), "{read:?}");
        let entries = app.entries(id, "publish").await;
        let asked = agreements::newest(app.db.reader(), id).await.unwrap().expect("an asking");
        assert!(asked.asked_by.is_some() && entries[0].planned_move_id.is_some());
        assert_eq!((entries.len(), entries[0].account_id), (1, asked.asked_by));
    }

    async fn a_clock_that_jumps_an_hour_carries_out_everything_in_it_once(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let mut plans = Vec::new();
        for number in 0..5 {
            plans.push(app.planned(&format!("Tea and objects, number {number}")).await);
            app.clock.advance(MINUTE_MS);
        }
        app.clock.advance(60 * MINUTE_MS);
        assert_eq!(app.carry_out_planned().await, 5);
        // Back again, and on once more: the hour comes a second time.
        app.clock.advance(-60 * MINUTE_MS);
        assert_eq!(app.carry_out_planned().await, 0);
        app.clock.advance(60 * MINUTE_MS);
        assert_eq!(app.carry_out_planned().await, 0);
        for (id, _, plan) in plans {
            assert_eq!(app.end_of(plan).await.0, "done");
            assert_eq!(app.entries(id, "publish").await.len(), 1);
        }
    }

    async fn two_instances_carry_out_each_plan_once(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let mut plans = Vec::new();
        for number in 0..12 {
            plans.push(app.planned(&format!("Tea and objects, number {number}")).await);
        }
        app.clock.advance(UNDO_MS);
        let work = async || {
            let (context, mut passed_over) = (app.state.settings.mail_context(), PassedOver::default());
            let mut ended = 0;
            while !due(&app.db, &[]).await.unwrap().is_empty() {
                ended += work_once(&app.db, &context, &mut passed_over).await.unwrap();
            }
            ended
        };
        let (one, other, third) = tokio::join!(work(), work(), work());
        assert_eq!(one + other + third, 12, "{one}, {other} and {third}");
        for (id, _, plan) in plans {
            assert_eq!(app.end_of(plan).await.0, "done");
            assert_eq!(app.entries(id, "publish").await.len(), 1);
            assert_eq!(app.texts(id).await, ["as_submitted", "as_published"]);
        }
    }

    async fn without_time_to_undo_it_is_due_at_once(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (id, _) = app.standing_at(Status::Approved, "Tea and objects").await;
        let at_once = app.db.clone().with_undo_ms(0);
        let tx = at_once.begin().await.unwrap();
        let submission = store::submissions::locked(&tx, id).await.unwrap().unwrap();
        store::planned_moves::plan_publish(&tx, &submission, None).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.submission(id).await.status, Status::Published);
        // Nobody in particular planned it: the program did it.
        assert_eq!(app.entries(id, "publish").await[0].role, "program");
    }

    async fn what_a_newer_version_planned_is_left_alone(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (id, reference) = app.standing_at(Status::Approved, "Tea and objects").await;
        let newer = planned_move::ActiveModel {
            submission_id: Set(Some(id)),
            action: Set("translate".to_owned()),
            payload: Set("{\"into\":\"cy\"}".to_owned()),
            due_at: Set(1),
            state: Set("waiting".to_owned()),
            outcome: Set(String::new()),
            created_at: Set(1),
            ..Default::default()
        };
        let newer = newer.insert(app.db.writer()).await.unwrap();
        assert_eq!(app.carry_out_planned().await, 0);
        let context = app.state.settings.mail_context();
        assert_eq!(carry_out(&app.db, &context, newer.id).await.unwrap(), Carried::Over);
        drop(app.moderator().await.get(&format!("/moderate/cases/{reference}")).await.expect(200));
        app.make(id, &case_study::Move::Withdraw, &store::history::Actor::submitter()).await;
        assert_eq!(app.plan(newer.id).await, newer);
    }

    async fn a_plan_that_cannot_be_read_holds_up_no_other(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (broken, _) = app.standing_at(Status::ChangesRequested, "Songs and soup").await;
        for (_, due_at) in app.waiting(broken).await {
            assert!(due_at > app.clock.now_ms());
        }
        planned_move::Entity::update_many()
            .col_expr(planned_move::Column::Payload, Expr::value("[]"))
            .col_expr(planned_move::Column::DueAt, Expr::value(1_i64))
            .filter(planned_move::Column::SubmissionId.eq(broken))
            .exec(app.db.writer())
            .await
            .unwrap();
        let (id, _, plan) = app.planned("Tea and objects").await;
        app.clock.advance(UNDO_MS);
        let (context, mut passed_over) = (app.state.settings.mail_context(), PassedOver::default());
        assert_eq!(work_once(&app.db, &context, &mut passed_over).await.unwrap(), 1);
        assert_eq!(app.end_of(plan).await.0, "done");
        assert_eq!(app.submission(id).await.status, Status::Published);
        // And is not tried all the time.
        assert_eq!(work_once(&app.db, &context, &mut passed_over).await.unwrap(), 0);
        assert_eq!(app.waiting(broken).await.len(), 2);
    }
}
