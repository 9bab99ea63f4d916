//! The island that moves moderators through the queue by keys, for those who switched it on in their account.
//!
//! Everything a key does is a link or a button on the page: it is found, focused and, where nothing is decided by it,
//! pressed. Approving asks once: the first press shows the button, the second presses it. Keys with Ctrl, Alt or the
//! system's own key are the browser's, and what is typed into a field is text.

#[cfg(feature = "hydrate")]
mod browser;

use leptos::prelude::*;

/// The id of the list of keys.
pub const HELP: &str = "keys-help";
/// The id of the line that says what a key found.
pub const SAID: &str = "keys-said";

/// Each key and what it does.
#[cfg(feature = "ssr")]
const KEYS: [(&str, &str); 7] = [
    ("j", "Go to the next case study"),
    ("k", "Go to the one before"),
    ("a", "Approve; press it again to be sure"),
    ("r", "Ask for changes"),
    ("e", "Edit the text"),
    ("n", "Write a note"),
    ("?", "Show these keys"),
];

/// Listens to keys. Draws nothing.
#[island]
pub fn DeskKeys() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    browser::watch();
}

/// The island with the list of keys that it shows.
#[cfg(feature = "ssr")]
pub fn part() -> impl IntoView {
    let keys = KEYS
        .into_iter()
        .map(|(key, words)| view! { <div class="fact"><dt><kbd>{key}</kbd></dt><dd>{words}</dd></div> })
        .collect_view();
    view! {
        <DeskKeys/>
        <p class="keys-said" id=SAID role="status"></p>
        <dialog class="keys-help" id=HELP aria-labelledby="keys-title">
            <h2 id="keys-title">"Keys"</h2>
            <dl>{keys}</dl>
            <p class="meta">"You switched them on in "<a href=paths::ACCOUNT>"your account"</a>"."</p>
            <form method="dialog"><button class="button button-secondary" type="submit">"Close"</button></form>
        </dialog>
    }
}
