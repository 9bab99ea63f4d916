//! The two sentences under the heading of a way in: how much there is, and how they know.

use crate::browse::bank::term_counts::every_term;
use crate::ui;
use case_study::Facet;
use case_study::text;
use leptos::prelude::*;
use std::collections::BTreeSet;
use store::cases::TermCount;
use store::catalogue::{Catalogue, Entry};

/// "6 case studies from 5 museums in 2 countries, 2012 to 2025."
pub fn how_many(catalogue: &Catalogue, entries: &[&Entry]) -> String {
    let museums: BTreeSet<usize> = entries.iter().map(|entry| entry.museum).collect();
    let countries = catalogue.counts(entries, Facet::Country).len();
    let years: Vec<String> = {
        let mut years: Vec<String> = catalogue
            .counts(entries, Facet::Year)
            .into_iter()
            .map(|term| term.slug.into_owned())
            .collect();
        years.sort();
        years
    };
    let mut text = ui::case_studies(entries.len() as u64);
    if museums.len() > 1 {
        text.push_str(&format!(
            " from {} museums",
            ui::with_commas(museums.len() as u64)
        ));
    }
    if countries > 1 {
        text.push_str(&format!(" in {countries} countries"));
    }
    match (years.first(), years.last()) {
        (Some(first), Some(last)) if first == last => text.push_str(&format!(", {first}")),
        (Some(first), Some(last)) => text.push_str(&format!(", {first} to {last}")),
        _ => {}
    }
    text.push('.');
    text
}

/// How the evidence was gathered, in one sentence; `None` where no case has a label.
pub fn evidence_sentence(catalogue: &Catalogue, entries: &[&Entry]) -> Option<String> {
    let mut labels = every_term(catalogue, entries, Facet::Evidence);
    labels.retain(|label| label.count > 0);
    labels.sort_by_key(|label| std::cmp::Reverse(label.count));
    // A label that nobody chose is never said without a word of it.
    let suggested = |term: &TermCount| {
        let suggested = entries.iter().filter(|entry| {
            entry.evidence_suggested && catalogue.has(entry, Facet::Evidence, &term.slug)
        });
        match suggested.count() as u64 {
            0 => String::new(),
            all if all == term.count => " (suggested)".to_owned(),
            some => format!(" ({} suggested)", ui::with_commas(some)),
        }
    };
    let label = |term: &TermCount| text::lower_first(&term.label);
    let (first, rest) = labels.split_first()?;
    let all = entries.len() as u64;
    if rest.is_empty() && first.count == all {
        let who = match all {
            1 => "Its evidence is",
            2 => "Both are",
            _ => "All of them are",
        };
        let (label, suggested) = (label(first), suggested(first));
        return Some(format!(
            "{who} labelled \u{201c}{label}\u{201d}{suggested}."
        ));
    }
    let mut parts: Vec<String> = labels
        .iter()
        .map(|term| {
            let (count, suggested) = (ui::with_commas(term.count), suggested(term));
            format!("{count} {}{suggested}", label(term))
        })
        .collect();
    let last = parts.pop()?;
    Some(if parts.is_empty() {
        format!("How they know: {last}.")
    } else {
        format!("How they know: {} and {last}.", parts.join(", "))
    })
}

/// The two sentences under the heading of a way in.
pub fn summary(catalogue: &Catalogue, entries: &[&Entry]) -> impl IntoView + use<> {
    let evidence = evidence_sentence(catalogue, entries).map(|sentence| {
        view! { " "{sentence}" "<a href=paths::ABOUT_EVIDENCE>"What the labels mean"</a> }
    });
    view! { <p class="way-count">{how_many(catalogue, entries)}{evidence}</p> }
}

#[cfg(test)]
mod tests {
    use super::{evidence_sentence, how_many};
    use crate::browse::bank::directories::sample::catalogue;
    use store::catalogue::Entry;

    #[test]
    fn how_many_is_said_without_ones() {
        let bank = catalogue(&[
            ("A", "GB", &["carers"], "evaluated", 2012),
            ("B", "FI", &["carers"], "described", 2025),
            ("B", "FI", &["carers"], "evaluated", 2019),
        ]);
        let all: Vec<&Entry> = bank.entries.iter().collect();
        assert_eq!(
            how_many(&bank, &all),
            "3 case studies from 2 museums in 2 countries, 2012 to 2025."
        );
        assert_eq!(how_many(&bank, &all[..1]), "1 case study, 2019.");
        assert_eq!(how_many(&bank, &[]), "0 case studies.");
        assert_eq!(
            evidence_sentence(&bank, &all).as_deref(),
            Some("How they know: 2 evaluated and 1 described.")
        );
        assert_eq!(
            evidence_sentence(&bank, &all[..1]).as_deref(),
            Some("Its evidence is labelled \u{201c}evaluated\u{201d}.")
        );
        assert_eq!(evidence_sentence(&bank, &[]), None);
    }

    #[test]
    fn a_label_that_nobody_chose_is_said_to_be_suggested() {
        let bank = catalogue(&[
            ("A", "GB", &["carers"], "described", 2012),
            ("B", "FI", &["carers"], "", 2025),
            ("C", "FI", &["carers"], "evaluated", 2019),
        ]);
        let all: Vec<&Entry> = bank.entries.iter().collect();
        assert_eq!(
            evidence_sentence(&bank, &all).as_deref(),
            Some("How they know: 2 described (1 suggested) and 1 evaluated.")
        );
        // The one in the middle.
        assert_eq!(
            evidence_sentence(&bank, &all[1..2]).as_deref(),
            Some("Its evidence is labelled \u{201c}described\u{201d} (suggested).")
        );
    }
}
