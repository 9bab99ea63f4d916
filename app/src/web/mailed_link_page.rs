//! A page that asks for an email address and mails a link to it.
//!
//! What it answers is the same whatever becomes of the address, so it tells nobody whether one is known here: whoever
//! mails the link sees to the rest.

use crate::ui::{
    BackLink, Banner, Button, ErrorSummary, FieldFrame, FormError, InputWidth, Nav, PageHeading,
    SendArea, TextInput, describedby,
};
use crate::web::bots;
use crate::web::bots::{ONCE_MORE, Pace, SEND, Unseen};
use crate::web::error::{PageError, human_duration, wait_a_while};
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::rate_limits::Wait;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::email::{email_fault, tidy_email};
use leptos::prelude::*;
use serde::Deserialize;

const EMAIL: &str = "email";

/// What one of these pages says of its own.
#[derive(Clone, Copy)]
pub struct MailedLinkPage {
    /// Its address, to which the form is posted too.
    pub path: &'static str,
    pub nav: Nav,
    pub title: &'static str,
    pub lede: &'static str,
    /// Where it leads back to: address and name.
    pub back: (&'static str, &'static str),
    /// Which address is meant, where that is not plain.
    pub hint: Option<&'static str>,
    /// What a browser fills in.
    pub autocomplete: &'static str,
    pub button: &'static str,
    /// What is said once the button was pressed.
    pub sent: &'static str,
}

/// What the last press of the button left behind in the address.
#[derive(Deserialize)]
pub struct Asked {
    asked: Option<String>,
}

/// What a posted form comes to.
pub enum Posted {
    /// The address to write to.
    Address(String),
    /// The page again, with what is wrong.
    Again(Response),
}

#[derive(Default)]
struct Form {
    email: String,
    errors: Vec<FormError>,
    unseen: Unseen,
    asked: bool,
}

impl MailedLinkPage {
    /// The page as it is opened.
    #[must_use]
    pub fn opened(self, context: &PageContext, asked: &Asked) -> Response {
        let form = Form {
            asked: asked.asked.is_some(),
            unseen: context.bots.opened(),
            ..Form::default()
        };
        self.page(context, form, StatusCode::OK)
    }

    /// Reads a form that was posted. `count` counts it, once nothing else is wrong.
    ///
    /// # Errors
    /// For a form that is not ours.
    pub fn posted(
        self,
        context: &PageContext,
        body: &[u8],
        count: impl FnOnce() -> Result<(), Wait>,
    ) -> Result<Posted, PageError> {
        let answers = forms::read(body, |key| key == EMAIL || bots::is_part(key))?;
        let checked = context.bots.judge(&answers, Pace::Typing);
        let email = tidy_email(answers.one(EMAIL));
        let again = |field: &str, message: String, status| {
            let form = Form {
                email: answers.one(EMAIL).to_owned(),
                errors: vec![FormError::new(field, message)],
                unseen: checked.unseen.clone(),
                asked: false,
            };
            self.page(context, form, status)
        };
        let invalid = StatusCode::UNPROCESSABLE_ENTITY;
        if let Some(fault) = email_fault(&email) {
            return Ok(Posted::Again(again(EMAIL, fault.to_owned(), invalid)));
        }
        if !checked.passed {
            return Ok(Posted::Again(again(SEND, ONCE_MORE.to_owned(), invalid)));
        }
        if let Err(wait) = count() {
            let message = format!(
                "Links were asked for many times from your network. Try again in {}",
                human_duration(wait.seconds)
            );
            let response = again(EMAIL, message, StatusCode::TOO_MANY_REQUESTS);
            return Ok(Posted::Again(wait_a_while(response, wait.seconds)));
        }
        Ok(Posted::Address(email))
    }

    /// Leads back to the page, which says that a link is on its way.
    #[must_use]
    pub fn sent(self) -> Response {
        Redirect::to(&format!("{}?asked=yes", self.path)).into_response()
    }

    fn page(self, context: &PageContext, form: Form, status: StatusCode) -> Response {
        let page = Page::new(self.title).at(self.nav).private();
        let page = if form.errors.is_empty() {
            page
        } else {
            page.invalid()
        };
        page.status(status).render(context, move || self.view(form))
    }

    fn view(self, form: Form) -> impl IntoView {
        let Self {
            path,
            title,
            lede,
            back: (back, back_label),
            hint,
            autocomplete,
            button,
            sent,
            nav: _,
        } = self;
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
                    <p>{sent}</p>
                </Banner>
            }
        });
        view! {
            <BackLink href=back label=back_label/>
            <ErrorSummary errors=errors/>
            {asked}
            <PageHeading title=title lede=lede/>
            <form class="form" method="post" action=path novalidate>
                {unseen.view()}
                <FieldFrame id=EMAIL label="Your email address" hint=hint error=error>
                    <TextInput
                        id=EMAIL
                        name=EMAIL
                        kind="email"
                        value=email
                        autocomplete=autocomplete
                        width=InputWidth::Medium
                        describedby=describedby(EMAIL, hint.is_some(), invalid)
                        invalid=invalid
                    />
                </FieldFrame>
                <SendArea id=SEND error=send_error>
                    <Button label=button/>
                </SendArea>
            </form>
        }
    }
}
