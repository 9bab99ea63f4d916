//! Making a sample, step by step.

use super::data::{Sample, Stands};
use super::refused;
use crate::error::Failure;
use case_study::declarations::{Declared, Occasion, asked_at};
use case_study::mail_templates::MailContext;
use case_study::mending::changeable;
use case_study::signed_text::SignedText;
use case_study::{Answers, CaseStudyContent, EditWeight, FIELDS, Field, Move, Section};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::drafts::{NewDraft, SaveOutcome, fresh_base, save_section, working_copy};
use store::history::Actor;
use store::mending::{Mend, Subject, set_fields};
use store::samples::{begin, find, send_story};
use store::short_way::{Story, StorySent};
use store::submissions::{Submission, by_id, current_content};
use store::{Clock, DAY_MS, Db, DbErr, transitions};

pub(super) struct Maker<'a> {
    /// By a clock that lies behind.
    db: Db,
    behind: Arc<AtomicI64>,
    mail_context: &'a MailContext,
    sample: &'a Sample,
    base: &'a CaseStudyContent,
}

impl<'a> Maker<'a> {
    pub fn new(
        db: &Db,
        mail_context: &'a MailContext,
        sample: &'a Sample,
        base: &'a CaseStudyContent,
    ) -> Self {
        let behind = Arc::new(AtomicI64::new(0));
        let (now, back) = (db.clock(), behind.clone());
        let clock = Clock::new(move || now.now_ms() - back.load(Ordering::Relaxed));
        Self {
            db: db.clone().with_clock(clock),
            behind,
            mail_context,
            sample,
            base,
        }
    }

    pub async fn make(&self) -> Result<(), Failure> {
        self.at_step(0);
        let content = self.sample.content(self.base);
        match self.sample.stands {
            Stands::Complete => {
                self.send_the_long_way(&content).await?;
            }
            Stands::Short => {
                self.send_in_one_piece(content).await?;
            }
            Stands::CameBack => {
                let id = self.send_the_long_way(&content).await?;
                self.at_step(1);
                self.request(id).await?;
                self.at_step(2);
                self.answer(id, &content).await?;
            }
            Stands::AwaitingYes => {
                let id = self.send_in_one_piece(content).await?;
                self.at_step(1);
                self.prepare(id).await?;
                self.at_step(2);
                self.ask(id).await?;
            }
        }
        Ok(())
    }

    /// From here on it is the time of this step.
    fn at_step(&self, step: usize) {
        let days = self.sample.days_ago.get(step).copied().unwrap_or_default();
        self.behind.store(days * DAY_MS, Ordering::Relaxed);
    }

    fn refused(&self, problem: &str) -> Failure {
        refused(&self.sample.id, problem)
    }

    async fn send_the_long_way(&self, content: &CaseStudyContent) -> Result<i64, Failure> {
        let mut answered = CaseStudyContent::default();
        for field in FIELDS.iter().filter(|field| !field.is_asked()) {
            // It was read once already.
            let _ = field.put(&mut answered, &field.answers(content));
        }
        let new = NewDraft {
            title: content.title.clone(),
            email: String::new(),
            answered,
            start_key: self.sample.key(),
            account_id: None,
        };
        let begun = begin(&self.db, &new)
            .await
            .map_err(|error| self.refused(&error.to_string()))?;
        let id = begun.submission_id;
        for section in Section::FORM {
            self.save(id, *section, content).await?;
        }
        self.submit(id).await?;
        Ok(id)
    }

    /// Saves a page of the form as its author would.
    async fn save(
        &self,
        id: i64,
        section: Section,
        content: &CaseStudyContent,
    ) -> Result<(), Failure> {
        let base = fresh_base(&working_copy(&self.db, id).await?, section);
        let answers = Answers::of(content, section.asked());
        match save_section(&self.db, id, section, &base, &answers).await? {
            SaveOutcome::Saved(_) => Ok(()),
            SaveOutcome::NotFound | SaveOutcome::Closed | SaveOutcome::Overtaken { .. } => {
                Err(self.refused("its answers were not saved"))
            }
        }
    }

