//! What is with nobody: nobody took it on, or who did has left.

use super::{Tab, in_tab, was_sent};
use crate::DbErr;
use crate::entity::{account, submission};
use case_study::Role;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// Nobody reads it: nobody took it on, or who did can decide about it no more.
pub(super) fn with_nobody() -> Condition {
    let gone = Query::select()
        .column(account::Column::Id)
        .from(account::Entity)
        .cond_where(decides_no_more())
        .to_owned();
    Condition::any()
        .add(submission::Column::AssigneeId.is_null())
        .add(submission::Column::AssigneeId.in_subquery(gone))
}

/// An account that was closed, or is no member of staff any more.
pub(super) fn decides_no_more() -> Condition {
    let staff = [Role::Moderator, Role::Admin];
    Condition::any()
        .add(account::Column::Disabled.eq(true))
        .add(account::Column::Role.is_not_in(staff.map(Role::slug)))
}

/// How many submissions that are not done lie with an account.
///
/// # Errors
/// When the database does not answer.
pub async fn lying_with(db: &impl ConnectionTrait, account_id: i64) -> Result<u64, DbErr> {
    submission::Entity::find()
        .filter(was_sent())
        .filter(in_tab(Tab::Mine, account_id, &[]))
        .count(db)
        .await
}
