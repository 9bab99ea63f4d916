//! Writing the message of a decision and sending it: one pair of pages for every [`Purpose`].

use super::conflict;
use super::conflict::Clash;
use super::decide::{clashes, of_case};
use super::decision_message::{Letter, Purpose};
use super::decision_message_view;
use super::decision_message_view::Drawn;
use super::review_context;
use super::review_context::Desk;
use crate::account::sign_in;
use crate::ui::{FormError, Nav};
use crate::web::error::PageError;
use crate::web::page::{Chrome, Page};
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::{Action, CaseAction};
use std::pin::Pin;
use store::transitions;
use store::transitions::Move;

type Answer = Pin<Box<dyn Future<Output = Result<Response, PageError>> + Send>>;

/// The handler that shows the form. Its errors are those of [`review_context::open`].
pub fn show(purpose: Purpose) -> impl Fn(State<AppState>, Chrome, Path<String>) -> Answer + Clone {
    move |State(state), chrome, Path(reference)| {
        Box::pin(async move { form(purpose, &state, &chrome, &reference).await })
    }
}

/// The handler that takes the form. Its errors are those of [`review_context::open`], and a bad request for a
/// form that is not ours.
pub fn send(
    purpose: Purpose,
) -> impl Fn(State<AppState>, Chrome, Path<String>, RawForm) -> Answer + Clone {
    move |State(state), chrome, Path(reference), RawForm(body)| {
        Box::pin(async move { sent(purpose, &state, &chrome, &reference, &body).await })
    }
}

async fn form(
    purpose: Purpose,
    state: &AppState,
    chrome: &Chrome,
    reference: &str,
) -> Result<Response, PageError> {
    let desk = review_context::open(state, chrome, reference).await?;
    if !purpose.is_open(state, &desk).await? {
        return conflict::page(
            state,
            chrome,
            desk,
            Clash::NotOpen,
            purpose.in_words(),
            None,
        )
        .await;
    }
    let letter = Letter::default();
    let version = desk.submission.version;
    Ok(draw(
        purpose,
        state,
        chrome,
        &desk,
        letter,
        version,
        Vec::new(),
        false,
    ))
}

async fn sent(
    purpose: Purpose,
    state: &AppState,
    chrome: &Chrome,
    reference: &str,
    body: &[u8],
) -> Result<Response, PageError> {
    let desk = match review_context::open(state, chrome, reference).await {
        // The session ended while they wrote. The words come along through signing in.
        Err(PageError::SignIn { back_to }) => {
            return sign_in::interrupted(chrome, body).ok_or(PageError::SignIn { back_to });
        }
        desk => desk?,
    };
    let sent = review_context::read(body, |key| match purpose {
        Purpose::Changes => matches!(key, "reason" | "field" | "message" | "preview"),
        Purpose::Decline => matches!(key, "reason" | "message" | "preview"),
        Purpose::TakeDown => key == "message",
    })?;
    let letter = Letter::read(&sent.answers);
    if !purpose.is_open(state, &desk).await? {
        let kept = Some((purpose, letter));
        return conflict::page(
            state,
            chrome,
            desk,
            Clash::NotOpen,
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
            chrome,
            &desk,
            letter,
            sent.version,
            faults,
            preview,
        ));
    }
    match make(purpose, state, &desk, &letter, sent.version).await? {
        Ok(()) => {
            Ok(Redirect::to(&purpose.done().href(&desk.submission.reference)).into_response())
        }
        Err(clash) => {
            conflict::page(
                state,
                chrome,
                desk,
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
    desk: &Desk,
    letter: &Letter,
    version: i64,
) -> Result<Result<(), Clash>, PageError> {
    let action = match purpose {
        Purpose::Changes => Action::RequestChanges,
        Purpose::Decline => Action::Decline,
        Purpose::TakeDown => {
            return of_case(state, desk, CaseAction::TakeDown, &letter.message).await;
        }
    };
    let wanted = Move {
        submission_id: desk.submission.id,
        seen_version: Some(version),
        action,
        detail: letter.detail(),
        declarations: None,
    };
    clashes(
        transitions::apply(&state.db, &state.settings.letterhead(), &desk.actor, wanted)
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
    chrome: &Chrome,
    desk: &Desk,
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
    let drawn = Drawn {
        purpose,
        reference: desk.submission.reference.clone(),
        title: desk.submission.title.clone(),
        mail: letter.mail(purpose, &state.settings.letterhead(), desk),
        mail_to: desk.submission.submitter_email.clone(),
        letter,
        version,
        // Somebody who only wants to see the mail is told what is missing by the preview itself.
        errors,
        preview,
    };
    page.render(chrome, move || decision_message_view::page(drawn))
}
