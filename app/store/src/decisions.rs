//! What a moderator decides about a submission: made at once, or planned so that it can be called back.
//!
//! What is planned is tried first: whatever the move would be refused for, the decision is refused for. Nothing of
//! that trial is kept.

use super::carrying_out::{end_as_stale, make, waiting_row};
use super::entity::planned_move;
use super::history::{Actor, Detail, NewHistoryEntry, record};
use super::outcome::Outcome;
use super::planned_moves::{self, holds, in_history, plan_decision, raise_version};
use super::publishing::last_take_down;
use super::submissions::{self, Submission};
use super::transitions::{Moved, in_one_step, overtaken, stands_by_a_letter, start_review};
use super::{Db, DbErr, Transaction, accounts, bank, guards};
use case_study::decision::DecisionMessage;
use case_study::mail_templates::MailContext;
use case_study::planned::{PlanEnd, PlanState, PlannedAction};
use case_study::{Decision, EventKind, Status};
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// A decision that a member of staff asks for.
#[derive(Debug, Clone, Copy)]
pub struct Deciding<'a> {
    pub submission_id: i64,
    pub seen_version: i64,
    pub decision: Decision,
    pub written: &'a DecisionMessage,
    /// When it is to be carried out; none for as soon as it can no more be called back.
    pub due_at: Option<i64>,
}

/// What became of a decision that was not refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    Made(Moved),
    /// It is carried out at this time, unless it is called back.
    Planned {
        due_at: i64,
    },
}

/// Makes a decision, or plans it.
///
/// # Errors
/// When the database does not answer.
pub async fn decide(
    db: &Db,
    mail_context: &MailContext,
    actor: &Actor,
    asked: Deciding<'_>,
) -> Result<Outcome<Decided>, DbErr> {
    let tx = db.begin().await?;
    let submission = match open(&tx, actor, &asked).await? {
        Outcome::Made(submission) => submission,
        refused => {
            tx.rollback().await?;
            return Ok(refused.map(|_| Decided::Planned { due_at: 0 }));
        }
    };
    end_overtaken(&tx, mail_context, &submission).await?;
    let Some(moves) = asked.decision.moves_from(&submission.status, asked.written) else {
        tx.rollback().await?;
        return Ok(Outcome::NotAllowed);
    };
    let due_at = due_at(&tx, &submission, &asked).await?;
    let tell = due_at.is_none().then_some(mail_context);
    let manner = &asked.written.manner;
    let made = in_one_step(&tx, tell, actor, submission.id, None, &moves, manner).await?;
    match (made, due_at) {
        (Outcome::Made(steps), None) => {
            tx.commit().await?;
            steps.log(actor);
            if steps.last.status == Status::Published {
                bank::announce(db).await;
            }
            Ok(Outcome::Made(Decided::Made(steps.last)))
        }
        (Outcome::Made(_), Some(due_at)) => {
            tx.rollback().await?;
            plan(db, mail_context, actor, &asked, due_at).await
        }
        (refused, _) => {
            tx.rollback().await?;
            Ok(refused.map(|steps| Decided::Made(steps.last)))
        }
    }
}

/// The submission, held, if it stands as it was seen and nobody decided about it.
async fn open(
    tx: &Transaction,
    actor: &Actor,
    asked: &Deciding<'_>,
) -> Result<Outcome<Submission>, DbErr> {
    if !accounts::still_acts(tx, actor).await? {
        return Ok(Outcome::NotAllowed);
    }
    let Some(submission) = submissions::locked(tx, asked.submission_id).await? else {
        return Ok(Outcome::NotFound);
    };
    let bears_other_tags =
        PlannedAction::of_decision(asked.decision).is_some_and(PlannedAction::bears_other_tags);
    if !submission.is_as_seen(asked.seen_version, bears_other_tags) {
        return overtaken(tx, submission.id).await;
    }
    let waiting = planned_moves::waiting_for(tx, submission.id).await?;
    // What was decided is called back before something else is.
    if waiting.iter().any(planned_moves::Waiting::is_decided) {
        return Ok(Outcome::NotAllowed);
    }
    Ok(Outcome::Made(submission))
}

