//! Making a decision; `POST /moderate/cases/{reference}/{action}` for those of one click.

use super::conflict;
use super::flash::Flash;
use super::obstacles_view;
use super::review_context;
use super::review_context::ReviewContext;
use crate::web::error::PageError;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::decision::{DecisionMessage, Does};
use case_study::policy::{Permission, allows};
use case_study::{CaseAction, Decision};
use store::DbErr;
use store::case_transitions::{WhichCase, move_case};
use store::moderation_queue::assign;
use store::outcome::Outcome;
use store::transitions;

/// Makes the decision, or says kindly who was faster.
///
/// # Errors
/// See [`review_context::open`]; also when the form is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path((reference, action)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let review = review_context::open(&state, &context, &reference).await?;
    let decision = Decision::from_slug(&action)
        .filter(|decision| decision.words().message.is_none())
        .ok_or(PageError::NotFound)?;
    let sent = review_context::read(&body, |_| false)?;
    answer(&state, &context, review, decision, None, sent.version).await
}

/// Makes a decision, with its message if it has one, and answers: with the submission's page, or with
/// what stood in the way and every word of the message.
pub(super) async fn answer(
    state: &AppState,
    context: &PageContext,
    review: ReviewContext,
    decision: Decision,
    message: Option<DecisionMessage>,
    version: i64,
) -> Result<Response, PageError> {
    let written = message.clone().unwrap_or_default();
    let faster = match make(state, &review, decision, &written, version).await? {
        Outcome::Made(()) => {
            let href = Flash::Decided(decision).href(&review.submission.reference);
            return Ok(Redirect::to(&href).into_response());
        }
        Outcome::NotFound => return Err(PageError::NotFound),
        Outcome::Overtaken(faster) => Some(faster),
        Outcome::NotPublishable(obstacles) => {
            return Ok(obstacles_view::page(context, &review, decision, &obstacles));
        }
        // What a page lacks is said before it is shown to its museum, under the version that was seen; the rest
        // is its author's.
        Outcome::NotAllowed | Outcome::Incomplete(_) | Outcome::OtherText => None,
    };
    let kept = message.map(|message| (decision, message));
    conflict::page(
        state,
        context,
        review,
        faster,
        decision.words().cannot,
        kept,
    )
    .await
}

async fn make(
    state: &AppState,
    review: &ReviewContext,
    decision: Decision,
    written: &DecisionMessage,
    version: i64,
) -> Result<Outcome<()>, DbErr> {
    let (db, actor, submission) = (&state.db, &review.actor, &review.submission);
    match decision.does(written) {
        Does::Assign => assign(db, actor, submission.id, version, Some(review.me.id)).await,
        // Somebody else's they keep; an old page's button must not take it from them.
        Does::GiveBack if !review.is_mine() => Ok(Outcome::NotAllowed),
        Does::GiveBack => assign(db, actor, submission.id, version, None).await,
        Does::Moves(moves) => {
            let mail_context = state.settings.mail_context();
            let seen = Some(version);
            let made =
                transitions::apply(db, &mail_context, actor, submission.id, seen, &moves).await?;
            Ok(made.map(drop))
        }
        Does::MoveCase(action) => {
            if !allows(Permission::TakeDown, &submission.status, &actor.roles) {
                return Ok(Outcome::NotAllowed);
            }
            // What is put back is the text that was on the page.
            let which = WhichCase {
                seen_version: (action == CaseAction::Restore).then_some(version),
                ..WhichCase::from(submission)
            };
            let made = move_case(db, actor, which, action, &written.message).await?;
            Ok(made.map(drop))
        }
    }
}
