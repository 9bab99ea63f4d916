//! `/my-data`: asking what is held about one's e-mail address. No account is needed.
//!
//! The answer is the same whatever happens, and so is the mail: whether an address is known here is said on the page
//! behind its link alone.

use crate::ui::{
    BackLink, Banner, Button, ErrorSummary, FieldFrame, FormError, InputWidth, Nav, PageHeading,
    SendArea, TextInput, describedby,
};
use crate::web::bots;
use crate::web::bots::{ONCE_MORE, Pace, SEND, Unseen};
use crate::web::error::{PageError, human_duration, wait_a_while};
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{Query, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::email::{email_fault, tidy_email};
use leptos::prelude::*;
use serde::Deserialize;
use store::my_data;

pub(super) const TITLE: &str = "What we hold about you";
const LEDE: &str = "We email you a link. With it you can see everything that we hold about your email address, download it, or have it erased.";
const EMAIL: &str = "email";

/// What the last press of the button left behind in the address.
#[derive(Deserialize)]
pub struct Asked {
    asked: Option<String>,
}

#[derive(Default)]
struct Form {
    email: String,
    errors: Vec<FormError>,
    unseen: Unseen,
    asked: bool,
}

/// GET `/my-data`.
///
/// # Errors
/// Never; the signature is that of every page.
pub async fn get(
    context: PageContext,
    Query(Asked { asked }): Query<Asked>,
) -> Result<Response, PageError> {
    let form = Form {
        asked: asked.is_some(),
        unseen: context.bots.opened(),
        ..Form::default()
    };
    Ok(page(&context, form, StatusCode::OK))
}

/// POST `/my-data`: mails the link.
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
    if let Err(wait) = state.rate_limits.check_links(network) {
        let message = format!(
            "Links were asked for many times from your network. Try again in {}",
            human_duration(wait.seconds)
        );
        let response = again(EMAIL, message, StatusCode::TOO_MANY_REQUESTS);
        return Ok(wait_a_while(response, wait.seconds));
    }
    my_data::ask(&state.db, &state.settings.mail_context(), &email).await?;
    Ok(Redirect::to(&format!("{}?asked=yes", paths::MY_DATA)).into_response())
}

fn page(context: &PageContext, form: Form, status: StatusCode) -> Response {
    let page = Page::new(TITLE).at(Nav::About).private();
    let page = if form.errors.is_empty() {
        page
    } else {
        page.invalid()
    };
    page.status(status).render(context, move || view(form))
}

fn view(form: Form) -> impl IntoView {
    let Form {
        email,
        errors,
        unseen,
        asked,
    } = form;
    let send_error = FormError::of(&errors, SEND);
    let error = FormError::of(&errors, EMAIL);
    let invalid = error.is_some();
    let asked = asked.then(|| {
        view! {
            <Banner heading="Check your email">
                <p>
                    "A link is on its way to that address, whether we hold anything about it or not. It works for one day. If nothing comes within a few minutes, check your junk mail, and that the address is right."
                </p>
            </Banner>
        }
    });
    view! {
        <BackLink href=paths::PRIVACY label="Privacy"/>
        <ErrorSummary errors=errors/>
        {asked}
        <PageHeading title=TITLE lede=LEDE/>
        <form class="form" method="post" action=paths::MY_DATA novalidate>
            {unseen.view()}
            <FieldFrame id=EMAIL label="Your email address" error=error>
                <TextInput
                    id=EMAIL
                    name=EMAIL
                    kind="email"
                    value=email
                    autocomplete="email"
                    width=InputWidth::Medium
                    describedby=describedby(EMAIL, false, invalid)
                    invalid=invalid
                />
            </FieldFrame>
            <SendArea id=SEND error=send_error>
                <Button label="Email me the link"/>
            </SendArea>
        </form>
    }
}
