//! Taking a submission on, giving it back, and giving it to a colleague.

use crate::entity::{account, submission};
use crate::history::{Actor, Detail, NewHistoryEntry, record};
use crate::outcome::Outcome;
use crate::submissions::Submission;
use crate::transitions::{overtaken, start_review};
use crate::{Db, DbErr, Transaction, accounts, guards, notices, planned_moves, submissions};
use case_study::mail_templates::MailContext;
use case_study::policy::{Permission, allows};
use case_study::{Action, EventKind, Role};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Somebody whom a submission can be given to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    pub id: i64,
    pub name: String,
}

/// Everybody who decides here, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn colleagues(db: &Db) -> Result<Vec<Colleague>, DbErr> {
    let staff = [Role::Moderator, Role::Admin];
    let found: Vec<(i64, String)> = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .column(account::Column::Name)
        .filter(account::Column::Disabled.eq(false))
        .filter(account::Column::Role.is_in(staff.map(Role::slug)))
        .order_by_asc(account::Column::Name)
        .order_by_asc(account::Column::Id)
        .into_tuple()
        .all(db.reader())
        .await?;
    let all = found.into_iter();
    Ok(all.map(|(id, name)| Colleague { id, name }).collect())
}

/// Takes a submission on, or gives it back (`assignee` none). Taking on one that waits starts its
/// review in the same step: that is what pressing the button means.
///
/// # Errors
/// When the database does not answer.
pub async fn assign(
    db: &Db,
    actor: &Actor,
    submission_id: i64,
    seen_version: i64,
    assignee: Option<i64>,
) -> Result<Outcome<()>, DbErr> {
    let tx = db.begin().await?;
    if !accounts::still_acts(&tx, actor).await? {
        return Ok(Outcome::NotAllowed);
    }
    let submission = match held(&tx, actor, submission_id, seen_version).await? {
        Outcome::Made(submission) => submission,
        refused => {
            tx.rollback().await?;
            return Ok(refused.map(drop));
        }
    };
    let kind = if assignee.is_some() {
        EventKind::Assign
    } else {
        EventKind::Unassign
    };
    put(&tx, actor, &submission, assignee, kind, Detail::default()).await?;
    let starts = assignee.is_some()
        && submission
            .status
            .after(Action::StartReview, &actor.roles)
            .is_some();
    let started = if starts {
        match start_review(&tx, actor, submission.id).await? {
            Outcome::Made(moved) => Some(moved),
            refused => {
                tx.rollback().await?;
                return Ok(refused.map(drop));
            }
        }
    } else {
        None
    };
    tx.commit().await?;
    if let Some(moved) = started {
        moved.log(actor);
    }
    Ok(Outcome::Made(()))
}

/// Gives a submission to a colleague, who starts its review, and tells them. `false` when it is with them already,
/// whatever was seen; refused where they are no colleague any more.
///
/// # Errors
/// When the database does not answer.
pub async fn hand_over(
    db: &Db,
    mail_context: &MailContext,
    actor: &Actor,
    submission_id: i64,
    seen_version: i64,
    to: &Colleague,
) -> Result<Outcome<bool>, DbErr> {
    let tx = db.begin().await?;
    let both: Vec<i64> = actor.account_id.into_iter().chain([to.id]).collect();
    accounts::hold(&tx, &both).await?;
    if !accounts::still_acts(&tx, actor).await? || accounts::staff_role(&tx, to.id).await?.is_none()
    {
        return Ok(Outcome::NotAllowed);
    }
    let theirs = submissions::locked(&tx, submission_id)
        .await?
        .is_some_and(|one| one.assignee_id == Some(to.id));
    if theirs {
        tx.rollback().await?;
        return Ok(Outcome::Made(false));
    }
    let submission = match held(&tx, actor, submission_id, seen_version).await? {
        Outcome::Made(submission) => submission,
        refused => {
            tx.rollback().await?;
            return Ok(refused.map(|_| false));
        }
    };
    let (kind, detail) = if actor.account_id == Some(to.id) {
        (EventKind::Assign, Detail::default())
    } else {
        let after = vec![to.name.clone()];
        (
            EventKind::HandOver,
            Detail {
                after,
                ..Detail::default()
            },
        )
    };
    put(&tx, actor, &submission, Some(to.id), kind, detail).await?;
    notices::assigned(&tx, mail_context, &submission, to.id, actor).await?;
    tx.commit().await?;
    Ok(Outcome::Made(true))
}

/// The submission, locked, where it may be assigned and still is as it was seen.
async fn held(
    tx: &Transaction,
    actor: &Actor,
    submission_id: i64,
    seen_version: i64,
) -> Result<Outcome<Submission>, DbErr> {
    let Some(submission) = submissions::locked(tx, submission_id).await? else {
        return Ok(Outcome::NotFound);
    };
    if submission.version != seen_version {
        return overtaken(tx, submission_id).await;
    }
    if !allows(Permission::Assign, &submission.status, &actor.roles) {
        return Ok(Outcome::NotAllowed);
    }
    // Who reads it is another, so what was decided is overtaken: about one's own museum's that is left to others.
    let waiting = planned_moves::waiting_for(tx, submission_id).await?;
    if waiting.iter().any(planned_moves::Waiting::is_decided)
        && guards::may_not_mend(tx, actor, &submission)
            .await?
            .is_some()
    {
        return Ok(Outcome::NotAllowed);
    }
    Ok(Outcome::Made(submission))
}

async fn put(
    tx: &Transaction,
    actor: &Actor,
    submission: &Submission,
    assignee: Option<i64>,
    kind: EventKind,
    detail: Detail,
) -> Result<(), DbErr> {
    submission::Entity::update_many()
        .col_expr(submission::Column::AssigneeId, Expr::value(assignee))
        .col_expr(
            submission::Column::Version,
            Expr::col(submission::Column::Version).add(1),
        )
        .col_expr(submission::Column::UpdatedAt, Expr::value(tx.now_ms()))
        .filter(submission::Column::Id.eq(submission.id))
        .exec(tx)
        .await?;
    let entry = NewHistoryEntry {
        submission_id: Some(submission.id),
        case_id: Some(submission.case_id),
        detail,
        ..NewHistoryEntry::of(kind)
    };
    record(tx, actor, entry).await
}
