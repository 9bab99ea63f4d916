//! Removing what no text names any more, never younger than a day, and what nobody may see any more, at once.

use super::{DOOMED, Holder, STORED};
use crate::entity::{blob, blob_use, revision, working_copy};
use crate::{DAY_MS, Db, DbErr, Transaction};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeSet;

/// So many are looked at each time.
const AT_ONCE: u64 = 200;

/// A picture whose objects are to be removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doomed {
    id: i64,
    /// The box in the store.
    pub kept_in: String,
    /// The row stays, to say that its consent has ended.
    stays: bool,
}

/// Marks what no text has named for a day; how many.
///
/// # Errors
/// When the database does not answer.
pub async fn doom_unused(db: &Db) -> Result<u64, DbErr> {
    forget_gone_holders(db).await?;
    let candidates: Vec<i64> = blob::Entity::find()
        .select_only()
        .column(blob::Column::Id)
        .filter(blob::Column::State.eq(STORED))
        .filter(blob::Column::CreatedAt.lt(db.clock().now_ms() - DAY_MS))
        .filter(
            blob::Column::Id.not_in_subquery(
                Query::select()
                    .column(blob_use::Column::BlobId)
                    .from(blob_use::Entity)
                    .to_owned(),
            ),
        )
        .order_by_asc(blob::Column::Id)
        .limit(AT_ONCE)
        .into_tuple()
        .all(db.reader())
        .await?;
    let mut marked = 0;
    for id in candidates {
        let tx = db.begin().await?;
        // Whoever names it in this moment has its row; what they wrote is seen once it is ours.
        let row = blob::Entity::find_by_id(id)
            .lock_exclusive()
            .one(&tx)
            .await?;
        let uses = blob_use::Entity::find()
            .filter(blob_use::Column::BlobId.eq(id))
            .count(&tx)
            .await?;
        let young = tx.now_ms() - DAY_MS;
        if row.is_some_and(|row| row.state == STORED && row.created_at < young) && uses == 0 {
            blob::Entity::update_many()
                .col_expr(blob::Column::State, Expr::value(DOOMED))
                .filter(blob::Column::Id.eq(id))
                .exec(&tx)
                .await?;
            tx.commit().await?;
            marked += 1;
        } else {
            tx.rollback().await?;
        }
    }
    Ok(marked)
}

/// Marks every picture of a case that is erased, at once.
pub(crate) async fn doom_all_of_case(tx: &Transaction, case_id: i64) -> Result<(), DbErr> {
    blob::Entity::update_many()
        .col_expr(blob::Column::State, Expr::value(DOOMED))
        .filter(blob::Column::CaseId.eq(case_id))
        .filter(blob::Column::State.eq(STORED))
        .exec(tx)
        .await?;
    Ok(())
}

/// What a text that was deleted said it used, is used by nobody.
async fn forget_gone_holders(db: &Db) -> Result<(), DbErr> {
    let revisions = Query::select()
        .column(revision::Column::Id)
        .from(revision::Entity)
        .to_owned();
    let copies = Query::select()
        .column(working_copy::Column::SubmissionId)
        .from(working_copy::Entity)
        .to_owned();
    for (holder, there) in [
        (Holder::REVISION, revisions),
        (Holder::WORKING_COPY, copies),
    ] {
        blob_use::Entity::delete_many()
            .filter(blob_use::Column::Holder.eq(holder))
            .filter(blob_use::Column::HolderId.not_in_subquery(there))
            .exec(db.writer())
            .await?;
    }
    Ok(())
}

/// What is marked and not removed yet.
///
/// # Errors
/// When the database does not answer.
pub async fn doomed(db: &Db) -> Result<Vec<Doomed>, DbErr> {
    let rows = blob::Entity::find()
        .filter(blob::Column::State.eq(DOOMED))
        .filter(blob::Column::KeptIn.ne(""))
        .limit(AT_ONCE)
        .all(db.reader())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Doomed {
            id: row.id,
            kept_in: row.kept_in,
            stays: row.consent_ended_at.is_some(),
        })
        .collect())
}

/// Notes that the objects of one are gone. Where it was sent again meanwhile, it has another box and stays.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(db: &Db, one: &Doomed) -> Result<(), DbErr> {
    if one.stays {
        blob::Entity::update_many()
            .col_expr(blob::Column::KeptIn, Expr::value(""))
            .filter(blob::Column::Id.eq(one.id))
            .filter(blob::Column::State.eq(DOOMED))
            .filter(blob::Column::KeptIn.eq(one.kept_in.as_str()))
            .exec(db.writer())
            .await?;
    } else {
        blob::Entity::delete_many()
            .filter(blob::Column::Id.eq(one.id))
            .filter(blob::Column::State.eq(DOOMED))
            .filter(blob::Column::KeptIn.eq(one.kept_in.as_str()))
            .exec(db.writer())
            .await?;
    }
    Ok(())
}

/// Those of these boxes that no row knows.
///
/// # Errors
/// When the database does not answer.
pub async fn unknown_boxes(db: &Db, boxes: Vec<String>) -> Result<Vec<String>, DbErr> {
    let mut unknown = Vec::new();
    for some in boxes.chunks(500) {
        let known: BTreeSet<String> = blob::Entity::find()
            .select_only()
            .column(blob::Column::KeptIn)
            .filter(blob::Column::KeptIn.is_in(some.iter().map(String::as_str)))
            .into_tuple::<String>()
            .all(db.reader())
            .await?
            .into_iter()
            .collect();
        unknown.extend(some.iter().filter(|name| !known.contains(*name)).cloned());
    }
    Ok(unknown)
}
