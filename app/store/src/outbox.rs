//! The outbox: work written in the transaction that calls for it, done later by a worker, at
//! least once. What could not be done stands in [`dead_letters`](super::dead_letters).

use super::entity::job;
use super::job_state::JobState;
use super::{Db, DbErr, Transaction, held, place_of, samples};
use case_study::mail_templates::Mail;
use sea_orm::sea_query::{Expr, LockBehavior, LockType, OnConflict};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set, UpdateMany,
};
use serde::{Deserialize, Serialize};

const MAIL: &str = "mail";
/// A mail with words that a reader wrote: kept for as short as can be.
pub(super) const QUESTION: &str = "question";
pub(super) const WAITING: &str = JobState::Waiting.slug();
pub(super) const DONE: &str = JobState::Done.slug();
pub(super) const DEAD: &str = JobState::Dead.slug();

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
    /// It is about a sample: no museum ever hears of it.
    pub sample: bool,
}

/// What a mail is about. Nothing about a sample ever leaves the machine, so whoever writes about a case says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concerning {
    /// No case: an account, the bank.
    Nothing,
    /// By its id.
    Case(i64),
    /// By its id.
    Submission(i64),
}

/// Puts a mail into the outbox that is about no case, and returns its number. Without an address there is nobody
/// to tell, and nothing happens.
///
/// # Errors
/// When the database does not answer.
pub async fn enqueue_mail(tx: &Transaction, to: &str, mail: Mail) -> Result<Option<i64>, DbErr> {
    enqueue_about(tx, Concerning::Nothing, to, mail).await
}

/// The same for a mail about something.
///
/// # Errors
/// When the database does not answer.
pub async fn enqueue_about(
    tx: &Transaction,
    concerning: Concerning,
    to: &str,
    mail: Mail,
) -> Result<Option<i64>, DbErr> {
    enqueue(tx, MAIL, concerning, to, "", mail).await
}

/// The same for a mail that somebody else wrote: whoever answers it writes to `reply_to`.
///
/// # Errors
/// When the database does not answer.
pub async fn enqueue_mail_for_answer(
    tx: &Transaction,
    concerning: Concerning,
    to: &str,
    reply_to: &str,
    mail: Mail,
) -> Result<Option<i64>, DbErr> {
    enqueue(tx, QUESTION, concerning, to, reply_to, mail).await
}

/// Puts a mail into the outbox that is sent once, whoever else does the same: two with one key are one. `false` when
/// it was there.
pub(super) async fn enqueue_once(
    tx: &Transaction,
    key: &str,
    concerning: Concerning,
    to: &str,
    mail: Mail,
) -> Result<bool, DbErr> {
    let row = row(tx, MAIL, concerning, to, "", mail).await?;
    let inserted = job::Entity::insert(job::ActiveModel {
        unique_key: Set(Some(key.to_owned())),
        ..row
    })
    .on_conflict(
        OnConflict::column(job::Column::UniqueKey)
            .do_nothing()
            .to_owned(),
    )
    .exec_without_returning(tx)
    .await?;
    Ok(inserted == 1)
}

/// Writes a mail to nobody, as one that was sent already: for an answer that must take as long whether there
/// is anybody to tell or not. Nothing of it is kept.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn enqueue_nothing(tx: &Transaction) -> Result<(), DbErr> {
    let now = tx.now_ms();
    job::Entity::insert(job::ActiveModel {
        kind: Set(MAIL.to_owned()),
        payload: Set(String::new()),
        state: Set(DONE.to_owned()),
        attempts: Set(0),
        run_at: Set(now),
        leased_until: Set(0),
        last_error: Set(String::new()),
        created_at: Set(now),
        finished_at: Set(Some(now)),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    Ok(())
}

/// The submission that a mail is about, and whether that is a sample.
async fn what(tx: &Transaction, concerning: Concerning) -> Result<(Option<i64>, bool), DbErr> {
    Ok(match concerning {
        Concerning::Nothing => (None, false),
        Concerning::Case(id) => (None, samples::is_sample(tx, id).await?),
        Concerning::Submission(id) => (Some(id), samples::is_of_sample(tx, id).await?),
    })
}

async fn enqueue(
    tx: &Transaction,
    kind: &str,
    concerning: Concerning,
    to: &str,
    reply_to: &str,
    mail: Mail,
) -> Result<Option<i64>, DbErr> {
    if to.is_empty() {
        return Ok(None);
    }
    let row = row(tx, kind, concerning, to, reply_to, mail).await?;
    let inserted = job::Entity::insert(row).exec(tx).await?;
    Ok(Some(inserted.last_insert_id))
}

/// A mail as it is put into the outbox.
async fn row(
    tx: &Transaction,
    kind: &str,
    concerning: Concerning,
    to: &str,
    reply_to: &str,
    mail: Mail,
) -> Result<job::ActiveModel, DbErr> {
    let payload = serde_json::to_string(&QueuedMail {
        to: to.to_owned(),
        subject: mail.subject,
        body: mail.body,
        reply_to: reply_to.to_owned(),
    })
    .map_err(|error| DbErr::Custom(place_of(&error)))?;
    let (submission_id, sample) = what(tx, concerning).await?;
    let now = tx.now_ms();
    Ok(job::ActiveModel {
        kind: Set(kind.to_owned()),
        payload: Set(payload),
        state: Set(WAITING.to_owned()),
        attempts: Set(0),
        run_at: Set(now),
        leased_until: Set(0),
        last_error: Set(String::new()),
        created_at: Set(now),
        submission_id: Set(submission_id),
        sample: Set(sample),
        ..Default::default()
    })
}

/// Keeps a job that was just written from being done before this time.
pub(super) async fn put_off(tx: &Transaction, job_id: i64, until: i64) -> Result<(), DbErr> {
    job::Entity::update_many()
        .col_expr(job::Column::RunAt, Expr::value(until))
        .filter(job::Column::Id.eq(job_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Whether a job is due. Only reads, so that an idle worker never asks for the write lock.
///
/// # Errors
/// When the database does not answer.
pub async fn any_due(db: &Db) -> Result<bool, DbErr> {
    if held::since(db.reader()).await?.is_some() {
        return Ok(false);
    }
    let now = db.now_ms();
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
    if held::since(db.reader()).await?.is_some() {
        return Ok(None);
    }
    claim_of(db, Condition::all()).await
}

/// The same of the mails about samples alone, for who may not send any other.
///
/// # Errors
/// When the database does not answer.
pub async fn claim_of_samples(db: &Db) -> Result<Option<Claimed>, DbErr> {
    claim_of(db, Condition::all().add(job::Column::Sample.eq(true))).await
}

async fn claim_of(db: &Db, which: Condition) -> Result<Option<Claimed>, DbErr> {
    let now = db.now_ms();
    let tx = db.begin().await?;
    let mut next = job::Entity::find()
        .filter(job::Column::State.eq(WAITING))
        .filter(job::Column::RunAt.lte(now))
        .filter(job::Column::LeasedUntil.lt(now))
        .filter(which)
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
        sample: row.sample,
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
        .col_expr(job::Column::FinishedAt, Expr::value(db.now_ms()))
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
    let now = db.now_ms();
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
