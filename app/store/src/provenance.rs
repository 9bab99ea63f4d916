//! What the bank knows of a published case beside its text.

use super::entity::{case, museum, submission};
use super::{Db, DbErr, samples};
use case_study::Status;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect,
};

/// Whose a case is, and who last stood by it.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromQueryResult)]
pub struct Provenance {
    /// The last part of its museum's address.
    pub museum_slug: Option<String>,
    /// When its museum last sent it and declared the facts right, in milliseconds since 1970. `None`
    /// for a case that was compiled, and for one that came here from another bank.
    pub confirmed_at: Option<i64>,
}

/// The provenance of the case at this slug; empty when there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn of(db: &Db, slug: &str) -> Result<Provenance, DbErr> {
    let found = case::Entity::find()
        .select_only()
        .column_as(museum::Column::Slug, "museum_slug")
        .column_as(submission::Column::SubmittedAt.max(), "confirmed_at")
        .join(
            JoinType::LeftJoin,
            case::Entity::belongs_to(museum::Entity)
                .from(case::Column::MuseumId)
                .to(museum::Column::Id)
                .into(),
        )
        .join(
            JoinType::LeftJoin,
            case::Entity::belongs_to(submission::Entity)
                .from(case::Column::Id)
                .to(submission::Column::CaseId)
                .on_condition(|_, _| {
                    // No museum sent a sample.
                    Condition::all()
                        .add(submission::Column::Status.eq(Status::Published.slug()))
                        .add(submission::Column::CaseId.not_in_subquery(samples::ids()))
                })
                .into(),
        )
        .filter(case::Column::Slug.eq(slug))
        .group_by(museum::Column::Slug)
        .into_model()
        .one(db.reader())
        .await?;
    Ok(found.unwrap_or_default())
}
