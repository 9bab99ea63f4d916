//! What somebody has besides a password: a secret from which codes are made, and ten codes that count once for
//! the day on which it is lost. The secret lies here sealed, the codes as keyed hashes; both are made in `app`,
//! which has the installation's key.

use super::accounts::Account;
use super::entity::account;
use super::entity::account_factor::{ActiveModel, Column, Entity};
use super::history::{Detail, NewHistoryEntry, record};
use super::new_password::themselves;
use super::{Db, DbErr, Transaction, accounts, outbox};
use case_study::EventKind;
use case_study::mail_templates::MailContext;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, Set, Unchanged};

const TOTP: &str = "totp";
const RECOVERY: &str = "recovery";

/// What makes somebody's codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generator {
    pub id: i64,
    /// Sealed: see `app/src/passwords`.
    pub secret: String,
}

/// A second factor about to be turned on.
#[derive(Debug, Clone)]
pub struct NewFactor {
    pub sealed_secret: String,
    /// The time of the code that confirmed it: it counts no second time.
    pub confirmed_with: i64,
    pub recovery_hashes: Vec<String>,
}

/// What makes the codes of an account, if something does.
///
/// # Errors
/// When the database does not answer.
pub async fn generator(db: &Db, account_id: i64) -> Result<Option<Generator>, DbErr> {
    let row = Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Kind.eq(TOTP))
        .one(db.reader())
        .await?;
    Ok(row.map(|row| Generator {
        id: row.id,
        secret: row.secret,
    }))
}

/// How many recovery codes are left.
///
/// # Errors
/// When the database does not answer.
pub async fn recovery_left(db: &Db, account_id: i64) -> Result<u64, DbErr> {
    Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Kind.eq(RECOVERY))
        .filter(Column::UsedAt.is_null())
        .count(db.reader())
        .await
}

/// Takes a code of this time, once: `false` when it or a later one was taken before.
///
/// # Errors
/// When the database does not answer.
pub async fn take_code(db: &Db, generator: i64, time_of_code: i64) -> Result<bool, DbErr> {
    let taken = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(time_of_code))
        .filter(Column::Id.eq(generator))
        .filter(
            Condition::any()
                .add(Column::UsedAt.is_null())
                .add(Column::UsedAt.lt(time_of_code)),
        )
        .exec(db.writer())
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Takes a recovery code, once: `false` when there is none like it, or it was taken before.
///
/// # Errors
/// When the database does not answer.
pub async fn take_recovery(db: &Db, account_id: i64, hash: &str) -> Result<bool, DbErr> {
    let taken = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(db.now_ms()))
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Kind.eq(RECOVERY))
        .filter(Column::Secret.eq(hash))
        .filter(Column::UsedAt.is_null())
        .exec(db.writer())
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Turns a second factor on, and signs the account out everywhere: whoever was signed in gave no code. `false`
/// when the account has one already, or has changed since it was read.
///
/// # Errors
/// When the database does not answer.
pub async fn turn_on(
    db: &Db,
    mail_context: &MailContext,
    account: &Account,
    new: NewFactor,
) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    let Some(row) = unchanged(&tx, account).await? else {
        return Ok(false);
    };
    if row.second_factor_at.is_some() {
        return Ok(false);
    }
    delete(&tx, row.id, None).await?;
    let secret = ActiveModel {
        account_id: Set(row.id),
        kind: Set(TOTP.to_owned()),
        secret: Set(new.sealed_secret),
        used_at: Set(Some(new.confirmed_with)),
        created_at: Set(tx.now_ms()),
        ..Default::default()
    };
    Entity::insert(secret).exec_without_returning(&tx).await?;
    insert_recovery(&tx, row.id, new.recovery_hashes).await?;
    mark(&tx, row.id, Some(tx.now_ms())).await?;
    accounts::end_sessions(&tx, row.id).await?;
    let entry = entry(EventKind::AddSecondFactor, row.id);
    record(&tx, &themselves(&row), entry).await?;
    outbox::enqueue_mail(&tx, &row.email, mail_context.second_factor_on()).await?;
    tx.commit().await?;
    Ok(true)
}

