//! `/account/forgotten`: a link to choose a new password, for whoever forgot theirs.
//!
//! The answer is the same, in words and in work, whether an address has an account or not: what is written for
//! each stands in `store/src/new_password.rs`.

use super::form_page::TO_SIGN_IN;
use crate::ui::Nav;
use crate::web::error::PageError;
use crate::web::mailed_link_page::{Asked, MailedLinkPage, Posted};
use crate::web::page::PageContext;
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{Query, RawForm, State};
use axum::response::Response;
use store::new_password;

const PAGE: MailedLinkPage = MailedLinkPage {
    path: paths::ACCOUNT_FORGOTTEN,
    nav: Nav::Account,
    title: "Choose a new password",
    lede: "We email you a link. It works once, for one hour.",
    back: TO_SIGN_IN,
    hint: Some("The one that you sign in with."),
    autocomplete: "username",
    button: "Email me a link",
    sent: "If that address has an account that can sign in, a link is on its way. If nothing comes within a few minutes, check your junk mail, and that it is the address you sign in with.",
};

/// The form.
///
/// # Errors
/// Never; the signature is that of every page.
pub async fn get(context: PageContext, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    Ok(PAGE.opened(&context, &asked))
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
    let count = || state.rate_limits.check_forgotten(network);
    let email = match PAGE.posted(&context, &body, count)? {
        Posted::Address(email) => email,
        Posted::Again(response) => return Ok(response),
    };
    new_password::ask(&state.db, &state.settings.mail_context(), &email).await?;
    Ok(PAGE.sent())
}
