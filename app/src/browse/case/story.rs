//! The running text, and the links the museum gave.

use super::chapter::Chapter;
use crate::ui::{Heading, IntoMarkup, Markup, Paragraphs, Quotation};
use crate::web::case_documents;
use case_study::fields::Place;
use case_study::text;
use case_study::{FIELDS, Field, PublicContent, SeenBy};
use leptos::prelude::*;

/// Where the skip link of a content note leads.
pub const STORY_ID: &str = "story";

/// The story, a short heading a field.
pub fn story(content: &PublicContent) -> impl IntoView + use<> {
    story_in(content, Chapter::PAGE)
}

/// The same as a part of a longer document.
pub fn story_in(content: &PublicContent, chapter: Chapter) -> impl IntoView + use<> {
    story_with(content, chapter, |_| None)
}

/// The same with something in the place of each part that is not written.
pub(super) fn story_with(
    content: &PublicContent,
    chapter: Chapter,
    unwritten: fn(&'static Field) -> Option<Markup>,
) -> impl IntoView + use<> {
    let parts = FIELDS
        .iter()
        .filter(|field| field.seen_by == SeenBy::Everyone)
        .filter_map(|field| match (field.place(), field.is_answered(content)) {
            (Place::Story, true) => Some(passage(field, content, chapter)),
            (Place::Quotation, true) => Some(quotation(content)),
            (Place::Story, false) => unwritten(field),
            _ => None,
        })
        .collect_view();
    view! { <div class="prose case-story" id=chapter.id(STORY_ID) tabindex="-1">{parts}</div> }
}

fn passage(field: &Field, content: &PublicContent, chapter: Chapter) -> Markup {
    let heading = field.heading;
    view! {
        <Heading level=chapter.level id=chapter.id(field.key)>{heading}</Heading>
        <Paragraphs text=field.answers(content).join("\n\n")/>
    }
    .into_markup()
}

fn quotation(content: &PublicContent) -> Markup {
    view! { <Quotation text=content.quotation.clone() source=content.quotation_from.clone()/> }
        .into_markup()
}

/// Links the museum gave, as a part of the page.
/// What a reader can take along or read on at. `folder` is where whoever reads the page may see its documents.
pub fn links(content: &PublicContent, folder: &str) -> Option<impl IntoView + use<>> {
    let links = link_list(content);
    let documents = case_documents::list(&content.documents, folder, |_, _| ().into_markup());
    (links.is_some() || documents.is_some()).then(|| {
        view! {
            <section class="prose case-end" aria-labelledby="more">
                <h2 id="more">"Find out more"</h2>
                {documents}
                {links}
            </section>
        }
    })
}

/// Links the museum gave: by their titles, or by where they lead.
pub fn link_list(content: &PublicContent) -> Option<impl IntoView + use<>> {
    if content.links.is_empty() {
        return None;
    }
    let items = content
        .links
        .iter()
        .map(|link| {
            let words = if link.title.is_empty() {
                text::host(&link.url)
            } else {
                link.title.clone()
            };
            view! { <li><a href=link.url.clone()>{words}</a></li> }
        })
        .collect_view();
    Some(view! { <ul>{items}</ul> })
}
