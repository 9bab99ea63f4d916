//! The text that a person signs: what "check your answers" shows and asks, as one fingerprint.
//!
//! The page carries it. Whoever sends the form signs the text that was drawn, and not one that somebody
//! else saved meanwhile, or that stands there now that an old page was found again with Back.

use super::content::CaseStudyContent;
use super::declarations::{DECLARATIONS, WORDING_VERSION};
use super::fields::{Field, Section};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The statements to tick, among the marks.
const STATEMENTS: &str = "statements";
/// Bytes of a mark: enough to tell which answer is another one. The fingerprint decides.
const MARK: usize = 4;

/// A text with the statements about it, as they are signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedText {
    fingerprint: String,
    /// By the key of a field that is answered, and one for the statements.
    marks: BTreeMap<&'static str, String>,
}

/// What is another one than on the page that was signed.
#[derive(Clone, Default)]
pub struct ChangedSince {
    /// In the order of the form.
    pub fields: Vec<&'static Field>,
    pub statements: bool,
}

impl SignedText {
    /// Of a content as it stands, with today's statements.
    #[must_use]
    pub fn of(content: &CaseStudyContent) -> Self {
        let mut whole = Sha256::new();
        let mut marks = BTreeMap::new();
        let mut add = |key: &'static str, parts: &[&str]| {
            let hash = hash_of(key, parts);
            whole.update(hash);
            marks.insert(key, hex::encode(&hash[..MARK]));
        };
        for field in asked() {
            let answers = field.answers(content);
            if !answers.is_empty() {
                add(
                    field.key,
                    &answers.iter().map(String::as_str).collect::<Vec<_>>(),
                );
            }
        }
        let statements = DECLARATIONS.iter().flat_map(|one| [one.key, one.words]);
        add(
            STATEMENTS,
            &std::iter::once(WORDING_VERSION)
                .chain(statements)
                .collect::<Vec<_>>(),
        );
        Self {
            fingerprint: hex::encode(whole.finalize()),
            marks,
        }
    }

    /// What the page carries and the record of the declarations keeps.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// What the page carries beside it, to say later which answers are others now.
    #[must_use]
    pub fn marks(&self) -> String {
        let marks: Vec<String> = self
            .marks
            .iter()
            .map(|(key, mark)| format!("{key}:{mark}"))
            .collect();
        marks.join(" ")
    }

    /// What is another one than where these marks were made. Nothing for marks that are not ours.
    #[must_use]
    pub fn changed_since(&self, marks: &str) -> ChangedSince {
        let before: BTreeMap<&str, &str> = marks
            .split(' ')
            .filter_map(|mark| mark.split_once(':'))
            .collect();
        // A page of ours always has one for the statements.
        if !before.contains_key(STATEMENTS) {
            return ChangedSince::default();
        }
        let differs =
            |key: &str| before.get(key).copied() != self.marks.get(key).map(String::as_str);
        ChangedSince {
            fields: asked().filter(|field| differs(field.key)).collect(),
            statements: differs(STATEMENTS),
        }
    }
}

/// The fields that the page shows.
fn asked() -> impl Iterator<Item = &'static Field> {
    Section::FORM.iter().flat_map(|section| section.asked())
}

/// Each part with its length before it, so that no two lists are one text.
fn hash_of(key: &str, parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in std::iter::once(&key).chain(parts) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::{ChangedSince, SignedText, asked};
    use crate::CaseStudyContent;
    use crate::fields::tests::sample;

    /// Keys of the fields, and whether the statements are others.
    fn told(changed: &ChangedSince) -> (Vec<&'static str>, bool) {
        let keys = changed.fields.iter().map(|field| field.key);
        (keys.collect(), changed.statements)
    }

    #[test]
    fn another_answer_to_any_question_is_another_text_and_is_named() {
        let empty = SignedText::of(&CaseStudyContent::default());
        for field in asked() {
            let mut content = CaseStudyContent::default();
            field.put(&mut content, &sample(field.kind)).unwrap();
            let answered = SignedText::of(&content);
            assert_ne!(answered.fingerprint(), empty.fingerprint(), "{}", field.key);
            assert_eq!(
                told(&answered.changed_since(&empty.marks())),
                (vec![field.key], false)
            );
            assert_eq!(
                told(&empty.changed_since(&answered.marks())),
                (vec![field.key], false)
            );
        }
    }

    #[test]
    fn the_same_text_is_the_same_whatever_staff_or_newer_versions_keep_beside_it() {
        let mut content = CaseStudyContent {
            title: "Tea".into(),
            ..Default::default()
        };
        let before = SignedText::of(&content);
        content.evidence_label = "monitored".into();
        content.unknown = CaseStudyContent::from_stored(r#"{"future":"y"}"#)
            .unwrap()
            .unknown;
        let after = SignedText::of(&content);
        assert_eq!(after, before);
        assert_eq!(
            told(&after.changed_since(&before.marks())),
            (Vec::new(), false)
        );
    }

    #[test]
    fn words_that_move_from_one_line_to_the_next_are_another_text() {
        let with = |lessons: &[&str]| {
            SignedText::of(&CaseStudyContent {
                lessons: lessons.iter().map(|&one| one.to_owned()).collect(),
                ..Default::default()
            })
        };
        assert_ne!(
            with(&["Tea", "cake"]).fingerprint(),
            with(&["Tea cake"]).fingerprint()
        );
        assert_ne!(
            with(&["Tea", "cake"]).fingerprint(),
            with(&["Teacake"]).fingerprint()
        );
    }

    #[test]
    fn other_statements_are_said_to_be_others() {
        let text = SignedText::of(&CaseStudyContent::default());
        let earlier = text.marks().replace("statements:", "statements:0");
        let changed = text.changed_since(&earlier);
        assert_eq!(told(&changed), (Vec::new(), true));
    }

    #[test]
    fn a_form_without_marks_names_nothing() {
        let text = SignedText::of(&CaseStudyContent {
            title: "Tea".into(),
            ..Default::default()
        });
        for marks in ["", "title", "title:", ":::", "title:0000 \u{0}"] {
            assert_eq!(
                told(&text.changed_since(marks)),
                (Vec::new(), false),
                "{marks:?}"
            );
        }
    }
}
