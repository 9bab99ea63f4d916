//! `/account/password`: a new password for somebody who knows the one they have.

use super::form_page::{Drawn, FormPage, TO_ACCOUNT};
use super::{drafts, password_fields};
use crate::ui::{Banner, BannerKind, Button, FormError, IntoMarkup};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{RawForm, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use store::{accounts, new_password};

const TITLE: &str = "Change your password";
const LEDE: &str = "Afterwards you are signed in only here.";
const DONE: &str = "done=changed";

/// The form.
///
/// # Errors
/// Sends anonymous people to sign in.
pub async fn get(context: PageContext, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    drafts::signed_in(&context)?;
    let done = query.as_deref() == Some(DONE);
    Ok(page(&context, Vec::new(), done))
}

/// Changes it, and keeps this browser signed in.
///
/// # Errors
/// Sends anonymous people to sign in; when the form is not ours or the database does not answer.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let account = drafts::signed_in(&context)?;
    let answers = forms::read(&body, |key| {
        matches!(key, password_fields::CURRENT | password_fields::NEW)
    })?;
    let current = answers.one(password_fields::CURRENT);
    let checked = match password_fields::check_current(&state, &account, current).await? {
        Ok(checked) => checked,
        Err(fault) => return Ok(page(&context, vec![fault], false)),
    };
    let hash = match password_fields::hash(&state, answers.one(password_fields::NEW)).await? {
        Ok(hash) => hash,
        Err(fault) => return Ok(page(&context, vec![fault], false)),
    };
    let mail_context = state.settings.mail_context();
    let changed =
        new_password::change_own(&state.db, &mail_context, &account, &checked, hash).await?;
    tracing::info!(account = account.id, changed, "a password was changed");
    let now = accounts::by_id(&state.db, account.id).await?;
    // With the password of another moment they sign in again.
    if let Some(now) = now.filter(|_| changed)
        && context.viewer.sign_in(&state.db, &now).await?
    {
        let to = format!("{}?{DONE}", paths::ACCOUNT_PASSWORD);
        return Ok(Redirect::to(&to).into_response());
    }
    Ok(Redirect::to(paths::SIGN_IN).into_response())
}

fn page(context: &PageContext, errors: Vec<FormError>, done: bool) -> Response {
    let shell = FormPage {
        title: TITLE,
        lede: LEDE,
        back: Some(TO_ACCOUNT),
        errors,
        status: None,
    };
    shell.render(context, move |errors| {
        let current = password_fields::current_field(errors, "The password you have now");
        let new = password_fields::new_field(errors, "New password");
        let done = done.then(|| {
            view! {
                <Banner kind=BannerKind::Success heading="Your password is changed">
                    <p>"You were signed out on every other device."</p>
                </Banner>
            }
            .into_markup()
        });
        let form = view! {
            <form class="form form-narrow" method="post" action=paths::ACCOUNT_PASSWORD novalidate>
                {current}
                {new}
                <div class="actions"><Button label="Change it"/></div>
                <p><a href=paths::ACCOUNT_FORGOTTEN>"Forgotten the one you have?"</a></p>
            </form>
        };
        Drawn {
            above: done,
            form: form.into_markup(),
        }
    })
}
