//! Carrying out what is planned, when it is due or at once: through the function that makes any move, in one
//! transaction with the end of the plan. What cannot be carried out is stale, and its author is told.

pub(super) mod of_case;

use super::entity::{planned_move, submission};
use super::history::Actor;
use super::outbox::Concerning;
use super::outcome::Outcome;
use super::planned_moves::{end, holds};
use super::silence;
use super::submissions::Submission;
use super::transitions::{Steps, in_one_step};
use super::{Db, DbErr, Transaction, accounts, bank, history, outbox, place_of, unsent};
use case_study::decision::DecisionMessage;
use case_study::local_time;
use case_study::mail_templates::MailContext;
use case_study::planned::{PlanEnd, PlanState, PlannedAction};
use case_study::round_mail_templates::{PlanOf, StalePlan};
use case_study::{EventKind, Role, Status};
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::de::DeserializeOwned;

/// What became of a plan that was due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    Ended(PlanEnd),
    /// Another instance or a person has its submission just now. It is tried again.
    Busy,
    /// It waits no more.
    Over,
}

/// A plan that this transaction holds, with its submission.
pub(super) struct Held {
    pub id: i64,
    pub action: PlannedAction,
    pub submission: Submission,
    row: planned_move::Model,
    /// What its account is now; none where it may not act any more.
    actor: Option<Actor>,
}

impl Held {
    /// What stands in the payload.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, DbErr> {
        read_payload(&self.row)
    }

    /// Who makes it now, or why it is overtaken.
    pub fn made_by(&self) -> Result<&Actor, PlanEnd> {
        let is_as_seen = holds(&self.row, self.action, &self.submission);
        made_by(self.actor.as_ref(), is_as_seen)
    }
}

/// Who makes what was planned: its account, if that may, and if nothing happened since.
fn made_by(actor: Option<&Actor>, is_as_seen: bool) -> Result<&Actor, PlanEnd> {
    let actor = actor.ok_or(PlanEnd::MayNot)?;
    is_as_seen.then_some(actor).ok_or(PlanEnd::Changed)
}

fn read_payload<T: DeserializeOwned>(row: &planned_move::Model) -> Result<T, DbErr> {
    serde_json::from_str(&row.payload).map_err(|error| DbErr::Custom(place_of(&error)))
}

/// Carries out a plan that is due.
///
/// # Errors
/// When the database does not answer, or holds what cannot be read. Nothing was written then, and the plan waits.
pub async fn carry_out(db: &Db, mail_context: &MailContext, id: i64) -> Result<Carried, DbErr> {
    let tx = db.begin().await?;
    let Some(seen) = read_row(&tx, id, None, When::Due).await? else {
        tx.rollback().await?;
        return Ok(Carried::Over);
    };
    let carried = if seen.case_id.is_some() {
        of_case::carry_out(db, tx, mail_context, &seen).await?
    } else {
        match hold(&tx, id, When::Due).await? {
            Ok(held) if held.action == PlannedAction::Expire => unsent::carry_out(tx, held).await?,
            Ok(held) if held.action.is_the_programs_own() => {
                silence::carry_out(db, tx, mail_context, held).await?
            }
            Ok(held) => persons_move(db, tx, mail_context, held).await?,
            Err(not) => {
                tx.rollback().await?;
                return Ok(not);
            }
        }
    };
    if let Carried::Ended(end) = carried {
        tracing::info!(planned_move = id, end = end.slug(), "a plan was due");
    }
    Ok(carried)
}

/// What the account of a plan is now; none where it may not act any more.
async fn actor_of(tx: &Transaction, row: &planned_move::Model) -> Result<Option<Actor>, DbErr> {
    Ok(match row.account_id {
        None => Some(Actor::program()),
        Some(account) => accounts::staff_role(tx, account).await?.map(|role| Actor {
            account_id: Some(account),
            roles: vec![role],
        }),
    })
}

/// Takes a plan with everything that its move locks first, in the order in which everybody locks. It never waits
/// for somebody who writes just now, on PostgreSQL; SQLite has one writer anyway.
pub(super) async fn hold(
    tx: &Transaction,
    id: i64,
    when: When,
) -> Result<Result<Held, Carried>, DbErr> {
    let Some(seen) = read_row(tx, id, None, when).await? else {
        return Ok(Err(Carried::Over));
    };
    let (Some(action), Some(submission_id)) =
        (PlannedAction::from_slug(&seen.action), seen.submission_id)
    else {
        return Ok(Err(Carried::Over));
    };
    let actor = actor_of(tx, &seen).await?;
    let submission = submission::Entity::find_by_id(submission_id)
        .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
        .one(tx)
        .await?;
    let Some(submission) = submission.map(Submission::from_row) else {
        return Ok(Err(Carried::Busy));
    };
    // Again, now that nobody else can end it.
    let Some(row) = read_row(tx, id, Some(LockType::Update), when).await? else {
        return Ok(Err(Carried::Over));
    };
    Ok(Ok(Held {
        id: row.id,
        action,
        submission,
        row,
        actor,
    }))
}

/// Which plans are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// Those whose time has come.
    Due,
    /// Those that wait, whether they are due or not.
    Waiting,
}

async fn read_row(
    tx: &Transaction,
    id: i64,
    lock: Option<LockType>,
    when: When,
) -> Result<Option<planned_move::Model>, DbErr> {
    let row = waiting_row(tx, id, lock).await?;
    Ok(row.filter(|row| when == When::Waiting || row.due_at <= tx.now_ms()))
}

