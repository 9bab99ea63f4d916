//! Saving answers into the working copy.

use crate::entity::{submission, working_copy};
use crate::submissions;
use crate::submissions::Submission;
use crate::{Db, DbErr, Transaction, read_content, write_content};
use case_study::answers::fingerprint;
use case_study::validation::check_section;
use case_study::{Answers, CaseStudyContent, FieldError, Section, Strictness};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// What became of answers that were sent. Unless they were saved, nothing was written, and whatever
/// was typed is still with the caller.
#[derive(Debug, Clone)]
#[must_use]
pub enum SaveOutcome {
    Saved(Box<Saved>),
    /// There is no such submission.
    NotFound,
    /// It was sent, published or withdrawn; its author can no longer write.
    Closed,
    /// Somebody saved the same page meanwhile. `stored` is what the database holds now.
    Overtaken {
        stored: Box<CaseStudyContent>,
        base: String,
    },
    /// Answers that could never be right.
    Invalid(Vec<FieldError>),
}

/// Answers that were saved.
#[derive(Debug, Clone)]
pub struct Saved {
    pub content: CaseStudyContent,
    /// Fingerprint of the section as it is stored now; the next save of the page carries it.
    pub base: String,
}

/// Saves one page of the form into the working copy.
///
/// `base` is the fingerprint the page was drawn with. Pages do not disturb each other: only a
/// change of the *same* section since then is a conflict, and saving the same answers never is.
///
/// # Errors
/// When the database does not answer.
pub async fn save_section(
    db: &Db,
    submission_id: i64,
    section: Section,
    base: &str,
    answers: &Answers,
) -> Result<SaveOutcome, DbErr> {
    let tx = db.begin().await?;
    // Locked first: a draft that is just being sent is no longer open once the lock is there.
    let Some(submission) = submissions::locked(&tx, submission_id).await? else {
        return Ok(SaveOutcome::NotFound);
    };
    if !submission.status.is_open_to_its_author() {
        return Ok(SaveOutcome::Closed);
    }
    let (stored, version) = lock_working_copy(&tx, submission_id).await?;
    let mut content = stored.clone();
    let mut errors = answers.put_into(&mut content, section.asked());
    errors.extend(check_section(&content, section, Strictness::Draft));
    if !errors.is_empty() {
        return Ok(SaveOutcome::Invalid(errors));
    }
    let stored_base = fingerprint(&stored, section.asked());
    let new_base = fingerprint(&content, section.asked());
    if stored_base != base && stored_base != new_base {
        return Ok(SaveOutcome::Overtaken {
            stored: Box::new(stored),
            base: stored_base,
        });
    }
    write_working_copy(&tx, &submission, &content, version, tx.now_ms()).await?;
    tx.commit().await?;
    Ok(SaveOutcome::Saved(Box::new(Saved {
        content,
        base: new_base,
    })))
}

/// The working copy and its version. On PostgreSQL the row is locked, so two saves queue; SQLite
/// has one writer anyway.
pub(super) async fn lock_working_copy(
    tx: &Transaction,
    submission_id: i64,
) -> Result<(CaseStudyContent, i64), DbErr> {
    use sea_orm::QuerySelect;
    let row = working_copy::Entity::find_by_id(submission_id)
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or_else(|| {
            DbErr::RecordNotFound(format!("working copy of submission {submission_id}"))
        })?;
    Ok((read_content(&row.content)?, row.version))
}

/// Overwrites the working copy and the queue's copies of title, museum and strand.
pub(crate) async fn write_working_copy(
    tx: &Transaction,
    submission: &Submission,
    content: &CaseStudyContent,
    version: i64,
    now: i64,
) -> Result<(), DbErr> {
    let updated = working_copy::Entity::update_many()
        .col_expr(
            working_copy::Column::Content,
            Expr::value(write_content(content)?),
        )
        .col_expr(
            working_copy::Column::Version,
            Expr::col(working_copy::Column::Version).add(1),
        )
        .col_expr(working_copy::Column::SavedAt, Expr::value(now))
        .filter(working_copy::Column::SubmissionId.eq(submission.id))
        .filter(working_copy::Column::Version.eq(version))
        .exec(tx)
        .await?;
    if updated.rows_affected != 1 {
        return Err(DbErr::RecordNotUpdated);
    }
    // Mails follow the contact, once there is one.
    let email = if content.contact_email.is_empty() {
        submission.submitter_email.clone()
    } else {
        content.contact_email.clone()
    };
    submission::Entity::update_many()
        .col_expr(
            submission::Column::Title,
            Expr::value(content.title.clone()),
        )
        .col_expr(
            submission::Column::Museum,
            Expr::value(content.museum.clone()),
        )
        .col_expr(
            submission::Column::Strand,
            Expr::value(content.strand.clone()),
        )
        .col_expr(submission::Column::SubmitterEmail, Expr::value(email))
        .col_expr(submission::Column::UpdatedAt, Expr::value(now))
        .filter(submission::Column::Id.eq(submission.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// The working copy's version, inside a transaction.
pub(crate) async fn working_copy_version(
    tx: &Transaction,
    submission_id: i64,
) -> Result<i64, DbErr> {
    Ok(lock_working_copy(tx, submission_id).await?.1)
}
