//! The parts of a section's form, and saving what the island sent under the same rules.

use super::autosave::{BASE, SaveOutcome, Unread};
use super::draft_guard::Draft;
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;
use case_study::field_notes::{is_reply_key, may_be_asked_about};
use case_study::fields::field;
use case_study::validation::sorted;
use case_study::{Field, FieldError, Section};
use store::drafts;
use store::drafts::Saved;

/// The button of a section's form, which it sends beside the answers and their base.
pub(super) const ACTION: &str = "action";

/// Whether the form of a section has a part of this name.
pub(super) fn is_known(section: Section, key: &str) -> bool {
    key == BASE || key == ACTION || section.asked().any(|field| field.key == key)
}

/// What the page on which a museum answers a request is called where a section has its slug.
pub(super) const REQUEST: &str = "changes";

/// Whether the form of that page may have a part of this name. Which fields it has is known where it is saved: what
/// is not asked about is given back.
pub(super) fn is_part_of_request(key: &str) -> bool {
    key == BASE || key == ACTION || is_reply_key(key) || may_be_asked_about(key)
}

/// What of this page was saved as typed because it cannot be read yet, or not saved to its end, or not at all.
pub(super) fn kept_in_part(saved: &Saved, section: Section) -> Vec<FieldError> {
    with_left_out(saved, saved.copy.unreadable_in(section))
}

/// The same for the page of a request.
pub(super) fn kept_of_request(saved: &Saved) -> Vec<FieldError> {
    with_left_out(saved, saved.copy.unreadable())
}

/// What was typed where nothing was asked.
fn not_asked(saved: &Saved) -> impl Iterator<Item = FieldError> {
    saved.not_asked.iter().map(|key| {
        let name = field(key).map_or("Your reply", Field::name_for_author);
        let words = "you were not asked about this, so it is not saved. Copy it from its box, and write to us if it has to change";
        FieldError::new(key.clone(), format!("{name}: {words}"))
    })
}

/// One sentence a field: that something of an answer is not saved goes before anything else.
fn with_left_out(saved: &Saved, others: Vec<FieldError>) -> Vec<FieldError> {
    let others = others
        .into_iter()
        .filter(|error| FieldError::of(&saved.left_out, &error.field).is_none());
    sorted(
        saved
            .left_out
            .iter()
            .cloned()
            .chain(not_asked(saved))
            .chain(others)
            .collect(),
    )
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
) -> Result<FromIsland, PageError> {
    let draft = Draft::open(state, viewer, reference).await?;
    let id = draft.submission.id;
    let section = if section == REQUEST {
        None
    } else {
        Some(Section::of_form(section).ok_or(PageError::NotFound)?)
    };
    let answers = forms::gather(pairs, |key| match section {
        Some(section) => is_known(section, key),
        None => is_part_of_request(key),
    })?;
    let saved = match section {
        Some(section) => drafts::save_section(&state.db, id, section, base, &answers).await?,
        None => drafts::save_request(&state.db, id, base, &answers).await?,
    };
    let outcome = match saved {
        drafts::SaveOutcome::Saved(saved) => {
            let kept = match section {
                Some(section) => kept_in_part(&saved, section),
                None => kept_of_request(&saved),
            };
            return Ok(FromIsland {
                was_asked: saved.not_asked.is_empty(),
                outcome: SaveOutcome::Saved {
                    unread: kept
                        .into_iter()
                        .map(|FieldError { field, message }| Unread { field, message })
                        .collect(),
                    base: saved.base,
                },
            });
        }
        drafts::SaveOutcome::Overtaken { .. } => SaveOutcome::Overtaken,
        drafts::SaveOutcome::Closed => SaveOutcome::Closed,
        drafts::SaveOutcome::NotFound => return Err(PageError::NotFound),
    };
    Ok(FromIsland {
        outcome,
        was_asked: true,
    })
}

/// What became of what an island sent.
pub(super) struct FromIsland {
    pub outcome: SaveOutcome,
    /// Whether all of it may be changed now; what may not is still with the island.
    pub was_asked: bool,
}
