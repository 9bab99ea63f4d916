//! Terms of the vocabularies that a question names, most of all those that no case has yet.
//!
//! A term is named by a question that is its label, and by a word that no case has and that stands in
//! its label or its definition: "veterans", "autism", "prison".

use super::query::Unknown;
use super::query_parser::{Question, is_common};
use super::snapshot::Snapshot;
use super::suggest::SuggestedValue;
use super::synonyms::Synonyms;
use super::tokenizer::{Word, words};
use case_study::vocabulary::{is_at_work, theme_strand};
use case_study::{Facet, Vocabulary};
use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::LazyLock;

/// More terms than these are no answer.
const MOST_NAMED: usize = 2;
/// Terms with cases that are offered beside one that has none.
const MOST_NEAR: usize = 4;

/// A term that a question names and no case has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoneYet {
    pub facet: Facet,
    pub slug: String,
    pub label: String,
    /// Terms like it that cases have.
    pub near: Vec<SuggestedValue>,
}

/// A term of a vocabulary with the words that it is known by.
struct Label {
    facet: Facet,
    slug: &'static str,
    label: &'static str,
    /// The words of the label that tell it from others.
    own: HashSet<String>,
    /// Those of label and definition.
    all: HashSet<String>,
}

/// The facets whose terms readers look for in words, and the list of each.
const LISTS: [(Facet, Vocabulary); 7] = [
    (Facet::Audience, Vocabulary::Audience),
    (Facet::Theme, Vocabulary::Theme),
    (Facet::Activity, Vocabulary::Activity),
    (Facet::MuseumType, Vocabulary::MuseumType),
    (Facet::Country, Vocabulary::Country),
    (Facet::Region, Vocabulary::UkRegion),
    (Facet::Evidence, Vocabulary::Evidence),
];

static LABELS: LazyLock<Vec<Label>> = LazyLock::new(|| {
    let of_list = |(facet, list): &(Facet, Vocabulary)| {
        let facet = *facet;
        list.terms().iter().map(move |term| {
            let own = telling(term.label);
            let mut all = own.clone();
            // What a place or a label of evidence is defined by are sentences about others.
            if !matches!(facet, Facet::Country | Facet::Region | Facet::Evidence) {
                all.extend(telling(term.definition));
            }
            Label {
                facet,
                slug: term.slug,
                label: term.label,
                own,
                all,
            }
        })
    };
    LISTS.iter().flat_map(of_list).collect()
});

/// Words of labels that tell none from another, as stems.
const OF_EVERY_LABEL: [&str; 3] = ["other", "peopl", "person"];

fn tells(stem: &str) -> bool {
    !OF_EVERY_LABEL.contains(&stem)
}

/// The stems of the words that tell.
fn telling(text: &str) -> HashSet<String> {
    telling_of(&words(text))
}

fn telling_of<'a>(words: impl IntoIterator<Item = &'a Word>) -> HashSet<String> {
    words
        .into_iter()
        .filter(|word| !is_common(word) && tells(&word.stem))
        .map(|word| word.stem.clone())
        .collect()
}

/// What a question is about.
fn telling_words(question: &Question) -> HashSet<String> {
    telling_of(
        question
            .words
            .iter()
            .chain(question.phrases.iter().flatten()),
    )
}

/// People are called like countries and islands.
const fn is_place(label: &Label) -> bool {
    matches!(label.facet, Facet::Country | Facet::Region)
}

/// How many cases have a term.
fn count(snapshot: &Snapshot, label: &Label) -> u64 {
    snapshot
        .values
        .known(label.facet, label.slug)
        .and_then(|number| snapshot.totals().get(number as usize))
        .map_or(0, |count| u64::from(*count))
}

