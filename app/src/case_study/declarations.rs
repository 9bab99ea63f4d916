//! What a submitter declares when sending a case, word for word and with a version.

/// One sentence to tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declaration {
    /// The name in the form and in the record.
    pub key: &'static str,
    pub words: &'static str,
}

/// Raised whenever a sentence changes, so that a record says which words a person agreed to.
pub const WORDING_VERSION: &str = "2026-11";

/// All of them are needed. Consent forms are kept by the museum, not uploaded: less held is less to lose.
pub const DECLARATIONS: &[Declaration] = &[
    Declaration {
        key: "authority",
        words: "I may submit this for the museum.",
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
        words: "There are no personal details of participants in it.",
    },
    Declaration {
        key: "partners",
        words: "The partners I name are happy to be named.",
    },
    Declaration {
        key: "licence",
        words: "I hold or have cleared the rights, and agree to publish the text under the Creative Commons \
                Attribution 4.0 licence. Once given, that licence cannot be taken back.",
    },
    Declaration {
        key: "privacy",
        words: "I have read the privacy page.",
    },
];

/// The sentence shown when one is not ticked.
pub const MISSING: &str =
    "Tick each statement to send your case study, or write to us if you cannot";
