//! How often we write to an address because somebody typed it into a form. Nobody has shown that
//! it is theirs, so it could be anybody's.
//!
//! | mail | to one address |
//! |---|---|
//! | the link back to a draft | 6 in 24 hours |
//! | a copy of a story that came the short way | 3 in 24 hours |
//! | a one-time code | 12 in 24 hours |
//! | the links to all case studies of an address, on request | 3 in 24 hours |
//! | a link to set a new password | 5 in 24 hours |
//! | an invitation | 5 in 24 hours |
//!
//! Questions to museums count by themselves: see [`questions`](super::questions).

use super::entity::mailed_address::{ActiveModel, Column, Entity};
use super::{DAY_MS, Db, DbErr, Transaction, hash_token};
use case_study::email::email_key;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

/// What is mailed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TypedFor {
    Draft,
    Copy,
    Code,
    Again,
    NewPassword,
    Invitation,
}

impl TypedFor {
    const fn slug(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Copy => "copy",
            Self::Code => "code",
            Self::Again => "again",
            Self::NewPassword => "new password",
            Self::Invitation => "invitation",
        }
    }

    const fn most(self) -> usize {
        match self {
            Self::Draft => 6,
            Self::Code => 12,
            Self::Copy | Self::Again => 3,
            Self::NewPassword | Self::Invitation => 5,
        }
    }
}

/// Counts one mail to this address. When there were too many, nothing is counted and the answer is
/// how many seconds to wait.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn count(
    tx: &Transaction,
    what: TypedFor,
    email: &str,
) -> Result<Option<u64>, DbErr> {
    let now = tx.now_ms();
    let hash = hash_token(&format!("{} {}", what.slug(), email_key(email)));
    let mailed = Entity::find()
        .filter(Column::AddressHash.eq(&hash))
        .filter(Column::MailedAt.gt(now - DAY_MS))
        .order_by_desc(Column::MailedAt)
        .all(tx)
        .await?;
    if let Some(first) = mailed.get(what.most() - 1) {
        let left = first.mailed_at + DAY_MS - now;
        return Ok(Some(u64::try_from(left / 1000).unwrap_or_default().max(1)));
    }
    Entity::insert(ActiveModel {
        address_hash: Set(hash),
        mailed_at: Set(now),
        ..Default::default()
    })
    .exec_without_returning(tx)
    .await?;
    Ok(None)
}

/// Forgets what no longer counts.
///
/// # Errors
/// When the database does not answer.
pub async fn delete_expired(db: &Db) -> Result<u64, DbErr> {
    let deleted = Entity::delete_many()
        .filter(Column::MailedAt.lte(db.now_ms() - DAY_MS))
        .exec(db.writer())
        .await?;
    Ok(deleted.rows_affected)
}
