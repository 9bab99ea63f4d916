//! The outbox: work written in the transaction that calls for it, done later by a worker, at
//! least once.

use super::entity::job;
use super::{DAY_MS, Db, DbErr, now_ms, place_of};
use crate::case_study::mails::Mail;
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Set, UpdateMany,
};
use serde::{Deserialize, Serialize};

const MAIL: &str = "mail";
/// A mail with words that a reader wrote: kept for as short as can be.
const QUESTION: &str = "question";
const WAITING: &str = "waiting";
const DONE: &str = "done";
const DEAD: &str = "dead";

/// How long a worker may hold a job before another may take it. Handing over a mail must end before.
pub const LEASE_MS: i64 = 60_000;

const MINUTE_MS: i64 = 60 * 1000;
/// How long a job waits after each try that failed: two days in all, which a mail server that is
/// down over a weekend needs.
pub const WAITS_MS: [i64; 9] = [
    MINUTE_MS,
    5 * MINUTE_MS,
    15 * MINUTE_MS,
    30 * MINUTE_MS,
    60 * MINUTE_MS,
    3 * 60 * MINUTE_MS,
    7 * 60 * MINUTE_MS,
    12 * 60 * MINUTE_MS,
    24 * 60 * MINUTE_MS,
];
/// After so many tries a job is set aside for a person to look at.
pub const MAX_ATTEMPTS: i32 = WAITS_MS.len() as i32 + 1;

/// How long a mail that was set aside keeps its text, in milliseconds; one with a reader's words.
const SET_ASIDE_KEPT_MS: i64 = 30 * DAY_MS;
const QUESTION_KEPT_MS: i64 = DAY_MS;
/// How long it is remembered that a job was done.
const DONE_KEPT_MS: i64 = 30 * DAY_MS;

/// A mail as it lies in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuedMail {
    pub to: String,
    pub subject: String,
    pub body: String,
    /// Where answers go, if not to us; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reply_to: String,
}

/// A job that this worker holds.
#[derive(Debug, Clone)]
pub struct Claimed {
    pub id: i64,
    pub mail: QueuedMail,
    /// This try included.
    pub attempts: i32,
}

/// Puts a mail into the outbox. Without an address there is nobody to tell, and nothing happens.
///
/// # Errors
/// When the database does not answer.
pub async fn enqueue_mail(tx: &impl ConnectionTrait, to: &str, mail: Mail) -> Result<(), DbErr> {
    enqueue(tx, MAIL, to, "", mail).await
}

/// The same for a mail that somebody else wrote: whoever answers it writes to `reply_to`.
///
/// # Errors
/// When the database does not answer.
pub async fn enqueue_mail_for_answer(
    tx: &impl ConnectionTrait,
    to: &str,
    reply_to: &str,
    mail: Mail,
) -> Result<(), DbErr> {
    enqueue(tx, QUESTION, to, reply_to, mail).await
}

async fn enqueue(
    tx: &impl ConnectionTrait,
    kind: &str,
    to: &str,
    reply_to: &str,
    mail: Mail,
) -> Result<(), DbErr> {
    if to.is_empty() {
        return Ok(());
    }
    let payload = serde_json::to_string(&QueuedMail {
        to: to.to_owned(),
        subject: mail.subject,
        body: mail.body,
        reply_to: reply_to.to_owned(),
    })
    .map_err(|error| DbErr::Custom(place_of(&error)))?;
    let now = now_ms();
    job::Entity::insert(job::ActiveModel {
        kind: Set(kind.to_owned()),
        payload: Set(payload),
        state: Set(WAITING.to_owned()),
        attempts: Set(0),
        run_at: Set(now),
        leased_until: Set(0),
        last_error: Set(String::new()),
        created_at: Set(now),
        ..Default::default()
    })
    .exec_without_returning(tx)
    .await?;
    Ok(())
}

