//! What a mailed link shows that opens nothing any more, or never did: the two look the same.

use crate::ui::{Nav, PageHeading};
use crate::web::page::{Page, PageContext};
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;

/// The page, with how to get another link.
pub(super) fn page(context: &PageContext, instead: &'static str) -> Response {
    Page::new("This link no longer works")
        .private()
        .at(Nav::Account)
        .status(StatusCode::NOT_FOUND)
        .render(context, move || {
            view! {
                <PageHeading
                    title="This link no longer works"
                    lede="A link like this works once and for a limited time. A newer one ends it."
                />
                <div class="measure stack">
                    <p>{instead}</p>
                    <p><a href=paths::ACCOUNT_FORGOTTEN>"Ask for a link to choose a new password"</a></p>
                    <p><a href=paths::SIGN_IN>"Sign in"</a></p>
                </div>
            }
        })
}
