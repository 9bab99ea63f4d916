//! Reading a bank file: a JSON list of cases compiled from public sources, or what `export` wrote
//! (see [`bank_file`]).
//!
//! Nothing is written here. A file is read whole, and refused whole with the case and the field
//! that is wrong, so that an import is all or nothing.

pub mod bank_file;

use super::content::{CaseStudyContent, PartialDate, Point};
use super::fields::{FIELDS, Kind};
use super::tags;
use super::validation::is_web_address;
use super::vocabulary;
use super::vocabulary::Vocabulary;
use serde::Deserialize;
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
    /// First published, in milliseconds since 1970.
    pub published_at: i64,
}

/// What is said of an id that is the address of something else.
pub(super) const RESERVED: &str = "is the address of another page; choose another";

/// Why a file was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    #[error("the file is not a JSON list of cases: {0}")]
    NotAList(String),
    #[error("case \u{201c}{case}\u{201d}, field \u{201c}{field}\u{201d}: {problem}")]
    Field {
        case: String,
        field: String,
        problem: String,
    },
}

/// One case as the file has it. Every member must be known, so that nothing is dropped unseen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    title: String,
    museum: String,
    museum_type: String,
    #[serde(default)]
    town: String,
    #[serde(default)]
    region: String,
    #[serde(default)]
    nation: Option<String>,
    country: String,
    #[serde(default)]
    lat: Option<f64>,
    #[serde(default)]
    lon: Option<f64>,
    #[serde(default)]
    start_year: Option<u16>,
    #[serde(default)]
    end_year: Option<u16>,
    strand: String,
    #[serde(default)]
    second_strand: Option<String>,
    themes: Vec<String>,
    #[serde(default)]
    audiences: Vec<String>,
    #[serde(default)]
    activity_types: Vec<String>,
    #[serde(default)]
    five_ways: Vec<String>,
    #[serde(default)]
    sdgs: Vec<u8>,
    #[serde(default)]
    partners: Vec<String>,
    #[serde(default)]
    funder: Option<String>,
    summary: String,
    #[serde(default)]
    challenge: String,
    #[serde(default)]
    what_we_did: String,
    #[serde(default)]
    outcomes: String,
    evidence: EntryEvidence,
    #[serde(default)]
    evidence_label: Option<String>,
    #[serde(default)]
    measures: Vec<String>,
    #[serde(default)]
    lessons: Vec<String>,
    source_url: String,
    #[serde(default)]
    more_sources: Vec<String>,
    #[serde(default)]
    content_notes: Vec<String>,
    #[serde(default)]
    confidence: String,
    #[serde(default, rename = "from_general_knowledge")]
    _from_general_knowledge: bool,
    #[serde(default)]
    uncertain: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryEvidence {
    #[serde(default)]
    method: String,
    design: String,
    #[serde(default)]
    participants: Option<u32>,
    #[serde(default)]
    participants_note: Option<String>,
    #[serde(default)]
    evidence_label: Option<String>,
}

/// Reads a whole file.
///
/// # Errors
/// The first thing wrong, with the case and the field.
pub fn read(text: &str) -> Result<Vec<ImportedCase>, ImportError> {
    let not_a_list = |error: serde_json::Error| ImportError::NotAList(error.to_string());
    let file: serde_json::Value = serde_json::from_str(text).map_err(not_a_list)?;
    if let serde_json::Value::Object(file) = file {
        return bank_file::read(file);
    }
    let entries: Vec<serde_json::Value> = serde_json::from_value(file).map_err(not_a_list)?;
    let mut seen = HashSet::new();
    let mut cases = Vec::with_capacity(entries.len());
    for (at, entry) in entries.into_iter().enumerate() {
        let name = entry
            .get("id")
            .and_then(serde_json::Value::as_str)
            .map_or_else(|| format!("number {}", at + 1), str::to_owned);
        let entry: Entry = serde_path_to_error::deserialize(entry).map_err(|error| {
            let path = error.path().to_string();
            // A missing member is reported at the level above it; serde's words name the member.
            let field = if path == "." {
                missing_member(&error.inner().to_string())
            } else {
                path
            };
            wrong(&name, &field, error.inner().to_string())
        })?;
        if !seen.insert(entry.id.clone()) {
            return Err(wrong(
                &name,
                "id",
                "another case in the file has the same id",
            ));
        }
        cases.push(to_case(&name, entry)?);
    }
    Ok(cases)
}

