//! What stands in the way of publishing, said beside the decision and in answer to a press.

use crate::each_database;
use crate::support::{Page, TestApp};
use case_study::fields::field;
use case_study::publishable::Obstacle;
use case_study::{Answers, EditWeight, Status};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use store::entity::{agreement, declaration};
use store::history::Actor;
use store::outcome::Outcome;
use store::{publishable, submissions};

async fn obstacles(app: &TestApp, id: i64) -> Vec<Obstacle> {
    let submission = app.submission(id).await;
    publishable::obstacles(app.db.reader(), &submission)
        .await
        .expect("the database")
}

async fn edit(app: &TestApp, id: i64, key: &str, words: &str, weight: EditWeight) {
    let mut answers = Answers::default();
    answers.set(key, vec![words.to_owned()]);
    let version = app.submission(id).await.version;
    let made = app
        .mend(
            &Actor::operator(),
            id,
            version,
            &answers,
            field(key).into_iter(),
            weight,
        )
        .await;
    assert_eq!(made, Outcome::Made(1));
}

/// The museum says yes to the newest text, as its page would keep it.
async fn agree(app: &TestApp, id: i64) {
    let texts = submissions::revisions(&app.db, id).await.expect("texts");
    let number = texts.last().expect("a text").number;
    let row = store::entity::revision::Entity::find()
        .filter(store::entity::revision::Column::SubmissionId.eq(id))
        .filter(store::entity::revision::Column::Number.eq(number))
        .one(app.db.reader())
        .await
        .expect("the database")
        .expect("a text");
    let yes = agreement::ActiveModel {
        submission_id: Set(id),
        revision_id: Set(row.id),
        side: Set("museum".into()),
        questions: Set("[]".into()),
        asked_at: Set(1),
        answer: Set(Some("yes".into())),
        words: Set(String::new()),
        reminded: Set(0),
        created_at: Set(1),
        ..Default::default()
    };
    agreement::Entity::insert(yes)
        .exec(app.db.writer())
        .await
        .expect("kept");
    let keys = case_study::declarations::asked_at(case_study::declarations::Occasion::Yes);
    let given = keys.map(|one| declaration::ActiveModel {
        submission_id: Set(id),
        revision_id: Set(row.id),
        key: Set(one.key.into()),
        wording: Set("2027-01".into()),
        given_at: Set(1),
        created_at: Set(1),
        ..Default::default()
    });
    declaration::Entity::insert_many(given)
        .exec(app.db.writer())
        .await
        .expect("kept");
}

/// What stands out among the things that a moderator can do.
pub fn standing_out(page: &Page) -> Vec<String> {
    let buttons =
        page.select(".decision .button:not(.button-secondary, .button-quiet, .button-danger)");
    buttons.iter().map(|one| one.text().to_owned()).collect()
}

each_database! {
    async fn what_lacks_nothing_but_a_yes_is_shown_to_its_museum_first(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let sam = app.moderator().await;
        let home = format!("/moderate/cases/{reference}");
        assert_eq!(standing_out(&sam.get(&home).await.expect(200)), ["Approve and publish"]);
        edit(&app, id, "did", "We drank tea.", EditWeight::Meaning).await;
        let page = sam.get(&home).await.expect(200);
        assert_eq!(standing_out(&page), ["Show it to the museum"]);
        assert_eq!(page.one(".panel-decisions .button").text(), "Show it to the museum");
        agree(&app, id).await;
        assert_eq!(standing_out(&sam.get(&home).await.expect(200)), ["Approve and publish"]);
    }

    async fn the_museums_own_text_is_published_and_spelling_does_not_stand_in_the_way(app: TestApp) {
        let (id, _) = app.standing_at(Status::InReview, "Tea and objjects").await;
        assert_eq!(obstacles(&app, id).await, []);
        edit(&app, id, "title", "Tea and objects", EditWeight::Form).await;
        edit(&app, id, "did", "We drank tea.", EditWeight::Protection).await;
        assert_eq!(obstacles(&app, id).await, []);
        app.make(id, &case_study::Move::Approve, &Actor::operator()).await;
        app.make(id, &case_study::Move::Publish, &Actor::operator()).await;
    }

    async fn a_change_of_what_it_says_waits_for_the_museums_yes(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        edit(&app, id, "did", "We drank tea.", EditWeight::Meaning).await;
        let unseen = [Obstacle::NotAgreed(vec!["did".into()])];
        assert_eq!(obstacles(&app, id).await, unseen);

        let sam = app.moderator().await;
        let case = sam.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        let said = "We wrote or changed \u{201c}What they did\u{201d}, and the museum has not seen that yet.";
        assert!(case.one(".obstacles").text().contains(said), "{case:?}");
        assert!(case.text().contains("Written by us") && case.text().contains("(what it says)"), "{case:?}");
        for press in ["approve", "approve-and-publish"] {
            let answer = sam.submit(&case, &format!("form[action$='/{press}']"), &[]).await.expect(422);
            assert_eq!(answer.one("h1").text(), "It cannot be published yet");
            assert!(answer.text().contains(said), "{answer:?}");
        }
        assert_eq!(app.submission(id).await.status, Status::InReview);
        assert!(app.mails().await.iter().all(|mail| !mail.subject.contains("published")));

        // A yes is for the text that it was given to, and spelling does not end it.
        agree(&app, id).await;
        assert_eq!(obstacles(&app, id).await, []);
        edit(&app, id, "did", "We drank tea together.", EditWeight::Form).await;
        assert_eq!(obstacles(&app, id).await, []);
        edit(&app, id, "hard", "It rained.", EditWeight::Meaning).await;
        assert_eq!(obstacles(&app, id).await, [Obstacle::NotAgreed(vec!["did".into(), "hard".into()])]);
    }

    async fn what_was_approved_and_then_changed_is_not_published(app: TestApp) {
        let (id, _) = app.standing_at(Status::Approved, "Tea and objects").await;
        edit(&app, id, "did", "We drank tea.", EditWeight::Meaning).await;
        let mail_context = app.state.settings.mail_context();
        let moves = [case_study::Move::Publish];
        let operator = Actor::operator();
        let refused = store::transitions::apply(&app.db, &mail_context, &operator, id, None, &moves).await.unwrap();
        assert_eq!(refused, Outcome::NotPublishable(vec![Obstacle::NotAgreed(vec!["did".into()])]));
        assert_eq!(app.submission(id).await.status, Status::Approved);
    }

    async fn every_statement_has_to_be_given(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        declaration::Entity::delete_many()
            .filter(declaration::Column::SubmissionId.eq(id))
            .filter(declaration::Column::Key.eq("licence"))
            .exec(app.db.writer())
            .await
            .expect("taken away");
        assert_eq!(obstacles(&app, id).await, [Obstacle::NotDeclared]);
        let sam = app.moderator().await;
        let case = sam.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        let answer = sam.submit(&case, "form[action$='/approve']", &[]).await.expect(422);
        assert!(answer.text().contains("ask for its yes"), "{answer:?}");
    }
}
