//! How many people, with what is said around the number.

use super::{Answer, Reading, said};
use case_study::read_people;

/// The answer that the words beside a number belong to.
const NOTE: &str = "participants_note";
/// Words after a number that say that people were counted.
const PEOPLE: [&str; 17] = [
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
];
/// Words that make a number one of something else: of a time, of what was hoped for.
const NOT_SO: [&str; 23] = [
    "per", "each", "every", "weekly", "monthly", "daily", "yearly", "target", "targeted",
    "planned", "plan", "expected", "hoped", "aim", "aimed", "capacity", "max", "maximum", "places",
    "week", "month", "year", "olds",
];
/// What is counted as well, and is no person.
const THINGS: [&str; 14] = [
    "sessions",
    "visits",
    "groups",
    "hours",
    "schools",
    "classes",
    "families",
    "households",
    "workshops",
    "events",
    "weeks",
    "days",
    "times",
    "couples",
];

/// "231", "about 200", "almost 100, trained by late 2021", "6,500 (people who engaged)", "231 people over three years".
pub(super) fn read(key: &'static str, text: &str) -> Option<Reading> {
    let text = text.trim();
    if let Ok(Some(people)) = read_people(text) {
        // "2020" is a year, and where nobody came nothing was counted.
        let may_be_a_year = text.len() == 4 && (2010..=2035).contains(&people.count);
        return (people.count > 0 && !may_be_a_year).then(|| {
            let mut found = reading(key, people.count, text, "");
            // What was not counted is never said to be: the words stay beside the number, as they do in the form.
            found
                .answers
                .extend(people.roughly.map(|words| Answer::by_the_way(NOTE, words)));
            found
        });
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
            return (!is_other(&text[..at], note)).then(|| reading(key, people.count, text, note));
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
    (!is_other(number, rest)).then(|| reading(key, people.count, text, rest))
}

/// Whether a number under "Participants" may say how old they are: "65+", "16-25".
pub(super) fn is_age(text: &str) -> bool {
    let small = text.trim().to_lowercase();
    let is_range =
        small.ends_with('+') || small.contains(['-', '\u{2013}']) || small.contains(" to ");
    is_range && !PEOPLE.iter().any(|word| small.contains(word))
}

/// Whether the note makes the number another one: "20 (per session)", "200 (target)", "45 adults and 30 children".
fn is_other(number: &str, note: &str) -> bool {
    let small = note.to_lowercase();
    let words: Vec<&str> = small
        .split(|sign: char| !(sign.is_alphanumeric() || matches!(sign, '%' | ',')))
        .map(|word| word.trim_matches(','))
        .filter(|word| !word.is_empty())
        .collect();
    let is_bare = !number.contains(char::is_alphabetic);
    let counts_things = is_bare && words.first().is_some_and(|word| THINGS.contains(word));
    let is_part = ["of whom", "of which", "including", "incl"]
        .iter()
        .any(|begin| small.trim_start_matches([' ', '(']).starts_with(begin));
    let counts_again = words.iter().enumerate().any(|(at, word)| {
        let is_number = word.starts_with(|sign: char| sign.is_ascii_digit());
        let is_year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        let next = words.get(at + 1).copied();
        is_number
            && !is_year
            && !word.ends_with('%')
            && next.is_none_or(|next| !THINGS.contains(&next))
    });
    counts_things || words.iter().any(|word| NOT_SO.contains(word)) || (counts_again && !is_part)
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
        found.answers.push(Answer::by_the_way(NOTE, bare));
    } else if !bare.is_empty() {
        read[..read.len() - note.len()]
            .trim()
            .clone_into(&mut found.read);
        found.rest = said(note);
    }
    found
}
