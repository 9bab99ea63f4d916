//! What happened, newest first.

use crate::ui::Markup;
use leptos::prelude::*;

/// One thing that happened.
pub struct TimelineEntry {
    /// The time in words: "3 March 2026, 14:05".
    pub when: String,
    /// The same time for machines: "2026-03-03T14:05:00Z".
    pub when_iso: String,
    /// Who did it, if a person did.
    pub who: Option<String>,
    /// What happened, as a sentence.
    pub what: String,
    /// More, such as a message or a list of changes.
    pub detail: Option<Markup>,
}

/// The history of a submission or a case.
#[component]
pub fn Timeline(entries: Vec<TimelineEntry>) -> impl IntoView {
    let entries = entries
        .into_iter()
        .map(|entry| {
            let who = entry
                .who
                .map(|who| view! { <span class="timeline-who">{who}</span> });
            let detail = entry
                .detail
                .map(|detail| view! { <div class="timeline-detail">{detail}</div> });
            view! {
                <li class="timeline-entry">
                    <p class="timeline-meta">
                        <time datetime=entry.when_iso>{entry.when}</time>
                        {who}
                    </p>
                    <p class="timeline-what">{entry.what}</p>
                    {detail}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="timeline">{entries}</ol> }
}
