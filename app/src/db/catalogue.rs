//! The whole public bank at a glance: a light entry for each case, held in memory.
//!
//! The impact page, the ways in and the map look at every case at once. Reading every text for
//! each of them would take longer than a page may take, so what they need is read once and kept
//! until the bank's generation changes.

use super::entity::{case, museum};
use super::{Db, DbErr, bank, publishing, read_content};
use crate::case_study::vocabulary::slugify;
use crate::case_study::{CaseStudyContent, Point, Vocabulary};
use crate::db::cases::{self, BySlug, Filters, PublicCase, TermCount};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use tokio::sync::Mutex;

/// Texts read at once while the catalogue is made: bounds the memory it takes.
const AT_ONCE: u64 = 500;

/// Keeps the newest catalogue; one in each process.
#[derive(Default)]
pub struct CatalogueKeeper {
    kept: Mutex<Option<Arc<Catalogue>>>,
}

impl CatalogueKeeper {
    /// The catalogue of the bank as it stands now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn current(&self, db: &Db) -> Result<Arc<Catalogue>, DbErr> {
        // Read before the cases: a change in between makes the next reader look again.
        let generation = bank::generation(db).await?;
        let this_year = this_year();
        // Held while reading, so that many readers after a change read the bank once.
        let mut kept = self.kept.lock().await;
        if let Some(catalogue) = kept.as_ref()
            && catalogue.generation >= generation
            && catalogue.this_year == this_year
        {
            return Ok(catalogue.clone());
        }
        let catalogue = Arc::new(Catalogue::read(db, generation, this_year).await?);
        *kept = Some(catalogue.clone());
        Ok(catalogue)
    }
}

fn this_year() -> u16 {
    u16::try_from(time::OffsetDateTime::now_utc().year()).unwrap_or(u16::MAX)
}

/// Every public case, with what can be counted about it.
#[derive(Debug, Default)]
pub struct Catalogue {
    generation: i64,
    this_year: u16,
    /// The newest first.
    pub entries: Vec<Entry>,
    /// Museums with a public case, by name.
    pub museums: Vec<Museum>,
    /// Measures that cases name.
    pub measures: Vec<Measure>,
    /// What the numbers in [`Entry::terms`] stand for.
    terms: Names<(&'static str, String)>,
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
    /// There is a position, but readers may not see it.
    Hidden,
    /// Nobody gave a position.
    Unknown,
}

/// A public case in a line.
#[derive(Debug, Clone)]
pub struct Entry {
    pub slug: String,
    pub title: String,
    /// Index into [`Catalogue::museums`].
    pub museum: usize,
    pub town: String,
    pub nation: String,
    pub spot: Spot,
    pub compiled: bool,
    pub featured: bool,
    pub published_at: i64,
    /// People, not visits, as the museum counted them.
    pub participants: Option<u32>,
    /// Says what did not work or was hard.
    pub tells_what_was_hard: bool,
    /// Indices into [`Catalogue::measures`].
    pub measures: Box<[usize]>,
    terms: Box<[u32]>,
}

/// Values that occur often, each kept once.
#[derive(Debug)]
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

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    slug: Option<String>,
    origin: String,
    featured: bool,
    museum_id: Option<i64>,
    published_at: Option<i64>,
    content: String,
}

impl Catalogue {
    async fn read(db: &Db, generation: i64, this_year: u16) -> Result<Self, DbErr> {
        let museums = museum::Entity::find().all(db.reader()).await?;
        let names: HashMap<i64, Museum> = museums
            .into_iter()
            .map(|row| {
                let museum = Museum {
                    slug: row.slug,
                    name: row.name,
                };
                (row.id, museum)
            })
            .collect();
        let mut making = Making::new(generation, this_year);
        let mut after = 0;
        loop {
            let rows = rows_after(db, after).await?;
            let Some(last) = rows.last() else { break };
            after = last.id;
            for row in rows {
                let content = read_content(&row.content)?;
                let museum = row.museum_id.and_then(|id| names.get(&id));
                making.add(row, &content, museum);
            }
        }
        Ok(making.done())
    }

    /// The catalogue of cases at hand, the last of them the newest.
    #[must_use]
    pub fn of(cases: &[PublicCase], this_year: u16) -> Self {
        let mut making = Making::new(0, this_year);
        for (id, case) in (1..).zip(cases) {
            let museum = Museum {
                slug: slugify(&case.content.museum),
                name: case.content.museum.clone(),
            };
            let row = Row {
                id,
                slug: Some(case.slug.clone()),
                origin: if case.compiled {
                    "compiled"
                } else {
                    "submitted"
                }
                .to_owned(),
                featured: case.featured,
                museum_id: None,
                published_at: Some(case.published_at),
                content: String::new(),
            };
            making.add(row, &case.content, Some(&museum));
        }
        making.done()
    }

    /// The museum with this slug, if it has a public case.
    #[must_use]
    pub fn museum(&self, slug: &str) -> Option<usize> {
        self.museums.iter().position(|museum| museum.slug == slug)
    }

