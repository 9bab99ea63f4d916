//! What came with a case study and nobody placed, for moderators: they read it, and may ask about it.

use crate::ui::{Details, IntoMarkup, Markup, Paragraphs};
use case_study::material::Piece;
use leptos::prelude::*;
use store::material::Material;

/// Nothing where nothing came, or all of it has its place.
pub(super) fn view(material: &[Material]) -> Option<Markup> {
    let files: Vec<&Material> = material
        .iter()
        .filter(|one| one.left().next().is_some())
        .collect();
    if files.is_empty() {
        return None;
    }
    let files = files.into_iter().map(of_file).collect_view();
    Some(
        view! {
            <section class="section stack" id="material" aria-labelledby="material-heading">
                <h2 id="material-heading">"What came along"</h2>
                <p>"The museum sent this with its case study. These words stand in no answer."</p>
                {files}
            </section>
        }
        .into_markup(),
    )
}

fn of_file(one: &Material) -> impl IntoView + use<> {
    let count = one.left().count();
    let summary = if count == 1 {
        format!("{}: one piece", one.name)
    } else {
        format!("{}: {count} pieces", one.name)
    };
    let pieces = one.left().map(|(_, piece)| of_piece(piece)).collect_view();
    view! {
        <Details summary=summary>
            <div class="stack">{pieces}</div>
        </Details>
    }
}

fn of_piece(piece: &Piece) -> impl IntoView + use<> {
    let label =
        (!piece.label.is_empty()).then(|| view! { <p class="meta">{piece.label.clone()}</p> });
    view! {
        <div>
            {label}
            <Paragraphs text=piece.text.clone()/>
        </div>
    }
}
