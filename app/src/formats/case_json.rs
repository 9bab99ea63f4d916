//! A case as JSON: the shape of the API, of `.json` after a case's address and of the open data.
//! Members may be added, never renamed or taken away.

use crate::web::case_documents;
use crate::web::pictures;
use case_study::dates::rfc3339;
use case_study::declarations::LICENCE;
use serde_json::{Map, Value, json};
use store::cases::PublicCase;

/// What a list says of a case. Tags are slugs, as the addresses have them. Beside its label stands whether
/// anyone chose it, beside its result what could not be checked.
#[must_use]
pub fn item(case: &PublicCase, public_url: &str) -> Value {
    let content = &case.content;
    let evidence = case.evidence();
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
        "evidence": evidence.slug,
        "evidence_suggested": evidence.suggested,
        "evidence_reason": content.evidence_reason,
        "main_result": content.main_result,
        "not_checked": content.not_checked,
        "participants": content.participants,
        "participants_counted": content.participants_counted,
        "sample": case.sample,
        "published_at": rfc3339(case.published_at),
        "url": paths::case_study_url(public_url, &case.slug),
    })
}

/// Everything public: the members of [`item`], what is known of the case itself, and every public
/// field of the content under its key.
#[must_use]
pub fn whole(case: &PublicCase, public_url: &str) -> Map<String, Value> {
    let mut whole = case.content.to_json();
    if let Value::Object(item) = item(case, public_url) {
        whole.extend(item);
    }
    if let Some(Value::Array(pictures)) = whole.get_mut("pictures") {
        for (shown, picture) in pictures.iter_mut().zip(&case.content.pictures) {
            shown["url"] = pictures::url(public_url, &case.slug, picture, pictures::LARGEST).into();
        }
    }
    if let Some(Value::Array(documents)) = whole.get_mut("documents") {
        for (shown, document) in documents.iter_mut().zip(&case.content.documents) {
            shown["url"] = case_documents::url(public_url, &case.slug, document).into();
        }
    }
    whole.insert("updated_at".into(), rfc3339(case.updated_at).into());
    whole.insert("state".into(), case.state.slug().into());
    whole.insert("compiled_from_public_sources".into(), case.compiled.into());
    whole.insert("licence".into(), LICENCE.url.into());
    whole
}

#[cfg(test)]
mod tests {
    use super::{item, whole};
    use crate::formats::sample::{case, full};
    use case_study::{CaseStudyContent, FIELDS, SeenBy};
    use store::cases::PublicCase;

    #[test]
    fn staff_fields_never_leave_and_public_ones_all_do() {
        let whole = serde_json::Value::Object(whole(&case(full()), "https://bank.example"));
        let text = whole.to_string();
        for field in FIELDS {
            let public = field.seen_by == SeenBy::Everyone;
            assert_eq!(whole.get(field.key).is_some(), public, "{}", field.key);
            assert!(
                public || !text.contains(&format!("text-of-{}\"", field.key)),
                "{}",
                field.key
            );
        }
        assert!(!text.contains("canary.example"), "{text}");
    }

    #[test]
    fn a_label_that_nobody_chose_is_suggested() {
        let mut one = case(full());
        let says = |one: &PublicCase| {
            let item = item(one, "");
            (item["evidence"].clone(), item["evidence_suggested"].clone())
        };
        assert_eq!(says(&one), ("described".into(), false.into()));
        one = case(CaseStudyContent {
            design: "survey".into(),
            ..Default::default()
        });
        assert_eq!(says(&one), ("evaluated".into(), true.into()));
    }

    #[test]
    fn an_item_has_the_members_others_rely_on() {
        let item = item(&case(full()), "https://bank.example");
        let mut members: Vec<&str> = item
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        members.sort_unstable();
        let mut expected = [
            "slug",
            "title",
            "summary",
            "museum",
            "country",
            "region",
            "strand",
            "themes",
            "audiences",
            "activities",
            "evidence",
            "evidence_suggested",
            "evidence_reason",
            "main_result",
            "not_checked",
            "participants",
            "participants_counted",
            "sample",
            "published_at",
            "url",
        ];
        expected.sort_unstable();
        assert_eq!(members, expected);
        assert_eq!(item["published_at"], "2026-11-20T18:17:42Z");
        assert_eq!(item["url"], "https://bank.example/case-studies/a-case");
    }
}
