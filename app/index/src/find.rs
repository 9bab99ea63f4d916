//! Lists, pages and counts.

use super::Listing;
use super::document::stored_case;
use super::excerpts::{Excerpts, Marker};
use super::facet_counts::{Gather, Gathered};
use super::query::{Prepared, prepare};
use super::query_parser::Question;
use super::snapshot::{Snapshot, Spot};
use super::synonyms::Synonyms;
use case_study::Facet;
use std::borrow::Cow;
use std::collections::HashSet;
use store::cases::{Filters, Found, PublicCase, Sort};
use tantivy::{DocAddress, TantivyDocument, TantivyError};

/// A word is corrected in this many places of one question at most.
const MOST_CORRECTIONS: usize = 5;

/// What was understood of the words.
struct Understood {
    prepared: Prepared,
    corrected: Option<String>,
    unknown: Vec<String>,
}

/// What fits the filters, in the list's order.
struct Matched<'a> {
    spots: Cow<'a, [Spot]>,
    counts: Cow<'a, [u32]>,
}

pub(super) fn find(
    snapshot: &Snapshot,
    synonyms: &Synonyms,
    filters: &Filters,
    page: u64,
    per_page: u64,
) -> Result<Found, TantivyError> {
    let understood = understand(snapshot, synonyms, filters)?;
    let matched = matching(
        snapshot,
        filters,
        understood.as_ref(),
        end_of(page, per_page),
    )?;
    page_of(snapshot, &matched, page, per_page)
}

pub(super) fn count(
    snapshot: &Snapshot,
    synonyms: &Synonyms,
    filters: &Filters,
) -> Result<u64, TantivyError> {
    let understood = understand(snapshot, synonyms, filters)?;
    Ok(matching(snapshot, filters, understood.as_ref(), 0)?
        .spots
        .len() as u64)
}

pub(super) fn ids(
    snapshot: &Snapshot,
    synonyms: &Synonyms,
    filters: &Filters,
) -> Result<HashSet<i64>, TantivyError> {
    let understood = understand(snapshot, synonyms, filters)?;
    let matched = matching(snapshot, filters, understood.as_ref(), 0)?;
    Ok(matched
        .spots
        .iter()
        .map(|spot| snapshot.id(*spot))
        .collect())
}

/// Every case of the list, in its order.
pub(super) fn spots(
    snapshot: &Snapshot,
    synonyms: &Synonyms,
    filters: &Filters,
) -> Result<Vec<Spot>, TantivyError> {
    let understood = understand(snapshot, synonyms, filters)?;
    let matched = matching(snapshot, filters, understood.as_ref(), usize::MAX)?;
    Ok(matched.spots.into_owned())
}

pub(super) fn counts(
    snapshot: &Snapshot,
    synonyms: &Synonyms,
    filters: &Filters,
) -> Result<Vec<u32>, TantivyError> {
    let understood = understand(snapshot, synonyms, filters)?;
    Ok(matching(snapshot, filters, understood.as_ref(), 0)?
        .counts
        .into_owned())
}

pub(super) fn list(
    snapshot: &Snapshot,
    synonyms: &Synonyms,
    filters: &Filters,
    page: u64,
    per_page: u64,
) -> Result<Listing, TantivyError> {
    let understood = understand(snapshot, synonyms, filters)?;
    let matched = matching(
        snapshot,
        filters,
        understood.as_ref(),
        end_of(page, per_page),
    )?;
    let found = page_of(snapshot, &matched, page, per_page)?;
    let facets = Facet::ALL
        .iter()
        .map(|facet| (*facet, snapshot.values.terms(*facet, &matched.counts)))
        .collect();
    let Some(understood) = understood else {
        return Ok(Listing {
            found,
            facets,
            ..Listing::default()
        });
    };
    let mut marker = Marker::new(&understood.prepared.marks);
    let excerpts = found
        .cases
        .iter()
        .map(|case| Excerpts::of(case, &mut marker))
        .collect();
    Ok(Listing {
        found,
        facets,
        excerpts,
        corrected: understood.corrected,
        unknown: understood.unknown,
    })
}

/// How many cases of a list come before the end of a page.
fn end_of(page: u64, per_page: u64) -> usize {
    usize::try_from(page.saturating_mul(per_page)).unwrap_or(usize::MAX)
}

