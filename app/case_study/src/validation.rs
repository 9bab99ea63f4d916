//! Whether answers are good enough: lax while drafting, a little stricter when sent, strict when published.
//!
//! Limits are read from `FIELDS`; lengths, addresses and ranges are judged by `validator`.

mod faults;

pub use faults::is_web_address;

use super::content::CaseStudyContent;
use super::fields::{FIELDS, Field, Kind, Need, Section};
use super::text::with_commas;
use faults::fault;
use std::borrow::Cow;
use validator::{ValidateLength, ValidationError, ValidationErrors};
use word_count::count_words;

/// One thing to mend, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's key, which is also the id of its control.
    pub field: String,
    /// A sentence that says how to mend it.
    pub message: String,
}

impl FieldError {
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }

    /// The words that stand beside a field, if something is wrong with it.
    #[must_use]
    pub fn of(errors: &[Self], field: &str) -> Option<String> {
        let error = errors.iter().find(|error| error.field == field)?;
        Some(error.message.clone())
    }
}

/// These errors in the order in which the form asks.
#[must_use]
pub fn sorted(mut errors: Vec<FieldError>) -> Vec<FieldError> {
    errors.sort_by_key(|error| {
        let at = FIELDS.iter().position(|field| field.key == error.field)?;
        let section = FIELDS[at].section;
        let page = Section::ALL.iter().position(|one| *one == section);
        Some((page, at))
    });
    errors
}

/// How strictly answers are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// Half-finished is fine, and so is a text of any length: people write long, then cut. Only what
    /// could never be right is told: a term that does not exist, an address that is none.
    Draft,
    /// A case out of a file: it may lack what only its museum could say, and runs over no limit.
    Import,
    /// What must be there for a museum to send it: what nobody else could say.
    ToSend,
    /// Everything a published case needs.
    ToPublish,
}

impl Strictness {
    const fn is_draft(self) -> bool {
        matches!(self, Self::Draft)
    }

    /// The sentence for an answer that is missing, where it is needed.
    const fn missing(self, need: Need) -> Option<&'static str> {
        match (self, need) {
            (Self::ToSend | Self::ToPublish, Need::ToSend(missing))
            | (Self::ToPublish, Need::ToPublish(missing)) => Some(missing),
            _ => None,
        }
    }

    /// Whether answers must agree with each other.
    const fn looks_at_all(self) -> bool {
        matches!(self, Self::ToSend | Self::ToPublish)
    }
}

/// No single answer is longer than this, draft or not; in characters.
pub const LONGEST_ANSWER: usize = 20_000;
/// What an imported case needs: without these there is nothing to show in a list.
const NEEDED_OF_A_FILE: [&str; 3] = ["title", "museum", "summary"];

/// A story has at least so many words, wherever they stand: from fewer nobody could make a case study.
pub const STORY_WORDS: usize = 40;
/// Where the story is asked for.
const STORY_STARTS: &str = "did";

/// What is wrong with the fields of one section, in form order.
#[must_use]
pub fn check_section(
    content: &CaseStudyContent,
    section: Section,
    strictness: Strictness,
) -> Vec<FieldError> {
    let mut errors = ValidationErrors::new();
    for field in FIELDS.iter().filter(|field| field.section == section) {
        check_field(field, content, strictness, &mut errors);
    }
    if strictness.looks_at_all() {
        check_together(content, &mut errors);
    }
    if strictness == Strictness::ToSend {
        check_story(content, &mut errors);
    }
    in_form_order(&errors)
        .into_iter()
        .filter(|error| is_in(section, &error.field))
        .collect()
}

/// What could never be right in the answer to one field, whatever else is written.
pub(super) fn check_answer(field: &Field, content: &CaseStudyContent) -> Option<String> {
    let mut errors = ValidationErrors::new();
    check_field(field, content, Strictness::Draft, &mut errors);
    let found = in_form_order(&errors).into_iter().next();
    found.map(|error| error.message)
}

/// What stands in the way of sending, in form order. Everything else a careful reader can derive.
#[must_use]
pub fn check_to_send(content: &CaseStudyContent) -> Vec<FieldError> {
    check_whole(content, Strictness::ToSend)
}

/// What stands in the way of publishing, in form order.
#[must_use]
pub fn check_to_publish(content: &CaseStudyContent) -> Vec<FieldError> {
    check_whole(content, Strictness::ToPublish)
}

fn check_whole(content: &CaseStudyContent, strictness: Strictness) -> Vec<FieldError> {
    let sections = Section::ALL.iter();
    sections
        .flat_map(|section| check_section(content, *section, strictness))
        .collect()
}

/// How many words the story has, wherever they stand.
#[must_use]
pub fn story_words(content: &CaseStudyContent) -> usize {
    [
        &content.own_words,
        &content.need,
        &content.did,
        &content.changed,
    ]
    .into_iter()
    .map(|text| count_words(text))
    .sum()
}

/// The story is there in some words.
fn check_story(content: &CaseStudyContent, errors: &mut ValidationErrors) {
    let words = story_words(content);
    if words >= STORY_WORDS {
        return;
    }
    let message = match words {
        0 => "Tell the story in at least 40 words: what you did, who it was for, what came of it"
            .to_owned(),
        _ => format!(
            "Your story has {} so far. Write at least {} more, here or under another question about it",
            counted_words(words),
            STORY_WORDS - words
        ),
    };
    add(errors, STORY_STARTS, "short_story", message);
}

