//! What staff look after once it is public: cases of which nobody has said for long that they are still true.

use super::cases::is_compiled;
use super::entity::{case, museum, submission};
use super::{Db, DbErr};
use case_study::{CaseState, Status};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// A case that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueCase {
    pub slug: String,
    pub title: String,
    pub museum: String,
    /// Compiled from public sources: no museum was asked.
    pub compiled: bool,
    /// The submission whose text readers see, by its reference; none for one without.
    pub reference: Option<String>,
    /// Its museum could be written to.
    pub was_asked: bool,
    /// What a form about it has to carry: of the submission, or of a case without one.
    pub version: i64,
    /// Since when.
    pub since: i64,
}

/// How many are due.
///
/// # Errors
/// When the database does not answer.
pub async fn count_due(db: &Db) -> Result<u64, DbErr> {
    due_rows().count(db.reader()).await
}

fn due_rows() -> sea_orm::Select<case::Entity> {
    case::Entity::find().filter(case::Column::State.eq(CaseState::DueForReview.slug()))
}

/// The cases that are due, the longest first, at most so many.
///
/// # Errors
/// When the database does not answer.
pub async fn due(db: &Db, most: u64) -> Result<Vec<DueCase>, DbErr> {
    let rows = due_rows()
        .order_by_asc(case::Column::ReviewDueAt)
        .order_by_asc(case::Column::Id)
        .limit(most)
        .all(db.reader())
        .await?;
    let ids = rows.iter().map(|row| row.id);
    let published: HashMap<i64, submission::Model> = submission::Entity::find()
        .filter(submission::Column::CaseId.is_in(ids))
        .filter(submission::Column::Status.eq(Status::Published.slug()))
        .all(db.reader())
        .await?
        .into_iter()
        .map(|row| (row.case_id, row))
        .collect();
    let museums: HashMap<i64, String> = museum::Entity::find()
        .filter(museum::Column::Id.is_in(rows.iter().filter_map(|row| row.museum_id)))
        .all(db.reader())
        .await?
        .into_iter()
        .map(|row| (row.id, row.name))
        .collect();
    Ok(rows
        .into_iter()
        .map(|row| {
            let submission = published.get(&row.id);
            let museum = row.museum_id.and_then(|id| museums.get(&id));
            DueCase {
                museum: museum.cloned().unwrap_or_default(),
                compiled: is_compiled(&row.origin, row.sample),
                reference: submission.map(|one| one.reference.clone()),
                was_asked: submission.is_some_and(|one| !one.submitter_email.is_empty()),
                version: submission.map_or(row.version, |one| one.version),
                since: row.review_due_at.unwrap_or_default(),
                slug: row.slug.unwrap_or_default(),
                title: row.title,
            }
        })
        .collect())
}
