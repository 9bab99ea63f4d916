//! Planned moves: what was decided and is carried out later, and what the program itself does with silent museums.
//!
//! A plan is a row. When it is due, it is carried out by the function that makes any move, for the version that was
//! seen when it was planned and with the role that its account has then; the move and the end of the plan are one
//! transaction. What cannot be carried out is stale, and its author is told. Until then nothing is public and no
//! letter is queued.
//!
//! Whoever ends a plan holds its submission, so that a move and a plan that are due in one moment see each other.
//! Actions that a newer version planned are left alone.

use super::entity::planned_move;
use super::history::Actor;
use super::outcome::Outcome;
use super::silence;
use super::submissions::Submission;
use super::transitions::one_move;
use super::{Db, DbErr, Transaction, accounts, bank, history, outbox, place_of};
use crate::entity::submission;
use case_study::mail_templates::MailContext;
use case_study::manner::Manner;
use case_study::planned::{PlanEnd, PlanState, PlannedAction};
use case_study::round_mail_templates::StalePlan;
use case_study::{Action, Status};
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// So many are taken in one go; the others come with the next.
const AT_ONCE: u64 = 50;

/// Plans that a submission goes public, once the time has passed within which that can be stopped. The version is
/// raised, so that whoever looks at an older page hears of it at once. Returns the plan's id.
///
/// # Errors
/// When the database does not answer.
pub async fn plan_publish(
    tx: &Transaction,
    submission: &Submission,
    account_id: Option<i64>,
) -> Result<i64, DbErr> {
    let action = PlannedAction::Publish;
    end_waiting(tx, submission.id, &[action], PlanEnd::PlannedAgain).await?;
    submission::Entity::update_many()
        .col_expr(
            submission::Column::Version,
            Expr::col(submission::Column::Version).add(1),
        )
        .filter(submission::Column::Id.eq(submission.id))
        .exec(tx)
        .await?;
    let version: Option<i64> = submission::Entity::find_by_id(submission.id)
        .select_only()
        .column(submission::Column::Version)
        .into_tuple()
        .one(tx)
        .await?;
    let new = planned_move::ActiveModel {
        seen_version: Set(version),
        account_id: Set(account_id),
        due_at: Set(tx.after_undo_ms()),
        payload: Set("{}".to_owned()),
        ..Default::default()
    };
    insert(tx, submission.id, action, new).await
}

/// Plans something of the program's own, which knows no version and no account: what it needs to know stands in
/// the payload, and its guard looks when it is due.
pub(super) async fn plan_own(
    tx: &Transaction,
    submission_id: i64,
    action: PlannedAction,
    payload: &(impl Serialize + Sync),
    due_at: i64,
) -> Result<(), DbErr> {
    let payload =
        serde_json::to_string(payload).map_err(|error| DbErr::Custom(place_of(&error)))?;
    let new = planned_move::ActiveModel {
        due_at: Set(due_at),
        payload: Set(payload),
        ..Default::default()
    };
    insert(tx, submission_id, action, new).await?;
    Ok(())
}

async fn insert(
    tx: &Transaction,
    submission_id: i64,
    action: PlannedAction,
    new: planned_move::ActiveModel,
) -> Result<i64, DbErr> {
    let inserted = planned_move::Entity::insert(planned_move::ActiveModel {
        submission_id: Set(Some(submission_id)),
        action: Set(action.slug().to_owned()),
        state: Set(PlanState::Waiting.slug().to_owned()),
        created_at: Set(tx.now_ms()),
        ..new
    })
    .exec(tx)
    .await?;
    Ok(inserted.last_insert_id)
}

/// Something that waits to be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub action: PlannedAction,
    pub due_at: i64,
}

/// What is planned for a submission, the next first.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting_for(
    db: &impl ConnectionTrait,
    submission_id: i64,
) -> Result<Vec<Waiting>, DbErr> {
    let rows = planned_move::Entity::find()
        .filter(planned_move::Column::SubmissionId.eq(submission_id))
        .filter(planned_move::Column::State.eq(PlanState::Waiting.slug()))
        .order_by_asc(planned_move::Column::DueAt)
        .all(db)
        .await?;
    let known = rows.into_iter().filter_map(|row| {
        Some(Waiting {
            action: PlannedAction::from_slug(&row.action)?,
            due_at: row.due_at,
        })
    });
    Ok(known.collect())
}

