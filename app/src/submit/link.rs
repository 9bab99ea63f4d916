//! `/submit/link`: the link to one's case studies, mailed again to whoever lost it.
//!
//! The answer is the same whatever happens, so it tells nobody whether an address is known here.

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
use store::drafts;

const TITLE: &str = "Send me the link again";
const LEDE: &str = "We email you a link to each of your case studies, sent or not.";
const EMAIL: &str = "email";
const HINT: &str = "The address that you gave us for the case study.";

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

/// GET `/submit/link`.
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

/// POST `/submit/link`: mails the links, if there are any.
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
    if let Some(fault) = email_fault(&email) {
        return Ok(again(
            EMAIL,
            fault.to_owned(),
            StatusCode::UNPROCESSABLE_ENTITY,
        ));
    }
    if !checked.passed {
        return Ok(again(
            SEND,
            ONCE_MORE.to_owned(),
            StatusCode::UNPROCESSABLE_ENTITY,
        ));
    }
    if let Err(wait) = state.rate_limits.check_links(network) {
        let message = format!(
            "Links were asked for many times from your network. Try again in {}",
            human_duration(wait.seconds)
        );
        let response = again(EMAIL, message, StatusCode::TOO_MANY_REQUESTS);
        return Ok(wait_a_while(response, wait.seconds));
    }
    drafts::mail_links_again(&state.db, &state.settings.mail_context(), &email).await?;
    Ok(Redirect::to(&format!("{}?asked=yes", paths::SUBMIT_LINK)).into_response())
}

fn page(context: &PageContext, form: Form, status: StatusCode) -> Response {
    let page = Page::new(TITLE).at(Nav::Submit).private();
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
                    "If we have a case study with that address, its link is on its way. If nothing comes within a few minutes, check your junk mail, and that it is the address you gave us."
                </p>
            </Banner>
        }
    });
    view! {
        <BackLink href=paths::SUBMIT label="Share a case study"/>
        <ErrorSummary errors=errors/>
        {asked}
        <PageHeading title=TITLE lede=LEDE/>
        <form class="form" method="post" action=paths::SUBMIT_LINK novalidate>
            {unseen.view()}
            <FieldFrame id=EMAIL label="Your email address" hint=HINT error=error>
                <TextInput
                    id=EMAIL
                    name=EMAIL
                    kind="email"
                    value=email
                    autocomplete="email"
                    width=InputWidth::Medium
                    describedby=describedby(EMAIL, true, invalid)
                    invalid=invalid
                />
            </FieldFrame>
            <SendArea id=SEND error=send_error>
                <Button label="Send me the link"/>
            </SendArea>
        </form>
    }
}
