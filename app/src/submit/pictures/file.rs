//! Photographs of a text that is not public, for whoever may see that text: its author, and who has a link to it.

use crate::submit::draft_guard::Draft;
use crate::submit::track;
use crate::web::error::PageError;
use crate::web::page::PageContext;
use crate::web::pictures;
use crate::web::state::AppState;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use store::{mailed_links, submissions};

/// GET `/submit/{draft}/pictures/{file}`.
///
/// # Errors
/// Somebody else's draft is not found, and no more is a picture of another case.
pub async fn of_draft(
    State(state): State<AppState>,
    context: PageContext,
    Path((reference, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    pictures::of_case(&state, draft.submission.case_id, &file, &headers).await
}

/// GET `/track/{token}/pictures/{file}`. A mailed link shows what was sent.
///
/// # Errors
/// For a link that does not work, and before anything was sent.
pub async fn of_link(
    State(state): State<AppState>,
    Path((token, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let submission = track::followed(&state, &token)
        .await?
        .filter(|one| one.submitted_at.is_some())
        .ok_or(PageError::NotFound)?;
    pictures::of_case(&state, submission.case_id, &file, &headers).await
}

/// GET `/read/{token}/pictures/{file}`.
///
/// # Errors
/// For a link that does not work.
pub async fn of_reader(
    State(state): State<AppState>,
    Path((token, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let id = mailed_links::read(&state.db, &token).await?;
    let id = id.ok_or(PageError::NotFound)?;
    let submission = submissions::by_id(state.db.reader(), id).await?;
    let submission = submission.ok_or(PageError::NotFound)?;
    pictures::of_case(&state, submission.case_id, &file, &headers).await
}