/// Reads the words, and mends those that find nothing unless they are wanted as they are. `None`
/// without words.
fn understand(
    snapshot: &Snapshot,
    synonyms: &Synonyms,
    filters: &Filters,
) -> Result<Option<Understood>, TantivyError> {
    let question = Question::read(&filters.q);
    if question.is_empty() {
        return Ok(None);
    }
    let prepared = prepare(&question, snapshot, synonyms)?;
    if prepared.unknown.is_empty() || filters.exact {
        return Ok(Some(as_typed(&question, prepared)));
    }
    let vocabulary = snapshot.vocabulary()?;
    let mut corrected = filters.q.clone();
    // From the end, so that places before stay where they are.
    for place in prepared.unknown.iter().rev().take(MOST_CORRECTIONS) {
        let word = &question.words[*place];
        if let Some(meant) = vocabulary.closest(&word.plain, synonyms) {
            corrected.replace_range(word.range.clone(), &meant);
        }
    }
    if corrected == filters.q {
        return Ok(Some(as_typed(&question, prepared)));
    }
    let question = Question::read(&corrected);
    let prepared = prepare(&question, snapshot, synonyms)?;
    Ok(Some(Understood {
        corrected: Some(corrected),
        ..as_typed(&question, prepared)
    }))
}

fn as_typed(question: &Question, prepared: Prepared) -> Understood {
    let unknown = prepared
        .unknown
        .iter()
        .map(|place| question.words[*place].plain.clone())
        .collect();
    Understood {
        prepared,
        corrected: None,
        unknown,
    }
}

/// Everything that fits; at least the first `wanted` stand in the list's order.
fn matching<'a>(
    snapshot: &'a Snapshot,
    filters: &Filters,
    understood: Option<&Understood>,
    wanted: usize,
) -> Result<Matched<'a>, TantivyError> {
    let choice = snapshot.values.choice(filters);
    let Some(understood) = understood else {
        let all = snapshot.all(filters.sort);
        if choice.is_empty() {
            return Ok(Matched {
                spots: Cow::Borrowed(all),
                counts: Cow::Borrowed(snapshot.totals()),
            });
        }
        let mut counts = vec![0; snapshot.values.len()];
        let spots = all
            .iter()
            .copied()
            .filter(|spot| choice.look(snapshot.values_of(*spot), &mut counts))
            .collect();
        return Ok(Matched {
            spots: Cow::Owned(spots),
            counts: Cow::Owned(counts),
        });
    };
    let scores = filters.sort == Sort::Relevance;
    let gather = Gather::new(snapshot, choice, scores);
    let Gathered { hits, counts } = snapshot
        .searcher
        .search(&understood.prepared.query, &gather)?;
    Ok(Matched {
        spots: Cow::Owned(sorted(snapshot, filters.sort, hits, wanted)),
        counts: Cow::Owned(counts),
    })
}

fn sorted(snapshot: &Snapshot, sort: Sort, mut hits: Vec<(f32, Spot)>, wanted: usize) -> Vec<Spot> {
    if sort == Sort::Relevance {
        let order = |(a, first): &(f32, Spot), (b, second): &(f32, Spot)| {
            b.total_cmp(a)
                .then_with(|| snapshot.newer(*first).cmp(&snapshot.newer(*second)))
        };
        // A page is a handful out of thousands: those before its end are put first, then in order.
        if wanted < hits.len() {
            hits.select_nth_unstable_by(wanted, order);
        }
        let wanted = wanted.min(hits.len());
        hits[..wanted].sort_unstable_by(order);
    }
    let mut spots: Vec<Spot> = hits.into_iter().map(|(_, spot)| spot).collect();
    match sort {
        Sort::Relevance => {}
        Sort::Newest => spots.sort_by_cached_key(|spot| snapshot.newer(*spot)),
        Sort::Title => snapshot.sort_by_title(&mut spots),
    }
    spots
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

/// The best cases for a query, without filters.
pub(super) fn best(
    snapshot: &Snapshot,
    query: &dyn tantivy::query::Query,
    most: usize,
) -> Result<Vec<PublicCase>, TantivyError> {
    let everything = snapshot.values.choice(&Filters::default());
    let gather = Gather::new(snapshot, everything, true);
    let hits = snapshot.searcher.search(query, &gather)?.hits;
    sorted(snapshot, Sort::Relevance, hits, most)
        .into_iter()
        .take(most)
        .map(|spot| case_at(snapshot, spot))
        .collect()
}
