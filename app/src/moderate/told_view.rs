//! That emails are not going out, above the queue: seen after the first one that failed.

use crate::ui::{Banner, BannerKind, IntoMarkup, Markup};
use leptos::prelude::*;
use store::dead_letters::Trouble;

/// The banner; nothing where every email goes out.
pub(super) fn view(trouble: Option<&Trouble>) -> Option<Markup> {
    let trouble = trouble?;
    let what = if trouble.none_goes_out {
        "Emails are not going out"
    } else {
        "An email did not get through yet"
    };
    let waiting = match trouble.count {
        1 => "1 email waits to be tried again.".to_owned(),
        many => format!("{many} emails wait to be tried again."),
    };
    let words = format!("{what}: {}. {waiting} ", trouble.cause);
    Some(
        view! {
            <Banner kind=BannerKind::Warning>
                <p class="trouble">{words}<a href=paths::MODERATE_MAILS>"See which and why"</a></p>
            </Banner>
        }
        .into_markup(),
    )
}
