//! Writing the message of a decision and sending it: one pair of pages for every [`Decision`] that
//! needs one.

use super::conflict;
use super::decide;
use super::decide::Asked;
use super::decision_message;
use super::decision_message::{LETTER, Lettered};
use super::decision_message_view;
use super::decision_message_view::MessageProps;
use super::guards_view;
use super::queue_onwards;
use super::queue_onwards::Leaving;
use super::review_context;
use super::review_context::{ReviewContext, Sent};
use crate::account::sign_in;
use crate::ui::Nav;
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::http::StatusCode;
use axum::response::Response;
use case_study::decision::DecisionMessage;
use case_study::{Decision, FieldError};
use std::pin::Pin;
use store::{agreements, overtaken_plans};

type Answer = Pin<Box<dyn Future<Output = Result<Response, PageError>> + Send>>;

/// The handler that shows the form. Its errors are those of [`review_context::open`].
pub fn show(
    decision: Decision,
) -> impl Fn(State<AppState>, PageContext, Path<String>) -> Answer + Clone {
    move |State(state), context, Path(reference)| {
        Box::pin(async move { form(decision, &state, &context, &reference).await })
    }
}

/// The handler that takes the form. Its errors are those of [`review_context::open`], and a bad request for a
/// form that is not ours.
pub fn send(
    decision: Decision,
) -> impl Fn(State<AppState>, PageContext, Path<String>, RawForm) -> Answer + Clone {
    move |State(state), context, Path(reference), RawForm(body)| {
        Box::pin(async move { sent(decision, &state, &context, &reference, &body).await })
    }
}

async fn form(
    decision: Decision,
    state: &AppState,
    context: &PageContext,
    reference: &str,
) -> Result<Response, PageError> {
    let review = review_context::open(state, context, reference).await?;
    if !decision_message::is_open(decision, state, &review).await? {
        let cannot = decision.words().cannot;
        return conflict::page(state, context, review, None, cannot, None).await;
    }
    let notes = decision_message::notes(decision, state, &review).await?;
    let again = written_before(decision, state, &review).await?;
    let drawn = MessageProps {
        not_ready: not_ready(decision, state, &review).await?,
        again: again.is_some(),
        ..MessageProps::of(state, &review, decision, again.unwrap_or_default(), notes)
    };
    Ok(draw(context, drawn))
}

/// What was written with this decision when it was made last, where it came to nothing. Notes are those that stand
/// on the page now.
async fn written_before(
    decision: Decision,
    state: &AppState,
    review: &ReviewContext,
) -> Result<Option<DecisionMessage>, PageError> {
    let db = state.db.reader();
    let last = overtaken_plans::last_of_submission(db, review.submission.id).await?;
    let last = last.filter(|came| came.action.decision() == Some(decision));
    Ok(last.map(|came| {
        let mut written = came.written;
        written.manner.notes = None;
        written.manner.alone = false;
        written
    }))
}

/// What the text still needs before it can be shown to its museum.
async fn not_ready(
    decision: Decision,
    state: &AppState,
    review: &ReviewContext,
) -> Result<Vec<FieldError>, PageError> {
    if decision != Decision::AskYes {
        return Ok(Vec::new());
    }
    let text = review_context::text(&state.db, &review.submission).await?;
    Ok(agreements::not_ready(&text))
}

async fn sent(
    decision: Decision,
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
    let sent = review_context::read(body, |key| {
        decision_message::is_known(decision, key)
            || guards_view::is_known(key)
            || key == queue_onwards::THEN
    })?;
    taken(decision, state, context, review, sent).await
}

/// Sends what a form holds, or answers with what stands in the way and every word.
pub(super) async fn taken(
    decision: Decision,
    state: &AppState,
    context: &PageContext,
    review: ReviewContext,
    sent: Sent,
) -> Result<Response, PageError> {
    let mut message = decision_message::read(decision, &sent.answers);
    let notes = decision_message::notes(decision, state, &review).await?;
    // Of those that stood on the page, the ones that are still there.
    if let Some(seen) = &mut message.manner.notes {
        seen.retain(|id| notes.iter().any(|note| note.id == *id));
    }
    let mail_context = state.settings.mail_context();
    let mail = decision_message::mail(decision, &message, &mail_context, &review, &notes);
    let Lettered { edited, fault } = decision_message::lettered(&sent.answers, mail.as_ref());
    message.manner.letter = edited;
    if !decision_message::is_open(decision, state, &review).await? {
        let kept = Some((decision, message));
        let cannot = decision.words().cannot;
        return conflict::page(state, context, review, None, cannot, kept).await;
    }
    let mut faults = decision_message::faults(decision, &message);
    let preview = sent.answers.one("preview") == "yes";
    // A letter is read once there is something to make it of; one that was edited stays.
    let shown = message.manner.letter.as_ref().map(|one| one.body.clone());
    let shown = shown.or_else(|| {
        let is_wanted = (preview || sent.answers.holds(LETTER)) && faults.is_empty();
        mail.filter(|_| is_wanted).map(|mail| mail.said)
    });
    faults.extend(fault);
    let not_ready = not_ready(decision, state, &review).await?;
    if preview || !faults.is_empty() || !not_ready.is_empty() {
        let drawn = MessageProps {
            version: sent.version,
            not_ready,
            sent: true,
            errors: faults,
            letter: shown,
            ..MessageProps::of(state, &review, decision, message, notes)
        };
        return Ok(draw(context, drawn));
    }
    if let Some(asked) = guards_view::before(state, context, &review, decision, &sent).await? {
        return Ok(asked);
    }
    message.manner.alone = guards_view::is_alone(&sent.answers);
    let asked = Asked {
        decision,
        kept: Some(message),
        version: sent.version,
        due_at: None,
        leaving: Leaving::asked(&sent.answers, &review),
    };
    decide::answer(state, context, review, asked).await
}

fn draw(context: &PageContext, drawn: MessageProps) -> Response {
    let title = drawn.decision.words().button;
    let page = Page::new(title).private().at(Nav::Moderate);
    let page = if !drawn.errors.is_empty() {
        page.invalid()
    } else if drawn.sent && !drawn.not_ready.is_empty() {
        page.status(StatusCode::UNPROCESSABLE_ENTITY)
    } else {
        page
    };
    page.render(context, move || decision_message_view::page(drawn))
}
