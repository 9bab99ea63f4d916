//! The way back.

use leptos::prelude::*;

/// A link to the page before this one, above the heading.
#[component]
pub fn BackLink(
    #[prop(into)] href: String,
    #[prop(default = "Back".into(), into)] label: String,
) -> impl IntoView {
    view! { <a class="back-link" href=href>{label}</a> }
}
