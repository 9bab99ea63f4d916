//! Networks and browsers from which an account has signed in. Guesses of strangers are counted apart from what is typed
//! there, so that nobody is locked out by them; a restart does not forget it.
//!
//! A place lies here as a hash under the installation's secret, of the address of the account with the network or with the
//! mark of the browser: it says neither where somebody was nor, without a guess at both, who.

use super::entity::known_place::{ActiveModel, Column, Entity};
use super::{DAY_MS, Db, DbErr, Transaction};
use case_study::times::KNOWN_PLACE_DAYS;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Set};

/// Those of these places from which their account has signed in.
///
/// # Errors
/// When the database does not answer.
pub async fn among(db: &Db, place_hashes: &[&str]) -> Result<Vec<String>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::PlaceHash)
        .filter(Column::PlaceHash.is_in(place_hashes.iter().copied()))
        .into_tuple()
        .all(db.reader())
        .await
}

/// Remembers that an account signed in from these places, now.
///
/// # Errors
/// When the database does not answer.
pub async fn remember(db: &Db, account_id: i64, place_hashes: &[&str]) -> Result<(), DbErr> {
    let now = db.now_ms();
    let rows = place_hashes.iter().map(|hash| ActiveModel {
        account_id: Set(account_id),
        place_hash: Set((*hash).to_owned()),
        seen_at: Set(now),
        created_at: Set(now),
        ..Default::default()
    });
    Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([Column::PlaceHash, Column::AccountId])
                .update_column(Column::SeenAt)
                .to_owned(),
        )
        .exec_without_returning(db.writer())
        .await?;
    Ok(())
}

/// Forgets the places of an account.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn forget(tx: &Transaction, account_id: i64) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets the places from which nobody signed in for long.
///
/// # Errors
/// When the database does not answer.
pub async fn delete_expired(db: &Db) -> Result<u64, DbErr> {
    let deleted = Entity::delete_many()
        .filter(Column::SeenAt.lte(db.now_ms() - KNOWN_PLACE_DAYS * DAY_MS))
        .exec(db.writer())
        .await?;
    Ok(deleted.rows_affected)
}
