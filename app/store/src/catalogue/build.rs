//! Making a catalogue: all of it from the database, or what changed since the last one.

use super::{Catalogue, Entry, Measure, Museum, Names, Spot};
use crate::bank::Standing;
use crate::entity::{case, museum};
use crate::{Db, DbErr, cases, read_content_to_show};
use case_study::evidence::{EvidenceLabel, People};
use case_study::facets;
use case_study::public::public_part;
use case_study::text_input::name_key;
use case_study::vocabulary::slugify;
use case_study::{CaseState, Origin, PublicContent, Vocabulary};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Texts read at once while the catalogue is made: bounds the memory it takes.
const AT_ONCE: u64 = 500;

/// A case as it is read.
#[derive(FromQueryResult)]
pub(super) struct Row {
    pub id: i64,
    pub slug: Option<String>,
    pub state: String,
    pub origin: String,
    pub sample: bool,
    pub featured: bool,
    pub museum_id: Option<i64>,
    pub published_at: Option<i64>,
    pub updated_at: Option<i64>,
    pub content: String,
}

impl Row {
    fn is_public(&self) -> bool {
        CaseState::from_slug(&self.state).is_some_and(CaseState::is_public)
    }
}

/// Reads the whole bank.
pub(super) async fn whole(db: &Db, now: Standing, this_year: u16) -> Result<Catalogue, DbErr> {
    let mut making = Making::new(now, this_year);
    making = making.read(db, &Which::Public).await?;
    aside(move || making.done()).await
}

/// What `before` has become: only the cases that changed since are read, and those that another year makes count
/// otherwise.
pub(super) async fn later(
    db: &Db,
    before: Arc<Catalogue>,
    now: Standing,
    this_year: u16,
) -> Result<Catalogue, DbErr> {
    let mut making = Making::new(now, this_year);
    // Tags keep their numbers, so that entries can be taken over as they are.
    making.catalogue.terms = before.terms.clone();
    making = making
        .read(db, &Which::ChangedAfter(before.of.generation))
        .await?;
    if before.this_year != this_year {
        let mut ids = before.ids_of_years(this_year);
        ids.retain(|id| !making.seen.contains(id));
        for some in ids.chunks(AT_ONCE as usize) {
            making = making.read(db, &Which::These(some.to_vec())).await?;
        }
    }
    aside(move || {
        for entry in &before.entries {
            if !making.seen.contains(&entry.id) {
                making.take_over(entry, &before);
            }
        }
        making.done()
    })
    .await
}

/// Does work that takes a core on a thread that serves nobody.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, DbErr> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| DbErr::Custom("making the catalogue broke off".to_owned()))
}

/// Which cases are read.
enum Which {
    Public,
    /// All that changed after this generation, those that are no longer public among them.
    ChangedAfter(i64),
    /// At most [`AT_ONCE`].
    These(Vec<i64>),
}

/// A catalogue while it is made.
pub(super) struct Making {
    catalogue: Catalogue,
    museums: Names<(String, String)>,
    measures: HashMap<String, usize>,
    entries: Vec<Entry>,
    /// The numbers of all that were read, those that are no longer public among them.
    seen: HashSet<i64>,
}

impl Making {
    pub(super) fn new(of: Standing, this_year: u16) -> Self {
        Self {
            catalogue: Catalogue {
                of,
                this_year,
                ..Catalogue::default()
            },
            museums: Names::default(),
            measures: HashMap::new(),
            entries: Vec::new(),
            seen: HashSet::new(),
        }
    }

    /// Reads cases, and takes in those of them that are public.
    async fn read(mut self, db: &Db, which: &Which) -> Result<Self, DbErr> {
        let museums = museum::Entity::find().all(db.reader()).await?;
        let museums: HashMap<i64, Museum> = museums
            .into_iter()
            .map(|row| {
                let museum = Museum {
                    slug: row.slug,
                    name: row.name,
                };
                (row.id, museum)
            })
            .collect();
        let museums = Arc::new(museums);
        let mut after = 0;
        loop {
            let rows = rows_after(db, which, after).await?;
            let Some(last) = rows.last() else {
                return Ok(self);
            };
            after = last.id;
            let museums = museums.clone();
            self = aside(move || {
                for row in rows {
                    self.take_in(row, &museums);
                }
                self
            })
            .await?;
        }
    }

