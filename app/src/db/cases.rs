//! What the public reads: published revisions, found by their tags.
//!
//! This is the seam where a search index will stand: pages, API and feeds ask here and nowhere
//! else, with [`Filters`], and get [`PublicCase`]s and counts.

use super::entity::{case, case_term, revision};
use super::{Db, DbErr, read_content};
use crate::case_study::{CaseState, CaseStudyContent, Vocabulary};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use std::collections::{BTreeMap, HashMap};

/// The facets, as the public URLs name them, and where their labels come from.
pub const FACETS: [(&str, Option<Vocabulary>); 12] = [
    ("strand", Some(Vocabulary::Strand)),
    ("theme", Some(Vocabulary::Theme)),
    ("audience", Some(Vocabulary::Audience)),
    ("activity", Some(Vocabulary::Activity)),
    ("museum_type", Some(Vocabulary::MuseumType)),
    ("country", Some(Vocabulary::Country)),
    ("region", None),
    ("evidence", Some(Vocabulary::Evidence)),
    ("five_ways", Some(Vocabulary::FiveWays)),
    ("sdg", Some(Vocabulary::Sdg)),
    ("cost", Some(Vocabulary::CostBand)),
    ("year", None),
];

/// In which order a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    #[default]
    Newest,
    Title,
}

/// What a list is narrowed to: OR inside a facet, AND between facets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filters {
    /// Slugs by facet name; only names of [`FACETS`].
    pub chosen: BTreeMap<&'static str, Vec<String>>,
    pub sort: Sort,
}

/// A case as the public may read it.
#[derive(Debug, Clone)]
pub struct PublicCase {
    pub slug: String,
    pub state: CaseState,
    /// Compiled from public sources rather than submitted by the museum.
    pub compiled: bool,
    pub featured: bool,
    pub published_at: i64,
    pub updated_at: i64,
    pub content: CaseStudyContent,
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Found {
    pub cases: Vec<PublicCase>,
    pub total: u64,
    pub pages: u64,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermCount {
    pub slug: String,
    pub label: String,
    /// How many cases the list would show with this value chosen beside the other facets.
    pub count: u64,
}

/// What lies behind a slug.
#[derive(Debug)]
pub enum BySlug {
    Public(Box<PublicCase>),
    /// It was public once; the answer is 410.
    TakenDown,
    Missing,
}

fn is_public() -> Condition {
    let public = CaseState::ALL
        .iter()
        .filter(|state| state.is_public())
        .map(|state| state.slug());
    Condition::all().add(case::Column::State.is_in(public))
}

/// The ids of cases that carry any of these slugs in a facet.
fn with_any_of(facet: &str, slugs: &[String]) -> SelectStatement {
    Query::select()
        .column(case_term::Column::CaseId)
        .from(case_term::Entity)
        .and_where(case_term::Column::Vocabulary.eq(facet))
        .and_where(case_term::Column::Slug.is_in(slugs))
        .to_owned()
}

/// The public cases that match every facet but `except`.
fn matching(filters: &Filters, except: Option<&str>) -> Condition {
    filters
        .chosen
        .iter()
        .filter(|(facet, slugs)| Some(**facet) != except && !slugs.is_empty())
        .fold(is_public(), |condition, (facet, slugs)| {
            condition.add(case::Column::Id.in_subquery(with_any_of(facet, slugs)))
        })
}

#[derive(FromQueryResult)]
struct PublicRow {
    slug: Option<String>,
    state: String,
    origin: String,
    featured: bool,
    published_at: Option<i64>,
    updated_at: Option<i64>,
    content: String,
}

impl PublicRow {
    fn into_case(self) -> Result<PublicCase, DbErr> {
        Ok(PublicCase {
            slug: self.slug.unwrap_or_default(),
            state: CaseState::from_slug(&self.state).unwrap_or(CaseState::Live),
            compiled: self.origin == "compiled",
            featured: self.featured,
            published_at: self.published_at.unwrap_or_default(),
            updated_at: self.updated_at.unwrap_or_default(),
            content: read_content(&self.content)?,
        })
    }
}

fn select_public() -> sea_orm::Select<case::Entity> {
    case::Entity::find()
        .select_only()
        .columns([
            case::Column::Slug,
            case::Column::State,
            case::Column::Origin,
            case::Column::Featured,
            case::Column::PublishedAt,
            case::Column::UpdatedAt,
        ])
        .column_as(revision::Column::Content, "content")
        .join(
            JoinType::InnerJoin,
            case::Entity::belongs_to(revision::Entity)
                .from(case::Column::PublishedRevisionId)
                .to(revision::Column::Id)
                .into(),
        )
}

/// A page of the public list. `page` counts from 1; one past the end is empty.
///
/// # Errors
/// When the database does not answer.
pub async fn find(db: &Db, filters: &Filters, page: u64, per_page: u64) -> Result<Found, DbErr> {
    let total = case::Entity::find()
        .filter(matching(filters, None))
        .count(db.reader())
        .await?;
    let mut select = select_public().filter(matching(filters, None));
    select = match filters.sort {
        Sort::Newest => select
            .order_by_desc(case::Column::PublishedAt)
            .order_by_desc(case::Column::Id),
        // SQLite would put every capital before every small letter.
        Sort::Title => {
            let title = Func::lower(Expr::col((case::Entity, case::Column::Title)));
            select
                .order_by_asc(Expr::from(title))
                .order_by_asc(case::Column::Id)
        }
    };
    let rows: Vec<PublicRow> = select
        .offset(page.saturating_sub(1).saturating_mul(per_page))
        .limit(per_page)
        .into_model()
        .all(db.reader())
        .await?;
    let cases = rows
        .into_iter()
        .map(PublicRow::into_case)
        .collect::<Result<_, _>>()?;
    Ok(Found {
        cases,
        total,
        pages: total.div_ceil(per_page),
    })
}

/// What lies behind a slug.
///
/// # Errors
/// When the database does not answer.
pub async fn by_slug(db: &Db, slug: &str) -> Result<BySlug, DbErr> {
    let row: Option<PublicRow> = select_public()
        .filter(case::Column::Slug.eq(slug))
        .into_model()
        .one(db.reader())
        .await?;
    let Some(row) = row else {
        return Ok(BySlug::Missing);
    };
    let case = row.into_case()?;
    Ok(if case.state.is_public() {
        BySlug::Public(Box::new(case))
    } else {
        BySlug::TakenDown
    })
}

/// The cases shown first on the home page: featured ones, then the newest.
///
/// # Errors
/// When the database does not answer.
pub async fn featured(db: &Db, most: u64) -> Result<Vec<PublicCase>, DbErr> {
    let rows: Vec<PublicRow> = select_public()
        .filter(is_public())
        .order_by_desc(case::Column::Featured)
        .order_by_desc(case::Column::PublishedAt)
        .order_by_desc(case::Column::Id)
        .limit(most)
        .into_model()
        .all(db.reader())
        .await?;
    rows.into_iter().map(PublicRow::into_case).collect()
}

/// Slug and last change of every public case, newest first, for the sitemap.
///
/// # Errors
/// When the database does not answer.
pub async fn addresses(db: &Db) -> Result<Vec<(String, i64)>, DbErr> {
    let rows = case::Entity::find()
        .filter(is_public())
        .order_by_desc(case::Column::Id)
        .all(db.reader())
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((row.slug?, row.updated_at.unwrap_or_default())))
        .collect())
}