/// Whether a job is due. Only reads, so that an idle worker never asks for the write lock.
///
/// # Errors
/// When the database does not answer.
pub async fn any_due(db: &Db) -> Result<bool, DbErr> {
    let now = now_ms();
    let due = job::Entity::find()
        .filter(job::Column::State.eq(WAITING))
        .filter(job::Column::RunAt.lte(now))
        .filter(job::Column::LeasedUntil.lt(now))
        .limit(1)
        .one(db.reader())
        .await?;
    Ok(due.is_some())
}

/// Takes the next job that is due, if there is one, under a lease.
///
/// # Errors
/// When the database does not answer.
pub async fn claim(db: &Db) -> Result<Option<Claimed>, DbErr> {
    let now = now_ms();
    let tx = db.begin().await?;
    let mut next = job::Entity::find()
        .filter(job::Column::State.eq(WAITING))
        .filter(job::Column::RunAt.lte(now))
        .filter(job::Column::LeasedUntil.lt(now))
        .order_by_asc(job::Column::RunAt)
        .order_by_asc(job::Column::Id)
        .limit(1);
    if db.is_postgres() {
        // Several instances: each takes another row instead of waiting for this one.
        next = next.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    let Some(row) = next.one(&tx).await? else {
        tx.rollback().await?;
        return Ok(None);
    };
    let mut taken = job::ActiveModel {
        id: sea_orm::Unchanged(row.id),
        attempts: Set(row.attempts + 1),
        leased_until: Set(now + LEASE_MS),
        ..Default::default()
    };
    let mail = serde_json::from_str(&row.payload);
    if mail.is_err() {
        taken.state = Set(DEAD.to_owned());
        taken.finished_at = Set(Some(now));
        taken.last_error = Set("the payload cannot be read".to_owned());
    }
    job::Entity::update(taken).exec(&tx).await?;
    tx.commit().await?;
    Ok(mail.ok().map(|mail| Claimed {
        id: row.id,
        mail,
        attempts: row.attempts + 1,
    }))
}

/// A job is done. Its payload goes: it held an address and a private link. `false` when its lease
/// ended meanwhile and another worker has taken it; then nothing is written.
///
/// # Errors
/// When the database does not answer.
pub async fn finish(db: &Db, claimed: &Claimed) -> Result<bool, DbErr> {
    let updated = held(claimed)
        .col_expr(job::Column::State, Expr::value(DONE))
        .col_expr(job::Column::Payload, Expr::value(""))
        .col_expr(job::Column::FinishedAt, Expr::value(now_ms()))
        .exec(db.writer())
        .await?;
    Ok(updated.rows_affected == 1)
}

/// A try failed. The job waits longer each time, and is set aside when trying again is hopeless.
/// `false` when its lease ended meanwhile and another worker has taken it; then nothing is written.
///
/// # Errors
/// When the database does not answer.
pub async fn fail(db: &Db, claimed: &Claimed, cause: &str, hopeless: bool) -> Result<bool, DbErr> {
    let now = now_ms();
    let tried = usize::try_from(claimed.attempts).unwrap_or_default();
    let wait = WAITS_MS.get(tried.saturating_sub(1)).filter(|_| !hopeless);
    let set_aside = match wait {
        Some(wait) => held(claimed)
            .col_expr(job::Column::State, Expr::value(WAITING))
            .col_expr(job::Column::RunAt, Expr::value(now + wait)),
        None => held(claimed)
            .col_expr(job::Column::State, Expr::value(DEAD))
            .col_expr(job::Column::FinishedAt, Expr::value(now)),
    };
    let updated = set_aside
        .col_expr(job::Column::LeasedUntil, Expr::value(0_i64))
        .col_expr(job::Column::LastError, Expr::value(cause))
        .exec(db.writer())
        .await?;
    Ok(updated.rows_affected == 1)
}

/// The job as this worker claimed it. Another worker's claim raises the number of tries.
fn held(claimed: &Claimed) -> UpdateMany<job::Entity> {
    job::Entity::update_many()
        .filter(job::Column::Id.eq(claimed.id))
        .filter(job::Column::State.eq(WAITING))
        .filter(job::Column::Attempts.eq(claimed.attempts))
}

/// A mail that was set aside: nobody was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undelivered {
    pub id: i64,
    pub to: String,
    pub subject: String,
    /// When it was written.
    pub at: i64,
}

