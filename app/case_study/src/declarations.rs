//! What a submitter declares when sending a case, word for word and with a version, and what is kept
//! of it.

use serde::{Deserialize, Serialize};

/// One sentence to tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declaration {
    /// The name in the form and in the record.
    pub key: &'static str,
    pub words: &'static str,
}

/// A licence by its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Licence {
    /// As people write it.
    pub short: &'static str,
    pub name: &'static str,
    /// The identifier of the SPDX list, by which programs know it.
    pub spdx: &'static str,
    pub url: &'static str,
}

impl Licence {
    /// "CC BY 4.0, https://…", for programs that show a text.
    #[must_use]
    pub fn in_a_line(&self) -> String {
        format!("{}, {}", self.short, self.url)
    }
}

/// What submitters agree to, and so what everything public may be used under.
pub const LICENCE: Licence = Licence {
    short: "CC BY 4.0",
    name: "Creative Commons Attribution 4.0 International",
    spdx: "CC-BY-4.0",
    url: "https://creativecommons.org/licenses/by/4.0/",
};

/// Raised whenever a sentence changes, so that a record says which words a person agreed to.
pub const WORDING_VERSION: &str = "2026-12";

/// All of them are needed. Consent forms are kept by the museum, not uploaded: less held is less to lose.
pub const DECLARATIONS: &[Declaration] = &[
    Declaration {
        key: "authority",
        words: "I may send this for my museum.",
    },
    Declaration {
        key: "true",
        words: "The facts are right to the best of my knowledge.",
    },
    Declaration {
        key: "consent",
        words: "Everyone who could be recognised has agreed to be on a public website, and I can show it.",
    },
    Declaration {
        key: "no_personal_details",
        words: "No one who took part can be found from it: it has no addresses, dates of birth or other private details.",
    },
    Declaration {
        key: "partners",
        words: "The partners I name are happy to be named.",
    },
    Declaration {
        key: "licence",
        words: "The words are ours, or we may use them. Anyone may copy, share and change them if they say where they \
                are from, under the Creative Commons Attribution 4.0 licence. We cannot take that back later.",
    },
    Declaration {
        key: "privacy",
        words: "I have read the privacy page.",
    },
];

/// What the form brings when a case is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// Keys of the statements that were ticked.
    pub keys: Vec<String>,
    /// Fingerprint of the text they were ticked under: see [`signed_text`](crate::signed_text).
    pub fingerprint: String,
}

/// What is kept of it as JSON with the submission. Records of earlier versions name no text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeclarationRecord {
    /// The [`WORDING_VERSION`] that was agreed to.
    pub version: String,
    pub at: i64,
    pub account: Option<i64>,
    pub email: String,
    pub keys: Vec<String>,
    pub fingerprint: String,
    /// The revision that holds the text.
    pub revision_id: Option<i64>,
}

/// The sentence shown when one is not ticked.
pub const MISSING: &str =
    "Tick each statement to send your case study, or write to us if you cannot";

#[cfg(test)]
mod tests {
    use super::{DECLARATIONS, LICENCE};

    #[test]
    fn the_licence_is_the_one_that_submitters_agree_to() {
        let asked = DECLARATIONS
            .iter()
            .find(|declaration| declaration.key == "licence")
            .unwrap();
        let name = LICENCE.name.trim_end_matches(" International");
        assert!(asked.words.contains(name), "{}", asked.words);
    }
}
