//! The data dictionary: every column and member with its meaning, from the table of fields and the
//! vocabularies. In the shape of a data package with a table schema, which tools can check.

use super::json_schema;
use crate::ui::SITE_NAME;
use case_study::declarations::LICENCE;
use case_study::public::public_fields;
use case_study::{CaseState, Field, Kind, Vocabulary};
use serde_json::{Map, Value, json};

/// A column of the table.
pub struct Column {
    pub name: String,
    pub title: String,
    pub description: String,
    /// `None` for what is known of the case itself.
    pub field: Option<&'static Field>,
    pub part: Part,
}

/// Which part of a field a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Words, or a slug.
    Text,
    /// Several of them in one cell.
    Several,
    /// What people read for the slugs of the column before.
    Labels,
    /// Several passages for people.
    Words,
    Truth,
    Month,
    Number,
    Latitude,
    Longitude,
    LinkTitles,
    LinkAddresses,
}

/// What is known of a case beside its content: name, title, meaning.
const OWN: [(&str, &str, &str); 10] = [
    (
        "slug",
        "Slug",
        "The last part of the case's address. It never changes.",
    ),
    ("url", "Address", "The page of the case."),
    (
        "published_at",
        "First published",
        "When the case was first public here, in UTC (RFC 3339).",
    ),
    (
        "updated_at",
        "Last changed",
        "When the public text or its tags last changed, in UTC (RFC 3339).",
    ),
    (
        "state",
        "State",
        "live, due_for_review or archived: whether the case is kept up to date.",
    ),
    (
        "compiled_from_public_sources",
        "Compiled from public sources",
        "true when the case was compiled from public web pages and not submitted by the museum.",
    ),
    (
        "sample",
        "Sample",
        "true when the case was made, from public sources, to try this site with. No museum sent it.",
    ),
    (
        "licence",
        "Licence",
        "The licence of the text, by its address.",
    ),
    (
        "evidence",
        "Evidence label that stands",
        "How the evidence was gathered: the label that a person chose, or else the one that the program suggests.",
    ),
    (
        "evidence_suggested",
        "Evidence label is suggested",
        "true when no person chose the label: the program took it from how the case was evaluated.",
    ),
];

/// Every column of the table, in order.
#[must_use]
pub fn columns() -> Vec<Column> {
    let own = OWN.into_iter().map(|(name, title, description)| Column {
        name: name.to_owned(),
        title: title.to_owned(),
        description: description.to_owned(),
        field: None,
        part: match name {
            "compiled_from_public_sources" | "evidence_suggested" | "sample" => Part::Truth,
            _ => Part::Text,
        },
    });
    own.chain(public_fields().flat_map(columns_of)).collect()
}

/// The columns of a field: its key, and for some kinds a second one.
fn columns_of(field: &'static Field) -> Vec<Column> {
    let column = |suffix: &str, title: &str, part: Part| Column {
        name: format!("{}{suffix}", field.key),
        title: format!("{}{title}", field.heading),
        description: format!("{}{}", meaning(field), how(part)),
        field: Some(field),
        part,
    };
    match field.kind {
        Kind::One(_) => vec![
            column("", "", Part::Text),
            column("_label", " (in words)", Part::Labels),
        ],
        Kind::Many(..) => vec![
            column("", "", Part::Several),
            column("_label", " (in words)", Part::Labels),
        ],
        Kind::Lines { .. } => vec![column("", "", Part::Several)],
        Kind::Tick => vec![column("", "", Part::Truth)],
        Kind::Month => vec![column("", "", Part::Month)],
        Kind::Count => vec![column("", "", Part::Number)],
        Kind::Place => vec![
            column("_lat", ": latitude", Part::Latitude),
            column("_lon", ": longitude", Part::Longitude),
        ],
        Kind::Links { .. } => vec![
            column("_title", ": words", Part::LinkTitles),
            column("_url", ": addresses", Part::LinkAddresses),
        ],
        Kind::Pictures { .. } | Kind::Documents { .. } => vec![column("", "", Part::Words)],
        Kind::Line { .. } | Kind::Words { .. } | Kind::WebAddress | Kind::Email => {
            vec![column("", "", Part::Text)]
        }
    }
}

/// What a field asks, as a sentence; fields that are never asked have a heading only.
fn meaning(field: &Field) -> String {
    let asked = if field.question.is_empty() {
        field.heading
    } else {
        field.question
    };
    let end = if asked.ends_with(['?', '.']) { "" } else { "." };
    let mut words = format!("{asked}{end}");
    if !field.hint.is_empty() {
        words.push(' ');
        words.push_str(field.hint);
    }
    words
}

fn how(part: Part) -> &'static str {
    match part {
        Part::Several | Part::LinkTitles | Part::LinkAddresses => {
            " Several values have \u{201c} | \u{201d} between them; a bar or backslash inside a value has a backslash before it."
        }
        Part::Words => {
            " For each what it shows, its caption, who took it and its licence, with \u{201c} | \u{201d} between them."
        }
        Part::Labels => " The words for the slugs of the column before.",
        Part::Month => " YYYY-MM, or YYYY where the month is not known.",
        Part::Latitude | Part::Longitude => {
            " Decimal degrees (WGS 84); empty when the place is not for the map."
        }
        Part::Text | Part::Truth | Part::Number => "",
    }
}