/// When a decision is carried out; none for at once.
async fn due_at(
    tx: &Transaction,
    submission: &Submission,
    asked: &Deciding<'_>,
) -> Result<Option<i64>, DbErr> {
    let decision = asked.decision;
    if asked.due_at.is_some() || PlannedAction::of_decision(decision).is_none() {
        return Ok(asked.due_at);
    }
    let later = tx.after_undo_ms();
    if !decision.waits() || later <= tx.now_ms() {
        return Ok(None);
    }
    let tells = match decision {
        // Readers are told.
        Decision::Publish | Decision::ApproveAndPublish => true,
        _ if submission.submitter_email.is_empty() => false,
        Decision::Reopen => stands_by_a_letter(tx, submission).await?,
        _ => true,
    };
    Ok(tells.then_some(later))
}

/// Plans what was tried: with the submission as it is, taken into review if it waits.
async fn plan(
    db: &Db,
    mail_context: &MailContext,
    actor: &Actor,
    asked: &Deciding<'_>,
    due_at: i64,
) -> Result<Outcome<Decided>, DbErr> {
    let tx = db.begin().await?;
    let planned = match open(&tx, actor, asked).await? {
        Outcome::Made(submission) => {
            planned(&tx, mail_context, actor, asked, &submission, due_at).await?
        }
        refused => refused.map(drop),
    };
    if !matches!(planned, Outcome::Made(())) {
        tx.rollback().await?;
        return Ok(planned.map(|()| Decided::Planned { due_at }));
    }
    tx.commit().await?;
    tracing::info!(
        submission = asked.submission_id,
        decision = asked.decision.words().slug,
        account = actor.account_id,
        "a decision was planned"
    );
    Ok(Outcome::Made(Decided::Planned { due_at }))
}

async fn planned(
    tx: &Transaction,
    mail_context: &MailContext,
    actor: &Actor,
    asked: &Deciding<'_>,
    submission: &Submission,
    due_at: i64,
) -> Result<Outcome<()>, DbErr> {
    let Some(action) = PlannedAction::of_decision(asked.decision) else {
        return Ok(Outcome::NotAllowed);
    };
    end_overtaken(tx, mail_context, submission).await?;
    if submission.status == Status::Submitted {
        let started = start_review(tx, actor, submission.id).await?;
        if !matches!(started, Outcome::Made(_)) {
            return Ok(started.map(drop));
        }
    }
    let account = actor.account_id;
    let mut written = asked.written.clone();
    if written.manner.put_back.is_some() {
        written.manner.put_back_of = Some(last_take_down(tx, submission.case_id).await?);
    }
    plan_decision(tx, submission.id, action, &written, account, due_at).await?;
    keep(
        tx,
        actor,
        submission,
        EventKind::Plan,
        in_history(action, due_at),
    )
    .await?;
    Ok(Outcome::Made(()))
}

/// Ends what was planned for an older version, as soon as somebody decides something else.
async fn end_overtaken(
    tx: &Transaction,
    mail_context: &MailContext,
    submission: &Submission,
) -> Result<(), DbErr> {
    let rows = planned_move::Entity::find()
        .filter(planned_move::Column::SubmissionId.eq(submission.id))
        .filter(planned_move::Column::State.eq(PlanState::Waiting.slug()))
        .all(tx)
        .await?;
    for row in rows {
        let known = PlannedAction::from_slug(&row.action);
        if known.is_some_and(|action| !holds(&row, action, submission)) {
            end_as_stale(tx, mail_context, submission, &row, PlanEnd::Changed).await?;
        }
    }
    Ok(())
}

/// Calls back what somebody decided, before it is carried out. Which it was; not allowed where it waits no more.
///
/// # Errors
/// When the database does not answer.
pub async fn call_off(
    db: &Db,
    actor: &Actor,
    submission_id: i64,
    plan_id: i64,
) -> Result<Outcome<PlannedAction>, DbErr> {
    let tx = db.begin().await?;
    let (submission, row, action) = match held(&tx, actor, submission_id, plan_id).await? {
        Outcome::Made(held) => held,
        refused => {
            tx.rollback().await?;
            return Ok(refused.map(|(_, _, action)| action));
        }
    };
    planned_moves::end(&tx, row.id, PlanEnd::CalledBack).await?;
    raise_version(&tx, submission.id).await?;
    let note = in_history(action, row.due_at);
    keep(&tx, actor, &submission, EventKind::StopPlan, note).await?;
    tx.commit().await?;
    tracing::info!(
        planned_move = plan_id,
        account = actor.account_id,
        "a decision was called back"
    );
    Ok(Outcome::Made(action))
}

