//! The first page of a case study, whichever way it begins: what its form carries, how it looks where it asks for an
//! address, and how it is answered.

use crate::ui::{
    BackLink, Button, CookieNeeded, ErrorSummary, FieldFrame, FormError, InputWidth, IntoMarkup,
    Markup, Nav, PageHeading, SendArea, TextInput, describedby,
};
use crate::web::bots::{SEND, Unseen};
use crate::web::browser_key::BrowserKey;
use crate::web::error::{PageError, wait_a_while};
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use leptos::prelude::*;
use store::drafts;
use store::drafts::{Begun, Sender};

pub(super) const EMAIL: &str = "email";
pub(super) const START_KEY: &str = "start_key";
pub(super) const MAILED_OFTEN: &str = "We have emailed this address many links today. Leave it empty and go on, or try again tomorrow";

/// What the form shows beside the questions of its page.
pub(super) struct FirstForm {
    pub email: String,
    /// Random, so that a second press of the button finds the draft of the first.
    pub start_key: String,
    pub unseen: Unseen,
    pub errors: Vec<FormError>,
    /// Somebody signed in is reached through the account.
    pub ask_email: bool,
    /// How long to wait until the address may be mailed again, in seconds.
    pub wait: Option<u64>,
    /// The browser did not send the cookie back that came with the form.
    pub cookie_missing: bool,
}

impl FirstForm {
    /// For a page that is opened now.
    pub fn opened(context: &PageContext) -> Self {
        let start_key = context.viewer.browser().form_key();
        Self::sent(context, String::new(), start_key, context.bots.opened())
    }

    /// As it was sent.
    pub fn sent(context: &PageContext, email: String, start_key: String, unseen: Unseen) -> Self {
        Self {
            email,
            start_key,
            unseen,
            errors: Vec::new(),
            ask_email: context.viewer.account.is_none(),
            wait: None,
            cookie_missing: false,
        }
    }
}

/// What such a page says of its own.
#[derive(Clone, Copy)]
pub(super) struct FirstPage {
    /// Where the form is sent.
    pub action: &'static str,
    /// How, where it is not the way of most forms.
    pub enctype: Option<&'static str>,
    pub title: &'static str,
    pub lede: &'static str,
    pub email_hint: &'static str,
    pub button: &'static str,
    /// A part of it wakes in the browser.
    pub with_islands: bool,
}

/// What a page puts into the frame.
pub(super) struct Drawn {
    /// The boxes of its form, the address among them.
    pub boxes: Markup,
    /// What stands below the form.
    pub below: Option<Markup>,
}

impl FirstPage {
    /// The page with its status. `draw` is handed the box for the address, if there is one, and what is wrong.
    pub fn render(
        self,
        context: &PageContext,
        form: FirstForm,
        draw: impl FnOnce(Option<Markup>, &[FormError]) -> Drawn,
    ) -> Response {
        let outcome = Outcome {
            is_wrong: !form.errors.is_empty(),
            cookie_missing: form.cookie_missing,
            wait: form.wait,
        };
        let page = Page::new(self.title);
        let page = if self.with_islands {
            page.with_islands()
        } else {
            page
        };
        answer(context, page, outcome, || self.view(form, draw))
    }

    fn view(
        self,
        form: FirstForm,
        draw: impl FnOnce(Option<Markup>, &[FormError]) -> Drawn,
    ) -> Markup {
        let Self {
            action,
            enctype,
            title,
            lede,
            email_hint,
            button,
            with_islands: _,
        } = self;
        let FirstForm {
            email,
            start_key,
            unseen,
            errors,
            ask_email,
            wait: _,
            cookie_missing,
        } = form;
        let cookie_missing = cookie_missing
            .then(|| view! { <CookieNeeded to="know that the draft is yours" button=button/> });
        let send_error = FormError::of(&errors, SEND);
        let email = ask_email.then(|| email_box(email, email_hint, FormError::of(&errors, EMAIL)));
        let Drawn { boxes, below } = draw(email, &errors);
        view! {
            <BackLink href=paths::SUBMIT/>
            {cookie_missing}
            <ErrorSummary errors=errors/>
            <PageHeading title=title lede=lede/>
            <form class="form" method="post" action=action enctype=enctype novalidate>
                <input type="hidden" name=START_KEY value=start_key/>
                {unseen.view()}
                {boxes}
                <SendArea id=SEND error=send_error>
                    <Button label=button/>
                </SendArea>
            </form>
            {below}
        }
        .into_markup()
    }
}

fn email_box(email: String, hint: &'static str, error: Option<String>) -> Markup {
    let invalid = error.is_some();
    view! {
        <FieldFrame id=EMAIL label="Your email address" hint=hint error=error optional=true>
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
    }
    .into_markup()
}

/// What became of the press before a first page is drawn.
#[derive(Clone, Copy)]
pub(super) struct Outcome {
    pub is_wrong: bool,
    pub cookie_missing: bool,
    /// How long to wait until the address may be mailed again, in seconds.
    pub wait: Option<u64>,
}

/// Draws a first page, whatever its form asks for.
pub(super) fn answer<V: IntoView + 'static>(
    context: &PageContext,
    page: Page,
    outcome: Outcome,
    draw: impl FnOnce() -> V,
) -> Response {
    let page = page.at(Nav::Submit).unlisted();
    let page = if outcome.is_wrong {
        page.invalid()
    } else if outcome.cookie_missing {
        // No answer is wrong.
        page.status(StatusCode::UNPROCESSABLE_ENTITY)
    } else {
        page
    };
    let page = match outcome.wait {
        Some(_) => page.status(StatusCode::TOO_MANY_REQUESTS),
        None => page,
    };
    let mut response = page.render(context, draw);
    if context.viewer.account.is_none() {
        // The key is for one person, so no cache that people share may keep it. The browser may: with
        // Back it shows the same key and what was typed, and the same draft is found instead of a second one.
        response.headers_mut().insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        );
        context.viewer.browser().set_with(&mut response);
    }
    match outcome.wait {
        Some(seconds) => wait_a_while(response, seconds),
        None => response,
    }
}

/// Whether the browser did not send the cookie back that came with the page, so that nobody could open what begins now.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn is_lost(
    state: &AppState,
    context: &PageContext,
    start_key: &str,
) -> Result<bool, PageError> {
    Ok(context.viewer.browser().is_missing()
        && BrowserKey::is_form_key(start_key)
        && !drafts::is_begun_with(&state.db, start_key).await?)
}

/// What shows that a first page is sent again by whoever sent it before.
pub(super) fn sender<'a>(context: &'a PageContext, start_key: &str) -> Sender<'a> {
    Sender {
        drafts: context.viewer.drafts(),
        same_browser: context.viewer.browser().was_given(start_key),
    }
}

/// Lets this session write what it began. What belongs to an account is opened by its holder, on every device; a session
/// needs no right.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn grant(
    state: &AppState,
    context: &PageContext,
    begun: &Begun,
    start_key: &str,
) -> Result<(), PageError> {
    let viewer = &context.viewer;
    if viewer.account.is_none() {
        viewer
            .grant_begun(&state.db, begun.submission_id, start_key)
            .await?;
    }
    Ok(())
}
