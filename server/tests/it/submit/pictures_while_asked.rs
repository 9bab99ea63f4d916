//! Photographs of a case study that is with moderators: its museum answers a question or changes its page, and adds,
//! describes and takes back. Which text names which file follows, and no text that was sent changes.

use super::pictures::{jpeg, named, path_of, rows, send, shown, with_two};
use super::steps::{answer, content, declare, submission, words};
use crate::each_database;
use crate::moderate::notes::{asks, noted};
use crate::support::{TestApp, Visitor};
use case_study::{Action, CaseStudyContent, Move, RevisionKind, Role, Status};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use store::entity::{blob_use, revision};
use store::history::Actor;

const LATER: (&str, &str) = ("action", "later");
/// What is said of a third photograph that stands in the second place.
const SECOND: [(&str, &str); 4] = [
    ("alternative-2", "A shelf of cups"),
    ("credit-2", "Tea Museum"),
    ("licence-2", "cc-by-4.0"),
    ("people-2", "no"),
];

/// A case study with two photographs that was sent from the visitor's browser and is being read: its reference and id.
async fn in_review(app: &TestApp, museum: &Visitor) -> (String, i64) {
    let reference = with_two(museum).await;
    drop(
        send(museum, &reference, &[("agreed-2", "yes")], &[])
            .await
            .expect(303),
    );
    drop(declare(museum, &reference).await.expect(303));
    let id = submission(app, &reference).await.id;
    app.make(id, &Move::StartReview, &Actor::operator()).await;
    (reference, id)
}

/// The photographs of the texts that its museum sent, the first before the others.
async fn as_sent(app: &TestApp, id: i64) -> Vec<(i64, Vec<String>)> {
    let texts = revision::Entity::find()
        .filter(revision::Column::SubmissionId.eq(id))
        .filter(revision::Column::Kind.eq(RevisionKind::AsSubmitted.slug()))
        .order_by_asc(revision::Column::Number)
        .all(app.db.reader())
        .await
        .unwrap();
    texts
        .into_iter()
        .map(|text| {
            let content: CaseStudyContent = serde_json::from_str(&text.content).unwrap();
            let names = content.pictures.into_iter().map(|one| one.blob);
            (text.id, names.collect())
        })
        .collect()
}

/// The photographs that are noted as named by a text.
async fn noted_for(app: &TestApp, holder: &str, holder_id: i64) -> Vec<String> {
    let uses = blob_use::Entity::find()
        .filter(blob_use::Column::Holder.eq(holder))
        .filter(blob_use::Column::HolderId.eq(holder_id))
        .all(app.db.reader())
        .await
        .unwrap();
    let is_used = |id: i64| uses.iter().any(|one| one.blob_id == id);
    let rows = rows(app).await.into_iter().filter(|row| is_used(row.id));
    rows.map(|row| row.sha256).collect()
}

fn sorted(names: &[String]) -> Vec<String> {
    let mut names = names.to_vec();
    names.sort();
    names
}

/// Every text that was sent is noted with the photographs that it names, and no others.
async fn every_text_has_its_own(app: &TestApp, id: i64) {
    for (revision_id, names) in as_sent(app, id).await {
        let noted = noted_for(app, "revision", revision_id).await;
        assert_eq!(sorted(&noted), sorted(&names), "{revision_id}");
    }
}