/// Carries out at once what somebody decided.
///
/// # Errors
/// When the database does not answer, or holds what cannot be read.
pub async fn carry_out_now(
    db: &Db,
    mail_context: &MailContext,
    actor: &Actor,
    submission_id: i64,
    plan_id: i64,
) -> Result<Outcome<PlannedAction>, DbErr> {
    let tx = db.begin().await?;
    let (submission, row, action) = match held(&tx, actor, submission_id, plan_id).await? {
        Outcome::Made(held) => held,
        refused => {
            tx.rollback().await?;
            return Ok(refused.map(|(_, _, action)| action));
        }
    };
    if !holds(&row, action, &submission) {
        end_as_stale(&tx, mail_context, &submission, &row, PlanEnd::Changed).await?;
        let faster = overtaken(&tx, submission.id).await?;
        tx.commit().await?;
        return Ok(faster);
    }
    match make(&tx, mail_context, actor, &submission, &row).await? {
        Outcome::Made(steps) => {
            tx.commit().await?;
            steps.log(actor);
            if steps.last.status == Status::Published {
                bank::announce(db).await;
            }
            Ok(Outcome::Made(action))
        }
        // It waits on, and is tried when it is due.
        refused => {
            tx.rollback().await?;
            Ok(refused.map(|_| action))
        }
    }
}

/// A decision that waits, with its submission, both held.
async fn held(
    tx: &Transaction,
    actor: &Actor,
    submission_id: i64,
    plan_id: i64,
) -> Result<Outcome<(Submission, planned_move::Model, PlannedAction)>, DbErr> {
    let is_staff = actor.roles.iter().any(|role| role.is_staff());
    if !is_staff || !accounts::still_acts(tx, actor).await? {
        return Ok(Outcome::NotAllowed);
    }
    let Some(submission) = submissions::locked(tx, submission_id).await? else {
        return Ok(Outcome::NotFound);
    };
    // To call back what a colleague decided about one's own museum's is to decide about it.
    if let Some(own) = guards::may_not_mend(tx, actor, &submission).await? {
        return Ok(Outcome::NotPublishable(vec![own]));
    }
    let row = waiting_row(tx, plan_id, Some(LockType::Update)).await?;
    let found = row
        .filter(|row| row.submission_id == Some(submission_id))
        .and_then(|row| {
            let action = PlannedAction::from_slug(&row.action)?;
            (!action.is_the_programs_own()).then_some((row, action))
        });
    Ok(match found {
        Some((row, action)) => Outcome::Made((submission, row, action)),
        None => Outcome::NotAllowed,
    })
}

/// Calls back what was planned for a case. Not allowed where it waits no more.
///
/// # Errors
/// When the database does not answer.
pub async fn call_off_for_case(
    db: &Db,
    actor: &Actor,
    case_id: i64,
    submission_id: Option<i64>,
    plan_id: i64,
) -> Result<Outcome<PlannedAction>, DbErr> {
    let tx = db.begin().await?;
    let is_staff = actor.roles.iter().any(|role| role.is_staff());
    if !is_staff || !accounts::still_acts(&tx, actor).await? {
        return Ok(Outcome::NotAllowed);
    }
    // Before the plan, though it is only named in the history: see the order of locks.
    if let Some(id) = submission_id {
        submissions::locked(&tx, id).await?;
    }
    let row = waiting_row(&tx, plan_id, Some(LockType::Update)).await?;
    let found = row
        .filter(|row| row.case_id == Some(case_id))
        .and_then(|row| Some((PlannedAction::from_slug(&row.action)?, row.due_at)));
    let Some((action, due_at)) = found else {
        tx.rollback().await?;
        return Ok(Outcome::NotAllowed);
    };
    planned_moves::end(&tx, plan_id, PlanEnd::CalledBack).await?;
    let entry = NewHistoryEntry {
        submission_id,
        case_id: Some(case_id),
        detail: Detail {
            note: in_history(action, due_at),
            ..Detail::default()
        },
        ..NewHistoryEntry::of(EventKind::StopPlan)
    };
    record(&tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::Made(action))
}

async fn keep(
    tx: &Transaction,
    actor: &Actor,
    submission: &Submission,
    kind: EventKind,
    note: String,
) -> Result<(), DbErr> {
    let entry = NewHistoryEntry {
        submission_id: Some(submission.id),
        case_id: Some(submission.case_id),
        detail: Detail {
            note,
            ..Detail::default()
        },
        ..NewHistoryEntry::of(kind)
    };
    record(tx, actor, entry).await
}
