//! The text that a museum is writing: its answers, and beside them what cannot be read yet.
//!
//! One impossible answer ("about 20" people, "2021-22" as a year) never holds back the others. It is
//! kept as typed, shown again in its box with the sentence that says what to do, and stands in the
//! way of sending until it can be read or is emptied.

use super::answers::{Answers, tidy};
use super::content::CaseStudyContent;
use super::fields::{FIELDS, Field, Section, field};
use super::text::lower_first;
use super::validation::{
    FieldError, LONGEST_ANSWER, Strictness, check_answer, check_section, check_submission, sorted,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// All answers of a case study together are no longer than this while it is written; in characters.
pub const LONGEST_DRAFT: usize = 200_000;

/// Answers as typed that cannot be read yet, by field key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Unread(BTreeMap<String, Vec<String>>);

/// What is stored while a museum may write.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WorkingCopy {
    /// What can be read. A field whose answer cannot be read is empty here.
    pub content: CaseStudyContent,
    unread: Unread,
}

impl WorkingCopy {
    /// The copy as it was stored. What an earlier version could not read and this one can, is read.
    #[must_use]
    pub fn new(content: CaseStudyContent, unread: Unread) -> Self {
        let mut copy = Self {
            content,
            unread: Unread::default(),
        };
        for (key, typed) in unread.0 {
            match field(&key) {
                Some(field) => copy.put_one(field, typed),
                // A field of a newer version: carried along.
                None => {
                    copy.unread.0.insert(key, typed);
                }
            }
        }
        copy
    }

    /// What cannot be read yet, for storing.
    #[must_use]
    pub const fn unread(&self) -> &Unread {
        &self.unread
    }

    /// What the boxes of a field hold: the answer, or what was typed in its place.
    #[must_use]
    pub fn answers_to(&self, field: &Field) -> Vec<String> {
        self.typed(field)
            .map_or_else(|| field.shown_answers(&self.content), <[String]>::to_vec)
    }

    /// The same for several fields, as a page of the form shows them.
    #[must_use]
    pub fn answers(&self, fields: impl Iterator<Item = &'static Field>) -> Answers {
        let mut answers = Answers::default();
        for field in fields {
            answers.set(field.key, self.answers_to(field));
        }
        answers
    }

    /// What was typed for a field and cannot be read.
    #[must_use]
    pub fn typed(&self, field: &Field) -> Option<&[String]> {
        self.unread.0.get(field.key).map(Vec::as_slice)
    }

    /// Whether anything was written for a field.
    #[must_use]
    pub fn is_begun(&self, field: &Field) -> bool {
        self.typed(field).is_some() || field.is_answered(&self.content)
    }

    /// A short name for what these fields hold; that of [`fingerprint`](super::answers::fingerprint)
    /// where everything can be read.
    #[must_use]
    pub fn fingerprint(&self, fields: impl Iterator<Item = &'static Field>) -> String {
        let fields: Vec<&'static Field> = fields.collect();
        let readable = super::answers::fingerprint(&self.content, fields.iter().copied());
        let typed: Vec<_> = fields
            .iter()
            .filter_map(|field| self.typed(field).map(|typed| (field.key, typed)))
            .collect();
        if typed.is_empty() {
            return readable;
        }
        use sha2::Digest;
        let hashed = sha2::Sha256::digest(format!("{readable} {typed:?}"));
        hex::encode(&hashed[..8])
    }

    /// Puts the answers to these fields in. A field the form did not send is emptied: that is how
    /// browsers say "no box is ticked". What cannot be read is kept as typed, and of what is longer
    /// than can be kept, as much as fits.
    ///
    /// Returns a sentence for each answer of which something was left out.
    pub fn put(
        &mut self,
        answers: &Answers,
        fields: impl Iterator<Item = &'static Field>,
    ) -> Vec<FieldError> {
        let fields: Vec<&'static Field> = fields.collect();
        let mut room = LONGEST_DRAFT.saturating_sub(self.length_without(&fields));
        let mut left_out = Vec::new();
        for field in fields {
            let typed = answers.all(field.key).iter().map(|text| tidy(text));
            let (kept, lost) = clip(typed.collect(), room.min(LONGEST_ANSWER));
            if lost > 0 {
                left_out.push(FieldError::new(field.key, too_long(field, room, lost)));
            }
            room -= length(&kept);
            self.put_one(field, kept);
        }
        left_out
    }

