//! The texts of a few candidates, as they are stored, by the id of the submission or the case.

use crate::entity::{case, revision};
use crate::{Db, DbErr};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect};
use std::collections::HashMap;

/// The newest text of each of these submissions.
pub(super) async fn that_wait(
    db: &Db,
    ids: impl Iterator<Item = i64>,
) -> Result<HashMap<i64, String>, DbErr> {
    let newest: Vec<i64> = revision::Entity::find()
        .select_only()
        .column_as(revision::Column::Id.max(), "newest")
        .filter(revision::Column::SubmissionId.is_in(ids))
        .group_by(revision::Column::SubmissionId)
        .into_tuple()
        .all(db.reader())
        .await?;
    let rows = revision::Entity::find()
        .filter(revision::Column::Id.is_in(newest))
        .all(db.reader())
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((row.submission_id?, row.content)))
        .collect())
}

/// The public text of each of these cases.
pub(super) async fn public(
    db: &Db,
    ids: impl Iterator<Item = i64>,
) -> Result<HashMap<i64, String>, DbErr> {
    let rows: Vec<(i64, String)> = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .column(revision::Column::Content)
        .join(
            JoinType::InnerJoin,
            case::Entity::belongs_to(revision::Entity)
                .from(case::Column::PublishedRevisionId)
                .to(revision::Column::Id)
                .into(),
        )
        .filter(case::Column::Id.is_in(ids))
        .into_tuple()
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().collect())
}
