//! How many people, with what is said around the number.

use super::{Answer, Reading, said};
use case_study::read_people;

/// Words after a number that say that people were counted.
const PEOPLE: [&str; 18] = [
    "people",
    "persons",
    "participants",
    "individuals",
    "adults",
    "children",
    "visitors",
    "volunteers",
    "members",
    "residents",
    "patients",
    "carers",
    "pupils",
    "students",
    "staff",
    "men",
    "women",
    "families",
];

/// "231", "about 200", "almost 100, trained by late 2021", "6,500 (people who engaged)", "231 people over three years".
pub(super) fn read(key: &'static str, text: &str) -> Option<Reading> {
    let text = text.trim();
    if let Ok(Some(people)) = read_people(text) {
        return Some(reading(key, people.count, text, ""));
    }
    for (at, sign) in text.char_indices() {
        // A comma within a number ends nothing.
        let is_end = match sign {
            ',' => text[at + 1..].starts_with(' '),
            ';' | '(' | '\n' => true,
            '\u{2013}' | '-' => text[..at].ends_with(' '),
            '.' => text[at + 1..].starts_with(' ') || text[at + 1..].is_empty(),
            _ => false,
        };
        if is_end && let Ok(Some(people)) = read_people(&text[..at]) {
            let note = text[at..].trim_start_matches([',', ';', '-', '\u{2013}', '.']);
            return Some(reading(key, people.count, text, note));
        }
    }
    // "231 people over three years": the number stands before whom it counts.
    let (number, rest) = text.char_indices().find_map(|(at, sign)| {
        let rest = text[at..].trim_start();
        let word = rest.split(' ').next()?.trim_end_matches([',', '.']);
        let counts = sign == ' ' && PEOPLE.contains(&word.to_lowercase().as_str());
        counts.then_some((&text[..at], rest))
    })?;
    let people = read_people(number).ok().flatten()?;
    Some(reading(key, people.count, text, rest))
}

fn reading(key: &'static str, count: u32, read: &str, note: &str) -> Reading {
    const LONGEST_NOTE: usize = 160;
    let note = note.trim();
    let bare = note
        .strip_prefix('(')
        .and_then(|note| note.strip_suffix(')').or_else(|| note.strip_suffix(").")))
        .unwrap_or(note)
        .trim();
    let mut found = Reading {
        answers: vec![Answer::new(key, vec![count.to_string()])],
        read: read.to_owned(),
        ..Reading::default()
    };
    if bare.contains(char::is_alphabetic)
        && bare.chars().count() <= LONGEST_NOTE
        && !bare.contains('\n')
    {
        found
            .answers
            .push(Answer::by_the_way("participants_note", bare));
    } else if !bare.is_empty() {
        read[..read.len() - note.len()]
            .trim()
            .clone_into(&mut found.read);
        found.rest = said(note);
    }
    found
}
