//! The content of a case out of a file, behind the same door and under the same limits as the form's.

use super::Problem;
use crate::content::CaseStudyContent;
use crate::fields::{FIELDS, Field, Kind};
use crate::text_input::{one_line, web_address};
use crate::validation::{check_import, is_web_address};
use crate::vocabulary::Vocabulary;

/// Reads every answer as the form would have read it, and says what is wrong: the first thing of
/// each field. `name_in_file` is what the file calls a field.
pub(super) fn judge(
    case: &str,
    content: &mut CaseStudyContent,
    name_in_file: fn(&'static str) -> &'static str,
) -> Vec<Problem> {
    let mut wrong: Vec<(&'static str, String)> = Vec::new();
    for field in FIELDS {
        let fault = put_again(field, content)
            .err()
            .map(str::to_owned)
            .or_else(|| fault_beside_the_form(field, content));
        wrong.extend(fault.map(|fault| (field.key, fault)));
    }
    for error in check_import(content) {
        let field = FIELDS.iter().find(|field| field.key == error.field);
        if let Some(field) = field
            && !wrong.iter().any(|(key, _)| *key == field.key)
        {
            wrong.push((field.key, error.message));
        }
    }
    wrong
        .into_iter()
        .map(|(key, fault)| Problem::new(case, name_in_file(key), fault))
        .collect()
}

fn put_again(field: &Field, content: &mut CaseStudyContent) -> Result<(), &'static str> {
    let mut answers = field.answers(content);
    if is_list_of_sources(field) {
        answers = answers.iter().map(|text| web_address(text)).collect();
    } else if matches!(field.kind, Kind::Lines { .. }) {
        // An item of a file is one of them, whatever lines it has: only in the form are several pasted at once.
        answers = answers.iter().map(|text| one_line(text)).collect();
    }
    field.put(content, &answers)
}

/// What the form need not look at, because it draws the choices itself or does not ask.
fn fault_beside_the_form(field: &Field, content: &CaseStudyContent) -> Option<String> {
    let answers = field.answers(content);
    match field.kind {
        // Every slug must exist: a facet nobody can choose would hide the case.
        Kind::One(vocabulary) | Kind::Many(vocabulary, ..) => answers
            .iter()
            .find(|slug| vocabulary.term(slug).is_none())
            .map(|slug| unknown(slug, vocabulary)),
        // Pages make links of these, so they must lead to the web and nowhere else.
        _ if is_list_of_sources(field) => not_of_the_web(answers.iter()),
        Kind::WebAddress => not_of_the_web(answers.iter()),
        Kind::Links { .. } => not_of_the_web(answers.iter().skip(1).step_by(2)),
        _ => None,
    }
}

fn is_list_of_sources(field: &Field) -> bool {
    field.key == "sources"
}

fn not_of_the_web<'a>(mut addresses: impl Iterator<Item = &'a String>) -> Option<String> {
    addresses
        .find(|address| !is_web_address(address))
        .map(|address| format!("\u{201c}{address}\u{201d} is not a web address"))
}

fn unknown(slug: &str, vocabulary: Vocabulary) -> String {
    format!(
        "\u{201c}{slug}\u{201d} is not in the list \u{201c}{}\u{201d}",
        vocabulary.label()
    )
}
