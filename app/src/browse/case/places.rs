//! The fields of each part of the page of a case, in the order in which readers want them. The table
//! of fields says which part a field stands in.

use case_study::fields::{Place, field};
use case_study::{FIELDS, Field, PublicContent, SeenBy};

/// What readers look for first in the facts, whatever the form asks first. The first six of them stand
/// above the story.
const FIRST: [&str; 10] = [
    "audiences",
    "town",
    "started",
    "participants",
    "evidence_label",
    "cost_band",
    "still_running",
    "activities",
    "themes",
    "strand",
];

/// As many as a phone shows on one screen.
const AT_A_GLANCE: usize = 6;

/// What every reader looks for: how many, how long, whether it still runs, what it took, who paid, who
/// looked into it. Where it is not known, that is said: silence would hide it.
const CORE: [&str; 7] = [
    "participants",
    "started",
    "still_running",
    "staff_time",
    "cost_band",
    "funder",
    "independently_evaluated",
];

/// Whether readers are told that a case does not say this. Who names the kinds of money need not name a
/// fund.
pub fn is_missed(field: &Field, content: &PublicContent) -> bool {
    CORE.contains(&field.key) && (field.key != "funder" || content.funding_sources.is_empty())
}

/// What stands above the story: with whom, where, when, how many, how they know and what it cost.
pub fn at_a_glance() -> impl Iterator<Item = &'static Field> {
    FIRST.iter().take(AT_A_GLANCE).filter_map(|key| field(key))
}

/// Whether a field is one of these.
pub fn is_at_a_glance(field: &Field) -> bool {
    FIRST.iter().take(AT_A_GLANCE).any(|key| *key == field.key)
}

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
    use super::{AT_A_GLANCE, CORE, FIRST, at_a_glance, is_at_a_glance, is_missed};
    use case_study::fields::{Place, field};
    use case_study::public::public_part;
    use case_study::{CaseStudyContent, SeenBy};

    #[test]
    fn what_comes_first_and_what_is_missed_are_public_facts() {
        for key in FIRST.into_iter().chain(CORE) {
            let field = field(key).unwrap_or_else(|| panic!("there is no field {key}"));
            assert_eq!(field.seen_by, SeenBy::Everyone, "{key}");
            assert!(matches!(field.place(), Place::Facts(_)), "{key}");
        }
    }

    #[test]
    fn six_of_them_stand_above_the_story() {
        let keys: Vec<&str> = at_a_glance().map(|field| field.key).collect();
        assert_eq!(keys, FIRST[..AT_A_GLANCE]);
        let shown = |key| is_at_a_glance(field(key).expect("a field"));
        assert!(shown("cost_band") && !shown("still_running") && !shown("title"));
    }

    #[test]
    fn a_fund_is_not_missed_where_the_kinds_of_money_are_named() {
        let missed = |sources: &[&str]| {
            let content = public_part(CaseStudyContent {
                funding_sources: sources.iter().map(|&one| one.to_owned()).collect(),
                ..Default::default()
            });
            is_missed(field("funder").expect("a field"), &content)
        };
        assert!(missed(&[]) && !missed(&["own-budget"]));
    }
}
