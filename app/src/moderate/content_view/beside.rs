//! The facts beside the story, as readers will see them, each with the way to change it.

use super::{Editing, is_shown};
use crate::browse::case::field_value::{field_value, heading};
use crate::browse::case::places::{fields_in, is_missed};
use crate::browse::case::{facts, preview};
use crate::ui::{Fact, Facts, IntoMarkup, Markup};
use case_study::fields::{FactGroup, Place, field};
use case_study::public::public_part;
use case_study::{CaseStudyContent, Field};
use leptos::prelude::*;
use store::cases::PublicCase;

/// Fields that readers meet elsewhere on the page, or not at all, in the group where moderators look for them.
const HERE: [(FactGroup, &str); 5] = [
    (FactGroup::Glance, "museum"),
    (FactGroup::Glance, "content_notes"),
    (FactGroup::Museum, "contact_by_readers"),
    (FactGroup::Museum, "on_map"),
    (FactGroup::Museum, "position"),
];

/// Answers that are said in one line with another, and edited on pages of their own.
const SAID_WITH: [(&str, &str); 3] = [
    ("town", "region"),
    ("town", "country"),
    ("measures", "measures_other"),
];

/// Whether a field stands here.
#[cfg(test)]
pub(super) fn holds(field: &Field) -> bool {
    matches!(field.place(), Place::Facts(_))
        || HERE.iter().any(|(_, key)| *key == field.key)
        || SAID_WITH.iter().any(|(_, key)| *key == field.key)
}

/// The fields of a group. Tags and what is asked first come first, as on the public page.
fn fields_of(group: FactGroup) -> impl Iterator<Item = &'static Field> {
    let here = HERE
        .iter()
        .filter(move |(of, _)| *of == group)
        .filter_map(|(_, key)| field(key));
    here.chain(fields_in(Place::Facts(group)))
}

/// The facts, group by group.
pub(in crate::moderate) fn beside(
    content: &CaseStudyContent,
    compiled: bool,
    editing: &Editing<'_>,
) -> impl IntoView + use<> {
    let case = PublicCase {
        compiled,
        // As it is, without words for what is not written yet.
        content: public_part(content.clone()),
        ..preview::case(CaseStudyContent::default())
    };
    FactGroup::ALL
        .into_iter()
        .map(|group| {
            let rows = fields_of(group)
                .filter_map(|field| row(field, content, &case, editing))
                .collect();
            view! { <Facts title=group.heading() rows=rows/> }
        })
        .collect_view()
}

fn row(
    field: &'static Field,
    content: &CaseStudyContent,
    case: &PublicCase,
    editing: &Editing<'_>,
) -> Option<Fact> {
    let said = field_value(field, case).map(facts::detail);
    let is_missing = is_shown(field, content) || is_missed(field, &case.content);
    let said = said.or_else(|| is_missing.then(|| facts::unsaid(case.compiled)))?;
    let fields: Vec<&'static Field> = std::iter::once(field).chain(said_with(field)).collect();
    let change = editing.link(field, "Change").map(|first| {
        let more = said_with(field)
            .filter_map(|field| editing.link_by_name(field))
            .map(|link| view! { ", "{link} })
            .collect_view();
        view! { <p class="fact-change">{first}{more}</p> }
    });
    let ours: Vec<Markup> = fields
        .iter()
        .filter_map(|field| editing.ours(field))
        .collect();
    let at: Vec<Markup> = fields
        .iter()
        .filter_map(|field| editing.at(field))
        .collect();
    let detail = view! {
        {said}
        {change}
        {ours}
        {at}
    };
    Some(Fact {
        term: heading(field).to_owned(),
        detail: detail.into_markup(),
    })
}

fn said_with(one: &Field) -> impl Iterator<Item = &'static Field> {
    let key = one.key;
    SAID_WITH
        .into_iter()
        .filter(move |(first, _)| *first == key)
        .filter_map(|(_, other)| field(other))
}
