//! A text in pieces, as a moderator moves them into fields: paragraphs and their sentences. Where a line
//! says itself what it is ("Title: …", "What changed"), the field is suggested.

use super::fields::field;
use super::mending::may_be_changed;

/// More pieces than these are not told apart one by one: a page holds no more boxes to choose from.
const MOST_SENTENCES: usize = 120;

/// A paragraph or a line, as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// What it says, without the label before it.
    pub text: String,
    /// Its sentences; at least one.
    pub sentences: Vec<String>,
    /// It names what comes after it, and says nothing itself.
    pub is_heading: bool,
    /// The key of the field that it seems to belong to.
    pub suggested: Option<&'static str>,
}

/// How lines and headings name what they hold, without the question mark and in small letters.
const NAMES: &[(&str, &[&str])] = &[
    ("title", &["title", "name of the project", "project title"]),
    ("summary", &["summary", "in short", "in brief"]),
    (
        "need",
        &[
            "why",
            "why we did it",
            "why did you do it",
            "the need",
            "background",
        ],
    ),
    (
        "did",
        &[
            "what we did",
            "what you did",
            "what did you do",
            "what happened",
            "the project",
            "activities",
        ],
    ),
    ("main_result", &["main result"]),
    (
        "changed",
        &[
            "what changed",
            "results",
            "outcomes",
            "impact",
            "what came of it",
        ],
    ),
    (
        "hard",
        &["what was hard", "challenges", "what did not work"],
    ),
    (
        "lessons",
        &[
            "lessons",
            "lessons learned",
            "what we learned",
            "what you learned",
        ],
    ),
    ("quotation", &["quotation", "quote"]),
    ("team_care", &["looking after the team"]),
    ("sustainability", &["sustainability"]),
    (
        "method",
        &["evaluation", "how we know", "how it was evaluated"],
    ),
    ("participants_note", &["who took part", "participants"]),
    ("partners", &["partners", "names of partners"]),
    ("funder", &["funding", "funder", "funded by"]),
    ("staff_time", &["staff time", "staff and volunteer time"]),
];

/// The paragraphs of a text.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut found: Vec<Paragraph> = Vec::new();
    // What the heading before names; only the paragraph right after it is surely meant.
    let mut under = None;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(key) = named(line) {
            under = Some(key);
            found.push(Paragraph {
                text: line.to_owned(),
                sentences: vec![line.to_owned()],
                is_heading: true,
                suggested: None,
            });
            continue;
        }
        let labelled = line.split_once(':').and_then(|(label, value)| {
            let value = value.trim();
            named(label)
                .filter(|_| !value.is_empty())
                .map(|key| (key, value))
        });
        let (suggested, text) = match labelled {
            Some((key, value)) => (Some(key), value),
            None => (under, line),
        };
        under = None;
        found.push(Paragraph {
            text: text.to_owned(),
            sentences: sentences(text),
            is_heading: false,
            suggested,
        });
    }
    let all: usize = found
        .iter()
        .map(|paragraph| paragraph.sentences.len())
        .sum();
    if all > MOST_SENTENCES {
        for paragraph in &mut found {
            paragraph.sentences = vec![paragraph.text.clone()];
        }
    }
    found
}

/// The field that a label or a heading names.
fn named(label: &str) -> Option<&'static str> {
    let label = label
        .trim()
        .trim_end_matches(['?', ':'])
        .trim()
        .to_lowercase();
    let (key, _) = NAMES
        .iter()
        .find(|(_, names)| names.contains(&label.as_str()))?;
    field(key)
        .filter(|field| may_be_changed(field))
        .map(|field| field.key)
}

