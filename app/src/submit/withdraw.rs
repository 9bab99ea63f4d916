//! `/submit/{draft}/withdraw`: taking it back, asked once more.

use super::draft_guard::Draft;
use super::unsaved;
use super::unsaved::{Typed, Why};
use crate::ui::{BackLink, Button, ButtonLook, Nav, PageHeading};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::{Action, Move, Status, Stored};
use leptos::prelude::*;
use store::outcome::Outcome;
use store::transitions;

const TITLE: &str = "Withdraw your case study?";

/// GET `/submit/{draft}/withdraw`.
///
/// # Errors
/// Somebody else's draft is not found.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    if !draft.can(Action::Withdraw) {
        return Ok(Redirect::to(&paths::draft(draft.reference())).into_response());
    }
    let (reference, title, status) = (
        draft.submission.reference,
        draft.submission.title,
        draft.submission.status,
    );
    Ok(Page::new(TITLE)
        .at(Nav::Submit)
        .private()
        .render(&context, move || view(&reference, title, status)))
}

/// POST `/submit/{draft}/withdraw`. A second press finds it withdrawn and changes nothing.
///
/// # Errors
/// Somebody else's draft is not found; a form that is not ours is refused.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let form = forms::read(&body, |_| false);
    let draft = match Draft::open(&state, &context.viewer, &reference).await {
        Err(PageError::NotFound) => {
            // A form that is not ours is no reason to say that there is something.
            form.map_err(|_| PageError::NotFound)?;
            return Ok(unsaved::page(&context, Typed::withdrawal(), Why::NoDraft));
        }
        draft => draft?,
    };
    form?;
    let mail_context = state.settings.mail_context();
    let withdrawn = transitions::apply(
        &state.db,
        &mail_context,
        &draft.actor,
        draft.submission.id,
        None,
        &[Move::Withdraw],
    );
    match withdrawn.await? {
        Outcome::Made(_) | Outcome::NotAllowed => {
            Ok(Redirect::to(&paths::draft(draft.reference())).into_response())
        }
        Outcome::Overtaken(_) => Err(PageError::Conflict(
            "A moderator changed something in your case study at the same moment. Go back, see where it stands, and withdraw it from there if you still want to.".to_owned(),
        )),
        Outcome::NotFound
        | Outcome::Incomplete(_)
        | Outcome::OtherText
        | Outcome::NotPublishable(_) => {
            Err(PageError::NotFound)
        }
    }
}

fn view(reference: &str, title: String, status: Stored<Status>) -> impl IntoView + use<> {
    let what = if title.is_empty() {
        reference.to_owned()
    } else {
        format!("\u{201c}{title}\u{201d}")
    };
    let words = if status == Status::Draft {
        "It was never sent, and no one else has seen it. You cannot carry on with it after this."
    } else {
        "We will not publish it. You cannot change it or send it again after this; you would have to start another."
    };
    view! {
        <BackLink href=paths::draft(reference)/>
        <PageHeading title=TITLE caption=format!("Your reference is {reference}")/>
        <form class="form" method="post" action=paths::draft_withdraw(reference)>
            <p>{format!("This takes back {what}.")}</p>
            <p>{words}</p>
            <div class="actions">
                <Button label="Withdraw it" look=ButtonLook::Danger/>
                <a href=paths::draft(reference)>"Keep it"</a>
            </div>
        </form>
    }
}
