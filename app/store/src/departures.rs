//! Cases that are no longer where somebody follows them: taken down, or left a set. Feeds say so for a
//! while; who harvests is told for ever ([`oai_records`](super::oai_records)).

use super::entity::{case, museum};
use super::sets;
use super::{Db, DbErr};
use case_study::{CaseState, Facet};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

/// A case that went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departed {
    pub slug: String,
    /// When it first was public: part of its name in feeds.
    pub published_at: i64,
    /// When it went.
    pub at: i64,
}

/// What somebody follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Followed {
    /// Every case there is.
    Bank,
    /// Values of a facet of [`SETS`](sets::SETS), at least one.
    Set(Facet, Vec<String>),
    /// A museum, by its slug.
    Museum(String),
}

/// The cases that went from there last, the last of them first.
///
/// # Errors
/// When the database does not answer.
pub async fn newest(db: &Db, followed: &Followed, most: u64) -> Result<Vec<Departed>, DbErr> {
    let (select, changed) = gone(followed);
    let rows: Vec<(Option<String>, Option<i64>, i64)> = select
        .select_only()
        .columns([case::Column::Slug, case::Column::PublishedAt])
        .expr_as(changed.clone(), "changed")
        .order_by_desc(changed)
        .order_by_desc(case::Column::Id)
        .limit(most)
        .into_tuple()
        .all(db.reader())
        .await?;
    Ok(rows
        .into_iter()
        .map(|(slug, published_at, at)| Departed {
            slug: slug.unwrap_or_default(),
            published_at: published_at.unwrap_or_default(),
            at,
        })
        .collect())
}

/// What is gone, and the expression that says since when.
fn gone(followed: &Followed) -> (Select<case::Entity>, Expr) {
    let taken_down = case::Column::State.eq(CaseState::TakenDown.slug());
    let all = || case::Entity::find().filter(sets::was_public());
    match followed {
        Followed::Bank => (all().filter(taken_down), sets::changed()),
        Followed::Set(facet, slugs) => {
            let left = Condition::any().add(taken_down).add(sets::here().eq(0_i64));
            let select = sets::members(*facet, slugs).filter(left);
            (select, sets::changed_in_set())
        }
        Followed::Museum(slug) => {
            let of_name = Query::select()
                .column(museum::Column::Id)
                .from(museum::Entity)
                .and_where(museum::Column::Slug.eq(slug.as_str()))
                .to_owned();
            let select = all()
                .filter(taken_down)
                .filter(case::Column::MuseumId.in_subquery(of_name));
            (select, sets::changed())
        }
    }
}
