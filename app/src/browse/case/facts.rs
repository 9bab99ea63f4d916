//! The panel beside the story: who, when, where, how they know, what it took.

use super::chapter::Chapter;
use super::places::{fields_in, is_missed};
use case_study::Facet;
use case_study::fields::{FactGroup, Place};

use crate::browse::case::field_value::{
    Evidence, FieldValue, Tag, field_value, heading, not_given,
};
use crate::list_query::ListQuery;
use crate::ui::{EvidenceLabel, Fact, Facts, IntoMarkup, Markup, Paragraphs};
use case_study::evidence::People;
use case_study::text;
use leptos::prelude::*;
use store::cases::PublicCase;

/// The whole panel, one group below the other. What every reader looks for stands there in any case: where a
/// case does not say it, that is said.
pub fn panel(case: &PublicCase) -> impl IntoView + use<> {
    panel_in(case, Chapter::PAGE)
}

/// The same as a part of a longer document.
pub fn panel_in(case: &PublicCase, chapter: Chapter) -> impl IntoView + use<> {
    FactGroup::ALL
        .into_iter()
        .map(|group| {
            let rows: Vec<Fact> = fields_in(Place::Facts(group))
                .filter_map(|field| {
                    let said = field_value(field, case).map(detail);
                    let missed = is_missed(field, &case.content).then(|| unsaid(case.compiled));
                    Some(Fact {
                        term: heading(field).to_owned(),
                        detail: said.or(missed)?,
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
        FieldValue::People { count, note } => people(count, note),
        FieldValue::Evidence(said) => evidence(said),
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

fn unsaid(compiled: bool) -> Markup {
    view! { <p class="fact-unsaid">{not_given(compiled)}</p> }.into_markup()
}

fn people(count: Option<People>, note: String) -> Markup {
    let Some(count) = count else {
        return view! { {note} }.into_markup();
    };
    view! {
        <p class="fact-number">{count.in_words()}</p>
        {(!note.is_empty()).then(|| view! { <p>{note}</p> })}
    }
    .into_markup()
}

/// The label, what it means, why this one, and where all of them are explained.
fn evidence(said: Evidence) -> Markup {
    let list = ListQuery::only(Facet::Evidence, said.slug).href();
    view! {
        <p><strong><EvidenceLabel words=said.label/></strong></p>
        <p>{said.meaning}</p>
        <Paragraphs text=said.reason/>
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
