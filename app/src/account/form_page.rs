//! The shell of a page that is one form of an account: the way back, what is wrong, what happened before, the heading.

use crate::ui::{BackLink, ErrorSummary, FormError, Markup, Nav, PageHeading};
use crate::web::page::{Page, PageContext};
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;

/// Where such a page leads back to: address and name.
pub(super) type Back = (&'static str, &'static str);

/// Back to one's account.
pub(super) const TO_ACCOUNT: Back = (paths::ACCOUNT, "Your account");
/// Back to signing in.
pub(super) const TO_SIGN_IN: Back = (paths::SIGN_IN, "Sign in");

/// Such a page.
pub(super) struct FormPage {
    pub title: &'static str,
    pub lede: &'static str,
    /// None where it was reached from an email.
    pub back: Option<Back>,
    pub errors: Vec<FormError>,
    /// What it answers with; none for fine, or for wrong where something is.
    pub status: Option<StatusCode>,
}

/// What stands on it besides.
pub(super) struct Drawn {
    /// What happened, before the heading.
    pub above: Option<Markup>,
    /// The form.
    pub form: Markup,
}

impl From<Markup> for Drawn {
    fn from(form: Markup) -> Self {
        Self { above: None, form }
    }
}

impl FormPage {
    /// Draws it; the form with what is wrong with it.
    pub fn render(
        self,
        context: &PageContext,
        draw: impl FnOnce(&[FormError]) -> Drawn,
    ) -> Response {
        let Self {
            title,
            lede,
            back,
            errors,
            status,
        } = self;
        let page = Page::new(title).private().at(Nav::Account);
        let page = if errors.is_empty() {
            page
        } else {
            page.invalid()
        };
        let page = match status {
            Some(status) => page.status(status),
            None => page,
        };
        page.render(context, move || {
            let Drawn { above, form } = draw(&errors);
            let back = back.map(|(href, label)| view! { <BackLink href=href label=label/> });
            view! {
                {back}
                <ErrorSummary errors=errors/>
                {above}
                <PageHeading title=title lede=lede/>
                {form}
            }
        })
    }
}
