//! The time of day that all instances over one PostgreSQL agree on: the database's.
//!
//! Hosts are wrong by seconds, sometimes by hours, and each of them may jump. What one of them keeps from the others
//! for a time (a mail that it hands over) and what all of them show in one order must not depend on which host wrote
//! it. So each sets its clock by the database's and lets it go on by a clock that never jumps.

use super::{Clock, DbErr};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// After so long the clock is set anew.
const GOOD_FOR: Duration = Duration::from_secs(30);
/// When this machine's clock has gone another way than time went, in milliseconds, it was set, or the machine slept.
const JUMP_MS: i64 = 500;
/// An answer that took longer says too little.
const QUICK: Duration = Duration::from_secs(1);
/// What is lost where times are cut to whole milliseconds: no clock moved by so much.
const ROUNDED_MS: i64 = 2;
/// So much may a machine's clock be wrong, in milliseconds, before the log says so.
const WORTH_A_WORD_MS: i64 = 5_000;

const ASK: &str = "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS ms";

/// What the database's clock said, and when that was.
#[derive(Debug, Clone, Copy)]
struct Said {
    database_ms: i64,
    host_ms: i64,
    at: Instant,
}

impl Said {
    fn now_ms(&self) -> i64 {
        self.database_ms.saturating_add(in_ms(self.at.elapsed()))
    }

    /// What the host's clock would say now if it had not jumped.
    fn host_now_ms(&self) -> i64 {
        self.host_ms.saturating_add(in_ms(self.at.elapsed()))
    }
}

/// A clock that is set by the database's.
pub(super) struct AgreedClock {
    said: RwLock<Said>,
    host: Clock,
}

impl AgreedClock {
    /// Asks the database what time it is.
    pub async fn set_by(db: &DatabaseConnection, host: Clock) -> Result<Arc<Self>, DbErr> {
        let (said, _) = ask(db, &host).await?;
        warn_of(&said);
        Ok(Arc::new(Self {
            said: RwLock::new(said),
            host,
        }))
    }

    /// The same clock for whoever only reads it.
    pub fn clock(self: &Arc<Self>) -> Clock {
        let agreed = self.clone();
        Clock::new(move || agreed.said().now_ms())
    }

    /// Whether it should be set anew.
    pub fn is_doubtful(&self) -> bool {
        let said = self.said();
        said.at.elapsed() > GOOD_FOR || self.host_jumped(&said)
    }

    fn host_jumped(&self, said: &Said) -> bool {
        (self.host.now_ms() - said.host_now_ms()).abs() > JUMP_MS
    }

    /// Sets it anew. Where the answer came too slowly to be of use, it goes on as it was.
    pub async fn set(&self, db: &DatabaseConnection) -> Result<(), DbErr> {
        let (said, took) = ask(db, &self.host).await?;
        if took > QUICK {
            return Ok(());
        }
        let before = self.said();
        let (was, is) = (before.now_ms(), said.now_ms());
        let moved = (is - was).abs() > in_ms(took) + ROUNDED_MS;
        if moved || self.host_jumped(&before) {
            warn_of(&said);
        }
        // Within what an answer takes both are as right, and a clock that does not go back and forth is the better one.
        let database_ms = if moved {
            said.database_ms
        } else {
            said.database_ms + (was - is)
        };
        *self.said.write().unwrap_or_else(PoisonError::into_inner) = Said {
            database_ms,
            ..said
        };
        Ok(())
    }

    fn said(&self) -> Said {
        *self.said.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for AgreedClock {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("AgreedClock")
            .finish_non_exhaustive()
    }
}

/// What time it is, and how long the answer took.
async fn ask(db: &DatabaseConnection, host: &Clock) -> Result<(Said, Duration), DbErr> {
    let asked = Instant::now();
    let question = Statement::from_string(db.get_database_backend(), ASK);
    let row = db.query_one_raw(question).await?;
    let took = asked.elapsed();
    let row = row.ok_or_else(|| DbErr::RecordNotFound("the time".to_owned()))?;
    let said: i64 = row.try_get("", "ms")?;
    let said = Said {
        // It was looked at somewhere between question and answer.
        database_ms: said.saturating_add(in_ms(took / 2)),
        host_ms: host.now_ms(),
        at: Instant::now(),
    };
    Ok((said, took))
}

fn warn_of(said: &Said) {
    let ahead_ms = said.host_ms - said.database_ms;
    if ahead_ms.abs() > WORTH_A_WORD_MS {
        tracing::warn!(
            ahead_ms,
            "this machine's clock is not the database's, which counts; set one of them right"
        );
    }
}

fn in_ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{AgreedClock, Said};
    use crate::Clock;
    use std::sync::atomic::{AtomicI64, Ordering};
    use std::sync::{Arc, RwLock};
    use std::time::Instant;

    #[test]
    fn a_host_that_is_wrong_or_jumps_does_not_move_the_clock_but_has_it_set_anew() {
        let host_ms = Arc::new(AtomicI64::new(3_600_000));
        let read = host_ms.clone();
        let agreed = Arc::new(AgreedClock {
            said: RwLock::new(Said {
                database_ms: 1_000,
                host_ms: 3_600_000,
                at: Instant::now(),
            }),
            host: Clock::new(move || read.load(Ordering::Relaxed)),
        });
        let clock = agreed.clock();
        assert!((1_000..10_000).contains(&clock.now_ms()));
        assert!(!agreed.is_doubtful());
        for jumped in [7_200_000, 0] {
            host_ms.store(jumped, Ordering::Relaxed);
            assert!(agreed.is_doubtful(), "{jumped}");
            assert!((1_000..10_000).contains(&clock.now_ms()), "{jumped}");
        }
    }
}
