//! The sets that others follow a part of the bank by: a strand, or a theme. A case that leaves a set
//! keeps its row there with the time, because whoever follows that set has to be told.

use super::entity::{case, case_term};
use super::{DbErr, Transaction};
use case_study::facets::facet_terms;
use case_study::public::public_part;
use case_study::{CaseState, CaseStudyContent, Facet, dates};
use sea_orm::sea_query::{Expr, ExprTrait, Func, OnConflict, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryTrait, Select, Set,
};
use std::collections::BTreeSet;

/// The facets whose values are sets.
pub const SETS: [Facet; 2] = [Facet::Strand, Facet::Theme];

/// What a question calls the cases that are or were in a set.
const MEMBERS: &str = "members";
/// In how many of the asked values a case is now.
const HERE: &str = "here";
/// When it left the last of them.
const LEFT_AT: &str = "left_at";

/// The sets that a text puts its case in.
pub(super) fn of_text(content: &CaseStudyContent, this_year: u16) -> BTreeSet<(Facet, String)> {
    facet_terms(&public_part(content.clone()), this_year)
        .into_iter()
        .filter(|(facet, _)| SETS.contains(facet))
        .collect()
}

/// Writes which sets the public text of a case puts it in. One that comes back is in again.
pub(super) async fn write(
    tx: &Transaction,
    case_id: i64,
    content: &CaseStudyContent,
) -> Result<(), DbErr> {
    let now = tx.now_ms();
    let wanted = of_text(content, dates::year(now));
    let is_wanted = |row: &case_term::Model| {
        wanted
            .iter()
            .any(|(facet, slug)| facet.slug() == row.vocabulary && *slug == row.slug)
    };
    let rows = case_term::Entity::find()
        .filter(case_term::Column::CaseId.eq(case_id))
        .filter(case_term::Column::Vocabulary.is_in(SETS.map(Facet::slug)))
        .all(tx)
        .await?;
    for row in rows
        .iter()
        .filter(|row| is_wanted(row) == row.left_at.is_some())
    {
        let left_at = (!is_wanted(row)).then_some(now);
        case_term::Entity::update_many()
            .col_expr(case_term::Column::LeftAt, Expr::value(left_at))
            .filter(case_term::Column::CaseId.eq(case_id))
            .filter(case_term::Column::Vocabulary.eq(row.vocabulary.as_str()))
            .filter(case_term::Column::Slug.eq(row.slug.as_str()))
            .exec(tx)
            .await?;
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let all = wanted
        .into_iter()
        .map(|(facet, slug)| case_term::ActiveModel {
            case_id: Set(case_id),
            vocabulary: Set(facet.slug().to_owned()),
            slug: Set(slug),
            left_at: Set(None),
        });
    case_term::Entity::insert_many(all)
        .on_conflict(
            OnConflict::columns([
                case_term::Column::CaseId,
                case_term::Column::Vocabulary,
                case_term::Column::Slug,
            ])
            .do_nothing()
            .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Public now, or once.
pub(super) fn was_public() -> Condition {
    let states = CaseState::ALL
        .iter()
        .filter(|state| **state != CaseState::Unpublished)
        .map(|state| state.slug());
    // Nearly every case is: found by its state, all of them would be sorted for each part of a harvest. Behind a function
    // the state is only looked at, along the index that has the order.
    let state = Expr::col((case::Entity, case::Column::State));
    let state = Func::coalesce([state, Expr::val("")]);
    Condition::all()
        .add(state.is_in(states))
        .add(case::Column::Slug.is_not_null())
        .add(case::Column::UpdatedAt.is_not_null())
}

/// The cases that are or were public, and are or were in a set: one of these values of the facet, or
/// any of them where none is named.
pub(super) fn members(facet: Facet, slugs: &[String]) -> Select<case::Entity> {
    let mut select = case::Entity::find().filter(was_public());
    QueryTrait::query(&mut select).join_subquery(
        JoinType::InnerJoin,
        rows_of(facet, slugs),
        MEMBERS,
        Expr::col((MEMBERS, case_term::Column::CaseId)).equals((case::Entity, case::Column::Id)),
    );
    select
}

fn rows_of(facet: Facet, slugs: &[String]) -> SelectStatement {
    let rows = |column| Expr::col(column).count();
    let mut of_case = Query::select()
        .column(case_term::Column::CaseId)
        // A row that was left is not counted by its time.
        .expr_as(
            rows(case_term::Column::CaseId).sub(rows(case_term::Column::LeftAt)),
            HERE,
        )
        .expr_as(Expr::col(case_term::Column::LeftAt).max(), LEFT_AT)
        .from(case_term::Entity)
        .and_where(case_term::Column::Vocabulary.eq(facet.slug()))
        .group_by_col(case_term::Column::CaseId)
        .to_owned();
    if !slugs.is_empty() {
        of_case.and_where(case_term::Column::Slug.is_in(slugs));
    }
    of_case
}

/// Of [`members`]: in how many of the values a case is now.
pub(super) fn here() -> Expr {
    Expr::col((MEMBERS, HERE))
}

/// Of [`members`]: when a case changed for whoever follows the set. That it left is the last they hear.
pub(super) fn changed_in_set() -> Expr {
    Expr::case(here().gt(0_i64), changed())
        .finally(Expr::col((MEMBERS, LEFT_AT)))
        .into()
}

/// When the public text of a case or its standing last changed.
pub(super) fn changed() -> Expr {
    Expr::col((case::Entity, case::Column::UpdatedAt))
}
