//! The parts of a section's form, and saving what the island sent under the same rules.

use super::autosave::{BASE, SaveOutcome};
use super::draft_guard::Draft;
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;
use case_study::Section;
use store::drafts;

/// The button of a section's form, which it sends beside the answers and their base.
pub(super) const ACTION: &str = "action";

/// Whether the form of a section has a part of this name.
pub(super) fn is_known(section: Section, key: &str) -> bool {
    key == BASE || key == ACTION || section.asked().any(|field| field.key == key)
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
        drafts::SaveOutcome::Saved(saved) => SaveOutcome::Saved { base: saved.base },
        drafts::SaveOutcome::Invalid(errors) => SaveOutcome::Invalid {
            message: errors
                .into_iter()
                .next()
                .map(|error| error.message)
                .unwrap_or_default(),
        },
        drafts::SaveOutcome::Overtaken { .. } => SaveOutcome::Overtaken,
        drafts::SaveOutcome::Closed => SaveOutcome::Closed,
        drafts::SaveOutcome::NotFound => return Err(PageError::NotFound),
    })
}
