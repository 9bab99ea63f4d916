//! Times that have not come yet: a file was imported that names one, or the clock was set back. Who
//! follows the bank is told of now instead, because many programs drop what is dated later; and the
//! operator reads of it in the log.

use super::cases::{PublicCase, is_public};
use super::entity::case;
use super::{Db, DbErr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashSet;
use std::sync::{LazyLock, Mutex, PoisonError};

/// No line of the log names more.
const MOST: u64 = 100;

/// The time to tell.
#[must_use]
pub fn told(at: i64, now: i64) -> i64 {
    at.min(now)
}

/// Names what is dated later than now in the log, if one of these cases is.
pub async fn notice(db: &Db, cases: &[PublicCase]) {
    let now = db.now_ms();
    let is_ahead = |case: &PublicCase| case.published_at.max(case.updated_at) > now;
    if cases.iter().any(is_ahead) {
        name(db).await;
    }
}

/// Names the public cases that are dated later than now in the log, each date once.
pub async fn name(db: &Db) {
    static NAMED: LazyLock<Mutex<HashSet<Dates>>> = LazyLock::new(Mutex::default);
    let ahead = match ahead(db).await {
        Ok(ahead) => ahead,
        Err(error) => {
            tracing::warn!(%error, "the cases that are dated in the future could not be named");
            return;
        }
    };
    let mut named = NAMED.lock().unwrap_or_else(PoisonError::into_inner);
    let new: Vec<i64> = ahead
        .into_iter()
        .filter(|dates| named.insert(*dates))
        .map(|(id, ..)| id)
        .collect();
    drop(named);
    if !new.is_empty() {
        tracing::warn!(cases = ?new, "cases are dated in the future; feeds, the site map and harvesters are told of now");
    }
}

/// The id of a case, when it was published and when it changed.
type Dates = (i64, Option<i64>, Option<i64>);

async fn ahead(db: &Db) -> Result<Vec<Dates>, DbErr> {
    let now = db.now_ms();
    let later = Condition::any()
        .add(case::Column::PublishedAt.gt(now))
        .add(case::Column::UpdatedAt.gt(now));
    case::Entity::find()
        .select_only()
        .columns([
            case::Column::Id,
            case::Column::PublishedAt,
            case::Column::UpdatedAt,
        ])
        .filter(is_public())
        .filter(later)
        .order_by_asc(case::Column::Id)
        .limit(MOST)
        .into_tuple()
        .all(db.reader())
        .await
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn nobody_is_told_of_a_time_that_has_not_come() {
        assert_eq!((told(1, 2), told(2, 2), told(3, 2)), (1, 2, 2));
    }
}
