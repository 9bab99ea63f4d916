//! A heading of a level that the page chooses.

use super::{HeadingLevel, MaybeText};
use leptos::prelude::*;

/// `<h2>`, `<h3>` or `<h4>`.
#[component]
pub fn Heading(
    level: HeadingLevel,
    #[prop(optional, into)] id: MaybeText,
    #[prop(optional, into)] class: MaybeText,
    children: Children,
) -> impl IntoView {
    let (id, class) = (id.into_inner(), class.into_inner());
    match level {
        HeadingLevel::H2 => view! { <h2 id=id class=class>{children()}</h2> }.into_any(),
        HeadingLevel::H3 => view! { <h3 id=id class=class>{children()}</h3> }.into_any(),
        HeadingLevel::H4 => view! { <h4 id=id class=class>{children()}</h4> }.into_any(),
    }
}
