//! What stands under a heading or behind a label, read as the answer to a field.

mod addresses;
mod contact;
mod people;
mod place;

use crate::blank::is_blank;
use crate::boxes;
use crate::dates;
use crate::labels::{CONTACT, Targets, WHEN, WHERE};
use crate::lists;
use crate::terms::{term_of, terms_of};
use case_study::fields::{field, lines_of};
use case_study::text_input::one_line;
use case_study::validation::LONGEST_ANSWER;
use case_study::{Kind, PartialDate, Period, Vocabulary};

pub(crate) use addresses::{email_in, web_addresses_in};
pub(crate) use contact::is_role;

/// A paragraph or a line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub text: String,
    pub is_item: bool,
}

impl Part {
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            is_item: false,
        }
    }
}

/// The answer to one field, as a form would send it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub key: &'static str,
    pub strings: Vec<String>,
    /// Read on the way: an answer under its own label comes first, wherever it stands.
    pub is_by_the_way: bool,
}

impl Answer {
    fn new(key: &'static str, strings: Vec<String>) -> Self {
        Self {
            key,
            strings,
            is_by_the_way: false,
        }
    }

    fn by_the_way(key: &'static str, text: impl Into<String>) -> Self {
        Self {
            key,
            strings: vec![text.into()],
            is_by_the_way: true,
        }
    }
}

/// What was read of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    pub answers: Vec<Answer>,
    /// The words that were read.
    pub read: String,
    /// Words that stand there as well and are no part of the answer.
    pub rest: Vec<String>,
    /// Boxes that were left empty.
    pub not_chosen: String,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Read(Reading),
    /// Asked for and not answered.
    Blank,
    /// It says something, but not what can be read as an answer.
    Unread,
}

/// Reads an answer for the first of these fields that it can be one for.
pub(crate) fn read(targets: Targets, parts: &[Part], links: &[String]) -> Outcome {
    let said = joined(parts);
    if is_blank(&said) && links.is_empty() {
        return Outcome::Blank;
    }
    let lines: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
    if let Some(chosen) = boxes::read(&lines.join("\n")) {
        let ticked: Vec<Part> = chosen
            .ticked
            .into_iter()
            .map(|text| Part {
                text,
                is_item: true,
            })
            .collect();
        if ticked.is_empty() {
            return Outcome::Blank;
        }
        return match first(targets, &ticked, links) {
            None => Outcome::Unread,
            Some(mut reading) => {
                reading.not_chosen = chosen.left.join(" ");
                reading
                    .rest
                    .extend((!chosen.before.is_empty()).then_some(chosen.before));
                Outcome::Read(reading)
            }
        };
    }
    first(targets, parts, links).map_or(Outcome::Unread, Outcome::Read)
}

fn first(targets: Targets, parts: &[Part], links: &[String]) -> Option<Reading> {
    targets.iter().find_map(|key| match *key {
        WHEN => when("started", parts),
        WHERE => place::read(&joined(parts)),
        CONTACT => contact::read(&joined(parts), links),
        key => one(key, parts, links),
    })
}

/// Paragraphs with a line between them, lines of a list below each other.
pub(crate) fn joined(parts: &[Part]) -> String {
    let mut text = String::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            let in_list = part.is_item && parts[at - 1].is_item;
            text.push_str(if in_list { "\n" } else { "\n\n" });
        }
        text.push_str(&part.text);
    }
    text
}

fn one(key: &'static str, parts: &[Part], links: &[String]) -> Option<Reading> {
    let text = joined(parts);
    match field(key)?.kind {
        Kind::Line { max, .. } => line(key, max, parts),
        Kind::Words { .. } => (text.chars().count() <= LONGEST_ANSWER).then(|| whole(key, text)),
        Kind::Lines { chars, .. } => several(key, chars, parts),
        Kind::One(list) => term(key, list, parts),
        Kind::Many(Vocabulary::Measure, ..) => measures(key, &text),
        Kind::Many(list, ..) => {
            let found = terms_of(list, &text);
            (found.left.is_empty() && !found.slugs.is_empty()).then(|| Reading {
                answers: vec![Answer::new(key, found.slugs)],
                read: text,
                ..Reading::default()
            })
        }
        Kind::Tick => tick(key, &text),
        Kind::Month => when(key, parts),
        Kind::Count => people::read(key, &text),
        Kind::Email => {
            let (email, rest) = email_in(&text)?;
            Some(Reading {
                answers: vec![Answer::new(key, vec![email.clone()])],
                read: email,
                rest: said(rest),
                ..Reading::default()
            })
        }
        Kind::WebAddress => addresses::one(key, &text, links),
        Kind::Links { .. } => addresses::several(key, parts, links),
        Kind::Place | Kind::Pictures { .. } | Kind::Documents { .. } => None,
    }
}

