//! A box for one line of text.

use super::maybe_text::MaybeText;
use leptos::prelude::*;

/// How wide a one-line box is: its width hints at the length of the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputWidth {
    /// The whole measure.
    #[default]
    Full,
    /// About thirty characters: a name, an address.
    Medium,
    /// About ten characters: a number, a code.
    Short,
    /// Four digits.
    Year,
}

impl InputWidth {
    const fn class(self) -> &'static str {
        match self {
            Self::Full => "input",
            Self::Medium => "input input-medium",
            Self::Short => "input input-short",
            Self::Year => "input input-year",
        }
    }
}

/// A box for one line of text: `kind` is `text`, `email`, `url`, `number`, `tel` or `password`.
///
/// A number is asked for as text with a numeric keyboard, because a spinner changes the value when
/// somebody scrolls; give `kind="number"` and it does so.
#[component]
pub fn TextInput(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(optional, into)] value: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional_no_strip, into)] autocomplete: Option<&'static str>,
    #[prop(optional_no_strip, into)] inputmode: Option<&'static str>,
    #[prop(optional)] width: InputWidth,
    #[prop(optional, into)] describedby: MaybeText,
    #[prop(optional)] invalid: bool,
    #[prop(default = true)] spellcheck: bool,
    /// Id of a `<datalist>` whose entries are offered as one types.
    #[prop(optional_no_strip, into)]
    list: Option<&'static str>,
) -> impl IntoView {
    let (kind, inputmode) = match kind {
        "number" => ("text", inputmode.or(Some("numeric"))),
        other => (other, inputmode),
    };
    let spellcheck = spellcheck && kind == "text" && inputmode.is_none();
    view! {
        <input
            class=width.class()
            id=id
            name=name
            type=kind
            value=value
            autocomplete=autocomplete
            inputmode=inputmode
            list=list
            spellcheck=(!spellcheck).then_some("false")
            aria-describedby=describedby.into_inner()
            aria-invalid=invalid.then_some("true")
        />
    }
}
