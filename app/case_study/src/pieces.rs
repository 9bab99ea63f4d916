//! A text in pieces, as a moderator moves them into fields: paragraphs and their sentences. Where a line
//! says itself what it is ("Title: …", "What changed"), the field is suggested.

use super::content::{CaseStudyContent, MONTHS};
use super::fields::{Field, Kind, field};
use super::mending::may_be_changed;
use super::short_way::{greets, header};
use std::collections::BTreeSet;

/// More pieces than these are not told apart one by one: a page holds no more boxes to choose from.
const MOST_SENTENCES: usize = 120;

/// A paragraph or a line, as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// What it says, without the label before it.
    pub text: String,
    /// Its sentences; at least one.
    pub sentences: Vec<String>,
    /// It says nothing that belongs into an answer: it names what comes after it, greets, or was written by a mail
    /// program.
    pub is_heading: bool,
    /// The key of the field that it seems to belong to.
    pub suggested: Option<&'static str>,
}

/// How lines and headings name what they hold, without the question mark and in small letters.
const NAMES: &[(&str, &[&str])] = &[
    ("title", &["title", "name of the project", "project title"]),
    ("region", &["region", "region or nation"]),
    ("started", &["started", "began", "start"]),
    ("ended", &["ended", "end", "finished"]),
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
            "our lessons",
            "our lesson",
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
        &[
            "evaluation",
            "how we know",
            "how do we know",
            "how it was evaluated",
        ],
    ),
    ("measures_other", &["measures", "measures used"]),
    (
        "participants",
        &["how many people took part", "number of people"],
    ),
    (
        "participants_note",
        &["who took part", "participants", "who we counted"],
    ),
    ("report_url", &["report", "link to a report"]),
    ("partners", &["partners", "names of partners"]),
    ("funder", &["funding", "funder", "funded by"]),
    ("staff_time", &["staff time", "staff and volunteer time"]),
];

/// The paragraphs of a text.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut found: Vec<Paragraph> = Vec::new();
    // What the heading before names; only the paragraph right after it is surely meant, or the list.
    let mut under = None;
    let mut in_list = false;
    let is_head = |found: &[Paragraph], line: &str| {
        header(line).is_some() && found.iter().all(|before| header(&before.text).is_some())
    };
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(key) = named(line) {
            under = Some(key);
            in_list = false;
            found.push(Paragraph {
                text: line.to_owned(),
                sentences: vec![line.to_owned()],
                is_heading: true,
                suggested: None,
            });
            continue;
        }
        if !line.contains(char::is_alphanumeric) || greets(line) || is_head(&found, line) {
            found.push(Paragraph {
                text: line.to_owned(),
                sentences: vec![line.to_owned()],
                is_heading: true,
                suggested: None,
            });
            continue;
        }
        // What comes after a list is no part of it.
        let is_item = without_mark(line) != line;
        if in_list && !is_item {
            under = None;
        }
        in_list = is_item;
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
        if !is_item {
            under = None;
        }
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

/// A line of a list without the mark before it.
#[must_use]
pub fn without_mark(line: &str) -> &str {
    ["* ", "- ", "\u{2013} ", "\u{2022} "]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))
        .map_or(line, str::trim_start)
}

/// The answer that a piece holds to a question which is answered by a date, a number or a web address: "February
/// 2013" of "In February 2013 we turned the front room into a chemist\u{2019}s".
#[must_use]
pub fn answer_in(field: &Field, text: &str) -> Option<String> {
    /// "between 20 and 25" is as long as they are.
    const LONGEST: usize = 4;
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_read = |said: &str| {
        let mut content = CaseStudyContent::default();
        let is_address = !said.contains(' ') && (said.contains("://") || said.starts_with("www."));
        (field.kind != Kind::WebAddress || is_address)
            && field.put(&mut content, &[said.to_owned()]).is_ok()
            && field.is_answered(&content)
    };
    (1..=LONGEST)
        .rev()
        .flat_map(|length| words.windows(length))
        .map(|run| {
            run.join(" ")
                .trim_matches([',', ';', '.', ':', '(', ')'])
                .to_owned()
        })
        .find(|said| is_read(said))
}

/// The first dates that a text names, each once: "February 2013", "2017".
#[must_use]
pub fn dates_in(text: &str) -> Vec<String> {
    const MOST: usize = 4;
    let Some(date) = field("started") else {
        return Vec::new();
    };
    let names_month = |word: &str| {
        let word = word.to_lowercase();
        MONTHS
            .iter()
            .any(|month| word.len() > 2 && month.to_lowercase().starts_with(&word))
    };
    let mut found: Vec<String> = Vec::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        for (at, word) in words.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| words.get(before));
            let month = before.filter(|month| names_month(month));
            let said = month.map_or_else(|| (*word).to_owned(), |month| format!("{month} {word}"));
            let is_year = word.starts_with(|sign: char| sign.is_ascii_digit());
            let said = Some(said).filter(|_| is_year);
            found.extend(said.and_then(|said| answer_in(date, &said)));
        }
    }
    let mut seen = BTreeSet::new();
    found.retain(|date| seen.insert(date.clone()));
    found.truncate(MOST);
    found
}

/// A heading without the number before it: "1. Why".
fn without_number(label: &str) -> &str {
    let rest = label.trim_start_matches(|sign: char| sign.is_ascii_digit());
    if rest.len() == label.len() {
        return label;
    }
    rest.strip_prefix(['.', ')']).unwrap_or(label)
}

/// The field that a label or a heading names.
fn named(label: &str) -> Option<&'static str> {
    let label = without_number(label.trim())
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
                row(None, true, "Dear colleagues,"),
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
    fn headings_have_numbers_and_lists_belong_to_theirs() {
        let text = "Summary\n-------\nTen museums offered training.\n\n5. LESSONS\n* Train first: it builds confidence.\n\
                    * Share it.\nThank you.\nStarted: 2013";
        let suggested: Vec<_> = paragraphs(text)
            .into_iter()
            .filter(|one| !one.is_heading)
            .map(|one| one.suggested)
            .collect();
        let expected = [
            Some("summary"),
            Some("lessons"),
            Some("lessons"),
            None,
            Some("started"),
        ];
        assert_eq!(suggested, expected);
    }

    #[test]
    fn dates_numbers_and_addresses_are_found_in_a_sentence() {
        let found = |key: &str, text: &str| answer_in(field(key).unwrap(), text);
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            found("started", "In February 2013 we turned the room"),
            some("In February 2013")
        );
        assert_eq!(found("started", "2017, still running"), some("2017"));
        assert_eq!(found("started", "We may meet again"), None);
        assert_eq!(found("participants", "231"), some("231"));
        assert_eq!(
            dates_in(
                "In February 2013 we turned 3 rooms. By May 2019, and in spring 2021 too; 2,201 hours.\nStarted: 2013"
            ),
            ["February 2013", "May 2019", "2021", "2013"]
        );
        let address = "https://www.museum.example/report";
        assert_eq!(
            found("report_url", &format!("Report and film list: {address}.")),
            some(address)
        );
        assert_eq!(found("report_url", "A report. There is none"), None);
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
