//! People who can sign in.

use super::entity::{account, session};
use super::history::Actor;
use super::{Db, DbErr, Transaction, hash_token};
use case_study::Role;
use case_study::email::{email_key, shown_email, tidy_email};
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set, SqlErr};

/// An account as the rest of the program knows it; the password's hash stays here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: i64,
    pub email: String,
    pub name: String,
    pub role: Role,
    /// Since when signing in asks for a code as well.
    pub second_factor_at: Option<i64>,
    credential: String,
}

impl Account {
    /// A name for the password, the role and the second factor that the account had when it was read.
    /// Whoever signs in is let in under it: once one of them is another, it opens no new session.
    #[must_use]
    pub fn credential(&self) -> &str {
        &self.credential
    }
}

/// Why an account could not be made.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    #[error("there is an account with this email address already")]
    Taken,
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// What an address may be stored under: rows of earlier versions hold the domain in its own letters.
pub(super) fn keys(email: &str) -> [String; 2] {
    let key = email_key(email);
    let earlier = shown_email(&key);
    [key, earlier]
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
        email: Set(tidy_email(email)),
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
        .filter(account::Column::EmailKey.is_in(keys(email)))
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

/// Signs an account out everywhere.
pub(super) async fn end_sessions(tx: &Transaction, id: i64) -> Result<(), DbErr> {
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// The row of an account, enabled or not, locked until the transaction ends: whoever changes it does so
/// before or after.
pub(super) async fn locked(tx: &Transaction, id: i64) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(tx)
        .await
}

/// The rows of these accounts, locked as in [`locked`], in the order of their ids.
pub(super) async fn locked_in_order(
    tx: &Transaction,
    ids: &[i64],
) -> Result<Vec<account::Model>, DbErr> {
    account::Entity::find()
        .filter(account::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(account::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(tx)
        .await
}

/// The enabled account with this address, inside a transaction.
pub(super) async fn of_address(tx: &Transaction, email: &str) -> Result<Option<Account>, DbErr> {
    let row = account::Entity::find()
        .filter(account::Column::EmailKey.is_in(keys(email)))
        .filter(account::Column::Disabled.eq(false))
        .one(tx)
        .await?;
    Ok(row.and_then(to_account))
}

/// The password hash of an enabled account.
///
/// # Errors
/// When the database does not answer.
pub async fn password_hash(db: &Db, id: i64) -> Result<Option<String>, DbErr> {
    account::Entity::find_by_id(id)
        .filter(account::Column::Disabled.eq(false))
        .select_only()
        .column(account::Column::PasswordHash)
        .into_tuple()
        .one(db.reader())
        .await
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

/// Stores a hash with today's parameters in place of the one that a password was just checked
/// against, and gives the account as it is with it. `None` where it has another password by now, or is
/// disabled: a new password is never overwritten with an old one.
///
/// # Errors
/// When the database does not answer.
pub async fn upgrade_password_hash(
    db: &Db,
    account: &Account,
    checked: &str,
    hash: String,
) -> Result<Option<Account>, DbErr> {
    let credential = credential_of(&hash, account.role.slug(), account.second_factor_at);
    let updated = account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash))
        .filter(account::Column::Id.eq(account.id))
        .filter(account::Column::PasswordHash.eq(checked))
        .filter(account::Column::Disabled.eq(false))
        .exec(db.writer())
        .await?;
    Ok((updated.rows_affected == 1).then(|| Account {
        credential,
        ..account.clone()
    }))
}

/// Whether an account is enabled and still as it was when somebody signed in to it; then it was seen now.
/// Locked until the transaction ends, so that whoever disables it or gives it another password comes before
/// or after.
pub(super) async fn still_is(
    tx: &Transaction,
    id: i64,
    credential: Option<&str>,
) -> Result<bool, DbErr> {
    // The write is the lock: two that read first and both want to write would wait for each other.
    account::Entity::update_many()
        .col_expr(account::Column::SeenAt, Expr::value(tx.now_ms()))
        .filter(account::Column::Id.eq(id))
        .filter(account::Column::Disabled.eq(false))
        .exec(tx)
        .await?;
    Ok(enabled(tx, id).await?.is_some_and(|row| {
        credential.is_none_or(|known| {
            known == credential_of(&row.password_hash, &row.role, row.second_factor_at)
        })
    }))
}

/// Whether a member of staff still is one. A request asks who is signed in when it begins; what it
/// decides is decided with the role that the account has when it is written.
pub(super) async fn still_acts(tx: &Transaction, actor: &Actor) -> Result<bool, DbErr> {
    let Some(id) = actor.account_id else {
        return Ok(true);
    };
    let roles = actor.roles.iter().filter(|role| role.is_staff());
    let staff: Vec<&str> = roles.map(|role| role.slug()).collect();
    if staff.is_empty() {
        return Ok(true);
    }
    let row = enabled(tx, id).await?;
    Ok(row.is_some_and(|row| staff.contains(&row.role.as_str())))
}

/// Takes these accounts in the order in which everybody does who takes several: of two who each hold one and want the
/// other's, neither would get on.
pub(super) async fn hold(tx: &Transaction, ids: &[i64]) -> Result<(), DbErr> {
    account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(account::Column::Id)
        .lock_shared()
        .into_tuple::<i64>()
        .all(tx)
        .await?;
    Ok(())
}

/// What a member of staff is now, if they still are one; locked as in [`still_acts`].
pub(super) async fn staff_role(tx: &Transaction, id: i64) -> Result<Option<Role>, DbErr> {
    let row = enabled(tx, id).await?;
    Ok(row
        .and_then(|row| Role::from_slug(&row.role))
        .filter(|role| role.is_staff()))
}

/// Where a member of staff is written to, while the account is enabled. Not locked: that is no permission, and who asks
/// holds a submission, which comes after the accounts in the order of locks.
pub(super) async fn address_of(tx: &Transaction, id: i64) -> Result<Option<String>, DbErr> {
    let row = account::Entity::find_by_id(id)
        .filter(account::Column::Disabled.eq(false))
        .one(tx)
        .await?;
    Ok(row.map(|row| row.email))
}

async fn enabled(tx: &Transaction, id: i64) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find_by_id(id)
        .filter(account::Column::Disabled.eq(false))
        .lock_shared()
        .one(tx)
        .await
}

fn credential_of(password_hash: &str, role: &str, second_factor_at: Option<i64>) -> String {
    let since = second_factor_at.map_or_else(String::new, |at| format!("\u{1f}{at}"));
    hash_token(&format!("{role}\u{1f}{password_hash}{since}"))
}

/// A row whose role is no role we know opens nothing: better nobody than somebody too mighty.
pub(super) fn to_account(row: account::Model) -> Option<Account> {
    let role =
        Role::from_slug(&row.role).filter(|role| !matches!(role, Role::Anonymous | Role::Program));
    if role.is_none() {
        tracing::error!(
            account = row.id,
            "an account has an unknown role and was refused"
        );
    }
    Some(Account {
        id: row.id,
        credential: credential_of(&row.password_hash, &row.role, row.second_factor_at),
        second_factor_at: row.second_factor_at,
        email: row.email,
        name: row.name,
        role: role?,
    })
}