/// A plan that still waits, whether it is due or not.
pub(super) async fn waiting_row(
    tx: &Transaction,
    id: i64,
    lock: Option<LockType>,
) -> Result<Option<planned_move::Model>, DbErr> {
    let mut select = planned_move::Entity::find_by_id(id)
        .filter(planned_move::Column::State.eq(PlanState::Waiting.slug()));
    if let Some(lock) = lock {
        select = select.lock(lock);
    }
    select.one(tx).await
}

/// Makes the moves that a plan stands for, with the end of it, in the transaction; the caller ends that.
pub(super) async fn make(
    tx: &Transaction,
    mail_context: &MailContext,
    actor: &Actor,
    submission: &Submission,
    row: &planned_move::Model,
) -> Result<Outcome<Steps>, DbErr> {
    let written: DecisionMessage = read_payload(row)?;
    let moves = PlannedAction::from_slug(&row.action)
        .and_then(PlannedAction::decision)
        .and_then(|decision| decision.moves_from(&submission.status, &written));
    let Some(moves) = moves else {
        return Ok(Outcome::NotAllowed);
    };
    // First: the move itself ends whatever else of its kind still waits.
    end(tx, row.id, PlanEnd::Made).await?;
    let (tell, manner) = (Some(mail_context), &written.manner);
    let made = in_one_step(tx, tell, actor, submission.id, None, &moves, manner).await?;
    if matches!(made, Outcome::Made(_)) {
        history::came_of_plan(tx, history::About::Submission(submission.id), row.id).await?;
    }
    Ok(made)
}

/// Makes the move that somebody planned, or says why it cannot be made.
async fn persons_move(
    db: &Db,
    tx: Transaction,
    mail_context: &MailContext,
    held: Held,
) -> Result<Carried, DbErr> {
    let actor = match held.made_by() {
        Ok(actor) => actor,
        Err(why) => return stale(tx, mail_context, &held, why).await,
    };
    if let Outcome::Made(steps) =
        make(&tx, mail_context, actor, &held.submission, &held.row).await?
    {
        tx.commit().await?;
        steps.log(actor);
        if steps.last.status == Status::Published {
            bank::announce(db).await;
        }
        return Ok(Carried::Ended(PlanEnd::Made));
    }
    // The move may have written half of it.
    tx.rollback().await?;
    let tx = db.begin().await?;
    match hold(&tx, held.id, When::Due).await? {
        Ok(held) => stale(tx, mail_context, &held, PlanEnd::Cannot).await,
        Err(not) => Ok(not),
    }
}

/// Ends a plan that could not be carried out, and tells who made it.
pub(super) async fn stale(
    tx: Transaction,
    mail_context: &MailContext,
    held: &Held,
    why: PlanEnd,
) -> Result<Carried, DbErr> {
    end_as_stale(&tx, mail_context, &held.submission, &held.row, why).await?;
    tx.commit().await?;
    Ok(Carried::Ended(why))
}

/// Ends a plan of a submission that can no more be carried out, and tells who made it.
pub(super) async fn end_as_stale(
    tx: &Transaction,
    mail_context: &MailContext,
    submission: &Submission,
    row: &planned_move::Model,
    why: PlanEnd,
) -> Result<(), DbErr> {
    if !end(tx, row.id, why).await? {
        return Ok(());
    }
    let subject = Subject {
        of: PlanOf::Submission(&submission.reference),
        title: &submission.title,
        stands: submission.status.label(),
    };
    tell_its_author(tx, mail_context, row, why, subject).await
}

/// What a plan that came to nothing was about.
struct Subject<'a> {
    of: PlanOf<'a>,
    title: &'a str,
    stands: &'a str,
}

async fn tell_its_author(
    tx: &Transaction,
    mail_context: &MailContext,
    row: &planned_move::Model,
    why: PlanEnd,
    subject: Subject<'_>,
) -> Result<(), DbErr> {
    let (Some(account), Some(action)) = (row.account_id, PlannedAction::from_slug(&row.action))
    else {
        return Ok(());
    };
    if let Some(address) = accounts::address_of(tx, account).await? {
        let happened = happened_since(tx, row, account).await?;
        let mail = mail_context.plan_came_to_nothing(StalePlan {
            of: subject.of,
            title: subject.title,
            action,
            due_at: row.due_at,
            why,
            happened: happened.as_deref().filter(|_| why == PlanEnd::Changed),
            is_due: row.due_at <= tx.now_ms(),
            stands: subject.stands,
        });
        let about = match (row.submission_id, row.case_id) {
            (Some(id), _) => Concerning::Submission(id),
            (None, Some(id)) => Concerning::Case(id),
            (None, None) => Concerning::Nothing,
        };
        outbox::enqueue_about(tx, about, &address, mail).await?;
    }
    Ok(())
}

/// What was done last since it was planned, and by whom, for its author.
async fn happened_since(
    tx: &Transaction,
    row: &planned_move::Model,
    author: i64,
) -> Result<Option<String>, DbErr> {
    let mut entries = match (row.submission_id, row.case_id) {
        (Some(id), _) => history::of_submission(tx, id).await?,
        (None, Some(id)) => history::of_case(tx, id).await?,
        (None, None) => Vec::new(),
    };
    entries
        .retain(|entry| entry.at >= row.created_at && entry.kind.known() != Some(EventKind::Plan));
    let Some(last) = entries.pop() else {
        return Ok(None);
    };
    let by = match (last.by, last.role.known()) {
        (Some(_), _) if last.account_id == Some(author) => "You".to_owned(),
        (Some(name), _) => name,
        (None, Some(Role::Submitter)) => "The museum".to_owned(),
        (None, Some(Role::Admin)) => "An operator".to_owned(),
        (None, _) => "Casebook".to_owned(),
    };
    let (did, at) = (last.kind.text_for_staff(), local_time::moment(last.at));
    Ok(Some(format!("{by} {did} on {at}")))
}