/// Ends what a move of a submission makes needless: everything when its museum takes it back, and what was planned
/// and is now done by hand. What was planned for an older version is left waiting: it is stale when it is due, and
/// its author is told.
pub(super) async fn after_move(
    tx: &Transaction,
    submission_id: i64,
    action: Action,
) -> Result<(), DbErr> {
    if action == Action::Withdraw {
        return end_waiting(tx, submission_id, &PlannedAction::ALL, PlanEnd::Withdrawn).await;
    }
    match PlannedAction::of(action) {
        Some(planned) => end_waiting(tx, submission_id, &[planned], PlanEnd::ByHand).await,
        None => Ok(()),
    }
}

/// Ends these of the plans that wait for a submission, which the transaction holds.
pub(super) async fn end_waiting(
    tx: &Transaction,
    submission_id: i64,
    actions: &[PlannedAction],
    end: PlanEnd,
) -> Result<(), DbErr> {
    ending(tx, end)
        .filter(planned_move::Column::SubmissionId.eq(submission_id))
        .filter(planned_move::Column::Action.is_in(actions.iter().map(|action| action.slug())))
        .exec(tx)
        .await?;
    Ok(())
}

fn ending(tx: &Transaction, end: PlanEnd) -> sea_orm::UpdateMany<planned_move::Entity> {
    planned_move::Entity::update_many()
        .col_expr(planned_move::Column::State, Expr::value(end.state().slug()))
        .col_expr(planned_move::Column::Outcome, Expr::value(end.slug()))
        .col_expr(planned_move::Column::EndedAt, Expr::value(tx.now_ms()))
        .filter(planned_move::Column::State.eq(PlanState::Waiting.slug()))
}

/// Ends one plan, whose submission the transaction holds; `false` when somebody ended it before.
pub(super) async fn end(tx: &Transaction, id: i64, how: PlanEnd) -> Result<bool, DbErr> {
    let ended = ending(tx, how)
        .filter(planned_move::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(ended.rows_affected == 1)
}

/// What is due, the oldest first, but for `passed_over`. Only reads, so that an idle worker never asks for the
/// write lock.
///
/// # Errors
/// When the database does not answer.
pub async fn due(db: &Db, passed_over: &[i64]) -> Result<Vec<i64>, DbErr> {
    let known = PlannedAction::ALL.map(PlannedAction::slug);
    planned_move::Entity::find()
        .select_only()
        .column(planned_move::Column::Id)
        .filter(planned_move::Column::State.eq(PlanState::Waiting.slug()))
        .filter(planned_move::Column::DueAt.lte(db.now_ms()))
        .filter(planned_move::Column::Action.is_in(known))
        .filter(planned_move::Column::SubmissionId.is_not_null())
        .filter(planned_move::Column::Id.is_not_in(passed_over.iter().copied()))
        .order_by_asc(planned_move::Column::DueAt)
        .order_by_asc(planned_move::Column::Id)
        .limit(AT_ONCE)
        .into_tuple()
        .all(db.reader())
        .await
}

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
    pub due_at: i64,
    pub submission: Submission,
    payload: String,
    seen_version: Option<i64>,
    account_id: Option<i64>,
    /// What its account is now; none where it may not act any more.
    actor: Option<Actor>,
}

impl Held {
    /// What stands in the payload.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, DbErr> {
        serde_json::from_str(&self.payload).map_err(|error| DbErr::Custom(place_of(&error)))
    }
}

/// Carries out a plan that is due.
///
/// # Errors
/// When the database does not answer, or holds what cannot be read. Nothing was written then, and the plan waits.
pub async fn carry_out(db: &Db, mail_context: &MailContext, id: i64) -> Result<Carried, DbErr> {
    let tx = db.begin().await?;
    let held = match hold(&tx, id).await? {
        Ok(held) => held,
        Err(not) => {
            tx.rollback().await?;
            return Ok(not);
        }
    };
    let carried = if held.action.is_the_programs_own() {
        silence::carry_out(db, tx, mail_context, held).await?
    } else {
        persons_move(db, tx, mail_context, held).await?
    };
    if let Carried::Ended(end) = carried {
        tracing::info!(planned_move = id, end = end.slug(), "a plan was due");
    }
    Ok(carried)
}

