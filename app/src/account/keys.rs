//! `POST /account/keys`: keys that move through the queue, off until somebody wants them.

use crate::ui::{Button, ButtonLook};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use store::keys;

const SWITCH: &str = "keys";
const ON: &str = "on";
const OFF: &str = "off";

/// Switches them on or off.
///
/// # Errors
/// Sends anonymous people to sign in; when the form is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let Some(account) = context.viewer.account.as_ref() else {
        return Err(PageError::SignIn {
            back_to: paths::ACCOUNT.to_owned(),
        });
    };
    let answers = forms::read(&body, |key| key == SWITCH)?;
    let on = match answers.one(SWITCH) {
        ON => true,
        OFF => false,
        _ => return Err(forms::NotOurs.into()),
    };
    keys::switch(&state.db, account.id, on).await?;
    Ok(Redirect::to(&format!("{}#keys", paths::ACCOUNT)).into_response())
}

/// The switch, for the account's own page.
pub(super) fn part(on: bool) -> impl IntoView {
    let (words, label, value) = if on {
        (
            "They are on. In the queue and beside a case study, press ? to see them.",
            "Switch keys off",
            OFF,
        )
    } else {
        (
            "They are off. With them on, single keys go to the next case study, approve it and more. You need no mouse.",
            "Switch keys on",
            ON,
        )
    };
    view! {
        <section class="section" aria-labelledby="keys">
            <div class="section-head"><h2 id="keys">"Keys for reading the queue"</h2></div>
            <form class="stack" method="post" action=paths::ACCOUNT_KEYS>
                <p>{words}</p>
                <Button name=SWITCH value=value label=label look=ButtonLook::Secondary/>
            </form>
        </section>
    }
}
