//! The panel beside the story: who, when, where, how they know, what it took.

use super::places::{FactGroup, Place, answered_in, fields_in};
use crate::browse::ABOUT_EVIDENCE;
use crate::browse::list_query::ListQuery;
use crate::browse::ways_in::Way;
use crate::browse::words;
use crate::case_study::vocabulary::slugify;
use crate::case_study::{CaseStudyContent, Field, Kind, Vocabulary};
use crate::ui::{EvidenceLabel, Fact, Facts, Paragraphs};
use crate::ui::{IntoMarkup, Markup};
use leptos::prelude::*;

/// The whole panel, one group below the other.
pub fn panel(content: &CaseStudyContent) -> impl IntoView + use<> {
    FactGroup::ALL
        .into_iter()
        .map(|group| {
            let rows: Vec<Fact> = fields_in(Place::Facts(group))
                .filter_map(|field| fact(field, content))
                .collect();
            view! { <Facts title=group.heading() rows=rows/> }
        })
        .collect_view()
}

/// One row, or nothing when there is no answer.
fn fact(field: &Field, content: &CaseStudyContent) -> Option<Fact> {
    // Rows that say more than one field come first; an empty one has no row.
    let (term, detail) = match field.key {
        "started" => ("When", text(content.dates_in_words()?)),
        "town" => ("Where", place(content)?),
        "participants" => ("How many", people(content)?),
        "strand" => (field.heading, links(&strands(content))),
        "measures" => (field.heading, measures(content)?),
        "evidence_label" => (field.heading, evidence(content)?),
        _ if !field.is_answered(content) => return None,
        "report_url" => (field.heading, report(&content.report_url)),
        _ => (field.heading, detail(field, content)),
    };
    Some(Fact {
        term: term.to_owned(),
        detail,
    })
}

/// How an answer of this kind is shown, whatever it is about.
fn detail(field: &Field, content: &CaseStudyContent) -> Markup {
    match (field.kind, facet_of(field.key)) {
        (Kind::One(_) | Kind::Many(..), Some(facet)) => {
            let slugs = field.answers(content);
            let tags: Vec<_> = slugs
                .iter()
                .zip(field.in_words(content))
                .map(|(slug, label)| (label, Some((facet, slug.clone()))))
                .collect();
            links(&tags)
        }
        (Kind::Words { .. }, _) => {
            view! { <Paragraphs text=field.answers(content).concat()/> }.into_markup()
        }
        _ => several(field.in_words(content)),
    }
}

/// The facet of the list that a field is found by.
fn facet_of(key: &str) -> Option<&'static str> {
    Some(match key {
        "strand" | "second_strand" => "strand",
        "themes" => "theme",
        "audiences" => "audience",
        "activities" => "activity",
        "museum_type" => "museum_type",
        "five_ways" => "five_ways",
        "sdgs" => "sdg",
        "cost_band" => "cost",
        _ => return None,
    })
}

type Tag = (String, Option<(&'static str, String)>);

/// Words that lead to every case that has them.
fn links(tags: &[Tag]) -> Markup {
    let tags = tags
        .iter()
        .map(|(label, facet)| {
            let label = label.clone();
            match facet {
                Some((facet, slug)) => {
                    view! { <li><a href=leads_to(facet, slug)>{label}</a></li> }.into_markup()
                }
                None => view! { <li>{label}</li> }.into_markup(),
            }
        })
        .collect_view();
    view! { <ul class="fact-links">{tags}</ul> }.into_markup()
}

/// Themes and groups of people have a page of their own; other tags lead to the list.
fn leads_to(facet: &'static str, slug: &str) -> String {
    Way::of_facet(facet).map_or_else(|| ListQuery::only(facet, slug).href(), |way| way.href(slug))
}

fn text(words: String) -> Markup {
    view! { {words} }.into_markup()
}

fn several(lines: Vec<String>) -> Markup {
    if let [line] = lines.as_slice() {
        return text(line.clone());
    }
    let lines = lines
        .into_iter()
        .map(|line| view! { <li>{line}</li> })
        .collect_view();
    view! { <ul class="fact-lines">{lines}</ul> }.into_markup()
}

fn strands(content: &CaseStudyContent) -> Vec<Tag> {
    [&content.strand, &content.second_strand]
        .into_iter()
        .filter(|slug| !slug.is_empty())
        .map(|slug| {
            (
                Vocabulary::Strand.label_of(slug),
                Some(("strand", slug.clone())),
            )
        })
        .collect()
}

/// Town, region, nation and country, without repeats; region and country lead to their lists.
fn place(content: &CaseStudyContent) -> Option<Markup> {
    let country = Vocabulary::Country.label_of(&content.country);
    let mut tags: Vec<Tag> = Vec::new();
    for (label, facet) in [
        (content.town.clone(), None),
        (
            content.region.clone(),
            Some(("region", slugify(&content.region))),
        ),
        (content.nation.clone(), None),
        (country, Some(("country", content.country.clone()))),
    ] {
        // A region in letters we cannot fold has no slug to be found by.
        let facet = facet.filter(|(_, slug)| !slug.is_empty());
        match tags.iter_mut().find(|(known, _)| *known == label) {
            Some((_, known)) => *known = known.take().or(facet),
            None if !label.is_empty() => tags.push((label, facet)),
            None => {}
        }
    }
    (!tags.is_empty()).then(|| links(&tags))
}

fn people(content: &CaseStudyContent) -> Option<Markup> {
    let note = content.participants_note.clone();
    match content.participants {
        Some(number) => Some(
            view! {
                <p class="fact-number">{words::with_commas(number.into())}</p>
                {(!note.is_empty()).then(|| view! { <p>{note}</p> })}
            }
            .into_markup(),
        ),
        None if note.is_empty() => None,
        None => Some(text(note)),
    }
}

fn measures(content: &CaseStudyContent) -> Option<Markup> {
    let named = content
        .measures
        .iter()
        .map(|slug| Vocabulary::Measure.label_of(slug));
    let lines: Vec<String> = named
        .chain(content.measures_other.iter().cloned())
        .collect();
    (!lines.is_empty()).then(|| several(lines))
}

/// The label, what it means, and where all of them are explained.
fn evidence(content: &CaseStudyContent) -> Option<Markup> {
    let term = Vocabulary::Evidence.term(&content.evidence_label)?;
    let list = ListQuery::only("evidence", term.slug).href();
    Some(
        view! {
            <p><EvidenceLabel slug=term.slug label=term.label/></p>
            <p>{term.definition}</p>
            <ul class="fact-links no-print">
                <li><a href=ABOUT_EVIDENCE>"What the labels mean"</a></li>
                <li><a href=list>"Others with this label"</a></li>
            </ul>
        }
        .into_markup(),
    )
}

fn report(address: &str) -> Markup {
    view! { <a href=address.to_owned()>{format!("Read the report at {}", words::host(address))}</a> }.into_markup()
}

/// Whether the panel has anything to show.
pub fn is_empty(content: &CaseStudyContent) -> bool {
    FactGroup::ALL
        .into_iter()
        .all(|group| answered_in(Place::Facts(group), content).next().is_none())
}
