//! What the operator says on the privacy page, kept with the bank.

use super::entity::site_setting::{ActiveModel, Column, Entity, Model};
use super::history::Actor;
use super::{Db, DbErr, accounts, bank, place_of};
use case_study::policy::manages_people;
use case_study::privacy::PrivacyWords;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

const KEY: &str = "privacy";

/// The words, and the version of them that a form about them carries; 0 where none were ever written.
///
/// # Errors
/// When the database does not answer.
pub async fn read(db: &impl ConnectionTrait) -> Result<(PrivacyWords, i64), DbErr> {
    let row: Option<Model> = Entity::find().filter(Column::Key.eq(KEY)).one(db).await?;
    let Some(row) = row else {
        return Ok((PrivacyWords::default(), 0));
    };
    let words = serde_json::from_str(&row.value).map_err(|error| {
        DbErr::Custom(format!("a setting cannot be read: {}", place_of(&error)))
    })?;
    Ok((words, row.version))
}

/// What became of new words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Written {
    Done,
    /// Somebody wrote others since the form was opened.
    Overtaken,
    /// Not by this person.
    NotAllowed,
}

/// Writes the words, and has every copy of the page drawn anew.
///
/// # Errors
/// When the database does not answer.
pub async fn write(
    db: &Db,
    actor: &Actor,
    seen_version: i64,
    words: &PrivacyWords,
) -> Result<Written, DbErr> {
    let tx = db.begin().await?;
    if !manages_people(&actor.roles) || !accounts::still_acts(&tx, actor).await? {
        return Ok(Written::NotAllowed);
    }
    let value = serde_json::to_string(words).map_err(|error| {
        DbErr::Custom(format!("a setting cannot be stored: {}", place_of(&error)))
    })?;
    let now = tx.now_ms();
    // Kept answers are of a generation, and two who write at once are one after the other.
    bank::raise_generation(&tx).await?;
    let written = if seen_version == 0 {
        let row = ActiveModel {
            key: Set(KEY.to_owned()),
            value: Set(value),
            version: Set(1),
            account_id: Set(actor.account_id),
            changed_at: Set(now),
            created_at: Set(now),
            ..Default::default()
        };
        Entity::insert(row)
            .on_conflict(OnConflict::column(Column::Key).do_nothing().to_owned())
            .exec_without_returning(&tx)
            .await?
    } else {
        Entity::update_many()
            .col_expr(Column::Value, Expr::value(value))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .col_expr(Column::AccountId, Expr::value(actor.account_id))
            .col_expr(Column::ChangedAt, Expr::value(now))
            .filter(Column::Key.eq(KEY))
            .filter(Column::Version.eq(seen_version))
            .exec(&tx)
            .await?
            .rows_affected
    };
    if written == 0 {
        tx.rollback().await?;
        return Ok(Written::Overtaken);
    }
    tx.commit().await?;
    tracing::info!(
        account = actor.account_id,
        "the words of the privacy page were changed"
    );
    bank::announce(db).await;
    Ok(Written::Done)
}
