//! Taking a job, alone among all workers, and saying what became of it.

use super::{
    DEAD, DONE, KNOWN, LAPSED, LEASE_MS, MAX_ATTEMPTS, QueuedMail, WAITED_FOR, WAITING, WAITS_MS,
};
use crate::entity::job;
use crate::{Db, DbErr, Transaction, address_links, held, mailed_links};
use sea_orm::sea_query::{Expr, LockBehavior, LockType, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select, Statement, UpdateMany,
};

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

/// Whether a job is due. Only reads, so that an idle worker never asks for the write lock.
///
/// # Errors
/// When the database does not answer.
pub async fn any_due(db: &Db) -> Result<bool, DbErr> {
    if held::since(db.reader()).await?.is_some() {
        return Ok(false);
    }
    let due = due(db.now_ms()).limit(1).one(db.reader()).await?;
    Ok(due.is_some())
}

/// What is due and in nobody's hands, of the kinds that this program knows: a job of another kind waits for a program
/// that knows it, which in an upgrade stands beside this one.
fn due(now: i64) -> Select<job::Entity> {
    job::Entity::find()
        .filter(job::Column::State.eq(WAITING))
        .filter(job::Column::RunAt.lte(now))
        .filter(job::Column::LeasedUntil.lt(now))
        .filter(job::Column::Kind.is_in(KNOWN))
}

/// Takes the next job that is due, if there is one, under a lease.
///
/// # Errors
/// When the database does not answer.
pub async fn claim(db: &Db) -> Result<Option<Claimed>, DbErr> {
    claim_beside(db, &[]).await
}

/// The same beside these jobs, which the program has in hand: however the clock jumps, it takes none of them again.
///
/// # Errors
/// When the database does not answer.
pub async fn claim_beside(db: &Db, in_hand: &[i64]) -> Result<Option<Claimed>, DbErr> {
    claim_released(db, in_hand, Condition::all()).await
}

/// The same of the mails alone that somebody waits for.
///
/// # Errors
/// When the database does not answer.
pub async fn claim_code_beside(db: &Db, in_hand: &[i64]) -> Result<Option<Claimed>, DbErr> {
    let codes = Condition::all().add(job::Column::Priority.gte(WAITED_FOR));
    claim_released(db, in_hand, codes).await
}

/// Nothing where this bank is a copy that sends nothing yet.
async fn claim_released(
    db: &Db,
    in_hand: &[i64],
    which: Condition,
) -> Result<Option<Claimed>, DbErr> {
    if held::since(db.reader()).await?.is_some() {
        return Ok(None);
    }
    claim_of(db, in_hand, which).await
}

/// The same of the mails about samples alone, for who may not send any other.
///
/// # Errors
/// When the database does not answer.
pub async fn claim_of_samples(db: &Db) -> Result<Option<Claimed>, DbErr> {
    let of_samples = Condition::all().add(job::Column::Sample.eq(true));
    claim_of(db, &[], of_samples).await
}

/// What became of the job that is next.
enum Next {
    Taken(Claimed),
    /// It is not to be done any more, or cannot be. There may be others.
    Left,
    None,
}

async fn claim_of(db: &Db, in_hand: &[i64], which: Condition) -> Result<Option<Claimed>, DbErr> {
    // A lease is worth as much as the clock that it is written by.
    db.agree_on_time().await?;
    loop {
        match take_next(db, in_hand, which.clone()).await? {
            Next::Taken(claimed) => return Ok(Some(claimed)),
            Next::Left => {}
            Next::None => return Ok(None),
        }
    }
}

