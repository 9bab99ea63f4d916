//! Which errors say that the database cannot be asked just now: whoever is told so comes back, and nothing is wrong
//! with what was asked, nor was any of it done.

use sea_orm::sqlx::Error as DriverError;
use sea_orm::{DbErr, RuntimeErr};

/// What PostgreSQL says while others are in the way: no lock in time, a deadlock, a conflict of transactions, no
/// connection left (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
const BUSY_POSTGRES: [&str; 4] = ["55P03", "40P01", "40001", "53300"];
/// What it says while it stops, after a crash and while it starts, and of connections that failed.
const DOWN_POSTGRES: [&str; 8] = [
    "57P01", "57P02", "57P03", "08000", "08001", "08003", "08004", "08006",
];
/// Primary codes of SQLite: the file, or a table of it, is locked (<https://www.sqlite.org/rescode.html>).
const BUSY_SQLITE: [i64; 2] = [5, 6];

/// Whether the database only had no time: somebody else was writing, or all connections were in use.
#[must_use]
pub fn is_busy(error: &DbErr) -> bool {
    matches!(error, DbErr::ConnectionAcquire(_))
        || driver(error).is_some_and(|cause| match cause {
            DriverError::PoolTimedOut => true,
            DriverError::Database(said) => said.code().is_some_and(|code| means_busy(&code)),
            _ => false,
        })
}

/// Whether the database could not be asked just now: it is busy, or down.
#[must_use]
pub fn is_unavailable(error: &DbErr) -> bool {
    is_busy(error)
        || driver(error).is_some_and(|cause| match cause {
            DriverError::PoolClosed | DriverError::WorkerCrashed | DriverError::Io(_) => true,
            DriverError::Database(said) => said
                .code()
                .is_some_and(|code| DOWN_POSTGRES.contains(&&*code)),
            _ => false,
        })
}

fn driver(error: &DbErr) -> Option<&DriverError> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => Some(cause),
        _ => None,
    }
}

/// Codes of PostgreSQL have five letters or digits, those of SQLite are numbers, of which the last byte counts.
fn means_busy(code: &str) -> bool {
    if BUSY_POSTGRES.contains(&code) {
        return true;
    }
    let number = code.parse::<i64>().ok();
    code.len() < 5 && number.is_some_and(|number| BUSY_SQLITE.contains(&(number & 0xff)))
}

#[cfg(test)]
mod tests {
    use super::{is_busy, is_unavailable, means_busy};
    use sea_orm::sqlx::Error as DriverError;
    use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr};

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
    }

    #[test]
    fn a_wait_that_was_too_long_and_a_line_that_broke_are_told_from_a_wrong_statement() {
        let of = |cause: DriverError| RuntimeErr::SqlxError(cause.into());
        let broke = || std::io::Error::from(std::io::ErrorKind::ConnectionReset).into();
        for (error, busy) in [
            (DbErr::ConnectionAcquire(ConnAcquireErr::Timeout), true),
            (DbErr::Conn(of(DriverError::PoolTimedOut)), true),
            (DbErr::Query(of(broke())), false),
            (DbErr::Exec(of(DriverError::PoolClosed)), false),
        ] {
            assert!(is_unavailable(&error), "{error}");
            assert_eq!(is_busy(&error), busy, "{error}");
        }
        for error in [
            DbErr::Query(of(DriverError::RowNotFound)),
            DbErr::Custom("5".to_owned()),
        ] {
            assert!(!is_unavailable(&error), "{error}");
        }
    }
}
