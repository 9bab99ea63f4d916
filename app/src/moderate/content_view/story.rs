//! What readers will read: the summary, what came of it, the story, and where it comes from.

use super::value::value;
use super::{Editing, is_shown, not_given};
use crate::ui::{Details, IntoMarkup, Markup, Paragraphs, Quotation};
use case_study::fields::{Place, field};
use case_study::{CaseStudyContent, FIELDS, Field, SeenBy};
use leptos::prelude::*;
use word_count::count_words;

/// Whether a field stands in the reading column.
pub(super) fn holds(field: &Field) -> bool {
    field.seen_by == SeenBy::Everyone
        && match field.place() {
            Place::Summary
            | Place::InShort
            | Place::Story
            | Place::Lessons
            | Place::Quotation
            | Place::Pictures
            | Place::Source => true,
            // Whether readers can write to the museum is no link.
            Place::Links => matches!(field.key, "links" | "documents"),
            _ => false,
        }
}

/// The fields of the reading column, as the public page has them: what it is in short, then the story.
fn fields() -> impl Iterator<Item = &'static Field> {
    let short = |field: &&'static Field| matches!(field.place(), Place::Summary | Place::InShort);
    let first = FIELDS.iter().filter(|field| holds(field)).filter(short);
    let then = FIELDS
        .iter()
        .filter(|field| holds(field))
        .filter(move |field| !short(field));
    first.chain(then)
}

/// The reading column. What its museum told in its own words stands first where nothing was made of it yet.
pub(in crate::moderate) fn story(
    content: &CaseStudyContent,
    editing: &Editing<'_>,
) -> impl IntoView + use<> {
    let parts: Vec<Markup> = fields()
        .filter_map(|field| part(field, content, editing))
        .collect();
    let is_told = FIELDS
        .iter()
        .any(|field| field.place() == Place::Story && holds(field) && field.is_answered(content));
    let own = own_words(content, is_told, editing);
    let (before, after) = if is_told { (None, own) } else { (own, None) };
    view! { {before}{parts}{after} }
}

fn part(
    field: &'static Field,
    content: &CaseStudyContent,
    editing: &Editing<'_>,
) -> Option<Markup> {
    let is_said = field.is_answered(content);
    if !is_shown(field, content) {
        return None;
    }
    let words = if !is_said {
        not_given()
    } else if field.place() == Place::Quotation {
        view! { <Quotation text=content.quotation.clone() source=content.quotation_from.clone()/> }
            .into_markup()
    } else {
        value(field, content)
    };
    // What it is in short runs under a small line, so that the story begins early.
    let class = match field.place() {
        Place::Summary | Place::InShort => "review-part review-short",
        _ => "review-part",
    };
    Some(
        view! {
            <div class=class>
                <div class="part-head"><h2 id=field.key>{field.heading}</h2>{editing.link(field, "Edit")}</div>
                {editing.ours(field)}
                {words}
                {editing.at(field)}
            </div>
        }
        .into_markup(),
    )
}

/// The story as it was told, in one piece: what the rest is made from.
fn own_words(content: &CaseStudyContent, is_told: bool, editing: &Editing<'_>) -> Option<Markup> {
    let text = content.own_words.clone();
    if text.is_empty() {
        return None;
    }
    let length = format!(
        "{} words, never published as they stand.",
        count_words(&text)
    );
    let words = view! { <div class="prose review-text"><Paragraphs text=text/></div> };
    let words = if is_told {
        view! { <Details summary="Read what the museum sent">{words}</Details> }.into_markup()
    } else {
        words.into_markup()
    };
    let noted = field("own_words").and_then(|field| editing.at(field));
    Some(
        view! {
            <section class="review-section" aria-labelledby="own-words">
                <h2 id="own-words">"In the museum\u{2019}s own words"</h2>
                {words}
                <p class="meta">{length}</p>
                {noted}
            </section>
        }
        .into_markup(),
    )
}
