//! Reading a file that `export` wrote: public cases of any origin, a member a public field.
//!
//! The other kind of file, a plain list compiled by hand, is read in [`compiled_list`](super::compiled_list).

use super::{ImportError, ImportedCase, Kept, Problem, fault_of_id, judged, read_each};
use crate::content::CaseStudyContent;
use crate::fields::{FIELDS, Field, SeenBy};
use serde_json::{Map, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The mark of these files, and its version.
pub const FORMAT: &str = "casebook-cases-1";

/// Members of a case that say nothing new: they follow from the others or from this bank.
const IGNORED: [&str; 8] = [
    // A file holds words alone.
    "pictures",
    "documents",
    "url",
    "evidence",
    "evidence_suggested",
    "updated_at",
    "state",
    "licence",
];

/// Reads the cases of a file.
///
/// # Errors
/// Everything that is wrong, with the case and the field.
pub fn read(mut file: Map<String, Value>) -> Result<Vec<ImportedCase>, ImportError> {
    if file.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(ImportError::NotAList(format!(
            "it has no \u{201c}format\u{201d} of {FORMAT}"
        )));
    }
    let Some(Value::Array(entries)) = file.remove("cases") else {
        return Err(ImportError::NotAList(
            "it has no list \u{201c}cases\u{201d}".to_owned(),
        ));
    };
    let mut cases = read_each(entries, "slug", |name, entry| match entry {
        Value::Object(members) => to_case(name, members),
        _ => Err(vec![Problem::new(name, "(case)", "is not an object")]),
    })?;
    // The newest come first, and the last one stored is the newest.
    cases.reverse();
    Ok(cases)
}

fn to_case(name: &str, mut members: Map<String, Value>) -> Result<ImportedCase, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut wrong = |field: &str, problem: &str| problems.push(Problem::new(name, field, problem));
    let id = match members.remove("slug") {
        Some(Value::String(slug)) => slug,
        _ => String::new(),
    };
    if let Some(fault) = fault_of_id(&id) {
        wrong("slug", &fault);
    }
    let compiled = members
        .remove("compiled_from_public_sources")
        .and_then(|compiled| compiled.as_bool());
    if compiled.is_none() {
        wrong("compiled_from_public_sources", "is true or false");
    }
    // Older files do not say.
    let sample = members
        .remove("sample")
        .is_some_and(|sample| sample == Value::Bool(true));
    let published_at = members
        .remove("published_at")
        .as_ref()
        .and_then(Value::as_str)
        .and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok())
        .map(|time| time.unix_timestamp().saturating_mul(1000));
    if published_at.is_none() {
        wrong("published_at", "is a time such as 2026-11-20T18:17:42Z");
    }
    for key in IGNORED {
        members.remove(key);
    }
    members.retain(|key, _| {
        let public = |field: &Field| field.key == key && field.seen_by == SeenBy::Everyone;
        let known = FIELDS.iter().any(public);
        if !known {
            wrong(key, "is not a public field that we know");
        }
        known
    });
    let mut content: CaseStudyContent =
        match serde_path_to_error::deserialize(Value::Object(members)) {
            Ok(content) => content,
            Err(error) => {
                wrong(&error.path().to_string(), &error.inner().to_string());
                return Err(problems);
            }
        };
    problems.extend(judged::judge(name, &mut content, |key| key));
    match (compiled, published_at) {
        (Some(compiled), Some(published_at)) if problems.is_empty() => Ok(ImportedCase {
            id,
            content,
            kept: Some(Kept {
                compiled,
                sample,
                published_at,
            }),
        }),
        _ => Err(problems),
    }
}

#[cfg(test)]
mod tests {
    use super::FORMAT;
    use crate::import::{ImportError, read};
    use serde_json::{Value, json};

