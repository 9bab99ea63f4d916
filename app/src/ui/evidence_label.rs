//! How the evidence of a case was gathered.

use leptos::prelude::*;

/// The five labels, from the first step to the last.
const STEPS: [&str; 5] = [
    "described",
    "monitored",
    "evaluated",
    "independently-evaluated",
    "published-research",
];

/// How the evidence was gathered: the label in words with one filled dot a step.
///
/// It says how something is known, not how good the project is.
#[component]
pub fn EvidenceLabel(#[prop(into)] slug: String, #[prop(into)] label: String) -> impl IntoView {
    let reached = STEPS
        .iter()
        .position(|step| *step == slug)
        .map_or(0, |index| index + 1);
    let class = format!("evidence evidence-{reached}");
    let dots = (0..STEPS.len())
        .map(|step| {
            let class = if step < reached { "dot-on" } else { "dot-off" };
            view! { <circle class=class cx=5 + step * 11 cy="5" r="4"></circle> }
        })
        .collect_view();
    view! {
        <span class=class>
            <svg class="evidence-dots" viewBox="0 0 54 10" width="54" height="10" aria-hidden="true" focusable="false">
                {dots}
            </svg>
            <span class="evidence-words"><span class="visually-hidden">"Evidence: "</span>{label}</span>
        </span>
    }
}
