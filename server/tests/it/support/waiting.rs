//! Case studies that museums have sent, for tests of what comes after.

use super::complete_case::answers_of;
use super::{TestApp, Visitor};
use case_study::answers::fingerprint;
use case_study::declarations::{Declared, Occasion, asked_at};
use case_study::fields::fields_of;
use case_study::signed_text::SignedText;
use case_study::{Answers, CaseStudyContent, EditWeight, Field, Move, Section, Status};
use store::drafts;
use store::drafts::{NewDraft, SaveOutcome};
use store::history::Actor;
use store::mending::{Mend, Subject, set_fields};
use store::outcome::Outcome;
use store::submissions;
use store::submissions::Submission;
use store::transitions;

/// Where mails about these case studies go.
pub const MUSEUM: &str = "learning@museum.example";

/// Everything that is declared when a text is sent the long way.
pub fn declared(content: &CaseStudyContent) -> Declared {
    Declared {
        keys: asked_at(Occasion::LongWay)
            .map(|one| one.key.to_owned())
            .collect(),
        fingerprint: SignedText::of(content).fingerprint().to_owned(),
    }
}

impl TestApp {
    /// A draft that could be sent as it is: its id and reference.
    pub async fn draft(&self, title: &str) -> (i64, String) {
        let mail_context = self.state.settings.mail_context();
        let new = NewDraft {
            title: title.to_owned(),
            email: String::new(),
            answered: Default::default(),
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
        let saved = drafts::save_section(&self.db, id, section, &base, &answers)
            .await
            .expect("the database answers");
        assert!(matches!(saved, SaveOutcome::Saved(_)), "{saved:?}");
    }

    /// A case study that waits for review: its id and reference.
    pub async fn sent(&self, title: &str) -> (i64, String) {
        let (id, reference) = self.draft(title).await;
        self.send(id).await;
        (id, reference)
    }

    /// Sends a draft, or sends it again.
    pub async fn send(&self, id: i64) {
        let content = self.content(id).await;
        let submit = Move::Submit {
            declarations: Some(declared(&content)),
        };
        self.make(id, &submit, &Actor::submitter()).await;
    }

    /// The text that a submission stands for now.
    pub async fn content(&self, id: i64) -> CaseStudyContent {
        let submission = self.submission(id).await;
        submissions::current_content(self.db.reader(), &submission)
            .await
            .expect("a text")
    }

    /// Sets some answers of a submission as a member of staff does.
    pub async fn mend(
        &self,
        actor: &Actor,
        id: i64,
        version: i64,
        answers: &Answers,
        fields: impl Iterator<Item = &'static Field>,
        weight: EditWeight,
    ) -> Outcome<usize> {
        let mail_context = self.state.settings.mail_context();
        let fields: Vec<&'static Field> = fields.collect();
        let mend = Mend {
            subject: Subject::Submission(id),
            seen_version: version,
            answers,
            fields: &fields,
            weight,
        };
        set_fields(&self.db, &mail_context, actor, mend)
            .await
            .expect("the database answers")
    }

    /// A case study that stands at this status: its id and reference.
    pub async fn standing_at(&self, status: Status, title: &str) -> (i64, String) {
        use Move::{Approve, Lapse, Publish, Replace, StartReview, Withdraw};
        let words = String::new;
        let changes = Move::RequestChanges {
            reason: words(),
            field: words(),
            message: words(),
        };
        let decline = Move::Decline {
            reason: words(),
            message: words(),
        };
        let (id, reference) = if status == Status::Draft {
            self.draft(title).await
        } else {
            self.sent(title).await
        };
        let moves = match status {
            Status::Draft | Status::Submitted => vec![],
            Status::InReview => vec![StartReview],
            Status::ChangesRequested => vec![StartReview, changes],
            Status::Approved => vec![StartReview, Approve],
            Status::Published => vec![StartReview, Approve, Publish],
            Status::Declined => vec![decline],
            Status::Withdrawn => vec![Withdraw],
            Status::AwaitingYes => vec![StartReview],
            Status::Lapsed => vec![StartReview, changes, Lapse],
            Status::Replaced => vec![StartReview, Approve, Publish, Replace],
        };
        for wanted in moves {
            let actor = match wanted {
                Withdraw => Actor::submitter(),
                Lapse => Actor::program(),
                _ => Actor::operator(),
            };
            self.make(id, &wanted, &actor).await;
        }
        if status == Status::AwaitingYes {
            self.label(&self.moderator().await, &reference, "monitored")
                .await;
            let ask = Move::AskYes {
                questions: vec!["May we name the hospital?".to_owned()],
                message: String::new(),
            };
            self.make(id, &ask, &Actor::operator()).await;
        }
        assert_eq!(self.submission(id).await.status, status);
        (id, reference)
    }

    /// A moderator chooses the evidence label.
    pub async fn label(&self, moderator: &Visitor, reference: &str, label: &str) {
        let tags = format!("/moderate/cases/{reference}/tags");
        let page = moderator.get(&tags).await.expect(200);
        let chosen = [("evidence_label", label)];
        let saved = moderator.submit(&page, "form.tags-form", &chosen).await;
        drop(saved.expect(303));
    }

    /// Makes a move.
    pub async fn make(&self, submission_id: i64, wanted: &Move, actor: &Actor) {
        let mail_context = self.state.settings.mail_context();
        let moves = std::slice::from_ref(wanted);
        let made = transitions::apply(&self.db, &mail_context, actor, submission_id, None, moves)
            .await
            .expect("the database answers");
        assert!(made.made().is_some(), "the move is made: {wanted:?}");
    }

    /// A submission as it is stored.
    pub async fn submission(&self, id: i64) -> Submission {
        submissions::by_id(self.db.reader(), id)
            .await
            .expect("the database answers")
            .expect("it is there")
    }
}
