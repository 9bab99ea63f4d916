//! `/my-data`: asking what is held about one's e-mail address. No account is needed.
//!
//! The answer is the same whatever happens, and so is the mail: whether an address is known here is said on the page
//! behind its link alone.

use crate::ui::Nav;
use crate::web::error::PageError;
use crate::web::mailed_link_page::{Asked, MailedLinkPage, Posted};
use crate::web::page::PageContext;
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{Query, RawForm, State};
use axum::response::Response;
use store::my_data;

pub(super) const TITLE: &str = "What we hold about you";
const PAGE: MailedLinkPage = MailedLinkPage {
    path: paths::MY_DATA,
    nav: Nav::About,
    title: TITLE,
    lede: "We email you a link. With it you can see everything that we hold about your email address, download it, or have it erased.",
    back: (paths::PRIVACY, "Privacy"),
    hint: None,
    autocomplete: "email",
    button: "Email me the link",
    sent: "A link is on its way to that address, whether we hold anything about it or not. It works for one day. If nothing comes within a few minutes, check your junk mail, and that the address is right.",
};

/// GET `/my-data`.
///
/// # Errors
/// Never; the signature is that of every page.
pub async fn get(context: PageContext, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    Ok(PAGE.opened(&context, &asked))
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
    let count = || state.rate_limits.check_links(network);
    let email = match PAGE.posted(&context, &body, count)? {
        Posted::Address(email) => email,
        Posted::Again(response) => return Ok(response),
    };
    my_data::ask(&state.db, &state.settings.mail_context(), &email).await?;
    Ok(PAGE.sent())
}
