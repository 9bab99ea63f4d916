//! How people name what they answer: headings and labels, in a table ([`names`]), and all the ways to set them.

mod names;

use case_study::{FIELDS, Field, Kind};
use names::{AFTER, BEFORE, NAMES};
pub(crate) use names::{CONTACT, Targets, WHEN, WHERE};

/// What a heading or a label stands for. The whole of it must be a name: a sentence that begins with one is none.
pub(crate) fn named(label: &str) -> Option<Targets> {
    const LONGEST: usize = 160;
    if label.len() > LONGEST || label.contains('\n') {
        return None;
    }
    let label = plain(label);
    if label.is_empty() {
        return None;
    }
    known(&label).or_else(|| in_two(&label))
}

/// The same for the label of a cell, which may go on after its name: "Impact: what changed for people".
pub(crate) fn named_by_its_beginning(label: &str) -> Option<Targets> {
    named(label).or_else(|| {
        let first = label.lines().next()?;
        let name = first.split_once(": ").map_or(first, |(name, _)| name);
        named(name)
    })
}

/// "Why: the need", "Town/City", "Results and impact": both halves say the same.
fn in_two(label: &str) -> Option<Targets> {
    [": ", " - ", " | ", "/", ", ", " or ", " and "]
        .iter()
        .find_map(|sign| {
            let (one, other) = label.split_once(sign)?;
            let one = known(one.trim())?;
            (known(other.trim()) == Some(one)).then_some(one)
        })
}

fn known(label: &str) -> Option<Targets> {
    let mut label = label.trim();
    loop {
        if let Some((targets, _)) = NAMES.iter().find(|(_, names)| names.contains(&label)) {
            return Some(targets);
        }
        if let Some(key) = by_field(label) {
            return Some(key);
        }
        let shorter = BEFORE
            .iter()
            .find_map(|word| label.strip_prefix(word)?.strip_prefix(' '))
            .or_else(|| AFTER.iter().find_map(|word| label.strip_suffix(word)))?;
        label = shorter.trim_end_matches([',', ' ']).trim();
        if label.is_empty() {
            return None;
        }
    }
}

/// As the form asks it, or as pages name it.
fn by_field(label: &str) -> Option<Targets> {
    let field = FIELDS
        .iter()
        .filter(|field| may_be_said(field))
        .find(|field| {
            [field.question, field.heading, field.name_for_author()]
                .iter()
                .any(|name| !name.is_empty() && plain(name) == label)
        })?;
    Some(std::slice::from_ref(&field.key))
}

/// Asked in words: files are not.
fn may_be_said(field: &Field) -> bool {
    field.is_asked() && !field.kind.is_files() && field.kind != Kind::Place
}

/// A label in small letters without its number, its marks, what stands in brackets, and the signs at its end.
pub(crate) fn plain(label: &str) -> String {
    let small = label
        .to_lowercase()
        .replace(['\u{2019}', '\u{2018}'], "'")
        .replace("e-mail", "email")
        .replace(['\u{2013}', '\u{2014}'], "-")
        .replace('&', "and")
        .replace('\u{a0}', " ");
    let small = without_brackets(&small);
    let signs = |sign: char| {
        sign.is_whitespace()
            || matches!(
                sign,
                '*' | '_'
                    | '#'
                    | '>'
                    | ':'
                    | '?'
                    | '.'
                    | '!'
                    | '-'
                    | '='
                    | '\u{2022}'
                    | '\u{b7}'
                    | '"'
                    | '\u{201c}'
                    | '\u{201d}'
            )
    };
    let small = small.trim_matches(signs);
    let small = without_number(small).trim_matches(signs);
    // "Name of the museum" and "name of museum" are one name.
    let words = small
        .split_whitespace()
        .filter(|word| !matches!(*word, "the" | "a" | "an"));
    words.collect::<Vec<_>>().join(" ")
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut left = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' if depth > 0 => depth -= 1,
            _ if depth == 0 => left.push(letter),
            _ => {}
        }
    }
    left
}

/// "1. Why", "2) Why", "3.2 Why", "Q4: Why", "a) Why", "iv. Why", "Section 2: Why".
pub(crate) fn without_number(label: &str) -> &str {
    let bare = ["section ", "part ", "question ", "step ", "q.", "q"]
        .iter()
        .find_map(|word| {
            let rest = label.strip_prefix(word)?.trim_start();
            rest.starts_with(|sign: char| sign.is_ascii_digit())
                .then_some(rest)
        })
        .unwrap_or(label);
    let Some((number, rest)) = bare
        .split_once([' ', '\t', ')', ':'])
        .or_else(|| bare.split_once(". "))
    else {
        return glued(bare).unwrap_or(label);
    };
    let ends = number.ends_with(['.', ':', ')']) || bare[number.len()..].starts_with([')', ':']);
    let stem = number.trim_end_matches(['.', ':']).trim_start_matches('(');
    let is_decimal = stem.chars().any(|sign| sign.is_ascii_digit())
        && stem.split('.').all(|part| {
            !part.is_empty() && part.len() <= 2 && part.chars().all(|sign| sign.is_ascii_digit())
                || is_lettered(part)
        });
    let is_letter = ends && stem.len() == 1 && stem.chars().all(|sign| sign.is_ascii_alphabetic());
    let is_roman = ends
        && stem.len() <= 4
        && !stem.is_empty()
        && stem
            .chars()
            .all(|sign| matches!(sign, 'i' | 'v' | 'x' | 'I' | 'V' | 'X'));
    if is_decimal || is_letter || is_roman {
        rest.trim_start_matches([')', '.', ':', '-', ' ', '\t'])
    } else {
        glued(bare).unwrap_or(label)
    }
}

