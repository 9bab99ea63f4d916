//! `/submit/{draft}/{section}`: one topic of the form.

mod page;

use self::page::{Notice, View, page};
use super::autosave::BASE;
use super::draft_guard::Draft;
use super::save::{ACTION, is_known, kept_in_part, unfinished};
use super::unsaved;
use super::unsaved::{Typed, Why};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::forms::BodyWasCut;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::Extension;
use axum::extract::{Path, Query, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::Section;
use serde::Deserialize;
use store::drafts;
use store::drafts::SaveOutcome;

const LATER: &str = "later";

/// Where the person came from, so that they get back there.
#[derive(Deserialize)]
pub struct Came {
    from: Option<String>,
}

impl Came {
    fn is_from_check(&self) -> bool {
        self.from.as_deref() == Some("check")
    }
}

/// GET `/submit/{draft}/{section}`. What cannot be read yet stands in its box as it was typed, with its
/// error.
///
/// # Errors
/// Somebody else's draft, or a section there is not, is not found.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path((reference, section)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    let section = Section::of_form(&section).ok_or(PageError::NotFound)?;
    if !draft.is_open() {
        return Ok(Redirect::to(&paths::draft(draft.reference())).into_response());
    }
    let copy = draft.working_copy(&state).await?;
    let view = View {
        reference: draft.reference().to_owned(),
        section,
        is_from_check: came.is_from_check(),
        answers: copy.answers(section.asked()),
        base: drafts::fresh_base(&copy, section),
        errors: copy.unreadable_in(section),
        notice: Notice::Nothing,
    };
    Ok(page(&context, view))
}

/// POST `/submit/{draft}/{section}`. No answer holds back another: all that arrived is saved, what
/// cannot be read as it was typed.
///
/// # Errors
/// As GET; and for a form that is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path((reference, section)): Path<(String, String)>,
    Query(came): Query<Came>,
    cut: Option<Extension<BodyWasCut>>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    // What was sent is read first: whatever becomes of the draft, it is not thrown away.
    let section = Section::of_form(&section).ok_or(PageError::NotFound)?;
    let known = |key: &str| is_known(section, key);
    let mut answers = match cut {
        None => forms::read(&body, known)?,
        Some(_) => forms::read_beginning(&body, known)?,
    };
    let base = answers.take(BASE).unwrap_or_default();
    let later = answers.take(ACTION).as_deref() == Some(LATER);
    let draft = match Draft::open(&state, &context.viewer, &reference).await {
        Err(PageError::NotFound) => {
            let typed = Typed::answers(section, &answers);
            return Ok(unsaved::page(&context, typed, Why::NoDraft));
        }
        draft => draft?,
    };
    if cut.is_some() {
        // What did not arrive stays as it is.
        let stored = draft.working_copy(&state).await?;
        for field in section.asked() {
            if !answers.holds(field.key) {
                answers.set(field.key, stored.answers_to(field));
            }
        }
    }
    let view = |answers, base, errors, notice| View {
        reference: draft.reference().to_owned(),
        section,
        is_from_check: came.is_from_check(),
        answers,
        base,
        errors,
        notice,
    };
    let id = draft.submission.id;
    let saved = match drafts::save_section(&state.db, id, section, &base, &answers).await? {
        SaveOutcome::Saved(saved) => saved,
        // The new base makes saving once more a decision.
        SaveOutcome::Overtaken { stored, base } => {
            let view = view(answers, base, Vec::new(), Notice::Overtaken(stored));
            return Ok(page(&context, view));
        }
        SaveOutcome::Closed => {
            let reference = draft.reference().to_owned();
            let typed = Typed::answers(section, &answers);
            return Ok(unsaved::page(&context, typed, Why::Closed { reference }));
        }
        SaveOutcome::NotFound => return Err(PageError::NotFound),
    };
    let mail_context = state.settings.mail_context();
    if let Err(error) = drafts::mail_link_back(&state.db, &mail_context, id).await {
        // The answers are saved, and the worker tries again.
        tracing::warn!(%error, "a link to a draft was not mailed");
    }
    let left_out = !saved.left_out.is_empty();
    let (errors, notice) = match (cut.is_some(), later) {
        (true, _) => (kept_in_part(&saved, section), Notice::TooLarge),
        (false, true) if left_out => (kept_in_part(&saved, section), Notice::SavedInPart),
        (false, true) => {
            return Ok(Redirect::to(&paths::draft(draft.reference())).into_response());
        }
        (false, false) if left_out => (unfinished(&saved, section), Notice::SavedInPart),
        (false, false) => (unfinished(&saved, section), Notice::SavedUnfinished),
    };
    if cut.is_some() || !errors.is_empty() {
        return Ok(page(&context, view(answers, saved.base, errors, notice)));
    }
    let next = section.next().filter(|_| !came.is_from_check());
    let next = next.map_or_else(
        || paths::draft_check(draft.reference()),
        |next| paths::draft_section(draft.reference(), next.slug()),
    );
    Ok(Redirect::to(&next).into_response())
}
