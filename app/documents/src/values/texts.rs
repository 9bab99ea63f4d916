//! Answers in words: a line, and several short texts.

use super::{Answer, Part, Reading, place, said, same};
use crate::lists;
use case_study::fields::lines_of;
use case_study::text_input::one_line;

/// Whether words say what they are asked for: a sum is no funder, "various" no town, and "Yes" none of them.
pub(super) fn says_something(key: &str, text: &str) -> bool {
    const FILLERS: [&str; 18] = [
        "nothing",
        "nothing yet",
        "yes",
        "no",
        "y",
        "n",
        "various",
        "several",
        "many",
        "some",
        "multiple",
        "lots",
        "others",
        "other",
        "unfunded",
        "self-funded",
        "in kind",
        "in-kind",
    ];
    let small = text.trim().trim_end_matches(['.', '!']).to_lowercase();
    let first = small
        .split(|sign: char| !sign.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let is_named = matches!(key, "partners" | "funder" | "measures_other");
    let is_denied = is_named && matches!(first, "no" | "yes" | "none");
    let is_place = matches!(key, "town" | "region");
    !FILLERS.contains(&small.as_str())
        && !is_figure(&small)
        && !is_denied
        && !(is_place
            && (small.contains(|sign: char| sign.is_ascii_digit()) || place::is_nowhere(&small)))
}

/// "40", "\u{a3}200", "\u{a3}5k"; "V&A" is none.
fn is_figure(text: &str) -> bool {
    let has_digit = text.contains(|sign: char| sign.is_ascii_digit());
    let has_word = text
        .split(|sign: char| !sign.is_alphabetic())
        .any(|word| word.chars().count() > 1);
    !text.contains(char::is_alphabetic) || (has_digit && !has_word)
}

/// Whether an item of a list of names says that there are more.
fn is_filler(item: &str) -> bool {
    matches!(
        item.to_lowercase().trim_start_matches("and "),
        "etc"
            | "others"
            | "amongst others"
            | "among others"
            | "more"
            | "many more"
            | "many others"
            | "several others"
    )
}

/// Whether what should be a name is part of a sentence.
pub(super) fn is_sentence(item: &str) -> bool {
    const BEGINNINGS: [&str; 12] = [
        "we ",
        "i ",
        "our ",
        "they ",
        "this ",
        "there ",
        "who ",
        "which ",
        "but ",
        "partners included ",
        "partners were ",
        "no ",
    ];
    let small = item.to_lowercase();
    BEGINNINGS.iter().any(|words| small.starts_with(words))
        || small.contains(" who ")
        || small.contains(" which ")
}

pub(super) fn line(key: &'static str, max: u64, parts: &[Part]) -> Option<Reading> {
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
        ..same(key, text)
    })
}

/// Several short texts: lines of a list, or what a paragraph names one after the other.
pub(super) fn several(key: &'static str, chars: u64, parts: &[Part]) -> Option<Reading> {
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
    items.retain(|item| !(item.is_empty() || are_names && is_filler(item)));
    if are_names && items.iter().any(|item| is_sentence(item)) {
        return None;
    }
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
