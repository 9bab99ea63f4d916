//! A list without a case: why, and the nearest lists that have some.

use super::understood;
use crate::list_query::heading::quoted;
use crate::list_query::{Chosen, ListQuery};
use crate::ui;
use crate::ui::IntoMarkup;
use crate::web::error::PageError;
use case_study::{Facet, text};
use index::{SearchIndex, SuggestedValue, Understood};
use leptos::prelude::*;
use std::cmp::Reverse;
use store::cases::Filters;

/// Themes that are offered where words find nothing.
const MOST_THEMES: usize = 6;

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
    /// Beside the one value that is chosen.
    beside: Vec<SuggestedValue>,
    /// Where words find nothing in the whole bank: the themes with the most case studies.
    themes: Vec<SuggestedValue>,
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
                "Without \u{201c}{}\u{201d} ({})",
                shortened(&of_facet),
                text::lower_first(facet.label())
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
        let beside = match chosen.as_slice() {
            [one] if !query.has_words() => index.near(one.facet, &one.slug).await?,
            _ => Vec::new(),
        };
        let themes = if query.has_words() && chosen.is_empty() {
            most_used_themes(index).await?
        } else {
            Vec::new()
        };
        Ok(Self {
            offers,
            beside,
            themes,
        })
    }
}

async fn most_used_themes(index: &SearchIndex) -> Result<Vec<SuggestedValue>, PageError> {
    let facet = Facet::Theme;
    let mut themes = index.facet_counts(&Filters::default(), facet).await?;
    themes.retain(|theme| theme.count > 0);
    themes.sort_by_key(|theme| Reverse(theme.count));
    themes.truncate(MOST_THEMES);
    let values = themes.into_iter().map(|theme| SuggestedValue {
        facet,
        slug: theme.slug.into_owned(),
        label: theme.label.into_owned(),
        count: theme.count,
    });
    Ok(values.collect())
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
    said: &Understood,
    nearest: Nearest,
) -> impl IntoView + use<> {
    let clear = query.cleared().href();
    let all = query.whole_bank().href();
    let why = match (query.has_words(), chosen) {
        (false, []) => {
            return view! {
                <div class="list-empty prose">
                    <p>"There is nothing in the bank yet. Yours could be the first."</p>
                    <p><a href=paths::SUBMIT>"Share your case study"</a></p>
                </div>
            }
            .into_markup();
        }
        (false, [one]) => understood::none_chosen(query, one, &nearest.beside).into_markup(),
        (false, _) => {
            view! { <p>"No case study fits all of your filters together."</p> }.into_markup()
        }
        (true, []) => view! {
            <p>
                {format!("Nothing found for {}. Check the spelling, try one or two words, or ", quoted(&query.filters.q))}
                <a href=paths::THEMES>"browse themes"</a>"."
            </p>
        }
        .into_markup(),
        (true, _) => {
            view! { <p>"No case study has these words and fits your filters."</p> }.into_markup()
        }
    };
    let clear = (chosen.len() > 1 || (query.has_words() && !chosen.is_empty()))
        .then(|| view! { <p><a href=clear>"Clear all filters"</a></p> });
    let ways_on = (query.has_words() && chosen.is_empty())
        .then(|| understood::ways_on(query, said, &nearest.themes));
    // Beside a term without a case it is said already.
    let invite = (said.none_yet.is_empty() && (query.has_words() || chosen.len() > 1))
        .then(|| view! { <p>{understood::invitation()}</p> });
    view! {
        <div class="list-empty prose">
            {why}
            {ways_on}
            {offers(nearest)}
            {clear}
            <p><a href=all>"See all case studies"</a></p>
            {invite}
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
