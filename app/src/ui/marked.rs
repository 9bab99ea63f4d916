//! Text with some of it marked.

use crate::ui::IntoMarkup;
use leptos::prelude::*;

/// A piece of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextPiece {
    /// As it is; it is escaped like any text.
    pub text: String,
    /// It is what somebody looks for.
    pub marked: bool,
}

/// The pieces in a row.
pub(super) fn marked(pieces: Vec<TextPiece>) -> impl IntoView {
    pieces
        .into_iter()
        .map(|piece| {
            if piece.marked {
                view! { <mark>{piece.text}</mark> }.into_markup()
            } else {
                piece.text.into_markup()
            }
        })
        .collect_view()
}

#[cfg(test)]
mod tests {
    use super::{TextPiece, marked};
    use leptos::prelude::*;

    #[test]
    fn pieces_are_text() {
        let piece = |text: &str, marked| TextPiece {
            text: text.into(),
            marked,
        };
        let html = view! { <p>{marked(vec![piece("<b>", false), piece("tea & <i>", true)])}</p> }
            .to_html();
        assert!(html.contains("<mark>tea &amp; &lt;i&gt;</mark>"), "{html}");
        assert!(!html.contains("<b>"), "{html}");
    }
}
