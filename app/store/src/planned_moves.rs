//! Planned moves: what was decided and is carried out later, and what the program itself does with silent museums.
//!
//! A plan is a row. When it is due, it is carried out by the function that makes any move, for the version that was
//! seen when it was planned and with the role that its account has then; the move and the end of the plan are one
//! transaction. What cannot be carried out is stale, and its author is told. Until then nothing is public and no
//! letter is queued. Here are the rows; how they are carried out stands in `carrying_out`, how people plan in
//! [`decisions`](super::decisions).
//!
//! Whoever ends a plan holds its submission, so that a move and a plan that are due in one moment see each other.
//! Actions that a newer version planned are left alone.

pub use super::carrying_out::{Carried, carry_out};

use super::entity::planned_move;
use super::submissions::Submission;
use super::{Db, DbErr, Transaction, place_of};
use crate::entity::submission;
use case_study::Action;
use case_study::decision::DecisionMessage;
use case_study::local_time;
use case_study::planned::{PlanEnd, PlanState, PlannedAction};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde::Serialize;
use std::collections::HashMap;

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
    let (action, due_at) = (PlannedAction::Publish, tx.after_undo_ms());
    let written = DecisionMessage::default();
    plan_decision(tx, submission.id, action, &written, account_id, due_at).await
}

/// Plans a decision about a submission, which the transaction holds, with what was written. The version is raised.
/// Returns the plan's id.
pub(super) async fn plan_decision(
    tx: &Transaction,
    submission_id: i64,
    action: PlannedAction,
    written: &DecisionMessage,
    account_id: Option<i64>,
    due_at: i64,
) -> Result<i64, DbErr> {
    end_waiting(tx, submission_id, &[action], PlanEnd::PlannedAgain).await?;
    let new = planned_move::ActiveModel {
        submission_id: Set(Some(submission_id)),
        seen_version: Set(Some(raise_version(tx, submission_id).await?)),
        account_id: Set(account_id),
        due_at: Set(due_at),
        payload: Set(as_payload(written)?),
        ..Default::default()
    };
    insert(tx, action, new).await
}

/// Plans a move of a case. Returns the plan's id.
pub(super) async fn plan_for_case(
    tx: &Transaction,
    case_id: i64,
    action: PlannedAction,
    seen_version: Option<i64>,
    account_id: Option<i64>,
    due_at: i64,
) -> Result<i64, DbErr> {
    end_waiting_of_case(tx, case_id, action, PlanEnd::PlannedAgain).await?;
    let new = planned_move::ActiveModel {
        case_id: Set(Some(case_id)),
        seen_version: Set(seen_version),
        account_id: Set(account_id),
        due_at: Set(due_at),
        payload: Set("{}".to_owned()),
        ..Default::default()
    };
    insert(tx, action, new).await
}

/// What the history says of a plan: "It is declined: 3 March 2026, 2:15 pm".
pub(super) fn in_history(action: PlannedAction, due_at: i64) -> String {
    format!("{}: {}", action.when_due(), local_time::moment(due_at))
}

/// Raises the version of a submission, which the transaction holds, and returns it.
pub(super) async fn raise_version(tx: &Transaction, submission_id: i64) -> Result<i64, DbErr> {
    submission::Entity::update_many()
        .col_expr(
            submission::Column::Version,
            Expr::col(submission::Column::Version).add(1),
        )
        .filter(submission::Column::Id.eq(submission_id))
        .exec(tx)
        .await?;
    let version: Option<i64> = submission::Entity::find_by_id(submission_id)
        .select_only()
        .column(submission::Column::Version)
        .into_tuple()
        .one(tx)
        .await?;
    version.ok_or_else(|| DbErr::RecordNotFound(format!("submission {submission_id}")))
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
    let new = planned_move::ActiveModel {
        submission_id: Set(Some(submission_id)),
        due_at: Set(due_at),
        payload: Set(as_payload(payload)?),
        ..Default::default()
    };
    insert(tx, action, new).await?;
    Ok(())
}

fn as_payload(what: &impl Serialize) -> Result<String, DbErr> {
    serde_json::to_string(what).map_err(|error| DbErr::Custom(place_of(&error)))
}

