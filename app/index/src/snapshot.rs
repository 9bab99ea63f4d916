//! One state of the bank, ready to be asked: opened segments, what lists are sorted and counted
//! by, and what is worth remembering until the next change.

use super::document::split_value;
use super::facet_values::{Choice, Values};
use super::schema::{Fields, ID, MUSEUM, PUBLISHED, TITLE_KEY, VALUES};
use super::spelling::Vocabulary;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use store::cases::Sort;
use tantivy::index::SegmentId;
use tantivy::{Searcher, SegmentReader, TantivyError};

/// Where a case stands in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    pub segment: u32,
    pub document: u32,
}

/// What is kept in memory of one segment. A segment never changes, so this outlives snapshots.
#[derive(Debug)]
pub(super) struct Columns {
    /// Where the values of each document begin; one more at the end.
    starts: Vec<u32>,
    values: Vec<u32>,
    published: Vec<i64>,
    ids: Vec<u64>,
    museums: Vec<u64>,
    titles: Vec<Box<str>>,
}

impl Columns {
    fn read(segment: &SegmentReader, numbers: &mut Values) -> Result<Self, TantivyError> {
        let documents = segment.max_doc();
        let fast = segment.fast_fields();
        let mut columns = Self {
            starts: Vec::with_capacity(documents as usize + 1),
            values: Vec::new(),
            published: Vec::with_capacity(documents as usize),
            ids: Vec::with_capacity(documents as usize),
            museums: Vec::with_capacity(documents as usize),
            titles: Vec::with_capacity(documents as usize),
        };
        let published = fast.i64(PUBLISHED)?;
        let ids = fast.u64(ID)?;
        let museums = fast.u64(MUSEUM)?;
        let titles = fast.str(TITLE_KEY)?;
        let values = fast.str(VALUES)?;
        let mut number_of = Vec::new();
        let mut text = String::new();
        if let Some(values) = &values {
            for ordinal in 0..values.num_terms() as u64 {
                text.clear();
                values.ord_to_str(ordinal, &mut text)?;
                number_of
                    .push(split_value(&text).and_then(|(facet, slug)| numbers.number(facet, slug)));
            }
        }
        for document in 0..documents {
            columns.starts.push(length(&columns.values));
            if let Some(values) = &values {
                let numbers = values.term_ords(document).filter_map(|ordinal| {
                    let at = usize::try_from(ordinal).ok()?;
                    number_of.get(at).copied().flatten()
                });
                columns.values.extend(numbers);
            }
            columns
                .published
                .push(published.first(document).unwrap_or_default());
            columns.ids.push(ids.first(document).unwrap_or_default());
            columns
                .museums
                .push(museums.first(document).unwrap_or_default());
            text.clear();
            if let Some(titles) = &titles
                && let Some(ordinal) = titles.term_ords(document).next()
            {
                titles.ord_to_str(ordinal, &mut text)?;
            }
            columns.titles.push(text.as_str().into());
        }
        columns.starts.push(length(&columns.values));
        Ok(columns)
    }

