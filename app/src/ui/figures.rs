//! A few large numbers beside each other, each leading on.

use leptos::prelude::*;

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    pub href: String,
    /// As people read it: "1,204".
    pub number: String,
    /// What is counted, in the number that fits: "museums".
    pub words: String,
}

/// The numbers of a page in one row; `section` where they stand apart from what is above them.
#[component]
pub fn Figures(figures: Vec<Figure>, #[prop(optional)] section: bool) -> impl IntoView {
    let class = if section {
        "figures section"
    } else {
        "figures"
    };
    let figures = figures
        .into_iter()
        .map(|figure| {
            view! {
                <li>
                    <a href=figure.href><span class="figure-number">{figure.number}</span>" "<span class="figure-words">{figure.words}</span></a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class=class>{figures}</ul> }
}
