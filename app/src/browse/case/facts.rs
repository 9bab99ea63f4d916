//! The panel beside the story: who, when, where, how they know, what it took.

use super::chapter::Chapter;
use super::places::{answered_in, fields_in};
use crate::ui;
use case_study::Facet;
use case_study::fields::{FactGroup, Place};

use crate::browse::case::field_value::{FieldValue, Tag, field_value, heading};
use crate::list_query::ListQuery;
use crate::ui::{EvidenceLabel, Fact, Facts, IntoMarkup, Markup, Paragraphs};
use case_study::PublicContent;
use case_study::text;
use case_study::vocabulary::Term;
use leptos::prelude::*;

/// The whole panel, one group below the other.
pub fn panel(content: &PublicContent) -> impl IntoView + use<> {
    panel_in(content, Chapter::PAGE)
}

/// The same as a part of a longer document.
pub fn panel_in(content: &PublicContent, chapter: Chapter) -> impl IntoView + use<> {
    FactGroup::ALL
        .into_iter()
        .map(|group| {
            let rows: Vec<Fact> = fields_in(Place::Facts(group))
                .filter_map(|field| {
                    Some(Fact {
                        term: heading(field).to_owned(),
                        detail: detail(field_value(field, content)?),
                    })
                })
                .collect();
            view! { <Facts title=group.heading() heading=chapter.level rows=rows/> }
        })
        .collect_view()
}

/// An answer, whatever it is about.
pub fn detail(said: FieldValue) -> Markup {
    match said {
        FieldValue::Text(text) => view! { {text} }.into_markup(),
        FieldValue::Lines(lines) => {
            let lines = lines
                .into_iter()
                .map(|line| view! { <li>{line}</li> })
                .collect_view();
            view! { <ul class="fact-lines">{lines}</ul> }.into_markup()
        }
        FieldValue::Passage(text) => view! { <Paragraphs text=text/> }.into_markup(),
        FieldValue::Tags(tags) => links(tags),
        FieldValue::People { number, note } => people(number, note),
        FieldValue::Evidence(term) => evidence(term),
        FieldValue::Report(address) => report(&address),
    }
}

fn links(tags: Vec<Tag>) -> Markup {
    let tags = tags
        .into_iter()
        .map(|tag| match tag.href() {
            Some(href) => view! { <li><a href=href>{tag.label}</a></li> }.into_markup(),
            None => view! { <li>{tag.label}</li> }.into_markup(),
        })
        .collect_view();
    view! { <ul class="fact-links">{tags}</ul> }.into_markup()
}

fn people(number: Option<u32>, note: String) -> Markup {
    let Some(number) = number else {
        return view! { {note} }.into_markup();
    };
    view! {
        <p class="fact-number">{ui::with_commas(number.into())}</p>
        {(!note.is_empty()).then(|| view! { <p>{note}</p> })}
    }
    .into_markup()
}

/// The label, what it means, and where all of them are explained.
fn evidence(term: &'static Term) -> Markup {
    let list = ListQuery::only(Facet::Evidence, term.slug).href();
    view! {
        <p><EvidenceLabel slug=term.slug label=term.label/></p>
        <p>{term.definition}</p>
        <ul class="fact-links no-print">
            <li><a href=paths::ABOUT_EVIDENCE>"What the labels mean"</a></li>
            <li><a href=list>"Others with this label"</a></li>
        </ul>
    }
    .into_markup()
}

fn report(address: &str) -> Markup {
    view! { <a href=address.to_owned()>{format!("Read the report at {}", text::host(address))}</a> }
        .into_markup()
}

/// Whether the panel has anything to show.
pub fn is_empty(content: &PublicContent) -> bool {
    FactGroup::ALL
        .into_iter()
        .all(|group| answered_in(Place::Facts(group), content).next().is_none())
}
