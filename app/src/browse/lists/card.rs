//! A case as its card shows it.

use crate::browse::shortlist::Control;
use crate::list_query::ListQuery;
use crate::ui::{CardView, CaseCard, HeadingLevel, IntoMarkup, MarkedCard, MotifSeed, TextPiece};
use case_study::Vocabulary;
use case_study::text;
use index::{Excerpts, Piece};
use leptos::prelude::*;
use store::cases::PublicCase;

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
        href: paths::case_study(&case.slug),
        title: content.title.clone(),
        summary: content.summary.clone(),
        museum: content.museum.clone(),
        place: text::short_place(content),
        strand_label: text::strands(content),
        theme_labels: content
            .themes
            .iter()
            .map(|slug| Vocabulary::Theme.label_of(slug))
            .collect(),
        evidence_slug: content.evidence_label.clone(),
        evidence_label: Vocabulary::Evidence.label_of(&content.evidence_label),
        sample: case.compiled,
        content_note: text::content_note(content),
        motif: motif_seed(case),
        marked: None,
    }
}

/// The cards of a list in a grid: each opens its case with the way back to this list, and can be
/// set aside. In a search there is an excerpt for each case, with what somebody looks for marked.
pub fn listed_cards(
    cases: &[PublicCase],
    excerpts: &[Excerpts],
    query: &ListQuery,
    heading: HeadingLevel,
) -> impl IntoView + use<> {
    let cards = cases
        .iter()
        .enumerate()
        .map(|(at, case)| {
            let card = CardView {
                href: query.case_href(&case.slug),
                marked: excerpts.get(at).map(marked),
                ..card_view(case)
            };
            let id = format!("card-{}", case.slug);
            // Back at this card: the page is drawn anew, and nobody should have to look for it.
            let here = |shortlist| format!("{}#{id}", query.with_shortlist(shortlist).href());
            let control = Control::of(&case.slug, &case.content.title, &query.shortlist, here);
            let action = Some(control.view().into_markup());
            view! { <li id=id><CaseCard card=card heading=heading action=action/></li> }
        })
        .collect_view();
    view! { <ul class="card-grid">{cards}</ul> }
}

fn marked(excerpts: &Excerpts) -> MarkedCard {
    MarkedCard {
        title: pieces(&excerpts.title),
        summary: pieces(&excerpts.summary),
        story: excerpts.story.as_deref().map(pieces).unwrap_or_default(),
    }
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
