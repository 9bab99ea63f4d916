//! It arrived, and what happens next. These pages say nothing about anybody, so that they stay true
//! when they are loaded again, kept or shared.

use super::form::About;

use crate::ui::{Nav, PageHeading};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, State};
use axum::response::Response;
use case_study::reader_message::SENDER_KEPT_DAYS;
use leptos::prelude::*;
use std::pin::Pin;

/// What a page says.
pub struct Words {
    title: &'static str,
    lede: &'static str,
    /// Each a paragraph. `{wait}` stands for how long an answer usually takes.
    next: &'static [&'static str],
    /// Whether what was written is kept, and the page says how long.
    kept: bool,
}

/// `/case-studies/{slug}/concern/sent`.
pub const CONCERN: Words = Words {
    title: "Thank you for telling us",
    lede: "Your report is with the moderators.",
    next: &[
        "A moderator reads it, first of all reports that someone may come to harm. If it may be right, they take the \
         case study down at once, then find out more.",
        "If you gave an address, we answer there when we have dealt with it, {wait}.",
    ],
    kept: true,
};

/// `/case-studies/{slug}/claim/sent`.
pub const CLAIM: Words = Words {
    title: "Thank you, we have it",
    lede: "Your message is with the moderators.",
    next: &[
        "A moderator reads it and writes to you, {wait}. They may ask how you are connected \
         with the work.",
        "Then we change the case study with you, or take it down.",
    ],
    kept: true,
};

/// `/case-studies/{slug}/ask/sent`: the link is in the mail.
pub const ASK: Words = Words {
    title: "Check your email",
    lede: "Your message is not sent yet. We emailed you a link: open it and press the button there.",
    next: &[
        "This shows us that the address is yours, so that no one can write to museums in your name.",
        "The link works for one day. Then we delete your message.",
        "No email after a few minutes? Check your junk mail, then go back, correct the address and send it again.",
    ],
    kept: false,
};

/// `/case-studies/{slug}/ask/passed-on`: it is on its way to the museum.
pub const PASSED_ON: Words = Words {
    title: "Your message is on its way",
    lede: "We are passing it on to the museum. Once it is delivered we keep no copy.",
    next: &[
        "If the museum answers, the answer goes straight to your address. Museums are busy: some answer in a day, some \
         in weeks, some not.",
        "We do not see what you write to each other.",
    ],
    kept: false,
};

type Answer = Pin<Box<dyn Future<Output = Result<Response, PageError>> + Send>>;

/// The page that says these words.
///
/// # Errors
/// When there never was such a case, or the database does not answer.
pub fn page(
    words: &'static Words,
) -> impl Fn(State<AppState>, PageContext, Path<String>) -> Answer + Clone + Send + Sync + 'static {
    move |State(state), context, Path(slug)| Box::pin(draw(state, context, slug, words))
}

async fn draw(
    state: AppState,
    context: PageContext,
    slug: String,
    words: &'static Words,
) -> Result<Response, PageError> {
    // It may have been taken down because of what they wrote.
    let back = match About::find(&state, &context, &slug).await? {
        About::Case { case, .. } => Some((paths::case_study(&slug), case.content.title.clone())),
        About::Gone(_) => None,
    };
    let page = Page::new(words.title).unlisted().at(Nav::CaseStudies);
    let usual_wait = context.settings.usual_wait.clone();
    Ok(page.render(&context, move || view(words, &usual_wait, back)))
}

fn view(
    words: &'static Words,
    usual_wait: &str,
    back: Option<(String, String)>,
) -> impl IntoView + use<> {
    let next = words
        .next
        .iter()
        .map(|sentence| sentence.replace("{wait}", usual_wait))
        .map(|sentence| view! { <p>{sentence}</p> })
        .collect_view();
    let kept = words.kept.then(|| {
        view! {
            <p>
                {format!(
                    "We delete your name and address {SENDER_KEPT_DAYS} days after that, and what you wrote after a year.",
                )}
            </p>
        }
    });
    let back = back.map(|(href, title)| {
        view! { <p>"Back to "<a href=href>{title}</a></p> }
    });
    view! {
        <PageHeading title=words.title lede=words.lede/>
        <div class="measure stack">
            <h2>"What happens next"</h2>
            {next}
            {kept}
            {back}
        </div>
    }
}