fn whole(key: &'static str, text: String) -> Reading {
    Reading {
        answers: vec![Answer::new(key, vec![text.clone()])],
        read: text,
        ..Reading::default()
    }
}

/// Nothing where nothing is said.
fn said(text: impl Into<String>) -> Vec<String> {
    let text = text.into();
    let bare = text.trim_matches([' ', ',', ';', ':', '\n', '\t', '|']);
    if bare.contains(char::is_alphanumeric) {
        vec![bare.to_owned()]
    } else {
        Vec::new()
    }
}

fn line(key: &'static str, max: u64, parts: &[Part]) -> Option<Reading> {
    let is_list = parts.len() > 1 && parts.iter().all(|part| part.is_item);
    let (text, rest) = if is_list || (key == "funder" && parts.len() > 1) {
        let items: Vec<String> = parts.iter().map(|part| one_line(&part.text)).collect();
        (items.join("; "), Vec::new())
    } else {
        let rest = parts.iter().skip(1).map(|part| part.text.clone()).collect();
        (one_line(&parts.first()?.text), rest)
    };
    (text.chars().count() as u64 <= max).then(|| Reading {
        rest,
        ..whole(key, text)
    })
}

/// Several short texts: lines of a list, or what a paragraph names one after the other.
fn several(key: &'static str, chars: u64, parts: &[Part]) -> Option<Reading> {
    let are_names = matches!(key, "partners" | "measures_other");
    let has_items = parts.iter().any(|part| part.is_item);
    let mut reading = Reading::default();
    let mut items = Vec::new();
    let mut read = Vec::new();
    for part in parts {
        if part.is_item {
            items.extend(
                lines_of(&format!("{}\n", part.text))
                    .iter()
                    .map(|item| bare_item(item)),
            );
            read.push(part.text.clone());
        } else if has_items {
            reading.rest.push(part.text.clone());
        } else if are_names {
            let (names, rest) = lists::names(&part.text);
            let end = part.text.len() - rest.len();
            read.push(part.text[..end].trim().to_owned());
            items.extend(names);
            reading.rest.extend(said(rest));
        } else {
            items.extend(sentences(&part.text, chars));
            read.push(part.text.clone());
        }
    }
    if !are_names {
        items = items.iter().map(|item| with_capital(item)).collect();
    }
    items.retain(|item| !item.is_empty());
    if items.is_empty()
        || items
            .iter()
            .any(|item| item.chars().count() as u64 > chars.max(200) * 2)
    {
        return None;
    }
    reading.answers.push(Answer::new(key, items));
    reading.read = read.join("\n");
    Some(reading)
}

/// A line of a list without the sign or the number before it.
fn bare_item(item: &str) -> String {
    let bare = case_study::pieces::without_mark(item.trim());
    let digits = bare.len()
        - bare
            .trim_start_matches(|sign: char| sign.is_ascii_digit())
            .len();
    let rest = bare[digits..]
        .strip_prefix(['.', ')'])
        .filter(|rest| rest.starts_with(' '));
    match rest {
        Some(rest) if (1..=2).contains(&digits) => rest.trim().to_owned(),
        _ => bare.to_owned(),
    }
}

/// The lines of a passage; a long line falls into its sentences.
fn sentences(text: &str, chars: u64) -> Vec<String> {
    let mut found = Vec::new();
    for line in lines_of(text) {
        let mut rest = bare_item(&line);
        while rest.chars().count() as u64 > chars {
            let (one, other) = lists::first_sentence(&rest);
            if other.is_empty() {
                break;
            }
            found.push(format!("{one}."));
            rest = other.to_owned();
        }
        found.push(rest);
    }
    found
}

fn with_capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn term(key: &'static str, list: Vocabulary, parts: &[Part]) -> Option<Reading> {
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
fn measures(key: &'static str, text: &str) -> Option<Reading> {
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

fn tick(key: &'static str, text: &str) -> Option<Reading> {
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

/// A date, or a stretch of time with its end.
fn when(key: &'static str, parts: &[Part]) -> Option<Reading> {
    let text = one_line(&joined(parts));
    if key == "ended" && dates::says_it_goes_on(&text) {
        return Some(Reading {
            answers: vec![Answer::by_the_way("still_running", "yes")],
            read: text,
            ..Reading::default()
        });
    }
    let found = dates::read(&text)?;
    let Period {
        started,
        ended,
        still_running,
    } = found.period;
    let words = |date: PartialDate| vec![date.to_text()];
    let mut answers = vec![Answer::new(key, words(started))];
    if key == "ended" && (ended.is_some() || still_running) {
        return None;
    }
    answers.extend(ended.map(|date| Answer::by_the_way("ended", date.to_text())));
    answers.extend(still_running.then(|| Answer::by_the_way("still_running", "yes")));
    Some(Reading {
        answers,
        read: found.read,
        rest: said(found.rest),
        ..Reading::default()
    })
}

#[cfg(test)]
mod tests;
