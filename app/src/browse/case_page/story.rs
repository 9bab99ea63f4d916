//! The running text: lessons first for readers in a hurry, then the story, then where to go on.

use super::places::{Place, answered_in};
use crate::browse::words;
use crate::case_study::{CaseStudyContent, FIELDS, Field, SeenBy};
use crate::ui::{IntoMarkup, Markup};
use crate::ui::{Paragraphs, Quotation};
use leptos::prelude::*;

/// Where the skip link of a content note leads.
pub const STORY_ID: &str = "story";

/// What was learned, as a panel before the story.
pub fn lessons(content: &CaseStudyContent) -> impl IntoView + use<> {
    answered_in(Place::Lessons, content)
        .map(|field| {
            let points = field
                .in_words(content)
                .into_iter()
                .map(|point| view! { <li>{point}</li> })
                .collect_view();
            view! {
                <section class="lessons" aria-labelledby="lessons">
                    <h2 id="lessons">"What they learned"</h2>
                    <ol>{points}</ol>
                </section>
            }
        })
        .collect_view()
}

/// The story, a short heading a field.
pub fn story(content: &CaseStudyContent) -> impl IntoView + use<> {
    let parts = FIELDS
        .iter()
        .filter(|field| field.seen_by == SeenBy::Everyone && field.is_answered(content))
        .filter_map(|field| match super::places::place_of(field) {
            Place::Story => Some(passage(field, content)),
            Place::Quotation => Some(quotation(content)),
            _ => None,
        })
        .collect_view();
    view! { <div class="prose case-story" id=STORY_ID tabindex="-1">{parts}</div> }
}

fn passage(field: &Field, content: &CaseStudyContent) -> Markup {
    view! {
        <h2 id=field.key>{field.heading}</h2>
        <Paragraphs text=field.answers(content).join("\n\n")/>
    }
    .into_markup()
}

fn quotation(content: &CaseStudyContent) -> Markup {
    view! { <Quotation text=content.quotation.clone() source=content.quotation_from.clone()/> }
        .into_markup()
}

/// Links the museum gave, and how to ask it something.
pub fn links(content: &CaseStudyContent, contact: &str) -> Option<impl IntoView + use<>> {
    let items = content
        .links
        .iter()
        .map(|link| {
            let words = if link.title.is_empty() {
                words::host(&link.url)
            } else {
                link.title.clone()
            };
            view! { <li><a href=link.url.clone()>{words}</a></li> }
        })
        .collect_view();
    let ask = content.contact_by_readers && !contact.is_empty();
    if content.links.is_empty() && !ask {
        return None;
    }
    let links = (!content.links.is_empty()).then(|| view! { <ul>{items}</ul> });
    let contact = contact.to_owned();
    let ask = ask.then(|| {
        view! {
            <p>
                "The museum is happy to hear from you. Write to "
                <a href=format!("mailto:{contact}")>{contact.clone()}</a>
                " and we pass your message on."
            </p>
        }
    });
    Some(view! {
        <section class="prose case-end" aria-labelledby="more">
            <h2 id="more">"Find out more"</h2>
            {links}
            {ask}
        </section>
    })
}
