//! What museums declared, each statement with the text that it was ticked for.

use super::entity::declaration;
use super::history::Actor;
use super::submissions::Submission;
use super::{DbErr, Transaction, submissions};
use case_study::declarations::WORDING_VERSION;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

/// A statement that was ticked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The key of the statement; one of an earlier wording may be known no more.
    pub key: String,
    /// The version of the words that were ticked.
    pub wording: String,
    /// The text that it was ticked for.
    pub revision_id: i64,
    pub account_id: Option<i64>,
    pub given_at: i64,
}

/// Everything that was declared for a submission, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_submission(
    db: &impl ConnectionTrait,
    submission_id: i64,
) -> Result<Vec<Given>, DbErr> {
    let rows = declaration::Entity::find()
        .filter(declaration::Column::SubmissionId.eq(submission_id))
        .order_by_asc(declaration::Column::Id)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Given {
            key: row.key,
            wording: row.wording,
            revision_id: row.revision_id,
            account_id: row.account_id,
            given_at: row.given_at,
        })
        .collect())
}

/// The statements that were given in today's words, for a text whose meaning staff did not change since: they
/// count on for a text that is sent again, and are not asked once more.
///
/// # Errors
/// When the database does not answer.
pub async fn standing(db: &impl ConnectionTrait, submission_id: i64) -> Result<Vec<String>, DbErr> {
    let changed = submissions::last_change_of_meaning(db, submission_id).await?;
    let given = of_submission(db, submission_id).await?;
    let standing = given.into_iter().filter(|one| {
        one.wording == WORDING_VERSION && changed.is_none_or(|changed| one.revision_id >= changed)
    });
    Ok(standing.map(|one| one.key).collect())
}

/// Keeps who declared what, when, and about which text.
pub(super) async fn keep(
    tx: &Transaction,
    submission: &Submission,
    revision_id: i64,
    keys: &[String],
    actor: &Actor,
) -> Result<(), DbErr> {
    if keys.is_empty() {
        return Ok(());
    }
    let now = tx.now_ms();
    let rows = keys.iter().map(|key| declaration::ActiveModel {
        submission_id: Set(submission.id),
        revision_id: Set(revision_id),
        key: Set(key.clone()),
        wording: Set(WORDING_VERSION.to_owned()),
        account_id: Set(actor.account_id),
        given_at: Set(now),
        created_at: Set(now),
        ..Default::default()
    });
    declaration::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// What was declared for one round counts on for the next, which starts from its text: each statement with the text
/// and the moment that it was ticked for.
pub(super) async fn count_on(
    tx: &Transaction,
    from_submission_id: i64,
    to_submission_id: i64,
) -> Result<(), DbErr> {
    let given = of_submission(tx, from_submission_id).await?;
    if given.is_empty() {
        return Ok(());
    }
    let now = tx.now_ms();
    let rows = given.into_iter().map(|given| declaration::ActiveModel {
        submission_id: Set(to_submission_id),
        revision_id: Set(given.revision_id),
        key: Set(given.key),
        wording: Set(given.wording),
        account_id: Set(given.account_id),
        given_at: Set(given.given_at),
        created_at: Set(now),
        ..Default::default()
    });
    declaration::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
