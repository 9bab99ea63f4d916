//! What moderators asked a museum about, note by note, and how far its answers are.

use crate::ui::{IntoMarkup, KeptWords, Markup, Paragraphs};
use crate::web::error::PageError;
use crate::web::state::AppState;
use case_study::field_notes::OpenFields;
use case_study::fields::field;
use case_study::{CaseStudyContent, Section, WorkingCopy};
use leptos::prelude::*;
use store::field_notes;
use store::field_notes::Note;
use store::submissions;
use store::submissions::Submission;

/// The notes of a request, and what they leave open.
pub(super) struct Asked {
    /// In the order of the form, which is that of the letter.
    pub notes: Vec<Note>,
    pub open: OpenFields,
    /// The text that the museum was given to change.
    given: CaseStudyContent,
}

/// How many of the notes something was done about, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Progress {
    pub done: usize,
    pub all: usize,
}

impl Progress {
    /// "3 of 4 done".
    pub fn in_words(self) -> String {
        format!("{} of {} done", self.done, self.all)
    }
}

impl Asked {
    pub async fn load(
        state: &AppState,
        submission: &Submission,
        copy: &WorkingCopy,
    ) -> Result<Self, PageError> {
        let db = state.db.reader();
        let notes = field_notes::asked(db, submission).await?;
        let open = field_notes::open_fields(db, submission, copy, &notes).await?;
        let given = if notes.is_empty() {
            CaseStudyContent::default()
        } else {
            submissions::newest_text(db, submission.id)
                .await?
                .unwrap_or_default()
        };
        Ok(Self { notes, open, given })
    }

    pub fn is_done(&self, note: &Note, copy: &WorkingCopy) -> bool {
        field_notes::is_done(note, copy, &self.given)
    }

    pub fn progress(&self, copy: &WorkingCopy) -> Option<Progress> {
        let done = self.notes.iter().filter(|note| self.is_done(note, copy));
        (!self.notes.is_empty()).then(|| Progress {
            done: done.count(),
            all: self.notes.len(),
        })
    }

    /// The notes at a page of the form.
    pub fn at(&self, section: Section) -> impl Iterator<Item = &Note> {
        self.notes
            .iter()
            .filter(move |note| field(&note.field).is_some_and(|field| field.section == section))
    }

    /// Whether a page of the form has a note that nothing was done about.
    pub fn waits_at(&self, section: Section, copy: &WorkingCopy) -> bool {
        self.at(section).any(|note| !self.is_done(note, copy))
    }
}

/// The words of a note, as its museum reads them.
pub(super) fn words(note: &Note) -> Markup {
    let said = note.line().said();
    view! { <KeptWords><Paragraphs text=said/></KeptWords> }.into_markup()
}

/// The notes at a field, above its question.
pub(super) fn above(notes: &[Note], key: &str) -> Option<Markup> {
    let here: Vec<Markup> = notes
        .iter()
        .filter(|note| note.field == key)
        .map(words)
        .collect();
    (!here.is_empty()).then(|| {
        view! { <p class="difference-label">"We asked you about this:"</p> {here} }.into_markup()
    })
}

#[cfg(test)]
mod tests {
    use super::Progress;

    #[test]
    fn how_far_the_answers_are_is_said_in_numbers() {
        assert_eq!(Progress { done: 3, all: 4 }.in_words(), "3 of 4 done");
    }
}
