//! The facts beside the story: with whom, when, where, how they know, what it took. Six of them stand
//! above it, so that a phone shows them before the text.

use super::chapter::Chapter;
use super::places::{at_a_glance, fields_in, is_at_a_glance, is_missed};
use case_study::fields::{FactGroup, Place};
use case_study::{Facet, Field};

use crate::browse::case::field_value::{
    Evidence, FieldValue, Tag, field_value, heading, not_given,
};
use crate::list_query::ListQuery;
use crate::ui::{EvidenceLabel, Fact, Facts, IntoMarkup, Markup, Paragraphs};
use case_study::evidence::People;
use case_study::text;
use leptos::prelude::*;
use store::cases::PublicCase;

/// Where the page says how they know.
const EVIDENCE_ID: &str = "how-they-know";

/// What readers ask first, in six rows. What every reader looks for stands there in any case: where a case
/// does not say it, that is said.
pub fn glance(case: &PublicCase) -> impl IntoView + use<> {
    let rows = rows(at_a_glance(), case, |said| match said {
        FieldValue::Evidence(said) => view! {
            <p>{said.words}</p>
            <p class="no-print"><a href=format!("#{EVIDENCE_ID}")>"How they know"</a></p>
        }
        .into_markup(),
        other => detail(other),
    });
    view! { <Facts title=FactGroup::Glance.heading() rows=rows/> }
}

/// All other facts, one group below the other, and what the evidence label means.
pub fn others(case: &PublicCase) -> impl IntoView + use<> {
    FactGroup::ALL
        .into_iter()
        .map(|group| {
            let fields = fields_in(Place::Facts(group))
                .filter(|field| !is_at_a_glance(field) || field.key == "evidence_label");
            let rows = rows(fields, case, detail);
            let title = match group {
                FactGroup::Glance => "More about the work",
                other => other.heading(),
            };
            let id = (group == FactGroup::Evidence).then(|| EVIDENCE_ID.to_owned());
            view! { <Facts title=title id=id rows=rows/> }
        })
        .collect_view()
}

/// All facts as a part of a longer document.
pub fn panel_in(case: &PublicCase, chapter: Chapter) -> impl IntoView + use<> {
    FactGroup::ALL
        .into_iter()
        .map(|group| {
            let rows = rows(fields_in(Place::Facts(group)), case, detail);
            view! { <Facts title=group.heading() heading=chapter.level rows=rows/> }
        })
        .collect_view()
}

/// The fields that have an answer, and those that readers miss.
fn rows(
    fields: impl Iterator<Item = &'static Field>,
    case: &PublicCase,
    draw: impl Fn(FieldValue) -> Markup,
) -> Vec<Fact> {
    fields
        .filter_map(|field| {
            let said = field_value(field, case).map(&draw);
            let missed = is_missed(field, &case.content).then(|| unsaid(case.compiled));
            Some(Fact {
                term: heading(field).to_owned(),
                detail: said.or(missed)?,
            })
        })
        .collect()
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

/// In the place of an answer that readers look for.
pub fn unsaid(compiled: bool) -> Markup {
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
