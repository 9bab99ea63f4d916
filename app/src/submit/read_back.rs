//! Answers as they are read back: on check your answers, after sending and behind the mailed link.

use crate::ui::{Details, Paragraphs, SummaryList, SummaryRow};
use crate::ui::{IntoMarkup, Markup};
use case_study::working_copy::Unread;
use case_study::{CaseStudyContent, Field, FieldError, Kind, Section, WorkingCopy};
use leptos::prelude::*;

/// Every section with its answers. With a reference, each answer has a link that changes it.
pub(super) fn sections(
    copy: &WorkingCopy,
    change: Option<&str>,
    errors: &[FieldError],
) -> impl IntoView + use<> {
    Section::FORM
        .iter()
        .map(|section| {
            let rows = section
                .asked()
                .map(|field| row(field, copy, change, errors))
                .collect::<Vec<_>>();
            view! {
                <section class="read-back" aria-labelledby=section.slug()>
                    <h2 id=section.slug()>{section.heading()}</h2>
                    <SummaryList rows=rows/>
                </section>
            }
        })
        .collect_view()
}

fn row(
    field: &'static Field,
    copy: &WorkingCopy,
    change: Option<&str>,
    errors: &[FieldError],
) -> SummaryRow {
    SummaryRow {
        key: field.name_for_author().to_owned(),
        value: written(field, copy),
        change: change.map(|reference| {
            let href = format!(
                "{}#{}",
                paths::draft_section_from_check(reference, field.section.slug()),
                field.key
            );
            (href, field.name_for_author().to_lowercase())
        }),
        error: FieldError::of(errors, field.key),
    }
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
        return view! { <p class="not-provided">{if field.kind == Kind::Tick { "No" } else { "Not provided" }}</p> }.into_markup();
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
