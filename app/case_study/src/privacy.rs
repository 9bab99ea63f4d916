//! What the privacy page of an installation says that only its operator knows.

use super::text_input::tidy;
use serde::{Deserialize, Serialize};

/// As the operator wrote it; what is empty is not said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PrivacyWords {
    /// Who decides what is stored and why, with an address.
    pub controller: String,
    /// The legal basis.
    pub basis: String,
    /// What is kept for how long beside what the program knows, such as copies for emergencies.
    pub retention: String,
    /// Who to complain to.
    pub complaint: String,
}

/// A box of the operator's form.
#[derive(Debug, Clone, Copy)]
pub struct PrivacyField {
    pub key: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    /// Its heading on the page.
    pub heading: &'static str,
    pub get: fn(&PrivacyWords) -> &str,
    set: fn(&mut PrivacyWords, String),
}

/// No word of it is longer than a page should be.
pub const LONGEST: usize = 2_000;

/// Every box, in the order of the form and of the page.
pub const PRIVACY_FIELDS: [PrivacyField; 4] = [
    PrivacyField {
        key: "controller",
        label: "Who is responsible",
        hint: "The organisation that decides what is stored and why, with an address and how to reach it.",
        heading: "Who is responsible",
        get: |words| &words.controller,
        set: |words, text| words.controller = text,
    },
    PrivacyField {
        key: "basis",
        label: "Why you may store it",
        hint: "The legal basis, in plain words: for example that people agreed to it.",
        heading: "Why we may store it",
        get: |words| &words.basis,
        set: |words, text| words.basis = text,
    },
    PrivacyField {
        key: "retention",
        label: "What else is kept",
        hint: "What the page cannot know, such as for how long you keep copies for emergencies.",
        heading: "What else is kept",
        get: |words| &words.retention,
        set: |words, text| words.retention = text,
    },
    PrivacyField {
        key: "complaint",
        label: "Where people can complain",
        hint: "The authority for data protection, with its web address.",
        heading: "If you want to complain",
        get: |words| &words.complaint,
        set: |words, text| words.complaint = text,
    },
];

impl PrivacyWords {
    /// Puts what was typed into a box.
    pub fn put(&mut self, field: &PrivacyField, typed: &str) {
        (field.set)(self, tidy(typed));
    }

    /// What is wrong with a box, as a sentence that says what to do.
    #[must_use]
    pub fn fault(&self, field: &PrivacyField) -> Option<String> {
        let long = (field.get)(self).chars().count();
        (long > LONGEST).then(|| {
            format!(
                "\u{201c}{}\u{201d} can have {LONGEST} characters at most, and this has {long}. Make it shorter",
                field.label
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, PRIVACY_FIELDS, PrivacyWords};

    #[test]
    fn every_box_is_read_and_kept_to_its_length() {
        let mut words = PrivacyWords::default();
        for field in &PRIVACY_FIELDS {
            words.put(field, &format!("  Text of {}.\r\nNext line. ", field.key));
            assert_eq!(
                (field.get)(&words),
                format!("Text of {}.\nNext line.", field.key)
            );
            assert_eq!(words.fault(field), None);
            words.put(field, &"x".repeat(LONGEST + 1));
            assert!(words.fault(field).is_some(), "{}", field.key);
        }
        let older: PrivacyWords =
            serde_json::from_str("{\"controller\":\"Us\",\"more\":1}").unwrap();
        assert_eq!(
            (older.controller.as_str(), older.basis.as_str()),
            ("Us", "")
        );
    }
}
