//! How often we write to an address because somebody typed it into a form. Nobody has shown that
//! it is theirs, so it could be anybody's.
//!
//! | mail | to one address |
//! |---|---|
//! | the link back to a draft | 6 in 24 hours; of drafts made of emails the others go a day later |
//! | a copy of a story that came the short way | 3 in 24 hours |
//! | a one-time code | 12 in 24 hours |
//! | the links to all case studies of an address, on request | 3 in 24 hours |
//! | a link to set a new password | 5 in 24 hours, after that one whenever the last will soon end |
//! | an invitation | 5 in 24 hours |
//! | a link to what is held about an address | 3 in 24 hours |
//!
//! Where a mail is the only way on, nobody may use it up for somebody else: whoever asks for new passwords in the name
//! of another locks nobody out, because each that is not mailed is one whose like lies in the inbox and works.
//!
//! Questions to museums count by themselves: see [`questions`](super::questions).

use super::address_links::Purpose;
use super::entity::mailed_address::{ActiveModel, Column, Entity};
use super::{DAY_MS, Db, DbErr, Transaction, hash_token};
use case_study::email::email_key;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

const MINUTE_MS: i64 = 60 * 1000;

/// What is mailed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TypedFor {
    Draft,
    Copy,
    Code,
    Again,
    NewPassword,
    Invitation,
    MyData,
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
            Self::MyData => "my data",
        }
    }

    const fn most(self) -> usize {
        match self {
            Self::Draft => 6,
            Self::Code => 12,
            Self::Copy | Self::Again | Self::MyData => 3,
            Self::NewPassword | Self::Invitation => 5,
        }
    }

    /// After so many, how long one keeps the next from being mailed; none for until the day is over.
    const fn then_one_each_ms(self) -> Option<i64> {
        match self {
            // It works for an hour, so one that works always lies in the inbox.
            Self::NewPassword => Some(Purpose::Password.lasts_ms() - 5 * MINUTE_MS),
            Self::Draft
            | Self::Copy
            | Self::Code
            | Self::Again
            | Self::Invitation
            | Self::MyData => None,
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
    let hash = hash_of(what, email);
    let free_at = free_at(tx, what, &hash, now).await?;
    if free_at > now {
        let left = free_at - now;
        return Ok(Some(u64::try_from(left / 1000).unwrap_or_default().max(1)));
    }
    note(tx, hash, now).await?;
    Ok(None)
}

/// Counts one mail to this address that must go, though perhaps later. Returns when it may: now, unless there were too
/// many. Those that wait already count too, so that no day has more.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn reserve(tx: &Transaction, what: TypedFor, email: &str) -> Result<i64, DbErr> {
    let hash = hash_of(what, email);
    let at = free_at(tx, what, &hash, tx.now_ms()).await?;
    note(tx, hash, at).await?;
    Ok(at)
}

fn hash_of(what: TypedFor, email: &str) -> String {
    hash_token(&format!("{} {}", what.slug(), email_key(email)))
}

/// When the next mail may go to an address: now, unless there were too many. `now` is the caller's: the clock goes on
/// between two looks at it.
async fn free_at(tx: &Transaction, what: TypedFor, hash: &str, now: i64) -> Result<i64, DbErr> {
    let mailed = Entity::find()
        .filter(Column::AddressHash.eq(hash))
        .filter(Column::MailedAt.gt(now - DAY_MS))
        .order_by_desc(Column::MailedAt)
        .all(tx)
        .await?;
    let too_many = mailed.get(what.most() - 1).zip(mailed.first());
    let free_at = too_many.map(|(first, last)| match what.then_one_each_ms() {
        Some(gap) => last.mailed_at + gap,
        None => first.mailed_at + DAY_MS,
    });
    Ok(free_at.map_or(now, |at| at.max(now)))
}

async fn note(tx: &Transaction, hash: String, at: i64) -> Result<(), DbErr> {
    Entity::insert(ActiveModel {
        address_hash: Set(hash),
        mailed_at: Set(at),
        ..Default::default()
    })
    .exec_without_returning(tx)
    .await?;
    Ok(())
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
