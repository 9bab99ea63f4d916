//! Whether keys move through the queue: each account switches them on for itself.

use super::entity::account;
use super::{Db, DbErr};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

/// Whether they are on for this account.
///
/// # Errors
/// When the database does not answer.
pub async fn are_on(db: &Db, account_id: i64) -> Result<bool, DbErr> {
    let found: Option<bool> = account::Entity::find_by_id(account_id)
        .select_only()
        .column(account::Column::Keys)
        .into_tuple()
        .one(db.reader())
        .await?;
    Ok(found.unwrap_or_default())
}

/// Switches them on or off.
///
/// # Errors
/// When the database does not answer.
pub async fn switch(db: &Db, account_id: i64, on: bool) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::Keys, Expr::value(on))
        .filter(account::Column::Id.eq(account_id))
        .exec(db.writer())
        .await?;
    Ok(())
}
