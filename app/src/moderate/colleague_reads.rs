//! Deciding about what a colleague is reading: asked first, with every typed word kept. They are told of it where the
//! move is made.

use super::event_text::titled;
use super::review_context::{ReviewContext, Sent};
use crate::ui::{BackLink, Button, ButtonLook, Nav, PageHeading};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::http::StatusCode;
use axum::response::Response;
use case_study::decision::{DecisionMessage, Does};
use case_study::{Decision, Status};
use leptos::prelude::*;
use store::accounts;

/// Whose reading it is that somebody knows of and decides all the same: an account's id.
pub(super) const DESPITE: &str = "despite";

/// The question, unless nobody else is reading it or it was answered.
pub(super) async fn asks(
    state: &AppState,
    context: &PageContext,
    review: &ReviewContext,
    decision: Decision,
    sent: &Sent,
) -> Result<Option<Response>, PageError> {
    let submission = &review.submission;
    let Some(reading) = submission.assignee_id.filter(|id| *id != review.me.id) else {
        return Ok(None);
    };
    let is_read = matches!(
        submission.status.known(),
        Some(Status::Submitted | Status::InReview)
    );
    let moves = matches!(decision.does(&DecisionMessage::default()), Does::Moves(_));
    let knows = sent.answers.one(DESPITE).parse::<i64>() == Ok(reading);
    if !is_read || !moves || knows {
        return Ok(None);
    }
    let Some(colleague) = accounts::by_id(&state.db, reading).await? else {
        return Ok(None);
    };
    let title = format!("{} is reading this", colleague.name);
    let caption = format!("{}: {}", submission.reference, titled(&submission.title));
    let words = decision.words();
    let asked = format!(
        "Do you want to do this all the same: \u{201c}{}\u{201d}? Nothing has happened yet. If you do it, we email {}.",
        words.button, colleague.name
    );
    let home = review.href();
    let action = format!("{home}/{}", words.slug);
    let kept = hidden(sent, &[DESPITE]);
    let page = Page::new(title.clone())
        .private()
        .at(Nav::Moderate)
        .status(StatusCode::CONFLICT);
    Ok(Some(page.render(context, move || {
        view! {
            <BackLink href=home.clone() label="Back to the case study"/>
            <PageHeading title=title caption=caption/>
            <form class="form colleague" method="post" action=action>
                {kept}
                <input type="hidden" name=DESPITE value=reading/>
                <p>{asked}</p>
                <div class="actions">
                    <Button label="Do it all the same" look=ButtonLook::Secondary/>
                    <a href=home>"Leave it to them"</a>
                </div>
            </form>
        }
    })))
}

/// Everything that a form sent, to be sent once more with its version, but for these keys.
pub(super) fn hidden(sent: &Sent, without: &[&str]) -> impl IntoView + use<> {
    let version = sent.version;
    let kept = sent
        .answers
        .pairs()
        .filter(|(key, _)| !without.contains(key))
        .map(|(key, value)| {
            let (key, value) = (key.to_owned(), value.to_owned());
            view! { <input type="hidden" name=key value=value/> }
        })
        .collect_view();
    view! { <input type="hidden" name="version" value=version/>{kept} }
}
