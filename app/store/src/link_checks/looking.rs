//! Which link is looked at next, by one of several instances, and what became of it.

use super::Outcome;
use crate::entity::link_check;
use crate::{DAY_MS, Db, DbErr};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};

/// What works is looked at again after so long.
const WORKS_FOR_MS: i64 = 30 * DAY_MS;
/// What does not is looked at again after so long: a site may be down for a day.
const AGAIN_AFTER_MS: i64 = DAY_MS;
/// For so long a link belongs to the one that took it. No site is waited for as long as that.
const LEASE_MS: i64 = 15 * 60 * 1000;

/// A link that waits to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToCheck {
    pub id: i64,
    pub url: String,
}

/// Takes the link that waits longest to be looked at; none where none is due, or another instance has just taken it.
/// Whoever takes one and never says what became of it leaves it to the next, after a while.
///
/// # Errors
/// When the database does not answer.
pub async fn next(db: &Db) -> Result<Option<ToCheck>, DbErr> {
    let now = db.now_ms();
    let due = Condition::any()
        .add(link_check::Column::CheckedAt.lte(now - WORKS_FOR_MS))
        .add(
            Condition::all()
                .add(link_check::Column::Failures.gt(0))
                .add(link_check::Column::CheckedAt.lte(now - AGAIN_AFTER_MS)),
        );
    let row = link_check::Entity::find()
        .filter(due)
        .order_by_asc(link_check::Column::CheckedAt)
        .order_by_asc(link_check::Column::Id)
        .one(db.reader())
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let rest_ms = if row.failures > 0 {
        AGAIN_AFTER_MS
    } else {
        WORKS_FOR_MS
    };
    let taken = link_check::Entity::update_many()
        .col_expr(
            link_check::Column::CheckedAt,
            Expr::value(now - rest_ms + LEASE_MS),
        )
        .filter(link_check::Column::Id.eq(row.id))
        .filter(link_check::Column::CheckedAt.eq(row.checked_at))
        .exec(db.writer())
        .await?;
    Ok((taken.rows_affected == 1).then_some(ToCheck {
        id: row.id,
        url: row.url,
    }))
}

/// Notes what became of a link.
///
/// # Errors
/// When the database does not answer.
pub async fn note(db: &Db, id: i64, outcome: Outcome) -> Result<(), DbErr> {
    let now = db.now_ms();
    let update = link_check::Entity::update_many()
        .col_expr(link_check::Column::Outcome, Expr::value(outcome.slug()))
        .col_expr(link_check::Column::CheckedAt, Expr::value(now));
    let update = if outcome.fails() {
        update
            .col_expr(
                link_check::Column::Failures,
                Expr::col(link_check::Column::Failures).add(1),
            )
            .col_expr(
                link_check::Column::FailingSince,
                Expr::col(link_check::Column::FailingSince).if_null(now),
            )
    } else {
        update
            .col_expr(link_check::Column::Failures, Expr::value(0_i64))
            .col_expr(link_check::Column::FailingSince, Expr::value(None::<i64>))
    };
    update
        .filter(link_check::Column::Id.eq(id))
        .exec(db.writer())
        .await?;
    Ok(())
}
