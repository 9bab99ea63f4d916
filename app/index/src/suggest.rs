//! What somebody may be about to type, and where it leads: labels of facets, and case studies.

use super::find::best;
use super::query::all_of;
use super::query_parser::Question;
use super::snapshot::Snapshot;
use super::synonyms::Synonyms;
use super::tokenizer::words;
use case_study::Facet;
use case_study::text_input::nfc;
use tantivy::TantivyError;

/// More than a person looks through while typing is no help.
const MOST_VALUES: usize = 4;
const MOST_CASES: usize = 5;
/// How many words a beginning is taken for.
const ENDINGS: usize = 12;
/// A longer text is not a search being typed.
const LONGEST: usize = 200;

/// A value of a facet whose label fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestedValue {
    pub facet: Facet,
    pub slug: String,
    pub label: String,
    /// Cases that have it.
    pub count: u64,
}

/// A case study that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestedCase {
    pub slug: String,
    pub title: String,
    pub museum: String,
}

/// What fits a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suggestions {
    pub values: Vec<SuggestedValue>,
    pub cases: Vec<SuggestedCase>,
}

pub(super) fn suggest(
    snapshot: &Snapshot,
    synonyms: &Synonyms,
    text: &str,
) -> Result<Suggestions, TantivyError> {
    let text: String = nfc(text).chars().take(LONGEST).collect();
    let question = Question::read(&text);
    if question.is_empty() {
        return Ok(Suggestions::default());
    }
    let endings = match half_typed(&text, &question) {
        Some(beginning) => snapshot.vocabulary()?.beginning_with(beginning, ENDINGS),
        None => Vec::new(),
    };
    let typed: Vec<String> = words(&text).into_iter().map(|word| word.plain).collect();
    let asked = all_of(&question, &endings, snapshot, synonyms)?;
    let cases = best(snapshot, &asked, MOST_CASES)?
        .into_iter()
        .map(|case| SuggestedCase {
            slug: case.slug,
            title: case.content.title.clone(),
            museum: case.content.museum.clone(),
        })
        .collect();
    Ok(Suggestions {
        values: values(snapshot, &typed),
        cases,
    })
}

/// The word that may go on: the last one of a question, if the text ends with it. One with a gap
/// behind it is finished, and so is one behind which stand only words that are not looked for.
fn half_typed<'a>(text: &str, question: &'a Question) -> Option<&'a str> {
    let last = question.words.last()?;
    (last.range.end == text.len()).then_some(last.plain.as_str())
}

/// The values with every word in their label, the most used first.
fn values(snapshot: &Snapshot, typed: &[String]) -> Vec<SuggestedValue> {
    let totals = snapshot.totals();
    let mut found: Vec<SuggestedValue> = Facet::ALL
        .iter()
        .flat_map(|facet| {
            snapshot
                .values
                .terms(*facet, totals)
                .into_iter()
                .filter(|term| term.count > 0 && fits(&term.label, typed))
                .map(|term| SuggestedValue {
                    facet: *facet,
                    slug: term.slug.into_owned(),
                    label: term.label.into_owned(),
                    count: term.count,
                })
        })
        .collect();
    found.sort_by_key(|value| std::cmp::Reverse(value.count));
    found.truncate(MOST_VALUES);
    found
}

/// Whether every word typed begins a word of the label.
fn fits(label: &str, typed: &[String]) -> bool {
    let of_label = words(label);
    typed
        .iter()
        .all(|typed| of_label.iter().any(|word| word.plain.starts_with(typed)))
}

#[cfg(test)]
mod tests {
    use super::{Question, fits, half_typed};

    #[test]
    fn labels_fit_by_the_beginnings_of_their_words() {
        let typed = |words: &[&str]| {
            words
                .iter()
                .map(|&word| word.to_owned())
                .collect::<Vec<_>>()
        };
        assert!(fits("Healthy ageing", &typed(&["age"])));
        assert!(fits("Healthy ageing", &typed(&["ageing", "hea"])));
        assert!(!fits("Healthy ageing", &typed(&["geing"])));
        assert!(!fits("Healthy ageing", &typed(&["ageing", "tea"])));
    }
    #[test]
    fn only_the_last_word_may_go_on_and_only_where_the_text_ends() {
        for (text, expected) in [
            ("gard", Some("gard")),
            ("tea gard", Some("gard")),
            ("gardens in", None),
            ("gardens of the", None),
            // Common words alone are looked for, so they may go on.
            ("what is the", Some("the")),
            ("gardens ", None),
            ("gardens,", None),
            ("gardens \"tea and cak\"", None),
            ("\"tea and cake\" gard", Some("gard")),
            ("gardens \"tea", Some("tea")),
            ("\"gardens\"", None),
            ("", None),
        ] {
            assert_eq!(half_typed(text, &Question::read(text)), expected, "{text}");
        }
    }
}