fn missing_member(words: &str) -> String {
    words.split('`').nth(1).unwrap_or("(case)").to_owned()
}

pub(super) fn wrong(case: &str, field: &str, problem: impl Into<String>) -> ImportError {
    ImportError::Field {
        case: case.to_owned(),
        field: field.to_owned(),
        problem: problem.into(),
    }
}

fn to_case(name: &str, entry: Entry) -> Result<ImportedCase, ImportError> {
    if entry.id.is_empty() || vocabulary::slugify(&entry.id) != entry.id {
        return Err(wrong(
            name,
            "id",
            "use small letters, figures and single hyphens only",
        ));
    }
    if vocabulary::is_reserved(&entry.id) {
        return Err(wrong(name, "id", RESERVED));
    }
    for (field, text) in [
        ("title", &entry.title),
        ("museum", &entry.museum),
        ("summary", &entry.summary),
    ] {
        if text.trim().is_empty() {
            return Err(wrong(name, field, "must not be empty"));
        }
    }
    let country = vocabulary::country_by_name(&entry.country)
        .ok_or_else(|| wrong(name, "country", "is not a country we know by this name"))?;
    let position = match (entry.lat, entry.lon) {
        (Some(lat), Some(lon)) if lat.abs() <= 90.0 && lon.abs() <= 180.0 => {
            Some(Point { lat, lon })
        }
        (None, None) => None,
        _ => {
            return Err(wrong(
                name,
                "lat",
                "give both lat and lon in degrees, or neither",
            ));
        }
    };
    let mut sources = vec![entry.source_url];
    sources.extend(entry.more_sources);
    if let Some(source) = sources.iter().find(|source| !is_web_address(source)) {
        return Err(wrong(
            name,
            "source_url",
            format!("\u{201c}{source}\u{201d} is not a web address"),
        ));
    }
    let mut content = CaseStudyContent {
        museum: entry.museum,
        museum_type: entry.museum_type,
        town: entry.town,
        region: entry.region,
        nation: entry.nation.unwrap_or_default(),
        country: country.slug.to_owned(),
        // A compiled case gives the town, which is public already.
        on_map: position.is_some(),
        position,
        title: entry.title,
        summary: entry.summary,
        started: entry
            .start_year
            .map(|year| PartialDate { year, month: None }),
        ended: entry.end_year.map(|year| PartialDate { year, month: None }),
        strand: entry.strand,
        second_strand: entry.second_strand.unwrap_or_default(),
        themes: entry.themes,
        audiences: entry.audiences,
        activities: entry.activity_types,
        five_ways: entry.five_ways,
        sdgs: entry.sdgs.iter().map(u8::to_string).collect(),
        need: entry.challenge,
        did: entry.what_we_did,
        changed: entry.outcomes,
        lessons: entry.lessons,
        design: entry.evidence.design,
        method: entry.evidence.method,
        measures_other: entry.measures,
        participants: entry.evidence.participants,
        participants_note: entry.evidence.participants_note.unwrap_or_default(),
        partners: entry.partners,
        funder: entry.funder.unwrap_or_default(),
        content_notes: entry.content_notes,
        sources,
        confidence: entry.confidence,
        uncertain: entry.uncertain,
        ..Default::default()
    };
    content.evidence_label = entry
        .evidence_label
        .or(entry.evidence.evidence_label)
        .unwrap_or_else(|| tags::suggested_evidence_label(&content).to_owned());
    check_terms(name, &content)?;
    Ok(ImportedCase {
        id: entry.id,
        content,
        kept: None,
    })
}

