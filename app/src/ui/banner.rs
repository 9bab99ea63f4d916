//! A message about what just happened or what to know first.

use super::maybe_text::MaybeText;
use crate::ui::{Inside, IntoMarkup};
use leptos::prelude::*;

/// What kind of message it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BannerKind {
    /// Something worked; announced at once.
    Success,
    /// Something to know.
    #[default]
    Info,
    /// Something to be careful about.
    Warning,
}

/// A message at the top of a page. Never together with an error summary.
#[component]
pub fn Banner(
    #[prop(optional)] kind: BannerKind,
    #[prop(optional, into)] heading: MaybeText,
    children: Inside,
) -> impl IntoView {
    let (class, title) = match kind {
        BannerKind::Success => ("banner banner-success", "Done"),
        BannerKind::Info => ("banner banner-info", "Good to know"),
        BannerKind::Warning => ("banner banner-warning", "Please note"),
    };
    let heading = heading.into_inner().unwrap_or_else(|| title.to_owned());
    let name = heading.clone();
    let words = view! {
        <p class="banner-title">{heading}</p>
        <div class="banner-words">{children.draw()}</div>
    };
    // An alert is read out whole; a region wants a name.
    if kind == BannerKind::Success {
        view! { <div class=class role="alert">{words}</div> }.into_markup()
    } else {
        view! { <section class=class aria-label=name>{words}</section> }.into_markup()
    }
}