/// Turns it off, and signs the account out everywhere. `false` when the account has none, or has changed.
///
/// # Errors
/// When the database does not answer.
pub async fn turn_off(
    db: &Db,
    mail_context: &MailContext,
    account: &Account,
) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    let row = unchanged(&tx, account).await?;
    let Some(row) = row.filter(|row| row.second_factor_at.is_some()) else {
        return Ok(false);
    };
    remove(&tx, mail_context, &row).await?;
    mark(&tx, row.id, None).await?;
    accounts::end_sessions(&tx, row.id).await?;
    let entry = entry(EventKind::RemoveSecondFactor, row.id);
    record(&tx, &themselves(&row), entry).await?;
    tx.commit().await?;
    Ok(true)
}

/// Puts new recovery codes in place of the old ones. `false` as in [`turn_off`].
///
/// # Errors
/// When the database does not answer.
pub async fn replace_recovery(
    db: &Db,
    account: &Account,
    hashes: Vec<String>,
) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    let row = unchanged(&tx, account).await?;
    let Some(row) = row.filter(|row| row.second_factor_at.is_some()) else {
        return Ok(false);
    };
    delete(&tx, row.id, Some(RECOVERY)).await?;
    insert_recovery(&tx, row.id, hashes).await?;
    tx.commit().await?;
    Ok(true)
}

/// For an operator: the person lost what makes their codes, and the recovery codes too. `None` when no account
/// has this address, `false` when it had no second factor.
///
/// # Errors
/// When the database does not answer.
pub async fn reset(db: &Db, email: &str) -> Result<Option<bool>, DbErr> {
    let tx = db.begin().await?;
    let Some(account) = accounts::of_address(&tx, email).await? else {
        return Ok(None);
    };
    let row = accounts::locked(&tx, account.id).await?;
    let Some(row) = row.filter(|row| row.second_factor_at.is_some()) else {
        return Ok(Some(false));
    };
    // Without a mail: the command knows no address of the site to link to.
    delete(&tx, row.id, None).await?;
    mark(&tx, row.id, None).await?;
    accounts::end_sessions(&tx, row.id).await?;
    let entry = entry(EventKind::RemoveSecondFactor, row.id);
    record(&tx, &super::history::Actor::operator(), entry).await?;
    tx.commit().await?;
    Ok(Some(true))
}

/// Takes everything that makes codes, and tells its holder. The mark in the account is the caller's.
pub(super) async fn remove(
    tx: &Transaction,
    mail_context: &MailContext,
    row: &account::Model,
) -> Result<(), DbErr> {
    delete(tx, row.id, None).await?;
    outbox::enqueue_mail(tx, &row.email, mail_context.second_factor_off()).await?;
    Ok(())
}

async fn unchanged(tx: &Transaction, account: &Account) -> Result<Option<account::Model>, DbErr> {
    let row = accounts::locked(tx, account.id).await?;
    Ok(row.filter(|row| {
        !row.disabled
            && accounts::to_account(row.clone())
                .is_some_and(|now| now.credential() == account.credential())
    }))
}

async fn mark(tx: &Transaction, account_id: i64, since: Option<i64>) -> Result<(), DbErr> {
    account::Entity::update(account::ActiveModel {
        id: Unchanged(account_id),
        second_factor_at: Set(since),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    Ok(())
}

async fn delete(tx: &Transaction, account_id: i64, kind: Option<&str>) -> Result<(), DbErr> {
    let mut delete = Entity::delete_many().filter(Column::AccountId.eq(account_id));
    if let Some(kind) = kind {
        delete = delete.filter(Column::Kind.eq(kind));
    }
    delete.exec(tx).await?;
    Ok(())
}

async fn insert_recovery(
    tx: &Transaction,
    account_id: i64,
    hashes: Vec<String>,
) -> Result<(), DbErr> {
    let now = tx.now_ms();
    let rows = hashes.into_iter().map(|hash| ActiveModel {
        account_id: Set(account_id),
        kind: Set(RECOVERY.to_owned()),
        secret: Set(hash),
        used_at: Set(None),
        created_at: Set(now),
        ..Default::default()
    });
    Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

fn entry(kind: EventKind, account_id: i64) -> NewHistoryEntry {
    NewHistoryEntry {
        detail: Detail {
            account: Some(account_id),
            ..Detail::default()
        },
        ..NewHistoryEntry::of(kind)
    }
}
