//! What harvesters read: every case that is or was public, in the order in which it last changed. Who
//! harvests a set also hears of what left it.

use super::cases;
use super::cases::PublicCase;
use super::dated_ahead::{self, told};
use super::entity::{case, case_term, revision};
use super::sets::{self, SETS};
use super::{Db, DbErr, read_content_to_show};
use case_study::public::public_part;
use case_study::{CaseState, Facet};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use std::collections::HashMap;

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
    /// The [place](Harvested::place) of the last case that was given.
    pub after: Option<(i64, i64)>,
}

/// A case that is or was public.
#[derive(Debug, Clone)]
pub struct Harvested {
    pub slug: String,
    /// When the public text or its standing last changed, or when it left the set that was asked for.
    pub changed_at: i64,
    /// Where it stands in every list that has it: the same time as it is stored, and its id.
    pub place: (i64, i64),
    /// Facet and slug of the sets it is in; of one that left the set that was asked for, what it was in.
    pub tags: Vec<(Facet, String)>,
    /// `None` for a case that was taken down, or that left the set.
    pub case: Option<PublicCase>,
}

/// Where a case stands in a selection.
#[derive(FromQueryResult)]
struct Place {
    id: i64,
    changed: i64,
    /// In how many of the asked values of the set it is now.
    here: i64,
}

/// The cases of a selection, without where it goes on, and when each changed for whoever asks.
///
/// What is dated later than now is told as of now, so it is asked for by that time too; its order is
/// that of the times as they are stored, or a list in parts would begin anew with every part.
fn selected(selection: &Selection, now: i64) -> (Select<case::Entity>, Expr) {
    let (mut select, changed) = match &selection.set {
        None => (
            case::Entity::find().filter(sets::was_public()),
            sets::changed(),
        ),
        Some((facet, slug)) => (
            sets::members(*facet, slug.as_slice()),
            sets::changed_in_set(),
        ),
    };
    if let Some(from) = selection.from {
        // None at all where it lies in the future.
        let from = if from > now { i64::MAX } else { from };
        select = select.filter(changed.clone().gte(from));
    }
    if let Some(until) = selection.until.filter(|until| *until < now) {
        select = select.filter(changed.clone().lte(until));
    }
    (select, changed)
}

/// How many cases a selection has, from its beginning.
///
/// # Errors
/// When the database does not answer.
pub async fn count(db: &Db, selection: &Selection) -> Result<u64, DbErr> {
    let (select, _) = selected(selection, db.now_ms());
    select.count(db.reader()).await
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
        let (mut select, changed) = selected(selection, db.now_ms());
        if let Some((at, id)) = after {
            let same = Condition::all()
                .add(changed.clone().eq(at))
                .add(case::Column::Id.gt(id));
            let later = Condition::any().add(changed.clone().gt(at)).add(same);
            select = select.filter(later);
        }
        let here = match selection.set {
            Some(_) => sets::here(),
            None => Expr::value(1_i64),
        };
        let places: Vec<Place> = select
            .select_only()
            .column(case::Column::Id)
            .expr_as(changed.clone(), "changed")
            .expr_as(here, "here")
            .order_by_asc(changed)
            .order_by_asc(case::Column::Id)
            .limit(wanted)
            .into_model()
            .all(db.reader())
            .await?;
        let Some(last) = places.last() else {
            return Ok(found);
        };
        after = Some((last.changed, last.id));
        let at_end = (places.len() as u64) < wanted;
        found.extend(with_texts(db, places, selection.set.as_ref()).await?);
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
        .filter(sets::was_public())
        .filter(case::Column::Slug.eq(slug))
        .one(db.reader())
        .await?;
    let place = row.map(|row| Place {
        id: row.id,
        changed: row.updated_at.unwrap_or_default(),
        here: 1,
    });
    let found = with_texts(db, place.into_iter().collect(), None).await?;
    Ok(found.into_iter().next())
}

