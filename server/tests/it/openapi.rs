//! The description of the API is true: its paths are the routes, its schemas fit real answers.

use crate::each_database;
use crate::sample;
use app::formats::Format;
use app::list_query::ListQuery;
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Routes that are not for programs that build on the bank, so the description leaves them out, and
/// oEmbed, which is a contract of its own: its 501 is a word there and a breakdown to tools for APIs.
fn is_described(path: &str) -> bool {
    path.starts_with("/api/v1/")
        || path.starts_with("/open-data/")
        || path.starts_with("/case-studies.")
        || ["/case-studies/{slug}/embed", "/oai", "/openapi.json"].contains(&path)
}

fn described(document: &Value) -> BTreeSet<(String, String)> {
    let mut all = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for method in methods.as_object().expect("methods").keys() {
            all.insert((method.to_uppercase(), path.clone()));
        }
    }
    all
}

/// A validator for a schema that refers to the document's components.
fn validator(document: &Value, schema: &Value) -> Validator {
    let mut whole = schema.clone();
    whole["components"] = document["components"].clone();
    jsonschema::options()
        .should_validate_formats(true)
        .build(&whole)
        .unwrap_or_else(|error| panic!("{error}: {schema}"))
}

/// The response of a path for a status, references followed.
fn response<'a>(document: &'a Value, path: &str, method: &str, status: u16) -> &'a Value {
    let found = &document["paths"][path][method]["responses"][status.to_string()];
    assert!(
        found.is_object(),
        "{method} {path} does not say what {status} is"
    );
    match found["$ref"].as_str() {
        Some(reference) => document
            .pointer(reference.trim_start_matches('#'))
            .unwrap_or_else(|| panic!("{reference}")),
        None => found,
    }
}

