//! What addresses may carry.

use case_study::Facet;
use serde_json::{Map, Value, json};

/// Every parameter by its name in the description.
pub fn parameters() -> Value {
    let mut parameters = Map::new();
    for facet in Facet::ALL {
        let mut values = json!({ "type": "string" });
        if let (Some(vocabulary), Some(members)) = (facet.vocabulary(), values.as_object_mut()) {
            let examples: Vec<&str> = vocabulary
                .terms()
                .iter()
                .take(3)
                .map(|term| term.slug)
                .collect();
            members.insert("examples".into(), examples.into());
        }
        parameters.insert(
            facet.slug().to_owned(),
            json!({
                "name": facet.slug(),
                "in": "query",
                "description": format!(
                    "{}. Give it several times for one or the other; different filters are joined by and. A value that no case study has finds nothing.",
                    facet.label()
                ),
                "schema": { "type": "array", "items": values },
                "style": "form",
                "explode": true,
            }),
        );
    }
    for (name, schema, description) in [
        (
            "q",
            json!({ "type": "string", "examples": ["older people loneliness"] }),
            "Words to look for. Not every word is required: cases with all of them come first (with_all_words says how many), then those with some, the best of each first. What stands in double quotes is required, a minus in front of a word leaves out cases that have it, and OR in capitals between two words asks for either. Words count in any form and under names that mean the same; none is ever replaced by another spelling. 300 characters at most.",
        ),
        (
            "sort",
            json!({ "type": "string", "examples": ["relevance", "newest", "title"] }),
            "The order of the list: relevance, which is the default with q and means newest without, newest, which is the default without q, or title. By relevance cases with all of the words stand before those with some; newest and title order the whole list, whichever words a case has. Anything else is the default.",
        ),
        (
            "page",
            // Addresses are read leniently: nothing is a wrong page.
            json!({ "default": 1, "examples": [2] }),
            "A whole number; counts from 1. Anything else is the first page.",
        ),
        (
            "per_page",
            json!({ "type": "integer", "minimum": 0, "default": 20 }),
            "Cases on a page, from 1 to 100. A number outside of them is brought inside; what is no whole number, or given twice, is an error.",
        ),
    ] {
        parameters.insert(
            name.to_owned(),
            json!({ "name": name, "in": "query", "description": description, "schema": schema }),
        );
    }
    parameters.insert(
        "slug".to_owned(),
        json!({
            "name": "slug",
            "in": "path",
            "required": true,
            "description": "The last part of the case's address.",
            "schema": { "type": "string", "pattern": "^[a-z0-9-]{1,200}$" },
        }),
    );
    Value::Object(parameters)
}

/// References to the parameters that narrow a list.
pub fn filters() -> Vec<Value> {
    std::iter::once("q")
        .chain(Facet::ALL.iter().map(|facet| facet.slug()))
        .map(reference)
        .collect()
}

/// A reference to one parameter.
pub fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/parameters/{name}") })
}