each_database! {
    async fn a_museum_that_is_asked_about_its_photographs_adds_describes_and_takes_back(app: TestApp) {
        let museum = app.visitor();
        let (reference, id) = in_review(&app, &museum).await;
        noted(&app, id, "pictures", "Is there one of the cups?").await;
        asks(&app, id).await;
        let before = as_sent(&app, id).await;
        let (first, second) = (before[0].1[0].clone(), before[0].1[1].clone());

        // The page of the request leads there, and its note stands above them.
        let request = museum.get(&format!("/submit/{reference}/changes")).await.expect(200);
        assert_eq!(request.select("a[href='pictures?from=request']").len(), 1, "{request:?}");
        let page = museum.get(&path_of(&reference)).await.expect(200);
        assert!(page.text().contains("Is there one of the cups?"), "{page:?}");
        drop(send(&museum, &reference, &[("action", "remove-2")], &[]).await.expect(303));
        let cups = jpeg(500, 400, 120, false);
        drop(send(&museum, &reference, &[("action", "add")], &[named("cups.jpg", &cups)]).await.expect(303));
        drop(send(&museum, &reference, &SECOND, &[]).await.expect(303));
        let held = content(&app, &reference).await.pictures;
        let third = held[1].blob.clone();
        assert_eq!((held.len(), held[0].blob.as_str(), held[1].alternative.as_str()), (2, first.as_str(), "A shelf of cups"));
        assert_ne!(third, second);
        assert_eq!(sorted(&noted_for(&app, "working_copy", id).await), sorted(&[first.clone(), third.clone()]));
        // Nothing that was sent is another text by that.
        assert_eq!(as_sent(&app, id).await, before);
        every_text_has_its_own(&app, id).await;

        drop(declare(&museum, &reference).await.expect(303));
        assert_eq!(submission(&app, &reference).await.status, Status::Submitted);
        let after = as_sent(&app, id).await;
        assert_eq!(after.len(), 2);
        assert_eq!((&after[0], after[1].1.as_slice()), (&before[0], [first.clone(), third.clone()].as_slice()));
        every_text_has_its_own(&app, id).await;
        // Moderators see the new one with its words, and not the one that was taken back.
        let review = app.moderator().await.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        let sources = shown(&review, ".case-photos img");
        assert!(sources.len() == 2 && sources[1].contains(&third), "{sources:?}");
        assert!(review.text().contains("A shelf of cups"), "{review:?}");
    }

    async fn a_museum_that_is_asked_about_something_else_takes_a_photograph_down_and_changes_none(app: TestApp) {
        let museum = app.visitor();
        let (reference, id) = in_review(&app, &museum).await;
        noted(&app, id, "did", "Where did they meet?").await;
        asks(&app, id).await;
        let names = as_sent(&app, id).await[0].1.clone();
        let page = museum.get(&path_of(&reference)).await.expect(200);
        assert!(page.text().contains("We did not ask about your photographs or documents"), "{page:?}");
        assert!(page.select("input[type=file]").is_empty(), "{page:?}");
        // Sent all the same, nothing is taken, and the words come back.
        let (more, typed) = (jpeg(200, 200, 10, false), [("alternative-1".to_owned(), "A new word".to_owned())]);
        let refused = museum.post_parts(&path_of(&reference), &typed, &[named("more.jpg", &more)]).await.expect(409);
        assert!(refused.one(".kept-words").text().contains("A new word"), "{refused:?}");
        assert_eq!((rows(&app).await.len(), content(&app, &reference).await.pictures.len()), (2, 2));

        // Somebody may no longer agree at any time.
        let end = format!("{}/end", path_of(&reference));
        assert_eq!(page.select(&format!("form[action='{end}']")).len(), 2, "{page:?}");
        drop(museum.post(&end, &[("blob", &names[0])]).await.expect(303));
        // What differs from the text that was sent is open.
        let page = museum.get(&path_of(&reference)).await.expect(200);
        assert_eq!(page.select("fieldset.submit-picture").len(), 1, "{page:?}");
        drop(museum.get(&format!("{}/{}-300.jpg", path_of(&reference), names[0])).await.expect(404));
        drop(answer(&museum, &reference, "story", &[("did", &words(90)), LATER]).await.expect(303));
        drop(declare(&museum, &reference).await.expect(303));
        let after = as_sent(&app, id).await;
        assert_eq!(after[1].1, [names[1].clone()]);
        let review = app.moderator().await.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        assert_eq!(shown(&review, ".case-photos img").len(), 1, "{review:?}");
    }

    async fn a_museum_that_changes_the_page_it_was_shown_adds_a_photograph_to_it(app: TestApp) {
        let (museum, sam) = (app.visitor(), app.moderator().await);
        let (reference, id) = in_review(&app, &museum).await;
        app.label(&sam, &reference, "monitored").await;
        let ask = sam.get(&format!("/moderate/cases/{reference}/ask-yes")).await.expect(200);
        drop(sam.submit(&ask, "form.letter", &[("message", "Have a look.")]).await.expect(303));
        // While the page waits for an answer nothing is added to it.
        let waiting = museum.get(&path_of(&reference)).await.expect(200);
        assert!(waiting.select("input[type=file]").is_empty(), "{waiting:?}");
        let page = museum.get(&format!("/submit/{reference}/page")).await.expect(200);
        drop(museum.submit(&page, ".yes-answers form", &[("action", "change")]).await.expect(303));
        assert!(submission(&app, &reference).await.status.after(Action::Submit, &[Role::Submitter]).is_some());
        let cups = jpeg(500, 400, 120, false);
        drop(send(&museum, &reference, &[("action", "add")], &[named("cups.jpg", &cups)]).await.expect(303));
        let said = SECOND.map(|(key, value)| (key.replace('2', "3"), value));
        let said: Vec<(&str, &str)> = said.iter().map(|(key, value)| (key.as_str(), *value)).collect();
        drop(send(&museum, &reference, &said, &[]).await.expect(303));
        drop(declare(&museum, &reference).await.expect(303));
        let texts = as_sent(&app, id).await;
        assert_eq!(texts.iter().map(|(_, names)| names.len()).collect::<Vec<_>>(), [2, 3]);
        every_text_has_its_own(&app, id).await;
        assert_eq!(content(&app, &reference).await.pictures[2].alternative, "A shelf of cups");
    }
}
