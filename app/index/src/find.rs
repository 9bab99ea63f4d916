//! Lists, pages and counts.

use super::Listing;
use super::document::stored_case;
use super::excerpts::{Excerpts, Marker};
use super::pass::{Asked, Gathered, Hit, count_side_by_side, gather};
use super::query::{Prepared, prepare};
use super::query_parser::Question;
use super::snapshot::{Snapshot, Spot};
use super::synonyms::Synonyms;
use super::understood::understood;
use case_study::Facet;
use std::borrow::Cow;
use std::collections::HashSet;
use store::cases::{Filters, Found, PublicCase, Sort};
use tantivy::{DocAddress, TantivyDocument, TantivyError};

/// The first cases of a list, in which words that stand side by side are counted. It hangs on no
/// page, so that the pages of a list fit together.
const LOOKED_AT_CLOSELY: usize = 100;

/// The words of a list, ready to be looked for.
pub(super) struct Words {
    pub question: Question,
    pub prepared: Prepared,
}

/// What fits the filters, in the list's order.
pub(super) struct Matched<'a> {
    pub spots: Cow<'a, [Spot]>,
    /// How many of them have all of the words; without words all have.
    pub with_all: u64,
    counts: Cow<'a, [u32]>,
}

pub(super) fn find(
    snapshot: &Snapshot,
    synonyms: &Synonyms,
    filters: &Filters,
    page: u64,
    per_page: u64,
) -> Result<Found, TantivyError> {
    let words = read(snapshot, synonyms, &filters.q)?;
    let end = end_of(page, per_page);
    let matched = matching(snapshot, filters, words.as_ref(), end)?;
    page_of(snapshot, &matched, page, per_page)
}

pub(super) fn count(
    snapshot: &Snapshot,
    synonyms: &Synonyms,
    filters: &Filters,
) -> Result<u64, TantivyError> {
    let words = read(snapshot, synonyms, &filters.q)?;
    let matched = matching(snapshot, filters, words.as_ref(), 0)?;
    Ok(matched.spots.len() as u64)
}

pub(super) fn ids(
    snapshot: &Snapshot,
    synonyms: &Synonyms,
    filters: &Filters,
) -> Result<HashSet<i64>, TantivyError> {
    let words = read(snapshot, synonyms, &filters.q)?;
    let matched = matching(snapshot, filters, words.as_ref(), 0)?;
    Ok(matched
        .spots
        .iter()
        .map(|spot| snapshot.id(*spot))
        .collect())
}

/// Every case of the list, in its order.
pub(super) fn whole<'a>(
    snapshot: &'a Snapshot,
    synonyms: &Synonyms,
    filters: &Filters,
) -> Result<Matched<'a>, TantivyError> {
    let words = read(snapshot, synonyms, &filters.q)?;
    matching(snapshot, filters, words.as_ref(), usize::MAX)
}

pub(super) fn counts(
    snapshot: &Snapshot,
    synonyms: &Synonyms,
    filters: &Filters,
) -> Result<Vec<u32>, TantivyError> {
    let words = read(snapshot, synonyms, &filters.q)?;
    let matched = matching(snapshot, filters, words.as_ref(), 0)?;
    Ok(matched.counts.into_owned())
}

pub(super) fn list(
    snapshot: &Snapshot,
    synonyms: &Synonyms,
    filters: &Filters,
    page: u64,
    per_page: u64,
) -> Result<Listing, TantivyError> {
    let words = read(snapshot, synonyms, &filters.q)?;
    let end = end_of(page, per_page);
    let matched = matching(snapshot, filters, words.as_ref(), end)?;
    let found = page_of(snapshot, &matched, page, per_page)?;
    let facets = Facet::ALL
        .iter()
        .map(|facet| (*facet, snapshot.values.terms(*facet, &matched.counts)))
        .collect();
    let Some(words) = words else {
        return Ok(Listing {
            found,
            facets,
            ..Listing::default()
        });
    };
    let mut marker = Marker::new(&words.prepared.marks);
    let excerpts = found
        .cases
        .iter()
        .map(|case| Excerpts::of(case, &mut marker))
        .collect();
    let understood = understood(snapshot, synonyms, filters, &words, found.total)?;
    Ok(Listing {
        found,
        facets,
        excerpts,
        understood,
    })
}

/// How many cases of a list come before the end of a page.
fn end_of(page: u64, per_page: u64) -> usize {
    usize::try_from(page.saturating_mul(per_page)).unwrap_or(usize::MAX)
}

/// Reads words as they were typed. `None` where there is nothing to look for.
pub(super) fn read(
    snapshot: &Snapshot,
    synonyms: &Synonyms,
    words: &str,
) -> Result<Option<Words>, TantivyError> {
    let question = Question::read(words);
    if question.is_empty() {
        return Ok(None);
    }
    let prepared = prepare(&question, snapshot, synonyms)?;
    Ok(Some(Words { question, prepared }))
}

