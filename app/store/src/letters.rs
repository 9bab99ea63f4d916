//! Letters: everything that is written to a museum, and by it, about one of its cases. They are kept with the
//! case, without the private links of the mails that carry them.

use super::entity::{job, letter};
use super::job_state::JobState;
use super::submissions::Submission;
use super::{Db, DbErr, Transaction, outbox};
use case_study::Stored;
use case_study::mail_templates::Mail;
use sea_orm::sea_query::{Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Set};
use std::collections::HashMap;

/// A letter as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub id: i64,
    pub from_museum: bool,
    pub subject: String,
    pub body: String,
    pub at: i64,
    /// How far the mail that carries it got; none for one that no mail carries.
    pub mail: Option<Stored<JobState>>,
    /// Written by the museum, and no moderator said yet that it was seen.
    pub is_new: bool,
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
    let Some(job_id) = outbox::enqueue_mail(tx, &submission.submitter_email, mail).await? else {
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
    let states: HashMap<i64, String> = job::Entity::find()
        .filter(job::Column::Id.is_in(jobs))
        .all(db.reader())
        .await?
        .into_iter()
        .map(|job| (job.id, job.state))
        .collect();
    Ok(rows
        .into_iter()
        .map(|row| Letter {
            id: row.id,
            from_museum: row.from_museum,
            subject: row.subject,
            body: row.body,
            at: row.created_at,
            // What was done is forgotten after a month.
            mail: row.job_id.map(|id| {
                states
                    .get(&id)
                    .map_or(Stored::Known(JobState::Done), |state| Stored::read(state))
            }),
            is_new: row.from_museum && row.read_at.is_none(),
        })
        .collect())
}
