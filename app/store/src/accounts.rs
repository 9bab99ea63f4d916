//! People who can sign in.

use super::entity::{account, session};
use super::{Db, DbErr};
use case_study::Role;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set, SqlErr};

/// An account as the rest of the program knows it; the password's hash stays here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: i64,
    pub email: String,
    pub name: String,
    pub role: Role,
}

/// Why an account could not be made.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    #[error("there is an account with this e-mail address already")]
    Taken,
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Lower case without white space around: how addresses are compared.
#[must_use]
pub fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Makes an account.
///
/// # Errors
/// When the address is taken or the database does not answer.
pub async fn add(
    db: &Db,
    email: &str,
    name: &str,
    role: Role,
    password_hash: String,
) -> Result<i64, AddError> {
    let inserted = account::Entity::insert(account::ActiveModel {
        email: Set(email.trim().to_owned()),
        email_key: Set(email_key(email)),
        name: Set(name.to_owned()),
        role: Set(role.slug().to_owned()),
        password_hash: Set(password_hash),
        disabled: Set(false),
        created_at: Set(db.now_ms()),
        ..Default::default()
    })
    .exec(db.writer())
    .await;
    match inserted {
        Ok(result) => Ok(result.last_insert_id),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            Err(AddError::Taken)
        }
        Err(error) => Err(error.into()),
    }
}

/// The account with this address and its password hash, unless it is disabled.
///
/// # Errors
/// When the database does not answer.
pub async fn by_email(db: &Db, email: &str) -> Result<Option<(Account, String)>, DbErr> {
    let row = account::Entity::find()
        .filter(account::Column::EmailKey.eq(email_key(email)))
        .filter(account::Column::Disabled.eq(false))
        .one(db.reader())
        .await?;
    Ok(row.and_then(|row| {
        let hash = row.password_hash.clone();
        to_account(row).map(|account| (account, hash))
    }))
}

/// The account with this id, unless it is disabled.
///
/// # Errors
/// When the database does not answer.
pub async fn by_id(db: &Db, id: i64) -> Result<Option<Account>, DbErr> {
    let row = account::Entity::find_by_id(id)
        .filter(account::Column::Disabled.eq(false))
        .one(db.reader())
        .await?;
    Ok(row.and_then(to_account))
}

/// What an operator changes about an account.
#[derive(Debug, Clone)]
pub enum Change {
    /// Nobody signs in with it any more; what it did stays in the history.
    Disable,
    Enable,
    Role(Role),
    /// The hash of a new password.
    Password(String),
}

/// Changes an account and ends all its sessions, together: whoever is signed in with it has to sign
/// in again, as what the account is now. `false` when no account has this address.
///
/// # Errors
/// When the database does not answer.
pub async fn change(db: &Db, email: &str, change: Change) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    let found = account::Entity::find()
        .filter(account::Column::EmailKey.eq(email_key(email)))
        .one(&tx)
        .await?;
    let Some(row) = found else { return Ok(false) };
    let mut changed = account::ActiveModel {
        id: sea_orm::Unchanged(row.id),
        ..Default::default()
    };
    match change {
        Change::Disable => changed.disabled = Set(true),
        Change::Enable => changed.disabled = Set(false),
        Change::Role(role) => changed.role = Set(role.slug().to_owned()),
        Change::Password(hash) => changed.password_hash = Set(hash),
    }
    account::Entity::update(changed).exec(&tx).await?;
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(row.id))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(true)
}

/// The hashes of the passwords, the youngest accounts first.
///
/// # Errors
/// When the database does not answer.
pub async fn password_hashes(db: &Db, most: u64) -> Result<Vec<String>, DbErr> {
    account::Entity::find()
        .select_only()
        .column(account::Column::PasswordHash)
        .order_by_desc(account::Column::Id)
        .limit(most)
        .into_tuple()
        .all(db.reader())
        .await
}

/// Stores a new password hash, after a change or when the parameters were raised.
///
/// # Errors
/// When the database does not answer.
pub async fn set_password_hash(db: &Db, id: i64, password_hash: String) -> Result<(), DbErr> {
    account::Entity::update(account::ActiveModel {
        id: sea_orm::Unchanged(id),
        password_hash: Set(password_hash),
        ..Default::default()
    })
    .exec(db.writer())
    .await?;
    Ok(())
}

/// A row whose role is no role we know opens nothing: better nobody than somebody too mighty.
fn to_account(row: account::Model) -> Option<Account> {
    let role = Role::from_slug(&row.role).filter(|role| *role != Role::Anonymous);
    if role.is_none() {
        tracing::error!(
            account = row.id,
            "an account has an unknown role and was refused"
        );
    }
    Some(Account {
        id: row.id,
        email: row.email,
        name: row.name,
        role: role?,
    })
}
