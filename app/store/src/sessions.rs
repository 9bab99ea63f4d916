//! Rows of browser sessions. The store that tower-sessions asks for stands in `server`.

use super::entity::session;
use super::{Db, DbErr, accounts};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set, SqlErr};

/// A session about to be added.
#[derive(Debug, Clone)]
pub struct NewSession {
    pub id_hash: String,
    /// None for somebody who began a draft without an account.
    pub signed_in: Option<SignedIn>,
    pub data: String,
    pub expires_at: i64,
    /// The browser's own name, shortened; may be empty.
    pub agent: String,
}

/// Whom a session is signed in as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    pub account_id: i64,
    /// The account's [`credential`](super::accounts::Account::credential) when they were let in. None
    /// in a session of an earlier version.
    pub credential: Option<String>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Created {
    Added,
    /// The id exists already; the caller draws another.
    IdTaken,
    /// The account was disabled, or has another password or role by now.
    AccountChanged,
}

/// Adds a session. One that is signed in only while its account is as it was when the password was
/// checked, under a lock: whoever changes an account ends its sessions, and this one is then among
/// them or is never there.
///
/// # Errors
/// When the database does not answer.
pub async fn create(db: &Db, new: NewSession) -> Result<Created, DbErr> {
    let tx = db.begin().await?;
    if let Some(signed_in) = &new.signed_in
        && !accounts::still_is(&tx, signed_in.account_id, signed_in.credential.as_deref()).await?
    {
        tx.rollback().await?;
        return Ok(Created::AccountChanged);
    }
    let inserted = session::Entity::insert(session::ActiveModel {
        id_hash: Set(new.id_hash),
        account_id: Set(new.signed_in.map(|signed_in| signed_in.account_id)),
        data: Set(new.data),
        created_at: Set(tx.now_ms()),
        expires_at: Set(new.expires_at),
        agent: Set(new.agent),
        seen_at: Set(Some(tx.now_ms())),
    })
    .exec_without_returning(&tx)
    .await;
    match inserted {
        Ok(_) => {
            tx.commit().await?;
            Ok(Created::Added)
        }
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            tx.rollback().await?;
            Ok(Created::IdTaken)
        }
        Err(error) => Err(error),
    }
}

/// Overwrites a session that exists with what `merged` makes of its data. Never inserts: an upsert
/// would bring back a session that a sign-out in another tab has just deleted.
///
/// `merged` is shown the data as it lies there now, under a lock: another tab may have saved since
/// this request read it.
///
/// # Errors
/// When the database does not answer.
pub async fn update(
    db: &Db,
    id_hash: &str,
    account_id: Option<i64>,
    expires_at: i64,
    merged: impl FnOnce(&str) -> String + Send,
) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    let mut lying_there = session::Entity::find_by_id(id_hash.to_owned());
    if db.is_postgres() {
        lying_there = lying_there.lock_exclusive();
    }
    let Some(row) = lying_there.one(&tx).await? else {
        tx.rollback().await?;
        return Ok(false);
    };
    session::Entity::update_many()
        .col_expr(session::Column::Data, Expr::value(merged(&row.data)))
        .col_expr(session::Column::AccountId, Expr::value(account_id))
        .col_expr(session::Column::ExpiresAt, Expr::value(expires_at))
        .col_expr(session::Column::SeenAt, Expr::value(tx.now_ms()))
        .filter(session::Column::IdHash.eq(id_hash))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(true)
}

/// Moves the expiry of a session that is in use and when it was seen, and touches nothing else: a page that is being
/// read must not overwrite what a form in another tab has just put into the session.
///
/// # Errors
/// When the database does not answer.
pub async fn extend(db: &Db, id_hash: &str, expires_at: i64) -> Result<(), DbErr> {
    session::Entity::update_many()
        .col_expr(session::Column::ExpiresAt, Expr::value(expires_at))
        .col_expr(session::Column::SeenAt, Expr::value(db.now_ms()))
        .filter(session::Column::IdHash.eq(id_hash))
        .exec(db.writer())
        .await?;
    Ok(())
}

/// The data and expiry of a session that has not expired.
///
/// # Errors
/// When the database does not answer.
pub async fn load(db: &Db, id_hash: &str) -> Result<Option<(String, i64)>, DbErr> {
    let row = session::Entity::find_by_id(id_hash.to_owned())
        .filter(session::Column::ExpiresAt.gt(db.now_ms()))
        .one(db.reader())
        .await?;
    Ok(row.map(|row| (row.data, row.expires_at)))
}

/// Ends a session.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(db: &Db, id_hash: &str) -> Result<(), DbErr> {
    session::Entity::delete_by_id(id_hash.to_owned())
        .exec(db.writer())
        .await?;
    Ok(())
}

/// A session of somebody who looks at where they are signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSession {
    /// By which it is told apart; it opens nothing.
    pub id_hash: String,
    /// The browser's own name; empty for a session of an earlier version.
    pub agent: String,
    pub began_at: i64,
    pub seen_at: Option<i64>,
}

/// The sessions of an account that have not ended, the one seen last first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_account(db: &Db, account_id: i64) -> Result<Vec<OwnSession>, DbErr> {
    let rows = session::Entity::find()
        .filter(session::Column::AccountId.eq(account_id))
        .filter(session::Column::ExpiresAt.gt(db.now_ms()))
        .order_by_desc(session::Column::SeenAt)
        .order_by_desc(session::Column::CreatedAt)
        .all(db.reader())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| OwnSession {
            id_hash: row.id_hash,
            agent: row.agent,
            began_at: row.created_at,
            seen_at: row.seen_at,
        })
        .collect())
}

/// Ends one session of an account. Of another's account it ends none.
///
/// # Errors
/// When the database does not answer.
pub async fn end(db: &Db, account_id: i64, id_hash: &str) -> Result<(), DbErr> {
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account_id))
        .filter(session::Column::IdHash.eq(id_hash))
        .exec(db.writer())
        .await?;
    Ok(())
}

/// Ends every session of an account but this one.
///
/// # Errors
/// When the database does not answer.
pub async fn end_others(db: &Db, account_id: i64, this: &str) -> Result<(), DbErr> {
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account_id))
        .filter(session::Column::IdHash.ne(this))
        .exec(db.writer())
        .await?;
    Ok(())
}

/// Removes what has expired.
///
/// # Errors
/// When the database does not answer.
pub async fn delete_expired(db: &Db) -> Result<u64, DbErr> {
    let deleted = session::Entity::delete_many()
        .filter(session::Column::ExpiresAt.lte(db.now_ms()))
        .exec(db.writer())
        .await?;
    Ok(deleted.rows_affected)
}