fn table_field(column: &Column) -> Value {
    let mut entry = Map::new();
    entry.insert("name".into(), column.name.clone().into());
    entry.insert("title".into(), column.title.clone().into());
    entry.insert("description".into(), column.description.clone().into());
    let kind = match column.part {
        Part::Truth => "boolean",
        Part::Number => "integer",
        Part::Latitude | Part::Longitude => "number",
        _ if column.name.ends_with("_at") => "datetime",
        _ => "string",
    };
    entry.insert("type".into(), kind.into());
    if column.part == Part::Month {
        entry.insert(
            "constraints".into(),
            json!({ "pattern": "[0-9]{4}(-[0-9]{2})?" }),
        );
    }
    if column.name == "state" {
        let states: Vec<&str> = CaseState::ALL
            .iter()
            .filter(|state| state.is_public())
            .map(|state| state.slug())
            .collect();
        entry.insert(
            "constraints".into(),
            json!({ "required": true, "enum": states }),
        );
    }
    if column.name == "slug" {
        entry.insert(
            "constraints".into(),
            json!({ "required": true, "unique": true }),
        );
    }
    if column.name == "evidence" {
        entry.insert("vocabulary".into(), Vocabulary::Evidence.slug().into());
    }
    if let Some(field) = column.field
        && let (Kind::One(vocabulary) | Kind::Many(vocabulary, ..), true) =
            (field.kind, column.part != Part::Labels)
    {
        entry.insert("vocabulary".into(), vocabulary.slug().into());
    }
    Value::Object(entry)
}

/// The vocabularies that public fields use, with every term.
fn vocabularies() -> Map<String, Value> {
    let mut used = Map::new();
    for field in public_fields() {
        if let Kind::One(vocabulary) | Kind::Many(vocabulary, ..) = field.kind {
            used.insert(vocabulary.slug().to_owned(), terms(vocabulary));
        }
    }
    used
}

fn terms(vocabulary: Vocabulary) -> Value {
    let terms: Vec<Value> = vocabulary
        .terms()
        .iter()
        .map(
            |term| json!({ "slug": term.slug, "label": term.label, "definition": term.definition }),
        )
        .collect();
    json!({ "label": vocabulary.label(), "terms": terms })
}

/// The whole dictionary.
#[must_use]
pub fn dictionary() -> Value {
    let fields: Vec<Value> = columns().iter().map(table_field).collect();
    json!({
        "profile": "data-package",
        "name": "casebook-case-studies",
        "title": format!("{SITE_NAME}: case studies of museum work for wellbeing"),
        "description": "Every public case study, with its tags. Cases compiled from public sources say so in a column of their own.",
        "licenses": [{ "name": LICENCE.spdx, "title": LICENCE.name, "path": LICENCE.url }],
        "resources": [
            {
                "name": "cases",
                "path": "cases.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8-sig",
                "dialect": { "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true, "header": true },
                "notes": "Text that a spreadsheet would run as a formula has an apostrophe before it. To read it back, take one apostrophe off a cell where apostrophes stand before =, +, -, @, a tab or a carriage return.",
                "schema": { "fields": fields, "primaryKey": "slug", "missingValues": [""] },
            },
            {
                "name": "cases-json",
                "path": "cases.json",
                "format": "json",
                "mediatype": "application/json",
                "encoding": "utf-8",
                "jsonSchema": json_schema::bank_file(),
            },
        ],
        "vocabularies": vocabularies(),
    })
}

#[cfg(test)]
mod tests {
    use super::{columns, dictionary};
    use case_study::public::public_fields;
    use std::collections::BTreeSet;

    #[test]
    fn every_public_field_is_explained_and_no_other() {
        let columns = columns();
        let names: BTreeSet<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names.len(), columns.len(), "a name stands twice");
        for field in public_fields() {
            assert!(
                columns
                    .iter()
                    .any(|column| column.field.is_some_and(|one| one.key == field.key))
            );
        }
        for secret in [
            "contact_email",
            "contact_role",
            "message",
            "uncertain",
            "confidence",
            "quotation_permission",
        ] {
            assert!(!names.contains(secret), "{secret}");
        }
        for column in &columns {
            assert!(
                column.description.len() > 5 && !column.title.is_empty(),
                "{}",
                column.name
            );
        }
    }

    #[test]
    fn vocabularies_of_columns_are_in_it() {
        let dictionary = dictionary();
        let fields = dictionary["resources"][0]["schema"]["fields"]
            .as_array()
            .unwrap();
        let mut used = 0;
        for field in fields {
            if let Some(vocabulary) = field["vocabulary"].as_str() {
                used += 1;
                let terms = dictionary["vocabularies"][vocabulary]["terms"]
                    .as_array()
                    .unwrap();
                assert!(!terms.is_empty(), "{vocabulary}");
            }
        }
        assert!(used > 10);
    }
}
