//! The buttons at the end of a form, with the error that belongs to no box of it.

use super::maybe_text::MaybeText;
use crate::ui::Inside;
use leptos::prelude::*;

/// Stands at the end of a form, around its buttons. The link of the error summary lands on its `id`.
#[component]
pub fn SendArea(
    id: &'static str,
    #[prop(optional, into)] error: MaybeText,
    children: Inside,
) -> impl IntoView {
    let error = error.into_inner().map(|error| {
        view! {
            <p class="field-error">
                <span class="visually-hidden">"Error: "</span>
                {error}
            </p>
        }
    });
    view! {
        <div id=id tabindex="-1">
            {error}
            <div class="actions">{children.draw()}</div>
        </div>
    }
}
