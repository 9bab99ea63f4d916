//! A question as a query of the index.
//!
//! Each word is looked for in every field, under all its names, and the best name counts. Words
//! are ranked, not all required: a case needs one of the words that tell cases apart, and those
//! that stand in more than two fifths of the bank only rank it, as do the words of a name of several
//! that the synonyms know: a case needs the name, or all of its words. What stands in quotes is required.
//! Which of the words a case has is noted ([`super::pass`]): those with all of them come first.

use super::lookups::{Lookups, boost};
use super::pass::{Asked, Bits, Part};
use super::query_parser::{InRow, MOST_WORDS, Question};
use super::snapshot::Snapshot;
use super::synonyms::{Name, Synonyms};
use super::tokenizer::stems_of;
use std::collections::HashSet;
use std::ops::Range;
use tantivy::TantivyError;
use tantivy::query::Query;

/// Several words together that have a name of their own: what the words say by themselves, once more.
const NAME_OF_SEVERAL: f32 = 1.0;
/// Names of several words in one question: with its words as many as there are bits.
const MOST_NAMES: usize = Bits::BITS as usize - MOST_WORDS;
/// Words side by side that are looked for, and how many words that do not count may stand between two.
const MOST_SIDE_BY_SIDE: usize = 6;
const MOST_BETWEEN: usize = 2;

/// A question with what was found out about its words.
pub(super) struct Prepared {
    pub asked: Asked,
    /// What to mark in texts: stems in a row.
    pub marks: HashSet<Name>,
    /// What stands nowhere in the bank, under no name.
    pub unknown: Vec<Unknown>,
    /// The words that stand somewhere, each by its place in the question.
    pub known: Vec<usize>,
    /// Words, or names of several, that a case may have or lack.
    pub counted: usize,
}

/// A word, or a name of several words, that stands in no case.
#[derive(Debug)]
pub(super) struct Unknown {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// Its place in the question's words; none for a name of several words.
    pub place: Option<usize>,
    /// It under all its names.
    pub names: Vec<Name>,
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
) -> Result<Asked, TantivyError> {
    let mut preparation = Preparation::new(snapshot);
    let last = question.words.len().saturating_sub(1);
    for (place, word) in question.words.iter().enumerate() {
        let own = vec![word.stem.clone()];
        let mut others: Vec<Name> = synonyms.others_of(&own).to_vec();
        if place == last {
            others.extend(endings.iter().map(|ending| stems_of(ending)));
        }
        let (query, _) = preparation.bank.names(&own, &others)?;
        let bit = preparation.part(query);
        preparation.asked.required |= bit;
    }
    preparation.quoted(question)?;
    Ok(preparation.asked)
}

struct Preparation<'a> {
    bank: Lookups<'a>,
    asked: Asked,
}

/// What names of several words say about the single words of a question.
#[derive(Default)]
struct InNames {
    /// For each word, the bits of the names that it belongs to.
    bits: Vec<Bits>,
    /// Words that say nothing by themselves: "work" in "did not work".
    replaced: HashSet<usize>,
    /// Known names: the words that belong to each, and their bits.
    known: Vec<(Vec<usize>, Bits)>,
}

impl InNames {
    /// A word stands in the bank by itself too.
    fn add_word(&mut self, place: usize, bit: Bits) {
        for (places, bits) in &mut self.known {
            if places.contains(&place) {
                *bits |= bit;
            }
        }
    }

    /// The words of each name of which every word stands somewhere.
    fn together(&self) -> Vec<Bits> {
        let all_there = |(places, bits): &&(Vec<usize>, Bits)| {
            places.len() > 1 && bits.count_ones() as usize == places.len()
        };
        self.known
            .iter()
            .filter(all_there)
            .map(|(_, bits)| *bits)
            .collect()
    }

    /// Whether one known name has both of these words.
    fn holds(&self, first: usize, second: usize) -> bool {
        self.known
            .iter()
            .any(|(places, _)| places.contains(&first) && places.contains(&second))
    }
}

