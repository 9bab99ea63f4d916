//! Plans that will not be carried out because something happened since: they end as soon as that is seen, not on the
//! day that they were made for, so that whoever decided hears of it while it still can be decided again.
//!
//! The worker looks for them, so that no writer can forget it; what asks whether something is decided does not wait
//! for the worker ([`decided`]).

use super::carrying_out::{Carried, When, hold, of_case, stale};
use super::entity::{account, case, planned_move, submission};
use super::{Db, DbErr, Transaction};
use case_study::Role;
use case_study::decision::DecisionMessage;
use case_study::mail_templates::MailContext;
use case_study::planned::{PlanEnd, PlanState, PlannedAction};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// So many are looked at in one go; the others come with the next.
const AT_ONCE: u64 = 50;

/// Plans of people that will not be carried out, but for `passed_over`. Only reads.
///
/// # Errors
/// When the database does not answer.
pub async fn find(db: &Db, passed_over: &[i64]) -> Result<Vec<i64>, DbErr> {
    use planned_move::Column;
    let other_version = Condition::all()
        .add(Column::SubmissionId.is_not_null())
        .add(Expr::exists(its_submission()))
        .add(is_as_seen().not());
    let other_case = Expr::exists(
        Query::select()
            .expr(Expr::value(1))
            .from(case::Entity)
            .and_where(of(case::Column::Id).equals(this(Column::CaseId)))
            .and_where(of(case::Column::Version).not_equals(this(Column::SeenVersion)))
            .to_owned(),
    );
    planned_move::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(by_people())
        .filter(Column::Id.is_not_in(passed_over.iter().copied()))
        .filter(
            Condition::any()
                .add(other_version)
                .add(other_case)
                .add(its_account_may().not()),
        )
        .order_by_asc(Column::Id)
        .limit(AT_ONCE)
        .into_tuple()
        .all(db.reader())
        .await
}

/// What somebody decided and was not carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameToNothing {
    pub action: PlannedAction,
    pub due_at: i64,
    pub account_id: Option<i64>,
    pub why: PlanEnd,
    pub ended_at: i64,
    /// What was written with it.
    pub written: DecisionMessage,
}

/// What somebody decided last about a submission, where that came to nothing: it can be decided again.
///
/// # Errors
/// When the database does not answer.
pub async fn last_of_submission(
    db: &impl ConnectionTrait,
    submission_id: i64,
) -> Result<Option<CameToNothing>, DbErr> {
    last(db, planned_move::Column::SubmissionId.eq(submission_id)).await
}

/// The same for what was planned for a case itself.
///
/// # Errors
/// When the database does not answer.
pub async fn last_of_case(
    db: &impl ConnectionTrait,
    case_id: i64,
) -> Result<Option<CameToNothing>, DbErr> {
    last(db, planned_move::Column::CaseId.eq(case_id)).await
}

async fn last(db: &impl ConnectionTrait, which: Expr) -> Result<Option<CameToNothing>, DbErr> {
    let slugs: Vec<&str> = people().iter().map(|action| action.slug()).collect();
    let row = planned_move::Entity::find()
        .filter(which)
        .filter(planned_move::Column::Action.is_in(slugs))
        .order_by_desc(planned_move::Column::Id)
        .one(db)
        .await?;
    let row = row.filter(|row| row.state == PlanState::Stale.slug());
    Ok(row.and_then(|row| {
        Some(CameToNothing {
            action: PlannedAction::from_slug(&row.action)?,
            due_at: row.due_at,
            account_id: row.account_id,
            why: PlanEnd::from_slug(&row.outcome)?,
            ended_at: row.ended_at?,
            // What a newer version wrote in another shape is decided again without it.
            written: serde_json::from_str(&row.payload).unwrap_or_default(),
        })
    }))
}

/// Ends a plan that something overtook, and tells who made it.
///
/// # Errors
/// When the database does not answer. Nothing was written then, and the plan waits.
pub async fn end(db: &Db, mail_context: &MailContext, id: i64) -> Result<Carried, DbErr> {
    let tx = db.begin().await?;
    let carried = match planned_move::Entity::find_by_id(id).one(&tx).await? {
        Some(row) if row.case_id.is_some() => of_a_case(tx, mail_context, &row).await?,
        Some(_) => of_a_submission(tx, mail_context, id).await?,
        None => Carried::Over,
    };
    if let Carried::Ended(end) = carried {
        tracing::info!(planned_move = id, end = end.slug(), "a plan was overtaken");
    }
    Ok(carried)
}

