//! Mailed links that belong to somebody's account: an invitation, or the way to a new password. The token
//! exists only in the mail, and a link is used once: that makes every other of the account worthless.

use super::entity::address_link::{ActiveModel, Column, Entity};
use super::mailed_links::Opens;
use super::{DAY_MS, Db, DbErr, Transaction, fresh_token, hash_token};
use case_study::times::MY_DATA_LINK_DAYS;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Set,
};

/// What a link is for. One of another purpose opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Invite,
    Password,
    /// What is held about an address. It belongs to the address, not to an account.
    MyData,
}

impl Purpose {
    const fn slug(self) -> &'static str {
        match self {
            Self::Invite => "invite",
            Self::Password => "password",
            Self::MyData => "my_data",
        }
    }

    /// How long it works.
    #[must_use]
    pub const fn lasts_ms(self) -> i64 {
        match self {
            Self::Invite => 7 * DAY_MS,
            Self::Password => 60 * 60 * 1000,
            Self::MyData => MY_DATA_LINK_DAYS * DAY_MS,
        }
    }
}

/// Makes a link of this purpose for an account. Without an account the same is written, and opens nothing. An
/// invitation is the only one of its account; a way to a new password is not, or anybody who asks for another would
/// take from its holder the one that they are using.
pub(super) async fn issue(
    tx: &Transaction,
    purpose: Purpose,
    whose: Option<(i64, &str)>,
) -> Result<String, DbErr> {
    let (account_id, email_key) = whose.map_or((None, ""), |(id, key)| (Some(id), key));
    if purpose == Purpose::Invite {
        // No account has this number.
        delete(tx, account_id.unwrap_or(0), Some(purpose)).await?;
    }
    insert(tx, purpose, account_id, email_key).await
}

/// Makes a link of this purpose for an address, whether there is an account or not.
pub(super) async fn issue_for_address(
    tx: &Transaction,
    purpose: Purpose,
    email_key: &str,
) -> Result<String, DbErr> {
    insert(tx, purpose, None, email_key).await
}

/// What a link that was just made opens.
pub(super) fn what_opens(tx: &Transaction, purpose: Purpose, token: &str) -> Opens {
    Opens {
        token_hash: hash_token(token),
        until: tx.now_ms() + purpose.lasts_ms(),
    }
}

/// Whether a link, by its hash, opens something.
pub(super) async fn opens(tx: &Transaction, token_hash: &str) -> Result<bool, DbErr> {
    let live = Entity::find()
        .filter(Column::TokenHash.eq(token_hash))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(tx.now_ms()))
        .count(tx)
        .await?;
    Ok(live > 0)
}

/// The key of the address that a link belongs to, while it can be used.
pub(super) async fn address_of(
    db: &impl ConnectionTrait,
    now: i64,
    purpose: Purpose,
    token: &str,
) -> Result<Option<String>, DbErr> {
    let found: Option<String> = Entity::find()
        .select_only()
        .column(Column::EmailKey)
        .filter(Column::TokenHash.eq(hash_token(token)))
        .filter(Column::Purpose.eq(purpose.slug()))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.filter(|key| !key.is_empty()))
}

/// Removes the links of an address, of one purpose.
pub(super) async fn end_of_address(
    tx: &Transaction,
    purpose: Purpose,
    email_key: &str,
) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::EmailKey.eq(email_key))
        .filter(Column::Purpose.eq(purpose.slug()))
        .exec(tx)
        .await?;
    Ok(())
}

async fn insert(
    tx: &Transaction,
    purpose: Purpose,
    account_id: Option<i64>,
    email_key: &str,
) -> Result<String, DbErr> {
    let (token, now) = (fresh_token(), tx.now_ms());
    Entity::insert(ActiveModel {
        email_key: Set(email_key.to_owned()),
        account_id: Set(account_id),
        purpose: Set(purpose.slug().to_owned()),
        token_hash: Set(hash_token(&token)),
        expires_at: Set(now + purpose.lasts_ms()),
        used_at: Set(None),
        created_at: Set(now),
        ..Default::default()
    })
    .exec_without_returning(tx)
    .await?;
    Ok(token)
}

/// The account that a link belongs to, while it can be used.
pub(super) async fn opened(
    db: &impl ConnectionTrait,
    now: i64,
    purpose: Purpose,
    token: &str,
) -> Result<Option<i64>, DbErr> {
    let found: Option<Option<i64>> = Entity::find()
        .select_only()
        .column(Column::AccountId)
        .filter(Column::TokenHash.eq(hash_token(token)))
        .filter(Column::Purpose.eq(purpose.slug()))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.flatten())
}

/// Uses a link up. `false` when somebody else was faster, or it had ended.
pub(super) async fn take(
    tx: &Transaction,
    purpose: Purpose,
    token: &str,
    account_id: i64,
) -> Result<bool, DbErr> {
    let taken = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(tx.now_ms()))
        .filter(Column::TokenHash.eq(hash_token(token)))
        .filter(Column::Purpose.eq(purpose.slug()))
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(tx.now_ms()))
        .exec(tx)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Makes the links of an account worthless, of one purpose or of all.
pub(super) async fn delete(
    tx: &Transaction,
    account_id: i64,
    purpose: Option<Purpose>,
) -> Result<(), DbErr> {
    let mut delete = Entity::delete_many().filter(Column::AccountId.eq(account_id));
    if let Some(purpose) = purpose {
        delete = delete.filter(Column::Purpose.eq(purpose.slug()));
    }
    delete.exec(tx).await?;
    Ok(())
}

/// Until when the invitations of these accounts work, by account.
pub(super) async fn invited_until(
    db: &Db,
    account_ids: &[i64],
) -> Result<Vec<(Option<i64>, i64)>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::AccountId)
        .column(Column::ExpiresAt)
        .filter(Column::AccountId.is_in(account_ids.iter().copied()))
        .filter(Column::Purpose.eq(Purpose::Invite.slug()))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(db.now_ms()))
        .into_tuple()
        .all(db.reader())
        .await
}

/// Removes links that open nothing any more.
///
/// # Errors
/// When the database does not answer.
pub async fn delete_expired(db: &Db) -> Result<u64, DbErr> {
    let deleted = Entity::delete_many()
        .filter(Column::ExpiresAt.lte(db.now_ms()))
        .exec(db.writer())
        .await?;
    Ok(deleted.rows_affected)
}
