//! Which words may be a slip of the keys.
//!
//! A word that finds nothing is most often one that the bank does not have. To ask somebody who looks
//! for trans people whether they meant trains is worse than to find nothing, so only long words are
//! asked about, and none that is known to be a word: of a vocabulary, of the synonyms, of a place.

use super::synonyms::Synonyms;
use super::tokenizer::{Word, stems_of};
use case_study::Vocabulary;
use case_study::vocabulary::country_names;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Shorter words are one letter away from too many others.
const SHORTEST: usize = 6;

/// Words that no list of the program has and that are right all the same.
const PLACES_AND_PEOPLE: &str = include_str!("known_words.txt");

/// The stems of every word that is known to be one.
static KNOWN: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let own = PLACES_AND_PEOPLE
        .lines()
        .filter_map(|line| line.split('#').next());
    let terms = Vocabulary::ALL.iter().flat_map(|list| list.terms());
    let countries = Vocabulary::Country
        .terms()
        .iter()
        .flat_map(|term| country_names(term.slug));
    own.flat_map(stems_of)
        .chain(terms.flat_map(|term| [stems_of(term.label), stems_of(term.definition)].concat()))
        .chain(countries.flat_map(|name| stems_of(&name)))
        .collect()
});

/// Whether a word may have been meant to be another. `text` is what it stands in.
pub(super) fn may_be_mistyped(text: &str, word: &Word, synonyms: &Synonyms) -> bool {
    word.plain.chars().count() >= SHORTEST
        && word.plain.chars().all(char::is_alphabetic)
        && !is_a_name(text, word)
        && !synonyms.has_word(&word.stem)
        && !KNOWN.contains(&word.stem)
}

/// In capitals, or with one that no sentence begins with.
fn is_a_name(text: &str, word: &Word) -> bool {
    let written = &text[word.range.clone()];
    let mut letters = written.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    let at_start = !text[..word.range.start].contains(char::is_alphanumeric);
    capital && (!at_start || letters.any(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::may_be_mistyped;
    use crate::synonyms::Synonyms;
    use crate::tokenizer::words;

    fn asked_about(text: &str) -> Vec<String> {
        let (synonyms, _) = Synonyms::parse("compassion fatigue, weariness");
        words(text)
            .into_iter()
            .filter(|word| may_be_mistyped(text, word, &synonyms))
            .map(|word| word.plain)
            .collect()
    }

    #[test]
    fn long_words_that_nobody_knows_are_asked_about() {
        assert_eq!(
            asked_about("dementa lonliness, object handeling"),
            ["dementa", "lonliness", "handeling"]
        );
        // A telephone writes the first word with a capital.
        assert_eq!(asked_about("Wellbieng"), ["wellbieng"]);
    }

    #[test]
    fn short_words_capitals_names_places_and_known_words_are_not() {
        for text in [
            "trans",
            "Leeds",
            "price",
            "ADHD",
            "SWEMWBS",
            "swemwbs",
            "DEMENTA",
            "LGBTQIA",
            "Helen Chatterjee",
            "norwich",
            "bruxelles",
            "argentina",
            "compassion",
            "fatigues",
            "bisexual",
            "gypsies",
            "neurodivergent",
            "covid19",
            "bien-être",
        ] {
            assert_eq!(asked_about(text), [""; 0], "{text}");
        }
    }
}
