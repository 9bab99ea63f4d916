//! What a list shows, in one line: for the list itself, its map, its feeds.

use crate::list_query::{Chosen, ListQuery};
use case_study::Facet;

/// Words of a question that a heading repeats; the search box has them all.
const LONGEST: usize = 80;

/// "Case studies: “tea and talk”, carers or mental health, communities", where `what` is "Case studies".
pub fn heading(what: &str, query: &ListQuery) -> String {
    /// A title that lists more than this says less than a number does.
    const MOST: usize = 4;
    let chosen = query.chosen();
    let mut parts = Vec::new();
    if query.has_words() {
        parts.push(quoted(&query.filters.q));
    }
    if chosen.len() > MOST {
        parts.push(format!("{} filters", chosen.len()));
    } else {
        parts.extend(in_words(chosen));
    }
    if parts.is_empty() {
        what.to_owned()
    } else {
        format!("{what}: {}", parts.join(", "))
    }
}

/// "“tea and talk”, Carers, Mental health": every choice under its own label, for the title of a
/// feed. `None` for the whole bank.
#[must_use]
pub fn in_short(query: &ListQuery) -> Option<String> {
    let words = query.has_words().then(|| quoted(&query.filters.q));
    let labels = query.chosen().into_iter().map(|chosen| chosen.label);
    let parts: Vec<String> = words.into_iter().chain(labels).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What somebody looks for, in quotes and not too long.
pub fn quoted(words: &str) -> String {
    format!("\u{201c}{}\u{201d}", shortened(words))
}

fn shortened(words: &str) -> String {
    let mut letters = words.chars();
    let start: String = letters.by_ref().take(LONGEST).collect();
    if letters.next().is_some() {
        format!("{}\u{2026}", start.trim_end())
    } else {
        start
    }
}

fn in_words(chosen: Vec<Chosen>) -> Vec<String> {
    let mut facets: Vec<(Facet, Vec<String>)> = Vec::new();
    for one in chosen {
        let label = one.facet.label_in_a_sentence(&one.label);
        match facets.last_mut() {
            Some((facet, labels)) if *facet == one.facet => labels.push(label),
            _ => facets.push((one.facet, vec![label])),
        }
    }
    facets
        .into_iter()
        .map(|(_, labels)| labels.join(" or "))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading_of(query: &str) -> String {
        heading("Case studies", &ListQuery::parse(query))
    }

    #[test]
    fn the_heading_says_what_is_filtered() {
        assert_eq!(heading_of(""), "Case studies");
        assert_eq!(heading_of("theme=carers"), "Case studies: carers");
        assert_eq!(
            heading_of("theme=carers&strand=community&theme=mental-health&country=FI"),
            "Case studies: communities, carers or mental health, Finland"
        );
        assert_eq!(
            heading_of("year=2019&year=2020&year=2021&year=2022&year=2023"),
            "Case studies: 5 filters"
        );
        assert_eq!(
            heading_of("audience=deaf-people&audience=volunteers"),
            "Case studies: Deaf people and people with hearing loss or volunteers"
        );
        assert_eq!(
            heading_of("theme=no-such-theme"),
            "Case studies: no-such-theme"
        );
    }

    #[test]
    fn a_feed_names_words_and_choices() {
        let in_short = |query: &str| in_short(&ListQuery::parse(query));
        assert_eq!(in_short("sort=title&page=2"), None);
        assert_eq!(
            in_short("q=tea&theme=carers&country=FI").as_deref(),
            Some("\u{201c}tea\u{201d}, Carers, Finland")
        );
    }

    #[test]
    fn the_heading_repeats_the_words() {
        assert_eq!(
            heading_of("q=tea+and+talk&theme=carers"),
            "Case studies: \u{201c}tea and talk\u{201d}, carers"
        );
        let long = heading_of(&format!("q={}", "word+".repeat(60)));
        assert_eq!(long.chars().count(), 14 + 1 + 79 + 1 + 1);
        assert!(long.ends_with("word\u{2026}\u{201d}"), "{long}");
    }
}
