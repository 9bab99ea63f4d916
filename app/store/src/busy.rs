//! Whether the database only had no time: somebody else was writing, or all connections were in use. Nothing of what was
//! asked was done, and who asks again a moment later is served.

use sea_orm::{DbErr, RuntimeErr, sqlx};

/// Codes of `PostgreSQL`: no lock in time, deadlock, serialization, too many connections, and starting or stopping.
const POSTGRES: [&str; 7] = [
    "55P03", "40P01", "40001", "53300", "57P01", "57P02", "57P03",
];
/// Primary codes of `SQLite`: the file, or a table of it, is locked.
const SQLITE: [i64; 2] = [5, 6];

/// Whether the database was too busy to answer.
#[must_use]
pub fn is_busy(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) => true,
        DbErr::Conn(cause) | DbErr::Exec(cause) | DbErr::Query(cause) => is_busy_below(cause),
        _ => false,
    }
}

fn is_busy_below(cause: &RuntimeErr) -> bool {
    let RuntimeErr::SqlxError(cause) = cause else {
        return false;
    };
    match cause.as_ref() {
        sqlx::Error::PoolTimedOut => true,
        sqlx::Error::Database(told) => told.code().is_some_and(|code| means_busy(&code)),
        _ => false,
    }
}

/// Codes of `PostgreSQL` have five letters or digits, those of `SQLite` are numbers, of which the last byte counts.
fn means_busy(code: &str) -> bool {
    if POSTGRES.contains(&code) {
        return true;
    }
    let number = code.parse::<i64>().ok();
    code.len() < 5 && number.is_some_and(|number| SQLITE.contains(&(number & 0xff)))
}

#[cfg(test)]
mod tests {
    use super::{is_busy, means_busy};
    use sea_orm::{ConnAcquireErr, DbErr};

    #[test]
    fn a_lock_that_another_has_is_busy_and_a_row_that_is_there_twice_is_not() {
        // SQLITE_BUSY, and for a snapshot that is too old; SQLITE_LOCKED.
        for code in ["5", "517", "6", "55P03", "53300"] {
            assert!(means_busy(code), "{code}");
        }
        // A full disk, a unique index, a unique index of PostgreSQL.
        for code in ["13", "2067", "23505", "40002"] {
            assert!(!means_busy(code), "{code}");
        }
        assert!(is_busy(&DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)));
        assert!(!is_busy(&DbErr::Custom("5".to_owned())));
    }
}
