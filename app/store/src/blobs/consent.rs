//! Consent that has ended: a picture is gone from every page, size and feed in the transaction that says so.

use super::DOOMED;
use crate::entity::{blob, case};
use crate::history::{Actor, NewHistoryEntry, record};
use crate::{Db, DbErr, bank};
use case_study::EventKind;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};

/// Ends the consent for one picture of a case, and for every part that was cut out of the same. `false` where there is
/// no such picture, or it had ended.
///
/// # Errors
/// When the database does not answer.
pub async fn end_consent(
    db: &Db,
    actor: &Actor,
    case_id: i64,
    submission_id: Option<i64>,
    sha256: &str,
) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    let generation = bank::raise_generation(&tx).await?;
    let now = tx.now_ms();
    let row = blob::Entity::find()
        .filter(blob::Column::CaseId.eq(case_id))
        .filter(blob::Column::Sha256.eq(sha256))
        .one(&tx)
        .await?;
    let Some(row) = row else {
        tx.rollback().await?;
        return Ok(false);
    };
    let whole = row.made_from.unwrap_or(row.sha256);
    let ended = blob::Entity::update_many()
        .col_expr(blob::Column::ConsentEndedAt, Expr::value(now))
        .col_expr(blob::Column::State, Expr::value(DOOMED))
        .filter(blob::Column::CaseId.eq(case_id))
        .filter(
            Condition::any()
                .add(blob::Column::Sha256.eq(whole.as_str()))
                .add(blob::Column::MadeFrom.eq(whole.as_str())),
        )
        .filter(blob::Column::ConsentEndedAt.is_null())
        .exec(&tx)
        .await?;
    if ended.rows_affected == 0 {
        tx.rollback().await?;
        return Ok(false);
    }
    case::Entity::update_many()
        .col_expr(case::Column::ChangedIn, Expr::value(generation))
        .col_expr(case::Column::UpdatedAt, Expr::value(now))
        .filter(case::Column::Id.eq(case_id))
        .filter(case::Column::PublishedRevisionId.is_not_null())
        .exec(&tx)
        .await?;
    let entry = NewHistoryEntry {
        submission_id,
        case_id: Some(case_id),
        ..NewHistoryEntry::of(EventKind::EndConsent)
    };
    record(&tx, actor, entry).await?;
    tx.commit().await?;
    bank::announce(db).await;
    Ok(true)
}

/// Ends the consent for every picture whose last day has passed; how many there were.
///
/// # Errors
/// When the database does not answer.
pub async fn end_passed(db: &Db) -> Result<u64, DbErr> {
    let due = blob::Entity::find()
        .filter(blob::Column::ConsentUntil.lte(db.clock().now_ms()))
        .filter(blob::Column::ConsentEndedAt.is_null())
        .filter(blob::Column::CaseId.is_not_null())
        .limit(100)
        .all(db.reader())
        .await?;
    let mut ended = 0;
    for row in due {
        let Some(case_id) = row.case_id else { continue };
        if end_consent(db, &Actor::program(), case_id, None, &row.sha256).await? {
            ended += 1;
        }
    }
    Ok(ended)
}
