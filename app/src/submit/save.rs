//! The parts of a section's form, and saving what the island sent under the same rules.

use super::autosave::{BASE, SaveOutcome, Unread};
use super::draft_guard::Draft;
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;
use case_study::validation::sorted;
use case_study::{FieldError, Section};
use store::drafts;
use store::drafts::Saved;

/// The button of a section's form, which it sends beside the answers and their base.
pub(super) const ACTION: &str = "action";

/// Whether the form of a section has a part of this name.
pub(super) fn is_known(section: Section, key: &str) -> bool {
    key == BASE || key == ACTION || section.asked().any(|field| field.key == key)
}

/// What of this page was saved as typed because it cannot be read yet, or not saved to its end.
pub(super) fn kept_in_part(saved: &Saved, section: Section) -> Vec<FieldError> {
    with_left_out(saved, saved.copy.unreadable_in(section))
}

/// One sentence a field: that something of an answer is not saved goes before anything else.
fn with_left_out(saved: &Saved, others: Vec<FieldError>) -> Vec<FieldError> {
    let others = others
        .into_iter()
        .filter(|error| FieldError::of(&saved.left_out, &error.field).is_none());
    sorted(saved.left_out.iter().cloned().chain(others).collect())
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
    let saved = drafts::save_section(&state.db, draft.submission.id, section, base, &answers);
    Ok(match saved.await? {
        drafts::SaveOutcome::Saved(saved) => SaveOutcome::Saved {
            unread: kept_in_part(&saved, section)
                .into_iter()
                .map(|FieldError { field, message }| Unread { field, message })
                .collect(),
            base: saved.base,
        },
        drafts::SaveOutcome::Overtaken { .. } => SaveOutcome::Overtaken,
        drafts::SaveOutcome::Closed => SaveOutcome::Closed,
        drafts::SaveOutcome::NotFound => return Err(PageError::NotFound),
    })
}
