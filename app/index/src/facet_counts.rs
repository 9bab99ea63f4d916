//! Every case that answers a query, with the counts of all facets, in one pass.

use super::facet_values::Choice;
use super::snapshot::{Columns, Snapshot, Spot};
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader, TantivyError};

/// What a pass found.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The cases that fit, with their scores, in no order.
    pub hits: Vec<(Score, Spot)>,
    /// How many cases each value would show.
    pub counts: Vec<u32>,
}

/// Gathers what fits a choice.
pub(super) struct Gather {
    columns: Vec<Arc<Columns>>,
    choice: Arc<Choice>,
    values: usize,
    scores: bool,
}

impl Gather {
    pub fn new(snapshot: &Snapshot, choice: Choice, scores: bool) -> Self {
        Self {
            columns: snapshot.columns().to_vec(),
            choice: Arc::new(choice),
            values: snapshot.values.len(),
            scores,
        }
    }
}

/// The part of it for one segment.
pub(super) struct OfSegment {
    segment: u32,
    columns: Arc<Columns>,
    choice: Arc<Choice>,
    gathered: Gathered,
}

impl Collector for Gather {
    type Fruit = Gathered;
    type Child = OfSegment;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        _: &SegmentReader,
    ) -> tantivy::Result<OfSegment> {
        let columns = self.columns.get(segment as usize).ok_or_else(|| {
            TantivyError::InternalError("a segment was opened without its columns".to_owned())
        })?;
        Ok(OfSegment {
            segment,
            columns: columns.clone(),
            choice: self.choice.clone(),
            gathered: Gathered {
                hits: Vec::new(),
                counts: vec![0; self.values],
            },
        })
    }

    fn requires_scoring(&self) -> bool {
        self.scores
    }

    fn merge_fruits(&self, parts: Vec<Gathered>) -> tantivy::Result<Gathered> {
        let mut whole = Gathered {
            hits: Vec::new(),
            counts: vec![0; self.values],
        };
        for part in parts {
            whole.hits.extend(part.hits);
            for (count, more) in whole.counts.iter_mut().zip(part.counts) {
                *count += more;
            }
        }
        Ok(whole)
    }
}

impl SegmentCollector for OfSegment {
    type Fruit = Gathered;

    fn collect(&mut self, document: DocId, score: Score) {
        let values = self.columns.values_of(document);
        if self.choice.look(values, &mut self.gathered.counts) {
            let spot = Spot {
                segment: self.segment,
                document,
            };
            self.gathered.hits.push((score, spot));
        }
    }

    fn harvest(self) -> Gathered {
        self.gathered
    }
}
