//! What narrows a list: a group for each facet, and a chip for each choice.

use super::list::FORM;
use crate::list_query::{Chosen, ListQuery};
use crate::ui::{Button, ButtonLook, Chip, FilterGroup, FilterOption, FilterPanel};
use case_study::Facet;
use index::Facets;
use leptos::prelude::*;
use std::cmp::Reverse;
use store::cases::TermCount;

/// Groups that stand open; the others open when somebody wants them, or has chosen there.
const OPEN: usize = 3;

/// The form with all groups. `also` is what it sends besides, so that a map stays a map.
pub(in crate::browse) fn panel(
    query: &ListQuery,
    chosen: &[Chosen],
    facets: Facets,
    also: &[(&'static str, String)],
) -> impl IntoView + use<> {
    let groups = facets
        .into_iter()
        .enumerate()
        .map(|(at, (facet, terms))| group(query, facet, terms, at < OPEN))
        .collect_view();
    // What has no box here must come through all the same.
    let kept = query
        .at_page(1)
        .pairs()
        .into_iter()
        .filter(|(key, _)| Facet::from_slug(key).is_none() && *key != "q")
        .chain(also.iter().cloned())
        .map(|(key, value)| view! { <input type="hidden" name=key value=value/> })
        .collect_view();
    view! {
        <form method="get" action=paths::CASE_STUDIES id=FORM aria-label="Filters">
            <FilterPanel chosen=chosen.len()>
                {groups}
                {kept}
                <p class="actions"><Button label="Apply filters" look=ButtonLook::Secondary/></p>
            </FilterPanel>
        </form>
    }
}

fn group(
    query: &ListQuery,
    facet: Facet,
    mut terms: Vec<TermCount>,
    open: bool,
) -> Option<impl IntoView + use<>> {
    let chosen = query
        .filters
        .chosen
        .get(&facet)
        .map_or(&[][..], Vec::as_slice);
    let is_chosen = |term: &TermCount| chosen.iter().any(|slug| *slug == term.slug);
    for slug in chosen {
        // A value that nobody has stays in the form, or it would be lost on the next press.
        if !terms.iter().any(|term| term.slug == *slug) {
            terms.push(TermCount {
                slug: slug.clone().into(),
                label: facet.label_of(slug).into(),
                count: 0,
            });
        }
    }
    // A box that leads to nothing is no choice.
    terms.retain(|term| term.count > 0 || is_chosen(term));
    if terms.is_empty() {
        return None;
    }
    if !facet.has_an_order() {
        // Stable, so that equal ones keep the order of the vocabulary.
        terms.sort_by_key(|term| Reverse(term.count));
    }
    let options = terms
        .into_iter()
        .map(|term| FilterOption {
            checked: is_chosen(&term),
            value: term.slug,
            label: term.label,
            count: term.count,
        })
        .collect::<Vec<_>>();
    Some(view! { <FilterGroup name=facet.slug() legend=facet.label() options=options open=open/> })
}

/// A chip for each choice, with the list without it, at the address that `href` gives it.
pub(in crate::browse) fn chips(
    query: &ListQuery,
    chosen: &[Chosen],
    href: impl Fn(&ListQuery) -> String,
) -> Vec<Chip> {
    chosen
        .iter()
        .map(|one| Chip {
            facet: one.facet.label().to_owned(),
            label: one.label.clone(),
            remove_href: href(&query.without(one)),
        })
        .collect()
}
