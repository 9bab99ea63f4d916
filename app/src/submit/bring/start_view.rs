//! The page on which a case study begins with what is written already.

use super::start::{EMAIL, START_KEY};
use super::view::inputs;
use crate::ui::{
    BackLink, Button, CookieNeeded, ErrorSummary, FieldFrame, FormError, InputWidth, Nav,
    PageHeading, SendArea, TextInput, describedby,
};
use crate::web::bots::{SEND, Unseen};
use crate::web::error::wait_a_while;
use crate::web::page::{Page, PageContext};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use leptos::prelude::*;

const TITLE: &str = "Bring what you have";
const SEND_LABEL: &str = "Read it";
const EMAIL_HINT: &str = "We send you a link, so that you can come back from any device. We email nothing to an address that only stands in what you bring.";

/// What the page shows.
pub(super) struct Form {
    pub email: String,
    pub text: String,
    pub start_key: String,
    pub unseen: Unseen,
    pub errors: Vec<FormError>,
    /// Somebody signed in is reached through the account.
    pub ask_email: bool,
    pub wait: Option<u64>,
    pub cookie_missing: bool,
}

/// The page with its status.
pub(super) fn page(context: &PageContext, form: Form) -> Response {
    let page = Page::new(TITLE).at(Nav::Submit).unlisted();
    let page = match &form {
        Form {
            errors,
            cookie_missing: true,
            ..
        } if errors.is_empty() => page.status(StatusCode::UNPROCESSABLE_ENTITY),
        Form { errors, .. } if errors.is_empty() => page,
        _ => page.invalid(),
    };
    let wait = form.wait;
    let page = match wait {
        Some(_) => page.status(StatusCode::TOO_MANY_REQUESTS),
        None => page,
    };
    let signed_in = context.viewer.account.is_some();
    let mut response = page.render(context, move || view(form));
    if !signed_in {
        // The key is for one person: see the page of a new draft.
        response.headers_mut().insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        );
        context.viewer.browser().set_with(&mut response);
    }
    match wait {
        Some(seconds) => wait_a_while(response, seconds),
        None => response,
    }
}

fn view(form: Form) -> impl IntoView {
    let Form {
        email,
        text,
        start_key,
        unseen,
        errors,
        ask_email,
        wait: _,
        cookie_missing,
    } = form;
    let cookie_missing = cookie_missing
        .then(|| view! { <CookieNeeded to="know that the draft is yours" button=SEND_LABEL/> });
    let send_error = FormError::of(&errors, SEND);
    let email_error = FormError::of(&errors, EMAIL);
    let inputs = inputs(&errors, text);
    let email = ask_email.then(|| {
        view! {
            <FieldFrame id=EMAIL label="Your email address" hint=EMAIL_HINT error=email_error.clone() optional=true>
                <TextInput
                    id=EMAIL
                    name=EMAIL
                    kind="email"
                    value=email
                    autocomplete="email"
                    width=InputWidth::Medium
                    describedby=describedby(EMAIL, true, email_error.is_some())
                    invalid=email_error.is_some()
                />
            </FieldFrame>
        }
    });
    view! {
        <BackLink href=paths::SUBMIT/>
        {cookie_missing}
        <ErrorSummary errors=errors/>
        <PageHeading
            title=TITLE
            lede="A report, a form, notes or an email: we put what it says into the answers, and you look at each of them before anything is sent."
        />
        <form class="form" method="post" action=paths::SUBMIT_BRING_FORM enctype="multipart/form-data" novalidate>
            <input type="hidden" name=START_KEY value=start_key/>
            {unseen.view()}
            {email}
            {inputs}
            <SendArea id=SEND error=send_error>
                <Button label=SEND_LABEL/>
            </SendArea>
        </form>
    }
}
