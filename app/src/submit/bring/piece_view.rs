//! How a piece looks that has no place yet, and the list of where it may belong.

use super::of_draft::{FIELD, MATERIAL, PIECE};
use crate::ui::{
    Button, ButtonLook, Choice, FieldFrame, FormError, GroupedSelect, Paragraphs, describedby,
};
use case_study::fields::field;
use case_study::material::{Piece, takes_pieces};
use leptos::prelude::*;

/// The address within the page of the choice beside a piece.
pub(super) fn piece_id(material: i64, piece: usize) -> String {
    format!("piece-{material}-{piece}")
}

/// A piece without a place, and the form that gives it one. `chosen` is what was chosen in which box, if that could not be
/// done.
pub(super) fn of_piece(
    action: &str,
    material: i64,
    at: usize,
    piece: &Piece,
    errors: &[FormError],
    chosen: Option<&(String, String)>,
) -> impl IntoView + use<> {
    let id = piece_id(material, at);
    let error = FormError::of(errors, &id);
    let invalid = error.is_some();
    let suggested = piece
        .suggested
        .as_deref()
        .and_then(field)
        .map_or("", |field| field.key);
    let chosen = chosen
        .filter(|(of, _)| *of == id)
        .map_or(suggested, |(_, key)| key.as_str());
    let groups = places(chosen);
    // Which piece is asked about is heard with the question: there may be many.
    let words_id = format!("{id}-words");
    let described = match describedby(&id, false, invalid) {
        Some(error) => format!("{words_id} {error}"),
        None => words_id.clone(),
    };
    let words: String = piece.text.chars().take(40).collect();
    let label =
        (!piece.label.is_empty()).then(|| view! { <p class="meta">{piece.label.clone()}</p> });
    view! {
        <form class="brought-piece" method="post" action=action.to_owned() novalidate>
            <div class="brought-words" id=words_id>
                {label}
                <Paragraphs text=piece.text.clone()/>
            </div>
            <input type="hidden" name=MATERIAL value=material/>
            <input type="hidden" name=PIECE value=at.to_string()/>
            <FieldFrame id=id.clone() label="Where does this belong?" error=error>
                <GroupedSelect id=id.clone() name=FIELD groups=groups prompt="Choose" describedby=described invalid=invalid/>
            </FieldFrame>
            <Button label="Put it there" look=ButtonLook::Secondary about=words/>
        </form>
    }
}

/// The questions that take words, under the pages that ask them.
fn places(chosen: &str) -> Vec<(&'static str, Vec<Choice>)> {
    let mut pages: Vec<(&'static str, Vec<Choice>)> = Vec::new();
    for field in takes_pieces() {
        let choice = Choice {
            value: field.key.to_owned(),
            label: field.name_for_author().to_owned(),
            hint: None,
            checked: field.key == chosen,
        };
        let page = field.section.title();
        match pages.iter_mut().find(|(title, _)| *title == page) {
            Some((_, choices)) => choices.push(choice),
            None => pages.push((page, vec![choice])),
        }
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::places;
    use case_study::material::takes_pieces;

    #[test]
    fn every_place_is_offered_once_under_the_page_that_asks_for_it() {
        let pages = places("did");
        let offered: Vec<_> = pages.iter().flat_map(|(_, choices)| choices).collect();
        assert_eq!(offered.len(), takes_pieces().count());
        let chosen: Vec<_> = offered.iter().filter(|one| one.checked).collect();
        assert_eq!(chosen.len(), 1);
        assert_eq!(chosen[0].value, "did");
    }
}
