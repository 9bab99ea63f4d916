//! What the bank knows of a published case beside its text.

use super::entity::{case, event, museum, submission};
use super::{Db, DbErr, samples};
use case_study::{CaseAction, EventKind, Role, Status};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect,
};

/// Whose a case is, and who last stood by it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The last part of its museum's address.
    pub museum_slug: Option<String>,
    /// Who last said that it is true. `None` for a case that was compiled and for one that came here from another bank,
    /// until somebody does.
    pub confirmed: Option<Confirmed>,
}

/// Somebody said that a case is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmed {
    /// In milliseconds since 1970.
    pub at: i64,
    /// Its museum, when it sent it or when it was asked; else a moderator.
    pub by_museum: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    museum_slug: Option<String>,
    sent_at: Option<i64>,
    confirmed_at: Option<i64>,
}

/// The provenance of the case at this slug; empty when there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn of(db: &Db, slug: &str) -> Result<Provenance, DbErr> {
    let found: Option<Row> = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .column(case::Column::ConfirmedAt)
        .column_as(museum::Column::Slug, "museum_slug")
        .column_as(submission::Column::SubmittedAt.max(), "sent_at")
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
        .group_by(case::Column::Id)
        .group_by(case::Column::ConfirmedAt)
        .group_by(museum::Column::Slug)
        .into_model()
        .one(db.reader())
        .await?;
    let Some(row) = found else {
        return Ok(Provenance::default());
    };
    let sent = row.sent_at.map(|at| Confirmed {
        at,
        by_museum: true,
    });
    let said = match row.confirmed_at {
        // Asked of the history only where somebody ever said it.
        Some(at) => Some(Confirmed {
            at,
            by_museum: said_by_museum(db, row.id).await?,
        }),
        None => None,
    };
    Ok(Provenance {
        museum_slug: row.museum_slug,
        confirmed: [sent, said].into_iter().flatten().max_by_key(|one| one.at),
    })
}

async fn said_by_museum(db: &Db, case_id: i64) -> Result<bool, DbErr> {
    let role: Option<String> = event::Entity::find()
        .select_only()
        .column(event::Column::Role)
        .filter(event::Column::CaseId.eq(case_id))
        .filter(event::Column::Action.eq(EventKind::CaseMove(CaseAction::Confirm).slug()))
        .order_by_desc(event::Column::Id)
        .into_tuple()
        .one(db.reader())
        .await?;
    Ok(role.is_some_and(|role| role == Role::Submitter.slug()))
}
