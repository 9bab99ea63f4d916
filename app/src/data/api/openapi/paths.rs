//! The addresses and what each answers.

use super::parameters::{filters, reference};
use crate::data::whole_lists::{TOTAL, WITH_ALL_WORDS};
use crate::formats::{ErrorStyle, Format};
use serde_json::{Map, Value, json};

/// Every address for programs.
pub fn paths() -> Value {
    let mut paths = Map::new();
    let mut add = |path: &str, methods: Value| {
        paths.insert(path.to_owned(), methods);
    };
    let list = |more: &[&str]| -> Vec<Value> {
        let mut all = filters();
        all.extend(more.iter().map(|name| reference(name)));
        all
    };
    add(
        "/api/v1/case-studies",
        get(
            "listCaseStudies",
            "The list, with the counts of every value of every facet.",
            &list(&["sort", "page", "per_page"]),
            json!({ "200": of("application/json", "List"), "304": unchanged(), "400": error() }),
        ),
    );
    add(
        "/api/v1/case-studies/{slug}",
        get(
            "getCaseStudy",
            "One case study with everything that is public.",
            &[reference("slug")],
            json!({ "200": of("application/json", "CaseStudy"), "304": unchanged(), "404": response("NotFound"), "410": response("Gone") }),
        ),
    );
    add(
        "/api/v1/facets",
        get(
            "listFacets",
            "Every value of every facet with its count, beside the filters given.",
            &filters(),
            json!({ "200": of("application/json", "FacetCounts"), "304": unchanged() }),
        ),
    );
    add(
        paths::JSON_FEED,
        get(
            "listAsJsonFeed",
            "The list as a JSON Feed, the newest first, fifty on a page.",
            &list(&["page"]),
            json!({ "200": of("application/feed+json", "JsonFeed"), "304": unchanged() }),
        ),
    );
    add(
        "/case-studies.atom",
        get(
            "listAsAtom",
            "The list as an Atom feed, the newest first, fifty on a page; the first also names what has gone.",
            &list(&["page"]),
            json!({ "200": text("application/atom+xml") }),
        ),
    );
    add(
        paths::CSV,
        get(
            "listAsCsv",
            "The whole list as a table. The data dictionary explains its columns.",
            &list(&["sort"]),
            json!({ "200": table_with_counts(), "304": unchanged() }),
        ),
    );
    for format in Format::ALL {
        add(&format.href("{slug}"), one_as(format));
    }
    add(
        "/case-studies/{slug}/embed",
        get(
            "getCard",
            "A card of a case study, for a frame on another site.",
            &[reference("slug")],
            json!({ "200": text("text/html"), "404": response("NotFoundPage"), "410": response("GonePage") }),
        ),
    );
    for (path, id, summary, schema) in [
        (
            paths::OPEN_DATA_JSON,
            "getBankAsJson",
            "Every public case study.",
            "BankFile",
        ),
        (
            paths::OPEN_DATA_DICTIONARY,
            "getDictionary",
            "What each column and tag means.",
            "Dictionary",
        ),
    ] {
        add(
            path,
            get(
                id,
                summary,
                &[],
                json!({ "200": of("application/json", schema), "304": unchanged() }),
            ),
        );
    }
    add(
        paths::OPEN_DATA_CSV,
        get(
            "getBankAsCsv",
            "Every public case study as a table.",
            &[],
            json!({ "200": text("text/csv"), "304": unchanged() }),
        ),
    );
    add("/oai", oai());
    add(
        "/openapi.json",
        get(
            "getDescription",
            "This description.",
            &[],
            json!({ "200": { "description": "An OpenAPI 3.1 document.", "content": { "application/json": { "schema": { "type": "object" } } } }, "304": unchanged() }),
        ),
    );
    Value::Object(paths)
}

fn get(id: &str, summary: &str, parameters: &[Value], responses: Value) -> Value {
    json!({ "get": { "operationId": id, "summary": summary, "parameters": parameters, "responses": responses } })
}

fn one_as(format: Format) -> Value {
    let kind = format.plain_type();
    let (id, summary) = format.described();
    let (found, missing, gone) = match format.errors() {
        ErrorStyle::Json => (
            of(kind, "CaseStudy"),
            response("NotFound"),
            response("Gone"),
        ),
        ErrorStyle::Nothing => (text(kind), response("NotFoundPage"), response("GonePage")),
        // A sentence, in the same kind of text as the case would be.
        ErrorStyle::Sentence(_) => (text(kind), sentence(kind), sentence(kind)),
    };
    get(
        id,
        summary,
        &[reference("slug")],
        json!({ "200": found, "304": unchanged(), "404": missing, "410": gone }),
    )
}

/// A harvester that asks wrongly is told so by the protocol, with 200 and an error inside: so no
/// argument is wrong for HTTP, and the schemas forbid nothing.
fn oai() -> Value {
    let verbs = [
        "Identify",
        "ListMetadataFormats",
        "ListSets",
        "ListIdentifiers",
        "ListRecords",
        "GetRecord",
    ];
    let names = [
        "identifier",
        "metadataPrefix",
        "from",
        "until",
        "set",
        "resumptionToken",
    ];
    let verb = json!({ "description": "One of these verbs, once.", "examples": verbs });
    let mut parameters = vec![json!({ "name": "verb", "in": "query", "schema": verb })];
    parameters.extend(names.map(|name| json!({ "name": name, "in": "query", "schema": {} })));
    let mut form = Map::new();
    form.insert("verb".into(), verb);
    for name in names {
        form.insert(name.to_owned(), json!({}));
    }
    let responses = json!({ "200": text("text/xml") });
    json!({
        "get": {
            "operationId": "harvest",
            "summary": "OAI-PMH 2.0. Errors of the protocol come with 200 too.",
            "parameters": parameters,
            "responses": responses,
        },
        "post": {
            "operationId": "harvestByPost",
            "summary": "The same, with the arguments in the body.",
            "requestBody": {
                "content": { "application/x-www-form-urlencoded": { "schema": { "type": "object", "properties": form } } },
            },
            "responses": responses,
        },
    })
}

fn of(kind: &str, schema: &str) -> Value {
    let mut content = Map::new();
    content.insert(
        kind.to_owned(),
        json!({ "schema": { "$ref": format!("#/components/schemas/{schema}") } }),
    );
    json!({ "description": "What was asked for.", "content": content })
}

fn text(kind: &str) -> Value {
    let mut content = Map::new();
    content.insert(kind.to_owned(), json!({ "schema": { "type": "string" } }));
    json!({ "description": "What was asked for.", "content": content })
}

/// A table of a list, whose head counts its rows.
fn table_with_counts() -> Value {
    let count = |description: &str| json!({ "description": description, "schema": { "type": "integer", "minimum": 0 } });
    let mut answer = text("text/csv");
    answer["headers"] = json!({
        TOTAL: count("How many cases the list has."),
        WITH_ALL_WORDS: count("How many of them have all of the words of q. By relevance they come first."),
    });
    answer
}

fn sentence(kind: &str) -> Value {
    let mut answer = text(kind);
    answer["description"] = json!("A sentence that says why there is none.");
    answer
}

fn response(name: &str) -> Value {
    json!({ "$ref": format!("#/components/responses/{name}") })
}

fn unchanged() -> Value {
    response("Unchanged")
}

fn error() -> Value {
    response("Error")
}
