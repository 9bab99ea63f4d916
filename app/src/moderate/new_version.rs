//! `POST /moderate/cases/{reference}/new-version`: a change of meaning to what is published. It is a version of its
//! own, in review on the desk of who pressed, and its museum is asked before it takes the place of the public text.

use super::event_text::titled;
use super::review_context;
use super::review_context::ReviewContext;
use crate::ui::{BackLink, LinkButton, Nav, PageHeading};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use store::drafts;
use store::drafts::NewVersion;

const HEADING: &str = "That cannot be done now";

/// Begins it and leads to its page.
///
/// # Errors
/// See [`review_context::open`]; also when the form is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let review = review_context::open(&state, &context, &reference).await?;
    // The version that was seen does not matter: the new one starts from the text that is public now.
    review_context::read(&body, |_| false)?;
    let wanted =
        drafts::begin_new_version_by_staff(&state.db, &review.actor, review.submission.id).await?;
    match wanted {
        NewVersion::Begun(begun) => {
            Ok(Redirect::to(&paths::moderate_case(&begun.reference)).into_response())
        }
        NewVersion::InTheWay { reference } => Ok(refused(
            &context,
            &review,
            "Another version of it is under review. Make your changes there.",
            &reference,
            "Open the other version",
        )),
        NewVersion::NotPublic | NewVersion::NotAllowed => Ok(refused(
            &context,
            &review,
            "A new version starts from a published text that readers see. Nothing was changed.",
            &review.submission.reference,
            "Look at it as it stands now",
        )),
    }
}

fn refused(
    context: &PageContext,
    review: &ReviewContext,
    why: &'static str,
    leads_to: &str,
    label: &'static str,
) -> Response {
    let caption = format!(
        "{}: {}",
        review.submission.reference,
        titled(&review.submission.title)
    );
    let (back, href) = (review.href(), paths::moderate_case(leads_to));
    Page::new(HEADING)
        .private()
        .at(Nav::Moderate)
        .status(StatusCode::CONFLICT)
        .render(context, move || {
            view! {
                <BackLink href=back/>
                <PageHeading title=HEADING caption=caption/>
                <div class="measure stack">
                    <p>{why}</p>
                    <div class="actions"><LinkButton href=href label=label/></div>
                </div>
            }
        })
}
