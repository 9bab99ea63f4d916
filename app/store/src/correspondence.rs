//! Writing to and fro beside any decision: a museum to the moderators, and they to the museum. What is written
//! stands in [`letters`], with an entry in the history.

use super::entity::letter;
use super::history::{Actor, NewHistoryEntry, record};
use super::submissions::Submission;
use super::{
    DAY_MS, Db, DbErr, Transaction, accounts, hash_token, letters, mailed_links, submissions,
};
use case_study::EventKind;
use case_study::mail_templates::{About, MailContext};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// A museum writes so many letters about one submission in 24 hours.
pub const MOST_A_DAY: u64 = 20;

/// What became of a letter. Unless it was written, nothing was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Written {
    Written,
    /// The museum never sent it and staff did not begin it, so nobody here knows it.
    NotSent,
    /// The museum wrote often enough for a day.
    TooOften,
    /// The account is no longer staff.
    NotAllowed,
}

/// Keeps what the museum of a submission writes to the moderators. `key` is that of the form: sent a second time,
/// it is the same letter.
///
/// # Errors
/// When the database does not answer.
pub async fn write_to_us(
    db: &Db,
    actor: &Actor,
    submission_id: i64,
    key: &str,
    words: &str,
) -> Result<Written, DbErr> {
    let tx = db.begin().await?;
    let Some(submission) = sent(&tx, submission_id).await? else {
        return Ok(Written::NotSent);
    };
    if is_again(&tx, key).await? {
        return Ok(Written::Written);
    }
    let lately = letter::Entity::find()
        .filter(letter::Column::SubmissionId.eq(submission_id))
        .filter(letter::Column::FromMuseum.eq(true))
        .filter(letter::Column::CreatedAt.gt(tx.now_ms() - DAY_MS))
        .count(&tx)
        .await?;
    if lately >= MOST_A_DAY {
        return Ok(Written::TooOften);
    }
    let letter_id = letters::from_museum(&tx, &submission, actor.account_id, "", words).await?;
    mark(&tx, letter_id, key).await?;
    note(&tx, actor, &submission, EventKind::WriteToUs, letter_id).await?;
    tx.commit().await?;
    Ok(Written::Written)
}

/// Mails what a moderator writes to the museum, and keeps it. Without an address it is only kept: the museum
/// reads it where it follows its case study. `key` is that of the form.
///
/// # Errors
/// When the database does not answer.
pub async fn write_to_museum(
    db: &Db,
    mail_context: &MailContext,
    actor: &Actor,
    submission_id: i64,
    key: &str,
    words: &str,
) -> Result<Written, DbErr> {
    let tx = db.begin().await?;
    if !accounts::still_acts(&tx, actor).await? {
        return Ok(Written::NotAllowed);
    }
    let Some(submission) = sent(&tx, submission_id).await? else {
        return Ok(Written::NotSent);
    };
    if is_again(&tx, key).await? {
        return Ok(Written::Written);
    }
    let token = mailed_links::issue_link(&tx, submission.id).await?;
    let about = About {
        reference: &submission.reference,
        title: &submission.title,
        token: &token,
    };
    let mail = mail_context.letter(about, words);
    let mailed = letters::to_museum(&tx, &submission, actor.account_id, mail.clone()).await?;
    let letter_id = match mailed {
        Some(id) => id,
        None => letters::without_mail(&tx, &submission, actor.account_id, mail).await?,
    };
    mark(&tx, letter_id, key).await?;
    note(&tx, actor, &submission, EventKind::WriteToMuseum, letter_id).await?;
    tx.commit().await?;
    Ok(Written::Written)
}

/// A moderator has seen what the museum of a case wrote, up to this letter. What came since stays new.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_seen(db: &Db, case_id: i64, last_letter_id: i64) -> Result<(), DbErr> {
    letter::Entity::update_many()
        .col_expr(letter::Column::ReadAt, Expr::value(db.now_ms()))
        .filter(letters::new_ones())
        .filter(letter::Column::CaseId.eq(case_id))
        .filter(letter::Column::Id.lte(last_letter_id))
        .exec(db.writer())
        .await?;
    Ok(())
}

/// The submission, locked, if the moderators ever had it.
async fn sent(tx: &Transaction, submission_id: i64) -> Result<Option<Submission>, DbErr> {
    let submission = submissions::locked(tx, submission_id).await?;
    Ok(submission.filter(Submission::reached_the_moderators))
}

/// Whether the form with this key was sent before.
async fn is_again(tx: &Transaction, key: &str) -> Result<bool, DbErr> {
    let before = letter::Entity::find()
        .filter(letter::Column::MessageIdHash.eq(hash_of(key)))
        .count(tx)
        .await?;
    Ok(before > 0)
}

/// A letter knows its form as one that came by mail knows its message.
async fn mark(tx: &Transaction, letter_id: i64, key: &str) -> Result<(), DbErr> {
    letter::Entity::update_many()
        .col_expr(letter::Column::MessageIdHash, Expr::value(hash_of(key)))
        .filter(letter::Column::Id.eq(letter_id))
        .exec(tx)
        .await?;
    Ok(())
}

fn hash_of(key: &str) -> String {
    hash_token(&format!("form {key}"))
}

async fn note(
    tx: &Transaction,
    actor: &Actor,
    submission: &Submission,
    kind: EventKind,
    letter_id: i64,
) -> Result<(), DbErr> {
    let entry = NewHistoryEntry {
        submission_id: Some(submission.id),
        case_id: Some(submission.case_id),
        letter_id: Some(letter_id),
        ..NewHistoryEntry::of(kind)
    };
    record(tx, actor, entry).await
}
