//! What somebody wrote that could not be sent or saved, given back to be copied.

use crate::ui::{Button, Inside, Paragraphs};
use leptos::prelude::*;

/// Words in a frame of their own, so that it is plain where they begin and end.
#[component]
pub fn KeptWords(children: Inside) -> impl IntoView {
    view! { <div class="kept-words">{children.draw()}</div> }
}

/// A button that sends a form once more, just as it was sent.
#[component]
pub fn SendAgain(
    /// Where it was sent.
    path: String,
    /// Every part of it, in its order.
    parts: Vec<(String, String)>,
) -> impl IntoView {
    let parts = parts
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    view! {
        <form method="post" action=path class="send-again">
            {parts}
            <Button label="Send it again"/>
        </form>
    }
}

/// What was typed into a form, heading by heading, with the advice to copy it. Draws nothing where
/// nothing was typed.
#[component]
pub fn KeptAnswers(
    /// Each question, with the lines of what was typed.
    parts: Vec<(String, Vec<String>)>,
) -> impl IntoView {
    if parts.is_empty() {
        return None;
    }
    let answers = parts
        .into_iter()
        .map(|(heading, lines)| {
            let lines = lines
                .into_iter()
                .map(|line| view! { <Paragraphs text=line/> })
                .collect_view();
            view! { <h3>{heading}</h3> {lines} }
        })
        .collect_view();
    Some(view! {
        <section class="section" aria-labelledby="typed">
            <h2 id="typed">"What you typed"</h2>
            <p>"Copy it before you leave this page."</p>
            <div class="kept-words">{answers}</div>
        </section>
    })
}
