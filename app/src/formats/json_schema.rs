//! JSON Schemas (2020-12) of what leaves as JSON, from the table of fields. The description of the
//! API and the data dictionary hold the same ones.

use case_study::public::public_fields;
use case_study::{CaseState, Field, Kind};
use serde_json::{Map, Value, json};

pub use case_study::import::bank_file::FORMAT as BANK_FILE;

/// A case in a list: the members of [`case_json::item`](super::case_json::item).
#[must_use]
pub fn item() -> Value {
    let mut properties = own_item_members();
    for key in [
        "title",
        "summary",
        "museum",
        "country",
        "region",
        "strand",
        "themes",
        "audiences",
        "activities",
        "main_result",
        "participants",
        "participants_counted",
        "evidence_reason",
        "not_checked",
    ] {
        if let Some(field) = public_fields().find(|field| field.key == key) {
            properties.insert(key.to_owned(), of_field(field));
        }
    }
    object(properties)
}

/// A whole case: the members of [`case_json::whole`](super::case_json::whole).
#[must_use]
pub fn case() -> Value {
    let mut properties = own_item_members();
    for field in public_fields() {
        properties.insert(field.key.to_owned(), of_field(field));
    }
    let states: Vec<&str> = CaseState::ALL
        .iter()
        .filter(|state| state.is_public())
        .map(|state| state.slug())
        .collect();
    properties.insert(
        "updated_at".into(),
        time("When the public text or its tags last changed."),
    );
    properties.insert("state".into(), json!({ "type": "string", "enum": states }));
    properties.insert(
        "compiled_from_public_sources".into(),
        json!({ "type": "boolean", "description": "true when the museum did not submit it." }),
    );
    properties.insert(
        "licence".into(),
        json!({ "type": "string", "format": "uri", "description": "The licence of the text." }),
    );
    object(properties)
}

/// The file that `export` writes and `import` reads again.
#[must_use]
pub fn bank_file() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["format", "licence", "cases"],
        "properties": {
            "format": { "const": BANK_FILE },
            "site": { "type": "string", "format": "uri" },
            "licence": { "type": "string", "format": "uri" },
            "cases": { "type": "array", "items": case() },
        },
    })
}

fn own_item_members() -> Map<String, Value> {
    let mut properties = Map::new();
    properties.insert(
        "slug".into(),
        json!({ "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "description": "The last part of the case's address. It never changes." }),
    );
    properties.insert(
        "url".into(),
        json!({ "type": "string", "format": "uri", "description": "The page of the case." }),
    );
    properties.insert(
        "sample".into(),
        json!({ "type": "boolean", "description": "true when it was made, from public sources, to try this site with. No museum sent it." }),
    );
    properties.insert(
        "published_at".into(),
        time("When it was first public here."),
    );
    properties.insert(
        "evidence".into(),
        json!({ "type": "string", "description": "How the evidence was gathered: a slug of the vocabulary evidence. The label that a person chose, or else the one that the program suggests." }),
    );
    properties.insert(
        "evidence_suggested".into(),
        json!({ "type": "boolean", "description": "true when no person chose the label in evidence." }),
    );
    properties
}

fn time(description: &str) -> Value {
    json!({ "type": "string", "format": "date-time", "description": description })
}

/// Every member is always there: `required` lists them all.
fn object(properties: Map<String, Value>) -> Value {
    let required: Vec<&String> = properties.keys().collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

/// The schema of a field's member. Text that was not answered is empty, a list likewise, and what
/// is neither is null. Slugs of old cases may have left their vocabulary, so no list of them is
/// given as the only ones.
fn of_field(field: &Field) -> Value {
    let mut schema = match field.kind {
        Kind::Line { .. } | Kind::Words { .. } | Kind::WebAddress | Kind::Email | Kind::One(_) => {
            json!({ "type": "string" })
        }
        Kind::Lines { .. } | Kind::Many(..) => {
            json!({ "type": "array", "items": { "type": "string" } })
        }
        Kind::Tick => json!({ "type": "boolean" }),
        Kind::Month => json!({
            "type": ["object", "null"],
            "required": ["year"],
            "properties": {
                "year": { "type": "integer", "minimum": 0, "maximum": 65535 },
                "month": { "type": "integer", "minimum": 1, "maximum": 12 },
            },
        }),
        Kind::Count => json!({ "type": ["integer", "null"], "minimum": 0 }),
        Kind::Place => json!({
            "type": ["object", "null"],
            "required": ["lat", "lon"],
            "properties": {
                "lat": { "type": "number", "minimum": -90, "maximum": 90 },
                "lon": { "type": "number", "minimum": -180, "maximum": 180 },
            },
        }),
        Kind::Links { .. } => json!({
            "type": "array",
            "items": {
                "type": "object",
                "required": ["title", "url"],
                "properties": { "title": { "type": "string" }, "url": { "type": "string" } },
            },
        }),
        Kind::Pictures { .. } => pictures(),
        Kind::Documents { .. } => documents(),
    };
    if let Some(members) = schema.as_object_mut() {
        let words = match field.kind {
            Kind::One(vocabulary) | Kind::Many(vocabulary, ..) => format!(
                "{}. Slugs of the vocabulary `{}`.",
                field.heading,
                vocabulary.slug()
            ),
            _ => format!("{}.", field.heading),
        };
        members.insert("description".into(), words.into());
    }
    schema
}

/// Photographs: where the largest size of each is, what it shows, and under what terms.
fn pictures() -> Value {
    let mut properties = Map::new();
    for (name, kind) in [
        ("url", "string"),
        ("blob", "string"),
        ("width", "integer"),
        ("height", "integer"),
        ("alternative", "string"),
        ("decorative", "boolean"),
        ("caption", "string"),
        ("credit", "string"),
        ("licence", "string"),
    ] {
        properties.insert(name.into(), json!({ "type": kind }));
    }
    json!({ "type": "array", "items": object(properties) })
}

/// Documents: where each is, its title, and its size in bytes.
fn documents() -> Value {
    let mut properties = Map::new();
    for (name, kind) in [
        ("url", "string"),
        ("blob", "string"),
        ("title", "string"),
        ("bytes", "integer"),
    ] {
        properties.insert(name.into(), json!({ "type": kind }));
    }
    json!({ "type": "array", "items": object(properties) })
}

#[cfg(test)]
mod tests {
    use super::{case, item};
    use crate::formats::{case_json, sample};

    fn members(value: &serde_json::Value) -> Vec<&String> {
        let mut members: Vec<&String> = value.as_object().unwrap().keys().collect();
        members.sort();
        members
    }

    #[test]
    fn schemas_have_the_members_that_are_sent() {
        let sent = sample::case(sample::full());
        let whole = serde_json::Value::Object(case_json::whole(&sent, ""));
        assert_eq!(members(&case()["properties"]), members(&whole));
        let short = case_json::item(&sent, "");
        assert_eq!(members(&item()["properties"]), members(&short));
    }
}
