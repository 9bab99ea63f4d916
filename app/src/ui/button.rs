//! Buttons and links that look like them.

use super::maybe_text::MaybeText;
use leptos::prelude::*;

/// How loudly a button speaks. One `Primary` a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonLook {
    /// The one thing most people came to do.
    #[default]
    Primary,
    /// Another thing of the same weight.
    Secondary,
    /// Looks like a link, acts like a button.
    Quiet,
    /// Takes something away.
    Danger,
}

impl ButtonLook {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button",
            Self::Secondary => "button button-secondary",
            Self::Quiet => "button button-quiet",
            Self::Danger => "button button-danger",
        }
    }
}

/// A submit button. `form` names a form elsewhere on the page. `about` tells buttons of several
/// rows apart for those who do not see the row. `enctype` sends the form in another way than its other buttons do.
#[component]
pub fn Button(
    #[prop(into)] label: String,
    #[prop(optional, into)] name: MaybeText,
    #[prop(optional, into)] value: MaybeText,
    #[prop(optional)] look: ButtonLook,
    #[prop(optional, into)] form: MaybeText,
    #[prop(optional, into)] about: MaybeText,
    #[prop(optional, into)] enctype: MaybeText,
) -> impl IntoView {
    let about = about
        .into_inner()
        .map(|words| view! { <span class="visually-hidden">{format!(": {words}")}</span> });
    view! {
        <button
            class=look.class()
            type="submit"
            name=name.into_inner()
            value=value.into_inner()
            form=form.into_inner()
            formenctype=enctype.into_inner()
        >
            {label}{about}
        </button>
    }
}

/// A link that looks like a button: goes somewhere, changes nothing.
#[component]
pub fn LinkButton(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    #[prop(optional)] look: ButtonLook,
) -> impl IntoView {
    view! { <a class=look.class() href=href>{label}</a> }
}