async fn of_a_submission(
    tx: Transaction,
    mail_context: &MailContext,
    id: i64,
) -> Result<Carried, DbErr> {
    let held = match hold(&tx, id, When::Waiting).await? {
        Ok(held) => held,
        Err(not) => {
            tx.rollback().await?;
            return Ok(not);
        }
    };
    match held.made_by() {
        Err(why) => stale(tx, mail_context, &held, why).await,
        Ok(_) => still_waits(tx).await,
    }
}

async fn of_a_case(
    tx: Transaction,
    mail_context: &MailContext,
    row: &planned_move::Model,
) -> Result<Carried, DbErr> {
    let held = match of_case::hold(&tx, row, When::Waiting).await? {
        Ok(held) => held,
        Err(not) => {
            tx.rollback().await?;
            return Ok(not);
        }
    };
    match held.made_by() {
        Err(why) => of_case::stale(tx, mail_context, &held, why).await,
        Ok(_) => still_waits(tx).await,
    }
}

async fn still_waits(tx: Transaction) -> Result<Carried, DbErr> {
    tx.rollback().await?;
    Ok(Carried::Over)
}

/// The submissions about which somebody decided something that will be carried out: there is nothing more to do.
pub(super) fn decided() -> SelectStatement {
    decided_as(&people())
}

/// The same for these actions alone.
pub(super) fn decided_as(actions: &[PlannedAction]) -> SelectStatement {
    let slugs: Vec<&str> = actions.iter().map(|action| action.slug()).collect();
    Query::select()
        .column(planned_move::Column::SubmissionId)
        .from(planned_move::Entity)
        .cond_where(by_people())
        .and_where(planned_move::Column::Action.is_in(slugs))
        .and_where(planned_move::Column::SubmissionId.is_not_null())
        .cond_where(is_as_seen())
        .cond_where(its_account_may())
        .to_owned()
}

fn people() -> Vec<PlannedAction> {
    let all = PlannedAction::ALL.into_iter();
    all.filter(|action| !action.is_the_programs_own()).collect()
}

/// It waits, and somebody decided it.
fn by_people() -> Condition {
    let slugs: Vec<&str> = people().iter().map(|action| action.slug()).collect();
    Condition::all()
        .add(planned_move::Column::State.eq(PlanState::Waiting.slug()))
        .add(planned_move::Column::Action.is_in(slugs))
}

fn this(column: planned_move::Column) -> (planned_move::Entity, planned_move::Column) {
    (planned_move::Entity, column)
}

fn of<C: ColumnTrait>(column: C) -> Expr {
    Expr::col(column.as_column_ref())
}

fn its_submission() -> SelectStatement {
    Query::select()
        .expr(Expr::value(1))
        .from(submission::Entity)
        .and_where(of(submission::Column::Id).equals(this(planned_move::Column::SubmissionId)))
        .to_owned()
}

/// What [`holds`](super::planned_moves::holds) says of a plan of a submission, for a database.
fn is_as_seen() -> Condition {
    use planned_move::Column::{Action, SeenVersion};
    use submission::Column::{TagsFrom, TagsUntil, Version};
    let bearing: Vec<&str> = people()
        .into_iter()
        .filter(|action| action.bears_other_tags())
        .map(PlannedAction::slug)
        .collect();
    let only_tags = Condition::all()
        .add(Expr::col(this(Action)).is_in(bearing))
        .add(of(TagsUntil).equals((submission::Entity, Version)))
        .add(of(TagsFrom).lte(Expr::col(this(SeenVersion))));
    let as_seen = Condition::any()
        .add(of(Version).equals(this(SeenVersion)))
        .add(only_tags);
    Condition::any()
        .add(Expr::col(this(SeenVersion)).is_null())
        .add(Expr::exists(
            its_submission().cond_where(as_seen).to_owned(),
        ))
}

/// Its account may decide, or it has none.
fn its_account_may() -> Condition {
    let staff = Role::ALL.iter().filter(|role| role.is_staff());
    let enabled = Query::select()
        .column(account::Column::Id)
        .from(account::Entity)
        .and_where(account::Column::Disabled.eq(false))
        .and_where(account::Column::Role.is_in(staff.map(|role| role.slug())))
        .to_owned();
    Condition::any()
        .add(Expr::col(this(planned_move::Column::AccountId)).is_null())
        .add(Expr::col(this(planned_move::Column::AccountId)).in_subquery(enabled))
}
