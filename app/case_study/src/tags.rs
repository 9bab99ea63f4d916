//! What a moderator sets or corrects: the tags readers filter by, and why the evidence has its label.

use super::content::CaseStudyContent;
use super::fields::{Field, field};
use super::mending;
use super::mending::Change;

/// The keys of the fields a moderator may set, in the order of the tagging form.
pub const TAGS: [&str; 9] = [
    "strand",
    "second_strand",
    "themes",
    "audiences",
    "activities",
    "five_ways",
    "evidence_label",
    "evidence_reason",
    "content_notes",
];

/// The fields a moderator may set.
pub fn tag_fields() -> impl Iterator<Item = &'static Field> {
    TAGS.iter().filter_map(|key| field(key))
}

/// Whether a field of this key is a tag.
#[must_use]
pub fn is_tag(key: &str) -> bool {
    TAGS.contains(&key)
}

/// The tags that differ, in the order of the tagging form.
#[must_use]
pub fn changes(before: &CaseStudyContent, after: &CaseStudyContent) -> Vec<Change> {
    mending::changes(before, after, tag_fields())
}

#[cfg(test)]
mod tests {
    use super::{TAGS, changes, tag_fields};
    use crate::CaseStudyContent;

    #[test]
    fn every_tag_is_a_field() {
        assert_eq!(tag_fields().count(), TAGS.len());
    }

    #[test]
    fn only_tags_that_differ_are_changes_and_order_does_not_count() {
        let before = CaseStudyContent {
            themes: vec!["carers".into(), "mental-health".into()],
            strand: "community".into(),
            ..Default::default()
        };
        let mut after = before.clone();
        after.themes.reverse();
        assert_eq!(changes(&before, &after), []);
        after.strand = "workforce".into();
        after.title = "Not a tag".into();
        let found = changes(&before, &after);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].field, found[0].after.clone()),
            ("strand", vec!["workforce".to_owned()])
        );
    }
}
