//! Which rows of a list have something like them: another of the same museum or of the same title, that waits or is
//! public. Titles that are only near are left to the page of each.

use crate::drafts::OPEN;
use crate::entity::{case, museum, submission};
use crate::{Db, DbErr, cases};
use case_study::Status;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashSet;

/// The other submission, in what it is asked whether there is one.
const OTHER: &str = "other";

/// Those of these submissions that have something like them. The first one that is found is enough, so a long queue
/// of one museum costs no more than a short one.
///
/// # Errors
/// When the database does not answer.
pub async fn marks(db: &Db, ids: &[i64]) -> Result<HashSet<i64>, DbErr> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let like_it = Condition::any()
        .add(Expr::exists(waiting(submission::Column::TitleKey)))
        .add(Expr::exists(waiting(submission::Column::MuseumKey)))
        .add(Expr::exists(public_of_title()))
        .add(Expr::exists(public_of_museum()));
    let found: Vec<i64> = submission::Entity::find()
        .select_only()
        .column(submission::Column::Id)
        .filter(submission::Column::Id.is_in(ids.iter().copied()))
        .filter(like_it)
        .into_tuple()
        .all(db.reader())
        .await?;
    Ok(found.into_iter().collect())
}

fn this(column: submission::Column) -> (submission::Entity, submission::Column) {
    (submission::Entity, column)
}

/// Another submission that waits and has the same key here.
fn waiting(key: submission::Column) -> SelectStatement {
    Query::select()
        .expr(Expr::value(1))
        .from_as(submission::Entity, OTHER)
        .and_where(Expr::col((OTHER, key)).equals(this(key)))
        .and_where(Expr::col((OTHER, key)).ne(""))
        .and_where(
            Expr::col((OTHER, submission::Column::CaseId))
                .not_equals(this(submission::Column::CaseId)),
        )
        .and_where(Expr::col((OTHER, submission::Column::Status)).is_in(OPEN.map(Status::slug)))
        .to_owned()
}

fn public() -> SelectStatement {
    Query::select()
        .expr(Expr::value(1))
        .from(case::Entity)
        .cond_where(cases::is_public())
        .and_where(
            Expr::col((case::Entity, case::Column::Id))
                .not_equals(this(submission::Column::CaseId)),
        )
        .to_owned()
}

fn public_of_title() -> SelectStatement {
    let key = (case::Entity, case::Column::TitleKey);
    public()
        .and_where(Expr::col(key).equals(this(submission::Column::TitleKey)))
        .and_where(Expr::col(key).ne(""))
        .to_owned()
}

fn public_of_museum() -> SelectStatement {
    public()
        .inner_join(
            museum::Entity,
            Expr::col((museum::Entity, museum::Column::Id))
                .equals((case::Entity, case::Column::MuseumId)),
        )
        .and_where(
            Expr::col((museum::Entity, museum::Column::NameKey))
                .equals(this(submission::Column::MuseumKey)),
        )
        .and_where(Expr::col(this(submission::Column::MuseumKey)).ne(""))
        .to_owned()
}
