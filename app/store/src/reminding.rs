//! Reminding a museum before its silence does: a moderator asks for it, at most once a week.

use super::entity::{event, planned_move};
use super::history::{Actor, NewHistoryEntry, record};
use super::{DAY_MS, Db, DbErr, Transaction, accounts, silence, submissions};
use case_study::EventKind;
use case_study::mail_templates::MailContext;
use case_study::planned::{PlanState, PlannedAction};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// So long a museum is left alone after a reminder.
pub const LEFT_ALONE_MS: i64 = 7 * DAY_MS;

/// What became of it. Unless it was sent, nothing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reminded {
    Sent,
    /// It was reminded then, which is less than a week ago.
    TooSoon(i64),
    /// It has not been asked anything.
    NotAsked,
    /// Nobody gave an address.
    NoAddress,
    NotFound,
    /// This is no moderator any more.
    NotAllowed,
}

/// Reminds the museum of a submission of what it was asked. It counts as the next of the reminders that the program
/// sends on its own.
///
/// # Errors
/// When the database does not answer.
pub async fn remind_now(
    db: &Db,
    mail_context: &MailContext,
    actor: &Actor,
    submission_id: i64,
) -> Result<Reminded, DbErr> {
    let tx = db.begin().await?;
    let is_staff = actor.roles.iter().any(|role| role.is_staff());
    if !is_staff || !accounts::still_acts(&tx, actor).await? {
        return Ok(Reminded::NotAllowed);
    }
    let Some(submission) = submissions::locked(&tx, submission_id).await? else {
        return Ok(Reminded::NotFound);
    };
    if !submission.status.waits_for_the_museum() {
        return Ok(Reminded::NotAsked);
    }
    if submission.submitter_email.is_empty() {
        return Ok(Reminded::NoAddress);
    }
    if let Some(last) = last_reminder(&tx, submission_id).await?
        && tx.now_ms() - last < LEFT_ALONE_MS
    {
        return Ok(Reminded::TooSoon(last));
    }
    let letter_id =
        silence::remind_by_hand(&tx, mail_context, &submission, actor.account_id).await?;
    let entry = NewHistoryEntry {
        submission_id: Some(submission.id),
        case_id: Some(submission.case_id),
        letter_id,
        ..NewHistoryEntry::of(EventKind::Remind)
    };
    record(&tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Reminded::Sent)
}

/// When its museum was last reminded, by a moderator or by the program.
async fn last_reminder(tx: &Transaction, submission_id: i64) -> Result<Option<i64>, DbErr> {
    let by_hand: Option<i64> = event::Entity::find()
        .select_only()
        .column(event::Column::At)
        .filter(event::Column::SubmissionId.eq(submission_id))
        .filter(event::Column::Action.eq(EventKind::Remind.slug()))
        .order_by_desc(event::Column::Id)
        .into_tuple()
        .one(tx)
        .await?;
    let by_itself: Option<Option<i64>> = planned_move::Entity::find()
        .select_only()
        .column(planned_move::Column::EndedAt)
        .filter(planned_move::Column::SubmissionId.eq(submission_id))
        .filter(planned_move::Column::Action.eq(PlannedAction::Remind.slug()))
        .filter(planned_move::Column::State.eq(PlanState::Done.slug()))
        .order_by_desc(planned_move::Column::Id)
        .into_tuple()
        .one(tx)
        .await?;
    Ok(by_hand.max(by_itself.flatten()))
}
