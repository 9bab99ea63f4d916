//! What a database holds, and making room for another bank in an empty one.

use super::shape::shape_of;
use super::tables::{FORMER, KEPT, LEFT_OUT};
use crate::{Db, DbErr};
use sea_orm::{ConnectionTrait, Statement};

/// The table of steps.
const STEPS: &str = "seaql_migrations";
/// What the program writes by itself into every bank: it says nothing about what people put there.
const BY_ITSELF: [&str; 2] = ["counters", "vocabulary_terms"];
const FIRST_ADDRESS: &str = "\"key\" <> 'first_address'";

/// The steps of the schema that were made here, the oldest first; none in a database that is new.
///
/// # Errors
/// When the database does not answer.
pub async fn applied_steps(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    if shape_of_steps(db).await? == 0 {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT version FROM {STEPS} ORDER BY version");
    let asked = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(asked).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

async fn shape_of_steps(db: &impl ConnectionTrait) -> Result<usize, DbErr> {
    Ok(shape_of(db, STEPS)
        .await?
        .map_or(0, |shape| shape.columns.len()))
}

/// What people put into this bank: tables with their numbers of rows. Nothing where it is empty.
///
/// # Errors
/// When the database does not answer.
pub async fn what_is_in(db: &impl ConnectionTrait) -> Result<Vec<(&'static str, i64)>, DbErr> {
    let mut found = Vec::new();
    for table in KEPT.map(|kept| kept.name) {
        if BY_ITSELF.contains(&table) || shape_of(db, table).await?.is_none() {
            continue;
        }
        let only = if table == "site_settings" {
            FIRST_ADDRESS
        } else {
            "1 = 1"
        };
        let sql = format!("SELECT CAST(COUNT(*) AS bigint) FROM \"{table}\" WHERE {only}");
        let asked = Statement::from_string(db.get_database_backend(), sql);
        let row = db.query_one_raw(asked).await?;
        let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        if count > 0 {
            found.push((table, count));
        }
    }
    Ok(found)
}

/// Takes away every table of ours, of a bank in which there is nothing, so that one of an earlier version can be put
/// there. Tables of others stay.
///
/// # Errors
/// When the database does not answer, or something of others depends on a table of ours.
pub async fn clear(db: &Db) -> Result<(), DbErr> {
    let children_first = [FORMER]
        .into_iter()
        .chain(LEFT_OUT.iter().map(|(table, _)| *table))
        .chain(KEPT.iter().rev().map(|kept| kept.name));
    let tx = db.begin().await?;
    if db.is_postgres() {
        // In one statement they may hold on to each other.
        let tables: Vec<&str> = children_first.collect();
        let sql = format!("DROP TABLE IF EXISTS {}", tables.join(", "));
        tx.execute_unprepared(&sql).await?;
    } else {
        for table in children_first {
            let sql = format!("DROP TABLE IF EXISTS {table}");
            tx.execute_unprepared(&sql).await?;
        }
    }
    tx.commit().await
}

/// A box in the store of pictures that a row names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StoredBox {
    pub kept_in: String,
    /// Of all that lies in it.
    pub bytes: i64,
}

/// Every box that lies in the store, as far as the rows say.
///
/// # Errors
/// When the database does not answer.
pub async fn boxes(db: &impl ConnectionTrait) -> Result<Vec<StoredBox>, DbErr> {
    if shape_of(db, "blobs").await?.is_none() {
        return Ok(Vec::new());
    }
    let sql = "SELECT kept_in, CAST(bytes AS bigint) FROM blobs WHERE state = 'stored' AND kept_in <> '' ORDER BY id";
    let asked = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(asked).await?;
    rows.iter()
        .map(|row| {
            Ok(StoredBox {
                kept_in: row.try_get_by_index(0)?,
                bytes: row.try_get_by_index(1)?,
            })
        })
        .collect()
}
