//! The keys by which others like it are found. Whoever writes a title or a museum's name writes them beside it.

use crate::entity::{case, submission};
use crate::{Db, DbErr};
use case_study::similar::{museum_key, title_key};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};

/// So many rows are read and written at once.
const BATCH: u64 = 500;

/// Works out the keys of rows that were written before there were any. A second time there are none.
///
/// # Errors
/// When the database does not answer.
pub async fn fill_in_keys(db: &Db) -> Result<(), DbErr> {
    while fill_submissions(db).await? {}
    while fill_cases(db).await? {}
    Ok(())
}

async fn fill_submissions(db: &Db) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    let rows: Vec<(i64, String, String)> = submission::Entity::find()
        .select_only()
        .columns([
            submission::Column::Id,
            submission::Column::Title,
            submission::Column::Museum,
        ])
        .filter(
            Condition::any()
                .add(submission::Column::TitleKey.is_null())
                .add(submission::Column::MuseumKey.is_null()),
        )
        .limit(BATCH)
        .into_tuple()
        .all(&tx)
        .await?;
    let found = !rows.is_empty();
    for (id, title, museum) in rows {
        submission::Entity::update_many()
            .col_expr(submission::Column::TitleKey, Expr::value(title_key(&title)))
            .col_expr(
                submission::Column::MuseumKey,
                Expr::value(museum_key(&museum)),
            )
            .filter(submission::Column::Id.eq(id))
            .exec(&tx)
            .await?;
    }
    tx.commit().await?;
    Ok(found)
}

async fn fill_cases(db: &Db) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    let rows: Vec<(i64, String)> = case::Entity::find()
        .select_only()
        .columns([case::Column::Id, case::Column::Title])
        .filter(case::Column::TitleKey.is_null())
        .filter(case::Column::PublishedRevisionId.is_not_null())
        .limit(BATCH)
        .into_tuple()
        .all(&tx)
        .await?;
    let found = !rows.is_empty();
    for (id, title) in rows {
        case::Entity::update_many()
            .col_expr(case::Column::TitleKey, Expr::value(title_key(&title)))
            .filter(case::Column::Id.eq(id))
            .exec(&tx)
            .await?;
    }
    tx.commit().await?;
    Ok(found)
}
