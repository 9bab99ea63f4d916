//! `POST /submit/{draft}/resume`: taking up again what was put aside because no answer came.

use super::draft_guard::Draft;
use super::new_version;
use crate::ui::Button;
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::{Action, Move, Role, Status, Stored};
use leptos::prelude::*;
use store::drafts;
use store::outcome::Outcome;
use store::transitions;

/// Opens it to its author. A second press finds it open and changes nothing.
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
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    form?;
    if draft.can(Action::Resume) {
        let mail_context = state.settings.mail_context();
        let resumed = transitions::apply(
            &state.db,
            &mail_context,
            &draft.actor,
            draft.submission.id,
            None,
            &[Move::Resume],
        );
        if matches!(resumed.await?, Outcome::NotAllowed)
            && let Some(other) = drafts::in_the_way(&state.db, &draft.submission).await?
        {
            return Ok(new_version::one_at_a_time(&context, &draft, &other));
        }
    }
    Ok(Redirect::to(&paths::draft(draft.reference())).into_response())
}

/// The button that posts here, where there is something to take up.
pub(super) fn button(reference: &str, status: &Stored<Status>) -> Option<impl IntoView + use<>> {
    status.after(Action::Resume, &[Role::Submitter])?;
    Some(view! {
        <form class="section measure stack" method="post" action=paths::draft_resume(reference)>
            <p>"Nothing you wrote is lost. You can change it and send it again."</p>
            <div class="actions"><Button label="Take it up again"/></div>
        </form>
    })
}
