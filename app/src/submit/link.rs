//! `/submit/link`: the link to one's case studies, mailed again to whoever lost it.
//!
//! The answer is the same whatever happens, so it tells nobody whether an address is known here.

use crate::ui::Nav;
use crate::web::error::PageError;
use crate::web::mailed_link_page::{Asked, MailedLinkPage, Posted};
use crate::web::page::PageContext;
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{Query, RawForm, State};
use axum::response::Response;
use store::drafts;

const PAGE: MailedLinkPage = MailedLinkPage {
    path: paths::SUBMIT_LINK,
    nav: Nav::Submit,
    title: "Send me the link again",
    lede: "We email you a link to each of your case studies, sent or not.",
    back: (paths::SUBMIT, "Share a case study"),
    hint: Some("The address that you gave us for the case study."),
    autocomplete: "email",
    button: "Send me the link",
    sent: "If we have a case study with that address, its link is on its way. If nothing comes within a few minutes, check your junk mail, and that it is the address you gave us.",
};

/// GET `/submit/link`.
///
/// # Errors
/// Never; the signature is that of every page.
pub async fn get(context: PageContext, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    Ok(PAGE.opened(&context, &asked))
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
    let count = || state.rate_limits.check_links(network);
    let email = match PAGE.posted(&context, &body, count)? {
        Posted::Address(email) => email,
        Posted::Again(response) => return Ok(response),
    };
    drafts::mail_links_again(&state.db, &state.settings.mail_context(), &email).await?;
    Ok(PAGE.sent())
}
