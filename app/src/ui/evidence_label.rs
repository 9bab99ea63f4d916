//! How the evidence of a case was gathered.

use leptos::prelude::*;

/// How the evidence was gathered, in words of one ink: "Independent · mixed methods · 115 people", or the
/// label with "(suggested)" where no person chose it.
///
/// It says how something is known, not how good the project is.
#[component]
pub fn EvidenceLabel(#[prop(into)] words: String) -> impl IntoView {
    view! { <span class="evidence"><span class="visually-hidden">"Evidence: "</span>{words}</span> }
}
