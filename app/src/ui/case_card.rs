//! A case study in a list: a line, or the first of a page at large.

use super::evidence_label::EvidenceLabel;
use super::marked::{TextPiece, marked};
use super::motif::{Motif, MotifSeed, MotifThumb};
use super::photograph::{Photo, Photograph};
use super::unbroken::{unbroken, unbroken_marked};
use crate::ui::{IntoMarkup, Markup};
use leptos::prelude::*;

/// The level of a heading, chosen by the page so that levels never skip.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HeadingLevel {
    /// `<h2>`
    #[default]
    H2,
    /// `<h3>`
    H3,
    /// `<h4>`
    H4,
}

/// What a card shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardView {
    /// The case's page.
    pub href: String,
    /// Title of the case.
    pub title: String,
    /// The museum's name.
    pub museum: String,
    /// "Liverpool, England, 2012 to 2016".
    pub place_and_years: String,
    /// How they know: who looked into it, how, how many people.
    pub evidence: String,
    /// Says that it was compiled from public sources and not sent in, or is a sample; a list of nothing else says it
    /// once.
    pub origin: Option<&'static str>,
    /// Neutral words about hard subjects, read before anything that is said of the work.
    pub content_note: Option<String>,
    /// What the motif is drawn from.
    pub motif: MotifSeed,
    /// Stands in the place of the motif.
    pub photo: Option<Photograph>,
    /// Up to sixty words, for the one that stands at large above the others.
    pub at_large: Option<String>,
    /// In the results of a search: the words found, marked.
    pub marked: Option<MarkedCard>,
}

/// The texts of a card with the words found in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkedCard {
    /// Title of the case.
    pub title: Vec<TextPiece>,
    /// The summary, which is shown where something was found in it.
    pub summary: Vec<TextPiece>,
    /// A passage of the story that says more; may be empty.
    pub story: Vec<TextPiece>,
}

/// A case study in a list: a small motif beside title, museum, place, years and evidence.
///
/// The title's link covers the whole card, so the card is one target and one stop of the Tab key.
#[component]
pub fn CaseCard(
    card: CardView,
    #[prop(optional)] heading: HeadingLevel,
    /// What else can be done with the case; it stands above the card's own link.
    #[prop(optional_no_strip)]
    action: Option<Markup>,
) -> impl IntoView {
    let at_large = card.at_large.is_some();
    let class = if at_large {
        "card card-at-large"
    } else {
        "card"
    };
    let picture = match (card.photo, at_large) {
        (Some(photo), true) => {
            view! { <Photo photo=photo sizes="(width < 60rem) 94vw, 36rem" lazy=true/> }
                .into_markup()
        }
        (Some(photo), false) => {
            view! { <Photo photo=photo sizes="7.5rem" lazy=true/> }.into_markup()
        }
        (None, true) => view! { <Motif seed=card.motif/> }.into_markup(),
        (None, false) => view! { <MotifThumb seed=card.motif/> }.into_markup(),
    };
    let summary = card
        .at_large
        .map(|summary| view! { <p class="card-summary">{summary}</p> });
    let (title, found) = match card.marked {
        Some(found) => (
            unbroken_marked(found.title),
            Some(view! { {passage(found.summary)}{passage(found.story)} }),
        ),
        None => (unbroken(&card.title), None),
    };
    let link = view! { <a class="card-link" href=card.href>{title}</a> };
    let title = match heading {
        HeadingLevel::H2 => view! { <h2 class="card-title">{link}</h2> }.into_markup(),
        HeadingLevel::H3 => view! { <h3 class="card-title">{link}</h3> }.into_markup(),
        HeadingLevel::H4 => view! { <h4 class="card-title">{link}</h4> }.into_markup(),
    };
    let place = (!card.place_and_years.is_empty())
        .then(|| view! { <span class="card-place">{card.place_and_years}</span> });
    let note = card
        .content_note
        .map(|note| view! { <p class="card-note">{note}</p> });
    let origin = card
        .origin
        .map(|words| view! { <span class="card-sample">{words}</span> });
    view! {
        <article class=class>
            {picture}
            <div class="card-words">
                {title}
                <p class="card-museum">{card.museum}" "{place}</p>
                {note}
                {summary}
                {found}
                <p class="card-foot"><EvidenceLabel words=card.evidence/>" "{origin}</p>
            </div>
            {action.map(|action| view! { <div class="card-action">{action}</div> })}
        </article>
    }
}

/// A text with what was found in it; nothing where nothing was.
fn passage(pieces: Vec<TextPiece>) -> Option<impl IntoView> {
    let found = pieces.iter().any(|piece| piece.marked);
    found.then(|| view! { <p class="card-passage">{marked(pieces)}</p> })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(card: CardView) -> String {
        view! { <CaseCard card=card heading=HeadingLevel::H3/> }.to_html()
    }

    fn piece(text: &str, marked: bool) -> TextPiece {
        TextPiece {
            text: text.into(),
            marked,
        }
    }

    #[test]
    fn a_title_is_text() {
        let html = drawn(CardView {
            title: "<b>Tea & talk</b>".into(),
            ..CardView::default()
        });
        assert!(html.contains("&lt;b&gt;Tea &amp; talk&lt;/b&gt;"), "{html}");
        assert!(html.contains("<h3"), "{html}");
    }

    #[test]
    fn a_summary_is_shown_at_large_or_where_something_was_found_in_it() {
        let line = drawn(CardView::default());
        assert!(
            !line.contains("card-summary") && !line.contains("card-at-large"),
            "{line}"
        );
        let large = drawn(CardView {
            at_large: Some("We met on Tuesdays.".into()),
            ..CardView::default()
        });
        assert!(
            large.contains("card-at-large") && large.contains("We met on Tuesdays."),
            "{large}"
        );
        let searched = |marked| {
            drawn(CardView {
                marked: Some(MarkedCard {
                    title: vec![piece("Tea", true)],
                    summary: vec![piece("We met for ", false), piece("tea", marked)],
                    story: Vec::new(),
                }),
                ..CardView::default()
            })
        };
        assert!(searched(true).contains("We met for <mark>tea</mark>"));
        assert!(!searched(false).contains("We met for"));
    }
}