async fn take_next(db: &Db, in_hand: &[i64], which: Condition) -> Result<Next, DbErr> {
    let now = db.now_ms();
    let tx = db.begin().await?;
    let mut next = due(now)
        .filter(job::Column::Id.is_not_in(in_hand.iter().copied()))
        .filter(no_other_on_its_way(now, in_hand))
        .filter(which.clone())
        .order_by_desc(job::Column::Priority)
        .order_by_asc(job::Column::RunAt)
        .order_by_asc(job::Column::Id)
        .limit(1);
    if db.is_postgres() {
        // Several instances: each takes another row instead of waiting for this one.
        next = next.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    let Some(row) = next.one(&tx).await? else {
        tx.rollback().await?;
        return Ok(Next::None);
    };
    if db.is_postgres() && is_out_of_turn(&tx, &row, now, which).await? {
        tx.rollback().await?;
        return Ok(Next::None);
    }
    if !still_opens(&tx, &row, now).await? {
        let why = "what it opens has ended: not sent";
        end(row.id, LAPSED, why, now)
            .col_expr(job::Column::Payload, Expr::value(""))
            .col_expr(job::Column::RecipientHash, Expr::value(""))
            .exec(&tx)
            .await?;
        tx.commit().await?;
        return Ok(Next::Left);
    }
    let Ok(mail) = serde_json::from_str::<QueuedMail>(&row.payload) else {
        let why = "the payload cannot be read";
        end(row.id, DEAD, why, now).exec(&tx).await?;
        tx.commit().await?;
        return Ok(Next::Left);
    };
    if row.attempts >= MAX_ATTEMPTS {
        // No try came to an end, not even to a bad one: what ends the program every time is not tried for ever.
        let why = "for good: no try came to an end";
        end(row.id, DEAD, why, now).exec(&tx).await?;
        tx.commit().await?;
        return Ok(Next::Left);
    }
    job::Entity::update_many()
        .col_expr(job::Column::Attempts, Expr::value(row.attempts + 1))
        .col_expr(job::Column::LeasedUntil, Expr::value(now + LEASE_MS))
        .filter(job::Column::Id.eq(row.id))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(Next::Taken(Claimed {
        id: row.id,
        mail,
        attempts: row.attempts + 1,
        sample: row.sample,
    }))
}

/// Mails to one address leave one after the other, in the order in which they were written.
fn no_other_on_its_way(now: i64, in_hand: &[i64]) -> Condition {
    let taken = Condition::any()
        .add(job::Column::LeasedUntil.gte(now))
        .add(job::Column::Id.is_in(in_hand.iter().copied()));
    let on_its_way = Query::select()
        .column(job::Column::RecipientHash)
        .from(job::Entity)
        .and_where(job::Column::State.eq(WAITING))
        .and_where(job::Column::RecipientHash.ne(""))
        .cond_where(taken)
        .to_owned();
    Condition::any()
        .add(job::Column::RecipientHash.eq(""))
        .add(job::Column::RecipientHash.not_in_subquery(on_its_way))
}

/// Whether another instance has taken a mail to the same address since this transaction looked, or is about to take an
/// earlier one.
async fn is_out_of_turn(
    tx: &Transaction,
    row: &job::Model,
    now: i64,
    which: Condition,
) -> Result<bool, DbErr> {
    if row.recipient_hash.is_empty() {
        return Ok(false);
    }
    // Held to the end of the transaction: who has it writes its lease before anybody else gets it.
    let lock = Statement::from_sql_and_values(
        tx.get_database_backend(),
        "SELECT pg_advisory_xact_lock(hashtext('outbox'), hashtext($1))",
        [row.recipient_hash.as_str().into()],
    );
    tx.execute_raw(lock).await?;
    let earlier = Condition::any().add(job::Column::RunAt.lt(row.run_at)).add(
        Condition::all()
            .add(job::Column::RunAt.eq(row.run_at))
            .add(job::Column::Id.lt(row.id)),
    );
    let goes_first = Condition::any()
        .add(job::Column::LeasedUntil.gte(now))
        .add(Condition::all().add(earlier).add(which));
    let others = job::Entity::find()
        .filter(job::Column::State.eq(WAITING))
        .filter(job::Column::Kind.is_in(KNOWN))
        .filter(job::Column::RecipientHash.eq(row.recipient_hash.as_str()))
        .filter(job::Column::Id.ne(row.id))
        .filter(goes_first)
        .count(tx)
        .await?;
    Ok(others > 0)
}

/// Whether the code or link in a mail still opens something, if it has one: a dead one would only mislead.
async fn still_opens(tx: &Transaction, row: &job::Model, now: i64) -> Result<bool, DbErr> {
    if row.expires_at.is_some_and(|until| until <= now) {
        return Ok(false);
    }
    let Some(hash) = row.token_hash.as_deref() else {
        return Ok(true);
    };
    Ok(mailed_links::opens(tx, hash).await? || address_links::opens(tx, hash).await?)
}

/// Ends a job that the transaction holds.
fn end(id: i64, state: &'static str, why: &'static str, now: i64) -> UpdateMany<job::Entity> {
    job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(state))
        .col_expr(job::Column::LastError, Expr::value(why))
        .col_expr(job::Column::LeasedUntil, Expr::value(0_i64))
        .col_expr(job::Column::FinishedAt, Expr::value(now))
        .filter(job::Column::Id.eq(id))
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
        .col_expr(job::Column::RecipientHash, Expr::value(""))
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
