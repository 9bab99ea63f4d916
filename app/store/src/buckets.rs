//! Counting tries for all instances together: so many at once, then one in so long.
//!
//! A bucket is a row that holds how long it takes until it is empty. Each try pours in as much as one takes to drain, and a
//! bucket that would overflow takes none. One statement does it, so that no two tries at the same moment count as one. What
//! is counted for networks is counted in memory: a flood must not become as many writes.

use super::entity::bucket::{Column, Entity};
use super::{Db, DbErr, hash_token};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};

/// So many at once, then one in so many milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// At most 40 letters. Another number under the same name is the same bucket.
    pub name: &'static str,
    /// At least one.
    pub at_once: u32,
    pub then_every_ms: i64,
}

impl Quota {
    /// The fullest that a bucket may be for one more to fit in.
    fn room_below(&self) -> i64 {
        self.then_every_ms * (i64::from(self.at_once) - 1)
    }

    /// How long one has to wait before a bucket takes another, if at all.
    fn wait_ms(&self, level: i64, at: i64, now: i64) -> Option<i64> {
        let wait = drained(level, at, now) - self.room_below();
        (wait > 0).then_some(wait)
    }
}

/// What is left in a bucket. A clock that was put back, or two that differ, drain it like one that went on: nobody waits
/// for the time that a wrong clock once said.
fn drained(level: i64, at: i64, now: i64) -> i64 {
    let passed = i64::try_from(now.abs_diff(at)).unwrap_or(i64::MAX);
    Ord::max(level.saturating_sub(passed), 0)
}

/// The same as [`drained`] and [`Quota::room_below`], in the database. SQLite reads numbered parameters too.
const POUR: &str = r#"INSERT INTO "buckets" ("name", "key_hash", "level", "at", "created_at")
VALUES ($1, $2, $3, $4, $4)
ON CONFLICT ("name", "key_hash") DO UPDATE SET
  "level" = $3 + CASE WHEN "buckets"."level" > abs($4 - "buckets"."at")
                      THEN "buckets"."level" - abs($4 - "buckets"."at") ELSE 0 END,
  "at" = $4
WHERE "buckets"."level" - abs($4 - "buckets"."at") <= $5"#;

/// Counts one try. Where there were too many, nothing is counted, and the answer is how many milliseconds to wait.
///
/// # Errors
/// When the database does not answer.
pub async fn take(db: &Db, quota: &Quota, key: &str) -> Result<Option<i64>, DbErr> {
    let key_hash = hash_token(key);
    // Whoever is refused writes nothing.
    if let Some(wait) = wait(db, quota, &key_hash).await? {
        return Ok(Some(wait));
    }
    let writer = db.writer();
    let pour = Statement::from_sql_and_values(
        writer.get_database_backend(),
        POUR,
        [
            quota.name.into(),
            key_hash.as_str().into(),
            quota.then_every_ms.into(),
            db.now_ms().into(),
            quota.room_below().into(),
        ],
    );
    if writer.execute_raw(pour).await?.rows_affected() > 0 {
        return Ok(None);
    }
    // Others filled it in this moment.
    Ok(Some(wait(db, quota, &key_hash).await?.unwrap_or(1)))
}

async fn wait(db: &Db, quota: &Quota, key_hash: &str) -> Result<Option<i64>, DbErr> {
    let row = Entity::find()
        .filter(Column::Name.eq(quota.name))
        .filter(Column::KeyHash.eq(key_hash))
        .one(db.reader())
        .await?;
    Ok(row.and_then(|row| quota.wait_ms(row.level, row.at, db.now_ms())))
}

/// Removes the buckets that are empty again.
///
/// # Errors
/// When the database does not answer.
pub async fn delete_expired(db: &Db) -> Result<u64, DbErr> {
    let emptied_at = Expr::col(Column::At).add(Expr::col(Column::Level));
    let deleted = Entity::delete_many()
        .filter(emptied_at.lte(db.now_ms()))
        .exec(db.writer())
        .await?;
    Ok(deleted.rows_affected)
}

#[cfg(test)]
mod tests {
    use super::{Quota, drained};

    const MINUTE_MS: i64 = 60 * 1000;
    const FIVE: Quota = Quota {
        name: "five",
        at_once: 5,
        then_every_ms: 12 * MINUTE_MS,
    };

    /// How many of so many tries at once pass, and how full the bucket is then.
    fn tried(quota: &Quota, times: u32) -> (u32, i64) {
        let (mut passed, mut level) = (0, 0);
        for _ in 0..times {
            if quota.wait_ms(level, 0, 0).is_none() {
                passed += 1;
                level += quota.then_every_ms;
            }
        }
        (passed, level)
    }

    #[test]
    fn so_many_at_once_and_then_one_in_so_long() {
        let (passed, level) = tried(&FIVE, 9);
        assert_eq!(passed, 5);
        assert_eq!(FIVE.wait_ms(level, 0, 0), Some(12 * MINUTE_MS));
        assert_eq!(FIVE.wait_ms(level, 0, 12 * MINUTE_MS - 1), Some(1));
        assert_eq!(FIVE.wait_ms(level, 0, 12 * MINUTE_MS), None);
        assert_eq!(drained(level, 0, 60 * MINUTE_MS), 0);
        let one = Quota { at_once: 1, ..FIVE };
        assert_eq!(tried(&one, 9).0, 1);
    }

    #[test]
    fn a_clock_that_was_wrong_locks_nobody_out() {
        let (_, level) = tried(&FIVE, 5);
        let next_year = 365 * 24 * 60 * MINUTE_MS;
        assert_eq!(FIVE.wait_ms(level, next_year, 0), None);
        assert_eq!(drained(level, 10, 0), level - 10);
        assert_eq!(drained(i64::MAX, i64::MIN, i64::MAX), 0);
    }
}
