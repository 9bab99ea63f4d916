//! What is signed is what was shown: the declarations are about the text on the page, or about none.

use super::steps::{
    all_declared, answer, begin, content, declare, fill, send, submission, ticks, words,
};
use crate::each_database;
use crate::support::{Page, TestApp};
use case_study::declarations::Declared;
use case_study::signed_text::SignedText;
use case_study::{Answers, Move, RevisionKind, Section, Status};
use store::declarations::{self, Given};
use store::drafts::{self, SaveOutcome};
use store::history::Actor;
use store::outcome::Outcome;
use store::submissions::PastRevision;
use store::{submissions, transitions};

const FORM: &str = "form.submit-declare";

async fn revisions(app: &TestApp, id: i64) -> Vec<PastRevision> {
    submissions::revisions(&app.db, id)
        .await
        .expect("revisions")
}

/// What was declared for the newest text that anything was declared for.
async fn declared(app: &TestApp, reference: &str) -> Vec<Given> {
    let id = submission(app, reference).await.id;
    let mut given = declarations::of_submission(app.db.reader(), id)
        .await
        .expect("declarations");
    let newest = given.last().expect("a declaration").revision_id;
    given.retain(|one| one.revision_id == newest);
    given
}

/// Nothing was sent, the page says what is different now, and no tick was carried over.
async fn told(app: &TestApp, reference: &str, page: &Page, different: &[&str]) {
    let banner = page.one(".banner");
    assert!(
        banner.text().contains("changed after you opened this page"),
        "{page:?}"
    );
    assert!(banner.text().contains("we did not send it"), "{page:?}");
    let named: Vec<String> = page
        .select(".banner li")
        .iter()
        .map(|one| one.text().to_owned())
        .collect();
    assert_eq!(named, different, "{page:?}");
    for link in page.select(".banner li a") {
        let section = link.attr("href").expect("a place on this page");
        assert_eq!(page.select(&section).len(), 1, "{section}");
    }
    assert_eq!(ticks(page), 0, "{page:?}");
    assert_ne!(submission(app, reference).await.status, Status::Submitted);
}

