//! `/account/forgotten`: a link to choose a new password, for whoever forgot theirs.
//!
//! The answer is the same, in words and in work, whether an address has an account or not: what is written for
//! each stands in `store/src/new_password.rs`.

use super::form_page::{Drawn, FormPage, TO_SIGN_IN};
use crate::ui::{
    Banner, Button, FieldFrame, FormError, InputWidth, IntoMarkup, Markup, SendArea, TextInput,
    describedby,
};
use crate::web::bots::{self, ONCE_MORE, Pace, SEND, Unseen};
use crate::web::error::{PageError, human_duration, wait_a_while};
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{RawForm, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::email::{email_fault, tidy_email};
use leptos::prelude::*;
use store::new_password;

const TITLE: &str = "Choose a new password";
const LEDE: &str = "We email you a link. It works once, for one hour.";
const EMAIL: &str = "email";
const ASKED: &str = "asked=yes";

#[derive(Default)]
struct Form {
    email: String,
    errors: Vec<FormError>,
    unseen: Unseen,
    asked: bool,
}

/// The form.
///
/// # Errors
/// Never; the signature is that of every page.
pub async fn get(context: PageContext, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    let form = Form {
        asked: query.as_deref() == Some(ASKED),
        unseen: context.bots.opened(),
        ..Form::default()
    };
    Ok(page(&context, form, StatusCode::OK))
}

/// Mails the link, if there is an account.
///
/// # Errors
/// For a form that is not ours, and when the database does not answer.
pub async fn post(
    State(state): State<AppState>,
    ClientNetwork(network): ClientNetwork,
    context: PageContext,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let answers = forms::read(&body, |key| key == EMAIL || bots::is_part(key))?;
    let checked = context.bots.judge(&answers, Pace::Typing);
    let email = tidy_email(answers.one(EMAIL));
    let again = |field: &str, message: String, status| {
        let form = Form {
            email: answers.one(EMAIL).to_owned(),
            errors: vec![FormError::new(field, message)],
            unseen: checked.unseen.clone(),
            asked: false,
        };
        page(&context, form, status)
    };
    let invalid = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(fault) = email_fault(&email) {
        return Ok(again(EMAIL, fault.to_owned(), invalid));
    }
    if !checked.passed {
        return Ok(again(SEND, ONCE_MORE.to_owned(), invalid));
    }
    if let Err(wait) = state.rate_limits.check_forgotten(network) {
        let message = format!(
            "Links were asked for many times from your network. Try again in {}",
            human_duration(wait.seconds)
        );
        let response = again(EMAIL, message, StatusCode::TOO_MANY_REQUESTS);
        return Ok(wait_a_while(response, wait.seconds));
    }
    new_password::ask(&state.db, &state.settings.mail_context(), &email).await?;
    Ok(Redirect::to(&format!("{}?{ASKED}", paths::ACCOUNT_FORGOTTEN)).into_response())
}

fn page(context: &PageContext, form: Form, status: StatusCode) -> Response {
    let shell = FormPage {
        title: TITLE,
        lede: LEDE,
        back: Some(TO_SIGN_IN),
        errors: form.errors,
        status: Some(status),
    };
    let (email, unseen, asked) = (form.email, form.unseen, form.asked);
    shell.render(context, move |errors| Drawn {
        above: asked.then(asked_view),
        form: form_view(email, &unseen, errors),
    })
}

fn asked_view() -> Markup {
    view! {
        <Banner heading="Check your email">
            <p>
                "If that address has an account that can sign in, a link is on its way. If nothing comes within a few minutes, check your junk mail, and that it is the address you sign in with."
            </p>
        </Banner>
    }
    .into_markup()
}

fn form_view(email: String, unseen: &Unseen, errors: &[FormError]) -> Markup {
    let send_error = FormError::of(errors, SEND);
    let error = FormError::of(errors, EMAIL);
    let invalid = error.is_some();
    view! {
        <form class="form" method="post" action=paths::ACCOUNT_FORGOTTEN novalidate>
            {unseen.view()}
            <FieldFrame id=EMAIL label="Your email address" hint="The one that you sign in with." error=error>
                <TextInput
                    id=EMAIL
                    name=EMAIL
                    kind="email"
                    value=email
                    autocomplete="username"
                    width=InputWidth::Medium
                    describedby=describedby(EMAIL, true, invalid)
                    invalid=invalid
                />
            </FieldFrame>
            <SendArea id=SEND error=send_error>
                <Button label="Email me a link"/>
            </SendArea>
        </form>
    }
    .into_markup()
}