async fn insert(
    tx: &Transaction,
    action: PlannedAction,
    new: planned_move::ActiveModel,
) -> Result<i64, DbErr> {
    let inserted = planned_move::Entity::insert(planned_move::ActiveModel {
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
    pub id: i64,
    pub action: PlannedAction,
    pub due_at: i64,
    /// Who decided it; none for the program itself.
    pub account_id: Option<i64>,
    /// Nothing happened since that makes it stale, as far as is known now.
    pub holds: bool,
}

impl Waiting {
    fn of(row: planned_move::Model, subject: Option<&Submission>) -> Option<Self> {
        let action = PlannedAction::from_slug(&row.action)?;
        Some(Self {
            id: row.id,
            action,
            due_at: row.due_at,
            account_id: row.account_id,
            holds: subject.is_none_or(|subject| holds(&row, action, subject)),
        })
    }

    /// Somebody decided this, and it will be carried out.
    #[must_use]
    pub const fn is_decided(&self) -> bool {
        self.holds && !self.action.is_the_programs_own()
    }
}

/// Whether what was seen when it was planned is what stands now.
pub(super) fn holds(
    row: &planned_move::Model,
    action: PlannedAction,
    submission: &Submission,
) -> bool {
    row.seen_version
        .is_none_or(|seen| submission.is_as_seen(seen, action.bears_other_tags()))
}

/// What is planned for a submission, the next first.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting_for(
    db: &impl ConnectionTrait,
    submission_id: i64,
) -> Result<Vec<Waiting>, DbErr> {
    let found = waiting_for_each(db, &[submission_id]).await?;
    Ok(found.into_values().next().unwrap_or_default())
}

/// What is planned for these submissions, by id, the next first.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting_for_each(
    db: &impl ConnectionTrait,
    submission_ids: &[i64],
) -> Result<HashMap<i64, Vec<Waiting>>, DbErr> {
    let ids = submission_ids.iter().copied();
    let rows = planned_move::Entity::find()
        .filter(planned_move::Column::SubmissionId.is_in(ids.clone()))
        .filter(planned_move::Column::State.eq(PlanState::Waiting.slug()))
        .order_by_asc(planned_move::Column::DueAt)
        .order_by_asc(planned_move::Column::Id)
        .all(db)
        .await?;
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let subjects: HashMap<i64, Submission> = submission::Entity::find()
        .filter(submission::Column::Id.is_in(ids))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, Submission::from_row(row)))
        .collect();
    let mut found: HashMap<i64, Vec<Waiting>> = HashMap::new();
    for row in rows {
        let Some(id) = row.submission_id else {
            continue;
        };
        if let Some(one) = Waiting::of(row, subjects.get(&id)) {
            found.entry(id).or_default().push(one);
        }
    }
    Ok(found)
}

/// What is planned for a case itself, the next first.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting_for_case(
    db: &impl ConnectionTrait,
    case_id: i64,
) -> Result<Vec<Waiting>, DbErr> {
    let rows = planned_move::Entity::find()
        .filter(planned_move::Column::CaseId.eq(case_id))
        .filter(planned_move::Column::State.eq(PlanState::Waiting.slug()))
        .order_by_asc(planned_move::Column::DueAt)
        .order_by_asc(planned_move::Column::Id)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Waiting::of(row, None))
        .collect())
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
    if action == Action::Submit {
        let own = [PlannedAction::Expire];
        end_waiting(tx, submission_id, &own, PlanEnd::NotAsked).await?;
    }
    let needless = PlannedAction::made_needless_by(action);
    if needless.is_empty() {
        return Ok(());
    }
    end_waiting(tx, submission_id, &needless, PlanEnd::ByHand).await
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

/// Ends the plan of this kind that waits for a case.
pub(super) async fn end_waiting_of_case(
    tx: &Transaction,
    case_id: i64,
    action: PlannedAction,
    end: PlanEnd,
) -> Result<(), DbErr> {
    ending(tx, end)
        .filter(planned_move::Column::CaseId.eq(case_id))
        .filter(planned_move::Column::Action.eq(action.slug()))
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
        .filter(
            Condition::any()
                .add(planned_move::Column::SubmissionId.is_not_null())
                .add(planned_move::Column::CaseId.is_not_null()),
        )
        .filter(planned_move::Column::Id.is_not_in(passed_over.iter().copied()))
        .order_by_asc(planned_move::Column::DueAt)
        .order_by_asc(planned_move::Column::Id)
        .limit(AT_ONCE)
        .into_tuple()
        .all(db.reader())
        .await
}
