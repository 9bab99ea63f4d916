//! A tag: one word of a vocabulary.

use super::maybe_text::MaybeText;
use crate::ui::IntoMarkup;
use leptos::prelude::*;

/// One word of a vocabulary; with `href` it leads to everything that has it.
#[component]
pub fn Tag(#[prop(into)] label: String, #[prop(optional, into)] href: MaybeText) -> impl IntoView {
    match href.into_inner() {
        Some(href) => view! { <a class="tag" href=href>{label}</a> }.into_markup(),
        None => view! { <span class="tag">{label}</span> }.into_markup(),
    }
}

/// Tags in a row. Each item is `(label, href)`.
#[component]
pub fn TagList(tags: Vec<(String, Option<String>)>) -> impl IntoView {
    let tags = tags
        .into_iter()
        .map(|(label, href)| view! { <li><Tag label=label href=href/></li> })
        .collect_view();
    view! { <ul class="tag-list">{tags}</ul> }
}
