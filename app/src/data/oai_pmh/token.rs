//! Resumption tokens: where a list goes on, all of it, so that nothing is kept for a harvester.
//!
//! A token ends with a checksum; one that was cut, mistyped or made by another version is refused.
//! The checksum is no secret: whoever makes a token of their own reads public records with it.

use super::request::is_plain;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::oai_records::{Selection, set_of_records};

/// Raised when the shape of tokens changes.
const VERSION: &str = "casebook-oai-1";

/// Where a list stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Token {
    pub selection: Selection,
    /// Records given on the pages before.
    pub before: u64,
    /// Records of the whole list, counted with its first page.
    pub total: Option<u64>,
}

impl Token {
    /// The token as text.
    #[must_use]
    pub fn write(&self) -> String {
        let Selection {
            from,
            until,
            set,
            after,
        } = &self.selection;
        let set = set.as_ref().map(|(facet, slug)| (facet.slug(), slug));
        let text = json!([from, until, set, after, self.before, self.total]).to_string();
        format!("{}{}", hex::encode(text.as_bytes()), checksum(&text))
    }

    /// Reads a token that [`write`](Self::write) made.
    #[must_use]
    pub fn read(token: &str) -> Option<Self> {
        // Sixteen digits of checksum; every digit of ASCII, or the cut could hit inside a letter.
        if !token.is_ascii() || token.len() < 16 {
            return None;
        }
        let (encoded, sum) = token.split_at(token.len() - 16);
        let text = String::from_utf8(hex::decode(encoded).ok()?).ok()?;
        if checksum(&text) != sum {
            return None;
        }
        let value: Value = serde_json::from_str(&text).ok()?;
        type Parts = (
            Option<i64>,
            Option<i64>,
            Option<(String, Option<String>)>,
            Option<(i64, i64)>,
            u64,
            Option<u64>,
        );
        let (from, until, set, after, before, total): Parts = serde_json::from_value(value).ok()?;
        // A checksum can be forged, so a token may say nothing that a question could not.
        let set = match set {
            Some((facet, slug)) if slug.as_deref().is_none_or(is_plain) => {
                Some((set_of_records(&facet)?, slug))
            }
            Some(_) => return None,
            None => None,
        };
        let possible = total.is_none_or(|total| before <= total);
        possible.then_some(Self {
            selection: Selection {
                from,
                until,
                set,
                after,
            },
            before,
            total,
        })
    }
}

fn checksum(text: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(VERSION);
    hash.update([0]);
    hash.update(text);
    hex::encode(&hash.finalize()[..8])
}

#[cfg(test)]
mod tests {
    use super::Token;
    use case_study::Facet;
    use store::oai_records::Selection;

    fn token() -> Token {
        Token {
            selection: Selection {
                from: Some(0),
                until: None,
                set: Some((Facet::Theme, Some("carers".into()))),
                after: Some((1_795_198_662_123, 17)),
            },
            before: 100,
            total: Some(224),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let text = token().write();
        assert!(
            text.bytes().all(|byte| byte.is_ascii_alphanumeric()),
            "{text}"
        );
        assert_eq!(Token::read(&text), Some(token()));
        assert_eq!(
            Token::read(&Token::default().write()),
            Some(Token::default())
        );
    }

    #[test]
    fn a_forged_token_says_nothing_impossible() {
        let set = |slug: &str| Token {
            selection: Selection {
                set: Some((Facet::Theme, Some(slug.into()))),
                ..Selection::default()
            },
            ..Token::default()
        };
        for odd in ["", "\u{0}", "a b", "caf\u{e9}", "%"] {
            assert_eq!(Token::read(&set(odd).write()), None, "{odd:?}");
        }
        let more_than_all = Token {
            before: 225,
            ..token()
        };
        assert_eq!(Token::read(&more_than_all.write()), None);
    }

    #[test]
    fn a_damaged_token_is_refused() {
        let text = token().write();
        for at in 0..text.len() {
            let mut damaged = text.clone();
            let other = if &text[at..=at] == "0" { "1" } else { "0" };
            damaged.replace_range(at..=at, other);
            assert_eq!(Token::read(&damaged), None, "{at}");
            assert_eq!(Token::read(&text[..at]), None, "{at}");
        }
        for odd in [
            "",
            "x",
            "é23456789012345",
            &format!("{text}0"),
            &text.to_uppercase(),
        ] {
            assert_eq!(Token::read(odd), None, "{odd}");
        }
    }
}
