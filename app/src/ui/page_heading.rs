//! The heading of a page.

use super::maybe_text::MaybeText;
use super::unbroken::unbroken;
use leptos::prelude::*;

/// The page's `<h1>` with an optional line above it and an opening sentence below.
#[component]
pub fn PageHeading(
    #[prop(into)] title: String,
    /// A short line above: the section, the reference, the strand.
    #[prop(optional, into)]
    caption: MaybeText,
    #[prop(optional, into)] lede: MaybeText,
) -> impl IntoView {
    let caption = caption
        .into_inner()
        .map(|caption| view! { <p class="caption">{caption}</p> });
    let lede = lede
        .into_inner()
        .map(|lede| view! { <p class="lede">{lede}</p> });
    view! {
        <header class="page-heading">
            {caption}
            <h1>{unbroken(&title)}</h1>
            {lede}
        </header>
    }
}
