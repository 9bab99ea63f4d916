//! The fields of each part of the page of a case, in the order in which readers want them. The table
//! of fields says which part a field stands in.

use case_study::fields::Place;
use case_study::{FIELDS, Field, PublicContent, SeenBy};

/// What readers look for first in the facts, whatever the form asks first.
const FIRST: [&str; 8] = [
    "town",
    "started",
    "audiences",
    "participants",
    "activities",
    "themes",
    "strand",
    "evidence_label",
];

/// The public fields of a place, in the order a reader wants them.
pub fn fields_in(place: Place) -> impl Iterator<Item = &'static Field> {
    let mut fields: Vec<_> = FIELDS
        .iter()
        .filter(|field| field.seen_by == SeenBy::Everyone && field.place() == place)
        .collect();
    // Stable: what is not in the list follows in the table's order.
    fields.sort_by_key(|field| {
        FIRST
            .iter()
            .position(|key| *key == field.key)
            .unwrap_or(FIRST.len())
    });
    fields.into_iter()
}

/// The public fields of a place that have an answer.
pub fn answered_in(place: Place, content: &PublicContent) -> impl Iterator<Item = &'static Field> {
    fields_in(place).filter(move |field| field.is_answered(content))
}

#[cfg(test)]
mod tests {
    use super::FIRST;

    #[test]
    fn what_comes_first_are_fields() {
        for key in FIRST {
            assert!(case_study::fields::field(key).is_some(), "{key}");
        }
    }
}
