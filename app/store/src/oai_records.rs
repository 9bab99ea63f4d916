//! What harvesters read: every case that is or was public, in the order in which it last changed.

use super::cases::PublicCase;
use super::entity::{case, case_term, revision};
use super::{Db, DbErr, read_content_to_show};
use case_study::public::public_part;
use case_study::{CaseState, Facet};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashMap;

/// The facets whose tags harvesters may select by.
pub const SETS: [Facet; 2] = [Facet::Strand, Facet::Theme];

/// The facet of [`SETS`] with this slug.
#[must_use]
pub fn set_of_records(slug: &str) -> Option<Facet> {
    SETS.into_iter().find(|facet| facet.slug() == slug)
}

/// Which cases to give. Times are milliseconds, both ends included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    pub from: Option<i64>,
    pub until: Option<i64>,
    /// A facet of [`SETS`], and one of its slugs unless all of them are wanted.
    pub set: Option<(Facet, Option<String>)>,
    /// The last case that was given: when it changed, and its id.
    pub after: Option<(i64, i64)>,
}

/// A case that is or was public.
#[derive(Debug, Clone)]
pub struct Harvested {
    pub id: i64,
    pub slug: String,
    /// When the public text or its standing last changed.
    pub changed_at: i64,
    /// Facet and slug of its tags in [`SETS`].
    pub tags: Vec<(Facet, String)>,
    /// `None` for a case that was taken down.
    pub case: Option<PublicCase>,
}

/// Public now, or taken down.
fn was_public() -> Condition {
    let states = CaseState::ALL
        .iter()
        .filter(|state| **state != CaseState::Unpublished)
        .map(|state| state.slug());
    Condition::all()
        .add(case::Column::State.is_in(states))
        .add(case::Column::Slug.is_not_null())
        .add(case::Column::UpdatedAt.is_not_null())
}

fn in_set(facet: Facet, slug: Option<&String>) -> SelectStatement {
    let mut ids = Query::select()
        .column(case_term::Column::CaseId)
        .from(case_term::Entity)
        .and_where(case_term::Column::Vocabulary.eq(facet.slug()))
        .to_owned();
    if let Some(slug) = slug {
        ids.and_where(case_term::Column::Slug.eq(slug.as_str()));
    }
    ids
}

/// The cases of a selection, without where it goes on.
fn selected(selection: &Selection) -> Condition {
    let mut condition = was_public();
    if let Some(from) = selection.from {
        condition = condition.add(case::Column::UpdatedAt.gte(from));
    }
    if let Some(until) = selection.until {
        condition = condition.add(case::Column::UpdatedAt.lte(until));
    }
    if let Some((facet, slug)) = &selection.set {
        condition = condition.add(case::Column::Id.in_subquery(in_set(*facet, slug.as_ref())));
    }
    condition
}

/// How many cases a selection has, from its beginning.
///
/// # Errors
/// When the database does not answer.
pub async fn count(db: &Db, selection: &Selection) -> Result<u64, DbErr> {
    case::Entity::find()
        .filter(selected(selection))
        .count(db.reader())
        .await
}

/// The next cases of a selection, the one that changed first before the others.
///
/// # Errors
/// When the database does not answer.
pub async fn next(db: &Db, selection: &Selection, most: u64) -> Result<Vec<Harvested>, DbErr> {
    let mut found = Vec::new();
    let mut after = selection.after;
    loop {
        let wanted = most.saturating_sub(found.len() as u64);
        let mut condition = selected(selection);
        if let Some((changed_at, id)) = after {
            condition = condition.add(
                Condition::any()
                    .add(case::Column::UpdatedAt.gt(changed_at))
                    .add(
                        Condition::all()
                            .add(case::Column::UpdatedAt.eq(changed_at))
                            .add(case::Column::Id.gt(id)),
                    ),
            );
        }
        let rows = case::Entity::find()
            .filter(condition)
            .order_by_asc(case::Column::UpdatedAt)
            .order_by_asc(case::Column::Id)
            .limit(wanted)
            .all(db.reader())
            .await?;
        let Some(last) = rows.last() else {
            return Ok(found);
        };
        after = Some((last.updated_at.unwrap_or_default(), last.id));
        let at_end = (rows.len() as u64) < wanted;
        found.extend(with_texts(db, rows).await?);
        // Fewer than were asked for mean the end of the list only if none was left out.
        if at_end || found.len() as u64 >= most {
            return Ok(found);
        }
    }
}

