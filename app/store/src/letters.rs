//! Letters: everything that is written to a museum, and by it, about one of its cases. They are kept with the
//! case, without the private links of the mails that carry them.

use super::entity::{job, letter};
use super::job_state::JobState;
use super::outbox::Concerning;
use super::submissions::Submission;
use super::{Db, DbErr, Transaction, outbox};
use case_study::Stored;
use case_study::mail_templates::Mail;
use sea_orm::sea_query::{Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Set};
use std::collections::HashMap;

/// The mail that carries a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carrier {
    pub state: Stored<JobState>,
    /// What went wrong when it was tried last, in the words of the other side; empty while nothing did.
    pub cause: String,
    /// How often it was tried; none since it was put back into the outbox.
    pub tries: i32,
    /// When it is tried again, where it waits after something went wrong.
    pub next_try: Option<i64>,
}

impl Carrier {
    fn of(row: job::Model) -> Self {
        let state: Stored<JobState> = Stored::read(&row.state);
        let waits = state == JobState::Waiting && !row.last_error.is_empty();
        Self {
            state,
            cause: row.last_error,
            tries: row.attempts,
            next_try: waits.then_some(row.run_at),
        }
    }

    /// What was done is forgotten after a month.
    const fn long_done() -> Self {
        Self {
            state: Stored::Known(JobState::Done),
            cause: String::new(),
            tries: 1,
            next_try: None,
        }
    }

    /// It did not arrive, or not yet, and something went wrong.
    #[must_use]
    pub fn is_in_trouble(&self) -> bool {
        self.state == JobState::Dead || self.next_try.is_some()
    }
}

/// A letter as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub id: i64,
    pub from_museum: bool,
    pub subject: String,
    pub body: String,
    pub at: i64,
    /// The mail that carries it, and how far it got; none for one that no mail carries.
    pub mail: Option<Carrier>,
    /// Written by the museum, and no moderator said yet that it was seen.
    pub is_new: bool,
}

impl Letter {
    /// Its mail, where that did not arrive or is tried again.
    #[must_use]
    pub fn trouble(&self) -> Option<&Carrier> {
        self.mail.as_ref().filter(|mail| mail.is_in_trouble())
    }
}

/// Mails the museum of a submission and keeps what was said. Nothing happens where nobody gave an address.
/// Returns the letter's id.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn to_museum(
    tx: &Transaction,
    submission: &Submission,
    account_id: Option<i64>,
    mail: Mail,
) -> Result<Option<i64>, DbErr> {
    let (subject, said) = (mail.subject.clone(), mail.said.clone());
    let about = Concerning::Submission(submission.id);
    let to = &submission.submitter_email;
    let Some(job_id) = outbox::enqueue_about(tx, about, to, mail).await? else {
        return Ok(None);
    };
    let new = letter::ActiveModel {
        from_museum: Set(false),
        subject: Set(subject),
        body: Set(said),
        job_id: Set(Some(job_id)),
        account_id: Set(account_id),
        ..Default::default()
    };
    insert(tx, submission, new).await.map(Some)
}

/// Keeps what the museum wrote on a page of ours. Returns the letter's id.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn from_museum(
    tx: &Transaction,
    submission: &Submission,
    account_id: Option<i64>,
    subject: &str,
    words: &str,
) -> Result<i64, DbErr> {
    let new = letter::ActiveModel {
        from_museum: Set(true),
        subject: Set(subject.to_owned()),
        body: Set(words.to_owned()),
        account_id: Set(account_id),
        ..Default::default()
    };
    insert(tx, submission, new).await
}

/// Keeps what a moderator wrote where no mail can carry it: nobody gave an address. Returns the letter's id.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn without_mail(
    tx: &Transaction,
    submission: &Submission,
    account_id: Option<i64>,
    mail: Mail,
) -> Result<i64, DbErr> {
    let new = letter::ActiveModel {
        from_museum: Set(false),
        subject: Set(mail.subject),
        body: Set(mail.said),
        account_id: Set(account_id),
        ..Default::default()
    };
    insert(tx, submission, new).await
}

async fn insert(
    tx: &Transaction,
    submission: &Submission,
    new: letter::ActiveModel,
) -> Result<i64, DbErr> {
    let inserted = letter::Entity::insert(letter::ActiveModel {
        case_id: Set(submission.case_id),
        submission_id: Set(Some(submission.id)),
        created_at: Set(tx.now_ms()),
        ..new
    })
    .exec(tx)
    .await?;
    Ok(inserted.last_insert_id)
}

/// Whether anything was mailed to the museum of this submission as a letter.
///
/// # Errors
/// When the database does not answer.
pub async fn any_to_museum(db: &Db, submission_id: i64) -> Result<bool, DbErr> {
    let letter = letter::Entity::find()
        .filter(letter::Column::SubmissionId.eq(submission_id))
        .filter(letter::Column::FromMuseum.eq(false))
        .one(db.reader())
        .await?;
    Ok(letter.is_some())
}

/// Every letter about a case, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_case(db: &Db, case_id: i64) -> Result<Vec<Letter>, DbErr> {
    letters(db, letter::Column::CaseId.eq(case_id)).await
}

/// The letters of one submission, oldest first: whoever follows it need not be who followed an earlier one of
/// its case.
///
/// # Errors
/// When the database does not answer.
pub async fn of_submission(db: &Db, submission_id: i64) -> Result<Vec<Letter>, DbErr> {
    letters(db, letter::Column::SubmissionId.eq(submission_id)).await
}

/// Letters of museums that no moderator has seen, as a part of another question.
pub(super) fn new_ones() -> Condition {
    Condition::all()
        .add(letter::Column::FromMuseum.eq(true))
        .add(letter::Column::ReadAt.is_null())
}

/// The ids of submissions with a new letter, as a part of another question.
pub(super) fn with_new_one() -> SelectStatement {
    Query::select()
        .column(letter::Column::SubmissionId)
        .from(letter::Entity)
        .cond_where(new_ones())
        .and_where(letter::Column::SubmissionId.is_not_null())
        .to_owned()
}

async fn letters(db: &Db, which: SimpleExpr) -> Result<Vec<Letter>, DbErr> {
    let rows = letter::Entity::find()
        .filter(which)
        .order_by_asc(letter::Column::Id)
        .all(db.reader())
        .await?;
    let jobs: Vec<i64> = rows.iter().filter_map(|row| row.job_id).collect();
    let carriers: HashMap<i64, Carrier> = job::Entity::find()
        .filter(job::Column::Id.is_in(jobs))
        .all(db.reader())
        .await?
        .into_iter()
        .map(|job| (job.id, Carrier::of(job)))
        .collect();
    Ok(rows
        .into_iter()
        .map(|row| Letter {
            id: row.id,
            from_museum: row.from_museum,
            subject: row.subject,
            body: row.body,
            at: row.created_at,
            mail: row.job_id.map(|id| {
                carriers
                    .get(&id)
                    .cloned()
                    .unwrap_or_else(Carrier::long_done)
            }),
            is_new: row.from_museum && row.read_at.is_none(),
        })
        .collect())
}
