//! `/moderate/cases/{reference}/preview`: the page as readers will see it, from the text that stands now.

use super::review_context;
use crate::browse::case::preview;
use crate::ui::{BackLink, Nav};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::pictures;
use crate::web::state::AppState;
use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;

/// The page.
///
/// # Errors
/// See [`review_context::open`].
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
) -> Result<Response, PageError> {
    let review = review_context::open(&state, &context, &reference).await?;
    let content = review_context::text(&state.db, &review.submission).await?;
    let back = review.href();
    let pictures = pictures::folder_of(&back);
    Ok(Page::new("The page as readers will see it")
        .private()
        .at(Nav::Moderate)
        .render(&context, move || {
            view! {
                <BackLink href=back label="Back to the case study"/>
                {preview::view(content, &pictures, "")}
            }
        }))
}
