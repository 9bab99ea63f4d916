//! What holds for this installation and is kept with its bank, so that it goes wherever the bank goes.

use super::entity::site_setting;
use super::{Db, DbErr, Transaction, place_of};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use serde::{Deserialize, Serialize};

const FIRST_ADDRESS: &str = "first_address";

/// The address that ids begin with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstAddress {
    /// Scheme and host, without a slash at the end.
    pub url: String,
    /// It leads nowhere but to the machine that the program runs on.
    pub only_here: bool,
}

/// The address under which this bank first was served. Ids in feeds and for harvesters begin with it, so
/// they stay when the bank moves to another address.
///
/// The first address that is given is kept for good. One that only its own machine knows gives way to
/// the first that others know: nobody else can have read an id under it.
///
/// # Errors
/// When the database does not answer.
pub async fn first_address(db: &Db, now: &FirstAddress) -> Result<String, DbErr> {
    let tx = db.begin().await?;
    let mut moved = false;
    let kept = match read(&tx).await? {
        None => {
            insert(&tx, now).await?;
            // Another program may have been faster.
            read(&tx).await?
        }
        Some((row, kept)) if kept.only_here && !now.only_here => {
            replace(&tx, &row, now).await?;
            moved = true;
            read(&tx).await?
        }
        kept => kept,
    };
    tx.commit().await?;
    if moved {
        tracing::info!("ids of this bank begin with its public address from now on");
    }
    Ok(kept.map_or_else(|| now.url.clone(), |(_, kept)| kept.url))
}

async fn read(tx: &Transaction) -> Result<Option<(site_setting::Model, FirstAddress)>, DbErr> {
    let row = site_setting::Entity::find()
        .filter(site_setting::Column::Key.eq(FIRST_ADDRESS))
        .one(tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let kept = serde_json::from_str(&row.value).map_err(|error| {
        DbErr::Custom(format!("a setting cannot be read: {}", place_of(&error)))
    })?;
    Ok(Some((row, kept)))
}

async fn insert(tx: &Transaction, value: &FirstAddress) -> Result<(), DbErr> {
    let now = tx.now_ms();
    let row = site_setting::ActiveModel {
        key: Set(FIRST_ADDRESS.to_owned()),
        value: Set(write(value)?),
        version: Set(1),
        account_id: Set(None),
        changed_at: Set(now),
        created_at: Set(now),
        ..Default::default()
    };
    site_setting::Entity::insert(row)
        .on_conflict(
            OnConflict::column(site_setting::Column::Key)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

async fn replace(
    tx: &Transaction,
    row: &site_setting::Model,
    value: &FirstAddress,
) -> Result<(), DbErr> {
    site_setting::Entity::update_many()
        .col_expr(site_setting::Column::Value, Expr::value(write(value)?))
        .col_expr(
            site_setting::Column::Version,
            Expr::col(site_setting::Column::Version).add(1),
        )
        .col_expr(site_setting::Column::ChangedAt, Expr::value(tx.now_ms()))
        .filter(site_setting::Column::Id.eq(row.id))
        // Two that start at once: the first one's is kept.
        .filter(site_setting::Column::Version.eq(row.version))
        .exec(tx)
        .await?;
    Ok(())
}

fn write(value: &FirstAddress) -> Result<String, DbErr> {
    serde_json::to_string(value)
        .map_err(|error| DbErr::Custom(format!("a setting cannot be stored: {}", place_of(&error))))
}
