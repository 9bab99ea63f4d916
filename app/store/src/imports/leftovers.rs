//! What an import leaves behind: its own rows when all is public, and everything that it staged where it was refused,
//! given up or killed.

use super::staging::Stage;
use crate::entity::{case, case_term, revision, staged_case, staged_import, staged_term};
use crate::{Db, DbErr, Transaction};
use case_study::CaseState;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// An import that stored nothing for so long has ended, however it ended.
const GONE_AFTER_MS: i64 = 2 * 60 * 1000;
/// Cases tidied in one step: nobody waits for more.
const AT_ONCE: u64 = 200;

/// Tidies what ended imports left; how many imports there were.
///
/// # Errors
/// When the database does not answer.
pub async fn tidy(db: &Db) -> Result<usize, DbErr> {
    let ended = Condition::any()
        .add(staged_import::Column::State.ne(Stage::Staging.slug()))
        .add(staged_import::Column::SeenAt.lt(db.now_ms() - GONE_AFTER_MS));
    let ids: Vec<i64> = staged_import::Entity::find()
        .select_only()
        .column(staged_import::Column::Id)
        .filter(ended)
        .order_by_asc(staged_import::Column::Id)
        .into_tuple()
        .all(db.reader())
        .await?;
    for id in &ids {
        clear(db, *id).await?;
    }
    Ok(ids.len())
}

/// Removes the rows of an import, and what it staged unless that is public. It goes on no more.
pub(super) async fn clear(db: &Db, import_id: i64) -> Result<(), DbErr> {
    loop {
        let tx = db.begin().await?;
        let Some(import) = staged_import::Entity::find_by_id(import_id)
            .lock_exclusive()
            .one(&tx)
            .await?
        else {
            return tx.rollback().await;
        };
        let is_live = import.state == Stage::Live.slug();
        if import.state == Stage::Staging.slug() {
            staged_import::Entity::update_many()
                .col_expr(
                    staged_import::Column::State,
                    Expr::value(Stage::GivenUp.slug()),
                )
                .filter(staged_import::Column::Id.eq(import_id))
                .exec(&tx)
                .await?;
        }
        let rows = staged_case::Entity::find()
            .filter(staged_case::Column::ImportId.eq(import_id))
            .order_by_asc(staged_case::Column::Id)
            .limit(AT_ONCE)
            .all(&tx)
            .await?;
        if rows.is_empty() {
            staged_term::Entity::delete_many()
                .filter(staged_term::Column::ImportId.eq(import_id))
                .exec(&tx)
                .await?;
            staged_import::Entity::delete_by_id(import_id)
                .exec(&tx)
                .await?;
            return tx.commit().await;
        }
        if is_live {
            remove_rows(&tx, import_id, &rows).await?;
        } else {
            remove_staged(&tx, &rows).await?;
        }
        tx.commit().await?;
    }
}

/// Removes what was staged of these cases, texts and all.
pub(super) async fn remove_staged(
    tx: &Transaction,
    rows: &[staged_case::Model],
) -> Result<(), DbErr> {
    let Some(first) = rows.first() else {
        return Ok(());
    };
    for some in rows.chunks(AT_ONCE as usize) {
        remove_rows(tx, first.import_id, some).await?;
        let texts = some.iter().map(|row| row.revision_id);
        revision::Entity::delete_many()
            .filter(revision::Column::Id.is_in(texts))
            .exec(tx)
            .await?;
        let new: Vec<i64> = some
            .iter()
            .filter(|row| row.is_new)
            .map(|row| row.case_id)
            .collect();
        case_term::Entity::delete_many()
            .filter(case_term::Column::CaseId.is_in(new.iter().copied()))
            .exec(tx)
            .await?;
        case::Entity::delete_many()
            .filter(case::Column::Id.is_in(new))
            // Nothing that anybody could ever read.
            .filter(case::Column::State.eq(CaseState::Unpublished.slug()))
            .filter(case::Column::Slug.is_null())
            .exec(tx)
            .await?;
    }
    Ok(())
}

async fn remove_rows(
    tx: &Transaction,
    import_id: i64,
    rows: &[staged_case::Model],
) -> Result<(), DbErr> {
    staged_term::Entity::delete_many()
        .filter(staged_term::Column::ImportId.eq(import_id))
        .filter(staged_term::Column::CaseId.is_in(rows.iter().map(|row| row.case_id)))
        .exec(tx)
        .await?;
    staged_case::Entity::delete_many()
        .filter(staged_case::Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(tx)
        .await?;
    Ok(())
}
