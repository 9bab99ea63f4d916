//! What a list shows: how many, in which order, the cards.

use super::{PER_PAGE, understood};
use crate::browse::lists::card::{Said, listed_cards};
use crate::browse::lists::map::MapQuery;
use crate::list_query::ListQuery;
use crate::ui::{HeadingLevel, Pagination, ResultCount};
use index::Listing;
use leptos::prelude::*;
use store::cases::Sort;

/// "12 case studies, page 2 of 3", said aloud when it changes.
pub(super) fn count(
    query: &ListQuery,
    listing: &Listing,
    past_the_end: bool,
) -> impl IntoView + use<> {
    let found = &listing.found;
    let count = understood::counted(found, &listing.understood);
    let detail = (found.pages > 1 && !past_the_end)
        .then(|| format!(", page {} of {}", query.page, found.pages));
    view! { <ResultCount words=count detail=detail/> }
}

/// The cards of a page, with the order above and the other pages below. By relevance those with some of
/// the words stand below a line of their own.
pub(super) fn results(query: &ListQuery, listing: &Listing) -> impl IntoView + use<> {
    let cases = &listing.found.cases;
    let (all, some) = cases.split_at(with_all_here(query, listing));
    let excerpts = &listing.excerpts;
    let (of_all, of_some) = excerpts.split_at(all.len().min(excerpts.len()));
    let said = Said::of(cases.iter());
    let first = (!all.is_empty()).then(|| listed_cards(all, of_all, query, HeadingLevel::H2, said));
    let rest = (!some.is_empty()).then(|| {
        let cards = listed_cards(some, of_some, query, HeadingLevel::H3, said);
        view! {
            <div class="list-some">
                <h2>"These have some of your words"</h2>
                {cards}
            </div>
        }
    });
    let (page, pages) = (query.page, listing.found.pages);
    let pagination = query.clone();
    view! {
        {sorting(query)}
        {said.view()}
        {first}
        {rest}
        <Pagination page=page pages=pages href=move |page| pagination.at_page(page).href()/>
    }
}

/// How many cases of the page stand above the line. Another order than by relevance has no line.
fn with_all_here(query: &ListQuery, listing: &Listing) -> usize {
    let here = listing.found.cases.len();
    if query.filters.sort != Sort::Relevance {
        return here;
    }
    let before = query.page.saturating_sub(1).saturating_mul(PER_PAGE);
    let left = listing.found.with_all.saturating_sub(before);
    usize::try_from(left).map_or(here, |left| left.min(here))
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

#[cfg(test)]
mod tests {
    use super::with_all_here;
    use crate::list_query::ListQuery;
    use case_study::public::public_part;
    use case_study::{CaseState, CaseStudyContent};
    use index::Listing;
    use store::cases::{Found, PublicCase};

    fn case() -> PublicCase {
        PublicCase {
            slug: "tea".into(),
            state: CaseState::Live,
            compiled: false,
            sample: false,
            featured: false,
            published_at: 0,
            updated_at: 0,
            content: public_part(CaseStudyContent::default()),
        }
    }

    #[test]
    fn the_line_stands_where_the_first_with_some_words_does() {
        for (address, with_all, expected) in [
            ("q=tea+cake", 14, 12),
            ("q=tea+cake&page=2", 14, 2),
            ("q=tea+cake&page=3", 14, 0),
            ("q=tea+cake", 0, 0),
            ("q=tea+cake&sort=title", 14, 12),
            ("theme=carers&page=2", 30, 12),
        ] {
            let listing = Listing {
                found: Found {
                    cases: vec![case(); 12],
                    total: 40,
                    with_all,
                    pages: 4,
                },
                ..Listing::default()
            };
            assert_eq!(
                with_all_here(&ListQuery::parse(address), &listing),
                expected,
                "{address}"
            );
        }
    }
}