    /// The slugs an entry has in a facet.
    pub fn terms_of<'a>(
        &'a self,
        entry: &'a Entry,
        facet: &'a str,
    ) -> impl Iterator<Item = &'a str> {
        entry
            .terms
            .iter()
            .filter_map(|number| self.terms.all.get(*number as usize))
            .filter(move |(name, _)| *name == facet)
            .map(|(_, slug)| slug.as_str())
    }

    /// Whether an entry carries a slug in a facet.
    #[must_use]
    pub fn has(&self, entry: &Entry, facet: &str, slug: &str) -> bool {
        self.terms_of(entry, facet).any(|term| term == slug)
    }

    /// The entries a list with these filters shows, the newest first: OR inside a facet, AND
    /// between facets.
    #[must_use]
    pub fn matching(&self, filters: &Filters) -> Vec<&Entry> {
        self.entries
            .iter()
            .filter(|entry| {
                filters
                    .chosen
                    .iter()
                    .filter(|(_, slugs)| !slugs.is_empty())
                    .all(|(facet, slugs)| {
                        self.terms_of(entry, facet)
                            .any(|term| slugs.iter().any(|slug| slug == term))
                    })
            })
            .collect()
    }

    /// How many of these entries carry each value of a facet: every value that occurs, the most
    /// used first; equal ones in the order of their vocabulary or of their names.
    #[must_use]
    pub fn counts(&self, entries: &[&Entry], facet: &str) -> Vec<TermCount> {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for entry in entries {
            for slug in self.terms_of(entry, facet) {
                *counts.entry(slug).or_default() += 1;
            }
        }
        let order = |slug: &str| {
            Vocabulary::from_slug(facet)
                .and_then(|vocabulary| vocabulary.terms().iter().position(|term| term.slug == slug))
                .unwrap_or(usize::MAX)
        };
        let mut terms: Vec<(usize, TermCount)> = counts
            .into_iter()
            .map(|(slug, count)| {
                let term = TermCount {
                    slug: slug.to_owned(),
                    label: cases::label_of(facet, slug),
                    count,
                };
                (order(slug), term)
            })
            .collect();
        terms.sort_by(|(at, a), (other, b)| b.count.cmp(&a.count).then(at.cmp(other)));
        terms.into_iter().map(|(_, term)| term).collect()
    }
}

/// A catalogue while it is made.
struct Making {
    catalogue: Catalogue,
    museums: Names<(String, String)>,
    measures: HashMap<String, usize>,
    /// With the number of the case, which decides between two published at once.
    entries: Vec<(i64, Entry)>,
}

impl Making {
    fn new(generation: i64, this_year: u16) -> Self {
        Self {
            catalogue: Catalogue {
                generation,
                this_year,
                ..Catalogue::default()
            },
            museums: Names::default(),
            measures: HashMap::new(),
            entries: Vec::new(),
        }
    }

    fn add(&mut self, row: Row, content: &CaseStudyContent, museum: Option<&Museum>) {
        let (slug, name) = museum.map_or_else(
            || (String::new(), content.museum.clone()),
            |museum| (museum.slug.clone(), museum.name.clone()),
        );
        let museum = self.museums.number((slug, name)) as usize;
        let mut terms: Vec<u32> = publishing::facet_terms(content, self.catalogue.this_year)
            .into_iter()
            .map(|term| self.catalogue.terms.number(term))
            .collect();
        terms.sort_unstable();
        terms.dedup();
        let mut measures: Vec<usize> = measures_of(content)
            .map(|measure| {
                let next = self.catalogue.measures.len();
                *self.measures.entry(measure.key.clone()).or_insert_with(|| {
                    self.catalogue.measures.push(measure);
                    next
                })
            })
            .collect();
        measures.sort_unstable();
        measures.dedup();
        let entry = Entry {
            slug: row.slug.unwrap_or_default(),
            title: content.title.clone(),
            museum,
            town: content.town.clone(),
            nation: content.nation.clone(),
            spot: match content.position {
                Some(point) if content.on_map => Spot::Shown(point),
                Some(_) => Spot::Hidden,
                None => Spot::Unknown,
            },
            compiled: row.origin == "compiled",
            featured: row.featured,
            published_at: row.published_at.unwrap_or_default(),
            participants: content.participants,
            tells_what_was_hard: !content.hard.trim().is_empty(),
            measures: measures.into(),
            terms: terms.into(),
        };
        self.entries.push((row.id, entry));
    }

    fn done(mut self) -> Catalogue {
        self.entries
            .sort_by_key(|(id, entry)| std::cmp::Reverse((entry.published_at, *id)));
        self.catalogue.entries = self.entries.into_iter().map(|(_, entry)| entry).collect();
        self.catalogue.museums = self
            .museums
            .all
            .into_iter()
            .map(|(slug, name)| Museum { slug, name })
            .collect();
        self.catalogue
    }
}