each_database! {
    async fn every_path_is_a_route_and_every_route_for_programs_a_path(app: TestApp) {
        let document = app.visitor().get("/openapi.json").await.expect(200).json();
        assert_eq!(document["openapi"], "3.1.0");
        let mut routes: BTreeSet<(String, String)> = server::router::listed(crate::support::site())
            .into_iter()
            .filter(|route| is_described(route.path))
            .map(|route| (route.method.to_owned(), route.path.to_owned()))
            .collect();
        // One route takes the page and its formats.
        routes.extend(Format::ALL.map(|format| ("GET".to_owned(), format.href("{slug}"))));
        assert_eq!(described(&document), routes);
        let ids: Vec<&str> = document["paths"].as_object().expect("paths").values()
            .flat_map(|methods| methods.as_object().expect("methods").values())
            .map(|operation| operation["operationId"].as_str().expect("an id"))
            .collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    }

    async fn lists_are_described_with_everything_an_address_may_say(app: TestApp) {
        let document = app.visitor().get("/openapi.json").await.expect(200).json();
        let facets = sample::FACETS.map(|facet| format!("{facet}=x")).join("&");
        let everything = ListQuery::parse(&format!("q=tea&sort=title&page=2&{facets}")).pairs();
        let written: BTreeSet<&str> = everything.iter().map(|(key, _)| *key).collect();
        let names = |path: &str| -> BTreeSet<String> {
            let parameters = document["paths"][path]["get"]["parameters"].as_array().expect("parameters").iter();
            parameters
                .map(|one| one["$ref"].as_str().expect("a reference").rsplit('/').next().expect("a name").to_owned())
                .inspect(|name| {
                    let parameter = &document["components"]["parameters"][name];
                    assert_eq!(parameter["name"], name.as_str());
                    assert!(parameter["description"].as_str().expect("words").ends_with('.'), "{name}");
                })
                .collect()
        };
        let without = |left_out: &[&str]| -> BTreeSet<String> {
            written.iter().filter(|key| !left_out.contains(key)).map(|key| (*key).to_owned()).collect()
        };
        let mut list = without(&[]);
        list.insert("per_page".to_owned());
        assert_eq!(names("/api/v1/case-studies"), list);
        assert_eq!(names("/case-studies.csv"), without(&["page"]));
        // Feeds begin with the newest, and counts have no order.
        assert_eq!(names("/case-studies.json"), without(&["sort"]));
        assert_eq!(names("/case-studies.atom"), without(&["sort"]));
        assert_eq!(names("/api/v1/facets"), without(&["sort", "page"]));
        let examples = document["components"]["parameters"]["sort"]["schema"]["examples"].as_array().expect("examples");
        for sort in examples {
            let sort = sort.as_str().expect("a word");
            let asked = ListQuery::parse(&format!("q=tea&sort={sort}"));
            assert_eq!(ListQuery::parse(&asked.query_string()), asked, "{sort}");
            assert_eq!(format!("{:?}", asked.filters.sort).to_lowercase(), sort);
        }
    }

    async fn answers_are_as_described(app: TestApp) {
        app.import_sample().await;
        sample::set_state(&app.db, "house-of-memories", "taken_down").await;
        let visitor = app.visitor();
        let document = visitor.get("/openapi.json").await.expect(200).json();
        let mut asked: Vec<(String, String, u16)> = Vec::new();
        let mut ask = |path: &str, address: &str, status: u16| asked.push((path.to_owned(), address.to_owned(), status));
        ask("/api/v1/case-studies", "/api/v1/case-studies", 200);
        ask("/api/v1/case-studies", "/api/v1/case-studies?theme=carers&per_page=3&page=2&sort=title", 200);
        ask("/api/v1/case-studies", "/api/v1/case-studies?per_page=all", 400);
        ask("/api/v1/facets", "/api/v1/facets?year=2019", 200);
        ask("/case-studies.json", "/case-studies.json?strand=workforce", 200);
        ask("/case-studies.atom", "/case-studies.atom", 200);
        ask("/case-studies.csv", "/case-studies.csv", 200);
        ask("/open-data/cases.json", "/open-data/cases.json", 200);
        ask("/open-data/cases.csv", "/open-data/cases.csv", 200);
        ask("/open-data/dictionary.json", "/open-data/dictionary.json", 200);
        ask("/openapi.json", "/openapi.json", 200);
        ask("/oai", "/oai?verb=Identify", 200);
        let of_a_case = |slug: &str| {
            let mut all = vec![("/api/v1/case-studies/{slug}".to_owned(), format!("/api/v1/case-studies/{slug}"))];
            all.push(("/case-studies/{slug}/embed".to_owned(), format!("/case-studies/{slug}/embed")));
            all.extend(Format::ALL.map(|format| (format.href("{slug}"), format.href(slug))));
            all
        };
        for case in sample::bank().iter().filter(|case| case.id != "house-of-memories") {
            for (path, address) in of_a_case(&case.id) {
                if !path.ends_with(".png") || case.id == "museums-on-prescription" {
                    ask(&path, &address, 200);
                }
            }
        }
        for (slug, status) in [("house-of-memories", 410), ("no-such-case", 404)] {
            for (path, address) in of_a_case(slug) {
                ask(&path, &address, status);
            }
        }
        for (path, address, status) in asked {
            let page = visitor.get(&address).await.expect(status);
            let says = response(&document, &path, "get", status);
            let kind = page.header("content-type").split(';').next().unwrap_or_default().to_owned();
            let schema = &says["content"][&kind]["schema"];
            // The card of a case that was taken down is a page too.
            assert!(schema.is_object(), "{address}: {kind} is not in {says}");
            if kind.ends_with("json") {
                let answer = page.json();
                let errors: Vec<String> = validator(&document, schema)
                    .iter_errors(&answer)
                    .take(3)
                    .map(|error| format!("{} at {}", error, error.instance_path()))
                    .collect();
                assert_eq!(errors, Vec::<String>::new(), "{address}");
            }
        }
    }

    async fn a_wrong_answer_would_be_noticed(app: TestApp) {
        let document = app.visitor().get("/openapi.json").await.expect(200).json();
        let list = validator(&document, &json!({ "$ref": "#/components/schemas/List" }));
        assert!(!list.is_valid(&json!({ "total": -1 })));
        assert!(!list.is_valid(&json!({ "total": 1, "page": 1, "per_page": 20, "items": [{}], "facets": {} })));
    }
}
