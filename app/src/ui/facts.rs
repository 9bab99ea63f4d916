//! The facts of a case beside its story.

use super::heading::Heading;
use super::{HeadingLevel, Markup, MaybeText};
use leptos::prelude::*;

/// One fact.
pub struct Fact {
    /// What it is: "Who took part".
    pub term: String,
    /// The fact itself: text, a list or links.
    pub detail: Markup,
}

/// A panel of facts; without facts it draws nothing.
#[component]
pub fn Facts(
    #[prop(optional, into)] title: MaybeText,
    #[prop(optional)] heading: HeadingLevel,
    /// For a link from elsewhere on the page.
    #[prop(optional, into)]
    id: MaybeText,
    rows: Vec<Fact>,
) -> impl IntoView {
    if rows.is_empty() {
        return None;
    }
    let title = title
        .into_inner()
        .map(|title| view! { <Heading level=heading id=id.into_inner() class="facts-title">{title}</Heading> });
    let rows = rows
        .into_iter()
        .map(|fact| view! { <div class="fact"><dt>{fact.term}</dt><dd>{fact.detail}</dd></div> })
        .collect_view();
    Some(view! { <div class="facts">{title}<dl>{rows}</dl></div> })
}
