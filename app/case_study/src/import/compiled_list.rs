//! Reading a list of cases that somebody compiled by hand from public sources.

use super::{ImportError, ImportedCase, Problem, fault_of_id, judged, read_each};
use crate::content::{CaseStudyContent, PartialDate, Point};
use crate::vocabulary;
use serde::Deserialize;

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
    main_result: String,
    #[serde(default)]
    outcomes: String,
    evidence: EntryEvidence,
    #[serde(default)]
    evidence_label: Option<String>,
    #[serde(default)]
    evidence_reason: String,
    #[serde(default)]
    not_checked: String,
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
    participants_counted: String,
    #[serde(default)]
    participants_note: Option<String>,
    #[serde(default)]
    evidence_label: Option<String>,
}

/// Reads the cases of a list.
///
/// # Errors
/// Everything that is wrong, with the case and the field.
pub fn read(entries: Vec<serde_json::Value>) -> Result<Vec<ImportedCase>, ImportError> {
    read_each(entries, "id", |name, entry| {
        let entry: Entry = serde_path_to_error::deserialize(entry).map_err(|error| {
            let path = error.path().to_string();
            // A missing member is reported at the level above it; serde's words name the member.
            let field = if path == "." {
                missing_member(&error.inner().to_string())
            } else {
                path
            };
            vec![Problem::new(name, &field, error.inner().to_string())]
        })?;
        to_case(name, entry)
    })
}

fn missing_member(words: &str) -> String {
    words.split('`').nth(1).unwrap_or("(case)").to_owned()
}

fn to_case(name: &str, entry: Entry) -> Result<ImportedCase, Vec<Problem>> {
    let mut problems: Vec<Problem> = fault_of_id(&entry.id)
        .map(|fault| Problem::new(name, "id", fault))
        .into_iter()
        .collect();
    let country = vocabulary::country_by_name(&entry.country);
    if country.is_none() {
        problems.push(Problem::new(
            name,
            "country",
            "is not a country we know by this name",
        ));
    }
    let position = match (entry.lat, entry.lon) {
        (Some(lat), Some(lon)) => Some(Point { lat, lon }),
        (None, None) => None,
        _ => {
            problems.push(Problem::new(
                name,
                "lat",
                "give both lat and lon in degrees, or neither",
            ));
            None
        }
    };
    let mut sources = vec![entry.source_url];
    sources.extend(entry.more_sources);
    let year = |year: Option<u16>| year.map(|year| PartialDate { year, month: None });
    let mut content = CaseStudyContent {
        museum: entry.museum,
        museum_type: entry.museum_type,
        town: entry.town,
        region: entry.region,
        nation: entry.nation.unwrap_or_default(),
        country: country.map_or_else(String::new, |country| country.slug.to_owned()),
        // A compiled case gives the town, which is public already.
        on_map: position.is_some(),
        position,
        title: entry.title,
        summary: entry.summary,
        started: year(entry.start_year),
        ended: year(entry.end_year),
        strand: entry.strand,
        second_strand: entry.second_strand.unwrap_or_default(),
        themes: entry.themes,
        audiences: entry.audiences,
        activities: entry.activity_types,
        five_ways: entry.five_ways,
        sdgs: entry.sdgs.iter().map(u8::to_string).collect(),
        need: entry.challenge,
        did: entry.what_we_did,
        main_result: entry.main_result,
        changed: entry.outcomes,
        lessons: entry.lessons,
        design: entry.evidence.design,
        method: entry.evidence.method,
        measures_other: entry.measures,
        participants: entry.evidence.participants,
        participants_counted: entry.evidence.participants_counted,
        participants_note: entry.evidence.participants_note.unwrap_or_default(),
        partners: entry.partners,
        funder: entry.funder.unwrap_or_default(),
        content_notes: entry.content_notes,
        // Empty unless the file gives one: what the program suggests is nobody's choice.
        evidence_label: entry
            .evidence_label
            .or(entry.evidence.evidence_label)
            .unwrap_or_default(),
        evidence_reason: entry.evidence_reason,
        not_checked: entry.not_checked,
        sources,
        confidence: entry.confidence,
        uncertain: entry.uncertain,
        ..Default::default()
    };
    problems.extend(judged::judge(name, &mut content, name_in_file));
    if problems.is_empty() {
        Ok(ImportedCase {
            id: entry.id,
            content,
            kept: None,
        })
    } else {
        Err(problems)
    }
}

/// The file has its own names for some members.
fn name_in_file(key: &'static str) -> &'static str {
    match key {
        "activities" => "activity_types",
        "started" => "start_year",
        "ended" => "end_year",
        "need" => "challenge",
        "did" => "what_we_did",
        "changed" => "outcomes",
        "position" => "lat",
        "design" => "evidence.design",
        "method" => "evidence.method",
        "participants" => "evidence.participants",
        "participants_counted" => "evidence.participants_counted",
        "participants_note" => "evidence.participants_note",
        "measures_other" => "measures",
        "sources" => "source_url",
        other => other,
    }
}
