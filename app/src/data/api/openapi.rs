//! `/openapi.json`: what programs may ask here (OpenAPI 3.1). Schemas of cases come from the table of
//! fields; a test compares the paths with the routes and real answers with the schemas.

mod parameters;
mod paths;

use crate::data::api::response::Caller;
use crate::formats::json_schema;
use crate::ui::SITE_NAME;
use crate::web::state::{AppState, Settings};
use axum::extract::State;
use axum::response::Response;
use case_study::declarations::LICENCE;
use serde_json::{Value, json};

/// `GET /openapi.json`
pub async fn get(State(state): State<AppState>, caller: Caller) -> Response {
    caller
        .knows_already()
        .unwrap_or_else(|| caller.answer(&description(&state.settings)))
}

/// The whole description.
#[must_use]
pub fn description(settings: &Settings) -> Value {
    let contact = if settings.contact.is_empty() {
        json!({ "name": SITE_NAME, "url": format!("{}/", settings.public_url) })
    } else {
        json!({ "name": SITE_NAME, "email": settings.contact })
    };
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": SITE_NAME,
            "summary": "Case studies of museum work for wellbeing, as data.",
            "description": "Everything here is read only, needs no key and may be read by other sites' pages. Members of answers may be added, never renamed or removed. Unknown query parameters are ignored.",
            "version": env!("CARGO_PKG_VERSION"),
            "contact": contact,
            "license": { "name": LICENCE.name, "url": LICENCE.url },
        },
        "servers": [{ "url": settings.public_url }],
        "paths": paths::paths(),
        "components": {
            "parameters": parameters::parameters(),
            "schemas": schemas(),
            "responses": {
                "Unchanged": { "description": "Nothing changed since the answer whose ETag was sent in If-None-Match." },
                "Error": error("What is wrong, as a sentence."),
                "NotFound": error("There is no such case study."),
                "Gone": error("The case study was taken down."),
                "NotFoundPage": page("There is no such case study."),
                "GonePage": page("The case study was taken down."),
            },
        },
    })
}

fn error(description: &str) -> Value {
    json!({
        "description": description,
        "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } },
    })
}

fn page(description: &str) -> Value {
    json!({ "description": description, "content": { "text/html": { "schema": { "type": "string" } } } })
}

fn schemas() -> Value {
    let term = json!({
        "type": "object",
        "required": ["slug", "label", "count"],
        "properties": {
            "slug": { "type": "string" },
            "label": { "type": "string" },
            "count": { "type": "integer", "minimum": 0, "description": "Cases that the list would show with this value beside the other filters." },
        },
    });
    let mut facets = serde_json::Map::new();
    for facet in case_study::Facet::ALL {
        facets.insert(
            facet.slug().to_owned(),
            json!({ "type": "array", "items": { "$ref": "#/components/schemas/Term" } }),
        );
    }
    let names: Vec<&String> = facets.keys().collect();
    json!({
        "CaseInList": json_schema::item(),
        "CaseStudy": json_schema::case(),
        "Term": term,
        "Facets": { "type": "object", "required": names, "properties": facets },
        "List": {
            "type": "object",
            "required": ["total", "with_all_words", "words_in_none", "did_you_mean", "page", "per_page", "items", "facets"],
            "properties": {
                "total": { "type": "integer", "minimum": 0 },
                "with_all_words": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "How many have all of the words of q; as many as total without words. By relevance they come first.",
                },
                "words_in_none": {
                    "type": "array",
                    "items": { "type": "string" },
                    "description": "Words of q that stand in no case study, as they were given.",
                },
                "did_you_mean": {
                    "type": ["string", "null"],
                    "description": "The words of q as they may have been meant, where one stands in no case study. Nothing was looked for but q.",
                },
                "page": { "type": "integer", "minimum": 1 },
                "per_page": { "type": "integer", "minimum": 1, "maximum": 100 },
                "items": { "type": "array", "items": { "$ref": "#/components/schemas/CaseInList" } },
                "facets": { "$ref": "#/components/schemas/Facets" },
            },
        },
        "FacetCounts": {
            "type": "object",
            "required": ["total", "facets"],
            "properties": {
                "total": { "type": "integer", "minimum": 0 },
                "facets": { "$ref": "#/components/schemas/Facets" },
            },
        },
        "JsonFeed": json_feed(),
        "BankFile": json_schema::bank_file(),
        "Dictionary": {
            "type": "object",
            "required": ["name", "licenses", "resources", "vocabularies"],
            "properties": {
                "name": { "type": "string" },
                "licenses": { "type": "array", "minItems": 1 },
                "resources": { "type": "array", "minItems": 2 },
                "vocabularies": { "type": "object" },
            },
        },
        "Error": {
            "type": "object",
            "required": ["error"],
            "properties": { "error": { "type": "string" } },
        },
    })
}

fn json_feed() -> Value {
    json!({
        "type": "object",
        "description": "JSON Feed 1.1.",
        "required": ["version", "title", "items"],
        "properties": {
            "version": { "const": "https://jsonfeed.org/version/1.1" },
            "title": { "type": "string" },
            "home_page_url": { "type": "string", "format": "uri" },
            "feed_url": { "type": "string", "format": "uri" },
            "next_url": { "type": "string", "format": "uri" },
            "items": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id", "url", "title", "content_text", "date_published", "_casebook"],
                    "properties": {
                        "id": { "type": "string" },
                        "url": { "type": "string", "format": "uri" },
                        "title": { "type": "string" },
                        "content_text": { "type": "string" },
                        "date_published": { "type": "string", "format": "date-time" },
                        "_casebook": { "$ref": "#/components/schemas/CaseInList" },
                    },
                },
            },
        },
    })
}