/// The case with this slug, if it ever was public.
///
/// # Errors
/// When the database does not answer.
pub async fn one(db: &Db, slug: &str) -> Result<Option<Harvested>, DbErr> {
    let row = case::Entity::find()
        .filter(was_public())
        .filter(case::Column::Slug.eq(slug))
        .one(db.reader())
        .await?;
    let found = with_texts(db, row.into_iter().collect()).await?;
    Ok(found.into_iter().next())
}

/// When the case that has not changed for longest changed; `None` in an empty bank.
///
/// # Errors
/// When the database does not answer.
pub async fn earliest(db: &Db) -> Result<Option<i64>, DbErr> {
    let least: Option<Option<i64>> = case::Entity::find()
        .select_only()
        .column_as(Expr::col(case::Column::UpdatedAt).min(), "least")
        .filter(was_public())
        .into_tuple()
        .one(db.reader())
        .await?;
    Ok(least.flatten())
}

/// Rows with their texts and tags, in the same order. One whose text cannot be read is left out: it
/// must neither keep all others from being harvested nor look as if it had been taken down.
async fn with_texts(db: &Db, rows: Vec<case::Model>) -> Result<Vec<Harvested>, DbErr> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let public =
        |row: &case::Model| CaseState::from_slug(&row.state).filter(|state| state.is_public());
    let revisions: Vec<i64> = rows
        .iter()
        .filter(|row| public(row).is_some())
        .filter_map(|row| row.published_revision_id)
        .collect();
    let mut texts: HashMap<i64, String> = revision::Entity::find()
        .filter(revision::Column::Id.is_in(revisions))
        .all(db.reader())
        .await?
        .into_iter()
        .map(|row| (row.id, row.content))
        .collect();
    let mut tags: HashMap<i64, Vec<(Facet, String)>> = HashMap::new();
    let terms = case_term::Entity::find()
        .filter(case_term::Column::CaseId.is_in(ids))
        .filter(case_term::Column::Vocabulary.is_in(SETS.map(Facet::slug)))
        .order_by_asc(case_term::Column::Vocabulary)
        .order_by_asc(case_term::Column::Slug)
        .all(db.reader())
        .await?;
    for term in terms {
        if let Some(facet) = set_of_records(&term.vocabulary) {
            let of_case = tags.entry(term.case_id).or_default();
            of_case.push((facet, term.slug));
        }
    }
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let slug = row.slug.clone().unwrap_or_default();
            let text = row.published_revision_id.and_then(|id| texts.remove(&id));
            let case = match (public(&row), text) {
                (Some(state), Some(text)) => Some(PublicCase {
                    slug: slug.clone(),
                    state,
                    compiled: case_study::Origin::is_compiled(&row.origin),
                    featured: row.featured,
                    published_at: row.published_at.unwrap_or_default(),
                    updated_at: row.updated_at.unwrap_or_default(),
                    content: read_content_to_show(&text)
                        .map(public_part)
                        .map_err(|error| {
                            tracing::error!(case = row.id, %error, "a published case cannot be read and is not given to harvesters");
                        })
                        .ok()?,
                }),
                _ => None,
            };
            Some(Harvested {
                id: row.id,
                slug,
                changed_at: row.updated_at.unwrap_or_default(),
                tags: tags.remove(&row.id).unwrap_or_default(),
                case,
            })
        })
        .collect())
}
