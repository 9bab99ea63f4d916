//! The whole public bank at a glance: a light entry for each case, held in memory.
//!
//! The impact page, the ways in and the map look at every case at once. Reading every text for
//! each of them would take longer than a page may take, so what they need is read once and kept
//! until the bank's generation changes; then what changed is read.

mod build;
mod cache;
#[cfg(test)]
mod tests;

pub use cache::CatalogueCache;

use super::{Db, DbErr};
use crate::bank::Standing;
use crate::cases;
use crate::cases::{Filters, PublicCase, TermCount};
use build::{Making, Row};
use case_study::evidence::People;
use case_study::vocabulary::slugify;
use case_study::{Facet, Point, PublicContent};
use std::collections::{BTreeMap, HashMap};

/// Every public case, with what can be counted about it.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Of which bank it is, and how far that was.
    of: Standing,
    this_year: u16,
    /// The newest first.
    pub entries: Vec<Entry>,
    /// Museums with a public case, by name.
    pub museums: Vec<Museum>,
    /// Measures that cases name.
    pub measures: Vec<Measure>,
    /// What the numbers in [`Entry::terms`] stand for.
    terms: Names<(Facet, String)>,
}

/// A museum as the bank knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Museum {
    pub slug: String,
    pub name: String,
}

/// A scale, toolkit or method as the cases name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// A term of the vocabulary, or the author's words as a slug.
    pub key: String,
    pub label: String,
    /// In the vocabulary of common measures.
    pub common: bool,
}

/// What is known of where a case took place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spot {
    Shown(Point),
    /// It is known where, but readers may not see it.
    Hidden,
    /// Nobody knows where its town is.
    Unknown,
}

impl Spot {
    /// `placed` says whether it is known where it was at all, be it for readers or not.
    fn of(content: &PublicContent, placed: bool) -> Self {
        match content.position {
            Some(point) => Self::Shown(point),
            None if placed => Self::Hidden,
            None => Self::Unknown,
        }
    }
}

/// A public case in a line.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The case's number in the database.
    pub id: i64,
    pub slug: String,
    pub title: String,
    /// Index into [`Catalogue::museums`].
    pub museum: usize,
    pub town: String,
    pub nation: String,
    pub spot: Spot,
    pub compiled: bool,
    /// A sample that goes the way of what museums send; no figure counts it.
    pub left_out: bool,
    pub featured: bool,
    pub published_at: i64,
    /// When its text or its standing last changed in public.
    pub updated_at: i64,
    /// The number of people that it gives, and what that number counts.
    pub people: Option<People>,
    /// No person chose its evidence label.
    pub evidence_suggested: bool,
    /// Says what did not work or was hard.
    pub tells_what_was_hard: bool,
    /// Indices into [`Catalogue::measures`].
    pub measures: Box<[usize]>,
    terms: Box<[u32]>,
}

/// Values that occur often, each kept once.
#[derive(Debug, Clone)]
struct Names<T> {
    all: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            numbers: HashMap::new(),
        }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Names<T> {
    fn number(&mut self, name: T) -> u32 {
        let next = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(name.clone()).or_insert_with(|| {
            self.all.push(name);
            next
        })
    }
}

impl Catalogue {
    /// The catalogue of cases at hand, the last of them the newest.
    #[must_use]
    pub fn of(cases: &[PublicCase], this_year: u16) -> Self {
        let mut making = Making::new(Standing::default(), this_year);
        for (id, case) in (1..).zip(cases) {
            let museum = Museum {
                slug: slugify(&case.content.museum),
                name: case.content.museum.clone(),
            };
            let row = Row {
                id,
                slug: Some(case.slug.clone()),
                state: case.state.slug().to_owned(),
                origin: if case.compiled && !case.sample {
                    "compiled"
                } else {
                    "submitted"
                }
                .to_owned(),
                sample: case.sample,
                featured: case.featured,
                museum_id: None,
                published_at: Some(case.published_at),
                updated_at: Some(case.updated_at),
                content: String::new(),
            };
            let spot = Spot::of(&case.content, false);
            making.add(row, &case.content, spot, Some(&museum));
        }
        making.done()
    }

    /// Whether it shows the bank as it is now, or later, as it is to be seen this year.
    const fn is_of(&self, now: Standing, this_year: u16) -> bool {
        self.is_of_bank(now) && self.of.generation >= now.generation && self.this_year == this_year
    }

