//! How often we write to an address because somebody typed it into a form. Nobody has shown that
//! it is theirs, so it could be anybody's.
//!
//! | mail | to one address |
//! |---|---|
//! | the link back to a draft | 6 in 24 hours; of drafts made of emails the others go a day later |
//! | that a draft in which nobody writes will go | 6 in 24 hours; the others a day later, and the drafts with them |
//! | a copy of a story that came the short way | 3 in 24 hours |
//! | a one-time code | 12 in 24 hours |
//! | the links to all case studies of an address, on request | 3 in 24 hours |
//! | what a museum itself set off: that its case study arrived, was withdrawn, is written anew | 6 in 24 hours |
//! | a link that passes a question on to a museum | 6 in 24 hours |
//! | a link to set a new password | 5 in 24 hours, after that one whenever the last will soon end |
//! | an invitation | 5 in 24 hours |
//! | a link to what is held about an address | 3 in 24 hours |
//! | all of these together that a stranger can set off by typing an address alone | 12 in 24 hours |
//!
//! An address counts as its mailbox: `ana+1@` and `ana+2@` are one. The counts lie in the database, and whoever counts
//! holds the mailbox until the transaction ends, so that all instances together mail no more. Mails that staff write, or
//! that the program writes of its own, are not counted: they go to whom somebody here has dealt with. Neither are those to
//! an address that is known to be its holder's: see [`is_confirmed`].
//!
//! Where a mail is the only way on, nobody may use it up for somebody else: whoever asks for new passwords in the name
//! of another locks nobody out, because each that is not mailed is one whose like lies in the inbox and works. So these, and
//! the links to all case studies of an address, count by the address alone: to another spelling of the mailbox, of which
//! nothing is known here, none was mailed.

use super::address_links::Purpose;
use super::entity::mailed_address::{ActiveModel, Column, Entity};
use super::submissions::Submission;
use super::{DAY_MS, Db, DbErr, Transaction, accounts, hash_token};
use case_study::email::{email_key, mailbox_key};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Set, Statement,
};

/// So many mails a day go to one mailbox because strangers typed its address, whatever they typed it into.
const MOST_OF_STRANGERS: u64 = 12;
const MINUTE_MS: i64 = 60 * 1000;

/// What is mailed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TypedFor {
    Draft,
    /// That a draft will go. Apart from [`Draft`](Self::Draft): many that wait for their day keep nobody from beginning.
    DraftGoes,
    Copy,
    Code,
    Again,
    /// What a museum itself did with its case study.
    Move,
    Question,
    NewPassword,
    Invitation,
    MyData,
}

impl TypedFor {
    const fn slug(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::DraftGoes => "draft goes",
            Self::Copy => "copy",
            Self::Code => "code",
            Self::Again => "again",
            Self::Move => "move",
            Self::Question => "question",
            Self::NewPassword => "new password",
            Self::Invitation => "invitation",
            Self::MyData => "my data",
        }
    }

    const fn most(self) -> usize {
        match self {
            Self::Draft | Self::DraftGoes | Self::Move | Self::Question => 6,
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
            | Self::DraftGoes
            | Self::Copy
            | Self::Code
            | Self::Again
            | Self::Move
            | Self::Question
            | Self::Invitation
            | Self::MyData => None,
        }
    }

    /// Whether anybody who types an address sets it off. A code needs a mailed link, a new password an account and an
    /// invitation an admin: what strangers do takes none of these from their holder.
    const fn is_set_off_by_strangers(self) -> bool {
        match self {
            Self::Draft
            | Self::DraftGoes
            | Self::Copy
            | Self::Again
            | Self::Move
            | Self::Question
            | Self::MyData => true,
            Self::Code | Self::NewPassword | Self::Invitation => false,
        }
    }
}

/// A mailbox as it is counted.
struct Counted {
    /// With what is mailed. The address alone, where what belongs to it is mailed and nothing to any other.
    address_hash: String,
    /// Whatever is mailed; none where strangers cannot set it off, or nothing leaves.
    mailbox_hash: Option<String>,
}

impl Counted {
    fn of(what: TypedFor, email: &str) -> Self {
        let mailbox = mailbox_key(email);
        let counted = match what {
            TypedFor::NewPassword | TypedFor::Again => email_key(email),
            TypedFor::Draft
            | TypedFor::DraftGoes
            | TypedFor::Copy
            | TypedFor::Code
            | TypedFor::Move
            | TypedFor::Question
            | TypedFor::Invitation
            | TypedFor::MyData => mailbox.clone(),
        };
        Self {
            address_hash: hash_token(&format!("{} {counted}", what.slug())),
            mailbox_hash: what.is_set_off_by_strangers().then(|| hash_token(&mailbox)),
        }
    }
}

