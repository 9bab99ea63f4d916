//! One full set of answers: the least that may be sent. It stands in `server/tests/complete-case.json`,
//! which the browser tests and the benchmarks read too.

use case_study::Section;
use case_study::fields::field;
use serde_json::Value;
use std::sync::LazyLock;

static COMPLETE: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../complete-case.json")).expect("the file is JSON")
});

/// What the form of a section sends, `base` and the button aside; empty for optional sections.
pub fn answers_of(section: Section) -> Vec<(&'static str, String)> {
    let questions = COMPLETE[section.slug()].as_array();
    questions
        .into_iter()
        .flatten()
        .flat_map(|question| {
            let key = question["field"].as_str().expect("a field");
            let field = field(key).expect("a field of the table");
            let answers = question["answers"].as_array().expect("answers");
            answers
                .iter()
                .map(|answer| (field.key, answer.as_str().expect("a text").to_owned()))
        })
        .collect()
}
