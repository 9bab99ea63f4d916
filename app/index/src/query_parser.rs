//! What somebody typed, as our own words and phrases.
//!
//! There are words, phrases in double quotes, a minus in front of what should be left out, and OR
//! between two words. Everything else is a gap.

use super::tokenizer::{Word, words};
use std::ops::Range;

/// More words than this say nothing more, and each costs a look into the index.
pub(super) const MOST_WORDS: usize = 16;
/// Words in all, common ones too, that are looked at for names of several words.
const MOST_IN_ROWS: usize = 4 * MOST_WORDS;

/// Words that stand in every sentence, in every question, or in every case study of this bank. They
/// are looked for only where there are no others, inside quotes, and as a part of a name.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "a", "about", "all", "also", "am", "an", "and", "any", "anybody", "anyone", "anything", "are", "as",
    "at", "be", "been", "being", "but", "by", "can", "cant", "case", "cases", "could", "did", "didnt", "do",
    "does", "doesnt", "doing", "done", "dont", "every", "example", "examples", "find", "for", "from", "get",
    "had", "happen", "happened", "happens", "has", "have", "having", "help", "helped", "helping", "helps",
    "how", "i", "if", "im", "in", "instead", "into", "is", "isnt", "it", "its", "ive", "looking", "many",
    "may", "me", "might", "more", "much", "museum", "museums", "my", "no", "not", "of", "on", "onto", "or",
    "other", "our", "please", "s", "should", "show", "so", "some", "somebody", "someone", "something",
    "studies", "study", "such", "tell", "than", "that", "the", "their", "them", "there", "these", "they",
    "thing", "things", "this", "to", "us", "use", "used", "using", "was", "wasnt", "we", "were", "what",
    "when", "where", "which", "while", "who", "whom", "whose", "why", "will", "with", "would", "you",
    "your",
];

/// Questions that are about every case study alike: none of their words tells one from another.
const ASKED_OF_ALL: &[&[&str]] = &[
    &["did", "it", "work"],
    &["did", "they", "work"],
    &["did", "this", "work"],
    &["do", "these", "work"],
    &["do", "they", "work"],
    &["does", "it", "work"],
    &["does", "that", "work"],
    &["does", "this", "work"],
    &["how", "well", "did"],
    &["what", "worked"],
    &["what", "works"],
    &["which", "worked"],
    &["which", "works"],
];

/// What somebody is looking for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Question {
    /// Words outside of quotes, in order; common ones only where there are no others.
    pub words: Vec<Word>,
    /// What stands in quotes.
    pub phrases: Vec<Vec<Word>>,
    /// What has a minus in front of it.
    pub without: Vec<Vec<Word>>,
    /// The places in `words` of two with OR between them.
    pub either: Vec<(usize, usize)>,
    /// Everything outside of quotes, common words too, for names of several words: words that stand
    /// side by side, a row for each part of the text that a quote, a minus or OR ends.
    pub rows: Vec<Vec<InRow>>,
    /// There are no words but common ones.
    pub only_common: bool,
    /// Two to four words, each with a capital: a name, most likely.
    pub reads_as_name: bool,
}

/// A word outside of quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InRow {
    pub stem: String,
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// Its place in the question's words, if it counts.
    pub place: Option<usize>,
}

/// A word outside of quotes, before it is known whether it counts.
struct Loose {
    word: Word,
    common: bool,
    /// OR stands in front of it.
    or: bool,
}

