//! Writing the message of a decision and sending it: one pair of pages for every [`Purpose`].

use super::conflict;
use super::conflict::Conflict;
use super::decide::{clashes, of_case};
use super::decision_message::{Letter, Purpose};
use super::decision_message_view;
use super::decision_message_view::MessageProps;
use super::review_context;
use super::review_context::ReviewContext;
use crate::account::sign_in;
use crate::ui::{FormError, Nav};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::{Action, CaseAction};
use std::pin::Pin;
use store::transitions;
use store::transitions::Move;

type Answer = Pin<Box<dyn Future<Output = Result<Response, PageError>> + Send>>;

/// The handler that shows the form. Its errors are those of [`review_context::open`].
pub fn show(
    purpose: Purpose,
) -> impl Fn(State<AppState>, PageContext, Path<String>) -> Answer + Clone {
    move |State(state), context, Path(reference)| {
        Box::pin(async move { form(purpose, &state, &context, &reference).await })
    }
}

/// The handler that takes the form. Its errors are those of [`review_context::open`], and a bad request for a
/// form that is not ours.
pub fn send(
    purpose: Purpose,
) -> impl Fn(State<AppState>, PageContext, Path<String>, RawForm) -> Answer + Clone {
    move |State(state), context, Path(reference), RawForm(body)| {
        Box::pin(async move { sent(purpose, &state, &context, &reference, &body).await })
    }
}

async fn form(
    purpose: Purpose,
    state: &AppState,
    context: &PageContext,
    reference: &str,
) -> Result<Response, PageError> {
    let review = review_context::open(state, context, reference).await?;
    if !purpose.is_open(state, &review).await? {
        return conflict::page(
            state,
            context,
            review,
            Conflict::NotOpen,
            purpose.in_words(),
            None,
        )
        .await;
    }
    let letter = Letter::default();
    let version = review.submission.version;
    Ok(draw(
        purpose,
        state,
        context,
        &review,
        letter,
        version,
        Vec::new(),
        false,
    ))
}

async fn sent(
    purpose: Purpose,
    state: &AppState,
    context: &PageContext,
    reference: &str,
    body: &[u8],
) -> Result<Response, PageError> {
    let review = match review_context::open(state, context, reference).await {
        // The session ended while they wrote. The words come along through signing in.
        Err(PageError::SignIn { back_to }) => {
            return sign_in::interrupted(context, body).ok_or(PageError::SignIn { back_to });
        }
        review => review?,
    };
    let sent = review_context::read(body, |key| match purpose {
        Purpose::Changes => matches!(key, "reason" | "field" | "message" | "preview"),
        Purpose::Decline => matches!(key, "reason" | "message" | "preview"),
        Purpose::TakeDown => key == "message",
    })?;
    let letter = Letter::read(&sent.answers);
    if !purpose.is_open(state, &review).await? {
        let kept = Some((purpose, letter));
        return conflict::page(
            state,
            context,
            review,
            Conflict::NotOpen,
            purpose.in_words(),
            kept,
        )
        .await;
    }
    let faults = letter.faults(purpose);
    let preview = sent.answers.one("preview") == "yes";
    if preview || !faults.is_empty() {
        return Ok(draw(
            purpose,
            state,
            context,
            &review,
            letter,
            sent.version,
            faults,
            preview,
        ));
    }
    match make(purpose, state, &review, &letter, sent.version).await? {
        Ok(()) => {
            Ok(Redirect::to(&purpose.done().href(&review.submission.reference)).into_response())
        }
        Err(clash) => {
            conflict::page(
                state,
                context,
                review,
                clash,
                purpose.in_words(),
                Some((purpose, letter)),
            )
            .await
        }
    }
}

async fn make(
    purpose: Purpose,
    state: &AppState,
    review: &ReviewContext,
    letter: &Letter,
    version: i64,
) -> Result<Result<(), Conflict>, PageError> {
    let action = match purpose {
        Purpose::Changes => Action::RequestChanges,
        Purpose::Decline => Action::Decline,
        Purpose::TakeDown => {
            return of_case(state, review, CaseAction::TakeDown, &letter.message).await;
        }
    };
    let wanted = Move {
        submission_id: review.submission.id,
        seen_version: Some(version),
        action,
        detail: letter.detail(),
        declarations: None,
    };
    clashes(
        transitions::apply(
            &state.db,
            &state.settings.mail_context(),
            &review.actor,
            wanted,
        )
        .await
        .map(drop),
    )
}

#[expect(
    clippy::too_many_arguments,
    reason = "one call for the page first drawn and drawn again"
)]
fn draw(
    purpose: Purpose,
    state: &AppState,
    context: &PageContext,
    review: &ReviewContext,
    letter: Letter,
    version: i64,
    errors: Vec<FormError>,
    preview: bool,
) -> Response {
    let page = Page::new(purpose.title()).private().at(Nav::Moderate);
    let page = if errors.is_empty() {
        page
    } else {
        page.invalid()
    };
    let drawn = MessageProps {
        purpose,
        reference: review.submission.reference.clone(),
        title: review.submission.title.clone(),
        mail: letter.mail(purpose, &state.settings.mail_context(), review),
        mail_to: review.submission.submitter_email.clone(),
        letter,
        version,
        // Somebody who only wants to see the mail is told what is missing by the preview itself.
        errors,
        preview,
    };
    page.render(context, move || decision_message_view::page(drawn))
}
