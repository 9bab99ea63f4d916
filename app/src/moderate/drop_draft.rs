//! `/moderate/cases/{reference}/drop`: deleting a draft that we began and no museum took over, asked once more. A
//! draft of a museum is not found: it is not staff's to see.

use super::review_context;
use crate::ui::{BackLink, Button, ButtonLook, Nav, PageHeading};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::request_span;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::Status;
use leptos::prelude::*;
use store::history::Actor;
use store::outcome::Outcome;
use store::submissions::Submission;
use store::{submissions, unsent};

const TITLE: &str = "Delete this draft?";
const NOT_A_DRAFT: &str = "It cannot be deleted here any more: its museum took it over, or it was sent. Nothing was changed. Go back to the queue and look where it stands.";

/// Asks once more.
///
/// # Errors
/// Sends anonymous people to sign in and submitters away; a museum's draft is not found.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
) -> Result<Response, PageError> {
    let (draft, _) = open(&state, &context, &reference).await?;
    let page = Page::new(TITLE).private().at(Nav::Moderate);
    Ok(page.render(&context, move || view(draft)))
}

/// Deletes it.
///
/// # Errors
/// As the page; for a form that is not ours, and where somebody was faster.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let (draft, actor) = open(&state, &context, &reference).await?;
    let sent = review_context::read(&body, |_| false)?;
    match unsent::drop_draft(&state.db, &actor, draft.id, sent.version).await? {
        Outcome::Made(()) | Outcome::NotFound => {
            Ok(Redirect::to(paths::MODERATE_UPKEEP).into_response())
        }
        Outcome::Overtaken(_) => Err(PageError::Conflict(
            "Someone changed something in it since you opened this page. Nothing was deleted. Load the page again."
                .to_owned(),
        )),
        _ => Err(PageError::Conflict(NOT_A_DRAFT.to_owned())),
    }
}

async fn open(
    state: &AppState,
    context: &PageContext,
    reference: &str,
) -> Result<(Submission, Actor), PageError> {
    let path = paths::moderate_case_action(reference, "drop");
    let me = context.viewer.staff(&path)?;
    let actor = Actor {
        account_id: Some(me.id),
        roles: vec![me.role],
    };
    if let Some(draft) = unsent::one_not_taken_over(&state.db, reference).await? {
        request_span::record_submission(draft.id);
        return Ok((draft, actor));
    }
    let other = submissions::by_reference(state.db.reader(), reference).await?;
    match other {
        Some(other) if other.status != Status::Draft => {
            Err(PageError::Conflict(NOT_A_DRAFT.to_owned()))
        }
        _ => Err(PageError::NotFound),
    }
}

fn view(draft: Submission) -> impl IntoView {
    let action = paths::moderate_case_action(&draft.reference, "drop");
    let what = if draft.title.is_empty() {
        draft.reference.clone()
    } else {
        format!("\u{201c}{}\u{201d}", draft.title)
    };
    view! {
        <BackLink href=paths::MODERATE_UPKEEP label="Looking after what is published"/>
        <PageHeading title=TITLE caption=format!("Its reference is {}", draft.reference)/>
        <form class="form" method="post" action=action>
            <input type="hidden" name="version" value=draft.version/>
            <p>{format!("This deletes {what} with everything in it. No museum has taken it over, and no one is emailed.")}</p>
            <p>"There is no button that brings it back."</p>
            <div class="actions">
                <Button label="Delete it" look=ButtonLook::Danger/>
                <a href=paths::MODERATE_UPKEEP>"Keep it"</a>
            </div>
        </form>
    }
}
