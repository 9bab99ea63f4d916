//! What may leave: the one place that decides which parts of a case the public gets as data.

use super::content::CaseStudyContent;
use super::fields::{FIELDS, Field, SeenBy};
use serde_json::{Map, Value};

/// The fields that everybody may read, in the table's order. A contact's role and address are not
/// among them; `contact_by_readers` only says that readers may ask through the site.
pub fn public_fields() -> impl Iterator<Item = &'static Field> {
    FIELDS
        .iter()
        .filter(|field| field.seen_by == SeenBy::Everyone)
}

/// The content as the public may have it: no field for staff, no position that is not for the map.
#[must_use]
pub fn public_part(content: &CaseStudyContent) -> CaseStudyContent {
    let mut all = members(content);
    all.retain(|key, _| public_fields().any(|field| field.key == key));
    // Members that are left out read as not answered.
    let mut public: CaseStudyContent =
        serde_json::from_value(Value::Object(all)).unwrap_or_default();
    if !public.on_map {
        // A refuge's town may be named where its position must not be.
        public.position = None;
    }
    public
}

/// The same as JSON, a member a field.
#[must_use]
pub fn public_content(content: &CaseStudyContent) -> Map<String, Value> {
    let mut all = members(&public_part(content));
    all.retain(|key, _| public_fields().any(|field| field.key == key));
    all
}

fn members(content: &CaseStudyContent) -> Map<String, Value> {
    match serde_json::to_value(content) {
        Ok(Value::Object(all)) => all,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{public_content, public_part};
    use crate::{CaseStudyContent, FIELDS, Point, SeenBy};

    #[test]
    fn staff_members_are_empty_and_the_others_as_they_were() {
        let content = CaseStudyContent {
            title: " Tea ".into(),
            contact_email: "canary@mail.example".into(),
            uncertain: "canary".into(),
            ..Default::default()
        };
        let public = public_part(&content);
        assert_eq!(public.title, " Tea ");
        assert_eq!(
            (public.contact_email.as_str(), public.uncertain.as_str()),
            ("", "")
        );
        let members = public_content(&content);
        for field in FIELDS {
            let public = field.seen_by == SeenBy::Everyone;
            assert_eq!(members.contains_key(field.key), public, "{}", field.key);
        }
    }

    #[test]
    fn positions_leave_only_for_the_map() {
        let mut content = CaseStudyContent {
            position: Some(Point {
                lat: 53.41,
                lon: -2.98,
            }),
            ..Default::default()
        };
        assert!(public_content(&content)["position"].is_null());
        content.on_map = true;
        assert_eq!(public_content(&content)["position"]["lat"], 53.41);
    }
}
