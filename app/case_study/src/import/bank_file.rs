//! Reading a file that `export` wrote: public cases of any origin, a member a public field.
//!
//! The other kind of file, a plain list compiled by hand, is read in [`import`](crate::import).

use super::{ImportError, ImportedCase, Kept, check_terms, wrong};
use crate::content::CaseStudyContent;
use crate::fields::{FIELDS, Field, Kind, SeenBy};
use crate::validation::is_web_address;
use crate::vocabulary::{is_reserved, slugify};
use serde_json::{Map, Value};
use std::collections::HashSet;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The mark of these files, and its version.
pub const FORMAT: &str = "casebook-cases-1";

/// Members of a case that say nothing new: they follow from the others or from this bank.
const IGNORED: [&str; 5] = ["url", "evidence", "updated_at", "state", "licence"];

/// Reads the cases of a file.
///
/// # Errors
/// The first thing wrong, with the case and the field.
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
    let mut seen = HashSet::new();
    let mut cases = Vec::with_capacity(entries.len());
    for (at, entry) in entries.into_iter().enumerate() {
        let name = entry
            .get("slug")
            .and_then(Value::as_str)
            .map_or_else(|| format!("number {}", at + 1), str::to_owned);
        let Value::Object(members) = entry else {
            return Err(wrong(&name, "(case)", "is not an object"));
        };
        let case = to_case(&name, members)?;
        if !seen.insert(case.id.clone()) {
            return Err(wrong(
                &name,
                "slug",
                "another case in the file has the same slug",
            ));
        }
        cases.push(case);
    }
    // The newest come first, and the last one stored is the newest.
    cases.reverse();
    Ok(cases)
}

fn to_case(name: &str, mut members: Map<String, Value>) -> Result<ImportedCase, ImportError> {
    let id = match members.remove("slug") {
        Some(Value::String(slug)) if !slug.is_empty() && slugify(&slug) == slug => slug,
        _ => {
            return Err(wrong(
                name,
                "slug",
                "use small letters, figures and single hyphens only",
            ));
        }
    };
    if is_reserved(&id) {
        return Err(wrong(name, "slug", super::RESERVED));
    }
    let compiled = match members.remove("compiled_from_public_sources") {
        Some(Value::Bool(compiled)) => compiled,
        _ => {
            return Err(wrong(
                name,
                "compiled_from_public_sources",
                "is true or false",
            ));
        }
    };
    let published_at = members
        .remove("published_at")
        .as_ref()
        .and_then(Value::as_str)
        .and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok())
        .map(|time| time.unix_timestamp().saturating_mul(1000))
        .ok_or_else(|| {
            wrong(
                name,
                "published_at",
                "is a time such as 2026-11-20T18:17:42Z",
            )
        })?;
    for key in IGNORED {
        members.remove(key);
    }
    for key in members.keys() {
        let public = |field: &&Field| field.key == key && field.seen_by == SeenBy::Everyone;
        if !FIELDS.iter().any(|field| public(&field)) {
            return Err(wrong(name, key, "is not a public field that we know"));
        }
    }
    let content: CaseStudyContent = serde_path_to_error::deserialize(Value::Object(members))
        .map_err(|error| wrong(name, &error.path().to_string(), error.inner().to_string()))?;
    for field in ["title", "museum", "summary"] {
        let empty = FIELDS
            .iter()
            .find(|row| row.key == field)
            .is_some_and(|row| row.answers(&content).concat().trim().is_empty());
        if empty {
            return Err(wrong(name, field, "must not be empty"));
        }
    }
    check_addresses(name, &content)?;
    check_terms(name, &content)?;
    Ok(ImportedCase {
        id,
        content,
        kept: Some(Kept {
            compiled,
            published_at,
        }),
    })
}

/// Pages make links of these, so they must lead to the web and nowhere else.
fn check_addresses(name: &str, content: &CaseStudyContent) -> Result<(), ImportError> {
    for field in FIELDS {
        let answers = field.answers(content);
        let addresses: Vec<&String> = match field.kind {
            Kind::WebAddress => answers.iter().collect(),
            Kind::Links { .. } => answers.iter().skip(1).step_by(2).collect(),
            Kind::Lines { .. } if field.key == "sources" => answers.iter().collect(),
            _ => continue,
        };
        for address in addresses {
            if !is_web_address(address) {
                return Err(wrong(
                    name,
                    field.key,
                    format!("\u{201c}{address}\u{201d} is not a web address"),
                ));
            }
        }
    }
    let on_the_globe = content
        .position
        .is_none_or(|point| point.lat.abs() <= 90.0 && point.lon.abs() <= 180.0);
    if on_the_globe {
        Ok(())
    } else {
        Err(wrong(name, "position", "is not on the globe"))
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
            Err(ImportError::Field { case, field, .. }) => (case, field),
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
