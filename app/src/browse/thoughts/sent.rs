//! `/share-your-thoughts/sent`: it arrived. The page says nothing about anybody, so that it stays true when it is
//! loaded again, kept or shared.

use crate::ui::{Nav, PageHeading};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use axum::response::Response;
use case_study::reader_message::SENDER_KEPT_DAYS;
use leptos::prelude::*;

const TITLE: &str = "Thank you for your thoughts";

/// The page.
///
/// # Errors
/// None today; the signature is that of every page.
pub async fn get(context: PageContext) -> Result<Response, PageError> {
    let usual_wait = context.settings.usual_wait.clone();
    let page = Page::new(TITLE).unlisted().at(Nav::About);
    Ok(page.render(&context, move || view(&usual_wait)))
}

fn view(usual_wait: &str) -> impl IntoView + use<> {
    let answer =
        format!("A moderator reads it. If you gave an address, we may write back, {usual_wait}.");
    let kept = format!(
        "We delete your address {SENDER_KEPT_DAYS} days after we have dealt with it, and what you wrote after a year."
    );
    view! {
        <PageHeading title=TITLE lede="They are with the moderators. We never publish them."/>
        <div class="measure stack">
            <h2>"What happens next"</h2>
            <p>{answer}</p>
            <p>{kept}</p>
            <p>
                <a href=paths::CASE_STUDIES>"Read case studies"</a>" or "
                <a href=paths::SHARE_THOUGHTS>"share another thought"</a>"."
            </p>
        </div>
    }
}