impl<'a> Preparation<'a> {
    fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            bank: Lookups::new(snapshot),
            asked: Asked::default(),
        }
    }

    fn run(mut self, question: &Question, synonyms: &Synonyms) -> Result<Prepared, TantivyError> {
        let mut unknown = Vec::new();
        let mut names = self.names_of_several(question, synonyms, &mut unknown)?;

        let mut known = Vec::new();
        let (mut telling, mut widespread) = (false, 0);
        for (place, word) in question.words.iter().enumerate() {
            let in_names = names.bits[place];
            if names.replaced.contains(&place) {
                self.asked.needs.push(in_names);
                continue;
            }
            let own = vec![word.stem.clone()];
            let others = synonyms.others_of(&own);
            let (query, stands) = self.bank.names(&own, others)?;
            if !stands {
                self.asked.needs.push(in_names);
                if in_names == 0 {
                    unknown.push(Unknown {
                        range: word.range.clone(),
                        place: Some(place),
                        names: with_others(own, others),
                    });
                }
                continue;
            }
            known.push(place);
            let bit = self.part(query);
            self.asked.needs.push(in_names | bit);
            names.add_word(place, bit);
            if !question.only_common && self.bank.is_widespread(&word.stem)? {
                widespread |= bit;
            } else if in_names == 0 {
                self.asked.brings |= bit;
                telling |=
                    !others.is_empty() || self.bank.tells(&word.stem, question.reads_as_name)?;
            }
        }
        unknown.sort_by_key(|unknown| unknown.range.start);
        for (first, second) in &question.either {
            self.asked.needs[*second] |= self.asked.needs[*first];
        }
        for (first, second) in question.either.iter().rev() {
            self.asked.needs[*first] |= self.asked.needs[*second];
        }

        self.asked.together = names.together();
        if question.only_common && self.asked.brings != 0 {
            // Nobody misses a "the".
            self.asked.needs = vec![self.asked.brings];
            unknown.clear();
        }
        self.quoted(question)?;
        if self.asked.required != 0 {
            // What stands in quotes brings a case by itself, and nothing else does.
            self.asked.brings = 0;
        } else if self.asked.brings == 0 && unknown.is_empty() {
            self.asked.brings = widespread;
        } else if !unknown.is_empty() && !telling && names.bits.iter().all(|bits| *bits == 0) {
            // A part of a name that is not here, or words in passing: noise.
            self.asked.brings = 0;
        }
        for left_out in &question.without {
            let stems: Name = left_out.iter().map(|word| word.stem.clone()).collect();
            let query = self.bank.name(&stems)?;
            let bit = self.part(query);
            self.asked.without |= bit;
        }
        self.asked.everything = question.words.is_empty() && question.phrases.is_empty();
        self.side_by_side(question, &names)?;
        Ok(Prepared {
            // Of two with OR between them a case needs one.
            counted: (self.asked.needs.len() + question.phrases.len())
                .saturating_sub(question.either.len()),
            asked: self.asked,
            marks: self.bank.marks,
            unknown,
            known,
        })
    }

    /// Looks for names of several words, as the synonyms know them.
    fn names_of_several(
        &mut self,
        question: &Question,
        synonyms: &Synonyms,
        unknown: &mut Vec<Unknown>,
    ) -> Result<InNames, TantivyError> {
        let mut names = InNames {
            bits: vec![0; question.words.len()],
            ..InNames::default()
        };
        let mut found = 0;
        for row in &question.rows {
            let stems: Vec<String> = row.iter().map(|word| word.stem.clone()).collect();
            let mut at = 0;
            while at < row.len() {
                let (length, others) = match synonyms.at_start_of(&stems[at..]) {
                    Some((length, others)) if length > 1 && found < MOST_NAMES => (length, others),
                    _ => {
                        at += 1;
                        continue;
                    }
                };
                let own = stems[at..at + length].to_vec();
                let in_row = &row[at..at + length];
                at += length;
                let places: Vec<usize> = in_row.iter().filter_map(|word| word.place).collect();
                let Some(first) = places.first() else {
                    continue;
                };
                // A name says more than the one word in it that counts.
                let one_word = places.len() == 1;
                if one_word {
                    names.replaced.insert(*first);
                }
                let (query, stands) = self.bank.names(&own, others)?;
                if stands {
                    found += 1;
                    let bit = self.part(boost(query, NAME_OF_SEVERAL));
                    self.asked.brings |= bit;
                    for place in &places {
                        names.bits[*place] |= bit;
                    }
                    names.known.push((places, 0));
                } else if one_word {
                    unknown.push(Unknown {
                        range: range_of(in_row),
                        place: None,
                        names: with_others(own, others),
                    });
                }
            }
        }
        Ok(names)
    }

    /// What stands in quotes is required.
    fn quoted(&mut self, question: &Question) -> Result<(), TantivyError> {
        for phrase in &question.phrases {
            let stems: Name = phrase.iter().map(|word| word.stem.clone()).collect();
            let query = self.bank.name(&stems)?;
            let bit = self.part(query);
            self.asked.required |= bit;
            self.bank.marks.insert(stems);
        }
        Ok(())
    }

    /// Words that stand side by side in the question, and in the bank at all.
    fn side_by_side(&mut self, question: &Question, names: &InNames) -> Result<(), TantivyError> {
        if question.only_common {
            return Ok(());
        }
        for row in &question.rows {
            let counted: Vec<(usize, usize)> = row
                .iter()
                .enumerate()
                .filter_map(|(at, word)| Some((at, word.place?)))
                .collect();
            for pair in counted.windows(2) {
                let ((from, first), (to, second)) = (pair[0], pair[1]);
                if to - from > MOST_BETWEEN + 1 || names.holds(first, second) {
                    continue;
                }
                if self.asked.side_by_side.len() == MOST_SIDE_BY_SIDE {
                    return Ok(());
                }
                let stems: Name = row[from..=to]
                    .iter()
                    .map(|word| word.stem.clone())
                    .collect();
                if self.bank.occurs(&stems)? {
                    self.asked.side_by_side.push(stems);
                }
            }
        }
        Ok(())
    }

    /// Takes a query as a part of the question, and gives it the next bit.
    fn part(&mut self, query: Box<dyn Query>) -> Bits {
        // Words, phrases and what is left out are sixteen together, names as many at most.
        let bit = 1 << self.asked.parts.len();
        self.asked.parts.push(Part { query, bit });
        bit
    }
}

fn with_others(own: Name, others: &[Name]) -> Vec<Name> {
    let mut names = vec![own];
    names.extend_from_slice(others);
    names
}

/// From the first of these words to the last.
fn range_of(words: &[InRow]) -> Range<usize> {
    let start = words.first().map_or(0, |word| word.range.start);
    let end = words.last().map_or(0, |word| word.range.end);
    start..end
}
