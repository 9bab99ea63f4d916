//! Whether a bank is sound: what the database itself says of its files, rows that name what is not there, and times that
//! have not come yet. Nothing is changed.

use super::{Db, DbErr};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};

/// What names a row without a rule of the database that keeps it there: table, column, what it names, and which rows.
const NAMED: [(&str, &str, &str, &str); 3] = [
    ("cases", "published_revision_id", "revisions", "1 = 1"),
    ("cases", "imported_revision_id", "revisions", "1 = 1"),
    ("blobs", "case_id", "cases", "t.state = 'stored'"),
];

/// When things happened. None of it can be later than now.
const TIMES: [(&str, &str); 7] = [
    ("events", "at"),
    ("revisions", "created_at"),
    ("cases", "created_at"),
    ("submissions", "created_at"),
    ("letters", "created_at"),
    ("jobs", "created_at"),
    ("accounts", "created_at"),
];

/// Two machines may differ by so much.
const AHEAD_MS: i64 = 10 * 60 * 1000;

/// Rows of a table that are not as they should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    pub table: &'static str,
    pub column: &'static str,
    pub count: i64,
}

async fn ask(db: &Db, sql: &str) -> Result<Vec<QueryResult>, DbErr> {
    let reader = db.reader();
    let asked = Statement::from_string(reader.get_database_backend(), sql);
    reader.query_all_raw(asked).await
}

async fn count(db: &Db, sql: &str) -> Result<i64, DbErr> {
    let rows = ask(db, sql).await?;
    rows.first().map_or(Ok(0), |row| row.try_get_by_index(0))
}

/// What the database says of itself that is not well, in a few words each: damaged pages, rows that break a rule, indexes
/// that do not hold.
///
/// # Errors
/// When the database does not answer.
pub async fn faults(db: &Db) -> Result<Vec<String>, DbErr> {
    if !db.is_postgres() {
        return faults_of_sqlite(db).await;
    }
    let mut found = Vec::new();
    for (sql, what) in [
        (
            "SELECT COALESCE(checksum_failures, 0)::bigint FROM pg_stat_database WHERE datname = current_database()",
            "pages whose checksum is wrong",
        ),
        (
            "SELECT COUNT(*)::bigint FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid \
             JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND NOT i.indisvalid",
            "indexes that are not valid",
        ),
        (
            "SELECT COUNT(*)::bigint FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace \
             WHERE n.nspname = current_schema() AND NOT c.convalidated",
            "rules that were never checked",
        ),
    ] {
        match count(db, sql).await? {
            0 => {}
            count => found.push(format!("{count} {what}")),
        }
    }
    Ok(found)
}

async fn faults_of_sqlite(db: &Db) -> Result<Vec<String>, DbErr> {
    let mut found = Vec::new();
    for row in ask(db, "PRAGMA integrity_check(5)").await? {
        let line: String = row.try_get_by_index(0)?;
        if line != "ok" {
            found.push(line);
        }
    }
    let sql = "SELECT \"table\", parent, COUNT(*) FROM pragma_foreign_key_check GROUP BY 1, 2";
    for row in ask(db, sql).await? {
        let (table, parent): (String, String) =
            (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let count: i64 = row.try_get_by_index(2)?;
        found.push(format!(
            "{count} rows of {table} name one of {parent} that is not there"
        ));
    }
    Ok(found)
}

/// Rows that name what is not there, where no rule of the database forbids it. The schema has to be up to date.
///
/// # Errors
/// When the database does not answer.
pub async fn dangling(db: &Db) -> Result<Vec<Rows>, DbErr> {
    let mut found = Vec::new();
    for (table, column, other, only) in NAMED {
        let sql = format!(
            "SELECT CAST(COUNT(*) AS bigint) FROM {table} t WHERE t.{column} IS NOT NULL AND {only} \
             AND NOT EXISTS (SELECT 1 FROM {other} o WHERE o.id = t.{column})"
        );
        found.push(Rows {
            table,
            column,
            count: count(db, &sql).await?,
        });
    }
    found.retain(|rows| rows.count > 0);
    Ok(found)
}

/// Rows that say that they were written later than now. The schema has to be up to date.
///
/// # Errors
/// When the database does not answer.
pub async fn ahead(db: &Db) -> Result<Vec<Rows>, DbErr> {
    let latest = db.now_ms() + AHEAD_MS;
    let mut found = Vec::new();
    for (table, column) in TIMES {
        let sql = format!("SELECT CAST(COUNT(*) AS bigint) FROM {table} WHERE {column} > {latest}");
        found.push(Rows {
            table,
            column,
            count: count(db, &sql).await?,
        });
    }
    found.retain(|rows| rows.count > 0);
    Ok(found)
}

/// By how many milliseconds the database's clock goes before ours; none where it has no clock of its own.
///
/// # Errors
/// When the database does not answer.
pub async fn clock_ahead_ms(db: &Db) -> Result<Option<i64>, DbErr> {
    if db.reader().get_database_backend() != DbBackend::Postgres {
        return Ok(None);
    }
    let sql = "SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint";
    Ok(Some(count(db, sql).await? - db.now_ms()))
}
