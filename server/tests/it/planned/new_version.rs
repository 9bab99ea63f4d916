//! A new version of what is public: begun by its museum or by staff, public only once it is published.

use crate::each_database;
use crate::support::TestApp;
use crate::support::complete_case::answers_of;
use crate::support::waiting::MUSEUM;
use case_study::fields::field;
use case_study::{
    Answers, CaseAction, CaseStudyContent, EditWeight, Move, RevisionKind, Status, Stored,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::case_transitions::move_case;
use store::correspondence::{Written, write_to_us};
use store::entity::{case, submission};
use store::history::Actor;
use store::outcome::Outcome;
use store::submissions::{PastRevision, Submission};
use store::{drafts, submissions};

const PAGE: &str = "/case-studies/tea-and-objects";

/// The submissions of a case, oldest first.
async fn versions(app: &TestApp, case_id: i64) -> Vec<Submission> {
    let rows = submission::Entity::find()
        .filter(submission::Column::CaseId.eq(case_id))
        .all(app.db.reader())
        .await
        .unwrap();
    let mut found = Vec::new();
    for row in rows {
        found.push(app.submission(row.id).await);
    }
    found.sort_by_key(|one| one.id);
    found
}

async fn case_of(app: &TestApp, id: i64) -> case::Model {
    let submission = app.submission(id).await;
    let row = case::Entity::find_by_id(submission.case_id)
        .one(app.db.reader())
        .await;
    row.unwrap().expect("a case")
}

async fn revisions(app: &TestApp, id: i64) -> Vec<PastRevision> {
    submissions::revisions(&app.db, id).await.unwrap()
}

async fn text(app: &TestApp, id: i64) -> CaseStudyContent {
    let submission = app.submission(id).await;
    submissions::current_content(app.db.reader(), &submission)
        .await
        .unwrap()
}

/// Saves the page of the form that asks for this, with another answer to it.
async fn change(app: &TestApp, id: i64, key: &'static str, answer: &str) {
    let section = field(key).expect("a field").section;
    let mut answers = answers_of(section);
    answers.retain(|(other, _)| *other != key);
    answers.push((key, answer.to_owned()));
    app.answer(id, section, &answers).await;
}

/// Lets a moderator set the theme of what is public or under review.
async fn set_theme(app: &TestApp, id: i64, theme: &str) {
    let reference = app.submission(id).await.reference;
    let sam = app.moderator().await;
    let page = sam
        .get(&format!("/moderate/cases/{reference}/tags"))
        .await
        .expect(200);
    drop(
        sam.submit(&page, "form.tags-form", &[("themes", theme)])
            .await
            .expect(303),
    );
}

async fn moves(app: &TestApp, id: i64, moves: &[Move]) {
    for wanted in moves {
        app.make(id, wanted, &Actor::operator()).await;
    }
}

fn form(reference: &str) -> String {
    format!("form[action='/submit/{reference}/new-version']")
}

each_database! {
    async fn a_museum_changes_what_is_published_and_readers_see_the_old_text_until_then(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let before = case_of(&app, id).await;
        let museum = app.museum_of(id, &reference).await;
        let page = museum.get(&format!("/submit/{reference}")).await.expect(200);
        let begun = museum.submit(&page, &form(&reference), &[]).await.expect(303);
        let all = versions(&app, before.id).await;
        let new = all.last().expect("a version");
        assert_eq!((all.len(), &new.status), (2, &Stored::Known(Status::Draft)));
        assert_eq!(begun.location(), format!("/submit/{}", new.reference));
        assert_eq!(new.base_revision_id, before.published_revision_id);
        assert_eq!(text(&app, new.id).await, text(&app, id).await);
        assert_eq!(app.subjects_to(MUSEUM).await.last().expect("a mail"), "Your changes to your published case study");
        // The form is open in this browser, and to nobody else.
        let tasks = museum.follow(&begun).await.expect(200);
        assert_eq!(tasks.one("h1").text(), "Tea and objects");
        drop(app.visitor().get(begun.location()).await.expect(404));

        change(&app, new.id, "summary", "Tea, objects and talk, now on Thursdays too, for people who live alone.").await;
        app.send(new.id).await;
        assert!(!app.visitor().get(PAGE).await.expect(200).text().contains("now on Thursdays too"));
        moves(&app, new.id, &[Move::StartReview, Move::Approve, Move::Publish]).await;
        let public = app.visitor().get(PAGE).await.expect(200);
        assert!(public.text().contains("now on Thursdays too"), "{public:?}");
        assert_eq!(app.submission(id).await.status, Status::Replaced);
        assert_eq!(app.submission(new.id).await.status, Status::Published);
        let after = case_of(&app, id).await;
        assert_eq!((after.slug, after.published_at, after.museum_id), (before.slug, before.published_at, before.museum_id));
        assert_eq!(after.published_revision_id != before.published_revision_id, after.state == "live");
        let replaced = museum.get(&format!("/submit/{reference}")).await.expect(200);
        assert!(replaced.text().contains("Readers now see a newer version of it."), "{replaced:?}");
        assert!(replaced.select(&form(&reference)).is_empty(), "{replaced:?}");
        assert_eq!(app.entries(id, "replace").await.len(), 1);
    }

    async fn pressing_twice_begins_one_and_later_leads_to_it(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let museum = app.museum_of(id, &reference).await;
        let path = format!("/submit/{reference}/new-version");
        let (one, other) = tokio::join!(museum.post(&path, &[]), museum.post(&path, &[]));
        assert_eq!(one.expect(303).location(), other.expect(303).location());
        let case_id = app.submission(id).await.case_id;
        let all = versions(&app, case_id).await;
        assert_eq!(all.len(), 2);
        change(&app, all[1].id, "summary", "Another summary of what we do with tea and objects on Tuesdays.").await;
        let again = museum.post(&path, &[]).await.expect(303);
        assert_eq!(again.location(), format!("/submit/{}", all[1].reference));
        assert_eq!(versions(&app, case_id).await.len(), 2);
        drop(app.visitor().post(&path, &[]).await.expect(404));
    }

    async fn what_is_not_published_has_no_new_version(app: TestApp) {
        for status in [Status::Draft, Status::Submitted, Status::Approved, Status::Withdrawn] {
            let (id, reference) = app.standing_at(status, "Songs and soup").await;
            let museum = app.museum_of(id, &reference).await;
            let page = museum.post(&format!("/submit/{reference}/new-version"), &[]).await.expect(303);
            assert_eq!(page.location(), format!("/submit/{reference}"));
            assert_eq!(versions(&app, app.submission(id).await.case_id).await.len(), 1);
        }
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let museum = app.museum_of(id, &reference).await;
        let which = app.submission(id).await;
        let down = move_case(&app.db, &Actor::operator(), &which, CaseAction::TakeDown, "Asked to").await.unwrap();
        assert!(down.made().is_some());
        let path = format!("/submit/{reference}");
        assert!(museum.get(&path).await.expect(200).select(&form(&reference)).is_empty());
        let page = museum.post(&format!("{path}/new-version"), &[]).await.expect(409);
        assert_eq!(page.one("h1").text(), "Readers do not see it now");
        let sam = app.moderator().await;
        let path = format!("/moderate/cases/{reference}/new-version");
        let page = sam.post(&path, &[("version", "1")]).await.expect(409);
        assert!(page.text().contains("A new version starts from a published text that readers see."), "{page:?}");
    }

    async fn staff_begin_one_in_review_with_the_public_text(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let sam = app.moderator().await;
        let path = format!("/moderate/cases/{reference}/new-version");
        let version = app.submission(id).await.version.to_string();
        let begun = sam.post(&path, &[("version", &version)]).await.expect(303);
        let all = versions(&app, app.submission(id).await.case_id).await;
        let new = &all[1];
        assert_eq!(begun.location(), format!("/moderate/cases/{}", new.reference));
        assert_eq!(new.status, Status::InReview);
        assert!(new.assignee_id.is_some());
        let texts = revisions(&app, new.id).await;
        assert_eq!(texts.len(), 1);
        assert_eq!(texts[0].kind, RevisionKind::AsEdited);
        assert_eq!(texts[0].content, text(&app, id).await);
        drop(sam.follow(&begun).await.expect(200));
        let queue = sam.get("/moderate").await.expect(200);
        assert!(queue.text().contains(&new.reference), "{queue:?}");
        // One at a time, whoever wants another.
        let again = sam.post(&path, &[("version", &version)]).await.expect(409);
        assert!(again.text().contains("Another version of it is under review."), "{again:?}");
        assert_eq!(again.one("a.button").attr("href").as_deref(), Some(begun.location()));
        let museum = app.museum_of(id, &reference).await;
        let refused = museum.post(&format!("/submit/{reference}/new-version"), &[]).await.expect(409);
        assert!(refused.text().contains(&new.reference), "{refused:?}");
        assert_eq!(versions(&app, app.submission(id).await.case_id).await.len(), 2);
    }

    async fn what_staff_wrote_in_a_version_of_theirs_stands_when_its_museum_may_write(app: TestApp) {
        const WORDS: &str = "We drank tea, and now coffee too.";
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let sam = app.moderator().await;
        drop(sam.post(&format!("/moderate/cases/{reference}/new-version"), &[("version", "1")]).await.expect(303));
        let all = versions(&app, app.submission(id).await.case_id).await;
        let new = all.last().expect("a version");
        let mut answers = Answers::default();
        answers.set("did", vec![WORDS.to_owned()]);
        let (actor, fields) = (Actor::operator(), field("did").into_iter());
        let made = app.mend(&actor, new.id, new.version, &answers, fields, EditWeight::Meaning).await;
        assert_eq!(made, Outcome::Made(1));
        // Either side may write about it, though the museum never sent it.
        let letter = write_to_us(&app.db, &Actor::submitter(), new.id, &store::fresh_token(), "Coffee?").await;
        assert_eq!(letter.unwrap(), Written::Written);
        let changes = Move::RequestChanges { reason: String::new(), field: String::new(), message: String::new() };
        moves(&app, new.id, &[changes]).await;
        assert_eq!(text(&app, new.id).await.did, WORDS);
    }

    async fn of_two_drafts_one_can_be_sent_and_the_other_keeps_every_word(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let museum = app.museum_of(id, &reference).await;
        let begun = museum.post(&format!("/submit/{reference}/new-version"), &[]).await.expect(303);
        let sam = app.moderator().await;
        let staff = sam.post(&format!("/moderate/cases/{reference}/new-version"), &[("version", "1")]).await.expect(303);
        let draft = begun.location().strip_prefix("/submit/").expect("a draft").to_owned();
        let written = submissions::by_reference(app.db.reader(), &draft).await.unwrap().expect("it is there");
        change(&app, written.id, "summary", "Another summary of what we do with tea and objects on Tuesdays.").await;
        let before = text(&app, written.id).await;
        let sent = crate::submit::steps::declare(&museum, &draft).await.expect(409);
        assert_eq!(sent.one("h1").text(), "We have other changes already");
        let other = staff.location().rsplit('/').next().expect("a reference").to_owned();
        assert!(sent.text().contains(&other), "{sent:?}");
        assert_eq!(app.submission(written.id).await.status, Status::Draft);
        assert_eq!(text(&app, written.id).await, before);
    }

    async fn one_that_was_put_aside_waits_until_the_other_is_done(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let museum = app.museum_of(id, &reference).await;
        let begun = museum.post(&format!("/submit/{reference}/new-version"), &[]).await.expect(303);
        let draft = begun.location().strip_prefix("/submit/").expect("a draft").to_owned();
        let first = submissions::by_reference(app.db.reader(), &draft).await.unwrap().expect("it is there");
        app.send(first.id).await;
        let changes = Move::RequestChanges { reason: String::new(), field: String::new(), message: String::new() };
        moves(&app, first.id, &[Move::StartReview, changes]).await;
        app.make(first.id, &Move::Lapse, &Actor::program()).await;
        let sam = app.moderator().await;
        let staff = sam.post(&format!("/moderate/cases/{reference}/new-version"), &[("version", "1")]).await.expect(303);
        let resumed = museum.post(&format!("/submit/{draft}/resume"), &[]).await.expect(409);
        assert_eq!(resumed.one("h1").text(), "We have other changes already");
        let version = app.submission(first.id).await.version.to_string();
        let page = sam.post(&format!("/moderate/cases/{draft}/reopen"), &[("version", &version)]).await.expect(409);
        assert!(page.text().contains("That cannot be done now"), "{page:?}");
        assert_eq!(app.submission(first.id).await.status, Status::Lapsed);
        assert_eq!(drafts::in_the_way(&app.db, &app.submission(first.id).await).await.unwrap(),
            staff.location().rsplit('/').next().map(str::to_owned));
    }

    async fn tags_that_were_set_on_the_public_text_since_are_taken_over(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let museum = app.museum_of(id, &reference).await;
        let begun = museum.post(&format!("/submit/{reference}/new-version"), &[]).await.expect(303);
        let draft = begun.location().strip_prefix("/submit/").expect("a draft").to_owned();
        let new = submissions::by_reference(app.db.reader(), &draft).await.unwrap().expect("it is there");
        change(&app, new.id, "summary", "Another summary of what we do with tea and objects on Tuesdays.").await;
        set_theme(&app, id, "homelessness").await;
        app.send(new.id).await;
        moves(&app, new.id, &[Move::StartReview, Move::Approve, Move::Publish]).await;
        let public = text(&app, new.id).await;
        assert_eq!(public.themes, ["homelessness"]);
        assert!(public.summary.starts_with("Another summary"), "{}", public.summary);
        let found = app.visitor().get("/api/v1/case-studies?theme=homelessness").await.expect(200).json();
        assert_eq!(found["total"], 1, "{found}");
    }

    async fn tags_that_the_new_version_has_of_its_own_stand(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let sam = app.moderator().await;
        let path = format!("/moderate/cases/{reference}/new-version");
        drop(sam.post(&path, &[("version", "1")]).await.expect(303));
        let new = versions(&app, app.submission(id).await.case_id).await.pop().expect("a version");
        set_theme(&app, id, "homelessness").await;
        set_theme(&app, new.id, "healthy-ageing").await;
        moves(&app, new.id, &[Move::Approve, Move::Publish]).await;
        assert_eq!(text(&app, new.id).await.themes, ["healthy-ageing"]);
    }

    async fn what_was_declared_counts_on(app: TestApp) {
        let museum = app.visitor();
        let reference = crate::submit::steps::send(&museum).await;
        let first = crate::submit::steps::submission(&app, &reference).await;
        moves(&app, first.id, &[Move::StartReview, Move::Approve, Move::Publish]).await;
        let given = store::declarations::of_submission(app.db.reader(), first.id).await.unwrap();
        assert!(!given.is_empty());
        let begun = museum.post(&format!("/submit/{reference}/new-version"), &[]).await.expect(303);
        let draft = begun.location().strip_prefix("/submit/").expect("a draft").to_owned();
        let new = crate::submit::steps::submission(&app, &draft).await;
        assert_eq!(store::declarations::of_submission(app.db.reader(), new.id).await.unwrap(), given);
    }
}