/// Every slug must exist: a facet nobody can choose would hide the case.
pub(super) fn check_terms(name: &str, content: &CaseStudyContent) -> Result<(), ImportError> {
    for field in FIELDS {
        let (Kind::One(vocabulary) | Kind::Many(vocabulary, ..)) = field.kind else {
            continue;
        };
        for slug in field.answers(content) {
            if vocabulary.term(&slug).is_none() {
                return Err(wrong(
                    name,
                    name_in_file(field.key),
                    unknown(&slug, vocabulary),
                ));
            }
        }
    }
    Ok(())
}

fn unknown(slug: &str, vocabulary: Vocabulary) -> String {
    format!(
        "\u{201c}{slug}\u{201d} is not in the list \u{201c}{}\u{201d}",
        vocabulary.label()
    )
}

/// The file has its own names for some members.
fn name_in_file(key: &'static str) -> &'static str {
    match key {
        "activities" => "activity_types",
        "design" => "evidence.design",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{ImportError, read};
    use serde_json::{Value, json};

    fn entry() -> Value {
        json!({
            "id": "tea-and-objects", "title": "Tea and objects", "museum": "Example Museum",
            "museum_type": "university-museum", "country": "Finland", "strand": "community",
            "themes": ["carers"], "summary": "Tea.", "evidence": {"design": "survey", "participants": 12},
            "source_url": "https://museum.example/tea"
        })
    }

    fn refused(change: impl FnOnce(&mut Value)) -> (String, String) {
        let mut entry = entry();
        change(&mut entry);
        match read(&json!([entry]).to_string()) {
            Err(ImportError::Field { case, field, .. }) => (case, field),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_case_keeps_what_the_file_holds() {
        let cases = read(&json!([entry()]).to_string()).unwrap();
        assert_eq!(cases[0].id, "tea-and-objects");
        assert_eq!(cases[0].content.country, "FI");
        assert_eq!(cases[0].content.evidence_label, "evaluated");
        assert_eq!(cases[0].content.sources, ["https://museum.example/tea"]);
    }

    #[test]
    fn the_case_and_the_field_that_is_wrong_are_named() {
        let at = |field: &str| ("tea-and-objects".to_owned(), field.to_owned());
        assert_eq!(
            refused(|e| e["themes"] = json!(["astrology"])),
            at("themes")
        );
        assert_eq!(
            refused(|e| e["evidence"]["design"] = json!("guess")),
            at("evidence.design")
        );
        assert_eq!(
            refused(|e| e["evidence"]["participants"] = json!("many")),
            at("evidence.participants")
        );
        assert_eq!(
            refused(|e| e["country"] = json!("Ruritania")),
            at("country")
        );
        assert_eq!(refused(|e| e["titel"] = json!("x")), at("titel"));
        assert_eq!(
            refused(|e| e["source_url"] = json!("javascript:alert(1)")),
            at("source_url")
        );
        assert_eq!(refused(|e| e["lat"] = json!(53.4)), at("lat"));
        assert_eq!(
            refused(|e| {
                e.as_object_mut().unwrap().remove("summary");
            }),
            at("summary")
        );
    }

    #[test]
    fn an_id_that_is_the_address_of_another_page_is_refused() {
        for id in ["suggest", "compare", "map"] {
            let at = (id.to_owned(), "id".to_owned());
            assert_eq!(refused(|e| e["id"] = json!(id)), at);
        }
    }

    #[test]
    fn two_cases_with_one_id_and_other_shapes_are_refused() {
        assert!(
            matches!(read(&json!([entry(), entry()]).to_string()), Err(ImportError::Field { field, .. }) if field == "id")
        );
        assert!(matches!(read("{}"), Err(ImportError::NotAList(_))));
        assert!(matches!(read("[{\"id\": 3"), Err(ImportError::NotAList(_))));
    }
}
