//! A transaction that writes, and knows what time it is.

use super::Clock;
use sea_orm::Statement;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult};
use std::sync::atomic::{AtomicBool, Ordering};

/// What [`Db::begin`](super::Db::begin) gives: statements that are kept together or not at all, and
/// the clock that their times are read from. Dropped without [`commit`](Self::commit), nothing is
/// kept.
///
/// One statement at a time. After one that failed, or that was given up half-way, nothing more is
/// sent and [`commit`](Self::commit) refuses. Neither database would: SQLite may have rolled back by
/// itself, and would keep each later statement alone; PostgreSQL answers the commit of a failed
/// transaction as done, though it has rolled back.
pub struct Transaction {
    inner: DatabaseTransaction,
    clock: Clock,
    undo_ms: i64,
    /// A statement is on its way, or did not end well.
    broken: AtomicBool,
}

impl Transaction {
    pub(super) const fn new(inner: DatabaseTransaction, clock: Clock, undo_ms: i64) -> Self {
        Self {
            inner,
            clock,
            undo_ms,
            broken: AtomicBool::new(false),
        }
    }

    /// Milliseconds since 1970, UTC, by the clock of the database this belongs to.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// When something is carried out that is decided now: until then it can be stopped.
    #[must_use]
    pub fn after_undo_ms(&self) -> i64 {
        self.now_ms() + self.undo_ms
    }

    /// Keeps all that was written.
    ///
    /// # Errors
    /// When a statement did not end well or the database does not answer; nothing is kept then, or,
    /// where the answer alone was lost, all of it.
    pub async fn commit(self) -> Result<(), DbErr> {
        if self.broken.load(Ordering::Acquire) {
            return Err(broken());
        }
        self.inner.commit().await
    }

    /// Keeps nothing of what was written.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn rollback(self) -> Result<(), DbErr> {
        self.inner.rollback().await
    }

    async fn watched<T>(
        &self,
        statement: impl Future<Output = Result<T, DbErr>>,
    ) -> Result<T, DbErr> {
        if self.broken.swap(true, Ordering::AcqRel) {
            return Err(broken());
        }
        // An error leaves by the question mark and a caller who gives up drops this future: both
        // leave the mark where it is.
        let answer = statement.await?;
        self.broken.store(false, Ordering::Release);
        Ok(answer)
    }
}

fn broken() -> DbErr {
    DbErr::Custom("an earlier statement of this transaction did not end well".to_owned())
}

#[sea_orm::prelude::async_trait::async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.watched(self.inner.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.watched(self.inner.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.watched(self.inner.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.watched(self.inner.query_all_raw(statement)).await
    }
}