    async fn submit(&self, id: i64) -> Result<(), Failure> {
        let submission = self.submission(id).await?;
        let content = current_content(self.db.reader(), &submission).await?;
        let declarations = Declared {
            keys: keys_of(Occasion::LongWay),
            fingerprint: SignedText::of(&content).fingerprint().to_owned(),
        };
        let wanted = Move::Submit {
            declarations: Some(declarations),
        };
        self.apply(id, &Actor::submitter(), &[wanted]).await
    }

    async fn send_in_one_piece(&self, content: CaseStudyContent) -> Result<i64, Failure> {
        let story = Story {
            content,
            declared: keys_of(Occasion::ShortWay),
            account_id: None,
        };
        let key = self.sample.key();
        match send_story(&self.db, self.mail_context, &story, &key).await? {
            StorySent::Sent(begun) => Ok(begun.submission_id),
            StorySent::StartedAlready { .. } | StorySent::Incomplete(_) => {
                Err(self.refused("its story was not sent"))
            }
        }
    }

    /// A moderator reads it and asks for something.
    async fn request(&self, id: i64) -> Result<(), Failure> {
        let Some(request) = &self.sample.request else {
            return Err(self.refused("no one asks for anything"));
        };
        let wanted = Move::RequestChanges {
            reason: request.reason.clone(),
            field: request.field.clone(),
            message: request.message.clone(),
        };
        self.apply(id, &Actor::operator(), &[Move::StartReview, wanted])
            .await
    }

    async fn answer(&self, id: i64, sent: &CaseStudyContent) -> Result<(), Failure> {
        let Some(content) = self.sample.came_back(sent) else {
            return Err(self.refused("nothing is answered"));
        };
        for section in Section::FORM {
            let differs = |field: &Field| field.answers(&content) != field.answers(sent);
            if section.asked().any(differs) {
                self.save(id, *section, &content).await?;
            }
        }
        self.submit(id).await
    }

    /// A moderator makes a case study of the story.
    async fn prepare(&self, id: i64) -> Result<(), Failure> {
        let Some(content) = self.sample.prepared(self.base) else {
            return Err(self.refused("no one made a case study of it"));
        };
        let (moderator, read) = (Actor::operator(), [Move::StartReview]);
        self.apply(id, &moderator, &read).await?;
        let fields: Vec<&'static Field> = changeable()
            .filter(|field| field.is_answered(&content))
            .collect();
        let mend = Mend {
            subject: Subject::Submission(id),
            seen_version: self.submission(id).await?.version,
            answers: &Answers::of(&content, fields.iter().copied()),
            fields: &fields,
            weight: EditWeight::Meaning,
        };
        let made = set_fields(&self.db, self.mail_context, &moderator, mend).await?;
        made.made()
            .map(drop)
            .ok_or_else(|| self.refused("its answers cannot stand there"))
    }

    async fn ask(&self, id: i64) -> Result<(), Failure> {
        let Some(ask) = &self.sample.ask else {
            return Err(self.refused("its museum is asked nothing"));
        };
        let wanted = Move::AskYes {
            questions: ask.questions.clone(),
            message: ask.message.clone(),
        };
        self.apply(id, &Actor::operator(), &[wanted]).await
    }

    async fn apply(&self, id: i64, actor: &Actor, moves: &[Move]) -> Result<(), Failure> {
        let made = transitions::apply(&self.db, self.mail_context, actor, id, None, moves).await?;
        made.made()
            .map(drop)
            .ok_or_else(|| self.refused("a move was not made"))
    }

    async fn submission(&self, id: i64) -> Result<Submission, Failure> {
        let found = by_id(self.db.reader(), id).await?;
        Ok(found.ok_or_else(|| DbErr::RecordNotFound(format!("submission {id}")))?)
    }
}

fn keys_of(occasion: Occasion) -> Vec<String> {
    asked_at(occasion).map(|one| one.key.to_owned()).collect()
}

/// The submission of a sample, if it is there.
pub(crate) async fn submission_of(db: &Db, sample: &Sample) -> Result<Option<Submission>, Failure> {
    match find(db, &sample.key()).await? {
        Some(found) => Ok(by_id(db.reader(), found.submission_id).await?),
        None => Ok(None),
    }
}
