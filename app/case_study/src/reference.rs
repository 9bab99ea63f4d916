//! The name a submission goes by in mails, on the telephone and in URLs: `WB-7K3M-P2QX`.

use super::text_input::plain;
use std::fmt;
use std::str::FromStr;

/// Figures and capitals without look-alikes: no 0 or O, 1, I or L, and no U.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A reference in its written form. It names a submission and grants nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference(String);

/// The text is not a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a reference looks like WB-7K3M-P2QX")]
pub struct NotAReference;

impl Reference {
    /// Builds one from random bytes; the caller draws again when the database already has it.
    #[must_use]
    pub fn from_random(bytes: [u8; 8]) -> Self {
        let letter = |byte: u8| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]);
        let left: String = bytes[..4].iter().map(|b| letter(*b)).collect();
        let right: String = bytes[4..].iter().map(|b| letter(*b)).collect();
        Self(format!("WB-{left}-{right}"))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Reference {
    type Err = NotAReference;

    /// Reads a reference as people type it: small letters and missing hyphens are fine.
    fn from_str(text: &str) -> Result<Self, NotAReference> {
        let bare: String = plain(text)
            .chars()
            .filter(|c| !matches!(c, '-' | ' ' | '\u{2010}'..='\u{2015}'))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let letters = bare.strip_prefix("WB").ok_or(NotAReference)?;
        if letters.len() != 8 || !letters.bytes().all(|b| ALPHABET.contains(&b)) {
            return Err(NotAReference);
        }
        Ok(Self(format!("WB-{}-{}", &letters[..4], &letters[4..])))
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{ALPHABET, Reference};

    #[test]
    fn references_read_back_as_people_type_them() {
        let reference = Reference::from_random([0, 1, 2, 3, 4, 5, 6, 255]);
        assert_eq!(reference.as_str(), "WB-2345-678H");
        assert_eq!("wb2345678h".parse(), Ok(reference.clone()));
        assert_eq!(" WB-2345-678H ".parse(), Ok(reference));
    }

    #[test]
    fn look_alikes_and_other_text_are_refused() {
        for text in [
            "",
            "WB-2345-678O",
            "WB-2345-678",
            "AB-2345-6789",
            "WB-2345-67é",
        ] {
            assert!(text.parse::<Reference>().is_err(), "{text}");
        }
        assert!(!ALPHABET.iter().any(|b| b"01ILOU".contains(b)));
    }
}
