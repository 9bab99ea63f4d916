//! What a form sent, before it is judged: kept as typed, so that a page can show it again.

use super::content::CaseStudyContent;
use super::fields::Field;
use super::text::lower_first;
pub use super::text_input::{one_line, tidy};
use super::validation::FieldError;
use std::collections::BTreeMap;

/// Typed answers by field key, each a list of strings in the order sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<String, Vec<String>>);

/// A form sent a key that this page does not ask for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the form has a field that this page does not know")]
pub struct UnknownKey;

impl Answers {
    /// Gathers what a form sent.
    ///
    /// # Errors
    /// When a key is not among `known`: such a form is not ours, and nothing of it is used.
    pub fn from_pairs(
        pairs: impl IntoIterator<Item = (String, String)>,
        known: impl Fn(&str) -> bool,
    ) -> Result<Self, UnknownKey> {
        let mut answers = Self::default();
        for (key, value) in pairs {
            if !known(&key) {
                return Err(UnknownKey);
            }
            answers.0.entry(key).or_default().push(value);
        }
        Ok(answers)
    }

    /// The answers content holds for these fields, as a form shows them.
    pub fn of(content: &CaseStudyContent, fields: impl Iterator<Item = &'static Field>) -> Self {
        Self(
            fields
                .map(|field| (field.key.to_owned(), field.shown_answers(content)))
                .collect(),
        )
    }

    /// Everything typed for a field; empty when the form sent nothing.
    #[must_use]
    pub fn all(&self, key: &str) -> &[String] {
        self.0.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// The first thing typed for a field, or an empty text.
    #[must_use]
    pub fn one(&self, key: &str) -> &str {
        self.all(key)
            .first()
            .map(String::as_str)
            .unwrap_or_default()
    }

    /// Whether the form sent anything for a field, be it empty.
    #[must_use]
    pub fn holds(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// Everything that was sent, key by key.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(key, values)| {
            values
                .iter()
                .map(move |value| (key.as_str(), value.as_str()))
        })
    }

    /// Everything that was sent something for.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Takes a key out, such as the button that was pressed.
    pub fn take(&mut self, key: &str) -> Option<String> {
        self.0
            .remove(key)
            .and_then(|values| values.into_iter().next())
    }

    pub fn set(&mut self, key: &str, values: Vec<String>) {
        self.0.insert(key.to_owned(), values);
    }

    /// Puts the answers to these fields into content. A field the form did not send is emptied:
    /// that is how browsers say "no box is ticked".
    ///
    /// Returns a sentence for each answer that cannot be read; those fields keep their old value.
    pub fn put_into(
        &self,
        content: &mut CaseStudyContent,
        fields: impl Iterator<Item = &'static Field>,
    ) -> Vec<FieldError> {
        fields
            .filter_map(|field| {
                field
                    .put(content, self.all(field.key))
                    .err()
                    .map(|message| {
                        FieldError::new(
                            field.key,
                            format!("{}: {}", field.name_for_author(), lower_first(message)),
                        )
                    })
            })
            .collect()
    }
}

/// A short name for what these fields of content hold. A form carries it from when it was drawn,
/// so that saving can tell whether somebody else has saved meanwhile.
#[must_use]
pub fn fingerprint(
    content: &CaseStudyContent,
    fields: impl Iterator<Item = &'static Field>,
) -> String {
    use sha2::Digest;
    let mut hash = sha2::Sha256::new();
    for field in fields {
        for answer in field.answers(content) {
            hash.update(field.key);
            hash.update([0]);
            hash.update(answer);
            hash.update([0]);
        }
    }
    hex::encode(&hash.finalize()[..8])
}

#[cfg(test)]
mod tests {
    use super::{Answers, UnknownKey, fingerprint};
    use crate::fields::fields_of;
    use crate::{CaseStudyContent, Section};

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn a_key_the_page_does_not_ask_for_is_refused() {
        assert_eq!(
            Answers::from_pairs(pairs(&[("status", "approved")]), |key| key == "title"),
            Err(UnknownKey)
        );
    }

    #[test]
    fn boxes_that_are_not_sent_are_unticked_and_bad_numbers_keep_the_old_value() {
        let mut content = CaseStudyContent {
            independently_evaluated: true,
            participants: Some(12),
            ..Default::default()
        };
        let answers = Answers::from_pairs(pairs(&[("participants", "a few")]), |_| true).unwrap();
        let errors = answers.put_into(&mut content, fields_of(Section::Evidence));
        assert!(!content.independently_evaluated);
        assert_eq!(content.participants, Some(12));
        assert_eq!(errors.len(), 1);
        assert_eq!(
            errors[0].message,
            "Number of people: enter a whole number in digits, such as 120 or about 120"
        );
    }

    #[test]
    fn the_fingerprint_follows_its_own_fields_only() {
        let mut content = CaseStudyContent::default();
        let empty = fingerprint(&content, fields_of(Section::Story));
        content.title = "Something else".into();
        assert_eq!(fingerprint(&content, fields_of(Section::Story)), empty);
        content.need = "People were lonely".into();
        assert_ne!(fingerprint(&content, fields_of(Section::Story)), empty);
    }
}
