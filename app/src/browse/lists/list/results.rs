//! What a list shows: how many, in which order, the cards.

use crate::browse::lists::card::listed_cards;
use crate::browse::lists::map::MapQuery;
use crate::list_query::ListQuery;
use crate::ui;
use crate::ui::{HeadingLevel, Pagination, ResultCount};
use index::{Excerpts, Listing};
use leptos::prelude::*;
use store::cases::{Found, Sort};

/// "12 case studies, page 2 of 3", said aloud when it changes.
pub(super) fn count(
    query: &ListQuery,
    listing: &Listing,
    past_the_end: bool,
) -> impl IntoView + use<> {
    let found = &listing.found;
    let count = if found.total == 0 {
        "No case studies".to_owned()
    } else {
        ui::case_studies(found.total)
    };
    let detail = (found.pages > 1 && !past_the_end)
        .then(|| format!(", page {} of {}", query.page, found.pages));
    view! { <ResultCount words=count detail=detail/> }
}

/// What was looked for, where that is not what was typed. `href` gives the address of the same page
/// for another list.
pub(in crate::browse) fn understood(
    query: &ListQuery,
    listing: &Listing,
    href: &dyn Fn(&ListQuery) -> String,
) -> impl IntoView + use<> {
    let corrected = listing.corrected.as_ref().map(|corrected| {
        let instead = href(&query.exactly());
        let typed = format!("Search instead for \u{201c}{}\u{201d}", query.filters.q);
        view! {
            <p class="list-understood">
                "Showing results for "<strong>{corrected.clone()}</strong>". "<a href=instead>{typed}</a>
            </p>
        }
    });
    // With nothing found the page says so at length.
    let unknown = (listing.found.total > 0 && !listing.unknown.is_empty()).then(|| {
        let words: Vec<String> = listing
            .unknown
            .iter()
            .map(|word| format!("\u{201c}{word}\u{201d}"))
            .collect();
        view! { <p class="meta list-understood">{format!("In no case study: {}.", words.join(", "))}</p> }
    });
    view! { {corrected}{unknown} }
}

/// The cards of a page, with the order above and the other pages below.
pub(super) fn results(
    query: &ListQuery,
    found: &Found,
    excerpts: &[Excerpts],
) -> impl IntoView + use<> {
    let cards = listed_cards(&found.cases, excerpts, query, HeadingLevel::H2);
    let (page, pages) = (query.page, found.pages);
    let pagination = query.clone();
    view! {
        {sorting(query)}
        {cards}
        <Pagination page=page pages=pages href=move |page| pagination.at_page(page).href()/>
    }
}

fn sorting(query: &ListQuery) -> impl IntoView + use<> {
    let orders = [
        (Sort::Relevance, "Best match"),
        (Sort::Newest, "Newest first"),
        (Sort::Title, "By title"),
    ]
    .into_iter()
    .filter(|(sort, _)| query.has_words() || *sort != Sort::Relevance)
    .map(|(sort, words)| {
        let current = (query.filters.sort == sort).then_some("true");
        view! { <li><a href=query.sorted(sort).href() aria-current=current>{words}</a></li> }
    })
    .collect_view();
    view! {
        <nav class="sorting no-print" aria-label="Order of the list">
            <ul>{orders}<li><a href=MapQuery::of(query).href()>"On the map"</a></li></ul>
        </nav>
    }
}
