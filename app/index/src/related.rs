//! Cases like a case: with the same people or on the same theme, from other museums.
//!
//! One pass over the numbers in memory; only the cases that are shown are read from the index.
//! What two cases share counts for more the rarer it is in the bank: "people in recovery" says
//! more than "general visitors". People count for more than themes, and what was done breaks ties.

use super::document::museum_number;
use super::find::case_at;
use super::snapshot::{Snapshot, Spot};
use case_study::Facet;
use store::cases::{PublicCase, Sort};
use tantivy::TantivyError;

/// How much a shared value says, by facet, before its rarity. The first two make cases related;
/// the others only rank those that are.
const WEIGHTS: [(Facet, f32); 5] = [
    (Facet::Audience, 3.0),
    (Facet::Theme, 2.0),
    (Facet::Activity, 1.0),
    (Facet::Strand, 0.5),
    (Facet::MuseumType, 0.5),
];

/// The year up to which work that still runs is counted: none, for no weight is on the years.
const NO_YEAR: u16 = 0;

/// How many groups of people a reason names.
const NAMED: usize = 2;

/// Why a case is related, in slugs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InCommon {
    /// The same people, one group or two, as the case at hand names them first.
    Audiences(Vec<String>),
    /// The rarest theme that both have, where they have no people in common.
    Theme(String),
}

/// A case like the one at hand.
#[derive(Debug, Clone)]
pub struct Related {
    pub case: PublicCase,
    pub in_common: InCommon,
}

/// A value of the case at hand.
struct Wanted {
    facet: Facet,
    slug: String,
    number: u32,
    weight: f32,
}

impl Wanted {
    /// Whether this alone makes two cases related.
    fn binds(&self) -> bool {
        matches!(self.facet, Facet::Audience | Facet::Theme)
    }
}

pub(super) fn related(
    snapshot: &Snapshot,
    case: &PublicCase,
    most: usize,
) -> Result<Vec<Related>, TantivyError> {
    let wanted = wanted(snapshot, case);
    let mut weights = vec![0.0_f32; snapshot.values.len()];
    let mut bonds = vec![false; snapshot.values.len()];
    for one in &wanted {
        weights[one.number as usize] = one.weight;
        bonds[one.number as usize] = one.binds();
    }
    let museum = museum_number(&case.content.museum);
    let mut best: Vec<(f32, Spot)> = Vec::with_capacity(most + 1);
    // The newest first, and a later case must be more alike to come before an earlier one.
    for spot in snapshot.all(Sort::Newest) {
        let (mut score, mut bound) = (0.0, false);
        for value in snapshot.values_of(*spot) {
            score += weights[*value as usize];
            bound |= bonds[*value as usize];
        }
        if !bound || snapshot.museum_of(*spot) == museum {
            continue;
        }
        let place = best.partition_point(|(other, _)| *other >= score);
        if place < most {
            best.insert(place, (score, *spot));
            best.truncate(most);
        }
    }
    best.into_iter()
        .filter_map(|(_, spot)| {
            let in_common = in_common(&wanted, snapshot.values_of(spot))?;
            Some(case_at(snapshot, spot).map(|case| Related { case, in_common }))
        })
        .collect()
}

/// The values of the case at hand that other cases may share.
fn wanted(snapshot: &Snapshot, case: &PublicCase) -> Vec<Wanted> {
    let content = &case.content;
    let cases = snapshot.all(Sort::Newest).len();
    WEIGHTS
        .iter()
        .flat_map(|(facet, weight)| {
            let slugs = facet.terms(content, NO_YEAR);
            slugs.into_iter().map(move |slug| (*facet, slug, weight))
        })
        .filter_map(|(facet, slug, weight)| {
            let number = snapshot.values.known(facet, &slug)?;
            let with_it = snapshot.totals().get(number as usize).copied()?;
            Some(Wanted {
                facet,
                slug,
                number,
                weight: weight * rarity(cases, with_it),
            })
        })
        .collect()
}

/// More for what few cases have; never nothing.
fn rarity(cases: usize, with_it: u32) -> f32 {
    // Counts of cases are far below what a float holds exactly.
    (1.0 + cases as f32 / with_it.max(1) as f32).ln()
}

/// What two cases share: people before themes.
fn in_common(wanted: &[Wanted], values: &[u32]) -> Option<InCommon> {
    let of = |facet: Facet| {
        wanted
            .iter()
            .filter(move |one| one.facet == facet && values.contains(&one.number))
    };
    let audiences: Vec<String> = of(Facet::Audience)
        .take(NAMED)
        .map(|one| one.slug.clone())
        .collect();
    if !audiences.is_empty() {
        return Some(InCommon::Audiences(audiences));
    }
    of(Facet::Theme)
        // The first of equals: as the case names them itself.
        .reduce(
            |best, one| {
                if one.weight > best.weight { one } else { best }
            },
        )
        .map(|one| InCommon::Theme(one.slug.clone()))
}

#[cfg(test)]
mod tests {
    use super::rarity;

    #[test]
    fn what_is_rare_says_more() {
        assert!(rarity(28, 1) > rarity(28, 2));
        assert!(rarity(28, 28) > 0.0);
        assert!(rarity(0, 0).is_finite());
    }
}
