//! Two years on: a case falls due, its museum is asked, and says that it is still true, that something has changed, or
//! that the work is over; staff may say it too. Readers see the page all along.

use crate::each_database;
use crate::submit::tracking::code;
use crate::support::TestApp;
use crate::support::waiting::MUSEUM;
use case_study::{CaseAction, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::DAY_MS;
use store::case_transitions::move_case;
use store::entity::{case, submission};
use store::history::Actor;

const PUBLIC: &str = "/case-studies/tea-and-objects";
const ASKED: &str = "Is your page still true?";
const FORM: &str = "form.form";

/// What was published two years ago: its submission's id and reference.
async fn due(app: &TestApp) -> (i64, String) {
    let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
    app.clock.advance(730 * DAY_MS);
    assert_eq!(app.look_after().await, 1);
    (id, reference)
}

async fn case_of(app: &TestApp, id: i64) -> case::Model {
    let case_id = app.submission(id).await.case_id;
    let found = case::Entity::find_by_id(case_id).one(app.db.reader()).await;
    found.unwrap().expect("a case")
}

async fn asked(app: &TestApp) -> usize {
    let subjects = app.subjects_to(MUSEUM).await;
    subjects.iter().filter(|one| *one == ASKED).count()
}

/// The page of the newest letter.
async fn link(app: &TestApp) -> String {
    let mails = app.mails().await;
    let mail = mails
        .iter()
        .rev()
        .find(|mail| mail.subject.starts_with(ASKED));
    let links = mail.expect("a mail that asks").links();
    links
        .into_iter()
        .find(|link| link.ends_with("/still-true"))
        .expect("a link")
}

each_database! {
    async fn two_years_on_it_falls_due_once_with_a_letter_and_readers_see_no_change(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let before = case_of(&app, id).await;
        app.clock.advance(729 * DAY_MS);
        assert_eq!(app.look_after().await, 0);
        app.clock.advance(DAY_MS);
        assert_eq!((app.look_after().await, app.look_after().await), (1, 0));
        let after = case_of(&app, id).await;
        assert_eq!((after.state.as_str(), after.updated_at, after.version), ("due_for_review", before.updated_at, before.version));
        assert_eq!(asked(&app).await, 1);
        let entries = app.entries(id, "fall_due").await;
        assert_eq!(entries.len(), 1);
        assert!(entries[0].letter_id.is_some(), "the letter stands with it");
        drop(app.visitor().get(PUBLIC).await.expect(200));
        app.index_shows_all().await;
        assert!(app.visitor().get("/case-studies").await.expect(200).text().contains("Tea and objects"));
        let museum = app.museum_of(id, &reference).await;
        let page = museum.get(&format!("/submit/{reference}")).await.expect(200);
        assert!(page.text().contains("Two years had passed. We asked whether it is still true."), "{page:?}");
        assert!(!page.select(&format!("a[href='/submit/{reference}/still-true']")).is_empty(), "{page:?}");
    }

    async fn with_the_link_alone_a_press_mails_a_code_and_then_it_is_confirmed(app: TestApp) {
        let (id, _) = due(&app).await;
        let (path, stranger) = (link(&app).await, app.visitor());
        for _ in 0..2 {
            let page = stranger.get(&path).await.expect(200);
            assert_eq!(page.select("button[name=answer]").len(), 3, "{page:?}");
        }
        assert_eq!(case_of(&app, id).await.state, "due_for_review", "opening it changes nothing");
        let page = stranger.get(&path).await.expect(200);
        let step = stranger.submit(&page, FORM, &[("answer", "true")]).await.expect(200);
        assert_eq!(case_of(&app, id).await.state, "due_for_review", "nor a press with the link alone");
        let wrong = stranger.submit(&step, FORM, &[("code", "000000")]).await.expect(422);
        assert!(wrong.text().contains("That code is not right"), "{wrong:?}");
        let typed = code(&app).await;
        let done = stranger.submit(&wrong, FORM, &[("code", &typed)]).await.expect(303);
        let page = stranger.follow(&done).await.expect(200);
        assert!(page.text().contains("Your page now says that you confirmed it."), "{page:?}");
        let after = case_of(&app, id).await;
        assert_eq!(after.state, "live");
        assert!(after.confirmed_at.is_some_and(|at| at > after.published_at.unwrap()));
        let public = app.visitor().get(PUBLIC).await.expect(200);
        assert!(public.text().contains("Last confirmed by the museum"), "{public:?}");
        // Two years from then on.
        app.clock.advance(729 * DAY_MS);
        assert_eq!(app.look_after().await, 0);
        app.clock.advance(2 * DAY_MS);
        assert_eq!(app.look_after().await, 1);
        assert_eq!(asked(&app).await, 2);
    }

    async fn whoever_may_write_it_says_that_the_work_is_over_and_the_page_stays(app: TestApp) {
        let (id, reference) = due(&app).await;
        let museum = app.museum_of(id, &reference).await;
        let path = format!("/submit/{reference}/still-true");
        let page = museum.get(&path).await.expect(200);
        let done = museum.submit(&page, FORM, &[("answer", "over")]).await.expect(303);
        assert_eq!(case_of(&app, id).await.state, "archived");
        let after = museum.follow(&done).await.expect(200);
        assert!(after.text().contains("no longer kept up to date"), "{after:?}");
        assert_eq!(after.select("button[name=answer]").len(), 2, "what cannot be said is not offered: {after:?}");
        let public = app.visitor().get(PUBLIC).await.expect(200);
        assert!(public.text().contains("This case study is no longer kept up to date."), "{public:?}");
        // A second press changes nothing; it is true again by one of the other buttons.
        drop(museum.submit(&page, FORM, &[("answer", "over")]).await.expect(303));
        assert_eq!(app.entries(id, "finish").await.len(), 1);
        drop(museum.submit(&after, FORM, &[("answer", "true")]).await.expect(303));
        assert_eq!(case_of(&app, id).await.state, "live");
    }

    async fn what_has_changed_begins_a_new_version_and_its_publication_answers_the_question(app: TestApp) {
        let (id, reference) = due(&app).await;
        let museum = app.museum_of(id, &reference).await;
        let page = museum.get(&format!("/submit/{reference}/still-true")).await.expect(200);
        let begun = museum.submit(&page, FORM, &[("answer", "changed")]).await.expect(303);
        let newer = begun.location().rsplit('/').next().expect("a reference").to_owned();
        assert_ne!(newer, reference);
        drop(museum.follow(&begun).await.expect(200));
        assert_eq!(case_of(&app, id).await.state, "due_for_review", "until it is published");
        let row = submission::Entity::find().filter(submission::Column::Reference.eq(&newer));
        let version = row.one(app.db.reader()).await.unwrap().expect("a version");
        app.send(version.id).await;
        for wanted in [case_study::Move::StartReview, case_study::Move::Approve, case_study::Move::Publish] {
            app.make(version.id, &wanted, &Actor::operator()).await;
        }
        assert_eq!(case_of(&app, id).await.state, "live");
        app.clock.advance(729 * DAY_MS);
        assert_eq!(app.look_after().await, 0);
    }

    async fn staff_see_what_fell_due_and_say_it_themselves(app: TestApp) {
        app.import_sample().await;
        let (id, reference) = due_with_sample(&app).await;
        let sam = app.moderator().await;
        let queue = sam.get("/moderate").await.expect(200);
        assert!(queue.text().contains("wait to be confirmed"), "{queue:?}");
        let list = sam.get("/moderate/upkeep").await.expect(200);
        assert!(list.text().contains("The museum, by email"), "{list:?}");
        assert!(list.text().contains("No one: it was compiled from public sources"), "{list:?}");
        let confirm = format!("form[action='/moderate/cases/{reference}/confirm']");
        drop(sam.submit(&list, &confirm, &[]).await.expect(303));
        assert_eq!(case_of(&app, id).await.state, "live");
        let public = app.visitor().get(PUBLIC).await.expect(200);
        assert!(public.text().contains("Last confirmed by our moderators"), "{public:?}");
        let compiled = "form[action='/moderate/bank/house-of-memories/finish']";
        drop(sam.submit(&list, compiled, &[]).await.expect(303));
        let list = sam.get("/moderate/upkeep").await.expect(200);
        assert!(list.select(compiled).is_empty() && list.select(&confirm).is_empty(), "{list:?}");
    }

    async fn what_was_confirmed_in_the_moment_between_does_not_fall_due(app: TestApp) {
        let (id, _) = app.standing_at(Status::Published, "Tea and objects").await;
        let submission = app.submission(id).await;
        app.clock.advance(730 * DAY_MS);
        let context = app.state.settings.mail_context();
        let due = || store::falling_due::fall_due(&app.db, &context);
        let (one, other) = tokio::join!(due(), due());
        assert_eq!(one.unwrap() + other.unwrap(), 1, "of two instances one makes it due");
        let staff = Actor::operator();
        let made = move_case(&app.db, &staff, &submission, CaseAction::Confirm, "").await.unwrap();
        assert!(made.made().is_some());
        // A state that was read before: the row says that it is not due.
        let again = move_case(&app.db, &Actor::program(), &submission, CaseAction::FallDue, "").await.unwrap();
        assert!(again.made().is_none());
        // Taken down, it is asked nothing.
        app.clock.advance(731 * DAY_MS);
        let down = move_case(&app.db, &staff, &submission, CaseAction::TakeDown, "A child").await.unwrap();
        assert!(down.made().is_some());
        assert_eq!(due().await.unwrap(), 0);
    }
}

/// The same where compiled cases fell due beside it.
async fn due_with_sample(app: &TestApp) -> (i64, String) {
    let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
    // Long ago for all of them.
    case::Entity::update_many()
        .col_expr(case::Column::ReviewDueAt, Expr::value(app.clock.now_ms()))
        .filter(case::Column::State.eq("live"))
        .exec(app.db.writer())
        .await
        .unwrap();
    assert!(app.look_after().await > 20);
    (id, reference)
}
