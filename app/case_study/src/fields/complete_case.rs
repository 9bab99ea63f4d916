//! The complete case that tests and benchmarks send, against the table of fields.

use super::{CaseStudyContent, FIELDS, Kind, field};
use crate::validation::{check_to_publish, check_to_send};
use serde_json::Value;

const COMPLETE: &str = include_str!("../../../../server/tests/complete-case.json");

fn texts(list: &Value) -> Vec<String> {
    let list = list.as_array().expect("a list");
    list.iter()
        .map(|text| text.as_str().expect("a text").to_owned())
        .collect()
}

/// Field, answers, and the question as the file has it.
fn answered() -> Vec<(String, &'static super::Field, Value)> {
    let file: Value = serde_json::from_str(COMPLETE).expect("JSON");
    let sections = file.as_object().expect("an object").clone();
    sections
        .into_iter()
        .flat_map(|(section, questions)| {
            let questions = questions.as_array().expect("questions").clone();
            questions.into_iter().map(move |question| {
                let key = question["field"].as_str().expect("a field").to_owned();
                let field = field(&key).unwrap_or_else(|| panic!("there is no field {key}"));
                (section.clone(), field, question)
            })
        })
        .collect()
}

/// The complete case as content.
pub(crate) fn complete_case() -> CaseStudyContent {
    let mut content = CaseStudyContent::default();
    for (_, field, question) in answered() {
        let given = field.put(&mut content, &texts(&question["answers"]));
        assert_eq!(given, Ok(()), "{}", field.key);
    }
    content
}

#[test]
fn the_complete_case_answers_every_needed_field_and_may_be_sent_and_published() {
    let content = complete_case();
    for field in FIELDS.iter().filter(|field| field.need.is_needed()) {
        assert!(
            field.is_answered(&content),
            "{} is needed, and server/tests/complete-case.json has no answer",
            field.key
        );
    }
    assert_eq!(check_to_send(&content), []);
    assert_eq!(check_to_publish(&content), []);
}

#[test]
fn the_complete_case_asks_as_the_form_does() {
    for (section, field, question) in answered() {
        assert_eq!(field.section.slug(), section, "{}", field.key);
        assert_eq!(question["asked"], field.question, "{}", field.key);
        if let Kind::One(list) | Kind::Many(list, ..) = field.kind {
            let labels: Vec<String> = texts(&question["answers"])
                .iter()
                .map(|slug| list.label_of(slug))
                .collect();
            assert_eq!(texts(&question["labels"]), labels, "{}", field.key);
        }
    }
}