#[derive(FromQueryResult)]
struct CountRow {
    slug: String,
    count: i64,
}

/// How many cases each value of a facet would show beside the other facets chosen. Every value of
/// a vocabulary is listed, those without a case too; `region` and `year` list what occurs.
///
/// # Errors
/// When the database does not answer.
pub async fn facet_counts(
    db: &Db,
    filters: &Filters,
    facet: &'static str,
) -> Result<Vec<TermCount>, DbErr> {
    let ids = Query::select()
        .column(case::Column::Id)
        .from(case::Entity)
        .cond_where(matching(filters, Some(facet)))
        .to_owned();
    let rows: Vec<CountRow> = case_term::Entity::find()
        .select_only()
        .column(case_term::Column::Slug)
        .column_as(Expr::col(case_term::Column::CaseId).count(), "count")
        .filter(case_term::Column::Vocabulary.eq(facet))
        .filter(case_term::Column::CaseId.in_subquery(ids))
        .group_by(case_term::Column::Slug)
        .order_by_asc(case_term::Column::Slug)
        .into_model()
        .all(db.reader())
        .await?;
    let mut counts: HashMap<String, u64> = rows
        .into_iter()
        .map(|row| (row.slug, u64::try_from(row.count).unwrap_or(0)))
        .collect();
    let vocabulary = FACETS
        .iter()
        .find(|(name, _)| *name == facet)
        .and_then(|(_, vocabulary)| *vocabulary);
    let mut terms: Vec<TermCount> = vocabulary
        .map(Vocabulary::terms)
        .unwrap_or_default()
        .iter()
        .map(|term| TermCount {
            slug: term.slug.to_owned(),
            label: term.label.to_owned(),
            count: counts.remove(term.slug).unwrap_or(0),
        })
        .collect();
    let mut others: Vec<TermCount> = counts
        .into_iter()
        .map(|(slug, count)| TermCount {
            label: label_of_free_value(facet, &slug),
            slug,
            count,
        })
        .collect();
    others.sort_by(|a, b| a.label.cmp(&b.label));
    if facet == "year" {
        others.reverse();
    }
    terms.extend(others);
    Ok(terms)
}

/// What people read for a value of a facet: its label, or for a value nobody has listed the value
/// itself.
#[must_use]
pub fn label_of(facet: &str, slug: &str) -> String {
    match FACETS.iter().find(|(name, _)| *name == facet) {
        Some((_, Some(vocabulary))) => vocabulary.label_of(slug),
        _ => label_of_free_value(facet, slug),
    }
}

/// What people read above the values of a facet.
#[must_use]
pub fn facet_label(facet: &str) -> &'static str {
    match FACETS.iter().find(|(name, _)| *name == facet) {
        Some((_, Some(vocabulary))) => vocabulary.label(),
        _ if facet == "region" => "Region",
        _ => "Year",
    }
}

/// A region outside the list of UK nations and regions reads as its slug with capitals.
fn label_of_free_value(facet: &str, slug: &str) -> String {
    if facet != "region" {
        return slug.to_owned();
    }
    if let Some(term) = Vocabulary::UkRegion.term(slug) {
        return term.label.to_owned();
    }
    slug.split('-')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(letters).collect()
            })
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::label_of_free_value;

    #[test]
    fn regions_read_as_names() {
        assert_eq!(
            label_of_free_value("region", "north-west-england"),
            "North West England"
        );
        assert_eq!(
            label_of_free_value("region", "north-holland"),
            "North Holland"
        );
        assert_eq!(label_of_free_value("year", "2019"), "2019");
    }
}
