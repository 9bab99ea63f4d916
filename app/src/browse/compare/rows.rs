//! The rows of a comparison: for each field of the table of fields what every case says, side by
//! side.

use crate::browse::case::field_value::{FieldValue, field_value, heading};
use crate::browse::case::places::{fields_in, is_missed};
use case_study::fields::{FactGroup, Place};
use case_study::{FIELDS, Field, Kind, SeenBy};
use store::cases::PublicCase;

/// Rows that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub heading: &'static str,
    pub rows: Vec<Row>,
}

/// What each case says under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub key: &'static str,
    pub heading: &'static str,
    /// In the order of the cases; `None` where a case does not say.
    pub cells: Vec<Option<FieldValue>>,
}

/// How much of the cases is set side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Everything that can be compared.
    Whole,
    /// Without passages, where the whole cases follow.
    Short,
}

/// Too long to stand beside each other, and best read in the case: the need and the work itself.
const READ_IN_THE_CASE: [&str; 2] = ["need", "did"];

/// What people ask first of partners and money.
const FIRST_OF_RESOURCES: [&str; 2] = ["cost_band", "staff_time"];

/// Every row that at least one case answers, and those that readers look for in any case.
pub fn groups(cases: &[&PublicCase], depth: Depth) -> Vec<Group> {
    let in_short = fields_in(Place::Summary).chain(fields_in(Place::InShort));
    let groups = [
        ("In short", in_short.collect()),
        facts(FactGroup::Glance),
        facts(FactGroup::Resources),
        facts(FactGroup::Evidence),
        ("What came of it", what_came_of_it()),
        facts(FactGroup::Museum),
    ];
    groups
        .into_iter()
        .map(|(heading, fields)| Group {
            heading,
            rows: fields
                .into_iter()
                .filter(|field| depth == Depth::Whole || !is_passage(field))
                .filter_map(|field| row(field, cases))
                .collect(),
        })
        .filter(|group| !group.rows.is_empty())
        .collect()
}

fn facts(group: FactGroup) -> (&'static str, Vec<&'static Field>) {
    let mut fields: Vec<&Field> = fields_in(Place::Facts(group)).collect();
    // Stable: only these two change places.
    fields.sort_by_key(|field| !FIRST_OF_RESOURCES.contains(&field.key));
    (group.heading(), fields)
}

/// Results, what was hard, lessons, care: in the order of the story.
fn what_came_of_it() -> Vec<&'static Field> {
    FIELDS
        .iter()
        .filter(|field| field.seen_by == SeenBy::Everyone)
        .filter(|field| matches!(field.place(), Place::Story | Place::Lessons))
        .filter(|field| !READ_IN_THE_CASE.contains(&field.key))
        .collect()
}

const fn is_passage(field: &Field) -> bool {
    matches!(field.kind, Kind::Words { .. })
}

fn row(field: &Field, cases: &[&PublicCase]) -> Option<Row> {
    let mut cells: Vec<Option<FieldValue>> =
        cases.iter().map(|case| field_value(field, case)).collect();
    let missed = || cases.iter().any(|case| is_missed(field, &case.content));
    if cells.iter().all(Option::is_none) && !missed() {
        return None;
    }
    if field.place() == Place::InShort {
        for (cell, case) in cells.iter_mut().zip(cases) {
            *cell = cell.take().or_else(|| whole_results(case));
        }
    }
    Some(Row {
        key: field.key,
        heading: heading(field),
        cells,
    })
}

/// Where no person wrote the result in a sentence, all that came of it: no program cuts it.
fn whole_results(case: &PublicCase) -> Option<FieldValue> {
    let whole = case.content.changed.clone();
    (!whole.is_empty()).then_some(FieldValue::Passage(whole))
}

impl Row {
    /// Whether every case says the same, or none says anything; the order of tags and lines does not
    /// matter.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.cells
            .windows(2)
            .all(|pair| match (pair[0].as_ref(), pair[1].as_ref()) {
                (Some(one), Some(other)) => sorted(one) == sorted(other),
                (one, other) => one.is_none() && other.is_none(),
            })
    }

    /// Labels that at least two of the cases have in this row, where it is about labels. A place
    /// is one line, and its parts are no labels.
    #[must_use]
    pub fn shared(&self) -> Vec<&str> {
        if self.key == "town" {
            return Vec::new();
        }
        let mut all: Vec<&str> = self
            .cells
            .iter()
            .flatten()
            .flat_map(|said| match said {
                FieldValue::Tags(tags) => tags.iter().map(|tag| tag.label.as_str()).collect(),
                _ => Vec::new(),
            })
            .collect();
        all.sort_unstable();
        let mut shared: Vec<&str> = all
            .windows(2)
            .filter(|pair| pair[0] == pair[1])
            .map(|pair| pair[0])
            .collect();
        shared.dedup();
        shared
    }
}

fn sorted(said: &FieldValue) -> FieldValue {
    let mut said = said.clone();
    match &mut said {
        FieldValue::Tags(tags) => tags.sort_by(|one, other| one.label.cmp(&other.label)),
        FieldValue::Lines(lines) => lines.sort(),
        _ => {}
    }
    said
}

#[cfg(test)]
mod tests {
    use super::{Depth, FieldValue, Row, groups};
    use crate::formats::sample;
    use case_study::fields::Place;
    use case_study::{CaseStudyContent, FIELDS, Kind, SeenBy};
    use store::cases::PublicCase;

