//! That this bank is a copy and nothing leaves it, above the queue.

use crate::ui::{Banner, BannerKind, IntoMarkup, Markup};
use leptos::prelude::*;

/// What staff read while a copy is held.
const WORDS: &str = "This site runs on a copy that was put back from a backup. Emails and everything planned wait until \
                     the person who runs the site lets them go with \u{201c}casebook doctor --release\u{201d}.";

/// The banner; nothing for a bank that is not held.
pub(super) fn view(is_held: bool) -> Option<Markup> {
    is_held.then(|| {
        view! {
            <Banner kind=BannerKind::Warning>
                <p class="held">{WORDS}</p>
            </Banner>
        }
        .into_markup()
    })
}
