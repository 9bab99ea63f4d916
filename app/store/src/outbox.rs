//! The outbox: work written in the transaction that calls for it, done later by a worker, at
//! least once. What could not be done stands in [`dead_letters`](super::dead_letters).
//!
//! At least once: where a mail server breaks off between the last line of a mail and its own answer, nobody knows
//! whether it took the mail, and it is tried again. Every try has the same Message-ID, by which mailboxes and
//! people tell one mail that came twice from two.

mod taking;

pub use taking::{
    Claimed, any_due, claim, claim_beside, claim_code_beside, claim_of_samples, fail, finish,
};

use super::entity::job;
use super::job_state::JobState;
use super::mailed_links::Opens;
use super::{DbErr, Transaction, hash_token, place_of, samples};
use case_study::email::email_key;
use case_study::mail_templates::Mail;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use serde::{Deserialize, Serialize};

const MAIL: &str = "mail";
/// A mail with words that a reader wrote: kept for as short as can be.
pub(super) const QUESTION: &str = "question";
pub(super) const WAITING: &str = JobState::Waiting.slug();
pub(super) const DONE: &str = JobState::Done.slug();
pub(super) const DEAD: &str = JobState::Dead.slug();
pub(super) const LAPSED: &str = JobState::Lapsed.slug();

/// What this program knows how to do. Another version may queue something else, and does it itself.
const KNOWN: [&str; 2] = [MAIL, QUESTION];

/// Somebody sits before a screen and waits for it.
const WAITED_FOR: i32 = 10;

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

/// The same for a mail with a code or a link that somebody waits for and that soon opens nothing any more. It leaves
/// before all others, also beside another to the same address; when it opens nothing any more it never leaves.
pub(super) async fn enqueue_code(
    tx: &Transaction,
    concerning: Concerning,
    to: &str,
    mail: Mail,
    opens: Opens,
) -> Result<(), DbErr> {
    if to.is_empty() {
        return Ok(());
    }
    let row = job::ActiveModel {
        priority: Set(WAITED_FOR),
        expires_at: Set(Some(opens.until)),
        token_hash: Set(Some(opens.token_hash)),
        // In no order with others.
        recipient_hash: Set(String::new()),
        ..row(tx, MAIL, concerning, to, "", mail).await?
    };
    job::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// The same for a mail with a link that opens something for days: it leaves in its turn, while it opens it.
pub(super) async fn enqueue_link(
    tx: &Transaction,
    to: &str,
    mail: Mail,
    opens: Opens,
) -> Result<(), DbErr> {
    if to.is_empty() {
        return Ok(());
    }
    let row = job::ActiveModel {
        expires_at: Set(Some(opens.until)),
        token_hash: Set(Some(opens.token_hash)),
        ..row(tx, MAIL, Concerning::Nothing, to, "", mail).await?
    };
    job::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
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
        recipient_hash: Set(hash_token(&email_key(to))),
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
