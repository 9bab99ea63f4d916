//! Answers that are chosen from a list, or ticked.

use super::{Answer, Part, Reading, joined, said, texts};
use crate::lists;
use crate::terms::term_of;
use case_study::Vocabulary;

pub(super) fn term(key: &'static str, list: Vocabulary, parts: &[Part]) -> Option<Reading> {
    let text = joined(parts);
    if let Some(term) = term_of(list, &text) {
        return Some(Reading {
            answers: vec![Answer::new(key, vec![term.slug.to_owned()])],
            read: text,
            ..Reading::default()
        });
    }
    // A sum with words around it may be a part of what it cost.
    if list == Vocabulary::CostBand {
        return None;
    }
    // "Mixed methods (a survey and interviews)", "Mixed methods. We asked…"
    text.char_indices()
        .filter(|(_, sign)| matches!(sign, '(' | ';' | '.' | '\n' | ':' | '\u{2013}'))
        .find_map(|(at, sign)| {
            let term = term_of(list, &text[..at])?;
            let after = &text[at + sign.len_utf8()..];
            let rest = if sign == '(' { &text[at..] } else { after };
            if takes_back(list, term.slug, after) {
                return None;
            }
            Some(Reading {
                answers: vec![Answer::new(key, vec![term.slug.to_owned()])],
                read: text[..at].trim().to_owned(),
                rest: said(rest),
                ..Reading::default()
            })
        })
}

/// Whether what comes after a choice makes it another one, or two: "UK (and France)", "Historic house (not national)".
fn takes_back(list: Vocabulary, slug: &str, after: &str) -> bool {
    let small = after.trim().to_lowercase();
    let first = small
        .split(|sign: char| !sign.is_alphanumeric())
        .find(|word| !word.is_empty());
    matches!(first, Some("and" | "or" | "not" | "no" | "but"))
        || after
            .split(['(', ')', ';', ',', '.', '\n', ':', '\u{2013}', '/'])
            .any(|part| term_of(list, part.trim()).is_some_and(|other| other.slug != slug))
}

/// Measures that have a name, and others beside them.
pub(super) fn measures(key: &'static str, text: &str) -> Option<Reading> {
    let (names, rest) = lists::names(text);
    let mut known: Vec<String> = Vec::new();
    let mut others = Vec::new();
    let is_known = |name: &str| term_of(Vocabulary::Measure, name).is_some();
    let names = names
        .into_iter()
        .flat_map(|name| match name.split_once(" and ") {
            Some((one, other)) if !is_known(&name) && is_known(one) && is_known(other) => {
                vec![one.to_owned(), other.to_owned()]
            }
            _ => vec![name],
        });
    for name in names {
        match term_of(Vocabulary::Measure, &name) {
            Some(term) if !known.iter().any(|slug| slug == term.slug) => {
                known.push(term.slug.to_owned())
            }
            Some(_) => {}
            None => others.push(name),
        }
    }
    // A sentence is no name.
    if others
        .iter()
        .any(|name| name.chars().count() > 120 || texts::is_sentence(name))
    {
        return None;
    }
    let mut reading = Reading {
        read: text[..text.len() - rest.len()].trim().to_owned(),
        rest: said(rest),
        ..Reading::default()
    };
    if !known.is_empty() {
        reading.answers.push(Answer::new(key, known));
    }
    if !others.is_empty() {
        reading.answers.push(Answer::new("measures_other", others));
    }
    (!reading.answers.is_empty()).then_some(reading)
}

/// Whether a text begins as the answer to a question that asks for yes or no.
pub(super) fn is_yes_or_no(text: &str) -> bool {
    let small = text.trim().to_lowercase();
    let word = small.split(|sign: char| !sign.is_alphanumeric()).next();
    matches!(
        word,
        Some("yes" | "y" | "true" | "no" | "n" | "not" | "planned")
    )
}

/// "Yes", "Yes - by Envoy". What takes it back, or leaves both to be struck out, is left to a person.
pub(super) fn tick(key: &'static str, text: &str) -> Option<Reading> {
    const DOUBTS: [&str; 22] = [
        "no",
        "not",
        "n",
        "and",
        "or",
        "but",
        "until",
        "partly",
        "partially",
        "in",
        "planned",
        "maybe",
        "perhaps",
        "possibly",
        "tbc",
        "hopefully",
        "will",
        "ended",
        "paused",
        "when",
        "if",
        "should",
    ];
    let small = text.to_lowercase();
    let (word, rest) = small
        .split_once(|sign: char| !sign.is_alphanumeric())
        .unwrap_or((&small, ""));
    if !matches!(word, "yes" | "y" | "true") || word.len() > text.len() {
        return None;
    }
    let next = rest
        .split(|sign: char| !sign.is_alphanumeric())
        .find(|word| !word.is_empty())
        .unwrap_or_default();
    let is_open = small[word.len()..]
        .trim_start()
        .starts_with(['/', '?', '|', '\u{2713}', '\u{2714}']);
    if is_open || DOUBTS.contains(&next) {
        return None;
    }
    let from = text.len() - rest.len().min(text.len());
    Some(Reading {
        answers: vec![Answer::new(key, vec!["yes".to_owned()])],
        read: text[..word.len()].to_owned(),
        rest: text.get(from..).map(said).unwrap_or_default(),
        ..Reading::default()
    })
}
