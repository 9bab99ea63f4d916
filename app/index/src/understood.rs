//! What was understood of the words that somebody looks for, and what to say where they find little.
//!
//! Nothing is looked for but what was typed. Another spelling is a question, asked where a word stands
//! in no case study; the answer to it is the reader's.

use super::find::{Words, matching, read};
use super::labels::{self, NoneYet};
use super::mistyped::may_be_mistyped;
use super::query::Unknown;
use super::query_parser::Question;
use super::snapshot::Snapshot;
use super::suggest::SuggestedValue;
use super::synonyms::Synonyms;
use super::tokenizer::Word;
use store::cases::{Filters, Sort};
use tantivy::TantivyError;

/// A word is asked about in this many places of one question at most.
const MOST_ASKED_ABOUT: usize = 5;
/// Words of a question that are offered one by one.
const MOST_ALONE: usize = 4;

/// What was understood of the words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Understood {
    /// Words, quotes and names of several words that a case may have or lack.
    pub counted: usize,
    /// Only words that stand in nearly every case study: they tell none from another.
    pub only_common: bool,
    /// Words that stand in no case study, as they were typed.
    pub unknown: Vec<String>,
    /// What was to be left out, as it was typed.
    pub without: Vec<String>,
    /// The same words spelt as they may have been meant.
    pub meant: Option<OtherWords>,
    /// Terms of the vocabularies that the words name and no case has.
    pub none_yet: Vec<NoneYet>,
    /// Where nothing was found: each word that finds something by itself.
    pub alone: Vec<OtherWords>,
    /// Where nothing was found: terms nearest to the words, with cases.
    pub near: Vec<SuggestedValue>,
}

/// Other words to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherWords {
    pub words: String,
    /// What they find under the same filters.
    pub count: u64,
}

/// Says what was understood of words that found `total` cases.
pub(super) fn understood(
    snapshot: &Snapshot,
    synonyms: &Synonyms,
    filters: &Filters,
    words: &Words,
    total: u64,
) -> Result<Understood, TantivyError> {
    let Words { question, prepared } = words;
    let typed = &filters.q;
    let mut said = Understood {
        counted: prepared.counted,
        only_common: question.only_common,
        unknown: prepared
            .unknown
            .iter()
            .map(|unknown| typed[unknown.range.clone()].to_owned())
            .collect(),
        without: question
            .without
            .iter()
            .map(|left_out| written(typed, left_out))
            .collect(),
        none_yet: labels::none_yet(snapshot, question, &prepared.unknown),
        ..Understood::default()
    };
    if !prepared.unknown.is_empty() {
        said.meant = meant(snapshot, synonyms, filters, question, &prepared.unknown)?;
    }
    if total == 0 {
        if question.words.len() > 1 {
            let known = prepared.known.iter().take(MOST_ALONE);
            for place in known {
                let word = typed[question.words[*place].range.clone()].to_owned();
                said.alone
                    .extend(finding(snapshot, synonyms, filters, word)?);
            }
        }
        said.near = labels::with_words(snapshot, synonyms, question);
    }
    Ok(said)
}

/// From the first word to the last, as it was typed.
fn written(typed: &str, words: &[Word]) -> String {
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => typed[first.range.start..last.range.end].to_owned(),
        _ => String::new(),
    }
}

/// The question with its slips of the keys corrected, if that finds anything.
fn meant(
    snapshot: &Snapshot,
    synonyms: &Synonyms,
    filters: &Filters,
    question: &Question,
    unknown: &[Unknown],
) -> Result<Option<OtherWords>, TantivyError> {
    let mut words = filters.q.clone();
    let mut left = MOST_ASKED_ABOUT;
    // From the end, so that places before stay where they are.
    for place in unknown.iter().rev().filter_map(|unknown| unknown.place) {
        let word = &question.words[place];
        if left == 0 || !may_be_mistyped(&filters.q, word, synonyms) {
            continue;
        }
        left -= 1;
        if let Some(closest) = snapshot.vocabulary()?.closest(&word.plain, synonyms) {
            words.replace_range(word.range.clone(), &closest);
        }
    }
    if words == filters.q {
        return Ok(None);
    }
    finding(snapshot, synonyms, filters, words)
}

/// Words with what they find under the same filters; `None` if that is nothing.
fn finding(
    snapshot: &Snapshot,
    synonyms: &Synonyms,
    filters: &Filters,
    words: String,
) -> Result<Option<OtherWords>, TantivyError> {
    let filters = Filters {
        q: words,
        sort: Sort::Newest,
        chosen: filters.chosen.clone(),
    };
    let read = read(snapshot, synonyms, &filters.q)?;
    let count = matching(snapshot, &filters, read.as_ref(), 0)?.spots.len() as u64;
    Ok((count > 0).then_some(OtherWords {
        words: filters.q,
        count,
    }))
}