each_database! {
    async fn what_somebody_saved_meanwhile_is_not_sent_unread(app: TestApp) {
        let one = app.visitor();
        let reference = begin(&one, "Tea", "learning@museum.example").await;
        fill(&one, &reference).await;
        let read = one.get(&format!("/submit/{reference}/check")).await.expect(200);
        // A second device, or a colleague.
        let another = "Another person wrote this after one person had read the page.";
        let saved = answer(&one.clone(), &reference, "care", &[("team_care", another), ("action", "later")]).await;
        drop(saved.expect(303));

        let page = one.submit(&read, FORM, &all_declared()).await.expect(409);
        told(&app, &reference, &page, &["Looking after the team"]).await;
        assert!(page.text().contains(another), "the text as it stands now: {page:?}");
        let id = submission(&app, &reference).await.id;
        assert!(revisions(&app, id).await.is_empty());
        assert_eq!(declarations::of_submission(app.db.reader(), id).await.unwrap(), []);

        // The old page again: still nothing. The new one, read and ticked: that text.
        let page = one.submit(&read, FORM, &all_declared()).await.expect(409);
        drop(one.submit(&page, FORM, &all_declared()).await.expect(303));
        let sent = revisions(&app, id).await.pop().expect("a revision");
        assert_eq!((sent.content.team_care.as_str(), sent.kind.known()), (another, Some(RevisionKind::AsSubmitted)));
        let declared = declared(&app, &reference).await;
        assert_eq!(declared.len(), all_declared().len());
        let about = revision_id(&app, id).await;
        assert!(declared.iter().all(|one| one.revision_id == about), "{declared:?}");
    }

    async fn a_page_found_with_back_signs_nothing_new(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        fill(&visitor, &reference).await;
        let check = format!("/submit/{reference}/check");
        let read = visitor.get(&check).await.expect(200);
        let refused = visitor.submit(&read, FORM, &all_declared()[1..]).await.expect(422);
        drop(answer(&visitor, &reference, "results", &[("changed", &words(70)), ("action", "later")]).await.expect(303));
        drop(answer(&visitor, &reference, "story", &[("need", &words(71)), ("action", "later")]).await.expect(303));
        for old in [&read, &refused] {
            // With every tick, and with one that is missing: a tick is never carried over to another text.
            for ticked in [&all_declared()[..], &all_declared()[..2], &[]] {
                let page = visitor.submit(old, FORM, ticked).await.expect(409);
                told(&app, &reference, &page, &["Why you did it", "What changed"]).await;
            }
        }
        // The same answers once more are the text that was read.
        let now = content(&app, &reference).await;
        drop(answer(&visitor, &reference, "story", &[("need", now.need.as_str()), ("action", "later")]).await.expect(303));
        drop(declare(&visitor, &reference).await.expect(303));
    }

    async fn sent_again_the_page_of_the_first_time_is_not_enough(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        fill(&visitor, &reference).await;
        let first = visitor.get(&format!("/submit/{reference}/check")).await.expect(200);
        drop(visitor.submit(&first, FORM, &all_declared()).await.expect(303));
        let before = declared(&app, &reference).await;
        crate::submit::sending::moderate(&app, &reference, Move::StartReview).await;
        let message = "How many people said so?".to_owned();
        let changes = Move::RequestChanges { reason: "evidence-gap".into(), field: String::new(), message };
        crate::submit::sending::moderate(&app, &reference, changes).await;
        drop(answer(&visitor, &reference, "results", &[("changed", &words(80)), ("action", "later")]).await.expect(303));

        let page = visitor.submit(&first, FORM, &all_declared()).await.expect(409);
        told(&app, &reference, &page, &["What changed"]).await;
        assert_eq!(declared(&app, &reference).await, before, "the first declarations stand");
        drop(visitor.submit(&page, FORM, &all_declared()).await.expect(303));
        let after = declared(&app, &reference).await;
        assert_eq!(after.len(), all_declared().len());
        assert_ne!(after[0].revision_id, before[0].revision_id);
    }

    async fn a_form_that_says_nothing_of_its_text_sends_nothing(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        fill(&visitor, &reference).await;
        let check = format!("/submit/{reference}/check");
        let mut forged = all_declared();
        forged.extend([("base", "0000"), ("marks", "title:00000000 :: \u{0} statements")]);
        for fields in [all_declared(), forged] {
            let page = visitor.post(&check, &fields).await.expect(409);
            told(&app, &reference, &page, &[]).await;
        }
        // What is missing is said on the way, too.
        drop(answer(&visitor, &reference, "results", &[("changed", "Too long ".repeat(200).as_str()), ("action", "later")]).await.expect(303));
        let page = visitor.post(&check, &all_declared()).await.expect(409);
        assert!(page.text().contains("You cannot send it yet"), "{page:?}");
        drop(visitor.submit(&page, FORM, &all_declared()).await.expect(422));
    }

    async fn a_save_in_the_moment_of_sending_is_in_the_text_that_was_signed_or_in_none(app: TestApp) {
        for round in 0..6 {
            let (id, _) = app.draft(&format!("Tea and objects {round}")).await;
            let stored = app.submission(id).await;
            let shown = submissions::current_content(app.db.reader(), &stored).await.unwrap();
            let fingerprint = SignedText::of(&shown).fingerprint().to_owned();
            let declarations = Some(Declared { keys: vec!["send".into()], fingerprint: fingerprint.clone() });
            let base = case_study::answers::fingerprint(&shown, Section::Care.asked());
            let answers = Answers::from_pairs([("team_care".to_owned(), "We met on Fridays.".to_owned())], |_| true).unwrap();
            let (mail_context, author) = (app.state.settings.mail_context(), Actor::submitter());
            let submit = [Move::Submit { declarations }];
            let (sent, saved) = tokio::join!(
                transitions::apply(&app.db, &mail_context, &author, id, None, &submit),
                drafts::save_section(&app.db, id, Section::Care, &base, &answers),
            );
            match (sent.unwrap(), saved.unwrap()) {
                (Outcome::Made(_), SaveOutcome::Closed) => {
                    let sent = revisions(&app, id).await.pop().expect("a revision");
                    assert_eq!(SignedText::of(&sent.content).fingerprint(), fingerprint, "round {round}");
                }
                (Outcome::OtherText, SaveOutcome::Saved(_)) => {
                    assert_eq!(app.submission(id).await.status, Status::Draft, "round {round}");
                    assert!(revisions(&app, id).await.is_empty(), "round {round}");
                }
                other => panic!("round {round}: {other:?}"),
            }
        }
    }

    async fn an_untouched_page_is_sent_as_it_is(app: TestApp) {
        let visitor = app.visitor();
        let reference = send(&visitor).await;
        let sent = content(&app, &reference).await;
        let id = submission(&app, &reference).await.id;
        let last = revisions(&app, id).await.pop().expect("a revision");
        assert_eq!(SignedText::of(&last.content).fingerprint(), SignedText::of(&sent).fingerprint());
        let about = revision_id(&app, id).await;
        assert!(declared(&app, &reference).await.iter().all(|one| one.revision_id == about));
    }
}

async fn revision_id(app: &TestApp, submission_id: i64) -> i64 {
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
    use store::entity::revision;
    revision::Entity::find()
        .filter(revision::Column::SubmissionId.eq(submission_id))
        .order_by_desc(revision::Column::Number)
        .one(app.db.reader())
        .await
        .expect("the database answers")
        .expect("a revision")
        .id
}
