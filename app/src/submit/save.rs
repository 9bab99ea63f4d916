//! Saving one page of answers: the same rules whether a form was posted or the island saved.

use super::autosave::{BASE, SaveOutcome};
use super::draft_guard::Draft;
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;
use case_study::fields::fields_of;
use case_study::{Answers, CaseStudyContent, Field, FieldError, Section};
use store::drafts;
use store::drafts::{SaveError, Saved};

/// The button of a section's form, which it sends beside the answers and their base.
pub(super) const ACTION: &str = "action";

/// The questions of a section.
pub(super) fn asked(section: Section) -> impl Iterator<Item = &'static Field> {
    fields_of(section).filter(|field| field.is_asked())
}

/// Whether the form of a section has a part of this name.
pub(super) fn is_known(section: Section, key: &str) -> bool {
    key == BASE || key == ACTION || asked(section).any(|field| field.key == key)
}

/// What became of answers that were sent.
pub(super) enum Outcome {
    Saved(Box<Saved>),
    /// Some can never be right; nothing was written.
    Invalid(Vec<FieldError>),
    /// Somebody saved the same page meanwhile; nothing was written.
    Overtaken {
        stored: Box<CaseStudyContent>,
        base: String,
    },
    /// The submission is no longer its author's to change.
    Closed,
}

/// Saves the answers of one section.
///
/// # Errors
/// When the draft is gone or the database does not answer.
pub(super) async fn save(
    state: &AppState,
    draft: &Draft,
    section: Section,
    base: &str,
    answers: &Answers,
) -> Result<Outcome, PageError> {
    if !draft.is_open() {
        return Ok(Outcome::Closed);
    }
    match drafts::save_section(&state.db, draft.submission.id, section, base, answers).await {
        Ok(saved) => Ok(Outcome::Saved(Box::new(saved))),
        Err(SaveError::Invalid(errors)) => Ok(Outcome::Invalid(errors)),
        Err(SaveError::Overtaken { stored, base }) => Ok(Outcome::Overtaken { stored, base }),
        Err(SaveError::Closed(_)) => Ok(Outcome::Closed),
        Err(SaveError::NotFound) => Err(PageError::NotFound),
        Err(SaveError::Db(error)) => Err(error.into()),
    }
}

/// Saves what the island sent.
///
/// # Errors
/// As the form does: 404 for somebody else's draft or a section there is not, 400 for a foreign key.
pub(super) async fn from_island(
    state: &AppState,
    viewer: &Viewer,
    reference: &str,
    section: &str,
    base: &str,
    pairs: Vec<(String, String)>,
) -> Result<SaveOutcome, PageError> {
    let draft = Draft::open(state, viewer, reference).await?;
    let section = Section::of_form(section).ok_or(PageError::NotFound)?;
    let answers = forms::gather(pairs, |key| is_known(section, key))?;
    Ok(match save(state, &draft, section, base, &answers).await? {
        Outcome::Saved(saved) => SaveOutcome::Saved { base: saved.base },
        Outcome::Invalid(errors) => SaveOutcome::Invalid {
            message: errors
                .into_iter()
                .next()
                .map(|error| error.message)
                .unwrap_or_default(),
        },
        Outcome::Overtaken { .. } => SaveOutcome::Overtaken,
        Outcome::Closed => SaveOutcome::Closed,
    })
}