fn counted_words(words: usize) -> String {
    match words {
        1 => "1 word".to_owned(),
        _ => format!("{} words", with_commas(words as u64)),
    }
}

/// A sentence of advice on an answer that is shorter than readers would like. Never an error: a short
/// honest text may be sent and published.
#[must_use]
pub fn advice(field: &Field, content: &CaseStudyContent) -> Option<String> {
    if field.key == "on_map" {
        return super::gazetteer::advice(content);
    }
    let answers = field.answers(content);
    let first = answers.first()?;
    let is_short = match field.kind {
        // A name or a place may be as short as it is.
        Kind::Line { min, .. } => min > 2 && (first.chars().count() as u64) < min,
        Kind::Words { min, .. } => (count_words(first) as u64) < min,
        Kind::Lines { min, .. } => (answers.len() as u64) < min,
        _ => false,
    };
    is_short.then(|| match field.kind {
        Kind::Lines { .. } => "Other museums would like one more here".to_owned(),
        _ => "Other museums would like a little more here".to_owned(),
    })
}

/// What is wrong with a case out of a file, in form order: every limit of the form holds, but nothing
/// is asked for that only its museum could say.
#[must_use]
pub fn check_import(content: &CaseStudyContent) -> Vec<FieldError> {
    let mut errors = ValidationErrors::new();
    for field in FIELDS {
        check_field(field, content, Strictness::Import, &mut errors);
    }
    check_dates(content, &mut errors);
    in_form_order(&errors)
}

fn is_in(section: Section, key: &str) -> bool {
    super::fields::field(key).is_some_and(|field| field.section == section)
}

fn in_form_order(errors: &ValidationErrors) -> Vec<FieldError> {
    let by_field = errors.field_errors();
    let found = FIELDS
        .iter()
        .filter_map(|field| by_field.get(field.key).map(|errors| (field, errors)))
        .flat_map(|(field, errors)| {
            errors.iter().map(|error| {
                FieldError::new(
                    field.key,
                    error
                        .message
                        .clone()
                        .unwrap_or(Cow::Borrowed("Check this answer")),
                )
            })
        });
    sorted(found.collect())
}

fn add(
    errors: &mut ValidationErrors,
    field: &'static str,
    code: &'static str,
    message: impl Into<Cow<'static, str>>,
) {
    errors.add(
        field,
        ValidationError::new(code).with_message(message.into()),
    );
}

fn check_field(
    field: &Field,
    content: &CaseStudyContent,
    strictness: Strictness,
    errors: &mut ValidationErrors,
) {
    let answers = field.answers(content);
    if answers
        .iter()
        .any(|answer| !answer.validate_length(None, Some(LONGEST_ANSWER as u64), None))
    {
        add(
            errors,
            field.key,
            "far_too_long",
            format!(
                "{} is far too long. Shorten it to save it",
                field.name_for_author()
            ),
        );
        return;
    }
    if answers.is_empty() {
        if let Some(missing) = strictness.missing(field.need) {
            add(errors, field.key, "missing", missing);
        } else if strictness == Strictness::Import && NEEDED_OF_A_FILE.contains(&field.key) {
            add(errors, field.key, "missing", "must not be empty");
        }
        return;
    }
    if let Some((code, message)) = fault(field, &answers, strictness) {
        add(errors, field.key, code, message);
    }
}

/// The end does not come before the start.
fn check_dates(content: &CaseStudyContent, errors: &mut ValidationErrors) {
    if let (Some(started), Some(ended)) = (content.started, content.ended) {
        let last_month = super::PartialDate {
            year: ended.year,
            month: Some(ended.month.unwrap_or(12)),
        };
        let first_month = super::PartialDate {
            year: started.year,
            month: Some(started.month.unwrap_or(1)),
        };
        if last_month < first_month {
            add(
                errors,
                "ended",
                "before_start",
                "The end is before the start. Check both dates",
            );
        }
    }
}

/// Rules that look at two answers at once.
fn check_together(content: &CaseStudyContent, errors: &mut ValidationErrors) {
    check_dates(content, errors);
    if content.ended.is_some() && content.still_running {
        add(
            errors,
            "still_running",
            "ended",
            "Give an end date or tick \u{201c}It is still running\u{201d}, not both",
        );
    }
    if !content.second_strand.is_empty() && content.second_strand == content.strand {
        add(
            errors,
            "second_strand",
            "same",
            "Choose the other group, or leave this empty",
        );
    }
    if !content.quotation.is_empty() && !content.quotation_permission {
        add(
            errors,
            "quotation_permission",
            "permission",
            "Tick \u{201c}They said we can publish it\u{201d}, or remove the quotation",
        );
    }
    if content.content_notes.len() > 1 && content.content_notes.iter().any(|note| note == "none") {
        add(
            errors,
            "content_notes",
            "none_and_more",
            "Choose \u{201c}None of these\u{201d} alone, or only the notes that fit",
        );
    }
}

#[cfg(test)]
mod tests;
