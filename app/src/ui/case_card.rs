//! A case study in a list.

use super::evidence_label::EvidenceLabel;
use super::marked::{TextPiece, marked};
use super::motif::{Motif, MotifSeed};
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
    /// Up to sixty words.
    pub summary: String,
    /// The museum's name.
    pub museum: String,
    /// "Liverpool, England".
    pub place: String,
    /// "Communities" or "Museum teams".
    pub strand_label: String,
    /// Themes in words; the card shows the first three.
    pub theme_labels: Vec<String>,
    /// How they know: who looked into it, how, how many people.
    pub evidence: String,
    /// Says that it was compiled from public sources and not sent in; a list of nothing else says it once.
    pub sample: bool,
    /// Neutral words about hard subjects, read before the summary.
    pub content_note: Option<String>,
    /// What the motif is drawn from.
    pub motif: MotifSeed,
    /// In the results of a search: the words found, marked.
    pub marked: Option<MarkedCard>,
}

/// The texts of a card with the words found in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkedCard {
    /// Title of the case.
    pub title: Vec<TextPiece>,
    /// The summary.
    pub summary: Vec<TextPiece>,
    /// A passage of the story that says more; may be empty.
    pub story: Vec<TextPiece>,
}

/// How many themes a card names before it says "and 2 more".
const THEMES_SHOWN: usize = 3;

/// A case study in a list: motif, title, museum, summary, themes and evidence.
///
/// The title's link covers the whole card, so the card is one target and one stop of the Tab key.
#[component]
pub fn CaseCard(
    card: CardView,
    #[prop(optional)] heading: HeadingLevel,
    /// What else can be done with the case, below everything; it stands above the card's own link.
    #[prop(optional_no_strip)]
    action: Option<Markup>,
) -> impl IntoView {
    let (title, summary, passage) = match card.marked {
        Some(found) => {
            let passage = (!found.story.is_empty())
                .then(|| view! { <p class="card-passage">{marked(found.story)}</p> });
            (
                unbroken_marked(found.title),
                marked(found.summary).into_markup(),
                passage,
            )
        }
        None => (unbroken(&card.title), card.summary.into_markup(), None),
    };
    let link = view! { <a class="card-link" href=card.href>{title}</a> };
    let title = match heading {
        HeadingLevel::H2 => view! { <h2 class="card-title">{link}</h2> }.into_markup(),
        HeadingLevel::H3 => view! { <h3 class="card-title">{link}</h3> }.into_markup(),
        HeadingLevel::H4 => view! { <h4 class="card-title">{link}</h4> }.into_markup(),
    };
    let place =
        (!card.place.is_empty()).then(|| view! { <span class="card-place">{card.place}</span> });
    let note = card
        .content_note
        .map(|note| view! { <p class="card-note">{note}</p> });
    let themes = themes_in_words(&card.theme_labels);
    let themes = (!themes.is_empty()).then(|| view! { <p class="card-themes">{themes}</p> });
    let sample = card
        .sample
        .then(|| view! { <span class="card-sample">"From public sources"</span> });
    view! {
        <article class="card">
            <div class="card-picture">
                <Motif seed=card.motif/>
            </div>
            <div class="card-words">
                <p class="card-strand">{card.strand_label}</p>
                {title}
                <p class="card-museum"><span>{card.museum}</span>{place}</p>
                {note}
                <p class="card-summary">{summary}</p>
                {passage}
                <div class="card-foot">
                    {themes}
                    <EvidenceLabel words=card.evidence/>
                    {sample}
                </div>
                {action.map(|action| view! { <div class="card-action">{action}</div> })}
            </div>
        </article>
    }
}

fn themes_in_words(labels: &[String]) -> String {
    let shown = labels
        .iter()
        .take(THEMES_SHOWN)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("\u{a0}· ");
    match labels.len().checked_sub(THEMES_SHOWN) {
        Some(more) if more > 0 => format!("{shown} and {more} more"),
        _ => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_themes_are_counted_not_listed() {
        let labels = [
            "Carers",
            "Healthy ageing",
            "Homelessness",
            "Mental health",
            "Carers",
        ]
        .map(str::to_owned);
        assert_eq!(
            themes_in_words(&labels),
            "Carers\u{a0}· Healthy ageing\u{a0}· Homelessness and 2 more"
        );
        assert_eq!(themes_in_words(&labels[..1]), "Carers");
        assert_eq!(themes_in_words(&[]), "");
    }

    #[test]
    fn a_title_is_text() {
        let card = CardView {
            title: "<b>Tea & talk</b>".into(),
            ..CardView::default()
        };
        let html = view! { <CaseCard card=card heading=HeadingLevel::H3/> }.to_html();
        assert!(html.contains("&lt;b&gt;Tea &amp; talk&lt;/b&gt;"), "{html}");
        assert!(html.contains("<h3"), "{html}");
    }
}
