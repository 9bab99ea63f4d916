//! The text that a museum is writing: its answers, and beside them what cannot be read yet.
//!
//! One impossible answer ("a few" people, "last year") never holds back the others. It is
//! kept as typed, shown again in its box with the sentence that says what to do, and stands in the
//! way of sending until it can be read or is emptied.

use super::answers::{Answers, tidy};
use super::content::CaseStudyContent;
use super::fields::{FIELDS, Field, Kind, Section, field};
use super::numbers::read_people;
use super::text::lower_first;
use super::text_input::one_line;
use super::typed_dates::{TypedDate, read_dates};
use super::validation::{
    FieldError, LONGEST_ANSWER, Strictness, check_answer, check_section, check_to_publish,
    check_to_send, sorted,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// All answers of a case study together are no longer than this while it is written; in bytes, of which a letter from A to Z
/// takes one and no character more than four. Anybody may begin drafts, and this is what one can hold.
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
        let mut answers = Answers::default();
        for (key, typed) in unread.0 {
            if field(&key).is_none() {
                // A field of a newer version: carried along.
                copy.unread.0.insert(key, typed);
                continue;
            }
            // As forms before 2027 sent a date whose month was not chosen.
            let typed = match typed.as_slice() {
                [month, year] if key == STARTED || key == ENDED => {
                    if month.is_empty() {
                        vec![year.clone()]
                    } else {
                        typed
                    }
                }
                _ => typed,
            };
            answers.set(&key, typed);
        }
        let free: Vec<&'static Field> = FIELDS
            .iter()
            .filter(|field| answers.holds(field.key) || !field.is_answered(&copy.content))
            .collect();
        let meant = as_meant(&answers, &free);
        for field in free {
            if meant.holds(field.key) {
                copy.put_one(field, meant.all(field.key).to_vec());
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
        let answers = as_meant(answers, &fields);
        // What was kept when more could be is no shorter for being saved again.
        let held: usize = fields.iter().map(|field| self.size_of(field)).sum();
        let mut room = LONGEST_DRAFT
            .saturating_sub(self.size_without(&fields))
            .max(held);
        let mut left_out = Vec::new();
        for field in fields {
            let typed = answers.all(field.key).iter().map(|text| tidy(text));
            let clipped = clip(typed.collect(), LONGEST_ANSWER, room);
            if clipped.lost > 0 {
                left_out.push(FieldError::new(field.key, too_long(field, &clipped)));
            }
            room -= size(&clipped.kept);
            self.put_one(field, clipped.kept);
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

    /// Lays over this text what somebody wrote since they were given `base`: every answer of theirs that
    /// differs from it.
    pub fn lay_over(&mut self, theirs: &Self, base: &CaseStudyContent) {
        for field in FIELDS.iter().filter(|field| field.is_asked()) {
            if let Some(typed) = theirs.typed(field) {
                self.put_one(field, typed.to_vec());
            } else if field.answers(&theirs.content) != field.answers(base) {
                self.put_one(field, field.answers(&theirs.content));
            }
        }
    }

    /// A sentence for each answer that cannot be read, in form order.
    #[must_use]
    pub fn unreadable(&self) -> Vec<FieldError> {
        // What the form no longer asks for cannot be mended there, so it stands in nobody's way.
        let asked = FIELDS.iter().filter(|field| field.is_asked());
        let found = asked.filter_map(|field| {
            let message = fault_of(field, self.typed(field)?)?;
            Some(FieldError::new(field.key, message))
        });
        sorted(found.collect())
    }

    /// The same for one page of the form.
    #[must_use]
    pub fn unreadable_in(&self, section: Section) -> Vec<FieldError> {
        of_section(self.unreadable(), section)
    }

    /// What stands in the way of sending on one page of the form, in form order.
    #[must_use]
    pub fn check_section(&self, section: Section) -> Vec<FieldError> {
        let found = check_section(&self.content, section, Strictness::ToSend);
        self.with_unreadable(found, self.unreadable_in(section))
    }

    /// What stands in the way of sending, in form order.
    #[must_use]
    pub fn check_to_send(&self) -> Vec<FieldError> {
        self.with_unreadable(check_to_send(&self.content), self.unreadable())
    }

    /// What a moderator would have to find in the text before it is published, or ask about.
    #[must_use]
    pub fn left_to_publish(&self) -> Vec<FieldError> {
        self.with_unreadable(check_to_publish(&self.content), self.unreadable())
    }

    /// The answers on a page that are stored in other words than they were typed in ("about 20 people"), or
    /// that were filled from another answer ("2021-22"): what its author is shown.
    #[must_use]
    pub fn read_in_other_words(&self, answers: &Answers, section: Section) -> Vec<&'static Field> {
        section
            .asked()
            .filter(|field| self.typed(field).is_none())
            .filter(|field| {
                let typed: Vec<String> = answers
                    .all(field.key)
                    .iter()
                    .map(|text| one_line(text))
                    .filter(|text| !text.is_empty())
                    .collect();
                let stored = self.answers_to(field);
                match field.kind {
                    Kind::Month | Kind::Count | Kind::WebAddress | Kind::Links { .. } => {
                        let stored: Vec<&String> =
                            stored.iter().filter(|text| !text.is_empty()).collect();
                        stored != typed.iter().collect::<Vec<_>>()
                    }
                    _ => typed.is_empty() && !stored.is_empty(),
                }
            })
            .collect()
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

    fn size_of(&self, field: &Field) -> usize {
        size(&self.answers_to(field))
    }

    fn size_without(&self, fields: &[&'static Field]) -> usize {
        FIELDS
            .iter()
            .filter(|field| !fields.iter().any(|other| other.key == field.key))
            .map(|field| self.size_of(field))
            .sum()
    }
}

const STARTED: &str = "started";
const ENDED: &str = "ended";
const STILL_RUNNING: &str = "still_running";
const PARTICIPANTS: &str = "participants";
const PARTICIPANTS_NOTE: &str = "participants_note";

/// The answers as they were meant: a stretch of time in one box is a start and an end, and the words around
/// a number of people are kept beside it. What stands in the other box already is never replaced.
fn as_meant(answers: &Answers, fields: &[&'static Field]) -> Answers {
    let mut meant = answers.clone();
    let is_asked = |key: &str| fields.iter().any(|field| field.key == key);
    let is_empty =
        |answers: &Answers, key: &str| answers.all(key).iter().all(|text| text.trim().is_empty());
    let dates = |key: &str| match answers.all(key) {
        [text] => read_dates(text).ok().flatten(),
        _ => None,
    };
    let (at_start, at_end) = (dates(STARTED), dates(ENDED));
    match at_end {
        Some(TypedDate::FromTo(from, to)) => {
            meant.set(ENDED, vec![to.to_text()]);
            if is_asked(STARTED) && is_empty(&meant, STARTED) {
                meant.set(STARTED, vec![from.to_text()]);
            }
        }
        Some(TypedDate::One(_) | TypedDate::Since(_)) | None => {}
    }
    let may_end = is_asked(ENDED) && is_empty(&meant, ENDED) && is_empty(&meant, STILL_RUNNING);
    match at_start {
        Some(TypedDate::FromTo(from, to)) => {
            meant.set(STARTED, vec![from.to_text()]);
            if may_end {
                meant.set(ENDED, vec![to.to_text()]);
            }
        }
        Some(TypedDate::Since(from)) => {
            meant.set(STARTED, vec![from.to_text()]);
            if may_end {
                meant.set(STILL_RUNNING, vec!["yes".to_owned()]);
            }
        }
        Some(TypedDate::One(_)) | None => {}
    }
    if is_asked(PARTICIPANTS_NOTE)
        && is_empty(&meant, PARTICIPANTS_NOTE)
        && let Some(roughly) = read_people(answers.one(PARTICIPANTS))
            .ok()
            .flatten()
            .and_then(|people| people.roughly)
    {
        meant.set(PARTICIPANTS_NOTE, vec![roughly]);
    }
    meant
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

fn size(texts: &[String]) -> usize {
    texts.iter().map(String::len).sum()
}

/// As much of an answer as can be kept.
struct Clipped {
    kept: Vec<String>,
    /// Characters that were left out.
    lost: usize,
    /// Because the whole draft holds no more.
    is_full: bool,
}

/// The first `most` characters of these texts that fit into `room` bytes.
fn clip(mut texts: Vec<String>, mut most: usize, mut room: usize) -> Clipped {
    let (mut lost, mut is_full) = (0, false);
    for text in &mut texts {
        let (mut end, mut kept) = (0, 0);
        for sign in text.chars() {
            if kept == most {
                break;
            }
            if end + sign.len_utf8() > room {
                is_full = true;
                break;
            }
            end += sign.len_utf8();
            kept += 1;
        }
        lost += text.chars().count() - kept;
        text.truncate(end);
        most -= kept;
        room -= end;
    }
    Clipped {
        kept: texts,
        lost,
        is_full,
    }
}

fn too_long(field: &Field, clipped: &Clipped) -> String {
    let most = if clipped.is_full {
        format!(
            "all your answers together can have {LONGEST_DRAFT} characters, of which one with an accent or of another \
             script can count as two to four"
        )
    } else {
        format!("one answer can have {LONGEST_ANSWER} characters")
    };
    format!(
        "{}: {most}, so we saved it without its last {}. Shorten it and save it again",
        field.name_for_author(),
        clipped.lost
    )
}

#[cfg(test)]
mod tests;
