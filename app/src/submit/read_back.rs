//! Answers as they are read back: on check your answers, after sending and behind the mailed link.

use crate::ui::{Details, Paragraphs, SummaryList, SummaryRow};
use crate::ui::{IntoMarkup, Markup};
use case_study::field_notes::OpenFields;
use case_study::text::{lower_first, upper_first};
use case_study::validation::advice;
use case_study::working_copy::Unread;
use case_study::{CaseStudyContent, Field, FieldError, Kind, Section, WorkingCopy};
use leptos::prelude::*;

/// Where answers are changed, and which of them may be.
#[derive(Clone, Copy)]
pub(super) struct Changing<'a> {
    pub reference: &'a str,
    pub open: &'a OpenFields,
}

/// Every section with its answers. Where they may be changed, each answer has a link that changes it, and what is not
/// filled in is named, folded into one row for each section.
pub(super) fn sections(
    copy: &WorkingCopy,
    change: Option<&Changing<'_>>,
    errors: &[FieldError],
) -> impl IntoView + use<> {
    let is_shown =
        |field: &Field| copy.is_begun(field) || FieldError::of(errors, field.key).is_some();
    let (filled, empty): (Vec<Section>, Vec<Section>) = Section::FORM
        .iter()
        .partition(|section| section.asked().any(is_shown));
    let filled = filled
        .into_iter()
        .map(|section| {
            let (shown, left): (Vec<&'static Field>, Vec<&'static Field>) =
                section.asked().partition(|field| is_shown(field));
            let rows = shown
                .into_iter()
                .map(|field| row(field, copy, change, errors))
                .chain(change.and_then(|change| not_filled_in(change, section, &left)))
                .collect::<Vec<_>>();
            view! {
                <section class="read-back" aria-labelledby=section.slug()>
                    <h2 id=section.slug()>{section.heading()}</h2>
                    <SummaryList rows=rows/>
                </section>
            }
        })
        .collect_view();
    let empty = change.and_then(|change| nothing_added(change, &empty));
    view! { {filled} {empty} }
}

fn row(
    field: &'static Field,
    copy: &WorkingCopy,
    change: Option<&Changing<'_>>,
    errors: &[FieldError],
) -> SummaryRow {
    let value = written(field, copy);
    let advice = change
        .and_then(|_| advice(field, &copy.content))
        .map(|advice| view! { <p class="field-advice">{advice}"."</p> });
    SummaryRow {
        key: field.question.to_owned(),
        value: view! { {value}{advice} }.into_markup(),
        change: change
            .filter(|change| change.open.is_open(field))
            .map(|change| {
                let href = format!(
                    "{}#{}",
                    paths::draft_section_from_check(change.reference, field.section.slug()),
                    field.key
                );
                (href, lower_first(field.name_for_author()))
            }),
        error: FieldError::of(errors, field.key),
    }
}

/// One row for all questions of a section that have no answer.
fn not_filled_in(
    change: &Changing<'_>,
    section: Section,
    left: &[&'static Field],
) -> Option<SummaryRow> {
    let reference = change.reference;
    let names: Vec<String> = left
        .iter()
        .filter(|field| is_offered(field) && change.open.is_open(field))
        .map(|field| lower_first(field.name_for_author()))
        .collect();
    (!names.is_empty()).then(|| SummaryRow {
        key: "Not filled in".to_owned(),
        value: view! {
            <p class="not-provided">
                {upper_first(&names.join(", "))}". "
                {add(reference, section)}
            </p>
        }
        .into_markup(),
        change: None,
        error: None,
    })
}

/// One row for each section that has no answer at all.
fn nothing_added(change: &Changing<'_>, empty: &[Section]) -> Option<impl IntoView + use<>> {
    let reference = change.reference;
    let rows = empty
        .iter()
        .filter(|section| change.open.has(**section))
        .map(|section| SummaryRow {
            key: section.heading().to_owned(),
            value: view! {
                <p class="not-provided" id=section.slug()>"Nothing added. "{add(reference, *section)}</p>
            }
            .into_markup(),
            change: None,
            error: None,
        })
        .collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="read-back" aria-labelledby="not-filled-in">
                <h2 id="not-filled-in">"Not filled in"</h2>
                <SummaryList rows=rows/>
            </section>
        }
    })
}

fn add(reference: &str, section: Section) -> Markup {
    let href = paths::draft_section_from_check(reference, section.slug());
    view! {
        <a href=href>
            "Add"<span class="visually-hidden">" to: "{section.heading()}</span>
        </a>
    }
    .into_markup()
}

/// Whether a page of the form shows the question although it has no answer.
pub(super) fn is_offered(field: &Field) -> bool {
    // The box of the short way: whoever fills in the fields does not tell the story twice.
    field.key != "own_words"
}

/// The text that was sent, to be opened where it is wanted.
pub(super) fn as_sent(content: CaseStudyContent) -> impl IntoView {
    let copy = WorkingCopy::new(content, Unread::default());
    view! { <Details summary="Your answers">{sections(&copy, None, &[])}</Details> }
}

/// One answer as readers will see it, or as it was typed where it cannot be read yet.
pub(super) fn written(field: &'static Field, copy: &WorkingCopy) -> Markup {
    let Some(typed) = copy.typed(field) else {
        return answer(field, &copy.content);
    };
    let lines = field.kind.to_lines(typed);
    let lines = lines
        .into_iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| view! { <p>{line}</p> })
        .collect_view();
    lines.into_markup()
}

/// One answer as readers will see it.
fn answer(field: &'static Field, content: &CaseStudyContent) -> Markup {
    let mut lines = field.to_lines(content);
    if lines.is_empty() {
        return view! { <p class="not-provided">"Not filled in"</p> }.into_markup();
    }
    if let Kind::Words { .. } = field.kind {
        // As it was typed, with its paragraphs.
        return view! { <Paragraphs text=field.answers(content).concat()/> }.into_markup();
    }
    if lines.len() == 1 {
        return view! { <p>{lines.remove(0)}</p> }.into_markup();
    }
    let items = lines
        .into_iter()
        .map(|line| view! { <li>{line}</li> })
        .collect_view();
    view! { <ul class="read-back-list">{items}</ul> }.into_markup()
}
