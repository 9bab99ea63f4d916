//! Opening the database, with the settings that make "saved" mean saved.

use super::agreed_clock::AgreedClock;
use super::{Clock, Transaction};
use sea_orm::sqlx::pool::PoolOptions;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Connection, Postgres, Row, Sqlite};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, IsolationLevel, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// A database that is open: one writer and many readers.
///
/// On SQLite the writer is a single connection, so writers queue instead of failing as busy. On
/// PostgreSQL both are the same pool.
#[derive(Clone)]
pub struct Db {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    /// The newest generation that this process committed; clones share it.
    announced: Arc<watch::Sender<i64>>,
    clock: Clock,
    /// What the clock is set by; none where it is given, or where the database has no other than this machine's.
    agreed: Option<Arc<AgreedClock>>,
    undo_ms: i64,
}

/// How the database is opened.
#[derive(Debug, Clone)]
pub struct Connecting {
    /// The most connections to PostgreSQL at once. SQLite has one that writes and four that read, whatever it says.
    pub connections: u32,
    /// The clock of this machine.
    pub host: Clock,
}

/// What an instance takes of PostgreSQL unless a setting says otherwise: ten instances stay below the hundred that
/// it allows by itself.
pub const POSTGRES_CONNECTIONS: u32 = 8;

impl Default for Connecting {
    fn default() -> Self {
        Self {
            connections: POSTGRES_CONNECTIONS,
            host: Clock::system(),
        }
    }
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    #[error("CASEBOOK_DATABASE_URL must start with sqlite:// or postgres://")]
    UnknownKind,
    #[error("cannot open the database: {0}")]
    Open(#[source] DbErr),
}

const SQLITE_READERS: u32 = 4;
/// Whoever waits longer for a connection is told to come back.
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(5);
/// A connection that comes back and does not answer for so long is closed: the server vanished without a word, which
/// the system notices a quarter of an hour later.
const ANSWERS_WITHIN: Duration = Duration::from_secs(5);
/// A connection that nobody used for so long is given back: other instances may need it.
const IDLE: Duration = Duration::from_secs(60);
/// How long a decision that makes something public can be stopped, unless a setting says otherwise.
const UNDO_MS: i64 = 10 * 60 * 1000;

impl Db {
    /// Opens `sqlite://PATH` (made when missing) or `postgres://…`.
    ///
    /// # Errors
    /// When the URL is of another kind or the database cannot be reached.
    pub async fn connect(url: &str) -> Result<Self, ConnectError> {
        Self::connect_with(url, Connecting::default()).await
    }

    /// The same, with another number of connections or another machine's clock.
    ///
    /// # Errors
    /// When the URL is of another kind or the database cannot be reached.
    pub async fn connect_with(url: &str, how: Connecting) -> Result<Self, ConnectError> {
        let (writer, reader) = if url.starts_with("sqlite:") {
            let writer = Database::connect(sqlite(url, 1))
                .await
                .map_err(ConnectError::Open)?;
            let reader = Database::connect(sqlite(url, SQLITE_READERS))
                .await
                .map_err(ConnectError::Open)?;
            (writer, reader)
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let pool = Database::connect(postgres(url, how.connections))
                .await
                .map_err(ConnectError::Open)?;
            (pool.clone(), pool)
        } else {
            return Err(ConnectError::UnknownKind);
        };
        let mut db = Self {
            writer,
            reader,
            announced: Arc::default(),
            clock: how.host.clone(),
            agreed: None,
            undo_ms: UNDO_MS,
        };
        if db.is_postgres() {
            let agreed = AgreedClock::set_by(&db.reader, how.host)
                .await
                .map_err(ConnectError::Open)?;
            db.clock = agreed.clock();
            db.agreed = Some(agreed);
        }
        Ok(db)
    }

