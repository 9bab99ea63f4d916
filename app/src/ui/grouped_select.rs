//! A long drop-down list in groups.

use super::choices::Choice;
use super::maybe_text::MaybeText;
use leptos::prelude::*;

/// Choose one from a long list whose options stand in named groups, such as countries.
#[component]
pub fn GroupedSelect(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    /// Name of each group and what is in it.
    groups: Vec<(&'static str, Vec<Choice>)>,
    /// A first, empty line such as "Choose a country".
    #[prop(into)]
    prompt: String,
    #[prop(optional_no_strip, into)] autocomplete: Option<&'static str>,
    #[prop(optional, into)] describedby: MaybeText,
    #[prop(optional)] invalid: bool,
) -> impl IntoView {
    let groups = groups
        .into_iter()
        .map(|(label, options)| {
            let options = options
                .into_iter()
                .map(|option| {
                    view! { <option value=option.value selected=option.checked>{option.label}</option> }
                })
                .collect_view();
            view! { <optgroup label=label>{options}</optgroup> }
        })
        .collect_view();
    view! {
        <select
            class="input input-select"
            id=id
            name=name
            autocomplete=autocomplete
            aria-describedby=describedby.into_inner()
            aria-invalid=invalid.then_some("true")
        >
            <option value="">{prompt}</option>
            {groups}
        </select>
    }
}