impl Question {
    /// Reads a text; nothing in it can fail.
    pub fn read(text: &str) -> Self {
        let quoted = quotes(text);
        let mut question = Self::default();
        let mut left = MOST_WORDS;
        let mut phrase_of: Vec<Vec<Word>> = vec![Vec::new(); quoted.len()];
        let mut rows: Vec<Vec<Loose>> = vec![Vec::new()];
        // Whether OR stands in front of a word, and whether a word stands in front of OR.
        let (mut or, mut after_word) = (false, false);
        for word in words(text) {
            let (start, end) = (word.range.start, word.range.end);
            let phrase = quoted
                .iter()
                .position(|(open, close)| *open < start && end <= *close);
            if let Some(at) = phrase {
                rows.push(Vec::new());
                (or, after_word) = (false, false);
                if left > 0 {
                    left -= 1;
                    phrase_of[at].push(word);
                }
            } else if has_minus(text, start) {
                rows.push(Vec::new());
                (or, after_word) = (false, false);
                if left > 0 && !is_common(&word) {
                    left -= 1;
                    question.without.push(vec![word]);
                }
            } else if &text[word.range.clone()] == "OR" {
                rows.push(Vec::new());
                (or, after_word) = (after_word, false);
            } else if let Some(row) = rows.last_mut() {
                row.push(Loose {
                    common: is_common(&word),
                    word,
                    or,
                });
                (or, after_word) = (false, true);
            }
        }
        for ((open, _), phrase) in quoted.iter().zip(phrase_of) {
            if phrase.is_empty() {
                continue;
            }
            if has_minus(text, *open) {
                question.without.push(phrase);
            } else {
                question.phrases.push(phrase);
            }
        }
        rows.retain(|row| !row.is_empty());
        for row in &mut rows {
            pass_over_what_is_asked_of_all(row);
        }
        question.only_common = !rows.is_empty()
            && question.phrases.is_empty()
            && rows.iter().flatten().all(|loose| loose.common);
        question.reads_as_name = reads_as_name(text, &rows);
        question.take_rows(rows, left);
        question
    }

    fn take_rows(&mut self, rows: Vec<Vec<Loose>>, mut left: usize) {
        let mut in_rows = MOST_IN_ROWS;
        for row in rows {
            let mut taken = Vec::with_capacity(row.len().min(in_rows));
            for Loose { word, common, or } in row.into_iter().take(in_rows) {
                let stem = word.stem.clone();
                let range = word.range.clone();
                let counts = (self.only_common || !common) && left > 0;
                let place = counts.then(|| {
                    left -= 1;
                    let place = self.words.len();
                    if or && place > 0 {
                        self.either.push((place - 1, place));
                    }
                    self.words.push(word);
                    place
                });
                taken.push(InRow { stem, range, place });
            }
            in_rows -= taken.len();
            self.rows.push(taken);
        }
    }

    /// Whether there is nothing to look for.
    pub const fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty() && self.without.is_empty()
    }
}

/// Takes words out of the count that ask what everybody asks: whether it worked.
fn pass_over_what_is_asked_of_all(row: &mut [Loose]) {
    for asked in ASKED_OF_ALL {
        for at in 0..(row.len() + 1).saturating_sub(asked.len()) {
            let part = &mut row[at..at + asked.len()];
            if part
                .iter()
                .zip(*asked)
                .all(|(loose, asked)| loose.word.plain == *asked)
            {
                for loose in part {
                    loose.common = true;
                }
            }
        }
    }
}

/// Two to four words in one row, each with a capital and not all in capitals.
fn reads_as_name(text: &str, rows: &[Vec<Loose>]) -> bool {
    let [row] = rows else {
        return false;
    };
    let capital = |loose: &Loose| {
        let mut letters = text[loose.word.range.clone()].chars();
        letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase)
    };
    (2..=4).contains(&row.len()) && row.iter().all(|loose| !loose.common && capital(loose))
}

/// Whether a word says nothing beside another.
pub(super) fn is_common(word: &Word) -> bool {
    COMMON.binary_search(&word.plain.as_str()).is_ok()
}

/// Whether the text begins a word here with a minus. A hyphen inside a word is none, nor is a dash
/// between two gaps.
fn has_minus(text: &str, at: usize) -> bool {
    text[..at]
        .strip_suffix(['-', '\u{2212}'])
        .is_some_and(|before| before.chars().next_back().is_none_or(char::is_whitespace))
}

/// Where quotes open and close, straight or curly. One that never closes is a gap.
fn quotes(text: &str) -> Vec<(usize, usize)> {
    let marks: Vec<usize> = text
        .char_indices()
        .filter(|(_, letter)| matches!(letter, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}'))
        .map(|(at, _)| at)
        .collect();
    marks
        .chunks_exact(2)
        .map(|pair| (pair[0], pair[1]))
        .collect()
}

#[cfg(test)]
mod tests;
