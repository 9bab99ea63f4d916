//! `/submit/{draft}/preview` and `/track/{token}/preview`: the page as readers will see it, at any time.

use super::draft_guard::Draft;
use super::track;
use crate::browse::case::preview;
use crate::ui::{BackLink, Nav};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::pictures;
use crate::web::state::AppState;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::short_way::Way;
use case_study::{CaseStudyContent, Status};
use leptos::prelude::*;
use store::submissions;
use store::submissions::Submission;

/// GET `/submit/{draft}/preview`.
///
/// # Errors
/// Somebody else's draft is not found.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    let content = submissions::text_for_its_author(state.db.reader(), &draft.submission).await?;
    let back = paths::draft(draft.reference());
    Ok(page(&context, &draft.submission, content, back))
}

/// GET `/track/{token}/preview`. A mailed link reads what was sent; what somebody still writes takes a code,
/// which the page of the link offers.
///
/// # Errors
/// When the database does not answer.
pub async fn get_followed(
    State(state): State<AppState>,
    context: PageContext,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let Some(submission) = track::followed(&state, &token).await? else {
        return Ok(track::unknown(&context));
    };
    let back = paths::track(&token);
    let content = if submission.status.is_open_to_its_author() {
        let sent = submissions::text_as_sent(state.db.reader(), submission.id).await?;
        match sent {
            Some((content, _)) => content,
            None => return Ok(Redirect::to(&back).into_response()),
        }
    } else {
        submissions::text_for_its_author(state.db.reader(), &submission).await?
    };
    Ok(page(&context, &submission, content, back))
}

fn page(
    context: &PageContext,
    submission: &Submission,
    content: CaseStudyContent,
    back: String,
) -> Response {
    let standing = standing(submission);
    let pictures = pictures::folder_of(&back);
    Page::new("Your page as readers will see it")
        .at(Nav::Submit)
        .private()
        .render(context, move || {
            view! {
                <BackLink href=back label="Back to your case study"/>
                {preview::view(content, &pictures, standing)}
            }
        })
}

/// Why much of it may not be written yet, though it was sent.
fn standing(submission: &Submission) -> &'static str {
    let is_prepared = matches!(
        submission.status.known(),
        Some(Status::Submitted | Status::InReview)
    );
    if is_prepared && submission.way == Way::Short.slug() {
        "We prepare it from what you sent, and show you the page before anyone else reads it."
    } else {
        ""
    }
}
