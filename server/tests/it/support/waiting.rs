//! Case studies that museums have sent, for tests of what comes after.

use super::TestApp;
use super::complete_case::answers_of;
use case_study::answers::fingerprint;
use case_study::fields::fields_of;
use case_study::{Action, Answers, Section, Status};
use store::drafts;
use store::drafts::NewDraft;
use store::history::{Actor, Detail};
use store::submissions;
use store::submissions::Submission;
use store::transitions;
use store::transitions::Move;

/// Where mails about these case studies go.
pub const MUSEUM: &str = "learning@museum.example";

impl TestApp {
    /// A draft that could be sent as it is: its id and reference.
    pub async fn draft(&self, title: &str) -> (i64, String) {
        let mail_context = self.state.settings.mail_context();
        let new = NewDraft {
            title: title.to_owned(),
            email: String::new(),
            start_key: hex::encode(store::random_bytes::<16>()),
            account_id: None,
        };
        let begun = drafts::begin(&self.db, &mail_context, new)
            .await
            .expect("a draft");
        for section in Section::FORM {
            let mut answers = answers_of(*section);
            for (key, answer) in &mut answers {
                if *key == "title" {
                    title.clone_into(answer);
                }
            }
            self.answer(begun.submission_id, *section, &answers).await;
        }
        (begun.submission_id, begun.reference)
    }

    /// Saves one page of the form as its author would.
    pub async fn answer(&self, id: i64, section: Section, answers: &[(&'static str, String)]) {
        let submission = self.submission(id).await;
        let stored = submissions::current_content(self.db.reader(), &submission)
            .await
            .expect("a text");
        let base = fingerprint(&stored, fields_of(section).filter(|field| field.is_asked()));
        let pairs = answers
            .iter()
            .map(|(key, answer)| ((*key).to_owned(), answer.clone()));
        let answers = Answers::from_pairs(pairs, |_| true).expect("answers");
        drafts::save_section(&self.db, id, section, &base, &answers)
            .await
            .expect("the answers are saved");
    }

    /// A case study that waits for review: its id and reference.
    pub async fn sent(&self, title: &str) -> (i64, String) {
        let (id, reference) = self.draft(title).await;
        self.send(id).await;
        (id, reference)
    }

    /// Sends a draft, or sends it again.
    pub async fn send(&self, id: i64) {
        self.apply(id, Action::Submit, &Actor::submitter()).await;
    }

    /// A case study that stands at this status: its id and reference.
    pub async fn standing_at(&self, status: Status, title: &str) -> (i64, String) {
        use Action::{Approve, Decline, Publish, RequestChanges, StartReview, Withdraw};
        let (id, reference) = if status == Status::Draft {
            self.draft(title).await
        } else {
            self.sent(title).await
        };
        let moves: &[Action] = match status {
            Status::Draft | Status::Submitted => &[],
            Status::InReview => &[StartReview],
            Status::ChangesRequested => &[StartReview, RequestChanges],
            Status::Approved => &[StartReview, Approve],
            Status::Published => &[StartReview, Approve, Publish],
            Status::Declined => &[Decline],
            Status::Withdrawn => &[Withdraw],
        };
        for action in moves {
            let actor = if *action == Withdraw {
                Actor::submitter()
            } else {
                Actor::operator()
            };
            self.apply(id, *action, &actor).await;
        }
        assert_eq!(self.submission(id).await.status, status);
        (id, reference)
    }

    async fn apply(&self, submission_id: i64, action: Action, actor: &Actor) {
        let wanted = Move {
            submission_id,
            seen_version: None,
            action,
            detail: Detail::default(),
            declarations: None,
        };
        let mail_context = self.state.settings.mail_context();
        transitions::apply(&self.db, &mail_context, actor, wanted)
            .await
            .expect("the move is made");
    }

    /// A submission as it is stored.
    pub async fn submission(&self, id: i64) -> Submission {
        submissions::by_id(self.db.reader(), id)
            .await
            .expect("the database answers")
            .expect("it is there")
    }
}