    fn file(change: impl FnOnce(&mut Value)) -> String {
        let mut case = json!({
            "slug": "tea", "title": "Tea", "museum": "Tea Museum", "summary": "Tea.",
            "compiled_from_public_sources": false, "published_at": "2026-11-20T18:17:42Z",
            "themes": ["carers"], "url": "https://elsewhere.example/tea",
        });
        change(&mut case);
        json!({ "format": FORMAT, "licence": "x", "cases": [case] }).to_string()
    }

    #[test]
    fn the_field_that_is_wrong_is_named() {
        assert_eq!(read(&file(|_| {})).unwrap().len(), 1);
        let refused = |change: fn(&mut Value)| match read(&file(change)) {
            Err(ImportError::Cases(problems)) => {
                assert_eq!(problems.len(), 1, "{problems:?}");
                (problems[0].case.clone(), problems[0].field.clone())
            }
            other => panic!("{other:?}"),
        };
        let at = |field: &str| ("tea".to_owned(), field.to_owned());
        assert_eq!(
            refused(|case| case["themes"] = json!(["astrology"])),
            at("themes")
        );
        assert_eq!(
            refused(|case| case["themes"] = json!("carers")),
            at("themes")
        );
        assert_eq!(refused(|case| case["title"] = json!(" ")), at("title"));
        assert_eq!(
            refused(|case| case["contact_email"] = json!("a@b.example")),
            at("contact_email")
        );
        assert_eq!(refused(|case| case["colour"] = json!("red")), at("colour"));
        assert_eq!(
            refused(|case| case["published_at"] = json!("yesterday")),
            at("published_at")
        );
        assert_eq!(
            refused(|case| case["report_url"] = json!("javascript:alert(1)")),
            at("report_url")
        );
        assert_eq!(
            refused(|case| case["links"] = json!([{ "title": "x", "url": "data:text/html,x" }])),
            at("links")
        );
        assert_eq!(
            refused(|case| case["position"] = json!({ "lat": 91, "lon": 0 })),
            at("position")
        );
    }

    #[test]
    fn what_export_wrote_passes_the_same_door_and_limits() {
        let stored = read(&format!(
            "\u{feff}{}",
            file(|case| {
                case["title"] = json!("Muse\u{301}e\u{200b}\0 \u{2028}tea");
                case["did"] = json!("One\u{b}two\u{202e}");
                case["links"] =
                    json!([{ "title": "Film\n", "url": "\u{feff}https://a.example/\u{200d}x" }]);
            })
        ))
        .unwrap();
        assert_eq!(stored[0].content.title, "Mus\u{e9}e tea");
        assert_eq!(stored[0].content.did, "One\ntwo");
        assert_eq!(stored[0].content.links[0].title, "Film");
        assert_eq!(stored[0].content.links[0].url, "https://a.example/x");
    }

    #[test]
    fn every_field_that_is_wrong_is_named() {
        let wrong = file(|case| {
            case["slug"] = json!("a".repeat(201));
            case["published_at"] = json!("yesterday");
            case["contact_email"] = json!("a@b.example");
            case["ended"] = json!({ "year": 9999 });
            case["title"] = json!("t ".repeat(60));
            case["lessons"] = json!(
                ["Ask"; 2]
                    .iter()
                    .map(|x| format!("{x} {}", "y ".repeat(120)))
                    .collect::<Vec<_>>()
            );
            case["summary"] = json!("\u{200b}");
        });
        let Err(ImportError::Cases(problems)) = read(&wrong) else {
            panic!("taken");
        };
        let fields: Vec<&str> = problems.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "slug",
                "published_at",
                "contact_email",
                "ended",
                "lessons",
                "title",
                "summary"
            ]
        );
    }

    #[test]
    fn other_objects_are_refused() {
        assert!(matches!(
            read("{\"cases\": []}"),
            Err(ImportError::NotAList(_))
        ));
        assert!(matches!(
            read(&json!({ "format": FORMAT }).to_string()),
            Err(ImportError::NotAList(_))
        ));
    }
}
