//! What may leave: the one place that decides which parts of a case the public gets.

use super::content::{CaseStudyContent, PublicMembers};
use super::fields::{Answered, FIELDS, Field, SeenBy};
use super::gazetteer::placed;
use super::pictures::Picture;
use serde::Serialize;
use serde_json::{Map, Value};
use std::ops::Deref;

/// The content of a case as the public may have it: no field for staff, no position that is not for
/// the map, nothing about the consent of people in its pictures. Only [`public_part`] makes one.
///
/// What everyone may read is there:
///
/// ```
/// use case_study::{CaseStudyContent, public::public_part};
/// let public = public_part(CaseStudyContent::default());
/// let _ = &public.title;
/// ```
///
/// What only staff may read is not: no contact,
///
/// ```compile_fail,E0609
/// use case_study::{CaseStudyContent, public::public_part};
/// let public = public_part(CaseStudyContent::default());
/// let _ = &public.contact_email;
/// ```
///
/// no message to the moderator,
///
/// ```compile_fail,E0609
/// use case_study::{CaseStudyContent, public::public_part};
/// let public = public_part(CaseStudyContent::default());
/// let _ = &public.message;
/// ```
///
/// and nothing that was inferred.
///
/// ```compile_fail,E0609
/// use case_study::{CaseStudyContent, public::public_part};
/// let public = public_part(CaseStudyContent::default());
/// let _ = &public.uncertain;
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicContent(PublicMembers);

impl Deref for PublicContent {
    type Target = PublicMembers;

    fn deref(&self) -> &PublicMembers {
        &self.0
    }
}

impl Answered for PublicContent {
    fn answers_to(&self, field: &Field) -> Vec<String> {
        self.0.answers_to(field)
    }
}

impl PublicContent {
    /// The same as JSON, a member a field.
    #[must_use]
    pub fn to_json(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(members)) => members,
            _ => Map::new(),
        }
    }
}

/// The fields that everybody may read, in the table's order. A contact's role and address are not
/// among them; `contact_by_readers` only says that readers may ask through the site.
pub fn public_fields() -> impl Iterator<Item = &'static Field> {
    FIELDS
        .iter()
        .filter(|field| field.seen_by == SeenBy::Everyone)
}

/// The content as the public may have it. What the table of fields does not give to everyone stays
/// behind.
#[must_use]
pub fn public_part(mut content: CaseStudyContent) -> PublicContent {
    let mut public = PublicMembers::default();
    for member in FIELDS.iter().filter_map(|field| field.public.as_ref()) {
        (member.publish)(&mut content, &mut public);
    }
    // A refuge's town may be named where its position must not be.
    public.position = public
        .on_map
        .then(|| {
            placed(
                public.position,
                &public.town,
                &public.region,
                &public.country,
            )
        })
        .flatten();
    let pictures = std::mem::take(&mut public.pictures).into_iter();
    public.pictures = pictures.map(Picture::for_readers).collect();
    PublicContent(public)
}

#[cfg(test)]
mod tests {
    use super::{public_fields, public_part};
    use crate::fields::tests::sample;
    use crate::{CaseStudyContent, FIELDS, Point, SeenBy};
    use std::collections::BTreeSet;

    #[test]
    fn a_member_is_public_exactly_where_the_table_gives_it_to_everyone() {
        let members = public_part(CaseStudyContent::default()).to_json();
        let members: BTreeSet<&str> = members.keys().map(String::as_str).collect();
        let fields: BTreeSet<&str> = public_fields().map(|field| field.key).collect();
        assert_eq!(members, fields);
    }

    #[test]
    fn every_public_answer_is_kept_and_no_other() {
        let mut content = CaseStudyContent::default();
        for field in FIELDS {
            field.put(&mut content, &sample(field.kind)).unwrap();
        }
        let public = public_part(content.clone());
        for field in FIELDS {
            let expected = match field.seen_by {
                SeenBy::Everyone => field.answers(&content),
                SeenBy::Staff => Vec::new(),
            };
            assert_eq!(field.answers(&public), expected, "{}", field.key);
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
        assert!(public_part(content.clone()).to_json()["position"].is_null());
        content.on_map = true;
        assert_eq!(public_part(content).to_json()["position"]["lat"], 53.41);
    }
}
