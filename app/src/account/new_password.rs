//! `/account/new-password/{token}`: what the link shows that is mailed to whoever forgot their password.
//! Looking changes nothing; the button uses the link up.

use super::form_page::FormPage;
use super::{ended_link, password_fields, sign_in_place};
use crate::ui::{Button, FormError, IntoMarkup};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use store::new_password;

const TITLE: &str = "Choose a new password";
const LEDE: &str = "It replaces the one you had, and signs you out everywhere.";
const INSTEAD: &str = "Your password is as it was, unless you have changed it since.";

/// The form.
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    if new_password::whose(&state.db, &token).await?.is_none() {
        return Ok(ended_link::page(&context, INSTEAD));
    }
    Ok(page(&context, token, Vec::new()))
}

/// Sets the password.
///
/// # Errors
/// For a form that is not ours, and when the database does not answer.
pub async fn post(
    State(state): State<AppState>,
    ClientNetwork(network): ClientNetwork,
    context: PageContext,
    Path(token): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let answers = forms::read(&body, |key| key == password_fields::NEW)?;
    // Before the slow work: whoever has no link does not set it off.
    let Some(account) = new_password::whose(&state.db, &token).await? else {
        return Ok(ended_link::page(&context, INSTEAD));
    };
    let hash = match password_fields::hash(&state, answers.one(password_fields::NEW)).await? {
        Ok(hash) => hash,
        Err(fault) => return Ok(page(&context, token, vec![fault])),
    };
    let mail_context = state.settings.mail_context();
    if !new_password::set(&state.db, &mail_context, &token, hash).await? {
        return Ok(ended_link::page(&context, INSTEAD));
    }
    tracing::info!("a password was set by a mailed link");
    let mut response = Redirect::to(paths::SIGN_IN_CHANGED).into_response();
    // They read its mail: strangers who guess at the password no longer keep them out.
    sign_in_place::remember(&state, &context, network, &account, &mut response).await;
    Ok(response)
}

fn page(context: &PageContext, token: String, errors: Vec<FormError>) -> Response {
    let shell = FormPage {
        title: TITLE,
        lede: LEDE,
        back: None,
        errors,
        status: None,
    };
    shell.render(context, move |errors| {
        let field = password_fields::new_field(errors, "New password");
        let action = paths::account_new_password(&token);
        let form = view! {
            <form class="form form-narrow" method="post" action=action novalidate>
                {field}
                <div class="actions"><Button label="Save the password"/></div>
            </form>
        };
        form.into_markup().into()
    })
}