/// Everything that fits; at least the first `wanted` stand in the list's order.
pub(super) fn matching<'a>(
    snapshot: &'a Snapshot,
    filters: &Filters,
    words: Option<&Words>,
    wanted: usize,
) -> Result<Matched<'a>, TantivyError> {
    let choice = snapshot.values.choice(filters);
    let Some(words) = words else {
        let all = snapshot.all(filters.sort);
        if choice.is_empty() {
            return Ok(Matched {
                spots: Cow::Borrowed(all),
                with_all: all.len() as u64,
                counts: Cow::Borrowed(snapshot.totals()),
            });
        }
        let mut counts = vec![0; snapshot.values.len()];
        let spots: Vec<Spot> = all
            .iter()
            .copied()
            .filter(|spot| choice.look(snapshot.values_of(*spot), &mut counts))
            .collect();
        return Ok(Matched {
            with_all: spots.len() as u64,
            spots: Cow::Owned(spots),
            counts: Cow::Owned(counts),
        });
    };
    let asked = &words.prepared.asked;
    // Words that stand in every case study say nothing of which is best.
    let scores = filters.sort == Sort::Relevance && !words.question.only_common && wanted > 0;
    let Gathered {
        hits,
        with_all,
        counts,
    } = gather(snapshot, asked, &choice, scores)?;
    Ok(Matched {
        spots: Cow::Owned(sorted(snapshot, filters.sort, asked, hits, wanted)?),
        with_all,
        counts: Cow::Owned(counts),
    })
}

fn sorted(
    snapshot: &Snapshot,
    sort: Sort,
    asked: &Asked,
    mut hits: Vec<Hit>,
    wanted: usize,
) -> Result<Vec<Spot>, TantivyError> {
    if sort == Sort::Relevance && wanted > 0 {
        let closely = LOOKED_AT_CLOSELY.min(hits.len());
        first_ones(snapshot, &mut hits, closely);
        let (first, others) = hits.split_at_mut(closely);
        count_side_by_side(snapshot, asked, first)?;
        first.sort_unstable_by(|a, b| best_first(snapshot, a, b));
        let more = wanted.saturating_sub(closely).min(others.len());
        if more > 0 {
            first_ones(snapshot, others, more);
            others[..more].sort_unstable_by(|a, b| best_first(snapshot, a, b));
        }
    }
    let mut spots: Vec<Spot> = hits.into_iter().map(|hit| hit.spot).collect();
    match sort {
        Sort::Relevance => {}
        Sort::Newest => spots.sort_by_cached_key(|spot| snapshot.newer(*spot)),
        Sort::Title => snapshot.sort_by_title(&mut spots),
    }
    Ok(spots)
}

/// Those with all of the words, then the others; of both the best, and of equals the newest.
fn best_first(snapshot: &Snapshot, a: &Hit, b: &Hit) -> std::cmp::Ordering {
    b.with_all
        .cmp(&a.with_all)
        .then_with(|| b.score.total_cmp(&a.score))
        .then_with(|| snapshot.newer(a.spot).cmp(&snapshot.newer(b.spot)))
}

/// A page is a handful out of thousands: brings the first ones to the front, in no order.
fn first_ones(snapshot: &Snapshot, hits: &mut [Hit], how_many: usize) {
    if how_many < hits.len() {
        hits.select_nth_unstable_by(how_many, |a, b| best_first(snapshot, a, b));
    }
}

fn page_of(
    snapshot: &Snapshot,
    matched: &Matched<'_>,
    page: u64,
    per_page: u64,
) -> Result<Found, TantivyError> {
    let total = matched.spots.len() as u64;
    let first = page.saturating_sub(1).saturating_mul(per_page).min(total);
    let last = first.saturating_add(per_page).min(total);
    // Both lie within the list, so they fit.
    let (first, last) = (first as usize, last as usize);
    let cases = matched.spots[first..last]
        .iter()
        .map(|spot| case_at(snapshot, *spot))
        .collect::<Result<_, _>>()?;
    Ok(Found {
        cases,
        total,
        with_all: matched.with_all,
        pages: total.div_ceil(per_page.max(1)),
    })
}

pub(super) fn case_at(snapshot: &Snapshot, spot: Spot) -> Result<PublicCase, TantivyError> {
    let document: TantivyDocument = snapshot
        .searcher
        .doc(DocAddress::new(spot.segment, spot.document))?;
    stored_case(&snapshot.fields, &document)
        .ok_or_else(|| TantivyError::InternalError("a stored case cannot be read".to_owned()))
}

/// The best cases for a question, without filters.
pub(super) fn best(
    snapshot: &Snapshot,
    asked: &Asked,
    most: usize,
) -> Result<Vec<PublicCase>, TantivyError> {
    let everything = snapshot.values.choice(&Filters::default());
    let hits = gather(snapshot, asked, &everything, true)?.hits;
    sorted(snapshot, Sort::Relevance, asked, hits, most)?
        .into_iter()
        .take(most)
        .map(|spot| case_at(snapshot, spot))
        .collect()
}

#[cfg(test)]
mod tests;
