//! A neutral word before a hard subject.

use super::maybe_text::MaybeText;
use leptos::prelude::*;

/// Stands above the summary: says what the case talks about, and where help is, so that a reader
/// can choose.
#[component]
pub fn ContentNote(
    #[prop(into)] note: String,
    /// A sentence with a source of help.
    #[prop(optional, into)]
    help: MaybeText,
) -> impl IntoView {
    let help = help.into_inner().map(|help| view! { <p>{help}</p> });
    view! {
        <aside class="content-note" aria-label="Content note">
            <p class="content-note-title">"Before you read"</p>
            <p>{note}</p>
            {help}
        </aside>
    }
}