    fn take_in(&mut self, row: Row, museums: &HashMap<i64, Museum>) {
        self.seen.insert(row.id);
        if !row.is_public() {
            return;
        }
        match read_content_to_show(&row.content) {
            Ok(content) => {
                let museum = row.museum_id.and_then(|id| museums.get(&id));
                let placed = content.town_on_map().is_some();
                let content = public_part(content);
                let spot = Spot::of(&content, placed);
                self.add(row, &content, spot, museum);
            }
            // One damaged row must not keep every page about the bank from being drawn.
            Err(error) => {
                tracing::error!(case = row.id, %error, "a published case cannot be read and is left out of the catalogue");
            }
        }
    }

    /// Takes over an entry of an earlier catalogue whose tags have the same numbers.
    fn take_over(&mut self, entry: &Entry, before: &Catalogue) {
        let Museum { slug, name } = before.museums[entry.museum].clone();
        let measures = entry
            .measures
            .iter()
            .map(|at| self.measure(before.measures[*at].clone()))
            .collect();
        self.entries.push(Entry {
            museum: self.museums.number((slug, name)) as usize,
            measures,
            ..entry.clone()
        });
    }

    /// The place of a measure among those of the catalogue.
    fn measure(&mut self, measure: Measure) -> usize {
        let next = self.catalogue.measures.len();
        *self.measures.entry(measure.key.clone()).or_insert_with(|| {
            self.catalogue.measures.push(measure);
            next
        })
    }

    pub(super) fn add(
        &mut self,
        row: Row,
        content: &PublicContent,
        spot: Spot,
        museum: Option<&Museum>,
    ) {
        let (slug, name) = museum.map_or_else(
            || (String::new(), content.museum.clone()),
            |museum| (museum.slug.clone(), museum.name.clone()),
        );
        let museum = self.museums.number((slug, name)) as usize;
        let mut terms: Vec<u32> = facets::facet_terms(content, self.catalogue.this_year)
            .into_iter()
            .map(|term| self.catalogue.terms.number(term))
            .collect();
        terms.sort_unstable();
        terms.dedup();
        let mut measures: Vec<usize> = measures_of(content)
            .map(|measure| self.measure(measure))
            .collect();
        measures.sort_unstable();
        measures.dedup();
        let compiled = cases::is_compiled(&row.origin, row.sample);
        let left_out = row.sample && !Origin::is_compiled(&row.origin);
        let entry = Entry {
            id: row.id,
            slug: row.slug.unwrap_or_default(),
            title: content.title.clone(),
            museum,
            town: content.town.clone(),
            nation: content.nation.clone(),
            spot,
            compiled,
            left_out,
            featured: row.featured,
            published_at: row.published_at.unwrap_or_default(),
            updated_at: row.updated_at.unwrap_or_default(),
            people: People::of(content, compiled),
            evidence_suggested: EvidenceLabel::of(content, compiled).suggested,
            tells_what_was_hard: !content.hard.trim().is_empty(),
            measures: measures.into(),
            terms: terms.into(),
        };
        self.entries.push(entry);
    }

    pub(super) fn done(mut self) -> Catalogue {
        self.entries
            // Of two published at once the one stored last.
            .sort_by_key(|entry| std::cmp::Reverse((entry.published_at, entry.id)));
        self.catalogue.entries = self.entries;
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
fn measures_of(content: &PublicContent) -> impl Iterator<Item = Measure> {
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
            None if key.is_empty() => (name_key(&label), label),
            None => (key, label),
        };
        (!key.is_empty()).then(|| Measure {
            key,
            label,
            common: common.is_some(),
        })
    })
}

/// The next of these cases after a number.
async fn rows_after(db: &Db, which: &Which, after: i64) -> Result<Vec<Row>, DbErr> {
    let which = match which {
        Which::Public => cases::is_public(),
        Which::ChangedAfter(generation) => {
            Condition::all().add(case::Column::ChangedIn.gt(*generation))
        }
        Which::These(ids) => Condition::all().add(case::Column::Id.is_in(ids.iter().copied())),
    };
    cases::select_public()
        .column(case::Column::MuseumId)
        .filter(which)
        .filter(case::Column::Id.gt(after))
        .order_by_asc(case::Column::Id)
        .limit(AT_ONCE)
        .into_model()
        .all(db.reader())
        .await
}