    fn row(key: &str, cases: &[&PublicCase]) -> Option<Row> {
        groups(cases, Depth::Whole)
            .into_iter()
            .flat_map(|group| group.rows)
            .find(|row| row.key == key)
    }

    fn strings(list: &[&str]) -> Vec<String> {
        list.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn every_fact_of_the_case_page_has_a_row() {
        let full = sample::case(sample::full());
        let keys: Vec<&str> = groups(&[&full, &full], Depth::Whole)
            .iter()
            .flat_map(|group| group.rows.iter().map(|row| row.key))
            .collect();
        for field in FIELDS {
            let expected = field.seen_by == SeenBy::Everyone
                && !["need", "did"].contains(&field.key)
                && matches!(
                    field.place(),
                    Place::Summary
                        | Place::InShort
                        | Place::Facts(_)
                        | Place::Lessons
                        | Place::Story
                );
            let times = keys.iter().filter(|key| **key == field.key).count();
            assert_eq!(times, usize::from(expected), "{}", field.key);
        }
    }

    #[test]
    fn nothing_for_staff_stands_side_by_side() {
        let full = sample::case(sample::full());
        let drawn = format!("{:?}", groups(&[&full, &full], Depth::Whole));
        for field in FIELDS {
            assert!(
                field.seen_by == SeenBy::Everyone
                    || !drawn.contains(&format!("text-of-{}\"", field.key)),
                "{}",
                field.key
            );
        }
        assert!(!drawn.contains("canary.example"), "{drawn}");
    }

    #[test]
    fn a_row_nobody_answers_is_left_out() {
        let empty = sample::case(CaseStudyContent::default());
        assert!(row("partners", &[&empty, &empty]).is_none());
        let hard = sample::case(CaseStudyContent {
            hard: "Parking".into(),
            ..Default::default()
        });
        let found = row("hard", &[&empty, &hard]).expect("a row");
        assert_eq!(found.cells[0], None);
        assert!(!found.is_same());
        assert!(row("changed", &[&empty, &hard]).is_none());
    }

    #[test]
    fn what_readers_look_for_has_a_row_though_nobody_says_it() {
        let empty = sample::case(CaseStudyContent::default());
        for key in ["participants", "cost_band", "funder", "still_running"] {
            let found = row(key, &[&empty, &empty]).unwrap_or_else(|| panic!("no row {key}"));
            assert_eq!(found.cells, [None, None], "{key}");
            assert!(found.is_same(), "{key}");
        }
        let paid = sample::case(CaseStudyContent {
            cost_band: "under-1000".into(),
            ..Default::default()
        });
        let cost = row("cost_band", &[&empty, &paid]).expect("a row");
        assert!(cost.cells[0].is_none() && !cost.is_same());
    }

    #[test]
    fn a_result_is_a_persons_sentence_or_whole() {
        let with = |main_result: &str, changed: &str| {
            sample::case(CaseStudyContent {
                main_result: main_result.into(),
                changed: changed.into(),
                ..Default::default()
            })
        };
        let whole = "Everyone enjoyed it. On the scale nothing changed.";
        let (said, unsaid) = (with("Nothing changed.", whole), with("", whole));
        let found = row("main_result", &[&said, &unsaid]).expect("a row");
        assert_eq!(
            found.cells[0],
            Some(FieldValue::Text("Nothing changed.".into()))
        );
        assert_eq!(found.cells[1], Some(FieldValue::Passage(whole.into())));
        assert!(row("main_result", &[&unsaid, &unsaid]).is_none());
    }

    #[test]
    fn cost_comes_before_partners() {
        let full = sample::case(sample::full());
        let all = groups(&[&full], Depth::Whole);
        let money = all
            .iter()
            .find(|group| group.heading == "Partners and money")
            .expect("the group");
        let keys: Vec<_> = money.rows.iter().map(|row| row.key).collect();
        assert_eq!(keys[..3], ["cost_band", "staff_time", "partner_types"]);
    }

    #[test]
    fn what_is_the_same_does_not_depend_on_the_order() {
        let with = |themes: &[&str], cost: &str| {
            sample::case(CaseStudyContent {
                themes: strings(themes),
                cost_band: cost.into(),
                ..Default::default()
            })
        };
        let one = with(&["carers", "mental-health"], "");
        let other = with(&["mental-health", "carers"], "");
        let third = with(&["carers", "homelessness"], "");
        let two = row("themes", &[&one, &other]).expect("a row");
        assert!(two.is_same());
        assert_eq!(two.shared(), ["Carers", "Mental health"]);
        let three = row("themes", &[&one, &other, &third]).expect("a row");
        assert!(!three.is_same());
        assert_eq!(three.shared(), ["Carers", "Mental health"]);
        let apart = row("themes", &[&other, &third]).expect("a row");
        assert_eq!(apart.shared(), ["Carers"]);
    }

    #[test]
    fn short_tables_have_no_passages() {
        let full = sample::case(sample::full());
        let keys: Vec<&str> = groups(&[&full], Depth::Short)
            .iter()
            .flat_map(|group| group.rows.iter().map(|row| row.key))
            .collect();
        for field in FIELDS {
            if matches!(field.kind, Kind::Words { .. }) {
                assert!(!keys.contains(&field.key), "{}", field.key);
            }
        }
        assert!(
            keys.contains(&"lessons") && keys.contains(&"cost_band"),
            "{keys:?}"
        );
    }
}
