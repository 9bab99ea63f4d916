//! Answers that are chosen from a list, or ticked.

use super::{Answer, Part, Reading, joined, said};
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
    // "Mixed methods (a survey and interviews)", "Mixed methods. We asked…"
    text.char_indices()
        .filter(|(_, sign)| matches!(sign, '(' | ';' | '.' | '\n' | ':' | '\u{2013}'))
        .find_map(|(at, sign)| {
            let term = term_of(list, &text[..at])?;
            let rest = if sign == '(' {
                &text[at..]
            } else {
                &text[at + sign.len_utf8()..]
            };
            Some(Reading {
                answers: vec![Answer::new(key, vec![term.slug.to_owned()])],
                read: text[..at].trim().to_owned(),
                rest: said(rest),
                ..Reading::default()
            })
        })
}

/// Measures that have a name, and others beside them.
pub(super) fn measures(key: &'static str, text: &str) -> Option<Reading> {
    let (names, rest) = lists::names(text);
    let mut known: Vec<String> = Vec::new();
    let mut others = Vec::new();
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
    if others.iter().any(|name| name.chars().count() > 120) {
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

pub(super) fn tick(key: &'static str, text: &str) -> Option<Reading> {
    let small = text.to_lowercase();
    let (word, rest) = small
        .split_once(|sign: char| !sign.is_alphanumeric())
        .unwrap_or((&small, ""));
    if !matches!(word, "yes" | "y" | "true") || word.len() > text.len() {
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
