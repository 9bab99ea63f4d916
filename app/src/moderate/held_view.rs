//! That this bank is a copy and nothing leaves it, above the queue.

use crate::ui::{Banner, BannerKind, IntoMarkup, Markup};
use crate::web::error::PageError;
use crate::web::state::AppState;
use leptos::prelude::*;
use store::held;

/// What staff read while a copy is held.
const WORDS: &str = "This site runs on a copy that was put back from a backup. Emails and everything planned wait until \
                     the person who runs the site lets them go with \u{201c}casebook doctor --release\u{201d}.";

/// Whether it is.
pub(super) async fn load(state: &AppState) -> Result<bool, PageError> {
    Ok(held::since(state.db.reader()).await?.is_some())
}

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
