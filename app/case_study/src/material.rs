//! What a museum had already and sent along: files and pasted texts, read into pieces that a person places.

use super::content::CaseStudyContent;
use super::email::is_email;
use super::fields::{FIELDS, Field, Kind, field};
use super::{Answers, mending};
use serde::{Deserialize, Serialize};

/// So many files and texts may come with one case study.
pub const MOST_MATERIAL: usize = 20;
/// So many files come with one form.
pub const MOST_FILES: usize = 5;

/// A piece of what was sent along.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// What it was called where it stood, such as "What we did"; often empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    pub text: String,
    /// The fields that it answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub placed_in: Vec<String>,
    /// The field that it seems to belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggested: Option<String>,
    /// A heading, an empty box, the head of a page: kept, but nothing to place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub aside: bool,
}

impl Piece {
    /// Whether a person may want to place it.
    #[must_use]
    pub fn is_left(&self) -> bool {
        !self.aside && self.placed_in.is_empty()
    }
}

/// The fields that a piece may be put into, in the order of the form: those that take words.
pub fn takes_pieces() -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(|field| {
        let is_worded = matches!(
            field.kind,
            Kind::Line { .. }
                | Kind::Words { .. }
                | Kind::Lines { .. }
                | Kind::Month
                | Kind::Count
                | Kind::WebAddress
                | Kind::Email
        );
        field.is_asked() && is_worded
    })
}

/// Puts a piece at the end of the answer to a field. `false` where that takes no words, or is answered with one thing
/// already.
pub fn place(answers: &mut Answers, field: &Field, piece: &Piece) -> bool {
    let is_answered = answers
        .all(field.key)
        .iter()
        .any(|text| !text.trim().is_empty());
    let holds_one = matches!(
        field.kind,
        Kind::Month | Kind::Count | Kind::WebAddress | Kind::Email
    );
    if holds_one && is_answered {
        return false;
    }
    if field.kind == Kind::Email {
        // "Learning team, learning@museum.example": the address alone.
        let address = piece
            .text
            .split([' ', ',', ';', '<', '>', '(', ')', '\n', '\t'])
            .map(|word| word.trim_matches('.'))
            .find(|word| is_email(word))
            .unwrap_or(&piece.text);
        answers.set(field.key, vec![address.to_owned()]);
        return true;
    }
    mending::append(answers, field, std::slice::from_ref(&piece.text))
}

/// The piece that answered a field is left to a person, because something else stands there. One that says the same needs
/// no place.
pub fn give_back(pieces: &mut [Piece], field: &Field, there: &CaseStudyContent) {
    let said = field.to_lines(there);
    for piece in pieces {
        let Some(at) = piece.placed_in.iter().position(|key| key == field.key) else {
            continue;
        };
        piece.placed_in.remove(at);
        if piece.placed_in.is_empty() {
            piece.suggested.get_or_insert_with(|| field.key.to_owned());
            piece.aside = said.len() == 1 && said.first() == Some(&piece.text);
        }
    }
}

/// The field with this key, where a piece may be put into it.
#[must_use]
pub fn field_for_pieces(key: &str) -> Option<&'static Field> {
    field(key).filter(|wanted| takes_pieces().any(|one| one.key == wanted.key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_comes_after_what_stands_there_and_replaces_nothing() {
        let piece = Piece {
            text: "And more.".into(),
            ..Piece::default()
        };
        let mut answers = Answers::default();
        answers.set("did", vec!["We met.".to_owned()]);
        assert!(place(&mut answers, field("did").unwrap(), &piece));
        assert_eq!(answers.one("did"), "We met.\n\nAnd more.");
        answers.set("participants", vec!["12".to_owned()]);
        assert!(!place(&mut answers, field("participants").unwrap(), &piece));
        assert_eq!(answers.one("participants"), "12");
        assert!(!place(&mut answers, field("museum_type").unwrap(), &piece));
        let contact = Piece {
            text: "Learning team, learning@museum.example".into(),
            ..Piece::default()
        };
        assert!(place(
            &mut answers,
            field("contact_email").unwrap(),
            &contact
        ));
        assert_eq!(answers.one("contact_email"), "learning@museum.example");
    }

    #[test]
    fn every_field_that_takes_pieces_takes_one() {
        for field in takes_pieces() {
            let piece = Piece {
                text: "12".into(),
                ..Piece::default()
            };
            assert!(
                place(&mut Answers::default(), field, &piece),
                "{}",
                field.key
            );
        }
    }
}
