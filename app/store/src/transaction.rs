//! A transaction that writes, and knows what time it is.

use super::Clock;
use sea_orm::Statement;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult};

/// What [`Db::begin`](super::Db::begin) gives: statements that are kept together or not at all, and
/// the clock that their times are read from. Dropped without [`commit`](Self::commit), nothing is
/// kept.
pub struct Transaction {
    inner: DatabaseTransaction,
    clock: Clock,
}

impl Transaction {
    pub(super) const fn new(inner: DatabaseTransaction, clock: Clock) -> Self {
        Self { inner, clock }
    }

    /// Milliseconds since 1970, UTC, by the clock of the database this belongs to.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Keeps all that was written.
    ///
    /// # Errors
    /// When the database does not answer; nothing is kept then.
    pub async fn commit(self) -> Result<(), DbErr> {
        self.inner.commit().await
    }

    /// Keeps nothing of what was written.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn rollback(self) -> Result<(), DbErr> {
        self.inner.rollback().await
    }
}

#[sea_orm::prelude::async_trait::async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.inner.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.inner.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.inner.query_all_raw(statement).await
    }
}
