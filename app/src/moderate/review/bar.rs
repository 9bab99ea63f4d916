//! The way to the decision at the foot of the window, where the panel is not beside the text.

use crate::moderate::review_context::ReviewContext;
use crate::ui::{ButtonLook, LinkButton};
use leptos::prelude::*;

/// `next`: the address of what waits after this one, and its name.
pub(super) fn view(review: &ReviewContext, next: Option<(String, &str)>) -> impl IntoView + use<> {
    let next = next.map(|(href, name)| {
        view! {
            <a href=href>"Next"<span class="visually-hidden">{format!(" in the queue: {name}")}</span></a>
        }
    });
    let preview = paths::moderate_case_preview(&review.submission.reference);
    view! {
        <nav class="review-bar no-print" aria-label="This case study">
            <LinkButton href="#decide" label="Decide" look=ButtonLook::Secondary/>
            <a href=preview>"Preview"</a>
            {next}
        </nav>
    }
}
