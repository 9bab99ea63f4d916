//! What only staff see: whom to write to, what its museum wrote to us, what was not certain.

use super::value::value;
use super::{Editing, edit_href, is_shown, not_given};
use crate::ui::{IntoMarkup, SummaryList, SummaryRow};
use case_study::mending::may_be_changed;
use case_study::text::lower_first;
use case_study::{CaseStudyContent, FIELDS, Field, SeenBy};
use leptos::prelude::*;

/// Whether a field stands here. What its museum told in its own words stands with the story.
pub(super) fn holds(field: &Field) -> bool {
    field.seen_by == SeenBy::Staff && field.key != "own_words"
}

/// The answers that are never published; that is said once.
pub(in crate::moderate) fn for_us(
    content: &CaseStudyContent,
    editing: &Editing<'_>,
) -> Option<impl IntoView + use<>> {
    let rows: Vec<SummaryRow> = FIELDS
        .iter()
        .filter(|field| holds(field) && is_shown(field, content))
        .map(|field| row(field, content, editing))
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="review-section" aria-labelledby="for-us">
                <h2 id="for-us">"Only for us"</h2>
                <p class="meta">"Never published."</p>
                <SummaryList rows=rows word="Edit"/>
            </section>
        }
    })
}

fn row(field: &'static Field, content: &CaseStudyContent, editing: &Editing<'_>) -> SummaryRow {
    let said = if field.is_answered(content) {
        value(field, content)
    } else {
        not_given()
    };
    let change = editing
        .home
        .filter(|_| may_be_changed(field))
        .map(|home| (edit_href(home, field), lower_first(field.heading)));
    SummaryRow {
        key: field.heading.to_owned(),
        value: view! { {editing.ours(field)}{said}{editing.at(field)} }.into_markup(),
        change,
        error: None,
    }
}
