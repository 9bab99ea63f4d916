//! The words of the bank: which one is closest to a word that finds nothing, and how a word half
//! typed may go on.

use super::live_terms::stands_in;
use super::synonyms::Synonyms;
use levenshtein_automata::{Distance, LevenshteinAutomatonBuilder};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;
use tantivy::schema::Field;
use tantivy::{Searcher, TantivyError};

/// From this length on two errors are forgiven.
const LONG: usize = 8;

/// Two letters that changed places are one error. Making these takes a while, so once.
static AUTOMATA: LazyLock<[LevenshteinAutomatonBuilder; 2]> = LazyLock::new(|| {
    [
        LevenshteinAutomatonBuilder::new(1, true),
        LevenshteinAutomatonBuilder::new(2, true),
    ]
});

/// Every word of the bank in the order of its letters, with the number of cases that use it.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: Vec<(String, u64)>,
}

impl Vocabulary {
    /// Reads the words of all segments. Words of deleted cases alone are left out; elsewhere a
    /// deleted case may still be counted, which changes at most which word is offered first.
    pub fn read(searcher: &Searcher, field: Field) -> Result<Self, TantivyError> {
        let mut counts: HashMap<String, u64> = HashMap::new();
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut terms = index.terms().stream()?;
            while terms.advance() {
                let word = terms.value();
                if !stands_in(segment, &index, word)? {
                    continue;
                }
                let cases = word.doc_freq;
                if let Ok(word) = std::str::from_utf8(terms.key()) {
                    *counts.entry(word.to_owned()).or_default() += u64::from(cases);
                }
            }
        }
        Ok(Self::of(counts))
    }

    fn of(counts: impl IntoIterator<Item = (String, u64)>) -> Self {
        let mut words: Vec<(String, u64)> = counts.into_iter().collect();
        words.sort_unstable();
        Self { words }
    }

    /// The word that may have been meant: the closest one of the bank or of the synonyms, of equally close
    /// ones the most used. Whoever types knitting does not mean sitting: it begins alike. `None` when
    /// nothing is close.
    pub fn closest(&self, word: &str, synonyms: &Synonyms) -> Option<String> {
        let errors = if word.chars().count() < LONG { 1 } else { 2 };
        let automaton = AUTOMATA[errors - 1].build_dfa(word);
        let initial = word.chars().next();
        let close = |candidate: &str| match automaton.eval(candidate) {
            Distance::Exact(distance) => Some(distance),
            Distance::AtLeast(_) => None,
        };
        let of_bank = self
            .words
            .iter()
            .map(|(word, count)| (word.as_str(), *count));
        of_bank
            .chain(synonyms.single_words().map(|word| (word, 0)))
            .filter(|(candidate, _)| {
                candidate.len().abs_diff(word.len()) <= 2 * errors
                    && candidate.chars().next() == initial
            })
            .filter_map(|(candidate, count)| Some((close(candidate)?, Reverse(count), candidate)))
            .min()
            .map(|(_, _, candidate)| candidate.to_owned())
            .or_else(|| self.with_part(word))
    }

    /// The most used word that begins or ends with this one: where words are put together, the part
    /// that somebody typed may stand in no other way.
    fn with_part(&self, part: &str) -> Option<String> {
        self.words
            .iter()
            .filter(|(word, _)| {
                part.len() > 4
                    && word.len() > part.len() + 2
                    && (word.starts_with(part) || word.ends_with(part))
            })
            .min_by_key(|(word, count)| (Reverse(*count), word.len()))
            .map(|(word, _)| word.clone())
    }

    /// The most used words that begin like this, at most `most`.
    pub fn beginning_with(&self, prefix: &str, most: usize) -> Vec<&str> {
        let start = self
            .words
            .partition_point(|(word, _)| word.as_str() < prefix);
        let mut found: Vec<&(String, u64)> = self.words[start..]
            .iter()
            .take_while(|(word, _)| word.starts_with(prefix))
            .collect();
        found.sort_by_key(|(_, count)| Reverse(*count));
        found
            .into_iter()
            .take(most)
            .map(|(word, _)| word.as_str())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Synonyms, Vocabulary};

    fn vocabulary() -> Vocabulary {
        let words = [
            ("dementia", 9),
            ("garden", 4),
            ("gardens", 7),
            ("harden", 20),
            ("loneliness", 5),
            ("tea", 3),
            ("2019", 2),
            ("schrebergarten", 1),
        ];
        Vocabulary::of(words.map(|(word, count)| (word.to_owned(), count)))
    }

    #[test]
    fn a_part_of_a_word_is_understood_where_nothing_is_close() {
        assert_eq!(closest("garten").as_deref(), Some("garden"));
        assert_eq!(closest("schreber").as_deref(), Some("schrebergarten"));
        assert_eq!(closest("rebergar"), None);
    }

    fn closest(word: &str) -> Option<String> {
        vocabulary().closest(word, &Synonyms::default())
    }

    #[test]
    fn typing_errors_are_understood() {
        for (typed, meant) in [
            ("dementa", "dementia"),
            ("demetnia", "dementia"),
            ("lonelyness", "loneliness"),
            ("gardne", "garden"),
            // "harden" is as close and used more often.
            ("garren", "garden"),
        ] {
            assert_eq!(closest(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn what_is_far_from_everything_is_left_alone() {
        for typed in ["xylophone", "garb", "carden", ""] {
            assert_eq!(closest(typed), None, "{typed}");
        }
    }

    #[test]
    fn beginnings_lead_to_the_most_used_words() {
        assert_eq!(
            vocabulary().beginning_with("gard", 5),
            ["gardens", "garden"]
        );
        assert_eq!(vocabulary().beginning_with("gard", 1), ["gardens"]);
        assert_eq!(vocabulary().beginning_with("zz", 5), [""; 0]);
    }
}
