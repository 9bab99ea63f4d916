//! What occurs together with a theme, a group of people or a museum.

use super::Way;
use crate::list_query::ListQuery;
use crate::ui;
use case_study::Facet;
use case_study::text_input::sort_key;
use leptos::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use store::catalogue::{Catalogue, Entry};

/// Of each kind of neighbour, how many are named.
const NEIGHBOURS: usize = 8;

/// Something that occurs together with the subject of a page.
struct Neighbour {
    label: String,
    count: u64,
    href: String,
}

/// A line of neighbours under its name; nothing where there are none.
fn neighbours(heading: &'static str, found: Vec<Neighbour>) -> Option<impl IntoView> {
    if found.is_empty() {
        return None;
    }
    let links = found
        .into_iter()
        .map(|one| {
            let cases = if one.count == 1 {
                " case study"
            } else {
                " case studies"
            };
            view! {
                <li>
                    <a href=one.href>{one.label}</a>" "
                    <span class="meta">{ui::with_commas(one.count)}<span class="visually-hidden">{cases}</span></span>
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <div class="neighbours">
            <h3>{heading}</h3>
            <ul>{links}</ul>
        </div>
    })
}

/// The values of a facet that occur in these cases, each leading to `href`.
fn beside(
    catalogue: &Catalogue,
    entries: &[&Entry],
    facet: Facet,
    except: Option<&str>,
    href: impl Fn(&str) -> String,
) -> Vec<Neighbour> {
    catalogue
        .counts(entries, facet)
        .into_iter()
        .filter(|term| Some(&*term.slug) != except)
        .take(NEIGHBOURS)
        .map(|term| Neighbour {
            href: href(&term.slug),
            label: term.label.into_owned(),
            count: term.count,
        })
        .collect()
}

/// The museums of these cases, those with the most first, then by name.
fn museums(catalogue: &Catalogue, entries: &[&Entry]) -> Vec<Neighbour> {
    let mut counts = std::collections::BTreeMap::<usize, u64>::new();
    for entry in entries {
        *counts.entry(entry.museum).or_default() += 1;
    }
    let mut found: Vec<_> = counts.into_iter().collect();
    found.sort_by_cached_key(|(museum, count)| {
        (Reverse(*count), sort_key(&catalogue.museums[*museum].name))
    });
    found
        .into_iter()
        .take(NEIGHBOURS)
        .map(|(museum, count)| Neighbour {
            label: catalogue.museums[museum].name.clone(),
            count,
            href: paths::museum(&catalogue.museums[museum].slug),
        })
        .collect()
}

/// What occurs together with a theme or a group of people, each narrowing its list.
pub fn together_with_term(
    catalogue: &Catalogue,
    entries: &[&Entry],
    way: Way,
    slug: &str,
) -> impl IntoView + use<> {
    let narrowed = |facet: Facet| {
        move |other: &str| {
            let mut query = ListQuery::only(way.facet(), slug);
            if facet == way.facet() {
                // OR inside a facet would widen the list: the other one has a page of its own.
                return way.href(other);
            }
            query.filters.chosen.insert(facet, vec![other.to_owned()]);
            query.href()
        }
    };
    let of = |facet: Facet| {
        let except = (facet == way.facet()).then_some(slug);
        beside(catalogue, entries, facet, except, narrowed(facet))
    };
    let (themes, people) = match way {
        Way::Theme => ("Other themes", "Who took part"),
        Way::Audience => ("Themes", "Other people who took part"),
    };
    view! {
        {neighbours(themes, of(Facet::Theme))}
        {neighbours(people, of(Facet::Audience))}
        {neighbours("What they did", of(Facet::Activity))}
        {neighbours("Museums", museums(catalogue, entries))}
    }
}

/// What a museum's cases are about, and museums whose work has the most themes in common with it.
pub fn together_with_museum(
    catalogue: &Catalogue,
    entries: &[&Entry],
    museum: usize,
) -> impl IntoView + use<> {
    let of =
        |facet: Facet, href: &dyn Fn(&str) -> String| beside(catalogue, entries, facet, None, href);
    let activity = |slug: &str| ListQuery::only(Facet::Activity, slug).href();
    view! {
        {neighbours("Themes", of(Facet::Theme, &|slug| Way::Theme.href(slug)))}
        {neighbours("Who took part", of(Facet::Audience, &|slug| Way::Audience.href(slug)))}
        {neighbours("What they did", of(Facet::Activity, &activity))}
        {similar_museums(catalogue, entries, museum)}
    }
}

fn similar_museums(
    catalogue: &Catalogue,
    entries: &[&Entry],
    museum: usize,
) -> Option<impl IntoView + use<>> {
    let found = similar(catalogue, entries, museum);
    if found.is_empty() {
        return None;
    }
    let links = found
        .into_iter()
        .map(|(other, shared)| {
            let museum = &catalogue.museums[other];
            let themes = if shared == 1 { "theme" } else { "themes" };
            view! {
                <li><a href=paths::museum(&museum.slug)>{museum.name.clone()}</a>" "<span class="meta">{format!("{shared} {themes} in common")}</span></li>
            }
        })
        .collect_view();
    Some(view! {
        <div class="neighbours neighbours-long">
            <h3>"Museums with work like this"</h3>
            <ul>{links}</ul>
        </div>
    })
}

/// Other museums with the number of themes they share with these cases, the most first.
fn similar(catalogue: &Catalogue, entries: &[&Entry], museum: usize) -> Vec<(usize, usize)> {
    let own: BTreeSet<&str> = entries
        .iter()
        .flat_map(|entry| catalogue.terms_of(entry, Facet::Theme))
        .collect();
    let mut shared: std::collections::BTreeMap<usize, BTreeSet<&str>> =
        std::collections::BTreeMap::new();
    for entry in &catalogue.entries {
        if entry.museum == museum {
            continue;
        }
        let common = catalogue
            .terms_of(entry, Facet::Theme)
            .filter(|theme| own.contains(theme));
        shared.entry(entry.museum).or_default().extend(common);
    }
    let mut found: Vec<(usize, usize)> = shared
        .into_iter()
        .map(|(museum, themes)| (museum, themes.len()))
        .filter(|(_, themes)| *themes > 0)
        .collect();
    found.sort_by_cached_key(|(museum, count)| {
        (Reverse(*count), sort_key(&catalogue.museums[*museum].name))
    });
    found.truncate(NEIGHBOURS);
    found
}

#[cfg(test)]
mod tests {
    use super::similar;
    use crate::browse::bank::directories::sample::catalogue;
    use store::catalogue::Entry;

    #[test]
    fn museums_are_alike_by_the_themes_they_share() {
        let bank = catalogue(&[
            ("A", "GB", &["carers", "mental-health"], "evaluated", 2012),
            ("B", "GB", &["carers"], "evaluated", 2012),
            ("C", "GB", &["mental-health", "carers"], "evaluated", 2012),
            ("D", "GB", &["homelessness"], "evaluated", 2012),
        ]);
        let a = bank.museum("a").unwrap();
        let own: Vec<&Entry> = bank
            .entries
            .iter()
            .filter(|entry| entry.museum == a)
            .collect();
        let found: Vec<_> = similar(&bank, &own, a)
            .into_iter()
            .map(|(museum, shared)| (bank.museums[museum].name.as_str(), shared))
            .collect();
        assert_eq!(found, [("C", 2), ("B", 1)]);
    }
}