/// The earliest time that any list tells; `None` in an empty bank.
///
/// # Errors
/// When the database does not answer.
pub async fn earliest(db: &Db) -> Result<Option<i64>, DbErr> {
    let changed: Option<Option<i64>> = case::Entity::find()
        .select_only()
        .column_as(Expr::col(case::Column::UpdatedAt).min(), "least")
        .filter(sets::was_public())
        .into_tuple()
        .one(db.reader())
        .await?;
    let left: Option<Option<i64>> = case_term::Entity::find()
        .select_only()
        .column_as(Expr::col(case_term::Column::LeftAt).min(), "least")
        .into_tuple()
        .one(db.reader())
        .await?;
    let now = db.now_ms();
    let earliest = changed.flatten().into_iter().chain(left.flatten()).min();
    Ok(earliest.map(|at| told(at, now)))
}

/// The cases at these places with their texts and tags, in the same order. One whose text cannot be read
/// is left out: it must neither keep all others from being harvested nor look as if it had been taken
/// down.
async fn with_texts(
    db: &Db,
    places: Vec<Place>,
    set: Option<&(Facet, Option<String>)>,
) -> Result<Vec<Harvested>, DbErr> {
    let ids: Vec<i64> = places.iter().map(|place| place.id).collect();
    let mut rows: HashMap<i64, case::Model> = case::Entity::find()
        .filter(case::Column::Id.is_in(ids.iter().copied()))
        .all(db.reader())
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let public =
        |row: &case::Model| CaseState::from_slug(&row.state).filter(|state| state.is_public());
    let revisions: Vec<i64> = places
        .iter()
        .filter(|place| place.here > 0)
        .filter_map(|place| rows.get(&place.id))
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
    let mut terms: HashMap<i64, Vec<case_term::Model>> = HashMap::new();
    let all = case_term::Entity::find()
        .filter(case_term::Column::CaseId.is_in(ids))
        .filter(case_term::Column::Vocabulary.is_in(SETS.map(Facet::slug)))
        .order_by_asc(case_term::Column::Vocabulary)
        .order_by_asc(case_term::Column::Slug)
        .all(db.reader())
        .await?;
    for term in all {
        terms.entry(term.case_id).or_default().push(term);
    }
    let now = db.now_ms();
    let ahead = |row: &case::Model| row.updated_at > Some(now) || row.published_at > Some(now);
    if rows.values().any(ahead) {
        dated_ahead::name(db).await;
    }
    Ok(places
        .into_iter()
        .filter_map(|place| {
            let row = rows.remove(&place.id)?;
            let terms = terms.remove(&place.id).unwrap_or_default();
            let in_set = place.here > 0;
            let slug = row.slug.clone().unwrap_or_default();
            let text = row.published_revision_id.and_then(|id| texts.remove(&id));
            let case = match (public(&row).filter(|_| in_set), text) {
                (Some(state), Some(text)) => Some(PublicCase {
                    slug: slug.clone(),
                    state,
                    compiled: cases::is_compiled(&row.origin, row.sample),
                    sample: row.sample,
                    featured: row.featured,
                    published_at: told(row.published_at.unwrap_or_default(), now),
                    updated_at: told(row.updated_at.unwrap_or_default(), now),
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
                slug,
                changed_at: told(place.changed, now),
                place: (place.changed, place.id),
                tags: tags(terms, if in_set { None } else { set }),
                case,
            })
        })
        .collect())
}

/// The sets that a case is in; with `left`, those of them that it was in.
fn tags(
    terms: Vec<case_term::Model>,
    left: Option<&(Facet, Option<String>)>,
) -> Vec<(Facet, String)> {
    let tags = terms.into_iter().filter_map(|term| {
        let facet = set_of_records(&term.vocabulary)?;
        let wanted = match left {
            None => term.left_at.is_none(),
            Some((of, slug)) => facet == *of && slug.as_ref().is_none_or(|slug| *slug == term.slug),
        };
        wanted.then_some((facet, term.slug))
    });
    tags.collect()
}
