//! Reading a bank file: a JSON list of cases compiled from public sources
//! ([`compiled_list`]), or what `export` wrote ([`bank_file`]).
//!
//! Nothing is written here. A file is read whole, and refused whole: every case that is wrong is
//! named with its field, so that it can be put right in one go.

pub mod bank_file;
pub mod compiled_list;
mod judged;

use super::content::CaseStudyContent;
use super::text_input::{printable, without_byte_order_mark};
use super::vocabulary::slugs::{LONGEST_SLUG, is_reserved, is_slug, slugify};
use std::collections::HashSet;

/// A case ready to be stored.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedCase {
    /// Becomes the slug of the case.
    pub id: String,
    pub content: CaseStudyContent,
    /// What a file written by `export` says beside the content; such a file has public fields only.
    /// `None` for a list compiled by hand.
    pub kept: Option<Kept>,
}

/// What stays as it was when a case moves from one bank to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Compiled from public sources rather than submitted by the museum.
    pub compiled: bool,
    /// Made to be tried out.
    pub sample: bool,
    /// First published, in milliseconds since 1970.
    pub published_at: i64,
}

/// Why a file was refused. What it holds is shown so that it cannot steer a terminal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    #[error("the file is not a JSON list of cases: {}", printable(.0))]
    NotAList(String),
    #[error("{}", listed(.0))]
    Cases(Vec<Problem>),
}

/// One thing wrong in a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "case \u{201c}{}\u{201d}, field \u{201c}{}\u{201d}: {}",
    printable(.case),
    printable(.field),
    printable(.problem)
)]
pub struct Problem {
    /// Its id, or its place in the file.
    pub case: String,
    /// As the file calls it.
    pub field: String,
    pub problem: String,
}

impl Problem {
    fn new(case: &str, field: &str, problem: impl Into<String>) -> Self {
        Self {
            case: case.to_owned(),
            field: field.to_owned(),
            problem: problem.into(),
        }
    }
}

/// All of them as one sentence, which is what a command that cannot go on says.
fn listed(problems: &[Problem]) -> String {
    let each: Vec<String> = problems.iter().map(Problem::to_string).collect();
    match each.as_slice() {
        [only] => only.clone(),
        _ => format!("{} things are wrong: {}", each.len(), each.join("; ")),
    }
}

/// Reads a whole file.
///
/// # Errors
/// Everything that is wrong, with the case and the field.
pub fn read(text: &str) -> Result<Vec<ImportedCase>, ImportError> {
    let not_a_list = |error: serde_json::Error| ImportError::NotAList(error.to_string());
    let file: serde_json::Value =
        serde_json::from_str(without_byte_order_mark(text)).map_err(not_a_list)?;
    if let serde_json::Value::Object(file) = file {
        return bank_file::read(file);
    }
    compiled_list::read(serde_json::from_value(file).map_err(not_a_list)?)
}

/// Reads each entry of a list: all of them, or everything that is wrong. `key` is the member that
/// holds the id.
fn read_each(
    entries: Vec<serde_json::Value>,
    key: &'static str,
    to_case: impl Fn(&str, serde_json::Value) -> Result<ImportedCase, Vec<Problem>>,
) -> Result<Vec<ImportedCase>, ImportError> {
    let mut seen = HashSet::new();
    let mut problems = Vec::new();
    let mut cases = Vec::with_capacity(entries.len());
    for (at, entry) in entries.into_iter().enumerate() {
        let id = entry.get(key).and_then(serde_json::Value::as_str);
        let name = id.map_or_else(|| format!("number {}", at + 1), str::to_owned);
        if let Some(id) = id
            && !seen.insert(id.to_owned())
        {
            problems.push(Problem::new(
                &name,
                key,
                format!("another case in the file has the same {key}"),
            ));
        }
        match to_case(&name, entry) {
            Ok(case) => cases.push(case),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() {
        Ok(cases)
    } else {
        Err(ImportError::Cases(problems))
    }
}

/// What is wrong with the id of a case, which becomes the address of its page.
fn fault_of_id(id: &str) -> Option<String> {
    if id.is_empty() || slugify(id) != id {
        Some("use small letters, digits and single hyphens only".to_owned())
    } else if !is_slug(id) {
        Some(format!(
            "has {} characters; use at most {LONGEST_SLUG}",
            id.len()
        ))
    } else if is_reserved(id) {
        Some("is the address of another page; choose another".to_owned())
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
