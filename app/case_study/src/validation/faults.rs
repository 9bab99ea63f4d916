//! What may be wrong with one answer, by its kind.

use super::Strictness;
use crate::dates;
use crate::email::email_fault;
use crate::fields::{Field, Kind};
use crate::text::with_commas;
use crate::text_input::has_letter;
use crate::typed_dates::read_date;
use validator::{ValidateLength, ValidateRange, ValidateUrl};
use word_count::{count_words, longest_word};

/// No word of a language is longer; in letters.
const LONGEST_WORD: usize = 60;
/// A passage of so many words has at most so many characters for each: room for long words and for
/// web addresses, and an end to both.
const CHARACTERS_A_WORD: u64 = 20;

/// The first thing wrong with answers that are there, with its code and its sentence.
pub(super) fn fault(
    field: &Field,
    answers: &[String],
    strictness: Strictness,
) -> Option<(&'static str, String)> {
    if is_text(field) {
        // People write long, then cut.
        if strictness.is_draft() {
            return None;
        }
        return fault_of_kind(field, answers, strictness)
            .or_else(|| fault_of_letters(field, answers));
    }
    fault_of_kind(field, answers, strictness)
}

fn is_text(field: &Field) -> bool {
    matches!(
        field.kind,
        Kind::Line { .. } | Kind::Words { .. } | Kind::Lines { .. }
    )
}

fn fault_of_kind(
    field: &Field,
    answers: &[String],
    strictness: Strictness,
) -> Option<(&'static str, String)> {
    let strict = !strictness.is_draft();
    let first = &answers[0];
    let name = field.name_for_author();
    match field.kind {
        Kind::Line { max, .. } => {
            let length = first.chars().count();
            if !first.validate_length(None, Some(max), None) {
                Some((
                    "too_long",
                    format!("{name} has {length} characters. Shorten it to {max} or fewer"),
                ))
            } else {
                None
            }
        }
        Kind::Words { max, .. } => {
            let words = count_words(first) as u64;
            let longest = max * CHARACTERS_A_WORD;
            if words > max {
                let over = words - max;
                Some((
                    "too_long",
                    format!(
                        "{name} has {} words. Please cut {}",
                        with_commas(words),
                        with_commas(over)
                    ),
                ))
            } else if !first.validate_length(None, Some(longest), None) {
                let length = first.chars().count();
                Some((
                    "too_long",
                    format!("{name} has {length} characters. Shorten it to {longest} or fewer"),
                ))
            } else {
                None
            }
        }
        Kind::Lines { max, chars, .. } => {
            if answers.len() as u64 > max {
                Some(("too_many", format!("{name}: keep the best {max}")))
            } else if let Some(at) = answers
                .iter()
                .position(|a| !a.validate_length(None, Some(chars), None))
            {
                Some((
                    "too_long",
                    format!("{name}: shorten number {} to {chars} characters", at + 1),
                ))
            } else {
                None
            }
        }
        Kind::One(vocabulary) => vocabulary
            .term(first)
            .is_none()
            .then(|| ("unknown", format!("{name}: choose one from the list"))),
        Kind::Many(vocabulary, _, max) => {
            if answers.iter().any(|slug| vocabulary.term(slug).is_none()) {
                Some(("unknown", format!("{name}: choose from the list")))
            } else if strict && answers.len() as u64 > max {
                Some((
                    "too_many",
                    format!(
                        "{name}: you chose {}. Keep the {max} that fit best",
                        answers.len()
                    ),
                ))
            } else {
                None
            }
        }
        Kind::WebAddress => (!is_web_address(first)).then(|| {
            (
                "not_a_web_address",
                format!("{name}: enter a full web address, such as https://museum.example/report"),
            )
        }),
        Kind::Email => email_fault(first).map(|fault| ("not_an_email", fault.to_owned())),
        Kind::Links { max } => {
            let pairs = answers.chunks(2);
            if strict && pairs.len() as u64 > max {
                Some(("too_many", format!("{name}: keep the best {max}")))
            } else if answers
                .chunks(2)
                .any(|pair| !pair.get(1).is_some_and(|url| is_web_address(url)))
            {
                Some((
                    "not_a_web_address",
                    format!("{name}: give each link a full web address that starts with https://"),
                ))
            } else if strict
                // A file that was brought may name an address alone: what stands behind it can be asked.
                && strictness != Strictness::ToSend
                && answers.chunks(2).any(|pair| pair[0].is_empty())
            {
                Some(("untitled", format!("{name}: give each link a title")))
            } else {
                None
            }
        }
        Kind::Count => (!first
            .parse::<u32>()
            .is_ok_and(|n| n.validate_range(Some(1), Some(100_000_000), None, None)))
        .then(|| {
            (
                "out_of_range",
                format!("{name}: enter a number from 1 to 100,000,000"),
            )
        }),
        Kind::Month => {
            let year = read_date(first).ok().flatten().map(|date| date.year);
            let possible = dates::years(dates::this_year());
            let fits = year.is_some_and(|year| possible.contains(&year));
            (!fits).then(|| ("out_of_range", dates::OUT_OF_RANGE.to_owned()))
        }
        // What is missing can only be known by its museum, which may send the text before it knows.
        Kind::Pictures { .. } => (strictness == Strictness::ToPublish)
            .then(|| crate::pictures::fault_of(&crate::pictures::of_strings(answers)))
            .flatten()
            .map(|fault| ("no_permission", fault)),
        Kind::Documents { .. } => (strictness == Strictness::ToPublish)
            .then(|| crate::documents::fault_of(&crate::documents::of_strings(answers)))
            .flatten()
            .map(|fault| ("untitled", fault)),
        Kind::Tick | Kind::Place => None,
    }
}

/// What is wrong with the letters of a text, whatever its length.
fn fault_of_letters(field: &Field, answers: &[String]) -> Option<(&'static str, String)> {
    let name = field.name_for_author();
    if let Some(letters) = answers
        .iter()
        .map(|answer| longest_word(answer))
        .find(|letters| *letters > LONGEST_WORD)
    {
        return Some((
            "long_word",
            format!(
                "{name} has a word of {letters} letters. Check that no space is missing: {LONGEST_WORD} is the most"
            ),
        ));
    }
    let needs_letters = field.need.is_needed();
    (needs_letters && answers.iter().any(|answer| !has_letter(answer))).then(|| {
        (
            "no_letter",
            format!("{name} has no letters. Write it in words"),
        )
    })
}

/// `http` or `https` and a host: nothing a reader's browser would run. What forms take, files may
/// hold and pages make links of.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    text.validate_url()
        && url::Url::parse(text)
            .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some())
}
