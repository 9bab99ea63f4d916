//! Whether answers are good enough: lax while drafting, strict when sent.
//!
//! Limits are read from `FIELDS`; lengths, addresses and ranges are judged by `validator`.

use super::content::CaseStudyContent;
use super::fields::{FIELDS, Field, Kind, Need, Section};
use std::borrow::Cow;
use validator::{
    Validate, ValidateEmail, ValidateLength, ValidateRange, ValidateUrl, ValidationError,
    ValidationErrors,
};
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

/// How strictly answers are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// Half-finished is fine; only what could never be right is refused: a term that does not
    /// exist, a text far over its limit.
    Draft,
    /// Everything a published case needs.
    Submission,
}

/// How far a draft may run over a limit before it is refused; people write long, then cut.
const DRAFT_SLACK: u64 = 5;
/// No single answer is longer than this, draft or not; in characters.
const LONGEST_ANSWER: u64 = 20_000;

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

/// What is wrong with the whole content, in form order.
#[must_use]
pub fn check_submission(content: &CaseStudyContent) -> Vec<FieldError> {
    content
        .validate()
        .err()
        .map(|errors| in_form_order(&errors))
        .unwrap_or_default()
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
    let strict = strictness == Strictness::Submission;
    if answers
        .iter()
        .any(|answer| !answer.validate_length(None, Some(LONGEST_ANSWER), None))
    {
        add(
            errors,
            field.key,
            "far_too_long",
            format!("{} is far too long. Shorten it to save it", field.heading),
        );
        return;
    }
    if answers.is_empty() {
        if strict && let Need::Required(missing) = field.need {
            add(errors, field.key, "missing", missing);
        }
        return;
    }
    if let Some((code, message)) = fault(field, &answers, strict) {
        add(errors, field.key, code, message);
    }
}

/// The first thing wrong with answers that are there, with its code and its sentence.
fn fault(field: &Field, answers: &[String], strict: bool) -> Option<(&'static str, String)> {
    let slack = if strict { 1 } else { DRAFT_SLACK };
    let first = &answers[0];
    let name = field.heading;
    match field.kind {
        Kind::Line { min, max } => {
            let length = first.chars().count();
            if !first.validate_length(None, Some(max * slack), None) {
                Some((
                    "too_long",
                    format!("{name} has {length} characters. Shorten it to {max} or fewer"),
                ))
            } else if strict && !first.validate_length(Some(min), None, None) {
                Some((
                    "too_short",
                    format!("{name} has {length} characters. Write at least {min}"),
                ))
            } else {
                None
            }
        }
        Kind::Words { min, max } => {
            let words = count_words(first) as u64;
            if words > max * slack {
                let over = words - max;
                Some((
                    "too_long",
                    format!("{name} has {words} words. Cut {over} to fit the limit of {max}"),
                ))
            } else if strict && words < min {
                let short = min - words;
                Some((
                    "too_short",
                    format!("{name} has {words} words. Write at least {short} more to reach {min}"),
                ))
            } else {
                None
            }
        }
        Kind::Lines { min, max, chars } => {
            if answers.len() as u64 > max * slack {
                Some(("too_many", format!("{name}: keep the best {max}")))
            } else if let Some(at) = answers
                .iter()
                .position(|a| !a.validate_length(None, Some(chars * slack), None))
            {
                Some((
                    "too_long",
                    format!("{name}: shorten number {} to {chars} characters", at + 1),
                ))
            } else if strict && (answers.len() as u64) < min {
                Some(("too_few", format!("{name}: add at least {min}")))
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
        Kind::Email => (!is_email(first)).then(|| {
            (
                "not_an_email",
                "Enter an e-mail address in the form name@museum.example".to_owned(),
            )
        }),
        Kind::Links { max } => {
            let pairs = answers.chunks(2);
            if pairs.len() as u64 > max {
                Some(("too_many", format!("{name}: keep the best {max}")))
            } else if answers
                .chunks(2)
                .any(|pair| !pair.get(1).is_some_and(|url| is_web_address(url)))
            {
                Some((
                    "not_a_web_address",
                    format!("{name}: give each link a full web address that starts with https://"),
                ))
            } else if strict && answers.chunks(2).any(|pair| pair[0].is_empty()) {
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
                format!("{name}: enter a number of at least 1"),
            )
        }),
        Kind::Tick | Kind::Month | Kind::Place => None,
    }
}

/// Whether mail can be sent to it, as far as its form tells.
#[must_use]
pub fn is_email(text: &str) -> bool {
    text.validate_email()
}

/// `http` or `https` and a host: nothing a reader's browser would run. What forms take, files may
/// hold and pages make links of.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    text.validate_url()
        && url::Url::parse(text)
            .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some())
}

/// Rules that look at two answers at once.
fn check_together(content: &CaseStudyContent, errors: &mut ValidationErrors) {
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
            "Choose the other strand, or leave this empty",
        );
    }
    if !content.quotation.is_empty() && !content.quotation_permission {
        add(
            errors,
            "quotation_permission",
            "permission",
            "Tick this box if the person agreed, or take the quotation out",
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