/// The measures a case names. What an author wrote is the common measure of the same name; any
/// other words are a measure of their own.
fn measures_of(content: &CaseStudyContent) -> impl Iterator<Item = Measure> {
    let named = content
        .measures
        .iter()
        .map(|slug| (slug.clone(), Vocabulary::Measure.label_of(slug)));
    let written = content
        .measures_other
        .iter()
        .map(|text| (slugify(text), text.trim().to_owned()));
    named.chain(written).filter_map(|(key, label)| {
        let common = Vocabulary::Measure
            .terms()
            .iter()
            .find(|term| term.slug == key || slugify(term.label) == key);
        let (key, label) = match common {
            Some(term) => (term.slug.to_owned(), term.label.to_owned()),
            // Words in letters we cannot fold are their own key.
            None if key.is_empty() => (label.to_lowercase(), label),
            None => (key, label),
        };
        (!key.is_empty()).then(|| Measure {
            key,
            label,
            common: common.is_some(),
        })
    })
}

async fn rows_after(db: &Db, after: i64) -> Result<Vec<Row>, DbErr> {
    cases::select_public()
        .column(case::Column::MuseumId)
        .filter(cases::is_public())
        .filter(case::Column::Id.gt(after))
        .order_by_asc(case::Column::Id)
        .limit(AT_ONCE)
        .into_model()
        .all(db.reader())
        .await
}

/// The whole of these cases, in the same order; one that was taken down meanwhile is left out.
///
/// # Errors
/// When the database does not answer.
pub async fn in_full(db: &Db, entries: &[&Entry]) -> Result<Vec<PublicCase>, DbErr> {
    let mut found = Vec::new();
    for entry in entries {
        if let BySlug::Public(case) = cases::by_slug(db, &entry.slug).await? {
            found.push(*case);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{Catalogue, Spot};
    use crate::case_study::{CaseState, CaseStudyContent, Point};
    use crate::db::cases::{Filters, PublicCase};

    fn case(slug: &str, content: CaseStudyContent) -> PublicCase {
        PublicCase {
            slug: slug.into(),
            state: CaseState::Live,
            compiled: false,
            featured: false,
            published_at: 0,
            updated_at: 0,
            content,
        }
    }

    fn strings(list: &[&str]) -> Vec<String> {
        list.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn the_newest_is_first_and_filters_narrow() {
        let with = |themes: &[&str], country: &str| CaseStudyContent {
            themes: strings(themes),
            country: country.into(),
            museum: "Example Museum".into(),
            ..Default::default()
        };
        let catalogue = Catalogue::of(
            &[
                case("a", with(&["carers"], "FI")),
                case("b", with(&["carers", "mental-health"], "GB")),
                case("c", with(&["mental-health"], "GB")),
            ],
            2026,
        );
        let slugs = |filters: &Filters| -> Vec<String> {
            let found = catalogue.matching(filters);
            found.iter().map(|entry| entry.slug.clone()).collect()
        };
        assert_eq!(slugs(&Filters::default()), ["c", "b", "a"]);
        let mut filters = Filters::default();
        filters.chosen.insert("theme", strings(&["carers"]));
        assert_eq!(slugs(&filters), ["b", "a"]);
        filters.chosen.insert("country", strings(&["GB", "IE"]));
        assert_eq!(slugs(&filters), ["b"]);
        assert_eq!(catalogue.museums.len(), 1);
        let all: Vec<_> = catalogue.entries.iter().collect();
        let counts: Vec<_> = catalogue
            .counts(&all, "theme")
            .into_iter()
            .map(|term| (term.slug, term.count))
            .collect();
        // Equal counts stand in the order of the vocabulary.
        assert_eq!(
            counts,
            [("mental-health".to_owned(), 2), ("carers".to_owned(), 2)]
        );
    }

    #[test]
    fn a_measure_in_the_authors_words_is_the_common_one_of_that_name() {
        let content = CaseStudyContent {
            measures: strings(&["wemwbs"]),
            measures_other: strings(&["WEMWBS", "Visual analogue scales", "Tea diary", "Чай"]),
            ..Default::default()
        };
        let catalogue = Catalogue::of(&[case("a", content)], 2026);
        let keys: Vec<_> = catalogue
            .measures
            .iter()
            .map(|measure| (measure.key.as_str(), measure.common))
            .collect();
        assert_eq!(
            keys,
            [
                ("wemwbs", true),
                ("visual-analogue-scales", true),
                ("tea-diary", false),
                ("чай", false)
            ]
        );
        assert_eq!(catalogue.entries[0].measures.len(), 4);
    }

    #[test]
    fn only_a_place_that_may_be_shown_has_a_position() {
        let point = Point {
            lat: 53.4,
            lon: -3.0,
        };
        for (position, on_map, spot) in [
            (Some(point), true, Spot::Shown(point)),
            (Some(point), false, Spot::Hidden),
            (None, true, Spot::Unknown),
            (None, false, Spot::Unknown),
        ] {
            let content = CaseStudyContent {
                position,
                on_map,
                ..Default::default()
            };
            assert_eq!(
                Catalogue::of(&[case("a", content)], 2026).entries[0].spot,
                spot
            );
        }
    }
}