/// Whether the address of a submission is known to be its museum's: a mailed code was typed for it, or it is the address of
/// the account that the submission belongs to.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn is_confirmed(tx: &Transaction, submission: &Submission) -> Result<bool, DbErr> {
    if submission.address_confirmed {
        return Ok(true);
    }
    is_own(tx, submission.account_id, &submission.submitter_email).await
}

/// Whether an address is that of an account which can sign in.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn is_own(
    tx: &Transaction,
    account_id: Option<i64>,
    email: &str,
) -> Result<bool, DbErr> {
    let Some(account_id) = account_id else {
        return Ok(false);
    };
    let own = accounts::address_of(tx, account_id).await?;
    Ok(own.is_some_and(|own| email_key(&own) == email_key(email)))
}

/// Counts a mail about a submission to its address, where nobody has shown that this is their own. `false` when there were
/// too many, and then nothing is mailed.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn allow(
    tx: &Transaction,
    what: TypedFor,
    submission: &Submission,
) -> Result<bool, DbErr> {
    Ok(is_confirmed(tx, submission).await?
        || count(tx, what, &submission.submitter_email)
            .await?
            .is_none())
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
    count_asked(tx, what, email, true).await
}

/// The same for what is counted for every address alike, whether there is anything to mail or not: what does not leave
/// takes nothing from its mailbox.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn count_asked(
    tx: &Transaction,
    what: TypedFor,
    email: &str,
    leaves: bool,
) -> Result<Option<u64>, DbErr> {
    hold(tx, email).await?;
    let now = tx.now_ms();
    let mut counted = Counted::of(what, email);
    counted.mailbox_hash = counted.mailbox_hash.filter(|_| leaves);
    let mut free = free_at(tx, what, &counted.address_hash, now).await?;
    if let Some(hash) = &counted.mailbox_hash {
        free = free.max(free_of_all_at(tx, hash, now).await?);
    }
    if free > now {
        let left = free - now;
        return Ok(Some(u64::try_from(left / 1000).unwrap_or_default().max(1)));
    }
    note(tx, counted, now).await?;
    Ok(None)
}

/// Counts one mail to this address that must go, though perhaps later. Returns when it may: now, unless there were too
/// many. Those that wait already count too, so that no day has more.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn reserve(tx: &Transaction, what: TypedFor, email: &str) -> Result<i64, DbErr> {
    hold(tx, email).await?;
    let counted = Counted::of(what, email);
    let at = free_at(tx, what, &counted.address_hash, tx.now_ms()).await?;
    note(tx, counted, at).await?;
    Ok(at)
}

/// Lets nobody else count for this mailbox until the transaction ends. SQLite has one writer anyway. Take it after every
/// lock of a row: see the order at the top of the crate.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn hold(tx: &Transaction, email: &str) -> Result<(), DbErr> {
    if tx.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let hash = hash_token(&format!("mails to {}", mailbox_key(email)));
    // Sixty bits of it: whoever shares them waits a moment for somebody else.
    let key = hash
        .get(..15)
        .and_then(|hex| i64::from_str_radix(hex, 16).ok());
    let lock = Statement::from_sql_and_values(
        DbBackend::Postgres,
        "SELECT pg_advisory_xact_lock($1)",
        [key.unwrap_or_default().into()],
    );
    tx.execute_raw(lock).await?;
    Ok(())
}

/// When the next mail of this kind may go to an address: now, unless there were too many. `now` is the caller's: the clock
/// goes on between two looks at it.
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

/// When the next mail that a stranger set off may go to a mailbox. What waits for a later day does not count yet: it would
/// keep everything else away for as long.
async fn free_of_all_at(tx: &Transaction, hash: &str, now: i64) -> Result<i64, DbErr> {
    let nth: Option<i64> = Entity::find()
        .select_only()
        .column(Column::MailedAt)
        .filter(Column::MailboxHash.eq(hash))
        .filter(Column::MailedAt.gt(now - DAY_MS))
        .filter(Column::MailedAt.lte(now))
        .order_by_desc(Column::MailedAt)
        .offset(MOST_OF_STRANGERS - 1)
        .limit(1)
        .into_tuple()
        .one(tx)
        .await?;
    Ok(nth.map_or(now, |at| at + DAY_MS))
}

async fn note(tx: &Transaction, counted: Counted, at: i64) -> Result<(), DbErr> {
    Entity::insert(ActiveModel {
        address_hash: Set(counted.address_hash),
        mailbox_hash: Set(counted.mailbox_hash),
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
