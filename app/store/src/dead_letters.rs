//! Mails that could not be handed over: set aside for a person to look at, and kept for a time only.

use super::entity::job;
use super::job_state::JobState;
use super::outbox::{DEAD, DONE, LAPSED, QUESTION, QueuedMail, WAITING, WAITS_MS};
use super::{DAY_MS, Db, DbErr};
use case_study::Stored;
use case_study::mail_failure::in_words;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, UpdateMany,
};

/// How long a mail that was set aside keeps its text, in milliseconds; one with a reader's words.
const SET_ASIDE_KEPT_MS: i64 = 30 * DAY_MS;
const QUESTION_KEPT_MS: i64 = DAY_MS;
/// How long it is remembered that a job was done.
const DONE_KEPT_MS: i64 = 30 * DAY_MS;

/// A mail that was set aside: nobody was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undelivered {
    pub id: i64,
    pub to: String,
    pub subject: String,
    /// When it was written.
    pub at: i64,
    /// Dead, waiting to be tried again, or a state that this version does not know.
    pub state: Stored<JobState>,
    /// Why the last try failed, in words.
    pub cause: String,
    /// When it is tried again, if it is.
    pub next_try: Option<i64>,
}

impl Undelivered {
    fn of(row: job::Model) -> Self {
        let mail = serde_json::from_str::<QueuedMail>(&row.payload).ok();
        let (to, subject) = mail.map(|mail| (mail.to, mail.subject)).unwrap_or_default();
        Self {
            id: row.id,
            to,
            subject,
            at: row.created_at,
            cause: if row.last_error.is_empty() {
                String::new()
            } else {
                in_words(&row.last_error)
            },
            next_try: (row.state == WAITING).then_some(row.run_at),
            state: Stored::read(&row.state),
        }
    }

    /// Its text is kept for a month only.
    #[must_use]
    pub fn can_be_sent(&self) -> bool {
        self.can_be_settled() && !self.to.is_empty()
    }

    /// What a newer version makes of it is left to that version.
    #[must_use]
    pub fn can_be_settled(&self) -> bool {
        self.state == JobState::Dead
    }
}

/// How many mails were set aside for a person to look at.
///
/// # Errors
/// When the database does not answer.
pub async fn count(db: &Db) -> Result<u64, DbErr> {
    job::Entity::find()
        .filter(job::Column::State.eq(DEAD))
        .count(db.reader())
        .await
}

/// The mails that were set aside, and those in a state that this version does not know, the newest
/// first, at most `most`.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &Db, most: u64) -> Result<Vec<Undelivered>, DbErr> {
    let rows = job::Entity::find()
        .filter(job::Column::State.is_not_in([WAITING, DONE, LAPSED]))
        .order_by_desc(job::Column::Id)
        .limit(most)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Undelivered::of).collect())
}

/// Mails whose last try failed and that are tried again, the next first, at most `most`.
///
/// # Errors
/// When the database does not answer.
pub async fn tried_again(db: &Db, most: u64) -> Result<Vec<Undelivered>, DbErr> {
    let rows = job::Entity::find()
        .filter(is_tried_again())
        .order_by_asc(job::Column::RunAt)
        .order_by_asc(job::Column::Id)
        .limit(most)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Undelivered::of).collect())
}

/// The mails about a submission that did not get through, or not yet, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_submission(db: &Db, submission_id: i64) -> Result<Vec<Undelivered>, DbErr> {
    let rows = job::Entity::find()
        .filter(job::Column::SubmissionId.eq(submission_id))
        .filter(
            Condition::any()
                .add(job::Column::State.eq(DEAD))
                .add(is_tried_again()),
        )
        .order_by_desc(job::Column::Id)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Undelivered::of).collect())
}

/// How many mails did not get through, or not yet.
pub(super) async fn count_failing(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    job::Entity::find()
        .filter(
            Condition::any()
                .add(job::Column::State.eq(DEAD))
                .add(is_tried_again()),
        )
        .count(db)
        .await
}

/// Mails that wait because a try failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub count: u64,
    /// Why the last one failed, in words.
    pub cause: String,
    /// Since it failed, none got through: it is our email server, and not an address.
    pub none_goes_out: bool,
}

/// Whether mails are not going out. It is seen after the first try that failed, not after two days.
///
/// # Errors
/// When the database does not answer.
pub async fn trouble(db: &Db) -> Result<Option<Trouble>, DbErr> {
    let failing = job::Entity::find().filter(is_tried_again());
    let count = failing.clone().count(db.reader()).await?;
    let newest = failing
        .order_by_desc(job::Column::Id)
        .one(db.reader())
        .await?;
    let Some(newest) = newest else {
        return Ok(None);
    };
    let tried = usize::try_from(newest.attempts).unwrap_or_default();
    let wait = WAITS_MS.get(tried.saturating_sub(1)).copied();
    let failed_at = newest.run_at - wait.unwrap_or_default();
    let got_through = job::Entity::find()
        .filter(job::Column::State.eq(DONE))
        .filter(job::Column::FinishedAt.gte(failed_at))
        .limit(1)
        .one(db.reader())
        .await?;
    Ok(Some(Trouble {
        count,
        cause: in_words(&newest.last_error),
        none_goes_out: got_through.is_none(),
    }))
}

fn is_tried_again() -> Condition {
    Condition::all()
        .add(job::Column::State.eq(WAITING))
        .add(job::Column::LastError.ne(""))
}

/// Puts a mail that was set aside back into the outbox. `false` if it was not set aside, or its text
/// is gone.
///
/// # Errors
/// When the database does not answer.
pub async fn send_again(db: &Db, id: i64) -> Result<bool, DbErr> {
    let updated = again(db.now_ms())
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
    Ok(again(db.now_ms()).exec(db.writer()).await?.rows_affected)
}

fn again(now: i64) -> UpdateMany<job::Entity> {
    job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(WAITING))
        .col_expr(job::Column::Attempts, Expr::value(0_i32))
        .col_expr(job::Column::LastError, Expr::value(""))
        .col_expr(job::Column::RunAt, Expr::value(now))
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
        .col_expr(job::Column::RecipientHash, Expr::value(""))
        .col_expr(job::Column::FinishedAt, Expr::value(db.now_ms()))
        .filter(job::Column::Id.eq(id))
        .filter(job::Column::State.eq(DEAD))
        .exec(db.writer())
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Empties mails that were set aside long ago, and forgets what was done, or lapsed, long ago. Returns how many
/// jobs were touched.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(db: &Db) -> Result<u64, DbErr> {
    let now = db.now_ms();
    let long_dead = |kept: i64| {
        // Set aside by an older program, which did not write when.
        let since = Expr::col(job::Column::FinishedAt).if_null(Expr::col(job::Column::CreatedAt));
        job::Entity::update_many()
            .col_expr(job::Column::Payload, Expr::value(""))
            .col_expr(job::Column::RecipientHash, Expr::value(""))
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
        .filter(job::Column::State.is_in([DONE, LAPSED]))
        .filter(job::Column::FinishedAt.lte(now - DONE_KEPT_MS))
        .exec(db.writer())
        .await?;
    Ok(mails.rows_affected + questions.rows_affected + done.rows_affected)
}