    /// The values of a document.
    #[inline]
    pub fn values_of(&self, document: u32) -> &[u32] {
        let at = document as usize;
        &self.values[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

fn length(values: &[u32]) -> u32 {
    u32::try_from(values.len()).unwrap_or(u32::MAX)
}

/// One state of the bank.
pub(super) struct Snapshot {
    pub searcher: Searcher,
    pub fields: Fields,
    pub values: Values,
    columns: Vec<Arc<Columns>>,
    newest: OnceLock<Vec<Spot>>,
    by_title: OnceLock<Vec<Spot>>,
    /// How many cases each value has in the whole bank.
    totals: OnceLock<Vec<u32>>,
    vocabulary: OnceLock<Vocabulary>,
}

/// What is kept from one snapshot to the next.
#[derive(Default)]
pub(super) struct Kept {
    columns: HashMap<SegmentId, Arc<Columns>>,
    values: Values,
}

impl Snapshot {
    /// Reads what is new of the searcher's segments.
    pub fn new(searcher: Searcher, fields: Fields, kept: &mut Kept) -> Result<Self, TantivyError> {
        let mut columns = Vec::new();
        let mut still_there = HashMap::new();
        for segment in searcher.segment_readers() {
            let id = segment.segment_id();
            let of_segment = match kept.columns.get(&id) {
                Some(known) => known.clone(),
                None => Arc::new(Columns::read(segment, &mut kept.values)?),
            };
            still_there.insert(id, of_segment.clone());
            columns.push(of_segment);
        }
        kept.columns = still_there;
        Ok(Self {
            searcher,
            fields,
            values: kept.values.clone(),
            columns,
            newest: OnceLock::new(),
            by_title: OnceLock::new(),
            totals: OnceLock::new(),
            vocabulary: OnceLock::new(),
        })
    }

    /// Sorts and counts what the first reader would wait for.
    pub fn warm(&self) {
        self.totals();
    }

    /// What is kept of each segment, in the searcher's order.
    pub fn columns(&self) -> &[Arc<Columns>] {
        &self.columns
    }

    /// The values of a case.
    #[inline]
    pub fn values_of(&self, spot: Spot) -> &[u32] {
        self.columns[spot.segment as usize].values_of(spot.document)
    }

    /// The number of a case in the database.
    pub fn id(&self, spot: Spot) -> i64 {
        let id = self.columns[spot.segment as usize].ids[spot.document as usize];
        id.cast_signed()
    }

    /// The number of a case's museum.
    #[inline]
    pub fn museum_of(&self, spot: Spot) -> u64 {
        self.columns[spot.segment as usize].museums[spot.document as usize]
    }

    /// Puts the newest first; of two published together the one stored last.
    pub fn newer(&self, spot: Spot) -> impl Ord + use<> {
        let columns = &self.columns[spot.segment as usize];
        let at = spot.document as usize;
        Reverse((columns.published[at], columns.ids[at]))
    }

    fn title_order(&self, spot: Spot) -> (&str, u64) {
        let columns = &self.columns[spot.segment as usize];
        let at = spot.document as usize;
        (&columns.titles[at], columns.ids[at])
    }

    /// Every case in an order that needs no words.
    pub fn all(&self, sort: Sort) -> &[Spot] {
        match sort {
            Sort::Newest | Sort::Relevance => self.newest.get_or_init(|| {
                let mut spots = self.spots();
                spots.sort_by_cached_key(|spot| self.newer(*spot));
                spots
            }),
            Sort::Title => self.by_title.get_or_init(|| {
                let mut spots = self.spots();
                self.sort_by_title(&mut spots);
                spots
            }),
        }
    }

    /// Sorts by title, capitals beside small letters.
    pub fn sort_by_title(&self, spots: &mut [Spot]) {
        spots.sort_by(|a, b| self.title_order(*a).cmp(&self.title_order(*b)));
    }

    fn spots(&self) -> Vec<Spot> {
        let segments = self.searcher.segment_readers().iter().zip(0_u32..);
        segments
            .flat_map(|(reader, segment)| {
                reader
                    .doc_ids_alive()
                    .map(move |document| Spot { segment, document })
            })
            .collect()
    }

    /// How many cases each value has in the whole bank, counted once for each state.
    pub fn totals(&self) -> &[u32] {
        self.totals.get_or_init(|| {
            let mut counts = vec![0; self.values.len()];
            let everything: Choice = self.values.choice(&store::cases::Filters::default());
            for spot in self.all(Sort::Newest) {
                everything.look(self.values_of(*spot), &mut counts);
            }
            counts
        })
    }

    /// Every word of the bank, gathered when it is first needed.
    pub fn vocabulary(&self) -> Result<&Vocabulary, TantivyError> {
        if let Some(known) = self.vocabulary.get() {
            return Ok(known);
        }
        let read = Vocabulary::read(&self.searcher, self.fields.vocabulary)?;
        Ok(self.vocabulary.get_or_init(|| read))
    }
}
