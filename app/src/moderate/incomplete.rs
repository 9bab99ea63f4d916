//! What a moderator is told who would publish a text that still lacks something: each sentence, and the
//! way back. Nothing was changed.

use super::review_context::ReviewContext;
use crate::ui::{BackLink, LinkButton, Nav, PageHeading};
use crate::web::page::{Page, PageContext};
use axum::http::StatusCode;
use axum::response::Response;
use case_study::FieldError;
use case_study::fields::field;
use leptos::prelude::*;

const TITLE: &str = "It cannot be published yet";

/// The page: 422, with what is missing by the names that readers see.
pub(super) fn page(
    context: &PageContext,
    review: &ReviewContext,
    missing: &[FieldError],
) -> Response {
    let href = review.href();
    let items: Vec<String> = missing
        .iter()
        .map(|fault| {
            let heading = field(&fault.field).map_or("", |field| field.heading);
            format!("{heading}: {}.", fault.message)
        })
        .collect();
    Page::new(TITLE)
        .private()
        .at(Nav::Moderate)
        .status(StatusCode::UNPROCESSABLE_ENTITY)
        .render(context, move || {
            let items = items
                .into_iter()
                .map(|words| view! { <li>{words}</li> })
                .collect_view();
            view! {
                <BackLink href=href.clone() label="Back to the case study"/>
                <PageHeading
                    title=TITLE
                    lede="Readers would miss something. Nothing was changed, and no one was emailed."
                />
                <div class="measure stack">
                    <ul class="review-list">{items}</ul>
                    <p>"Fill it in from what the museum wrote, or ask the museum for it."</p>
                    <div class="actions"><LinkButton href=href label="Back to the case study"/></div>
                </div>
            }
        })
}
