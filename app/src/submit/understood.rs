//! What was understood of answers in people's own words ("2021-22", "about 20 people"), shown back on the
//! page after the one where they were typed. The address names the questions, never what was typed.

use crate::ui::IntoMarkup;
use crate::ui::Markup;
use case_study::fields::field;
use case_study::text::lower_first;
use case_study::{Field, Section, WorkingCopy};
use leptos::prelude::*;

const BETWEEN: char = '.';

/// The address of a page that says how these answers were read.
pub(super) fn told_at(page: String, read: &[&'static Field]) -> String {
    if read.is_empty() {
        return page;
    }
    let keys: Vec<&str> = read.iter().map(|field| field.key).collect();
    format!("{page}?read={}", keys.join(&BETWEEN.to_string()))
}

/// An answer as it was read.
pub(super) struct Understood {
    field: &'static Field,
    lines: Vec<String>,
}

/// The answers that the address names, as they are stored.
pub(super) fn read(keys: Option<&str>, copy: &WorkingCopy) -> Vec<Understood> {
    keys.unwrap_or_default()
        .split(BETWEEN)
        .filter_map(field)
        .filter(|field| field.is_asked() && copy.typed(field).is_none())
        .map(|field| Understood {
            field,
            lines: field.to_lines(&copy.content),
        })
        .filter(|understood| !understood.lines.is_empty())
        .collect()
}

/// "We read this as", with a link to change each.
pub(super) fn view(reference: &str, understood: &[Understood]) -> Option<Markup> {
    if understood.is_empty() {
        return None;
    }
    let items = understood
        .iter()
        .map(|Understood { field, lines }| {
            let section: Section = field.section;
            let href = format!(
                "{}#{}",
                paths::draft_section(reference, section.slug()),
                field.key
            );
            view! {
                <li>
                    {field.question}" "<strong>{lines.join("; ")}</strong>" "
                    <a href=href>
                        "Change"<span class="visually-hidden">{format!(" {}", lower_first(field.name_for_author()))}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <div class="understood">
                <p>"We saved it, and read this as:"</p>
                <ul>{items}</ul>
            </div>
        }
        .into_markup(),
    )
}

#[cfg(test)]
mod tests {
    use super::{read, told_at};
    use case_study::{Answers, Section, WorkingCopy};

    #[test]
    fn the_next_page_says_what_was_read_and_nothing_that_the_address_makes_up() {
        let mut answers = Answers::default();
        answers.set("started", vec!["2021-22".into()]);
        let mut copy = WorkingCopy::default();
        assert_eq!(copy.put(&answers, Section::Glance.asked()), []);
        let fields = copy.read_in_other_words(&answers, Section::Glance);
        let address = told_at("/submit/WB-2345-6789/people".to_owned(), &fields);
        assert_eq!(address, "/submit/WB-2345-6789/people?read=started.ended");
        let lines = |keys: &str| -> Vec<String> {
            let read = read(Some(keys), &copy);
            read.into_iter().flat_map(|one| one.lines).collect()
        };
        assert_eq!(lines("started.ended"), ["2021", "2022"]);
        assert_eq!(lines("summary.<b>.evidence_label..started"), ["2021"]);
        assert!(read(None, &copy).is_empty());
        assert_eq!(told_at("/submit".to_owned(), &[]), "/submit");
    }
}
