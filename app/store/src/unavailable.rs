//! Which errors say that the database cannot be asked just now: whoever is told so comes back, and nothing is wrong
//! with what was asked.

use sea_orm::sqlx::Error as DriverError;
use sea_orm::{DbErr, RuntimeErr};

/// What the databases themselves say so with. PostgreSQL: no connection left, stopping, crashed, starting, a lock that
/// did not come in time, and a connection that failed. SQLite: busy, locked, and what it says of both more closely.
const CODES: [&str; 14] = [
    "53300", "57P01", "57P02", "57P03", "55P03", "08000", "08001", "08003", "08004", "08006", "5",
    "6", "261", "517",
];

/// Whether the database could not be asked just now: it is down or busy, or no connection came free in time.
#[must_use]
pub fn is_unavailable(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) => true,
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => says_so(cause),
        _ => false,
    }
}

fn says_so(cause: &DriverError) -> bool {
    match cause {
        DriverError::PoolTimedOut
        | DriverError::PoolClosed
        | DriverError::WorkerCrashed
        | DriverError::Io(_) => true,
        DriverError::Database(said) => said.code().is_some_and(|code| CODES.contains(&&*code)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_unavailable;
    use sea_orm::sqlx::Error as DriverError;
    use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr};

    #[test]
    fn a_wait_that_was_too_long_and_a_line_that_broke_are_told_from_a_wrong_statement() {
        let of = |cause: DriverError| RuntimeErr::SqlxError(cause.into());
        let broke = || std::io::Error::from(std::io::ErrorKind::ConnectionReset).into();
        for error in [
            DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
            DbErr::Conn(of(DriverError::PoolTimedOut)),
            DbErr::Query(of(broke())),
            DbErr::Exec(of(DriverError::PoolClosed)),
        ] {
            assert!(is_unavailable(&error), "{error}");
        }
        for error in [
            DbErr::Query(of(DriverError::RowNotFound)),
            DbErr::Custom("stored content cannot be read".to_owned()),
        ] {
            assert!(!is_unavailable(&error), "{error}");
        }
    }
}
