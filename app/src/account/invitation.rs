//! `/account/invitation/{token}`: what the link of an invitation shows. Looking changes nothing; the button
//! opens the account and signs it in.

use super::after_sign_in::place;
use super::form_page::FormPage;
use super::{ended_link, password_fields, sign_in_place};
use crate::ui::{Button, FieldFrame, FormError, IntoMarkup, TextInput, describedby};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::Role;
use case_study::email::shown_email;
use case_study::text_input::{has_letter, one_line};
use leptos::prelude::*;
use store::invitations::Invitee;
use store::{accounts, invitations};

const TITLE: &str = "Welcome to Casebook";
const INSTEAD: &str =
    "If you have no account yet, ask the person who invited you to send the invitation again.";
pub(super) const NAME: &str = "name";
/// No name is longer.
const LONGEST_NAME: usize = 80;

/// The form.
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let Some(invitee) = invitations::of_token(&state.db, &token).await? else {
        return Ok(ended_link::page(&context, INSTEAD));
    };
    let name = invitee.name.clone();
    Ok(page(&context, token, &invitee, name, Vec::new()))
}

/// Opens the account.
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
    let answers = forms::read(&body, |key| matches!(key, NAME | password_fields::NEW))?;
    let Some(invitee) = invitations::of_token(&state.db, &token).await? else {
        return Ok(ended_link::page(&context, INSTEAD));
    };
    let name = one_line(answers.one(NAME));
    let mut errors: Vec<FormError> = name_fault(&name)
        .map(|fault| FormError::new(NAME, fault))
        .into_iter()
        .collect();
    let hash = password_fields::hash(&state, answers.one(password_fields::NEW)).await?;
    let hash = match hash {
        Ok(hash) if errors.is_empty() => hash,
        Ok(_) => return Ok(page(&context, token, &invitee, name, errors)),
        Err(fault) => {
            errors.push(fault);
            return Ok(page(&context, token, &invitee, name, errors));
        }
    };
    let Some(id) = invitations::take_up(&state.db, &token, &name, hash).await? else {
        return Ok(ended_link::page(&context, INSTEAD));
    };
    tracing::info!(account = id, "an invitation was taken up");
    let account = accounts::by_id(&state.db, id).await?;
    let Some(account) = account else {
        return Ok(Redirect::to(paths::SIGN_IN).into_response());
    };
    if !context.viewer.sign_in(&state.db, &account).await? {
        return Ok(Redirect::to(paths::SIGN_IN).into_response());
    }
    let mut response = Redirect::to(place(&account, "")).into_response();
    sign_in_place::remember(&state, &context, network, &account, &mut response).await;
    Ok(response)
}

/// What is wrong with a name.
#[must_use]
pub fn name_fault(name: &str) -> Option<&'static str> {
    if !has_letter(name) {
        return Some("Write a name, as colleagues will read it");
    }
    (name.chars().count() > LONGEST_NAME).then_some("Shorten the name to 80 characters")
}

fn page(
    context: &PageContext,
    token: String,
    invitee: &Invitee,
    name: String,
    errors: Vec<FormError>,
) -> Response {
    let email = shown_email(&invitee.email);
    let lede = match invitee.role.known() {
        Some(Role::Admin) => "You are invited as an administrator.",
        Some(Role::Moderator) => "You are invited as a moderator.",
        _ => "You are invited to open an account for your museum.",
    };
    let shell = FormPage {
        title: TITLE,
        lede,
        back: None,
        errors,
        status: None,
    };
    shell.render(context, move |errors| {
        let error = FormError::of(errors, NAME);
        let invalid = error.is_some();
        let password = password_fields::new_field(errors, "Password");
        let form = view! {
            <p class="account-email">"You will sign in as "<strong>{email}</strong>"."</p>
            <form class="form form-narrow" method="post" action=paths::account_invitation(&token) novalidate>
                <FieldFrame id=NAME label="Your name" hint="Colleagues see it beside what you do." error=error>
                    <TextInput
                        id=NAME
                        name=NAME
                        value=name
                        autocomplete="name"
                        describedby=describedby(NAME, true, invalid)
                        invalid=invalid
                    />
                </FieldFrame>
                {password}
                <div class="actions"><Button label="Open my account"/></div>
            </form>
        };
        form.into_markup().into()
    })
}