    /// The same database by another clock than its own.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self {
            clock,
            agreed: None,
            ..self
        }
    }

    /// Sets the clock by that of PostgreSQL, where that was long ago or this machine's has jumped since. Each instance
    /// does so twice a minute, and before it takes something that it keeps others from for a time.
    ///
    /// # Errors
    /// When the database does not answer. The clock goes on as it was.
    pub async fn agree_on_time(&self) -> Result<(), DbErr> {
        match &self.agreed {
            Some(agreed) if agreed.is_doubtful() => agreed.set(&self.reader).await,
            _ => Ok(()),
        }
    }

    /// The clock that every time is read from.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.clock.clone()
    }

    /// The same database with another time within which a decision can still be stopped.
    #[must_use]
    pub fn with_undo_ms(self, undo_ms: i64) -> Self {
        Self { undo_ms, ..self }
    }

    /// Milliseconds since 1970, UTC: how every time is stored.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Remembers that this process committed a public change. See [`super::bank::announce`].
    pub(super) fn announce(&self, generation: i64) {
        self.announced.send_if_modified(|known| {
            let newer = generation > *known;
            *known = generation.max(*known);
            newer
        });
    }

    /// The newest generation that this process committed, and word of every newer one.
    #[must_use]
    pub fn announcements(&self) -> watch::Receiver<i64> {
        self.announced.subscribe()
    }

    /// For reading outside a transaction.
    #[must_use]
    pub const fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// For migrations and for a single statement that writes.
    #[must_use]
    pub const fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Begins a transaction that writes. SQLite takes the write lock at once: a read that turns
    /// into a write later would fail as busy whatever the timeout.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin(&self) -> Result<Transaction, DbErr> {
        let begun = self
            .writer
            .begin_with_options(TransactionOptions {
                isolation_level: None,
                // SQLite has no such thing and logs a warning for each transaction that asks.
                access_mode: self.is_postgres().then_some(AccessMode::ReadWrite),
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            })
            .await?;
        Ok(Transaction::new(begun, self.clock.clone(), self.undo_ms))
    }

    /// One moment of the bank, for who reads all of it: whatever others write meanwhile, it shows what stood there when
    /// it began. It never waits for a writer, and no writer waits for it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        let begun = self
            .reader
            .begin_with_options(TransactionOptions {
                isolation_level: self.is_postgres().then_some(IsolationLevel::RepeatableRead),
                access_mode: self.is_postgres().then_some(AccessMode::ReadOnly),
                sqlite_transaction_mode: Some(SqliteTransactionMode::Deferred),
            })
            .await?;
        // It begins with the first question.
        begun
            .query_one_raw(Statement::from_string(
                begun.get_database_backend(),
                if self.is_postgres() {
                    "SELECT 1"
                } else {
                    "SELECT COUNT(*) FROM sqlite_master"
                },
            ))
            .await?;
        Ok(begun)
    }

    #[must_use]
    pub fn is_postgres(&self) -> bool {
        self.writer.get_database_backend() == DbBackend::Postgres
    }

    /// Finishes open work and, on SQLite, folds the write-ahead log into the file.
    pub async fn close(self) {
        if !self.is_postgres()
            && let Err(error) = self
                .writer
                .execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)")
                .await
        {
            tracing::warn!(%error, "the write-ahead log was not folded in; the next start does it");
        }
        for connection in [self.reader, self.writer] {
            if let Err(error) = connection.close().await {
                tracing::debug!(%error, "a database connection was closed already");
            }
        }
    }
}

fn sqlite(url: &str, connections: u32) -> ConnectOptions {
    let separator = if url.contains('?') { '&' } else { '?' };
    let mut options = ConnectOptions::new(format!("{url}{separator}mode=rwc"));
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(WAIT_FOR_CONNECTION)
        .sqlx_logging(false)
        .map_sqlx_sqlite_pool_opts(close_sqlite_in_transaction)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .journal_mode(SqliteJournalMode::Wal)
                // Every commit reaches the disk before anybody is told that it is saved.
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(Duration::from_secs(5))
                .foreign_keys(true)
                .pragma("trusted_schema", "OFF")
                // 4 MB for each connection: the system keeps the file in memory for all of them.
                .pragma("cache_size", "-4000")
                .pragma("temp_store", "memory")
        });
    options
}

fn postgres(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(WAIT_FOR_CONNECTION)
        .idle_timeout(IDLE)
        .sqlx_logging(false)
        .map_sqlx_postgres_pool_opts(close_postgres_in_transaction);
    options
}

/// A connection that comes back to the pool with a transaction open is closed and never used again.
///
/// SQLite rolls back by itself when a statement meets a full disk; the driver's own rollback then
/// fails and it goes on counting a transaction as open. On such a connection every later begin is a
/// savepoint and every later commit keeps nothing, though both are answered as done.
fn close_sqlite_in_transaction(pool: PoolOptions<Sqlite>) -> PoolOptions<Sqlite> {
    pool.after_release(|connection, _| {
        Box::pin(async move {
            // A dropped transaction only asks for its rollback: once the ping is answered, it has run.
            connection.ping().await?;
            Ok(ended(!connection.is_in_transaction()))
        })
    })
}

/// The same on PostgreSQL, where the driver's count is too low instead: a begin that was given up
/// while it was on its way opens a transaction that the driver does not know of, and a single
/// statement sent after it would be answered as done and never kept. So the server is asked, in one
/// message: only inside of an open transaction has time passed between its start and this question.
fn close_postgres_in_transaction(pool: PoolOptions<Postgres>) -> PoolOptions<Postgres> {
    pool.after_release(|connection, _| {
        Box::pin(async move {
            let asked = sqlx::raw_sql("SELECT now() = statement_timestamp()");
            let answer = asked.fetch_one(&mut *connection);
            let row = tokio::time::timeout(ANSWERS_WITHIN, answer)
                .await
                .map_err(|_| sqlx::Error::PoolTimedOut)??;
            Ok(ended(row.try_get(0)? && !connection.is_in_transaction()))
        })
    })
}

fn ended(ended: bool) -> bool {
    if !ended {
        tracing::warn!("a transaction did not end; its connection is closed");
    }
    ended
}
