//! What a museum says of its own case study: that it is a new version of a page that is public. It changes nothing
//! but what the moderators read; they decide.

use crate::entity::{case, submission};
use crate::submissions::Submission;
use crate::{Db, DbErr, cases};
use case_study::{CaseState, Status, Stored};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// A public page that a museum names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSaid {
    pub slug: String,
    pub title: String,
}

/// The page that its museum says a submission is a new version of, while readers see it and the submission is not a
/// version of it already.
///
/// # Errors
/// When the database does not answer.
pub async fn said(db: &Db, submission_id: i64) -> Result<Option<PageSaid>, DbErr> {
    let row = submission::Entity::find_by_id(submission_id)
        .one(db.reader())
        .await?;
    let Some((of, own)) = row.and_then(|row| Some((row.new_version_of?, row.case_id))) else {
        return Ok(None);
    };
    let page = case::Entity::find()
        .filter(cases::is_public())
        .filter(case::Column::Id.eq(of))
        .filter(case::Column::Id.ne(own))
        .one(db.reader())
        .await?;
    Ok(page.and_then(|page| {
        Some(PageSaid {
            slug: page.slug?,
            title: page.title,
        })
    }))
}

/// Keeps what its museum says of a submission: the page at this slug, or none any more. `false` when readers see no
/// such page, or when the submission is decided or a version of something public already.
///
/// # Errors
/// When the database does not answer.
pub async fn say(db: &Db, submission: &Submission, slug: Option<&str>) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    let page = match slug {
        None => None,
        Some(slug) => {
            let found = case::Entity::find()
                .filter(cases::is_public())
                .filter(case::Column::Slug.eq(slug))
                .one(&tx)
                .await?;
            let Some(found) = found else { return Ok(false) };
            Some(found.id)
        }
    };
    let own = case::Entity::find_by_id(submission.case_id)
        .one(&tx)
        .await?;
    let is_new = own.is_some_and(|own| Stored::read(&own.state) == CaseState::Unpublished);
    if !is_new {
        return Ok(false);
    }
    let still_open = [
        Status::Draft,
        Status::Submitted,
        Status::InReview,
        Status::ChangesRequested,
        Status::AwaitingYes,
        Status::Approved,
    ];
    let updated = submission::Entity::update_many()
        .col_expr(submission::Column::NewVersionOf, Expr::value(page))
        .filter(submission::Column::Id.eq(submission.id))
        .filter(submission::Column::Status.is_in(still_open.map(Status::slug)))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(updated.rows_affected == 1)
}
