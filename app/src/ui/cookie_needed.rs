//! What a page says when a browser keeps no cookies and nothing works without one.

use super::{Banner, BannerKind};
use leptos::prelude::*;

/// Stands above a form that came back as it was sent. `to` ends the sentence "This site needs a cookie
/// to"; `button` is pressed once more.
#[component]
pub fn CookieNeeded(to: &'static str, button: &'static str) -> impl IntoView {
    view! {
        <Banner kind=BannerKind::Warning heading="Your browser keeps no cookies">
            <p>
                {format!("This site needs a cookie to {to}. Your browser did not send ours back, so nothing was done yet.")}
            </p>
            <p>
                {format!("Allow cookies for this site in the settings of your browser, then press \u{201c}{button}\u{201d} once more. What you typed is still here.")}
            </p>
        </Banner>
    }
}
