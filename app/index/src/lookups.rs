//! Words and names looked up in the index.
//!
//! Each is looked for in every field, by the weights of the fields, and the best of its names counts.

use super::live_terms::{stands, stands_in_more_than};
use super::schema::{Fields, weights};
use super::snapshot::Snapshot;
use super::synonyms::Name;
use std::collections::{HashMap, HashSet};
use tantivy::query::{
    BooleanQuery, BoostQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, TantivyError, Term};

/// Another name of what somebody typed says a little less than their own word.
const OTHER_NAME: f32 = 0.7;
/// A word in more cases than this share of the bank tells little.
const WIDESPREAD: f64 = 0.4;
/// Lookups into the index for one question.
const MOST_LOOKUPS: usize = 600;

/// What one question looks up.
pub(super) struct Lookups<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    made: usize,
    /// Whether each stem that was asked for stands in any case.
    known: HashMap<String, bool>,
    /// What was found, to be marked in texts: stems in a row.
    pub marks: HashSet<Name>,
}

impl<'a> Lookups<'a> {
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            searcher: &snapshot.searcher,
            fields: &snapshot.fields,
            made: 0,
            known: HashMap::new(),
            marks: HashSet::new(),
        }
    }

    /// A name under all its names, and whether any of them stands in the bank.
    pub fn names(
        &mut self,
        own: &Name,
        others: &[Name],
    ) -> Result<(Box<dyn Query>, bool), TantivyError> {
        let mut queries: Vec<Box<dyn Query>> = Vec::new();
        if self.occurs(own)? {
            queries.push(self.name(own)?);
            self.marks.insert(own.clone());
        }
        // Who has "unpaid carers" has "carers": such a name finds nothing more, and costs the most.
        let more = |other: &&Name| {
            !other
                .windows(own.len().max(1))
                .any(|part| part == own.as_slice())
        };
        for other in others.iter().filter(more) {
            if self.made < MOST_LOOKUPS && self.occurs(other)? {
                queries.push(boost(self.name(other)?, OTHER_NAME));
                self.marks.insert(other.clone());
            }
        }
        let known = !queries.is_empty();
        Ok((Box::new(DisjunctionMaxQuery::new(queries)), known))
    }

    /// Whether every word of a name stands somewhere in the bank.
    pub fn occurs(&mut self, name: &Name) -> Result<bool, TantivyError> {
        for stem in name {
            if !self.stands(stem)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// A name in every field, by their weights.
    pub fn name(&mut self, name: &Name) -> Result<Box<dyn Query>, TantivyError> {
        let mut queries: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for (field, weight) in weights(self.fields) {
            self.made += 1;
            // A scorer for a word that the field lacks would only cost time.
            if !self.is_in(field, name)? {
                continue;
            }
            let query: Box<dyn Query> = match name.as_slice() {
                [] => Box::new(EmptyQuery),
                [stem] => {
                    let term = Term::from_field_text(field, stem);
                    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
                }
                stems => phrase(field, stems),
            };
            queries.push((Occur::Should, boost(query, weight)));
        }
        Ok(Box::new(BooleanQuery::new(queries)))
    }

    /// Whether a field has each word of a name in some case, one that was deleted at worst.
    fn is_in(&self, field: Field, name: &Name) -> Result<bool, TantivyError> {
        for stem in name {
            if self
                .searcher
                .doc_freq(&Term::from_field_text(field, stem))?
                == 0
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether a word stands in any case, in whichever field.
    fn stands(&mut self, stem: &str) -> Result<bool, TantivyError> {
        if let Some(known) = self.known.get(stem) {
            return Ok(*known);
        }
        let mut found = false;
        for (field, _) in weights(self.fields) {
            found = stands(self.searcher, &Term::from_field_text(field, stem))?;
            if found {
                break;
            }
        }
        self.known.insert(stem.to_owned(), found);
        Ok(found)
    }

    /// Whether some case is about a word: it stands in a text and not only among the names of
    /// partners, funders and measures. In what reads like a name it must stand where a case says what
    /// it is: first names are words of stories too.
    pub fn tells(&self, stem: &str, reads_as_name: bool) -> Result<bool, TantivyError> {
        let fields = self.fields;
        for (field, _) in weights(fields) {
            let passing = field == fields.details || (reads_as_name && field == fields.story);
            if !passing && stands(self.searcher, &Term::from_field_text(field, stem))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a word stands in so many cases, in one and the same field, that it tells little.
    pub fn is_widespread(&self, stem: &str) -> Result<bool, TantivyError> {
        let most = self.searcher.num_docs() as f64 * WIDESPREAD;
        for (field, _) in weights(self.fields) {
            let term = Term::from_field_text(field, stem);
            if stands_in_more_than(self.searcher, &term, most)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Words side by side in a field; at least two.
pub(super) fn phrase(field: Field, stems: &[String]) -> Box<dyn Query> {
    let terms = stems
        .iter()
        .map(|stem| Term::from_field_text(field, stem))
        .collect();
    Box::new(PhraseQuery::new(terms))
}

pub(super) fn boost(query: Box<dyn Query>, by: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, by))
}
