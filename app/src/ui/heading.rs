//! A heading of a level that the page chooses.

use super::{HeadingLevel, Inside, IntoMarkup, MaybeText};
use leptos::prelude::*;

/// `<h2>`, `<h3>` or `<h4>`.
#[component]
pub fn Heading(
    level: HeadingLevel,
    #[prop(optional, into)] id: MaybeText,
    #[prop(optional, into)] class: MaybeText,
    children: Inside,
) -> impl IntoView {
    let (id, class) = (id.into_inner(), class.into_inner());
    match level {
        HeadingLevel::H2 => view! { <h2 id=id class=class>{children.draw()}</h2> }.into_markup(),
        HeadingLevel::H3 => view! { <h3 id=id class=class>{children.draw()}</h3> }.into_markup(),
        HeadingLevel::H4 => view! { <h4 id=id class=class>{children.draw()}</h4> }.into_markup(),
    }
}
