//! The panel after something was sent.

use crate::ui::Inside;
use leptos::prelude::*;

/// Says that it arrived and gives the reference to quote. Holds the page's `<h1>`; children are a
/// sentence or two inside the panel.
#[component]
pub fn Confirmation(
    #[prop(into)] title: String,
    #[prop(into)] reference: String,
    #[prop(default = "Your reference".into(), into)] reference_label: String,
    #[prop(optional)] children: Option<Inside>,
) -> impl IntoView {
    view! {
        <div class="confirmation">
            <h1>{title}</h1>
            <p class="confirmation-reference">
                <span>{reference_label}</span>
                <strong>{reference}</strong>
            </p>
            {children.map(Inside::draw)}
        </div>
    }
}