/// Takes a plan with everything that its move locks first, in the order in which everybody locks. It never waits
/// for somebody who writes just now, on PostgreSQL; SQLite has one writer anyway.
async fn hold(tx: &Transaction, id: i64) -> Result<Result<Held, Carried>, DbErr> {
    let Some(seen) = waiting_row(tx, id, None).await? else {
        return Ok(Err(Carried::Over));
    };
    let (Some(action), Some(submission_id)) =
        (PlannedAction::from_slug(&seen.action), seen.submission_id)
    else {
        return Ok(Err(Carried::Over));
    };
    let actor = match seen.account_id {
        None => Some(Actor::program()),
        Some(account) => accounts::staff_role(tx, account).await?.map(|role| Actor {
            account_id: Some(account),
            roles: vec![role],
        }),
    };
    let submission = submission::Entity::find_by_id(submission_id)
        .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
        .one(tx)
        .await?;
    let Some(submission) = submission.map(Submission::from_row) else {
        return Ok(Err(Carried::Busy));
    };
    // Again, now that nobody else can end it.
    let Some(row) = waiting_row(tx, id, Some(LockType::Update)).await? else {
        return Ok(Err(Carried::Over));
    };
    Ok(Ok(Held {
        id: row.id,
        action,
        due_at: row.due_at,
        submission,
        payload: row.payload,
        seen_version: row.seen_version,
        account_id: row.account_id,
        actor,
    }))
}

async fn waiting_row(
    tx: &Transaction,
    id: i64,
    lock: Option<LockType>,
) -> Result<Option<planned_move::Model>, DbErr> {
    let mut select = planned_move::Entity::find_by_id(id)
        .filter(planned_move::Column::State.eq(PlanState::Waiting.slug()))
        .filter(planned_move::Column::DueAt.lte(tx.now_ms()));
    if let Some(lock) = lock {
        select = select.lock(lock);
    }
    select.one(tx).await
}

/// Makes the move that somebody planned, or says why it cannot be made.
async fn persons_move(
    db: &Db,
    tx: Transaction,
    mail_context: &MailContext,
    held: Held,
) -> Result<Carried, DbErr> {
    let wanted = held
        .action
        .makes()
        .filter(|_| held.seen_version == Some(held.submission.version));
    let (Some(wanted), Some(actor)) = (wanted, &held.actor) else {
        let why = if held.actor.is_some() {
            PlanEnd::Changed
        } else {
            PlanEnd::MayNot
        };
        return stale(tx, mail_context, held, why).await;
    };
    // First: the move itself ends whatever else of its kind still waits.
    end(&tx, held.id, PlanEnd::Made).await?;
    let seen = held.seen_version;
    let made = one_move(
        &tx,
        Some(mail_context),
        actor,
        held.submission.id,
        seen,
        &wanted,
        &Manner::default(),
    )
    .await?;
    match made {
        Outcome::Made(moved) => {
            history::came_of_plan(&tx, held.submission.id, held.id).await?;
            tx.commit().await?;
            moved.log(actor);
            if moved.status == Status::Published {
                bank::announce(db).await;
            }
            Ok(Carried::Ended(PlanEnd::Made))
        }
        Outcome::NotFound
        | Outcome::NotAllowed
        | Outcome::NotPublishable(_)
        | Outcome::Overtaken(_)
        | Outcome::Incomplete(_)
        | Outcome::OtherText => {
            // The move may have written half of it.
            tx.rollback().await?;
            let tx = db.begin().await?;
            match hold(&tx, held.id).await? {
                Ok(held) => stale(tx, mail_context, held, PlanEnd::Cannot).await,
                Err(not) => Ok(not),
            }
        }
    }
}

/// Ends a plan that could not be carried out, and tells who made it.
async fn stale(
    tx: Transaction,
    mail_context: &MailContext,
    held: Held,
    why: PlanEnd,
) -> Result<Carried, DbErr> {
    end(&tx, held.id, why).await?;
    let address = match held.account_id {
        Some(account) => accounts::address_of(&tx, account).await?,
        None => None,
    };
    if let Some(address) = address {
        let mail = mail_context.plan_came_to_nothing(StalePlan {
            reference: &held.submission.reference,
            title: &held.submission.title,
            action: held.action,
            due_at: held.due_at,
            why,
            status: &held.submission.status,
        });
        outbox::enqueue_mail(&tx, &address, mail).await?;
    }
    tx.commit().await?;
    Ok(Carried::Ended(why))
}
