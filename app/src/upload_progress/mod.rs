//! The island that sends files, and says how much of them has gone. It sends the form that stands there to where it leads,
//! and shows the page that comes back: the route is the same with and without it.

#[cfg(feature = "hydrate")]
mod browser;

use leptos::prelude::*;

/// Around everything that is only shown while files are sent.
pub const STATUS: &str = "upload-status";

/// Listens to the form. Draws nothing.
#[island]
pub fn UploadProgress() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    browser::watch();
}

/// The island with what it shows; nothing of it is seen without a script.
#[cfg(feature = "ssr")]
pub fn part() -> impl IntoView {
    view! {
        <UploadProgress/>
        <div class="upload-status" id=STATUS>
            <p role="status"></p>
            <progress max="100" value="0" aria-label="Sent" hidden></progress>
            <button class="button button-quiet" type="button" hidden>"Stop sending"</button>
        </div>
    }
}
