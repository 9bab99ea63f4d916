//! It arrived, and what happens next. These pages say nothing about anybody, so that they stay true
//! when they are loaded again, kept or shared.

use super::form::About;
use crate::browse::card::href;
use crate::case_study::reader_message::SENDER_KEPT_DAYS;
use crate::error::PageError;
use crate::state::AppState;
use crate::ui::page::{Chrome, Page};
use crate::ui::{Nav, PageHeading};
use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;

/// What a page says.
struct Words {
    title: &'static str,
    lede: &'static str,
    next: Vec<String>,
}

/// GET `/case-studies/{slug}/concern/sent`.
///
/// # Errors
/// When there is no such case, or the database does not answer.
pub async fn concern(
    state: State<AppState>,
    chrome: Chrome,
    slug: Path<String>,
) -> Result<Response, PageError> {
    let words = Words {
        title: "Thank you for telling us",
        lede: "Your report is with the moderators.",
        next: vec![
            "A moderator reads it, first of all reports that somebody may come to harm. If it may be right, they take \
             the case study down at once and look into it then."
                .to_owned(),
            "If you gave an address, we answer there when we have dealt with it, usually within ten working days."
                .to_owned(),
            kept(),
        ],
    };
    page(state, chrome, slug, words).await
}

/// GET `/case-studies/{slug}/claim/sent`.
///
/// # Errors
/// When there is no such case, or the database does not answer.
pub async fn claim(
    state: State<AppState>,
    chrome: Chrome,
    slug: Path<String>,
) -> Result<Response, PageError> {
    let words = Words {
        title: "Thank you, we have it",
        lede: "Your message is with the moderators.",
        next: vec![
            "A moderator reads it and writes to you, usually within ten working days. They may ask how you are \
             connected with the work."
                .to_owned(),
            "Then we change the case study with you, or take it down.".to_owned(),
            kept(),
        ],
    };
    page(state, chrome, slug, words).await
}

/// GET `/case-studies/{slug}/ask/sent`: the link is in the mail.
///
/// # Errors
/// When there is no such case, or the database does not answer.
pub async fn ask(
    state: State<AppState>,
    chrome: Chrome,
    slug: Path<String>,
) -> Result<Response, PageError> {
    let words = Words {
        title: "Look into your mail",
        lede: "Your message is not sent yet. We mailed you a link: open it and press the button there.",
        next: vec![
            "This shows us that the address is yours, so that nobody can write to museums in your name.".to_owned(),
            "The link works for one day. Then we delete your message.".to_owned(),
            "No mail after a few minutes? Look among the unwanted ones, then go back and check the address.".to_owned(),
        ],
    };
    page(state, chrome, slug, words).await
}

/// GET `/case-studies/{slug}/ask/passed-on`: it is on its way to the museum.
///
/// # Errors
/// When there is no such case, or the database does not answer.
pub async fn passed_on(
    state: State<AppState>,
    chrome: Chrome,
    slug: Path<String>,
) -> Result<Response, PageError> {
    let words = Words {
        title: "Your message is on its way",
        lede: "We passed it on to the museum and kept no copy.",
        next: vec![
            "If the museum answers, the answer goes straight to your address. Museums are busy: some answer in a \
             day, some in weeks, some not."
                .to_owned(),
            "We do not see what you write to each other.".to_owned(),
        ],
    };
    page(state, chrome, slug, words).await
}

fn kept() -> String {
    format!(
        "We delete your name and address {SENDER_KEPT_DAYS} days after that, and what you wrote after a year."
    )
}

async fn page(
    State(state): State<AppState>,
    chrome: Chrome,
    Path(slug): Path<String>,
    words: Words,
) -> Result<Response, PageError> {
    // It may have been taken down because of what they wrote.
    let back = match About::find(&state, &chrome, &slug).await? {
        About::Case(case) => Some((href(&slug), case.content.title)),
        About::Gone(_) => None,
    };
    let page = Page::new(words.title).unlisted().at(Nav::CaseStudies);
    Ok(page.render(&chrome, move || view(words, back)))
}

fn view(words: Words, back: Option<(String, String)>) -> impl IntoView {
    let next = words
        .next
        .into_iter()
        .map(|sentence| view! { <p>{sentence}</p> })
        .collect_view();
    let back = back.map(|(href, title)| {
        view! { <p>"Back to "<a href=href>{title}</a></p> }
    });
    view! {
        <PageHeading title=words.title lede=words.lede/>
        <div class="measure stack">
            <h2>"What happens next"</h2>
            {next}
            {back}
        </div>
    }
}