    /// Whether it is of the same bank, and not of another that was put in its place.
    const fn is_of_bank(&self, now: Standing) -> bool {
        self.of.identity == now.identity
    }

    /// The numbers of cases that may count for other years in one year than in another: those of either and later.
    /// What still runs counts up to the present year, what is planned at most ten years ahead.
    fn ids_of_years(&self, other: u16) -> Vec<i64> {
        let first = self.this_year.min(other);
        let is_later = |slug: &str| slug.parse::<u16>().is_ok_and(|year| year >= first);
        let counts = |entry: &&Entry| self.terms_of(entry, Facet::Year).any(is_later);
        self.entries
            .iter()
            .filter(counts)
            .map(|entry| entry.id)
            .collect()
    }

    /// The entries that figures count, the newest first: all but samples of what museums send.
    #[must_use]
    pub fn counted(&self) -> Vec<&Entry> {
        self.entries
            .iter()
            .filter(|entry| !entry.left_out)
            .collect()
    }

    /// The museum with this slug, if it has a public case.
    #[must_use]
    pub fn museum(&self, slug: &str) -> Option<usize> {
        self.museums.iter().position(|museum| museum.slug == slug)
    }

    /// The slugs an entry has in a facet.
    pub fn terms_of<'a>(&'a self, entry: &'a Entry, facet: Facet) -> impl Iterator<Item = &'a str> {
        entry
            .terms
            .iter()
            .filter_map(|number| self.terms.all.get(*number as usize))
            .filter(move |(name, _)| *name == facet)
            .map(|(_, slug)| slug.as_str())
    }

    /// Whether an entry carries a slug in a facet.
    #[must_use]
    pub fn has(&self, entry: &Entry, facet: Facet, slug: &str) -> bool {
        self.terms_of(entry, facet).any(|term| term == slug)
    }

    /// The entries a list with these filters shows, the newest first: OR inside a facet, AND
    /// between facets.
    #[must_use]
    pub fn matching(&self, filters: &Filters) -> Vec<&Entry> {
        // As numbers, so that no text is compared for each case.
        let wanted: Vec<Vec<u32>> = filters
            .chosen
            .iter()
            .filter(|(_, slugs)| !slugs.is_empty())
            .map(|(facet, slugs)| {
                let number = |slug: &String| self.terms.numbers.get(&(*facet, slug.clone()));
                slugs.iter().filter_map(number).copied().collect()
            })
            .collect();
        self.entries
            .iter()
            .filter(|entry| {
                let has = |numbers: &Vec<u32>| numbers.iter().any(|one| entry.terms.contains(one));
                wanted.iter().all(has)
            })
            .collect()
    }

    /// How many of these entries carry each value of a facet: every value that occurs, the most
    /// used first; equal ones in the order of their vocabulary or of their names.
    #[must_use]
    pub fn counts(&self, entries: &[&Entry], facet: Facet) -> Vec<TermCount> {
        let mut of_each = vec![0_u64; self.terms.all.len()];
        for entry in entries {
            for number in &entry.terms {
                of_each[*number as usize] += 1;
            }
        }
        // In the order of the slugs.
        let counts: BTreeMap<&str, u64> = self
            .terms
            .all
            .iter()
            .zip(of_each)
            .filter(|((name, _), count)| *name == facet && *count > 0)
            .map(|((_, slug), count)| (slug.as_str(), count))
            .collect();
        let mut terms: Vec<(usize, TermCount)> = counts
            .into_iter()
            .map(|(slug, count)| {
                let term = TermCount {
                    slug: slug.to_owned().into(),
                    label: facet.label_of(slug).into(),
                    count,
                };
                (facet.place_of(slug), term)
            })
            .collect();
        terms.sort_by(|(at, a), (other, b)| b.count.cmp(&a.count).then(at.cmp(other)));
        terms.into_iter().map(|(_, term)| term).collect()
    }
}

/// The whole of these cases, in the same order; one that was taken down meanwhile is left out.
///
/// # Errors
/// When the database does not answer.
pub async fn in_full(db: &Db, entries: &[&Entry]) -> Result<Vec<PublicCase>, DbErr> {
    let ids: Vec<i64> = entries.iter().map(|entry| entry.id).collect();
    let mut found = cases::by_ids(db, &ids).await?;
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}