/// "1.Why" without a gap.
fn glued(label: &str) -> Option<&str> {
    let rest = label.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let digits = label.len() - rest.len();
    let rest = rest.strip_prefix(['.', ')'])?;
    ((1..=2).contains(&digits) && rest.starts_with(char::is_alphabetic)).then_some(rest)
}

/// "2a".
fn is_lettered(part: &str) -> bool {
    let mut signs = part.chars();
    signs.next().is_some_and(|sign| sign.is_ascii_digit())
        && signs
            .next_back()
            .is_some_and(|sign| sign.is_ascii_alphabetic())
        && signs.all(|sign| sign.is_ascii_digit())
}

/// A line that has its label in front: "Museum: The Beaney", "Museum – The Beaney", "Museum\tThe Beaney". The label stands for
/// fields, the rest is the answer.
pub(crate) fn labelled(line: &str) -> Option<(&str, Targets, &str)> {
    for sign in [
        ":",
        "\t",
        " \u{2013} ",
        " \u{2014} ",
        " - ",
        " = ",
        "?",
        "|",
    ] {
        let mut from = 0;
        // The first of them may belong to the name: "Why: the need: …".
        for _ in 0..2 {
            let Some(at) = line[from..].find(sign) else {
                break;
            };
            let end = from + at;
            let (label, answer) = (&line[..end], line[end + sign.len()..].trim());
            if let Some(targets) = named(label)
                && !answer.is_empty()
                && !(sign == ":" && answer.starts_with("//"))
            {
                let answer = answer.trim_start_matches(['*', '_', ':', ' ']);
                return Some((label, targets, answer));
            }
            from = end + sign.len();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{CONTACT, NAMES, Targets, WHEN, WHERE, labelled, named};
    use case_study::fields::field;
    use std::collections::BTreeSet;

    #[test]
    fn labels_are_known_however_they_are_set() {
        for (label, key) in [
            ("Museum", "museum"),
            ("Museum or organisation *", "museum"),
            ("1. Name of the museum:", "museum"),
            ("Type of museum * (tick one)", "museum_type"),
            ("Summary * (up to 60 words)", "summary"),
            ("Why: the need or challenge *", "need"),
            ("3. What changed?", "changed"),
            ("**What changed?**", "changed"),
            ("WHAT WE DID", "did"),
            ("5. LESSONS", "lessons"),
            ("Q7: Lessons learnt", "lessons"),
            ("2.1 Aims and objectives", "need"),
            ("b) Background", "need"),
            ("iv. Outcomes", "changed"),
            ("Section 3: Results and impact", "changed"),
            ("Town/City", "town"),
            ("E-mail address *", "contact_email"),
            ("How do you know what changed? *", "design"),
            ("Tell us a little more about how you gathered it", "method"),
            ("Did you look after the team?", ""),
            ("Results and lessons", ""),
            ("People planned for", ""),
            ("People who took part by December 2016", ""),
            ("Length of a programme", ""),
            ("Telephone (we do not publish it)", ""),
            ("Please describe the project", "did"),
            ("What was the impact of the project?", "changed"),
            ("How many people took part?", "participants"),
            ("Message to the moderator", "message"),
            ("1.Why we did it", "need"),
            ("", ""),
            ("-", ""),
        ] {
            let found = named(label)
                .and_then(|targets| targets.first())
                .copied()
                .unwrap_or_default();
            assert_eq!(found, key, "{label}");
        }
    }

    #[test]
    fn a_line_is_divided_at_the_end_of_its_label() {
        for (line, expected) in [
            (
                "Museum: The Beaney House of Art & Knowledge",
                Some(("museum", "The Beaney House of Art & Knowledge")),
            ),
            (
                "Title: Multaka-Oxford: museums as a meeting point",
                Some(("title", "Multaka-Oxford: museums as a meeting point")),
            ),
            (
                "Where \u{2013} Oxford, United Kingdom",
                Some(("where", "Oxford, United Kingdom")),
            ),
            ("Town\tOxford", Some(("town", "Oxford"))),
            ("**Town:** Oxford", Some(("town", "Oxford"))),
            (
                "How many people took part? 12",
                Some(("participants", "12")),
            ),
            ("Train first, then place: ten weeks of learning", None),
            ("Museum:", None),
            ("https://museum.example", None),
        ] {
            let found = labelled(line).map(|(_, targets, answer)| (targets[0], answer));
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn every_name_stands_once_and_for_fields_that_are_asked() {
        let mut seen = BTreeSet::new();
        let rows: &[(Targets, &[&str])] = NAMES;
        for (targets, names) in rows {
            for key in *targets {
                let is_one = [WHEN, WHERE, CONTACT].contains(key)
                    || field(key).is_some_and(case_study::Field::is_asked);
                assert!(is_one, "{key}");
            }
            for name in *names {
                assert!(seen.insert(*name), "{name}");
                assert_eq!(named(name), Some(*targets), "{name}");
            }
        }
    }
}
