//! What stands under a heading or behind a label, read as the answer to a field.

mod addresses;
mod choices;
mod contact;
mod people;
mod place;
mod texts;

use crate::blank::{is_blank, is_put_off};
use crate::boxes;
use crate::dates;
use crate::labels::{CONTACT, Targets, WHEN, WHERE};
use crate::terms::terms_of;
use case_study::fields::field;
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
    if asks_for_a_tick(targets) && boxes::is_tick(&said) {
        return Outcome::Read(whole(targets[0], "yes", said));
    }
    // "n/a" leads nowhere: a link beside it is of the question.
    let has_no_link = links.is_empty() || said.contains(char::is_alphanumeric);
    if (is_blank(&said) && has_no_link) || is_no(targets, &said) {
        return Outcome::Blank;
    }
    // Words that point somewhere may be a link there.
    let is_linked = !links.is_empty()
        && asks_for(targets, |kind| {
            matches!(kind, Kind::WebAddress | Kind::Links { .. })
        });
    if is_put_off(&said) && !is_linked {
        return Outcome::Unread;
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
        if ticked.is_empty() || is_no(targets, &joined(&ticked)) {
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

/// A box that somebody says is not to be ticked.
fn is_no(targets: Targets, said: &str) -> bool {
    let small = said.trim().trim_end_matches('.').to_lowercase();
    asks_for_a_tick(targets) && matches!(small.as_str(), "no" | "n" | "not" | "false")
}

fn asks_for_a_tick(targets: Targets) -> bool {
    asks_for(targets, |kind| kind == Kind::Tick)
}

fn asks_for(targets: Targets, is_it: impl Fn(Kind) -> bool) -> bool {
    targets
        .first()
        .and_then(|key| field(key))
        .is_some_and(|field| is_it(field.kind))
}

fn first(targets: Targets, parts: &[Part], links: &[String]) -> Option<Reading> {
    // "No, but planned" is an answer to a box, and no text for what comes after it.
    let targets = if asks_for_a_tick(targets) && choices::is_yes_or_no(&joined(parts)) {
        &targets[..1]
    } else {
        targets
    };
    let may_be_ages = targets.first() == Some(&"audiences");
    targets.iter().find_map(|key| match *key {
        "participants" if may_be_ages && people::is_age(&joined(parts)) => None,
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
    let kind = field(key)?.kind;
    if matches!(
        kind,
        Kind::Line { .. } | Kind::Words { .. } | Kind::Lines { .. }
    ) && !texts::says_something(key, &text)
    {
        return None;
    }
    match kind {
        Kind::Line { max, .. } => texts::line(key, max, parts),
        Kind::Words { .. } => (text.chars().count() <= LONGEST_ANSWER).then(|| same(key, text)),
        Kind::Lines { chars, .. } => texts::several(key, chars, parts),
        Kind::One(list) => choices::term(key, list, parts),
        Kind::Many(Vocabulary::Measure, ..) => choices::measures(key, &text),
        Kind::Many(list, ..) => {
            let found = terms_of(list, &text);
            (found.left.is_empty() && !found.slugs.is_empty()).then(|| Reading {
                answers: vec![Answer::new(key, found.slugs)],
                read: text,
                ..Reading::default()
            })
        }
        Kind::Tick if key == "still_running" && dates::says_it_goes_on(&text) => {
            Some(whole(key, "yes", text))
        }
        Kind::Tick => choices::tick(key, &text),
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

fn whole(key: &'static str, answer: impl Into<String>, read: String) -> Reading {
    Reading {
        answers: vec![Answer::new(key, vec![answer.into()])],
        read,
        ..Reading::default()
    }
}

/// The words are the answer.
fn same(key: &'static str, text: String) -> Reading {
    whole(key, text.clone(), text)
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