/// The sentences of a paragraph, each with its full stop.
fn sentences(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut marks = text.char_indices().peekable();
    while let Some((at, mark)) = marks.next() {
        if !matches!(mark, '.' | '!' | '?') {
            continue;
        }
        let mut end = at + mark.len_utf8();
        // What is quoted or set in brackets ends with its sentence.
        while let Some((next, close)) = marks.next_if(|(_, mark)| {
            matches!(
                mark,
                '.' | '!' | '?' | '"' | '\'' | ')' | ']' | '\u{201d}' | '\u{2019}' | '\u{bb}'
            )
        }) {
            end = next + close.len_utf8();
        }
        let (said, rest) = (&text[start..end], &text[end..]);
        let goes_on = !rest.starts_with(char::is_whitespace)
            || rest.trim_start().starts_with(char::is_lowercase)
            || (mark == '.' && is_short_form(said));
        if !goes_on && !rest.trim().is_empty() {
            found.push(said.trim().to_owned());
            start = end;
        }
    }
    let rest = text[start..].trim();
    if !rest.is_empty() {
        found.push(rest.to_owned());
    }
    found
}

/// Whether a full stop ends a short form and not the sentence: "Dr.", "E.".
fn is_short_form(said: &str) -> bool {
    const SHORT: [&str; 12] = [
        "dr", "mr", "mrs", "ms", "prof", "st", "no", "approx", "e.g", "i.e", "vs", "incl",
    ];
    let last = said.split_whitespace().next_back().unwrap_or_default();
    let word = last
        .trim_end_matches('.')
        .trim_start_matches(['(', '\u{201c}', '"']);
    SHORT.contains(&word.to_lowercase().as_str())
        || (word.chars().count() == 1 && word.chars().all(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_paragraphs_and_says_itself_where_they_belong() {
        let text = "Dear colleagues,\n\nTitle: Tea and objects\nPartners: Asylum Welcome; Refugee Resource\n\n\
                    Why\nPeople were lonely. They told us so.\n\nNobody can be recognised.\n\nWhat changed?\n\nThey came back.";
        let found: Vec<_> = paragraphs(text)
            .into_iter()
            .map(|one| (one.suggested, one.is_heading, one.text))
            .collect();
        let row = |suggested, heading, text: &str| (suggested, heading, text.to_owned());
        assert_eq!(
            found,
            [
                row(None, false, "Dear colleagues,"),
                row(Some("title"), false, "Tea and objects"),
                row(Some("partners"), false, "Asylum Welcome; Refugee Resource"),
                row(None, true, "Why"),
                row(Some("need"), false, "People were lonely. They told us so."),
                // No heading stands above it.
                row(None, false, "Nobody can be recognised."),
                row(None, true, "What changed?"),
                row(Some("changed"), false, "They came back."),
            ]
        );
    }

    #[test]
    fn every_suggestion_is_a_field_that_takes_words() {
        for (key, names) in NAMES {
            assert_eq!(named(names[0]), Some(*key), "{key}");
            let field = field(key).unwrap();
            let mut answers = crate::Answers::default();
            assert!(
                crate::mending::append(&mut answers, field, &["Words".into()]),
                "{key}"
            );
        }
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        for (text, expected) in [
            ("One. Two! Three?", &["One.", "Two!", "Three?"][..]),
            (
                "Dr. Ana Field led it. It ran 1.5 years.",
                &["Dr. Ana Field led it.", "It ran 1.5 years."],
            ),
            (
                "He said \u{201c}Come.\u{201d} They came.",
                &["He said \u{201c}Come.\u{201d}", "They came."],
            ),
            (
                "We met at 5 p.m. on Mondays.",
                &["We met at 5 p.m. on Mondays."],
            ),
            ("No stop at the end", &["No stop at the end"]),
            (
                "E. Field wrote it (in May.) Then we met.",
                &["E. Field wrote it (in May.)", "Then we met."],
            ),
        ] {
            assert_eq!(sentences(text), expected, "{text}");
        }
    }

    #[test]
    fn a_very_long_text_is_moved_by_paragraphs() {
        let line = "One. ".repeat(70);
        let found = paragraphs(&format!("{line}\n{line}"));
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|paragraph| paragraph.sentences.len() == 1));
    }

    #[test]
    fn nothing_of_a_text_is_lost() {
        let text = "A first one. And more\u{2026} Then: it ended.\n\nTel: 01632 960 002";
        let whole: String = paragraphs(text)
            .iter()
            .flat_map(|paragraph| paragraph.sentences.clone())
            .collect::<Vec<_>>()
            .join(" ");
        assert_eq!(
            whole,
            "A first one. And more\u{2026} Then: it ended. Tel: 01632 960 002"
        );
    }
}
