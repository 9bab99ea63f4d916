//! Signing out.

use crate::web::error::PageError;
use crate::web::viewer::Viewer;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};

/// Tells the browser to forget the pages of this site, so that "back" on a shared computer shows
/// nothing. Cookies are left out: the session's own is already taken back, and naming them would
/// sign people out of everything else on the same domain.
const FORGET: &str = "\"cache\", \"storage\"";

/// Ends the session on the server and in the browser, with an account or without: somebody who wrote
/// without one is done on this computer. Without a session it just goes home.
///
/// # Errors
/// When the session cannot be deleted.
pub async fn post(viewer: Viewer) -> Result<Response, PageError> {
    let to = if viewer.has_drafts_without_account() {
        paths::SUBMIT_DONE
    } else {
        paths::HOME
    };
    viewer.sign_out().await?;
    let mut response = Redirect::to(to).into_response();
    response.headers_mut().insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static(FORGET),
    );
    viewer.browser().take_back(&mut response);
    Ok(response)
}