/// The terms that a question names and no case has.
pub(super) fn none_yet(
    snapshot: &Snapshot,
    question: &Question,
    unknown: &[Unknown],
) -> Vec<NoneYet> {
    let asked = telling_words(question);
    let mut named: Vec<(bool, usize, &Label)> = LABELS
        .iter()
        .filter(|label| !(question.reads_as_name && is_place(label)) || label.own == asked)
        .filter_map(|label| {
            let is_it = !asked.is_empty() && label.own == asked;
            let by = |known: &HashSet<String>| {
                let mut names = unknown.iter().flat_map(|unknown| &unknown.names);
                names.any(|name| {
                    let mut stems = name.iter().filter(|stem| tells(stem)).peekable();
                    stems.peek().is_some() && stems.all(|stem| known.contains(stem))
                })
            };
            let by_label = is_it || by(&label.own);
            (by_label || by(&label.all)).then_some((!by_label, label.own.len(), label))
        })
        .filter(|(.., label)| count(snapshot, label) == 0)
        .collect();
    // The label that says the least else first. Stable: people before themes.
    named.sort_by_key(|(by_definition, length, _)| (*by_definition, *length));
    named.truncate(MOST_NAMED);
    named
        .into_iter()
        .map(|(.., label)| NoneYet {
            facet: label.facet,
            slug: label.slug.to_owned(),
            label: label.label.to_owned(),
            near: near(snapshot, label),
        })
        .collect()
}

/// What is nearest to a value of a facet among those that cases have.
pub(super) fn near_value(snapshot: &Snapshot, facet: Facet, slug: &str) -> Vec<SuggestedValue> {
    LABELS
        .iter()
        .find(|label| label.facet == facet && label.slug == slug)
        .map(|label| near(snapshot, label))
        .unwrap_or_default()
}

/// Terms that cases have: those whose labels share a word with this one, then the most used of its list;
/// of themes those of its own strand, of people those who are there for the same.
fn near(snapshot: &Snapshot, term: &Label) -> Vec<SuggestedValue> {
    let mut found: Vec<(Reverse<usize>, Reverse<u64>, &Label)> = LABELS
        .iter()
        .filter(|other| other.facet != term.facet || other.slug != term.slug)
        .filter_map(|other| {
            let shared = term.own.intersection(&other.own).count();
            let beside = other.facet == term.facet && kind(other) == kind(term);
            let count = count(snapshot, other);
            (count > 0 && (beside || shared > 0)).then_some((
                Reverse(shared),
                Reverse(count),
                other,
            ))
        })
        .collect();
    // Stable: of equals the first of the list.
    found.sort_by_key(|(shared, count, _)| (*shared, *count));
    found
        .into_iter()
        .take(MOST_NEAR)
        .map(|(_, Reverse(count), other)| value(other, count))
        .collect()
}

/// What divides a list: themes by their strand, people by whether they are there to work.
fn kind(label: &Label) -> &'static str {
    match label.facet {
        Facet::Theme => theme_strand(label.slug),
        Facet::Audience if is_at_work(label.slug) => "at work",
        _ => "",
    }
}

/// Terms with cases whose label or definition has a word of the question, under any of its names: for
/// a question that finds nothing.
pub(super) fn with_words(
    snapshot: &Snapshot,
    synonyms: &Synonyms,
    question: &Question,
) -> Vec<SuggestedValue> {
    let mut names: HashSet<String> = HashSet::new();
    for stem in telling_words(question) {
        let own = vec![stem];
        let single = synonyms
            .others_of(&own)
            .iter()
            .filter(|name| name.len() == 1);
        names.extend(single.flatten().cloned());
        names.extend(own);
    }
    let mut found: Vec<(Reverse<usize>, Reverse<u64>, &Label)> = LABELS
        .iter()
        .filter_map(|label| {
            let shared =
                2 * label.own.intersection(&names).count() + label.all.intersection(&names).count();
            let count = count(snapshot, label);
            (shared > 0 && count > 0).then_some((Reverse(shared), Reverse(count), label))
        })
        .collect();
    found.sort_by_key(|(shared, count, _)| (*shared, *count));
    found
        .into_iter()
        .take(MOST_NEAR)
        .map(|(_, Reverse(count), label)| value(label, count))
        .collect()
}

fn value(label: &Label, count: u64) -> SuggestedValue {
    SuggestedValue {
        facet: label.facet,
        slug: label.slug.to_owned(),
        label: label.label.to_owned(),
        count,
    }
}
