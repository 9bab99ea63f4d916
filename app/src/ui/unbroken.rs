//! Titles whose hyphenated words stand on one line: "museum-led" is one word to its readers. The text is as
//! it was written, for whoever copies it; a word that is wider than its line still breaks.

use super::TextPiece;
use super::marked::marked;
use crate::ui::{IntoMarkup, Markup};
use leptos::prelude::*;

/// What is longer is an address, and no word.
const LONGEST: usize = 40;

/// A title with its hyphenated words held together.
#[must_use]
pub fn unbroken(title: &str) -> Markup {
    if !title.contains(is_hyphen) {
        return title.to_owned().into_markup();
    }
    unbroken_marked(vec![TextPiece {
        text: title.to_owned(),
        marked: false,
    }])
}

/// The same with what is found in it marked.
pub(super) fn unbroken_marked(pieces: Vec<TextPiece>) -> Markup {
    if !pieces.iter().any(|piece| piece.text.contains(is_hyphen)) {
        return marked(pieces).into_markup();
    }
    let letters: Vec<(char, bool)> = pieces
        .iter()
        .flat_map(|piece| piece.text.chars().map(|letter| (letter, piece.marked)))
        .collect();
    words(&letters)
        .map(|word| {
            let pieces = marked(in_pieces(word));
            if is_hyphenated(word) {
                view! { <span class="unbroken">{pieces}</span> }.into_markup()
            } else {
                pieces.into_markup()
            }
        })
        .collect_view()
        .into_markup()
}

const fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}')
}

/// Words and the gaps between them.
fn words(letters: &[(char, bool)]) -> impl Iterator<Item = &[(char, bool)]> {
    letters.chunk_by(|(one, _), (next, _)| one.is_whitespace() == next.is_whitespace())
}

/// A hyphen between letters or figures, with whatever stands around the word.
fn is_hyphenated(word: &[(char, bool)]) -> bool {
    let between = |three: &[(char, bool)]| match three {
        [(before, _), (hyphen, _), (after, _)] => {
            before.is_alphanumeric() && is_hyphen(*hyphen) && after.is_alphanumeric()
        }
        _ => false,
    };
    word.len() <= LONGEST && word.windows(3).any(between)
}

fn in_pieces(word: &[(char, bool)]) -> Vec<TextPiece> {
    word.chunk_by(|(_, one), (_, next)| one == next)
        .map(|piece| TextPiece {
            text: piece.iter().map(|(letter, _)| letter).collect(),
            marked: piece.first().is_some_and(|(_, marked)| *marked),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{unbroken, unbroken_marked};
    use crate::ui::{TextPiece, tidy_markers};
    use leptos::prelude::*;

    fn drawn(title: &str) -> String {
        tidy_markers(&view! { <h1>{unbroken(title)}</h1> }.to_html(), false)
    }

    #[test]
    fn hyphenated_words_are_held_together_with_the_signs_around_them() {
        assert_eq!(drawn("Tea & talk"), "<h1>Tea &amp; talk</h1>");
        assert_eq!(
            drawn("A \u{201c}museum-led\u{201d} group"),
            "<h1>A <span class=\"unbroken\">\u{201c}museum-led\u{201d}</span> group</h1>"
        );
        assert_eq!(
            drawn("Step-by-step, <b>12-15</b>"),
            "<h1><span class=\"unbroken\">Step-by-step,</span> \
             <span class=\"unbroken\">&lt;b&gt;12-15&lt;/b&gt;</span></h1>"
        );
        for whole in [
            "Tea - and talk",
            "Tea -",
            "-tea",
            "pre- and post",
            "2019\u{2013}2021",
        ] {
            assert_eq!(drawn(whole), format!("<h1>{whole}</h1>"));
        }
        let address = format!("https://museum.example/{}", "tea-".repeat(20));
        assert_eq!(drawn(&address), format!("<h1>{address}</h1>"));
    }

    #[test]
    fn what_is_found_is_marked_inside() {
        let piece = |text: &str, marked| TextPiece {
            text: text.into(),
            marked,
        };
        let pieces = vec![
            piece("A museum-", false),
            piece("led", true),
            piece(" group", false),
        ];
        let html = tidy_markers(&view! { <p>{unbroken_marked(pieces)}</p> }.to_html(), false);
        assert_eq!(
            html,
            "<p>A <span class=\"unbroken\">museum-<mark>led</mark></span> group</p>"
        );
    }
}
