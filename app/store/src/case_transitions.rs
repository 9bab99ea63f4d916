//! Taking a published case down, and putting it back.

use super::entity::case;
use super::history::{Actor, Detail, NewHistoryEntry, record};
use super::outcome::Outcome;
use super::publishing::{case_row, state_of};
use super::submissions::Submission;
use super::transitions::overtaken;
use super::{Db, DbErr, accounts, bank, submissions};
use case_study::{CaseAction, CaseState, EventKind};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// A case that is moved, and what the move stands in the history of. A case that was compiled from
/// public sources has no submission.
#[derive(Debug, Clone, Copy)]
pub struct WhichCase {
    pub case_id: i64,
    pub submission_id: Option<i64>,
    pub reader_message_id: Option<i64>,
    /// The version of the submission whose text the person was shown. None for a take-down: it never
    /// waits for a text to be read again.
    pub seen_version: Option<i64>,
}

impl From<&Submission> for WhichCase {
    fn from(submission: &Submission) -> Self {
        Self {
            case_id: submission.case_id,
            submission_id: Some(submission.id),
            reader_message_id: None,
            seen_version: None,
        }
    }
}

/// Takes a published case down, or puts it back. The public stops or starts seeing it at once. It is
/// not allowed when the table has no such move from where the case stands.
///
/// # Errors
/// When the database does not answer.
pub async fn move_case(
    db: &Db,
    actor: &Actor,
    which: impl Into<WhichCase> + Send,
    action: CaseAction,
    message: &str,
) -> Result<Outcome<CaseState>, DbErr> {
    let which = which.into();
    let tx = db.begin().await?;
    if !accounts::still_acts(&tx, actor).await? {
        return Ok(Outcome::NotAllowed);
    }
    if let (Some(id), Some(seen)) = (which.submission_id, which.seen_version) {
        let now = submissions::locked(&tx, id).await?;
        if now.is_none_or(|submission| submission.version != seen) {
            return overtaken(&tx, id).await;
        }
    }
    let row = case_row(&tx, which.case_id).await?;
    let stored = state_of(&row);
    let allowed = stored
        .known()
        .zip(stored.after(action, &actor.roles))
        // Going live needs a revision, so it is never asked for here.
        .filter(|_| action != CaseAction::GoLive);
    let Some((from, to)) = allowed else {
        return Ok(Outcome::NotAllowed);
    };
    let generation = bank::raise_generation(&tx).await?;
    let updated = case::Entity::update_many()
        .col_expr(case::Column::ChangedIn, Expr::value(generation))
        .col_expr(case::Column::State, Expr::value(to.slug()))
        // The public sees this change too: harvesters ask for what changed since they came last.
        .col_expr(case::Column::UpdatedAt, Expr::value(db.now_ms()))
        .col_expr(
            case::Column::Version,
            Expr::col(case::Column::Version).add(1),
        )
        .filter(case::Column::Id.eq(row.id))
        .filter(case::Column::Version.eq(row.version))
        .exec(&tx)
        .await?;
    if updated.rows_affected != 1 {
        tx.rollback().await?;
        return Ok(Outcome::NotAllowed);
    }
    let detail = Detail {
        message: message.to_owned(),
        ..Default::default()
    };
    record(
        &tx,
        actor,
        NewHistoryEntry {
            submission_id: which.submission_id,
            case_id: Some(row.id),
            reader_message_id: which.reader_message_id,
            from_state: Some(from.slug()),
            to_state: Some(to.slug()),
            detail,
            ..NewHistoryEntry::of(EventKind::CaseMove(action))
        },
    )
    .await?;
    tx.commit().await?;
    tracing::info!(
        case = row.id,
        action = action.slug(),
        from = from.slug(),
        to = to.slug(),
        account = actor.account_id,
        "a case was moved"
    );
    bank::announce(db).await;
    Ok(Outcome::Made(to))
}
