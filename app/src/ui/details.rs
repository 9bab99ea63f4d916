//! Something to open when it is wanted.

use crate::ui::Inside;
use leptos::prelude::*;

/// More to read, closed until somebody opens it. Works without script; opens by itself in print.
#[component]
pub fn Details(
    #[prop(into)] summary: String,
    #[prop(optional)] open: bool,
    children: Inside,
) -> impl IntoView {
    view! {
        <details class="details" open=open>
            <summary>{summary}</summary>
            <div class="details-words">{children.draw()}</div>
        </details>
    }
}
