//! Where the parts of a page about a text stand.

use crate::ui::Markup;
use leptos::prelude::*;

/// The parts, in the order in which they are read.
pub(in crate::moderate) struct Parts {
    /// What has to be known before reading, then the story.
    pub story: Markup,
    /// The facts, beside the story where there is room.
    pub facts: Markup,
    /// What can be done: in sight while the rest is read, or one press away.
    pub panel: Markup,
    /// What only staff need: answers for them, the checklist, letters, history.
    pub record: Markup,
}

pub(in crate::moderate) fn skeleton(parts: Parts) -> impl IntoView {
    view! {
        <div class="review-page">
            <div class="review">{parts.story}</div>
            <div class="case-facts review-facts">{parts.facts}</div>
            <div class="review-panel">{parts.panel}</div>
            <div class="review">{parts.record}</div>
        </div>
    }
}
