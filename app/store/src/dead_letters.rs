//! Mails that could not be handed over: set aside for a person to look at, and kept for a time only.

use super::entity::job;
use super::job_state::JobState;
use super::outbox::{DEAD, DONE, QUESTION, QueuedMail, WAITING};
use super::{DAY_MS, Db, DbErr};
use case_study::Stored;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany,
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
    /// Dead, or a state that this version does not know.
    pub state: Stored<JobState>,
}

impl Undelivered {
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
        .filter(job::Column::State.is_not_in([WAITING, DONE]))
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
                state: Stored::read(&row.state),
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
        .col_expr(job::Column::FinishedAt, Expr::value(db.now_ms()))
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
    let now = db.now_ms();
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
