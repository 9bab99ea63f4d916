//! A question as a query of the index.
//!
//! Each word is looked for in every field, under all its names, and the best name counts. Words
//! are ranked, not all required: a case needs one of the words that tell cases apart, and those
//! that stand in more than two fifths of the bank only rank it. What stands in quotes is required.

use super::live_terms::{stands, stands_in_more_than};
use super::query_parser::Question;
use super::schema::{Fields, weights};
use super::snapshot::Snapshot;
use super::synonyms::{Name, Synonyms};
use super::tokenizer::stems_of;
use std::collections::{HashMap, HashSet};
use tantivy::query::{
    BooleanQuery, BoostQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, TantivyError, Term};

/// Another name of what somebody typed says a little less than their own word.
const OTHER_NAME: f32 = 0.7;
/// Several words together that have a name of their own: what the words say by themselves, once more.
const NAME_OF_SEVERAL: f32 = 1.0;
/// A word in more cases than this share of the bank tells little.
const WIDESPREAD: f64 = 0.4;
/// Lookups into the index for one question.
const MOST_LOOKUPS: usize = 600;

/// A question, ready to be put to the index.
pub(super) struct Prepared {
    pub query: Box<dyn Query>,
    /// What to mark in texts: stems in a row.
    pub marks: HashSet<Name>,
    /// Words that stand nowhere in the bank, under no name, as they were typed.
    pub unknown: Vec<usize>,
}

/// Prepares a question.
pub(super) fn prepare(
    question: &Question,
    snapshot: &Snapshot,
    synonyms: &Synonyms,
) -> Result<Prepared, TantivyError> {
    Preparation::new(snapshot).run(question, synonyms)
}

/// A query for cases that have every word of a question. Its last word may be only half typed:
/// `endings` are the words it may become, none when it is whole.
pub(super) fn all_of(
    question: &Question,
    endings: &[&str],
    snapshot: &Snapshot,
    synonyms: &Synonyms,
) -> Result<Box<dyn Query>, TantivyError> {
    let mut preparation = Preparation::new(snapshot);
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    let last = question.words.len().saturating_sub(1);
    for (place, word) in question.words.iter().enumerate() {
        let own = vec![word.stem.clone()];
        let mut others: Vec<Name> = match synonyms.at_start_of(&own) {
            Some((_, others)) => others.to_vec(),
            None => Vec::new(),
        };
        if place == last {
            others.extend(endings.iter().map(|ending| stems_of(ending)));
        }
        clauses.push((Occur::Must, preparation.names(&own, &others)?.0));
    }
    for phrase in &question.phrases {
        let stems: Name = phrase.iter().map(|word| word.stem.clone()).collect();
        clauses.push((Occur::Must, preparation.name(&stems)?));
    }
    Ok(Box::new(BooleanQuery::new(clauses)))
}

struct Preparation<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    lookups: usize,
    /// Whether each stem that was asked for stands in any case.
    known: HashMap<String, bool>,
    marks: HashSet<Name>,
}

impl<'a> Preparation<'a> {
    fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            searcher: &snapshot.searcher,
            fields: &snapshot.fields,
            lookups: 0,
            known: HashMap::new(),
            marks: HashSet::new(),
        }
    }

    fn run(mut self, question: &Question, synonyms: &Synonyms) -> Result<Prepared, TantivyError> {
        let mut telling: Vec<Box<dyn Query>> = Vec::new();
        let mut widespread: Vec<Box<dyn Query>> = Vec::new();
        let mut unknown = Vec::new();
        let mut named = HashSet::new();

        let row: Vec<String> = question
            .in_a_row
            .iter()
            .map(|(stem, _)| stem.clone())
            .collect();
        let mut at = 0;
        while at < row.len() {
            match synonyms.at_start_of(&row[at..]) {
                Some((length, others)) if length > 1 => {
                    let own = row[at..at + length].to_vec();
                    let (query, known) = self.names(&own, others)?;
                    if known {
                        telling.push(boost(query, NAME_OF_SEVERAL));
                        let places = question.in_a_row[at..at + length].iter();
                        named.extend(places.filter_map(|(_, place)| *place));
                    }
                    at += length;
                }
                _ => at += 1,
            }
        }

        for (place, word) in question.words.iter().enumerate() {
            let own = vec![word.stem.clone()];
            let others = match synonyms.at_start_of(&own) {
                Some((_, others)) => others,
                None => &[],
            };
            let (query, known) = self.names(&own, others)?;
            if !known {
                if !named.contains(&place) {
                    unknown.push(place);
                }
            } else if self.is_widespread(&word.stem)? {
                widespread.push(query);
            } else {
                telling.push(query);
            }
        }
        if telling.is_empty() {
            telling.append(&mut widespread);
        }

        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for phrase in &question.phrases {
            let stems: Name = phrase.iter().map(|word| word.stem.clone()).collect();
            clauses.push((Occur::Must, self.name(&stems)?));
            self.marks.insert(stems);
        }
        if clauses.is_empty() {
            clauses.push(if telling.is_empty() {
                (Occur::Must, Box::new(EmptyQuery))
            } else {
                (Occur::Must, Box::new(BooleanQuery::union(telling)))
            });
        } else {
            clauses.extend(telling.into_iter().map(|query| (Occur::Should, query)));
        }
        clauses.extend(widespread.into_iter().map(|query| (Occur::Should, query)));
        Ok(Prepared {
            query: Box::new(BooleanQuery::new(clauses)),
            marks: self.marks,
            unknown,
        })
    }

    /// A name under all its names, and whether any of them stands in the bank.
    fn names(
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
            if self.lookups < MOST_LOOKUPS && self.occurs(other)? {
                queries.push(boost(self.name(other)?, OTHER_NAME));
                self.marks.insert(other.clone());
            }
        }
        let known = !queries.is_empty();
        Ok((Box::new(DisjunctionMaxQuery::new(queries)), known))
    }

    /// Whether every word of a name stands somewhere in the bank.
    fn occurs(&mut self, name: &Name) -> Result<bool, TantivyError> {
        for stem in name {
            if !self.stands(stem)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// A name in every field, by their weights.
    fn name(&mut self, name: &Name) -> Result<Box<dyn Query>, TantivyError> {
        let mut queries: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for (field, weight) in weights(self.fields) {
            self.lookups += 1;
            let query: Box<dyn Query> = match name.as_slice() {
                [] => Box::new(EmptyQuery),
                [stem] => {
                    let term = Term::from_field_text(field, stem);
                    // A scorer for a word that the field lacks would only cost time.
                    if self.searcher.doc_freq(&term)? == 0 {
                        continue;
                    }
                    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
                }
                stems => phrase(field, stems),
            };
            queries.push((Occur::Should, boost(query, weight)));
        }
        Ok(Box::new(BooleanQuery::new(queries)))
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

    /// Whether a word stands in so many cases, in one and the same field, that it tells little.
    fn is_widespread(&self, stem: &str) -> Result<bool, TantivyError> {
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

fn phrase(field: Field, stems: &[String]) -> Box<dyn Query> {
    let terms = stems
        .iter()
        .map(|stem| Term::from_field_text(field, stem))
        .collect();
    Box::new(PhraseQuery::new(terms))
}

fn boost(query: Box<dyn Query>, by: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, by))
}
