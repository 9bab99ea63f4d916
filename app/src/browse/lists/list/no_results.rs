//! A list without a case: why, and the nearest list that has some.

use crate::list_query::{Chosen, ListQuery};
use crate::ui;
use crate::ui::IntoMarkup;
use crate::web::error::PageError;
use case_study::{Facet, text};
use index::SearchIndex;
use leptos::prelude::*;

/// A list that has something.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Offer {
    words: String,
    href: String,
    count: u64,
}

/// What lies nearest to a list that is empty.
#[derive(Debug, Clone, Default)]
pub(super) struct Nearest {
    offers: Vec<Offer>,
}

impl Nearest {
    /// Counts the lists that have one thing less: each facet off, the words off, every facet off.
    /// Only those that have something are offered, the largest first.
    pub async fn load(index: &SearchIndex, query: &ListQuery) -> Result<Self, PageError> {
        let chosen = query.chosen();
        let mut ways = Vec::new();
        for facet in Facet::ALL {
            let of_facet: Vec<String> = chosen
                .iter()
                .filter(|one| one.facet == *facet)
                .map(|one| one.facet.label_in_a_sentence(&one.label))
                .collect();
            if of_facet.is_empty() || (!query.has_words() && query.filters.chosen.len() == 1) {
                continue;
            }
            let without = format!(
                "Without {} \u{201c}{}\u{201d}",
                text::lower_first(facet.label()),
                shortened(&of_facet)
            );
            ways.push((without, query.without_facet(*facet)));
        }
        ways.sort_by_key(|(words, _)| words.len());
        if query.has_words() && !chosen.is_empty() {
            ways.push((
                format!("\u{201c}{}\u{201d} without filters", query.filters.q),
                query.cleared(),
            ));
            ways.push((
                "The same filters without words".to_owned(),
                query.with_words(""),
            ));
        }
        let mut offers: Vec<Offer> = Vec::new();
        for (words, list) in ways {
            let count = index.count(&list.filters).await?;
            let href = list.href();
            if count > 0 && offers.iter().all(|offer| offer.href != href) {
                offers.push(Offer { words, href, count });
            }
        }
        Ok(Self { offers })
    }
}

fn shortened(labels: &[String]) -> String {
    const MOST: usize = 2;
    match labels.len().checked_sub(MOST) {
        Some(more) if more > 0 => format!("{} or {more} more", labels[..MOST].join(", ")),
        _ => labels.join(" or "),
    }
}

/// The words of an empty list.
pub(super) fn found(
    query: &ListQuery,
    chosen: &[Chosen],
    nearest: Nearest,
) -> impl IntoView + use<> {
    let clear = query.cleared().href();
    let all = query.whole_bank().href();
    let why = match (query.has_words(), chosen.len()) {
        (false, 0) => {
            return view! {
                <div class="list-empty prose">
                    <p>"There is nothing in the bank yet. Yours could be the first."</p>
                    <p><a href=paths::SUBMIT>"Share your case study"</a></p>
                </div>
            }
            .into_markup();
        }
        (false, 1) => "No case study has been shared about this yet.",
        (false, _) => "No case study fits all of your filters together.",
        (true, 0) => {
            "No case study has these words. Try fewer or other words, or look through all of them."
        }
        (true, _) => "No case study has these words and fits your filters.",
    };
    let clear = (chosen.len() > 1 || (query.has_words() && !chosen.is_empty()))
        .then(|| view! { <p><a href=clear>"Clear all filters"</a></p> });
    view! {
        <div class="list-empty prose">
            <p>{why}</p>
            {offers(nearest)}
            {clear}
            <p><a href=all>"See all case studies"</a></p>
            <p>"If your museum has done such work, "<a href=paths::SUBMIT>"share it"</a>": you would fill a gap."</p>
        </div>
    }
    .into_markup()
}

fn offers(nearest: Nearest) -> Option<impl IntoView> {
    if nearest.offers.is_empty() {
        return None;
    }
    let offers = nearest
        .offers
        .into_iter()
        .map(|offer| {
            let count = ui::case_studies(offer.count);
            view! { <li><a href=offer.href>{offer.words}</a>{format!(": {count}")}</li> }
        })
        .collect_view();
    Some(view! { <h2>"Near to it"</h2><ul class="list-nearest">{offers}</ul> })
}

/// The words of a page past the end.
pub(super) fn there(query: &ListQuery, pages: u64) -> impl IntoView + use<> {
    let words = if pages == 1 {
        format!(
            "There is no page {}. This list has one page.",
            ui::with_commas(query.page)
        )
    } else {
        format!(
            "There is no page {}. This list has {pages} pages.",
            ui::with_commas(query.page)
        )
    };
    view! {
        <div class="list-empty prose">
            <p>{words}</p>
            <p><a href=query.at_page(1).href()>"Go to page 1"</a></p>
        </div>
    }
}
