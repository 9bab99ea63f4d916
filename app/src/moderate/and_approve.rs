//! "Save, approve, publish and read the next": the last thing that stood in the way is corrected, and the decision made,
//! in one press. What is saved stays saved, whatever stands in the way of the rest.

use super::decide;
use super::decision_message;
use super::flash::Flash;
use super::mend_target::Place;
use super::queue_onwards::{NEXT, THEN};
use super::review_context;
use super::review_context::{NOT_OURS, ReviewContext, Sent};
use crate::ui::{Button, ButtonLook};
use crate::web::error::PageError;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::{Answers, CaseState, Decision, Field};
use leptos::prelude::*;
use store::publishable;
use store::submissions;

/// What its button sends as [`THEN`].
const APPROVE: &str = "approve";

/// Whether a form asks for it.
///
/// # Errors
/// When it asks for something else, or for a text that no museum sent.
pub(super) fn is_asked(answers: &Answers, place: &Place) -> Result<bool, PageError> {
    match (answers.one(THEN), place) {
        ("", _) => Ok(false),
        (APPROVE, Place::Submission(_)) => Ok(true),
        _ => Err(NOT_OURS),
    }
}

/// Whether the page of a form may offer it: nothing stands in the way but what these fields can say.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn is_offered(
    state: &AppState,
    context: &PageContext,
    place: &Place,
    fields: &[&'static Field],
) -> Result<bool, PageError> {
    let Place::Submission(reference) = place else {
        return Ok(false);
    };
    let review = review_context::open(state, context, reference).await?;
    is_free(state, &review, fields).await
}

async fn is_free(
    state: &AppState,
    review: &ReviewContext,
    but_for: &[&'static Field],
) -> Result<bool, PageError> {
    let submission = &review.submission;
    let is_read = submission.assignee_id.is_some() && !review.is_mine();
    if is_read || !decision_message::is_open(Decision::ApproveAndPublish, state, review).await? {
        return Ok(false);
    }
    let public = submissions::public_side(&state.db, submission.case_id).await?;
    if public.state == CaseState::TakenDown {
        return Ok(false);
    }
    let me = Some(review.me.id);
    let obstacles = publishable::obstacles_for(state.db.reader(), submission, me).await?;
    Ok(obstacles.iter().all(|obstacle| {
        let key = obstacle.field();
        key.is_some_and(|key| but_for.iter().any(|field| field.key == key))
    }))
}

/// The button, where it is offered.
pub(super) fn button(is_offered: bool) -> Option<impl IntoView> {
    is_offered.then(|| {
        view! {
            <Button
                name=THEN
                value=APPROVE
                label="Save, approve, publish and read the next"
                look=ButtonLook::Secondary
            />
        }
    })
}

/// After saving: decides about the text as it was saved, or leads to its page, which says that it is saved and not
/// published. `seen`: the version that was on the form; `changed`: how many answers were saved.
///
/// # Errors
/// See [`review_context::open`].
pub(super) async fn after_saving(
    state: &AppState,
    context: &PageContext,
    place: &Place,
    seen: i64,
    changed: usize,
) -> Result<Response, PageError> {
    let Place::Submission(reference) = place else {
        return Err(PageError::NotFound);
    };
    let review = review_context::open(state, context, reference).await?;
    let saved = if changed == 0 { seen } else { seen + 1 };
    // Somebody else changed it between saving and this: it is read again first.
    if review.submission.version != saved || !is_free(state, &review, &[]).await? {
        return Ok(Redirect::to(&Flash::SavedOnly.href(reference)).into_response());
    }
    let sent = Sent::as_if(saved, &[(THEN, NEXT.to_owned())]);
    decide::pressed(state, context, review, Decision::ApproveAndPublish, &sent).await
}
