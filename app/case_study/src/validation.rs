//! Whether answers are good enough: lax while drafting, strict when sent.
//!
//! Limits are read from `FIELDS`; lengths, addresses and ranges are judged by `validator`.

mod faults;

pub use faults::is_web_address;

use super::content::CaseStudyContent;
use super::fields::{FIELDS, Field, Need, Section};
use faults::fault;
use std::borrow::Cow;
use validator::{Validate, ValidateLength, ValidationError, ValidationErrors};

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
    errors.sort_by_key(|error| FIELDS.iter().position(|field| field.key == error.field));
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
    /// Everything a published case needs.
    Submission,
}

impl Strictness {
    const fn is_draft(self) -> bool {
        matches!(self, Self::Draft)
    }

    /// Whether something must be there, and how much of it.
    const fn asks_for_more(self) -> bool {
        matches!(self, Self::Submission)
    }
}

/// No single answer is longer than this, draft or not; in characters.
pub const LONGEST_ANSWER: usize = 20_000;
/// What an imported case needs: without these there is nothing to show in a list.
const NEEDED_OF_A_FILE: [&str; 3] = ["title", "museum", "summary"];

impl Validate for CaseStudyContent {
    /// The strict rules of a submission, over every field.
    fn validate(&self) -> Result<(), ValidationErrors> {
        let mut errors = ValidationErrors::new();
        for field in FIELDS {
            check_field(field, self, Strictness::Submission, &mut errors);
        }
        check_together(self, &mut errors);
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }
}

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
    if strictness == Strictness::Submission {
        check_together(content, &mut errors);
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

/// What is wrong with the whole content, in form order.
#[must_use]
pub fn check_submission(content: &CaseStudyContent) -> Vec<FieldError> {
    content
        .validate()
        .err()
        .map(|errors| in_form_order(&errors))
        .unwrap_or_default()
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
    FIELDS
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
        })
        .collect()
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
        if strictness.asks_for_more()
            && let Need::Required(missing) = field.need
        {
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
