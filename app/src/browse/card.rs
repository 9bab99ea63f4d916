//! A case as its card shows it.

use super::list_query::LIST_PATH;
use super::words;
use crate::case_study::Vocabulary;
use crate::db::cases::PublicCase;
use crate::index::{Excerpts, Piece};
use crate::ui::{CardView, CaseCard, HeadingLevel, MarkedCard, MotifSeed, TextPiece};
use leptos::prelude::*;

/// The address of a case's page.
pub fn href(slug: &str) -> String {
    format!("{LIST_PATH}/{slug}")
}

/// What the motif of a case is drawn from.
pub fn motif_seed(case: &PublicCase) -> MotifSeed {
    MotifSeed {
        slug: case.slug.clone(),
        themes: case.content.themes.clone(),
        strand: case.content.strand.clone(),
    }
}

fn card_view(case: &PublicCase) -> CardView {
    let content = &case.content;
    CardView {
        href: href(&case.slug),
        title: content.title.clone(),
        summary: content.summary.clone(),
        museum: content.museum.clone(),
        place: words::short_place(content),
        strand_label: words::strands(content),
        theme_labels: content
            .themes
            .iter()
            .map(|slug| Vocabulary::Theme.label_of(slug))
            .collect(),
        evidence_slug: content.evidence_label.clone(),
        evidence_label: Vocabulary::Evidence.label_of(&content.evidence_label),
        sample: case.compiled,
        content_note: words::content_note(content),
        motif: motif_seed(case),
        marked: None,
    }
}

/// Cards in a grid, with what somebody looks for marked. There is an excerpt for each case.
pub fn marked_cards(
    cases: &[PublicCase],
    excerpts: &[Excerpts],
    heading: HeadingLevel,
) -> impl IntoView + use<> {
    let cards = cases
        .iter()
        .zip(excerpts)
        .map(|(case, excerpts)| {
            let card = CardView {
                marked: Some(MarkedCard {
                    title: pieces(&excerpts.title),
                    summary: pieces(&excerpts.summary),
                    story: excerpts.story.as_deref().map(pieces).unwrap_or_default(),
                }),
                ..card_view(case)
            };
            view! { <li><CaseCard card=card heading=heading/></li> }
        })
        .collect_view();
    view! { <ul class="card-grid">{cards}</ul> }
}

fn pieces(pieces: &[Piece]) -> Vec<TextPiece> {
    pieces
        .iter()
        .map(|piece| TextPiece {
            text: piece.text.clone(),
            marked: piece.marked,
        })
        .collect()
}

/// One card.
pub fn card(case: &PublicCase, heading: HeadingLevel) -> impl IntoView + use<> {
    view! { <CaseCard card=card_view(case) heading=heading/> }
}

/// Cards in a grid.
pub fn cards(cases: &[PublicCase], heading: HeadingLevel) -> impl IntoView + use<> {
    let cards = cases
        .iter()
        .map(|case| view! { <li><CaseCard card=card_view(case) heading=heading/></li> })
        .collect_view();
    view! { <ul class="card-grid">{cards}</ul> }
}