impl Undelivered {
    /// Its text is kept for a month only.
    #[must_use]
    pub const fn can_be_sent(&self) -> bool {
        !self.to.is_empty()
    }
}

/// How many mails were set aside for a person to look at.
///
/// # Errors
/// When the database does not answer.
pub async fn count_undelivered(db: &Db) -> Result<u64, DbErr> {
    job::Entity::find()
        .filter(job::Column::State.eq(DEAD))
        .count(db.reader())
        .await
}

/// The mails that were set aside, the newest first, at most `most`.
///
/// # Errors
/// When the database does not answer.
pub async fn undelivered(db: &Db, most: u64) -> Result<Vec<Undelivered>, DbErr> {
    let rows = job::Entity::find()
        .filter(job::Column::State.eq(DEAD))
        .order_by_desc(job::Column::Id)
        .limit(most)
        .all(db.reader())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let mail = serde_json::from_str::<QueuedMail>(&row.payload).ok();
            let (to, subject) = mail.map(|mail| (mail.to, mail.subject)).unwrap_or_default();
            Undelivered {
                id: row.id,
                to,
                subject,
                at: row.created_at,
            }
        })
        .collect())
}

/// Puts a mail that was set aside back into the outbox. `false` if it was not set aside, or its text
/// is gone.
///
/// # Errors
/// When the database does not answer.
pub async fn send_again(db: &Db, id: i64) -> Result<bool, DbErr> {
    let updated = again()
        .filter(job::Column::Id.eq(id))
        .exec(db.writer())
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Puts every mail that was set aside back into the outbox: the mail server was at fault, and not
/// the addresses. Returns how many they are.
///
/// # Errors
/// When the database does not answer.
pub async fn send_all_again(db: &Db) -> Result<u64, DbErr> {
    Ok(again().exec(db.writer()).await?.rows_affected)
}

fn again() -> UpdateMany<job::Entity> {
    job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(WAITING))
        .col_expr(job::Column::Attempts, Expr::value(0_i32))
        .col_expr(job::Column::RunAt, Expr::value(now_ms()))
        .col_expr(job::Column::FinishedAt, Expr::value(Option::<i64>::None))
        .filter(job::Column::State.eq(DEAD))
        .filter(job::Column::Payload.ne(""))
}

/// Somebody told the person in another way. The mail goes, with the address it held. `false` if it
/// was not set aside.
///
/// # Errors
/// When the database does not answer.
pub async fn settle(db: &Db, id: i64) -> Result<bool, DbErr> {
    let updated = job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(DONE))
        .col_expr(job::Column::Payload, Expr::value(""))
        .col_expr(job::Column::FinishedAt, Expr::value(now_ms()))
        .filter(job::Column::Id.eq(id))
        .filter(job::Column::State.eq(DEAD))
        .exec(db.writer())
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Empties mails that were set aside long ago, and forgets what was done long ago. Returns how many
/// jobs were touched.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(db: &Db) -> Result<u64, DbErr> {
    let now = now_ms();
    let long_dead = |kept: i64| {
        // Set aside by an older program, which did not write when.
        let since = Expr::col(job::Column::FinishedAt).if_null(Expr::col(job::Column::CreatedAt));
        job::Entity::update_many()
            .col_expr(job::Column::Payload, Expr::value(""))
            .filter(job::Column::State.eq(DEAD))
            .filter(job::Column::Payload.ne(""))
            .filter(since.lte(now - kept))
    };
    let mails = long_dead(SET_ASIDE_KEPT_MS).exec(db.writer()).await?;
    let questions = long_dead(QUESTION_KEPT_MS)
        .filter(job::Column::Kind.eq(QUESTION))
        .exec(db.writer())
        .await?;
    let done = job::Entity::delete_many()
        .filter(job::Column::State.eq(DONE))
        .filter(job::Column::FinishedAt.lte(now - DONE_KEPT_MS))
        .exec(db.writer())
        .await?;
    Ok(mails.rows_affected + questions.rows_affected + done.rows_affected)
}