    fn put_one(&mut self, field: &Field, typed: Vec<String>) {
        self.unread.0.remove(field.key);
        if fault_of(field, &typed).is_none() && field.put(&mut self.content, &typed).is_ok() {
            return;
        }
        // Every kind of answer can be empty.
        let _ = field.put(&mut self.content, &[]);
        self.unread.0.insert(field.key.to_owned(), typed);
    }

    /// A sentence for each answer that cannot be read, in form order.
    #[must_use]
    pub fn unreadable(&self) -> Vec<FieldError> {
        FIELDS
            .iter()
            .filter_map(|field| {
                let message = fault_of(field, self.typed(field)?)?;
                Some(FieldError::new(field.key, message))
            })
            .collect()
    }

    /// The same for one page of the form.
    #[must_use]
    pub fn unreadable_in(&self, section: Section) -> Vec<FieldError> {
        of_section(self.unreadable(), section)
    }

    /// What stands in the way of sending on one page of the form, in form order.
    #[must_use]
    pub fn check_section(&self, section: Section) -> Vec<FieldError> {
        let found = check_section(&self.content, section, Strictness::Submission);
        self.with_unreadable(found, self.unreadable_in(section))
    }

    /// What stands in the way of sending, in form order.
    #[must_use]
    pub fn check_submission(&self) -> Vec<FieldError> {
        self.with_unreadable(check_submission(&self.content), self.unreadable())
    }

    /// Of an answer that cannot be read nothing else is said, least of all that it is missing.
    fn with_unreadable(
        &self,
        found: Vec<FieldError>,
        unreadable: Vec<FieldError>,
    ) -> Vec<FieldError> {
        let readable = found
            .into_iter()
            .filter(|error| !self.unread.0.contains_key(&error.field));
        sorted(readable.chain(unreadable).collect())
    }

    fn length_without(&self, fields: &[&'static Field]) -> usize {
        FIELDS
            .iter()
            .filter(|field| !fields.iter().any(|other| other.key == field.key))
            .map(|field| length(&self.answers_to(field)))
            .sum()
    }
}

fn of_section(errors: Vec<FieldError>, section: Section) -> Vec<FieldError> {
    let is_there = |key: &str| field(key).is_some_and(|field| field.section == section);
    errors
        .into_iter()
        .filter(|error| is_there(&error.field))
        .collect()
}

/// Why what was typed can never be this answer.
fn fault_of(field: &Field, typed: &[String]) -> Option<String> {
    let mut content = CaseStudyContent::default();
    if let Err(message) = field.put(&mut content, typed) {
        return Some(format!(
            "{}: {}",
            field.name_for_author(),
            lower_first(message)
        ));
    }
    check_answer(field, &content)
}

fn length(texts: &[String]) -> usize {
    texts.iter().map(|text| text.chars().count()).sum()
}

/// The first `room` characters of these texts, and how many are left over.
fn clip(mut texts: Vec<String>, mut room: usize) -> (Vec<String>, usize) {
    let mut lost = 0;
    for text in &mut texts {
        let count = text.chars().count();
        if count > room {
            *text = text.chars().take(room).collect();
            lost += count - room;
        }
        room -= count.min(room);
    }
    (texts, lost)
}

fn too_long(field: &Field, room: usize, lost: usize) -> String {
    let most = if room < LONGEST_ANSWER {
        format!("all your answers together can have {LONGEST_DRAFT} characters")
    } else {
        format!("one answer can have {LONGEST_ANSWER} characters")
    };
    format!(
        "{}: {most}, so we saved it without its last {lost}. Shorten it and save it again",
        field.name_for_author()
    )
}

#[cfg(test)]
mod tests;
