//! A case as JSON. Only fields that everybody may see ever leave; the table of fields decides.

use app::browse::words::rfc3339;
use app::case_study::{CaseStudyContent, FIELDS, SeenBy};
use app::db::cases::PublicCase;
use serde_json::{Map, Value, json};

/// What a list says of a case. Tags are slugs, as the addresses have them.
pub fn item(case: &PublicCase, public_url: &str) -> Value {
    let content = &case.content;
    json!({
        "slug": case.slug,
        "title": content.title,
        "summary": content.summary,
        "museum": content.museum,
        "country": content.country,
        "region": content.region,
        "strand": content.strand,
        "themes": content.themes,
        "audiences": content.audiences,
        "activities": content.activities,
        "evidence": content.evidence_label,
        "published_at": rfc3339(case.published_at),
        "url": format!("{public_url}/case-studies/{}", case.slug),
    })
}

/// The item, and every public field of the content under its key.
pub fn case_with_content(case: &PublicCase, public_url: &str) -> Value {
    let mut whole = public_content(&case.content);
    if let Value::Object(item) = item(case, public_url) {
        whole.extend(item);
    }
    whole.insert("updated_at".into(), rfc3339(case.updated_at).into());
    whole.insert("state".into(), case.state.slug().into());
    whole.insert("compiled_from_public_sources".into(), case.compiled.into());
    whole.insert("licence".into(), "https://creativecommons.org/licenses/by/4.0/".into());
    Value::Object(whole)
}

fn public_content(content: &CaseStudyContent) -> Map<String, Value> {
    let mut all = match serde_json::to_value(content) {
        Ok(Value::Object(all)) => all,
        _ => Map::new(),
    };
    all.retain(|key, _| FIELDS.iter().any(|field| field.key == key && field.seen_by == SeenBy::Everyone));
    if !content.on_map {
        // A refuge's town may be named where its position must not be.
        all.insert("position".into(), Value::Null);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{case_with_content, item};
    use app::case_study::{CaseState, CaseStudyContent, FIELDS, Kind, Point, SeenBy};
    use app::db::cases::PublicCase;

    fn case() -> PublicCase {
        let mut content = CaseStudyContent::default();
        for field in FIELDS {
            if matches!(field.kind, Kind::Line { .. } | Kind::Words { .. } | Kind::Lines { .. } | Kind::Email) {
                field.put(&mut content, &[format!("text-of-{}", field.key)]).unwrap();
            }
        }
        content.position = Some(Point { lat: 53.41, lon: -2.98 });
        PublicCase {
            slug: "a-case".into(),
            state: CaseState::Live,
            compiled: false,
            featured: false,
            published_at: 1_795_198_662_123,
            updated_at: 1_795_198_662_123,
            content,
        }
    }

    #[test]
    fn staff_fields_never_leave_and_public_ones_all_do() {
        let whole = case_with_content(&case(), "https://bank.example");
        let text = whole.to_string();
        for field in FIELDS {
            let public = field.seen_by == SeenBy::Everyone;
            assert_eq!(whole.get(field.key).is_some(), public, "{}", field.key);
            assert!(public || !text.contains(&format!("text-of-{}\"", field.key)), "{}", field.key);
        }
    }

    #[test]
    fn positions_leave_only_for_the_map() {
        let mut case = case();
        assert!(case_with_content(&case, "")["position"].is_null());
        case.content.on_map = true;
        assert!(case_with_content(&case, "")["position"]["lat"].is_number());
    }

    #[test]
    fn an_item_has_the_members_others_rely_on() {
        let item = item(&case(), "https://bank.example");
        let mut members: Vec<&str> = item.as_object().unwrap().keys().map(String::as_str).collect();
        members.sort_unstable();
        let mut expected = [
            "slug", "title", "summary", "museum", "country", "region", "strand", "themes", "audiences", "activities",
            "evidence", "published_at", "url",
        ];
        expected.sort_unstable();
        assert_eq!(members, expected);
        assert_eq!(item["published_at"], "2026-11-20T18:17:42Z");
        assert_eq!(item["url"], "https://bank.example/case-studies/a-case");
    }
}
