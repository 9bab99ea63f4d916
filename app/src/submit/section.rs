//! `/submit/{draft}/{section}`: one topic of the form.

mod page;

pub(super) use self::page::MORE;
use self::page::{Notice, View, page};
use super::asked::Asked;
use super::autosave::BASE;
use super::draft_guard::Draft;
use super::save::{ACTION, is_known, kept_in_part};
use super::understood;
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
use case_study::suggested_tags::written_text;
use serde::Deserialize;
use store::drafts;
use store::drafts::SaveOutcome;

const LATER: &str = "later";
const CHECK: &str = "check";

/// Where the person came from, so that they get back there, and what the page before it understood.
#[derive(Deserialize)]
pub struct Came {
    from: Option<String>,
    read: Option<String>,
}

/// The page that leads here, and where saving leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CameFrom {
    /// The list of tasks, or the page before: saving leads to the next page.
    List,
    Check,
    /// What a moderator asked for, which stands on the list of tasks.
    Request,
}

impl Came {
    fn from(&self) -> CameFrom {
        match self.from.as_deref() {
            Some("check") => CameFrom::Check,
            Some("request") => CameFrom::Request,
            _ => CameFrom::List,
        }
    }
}

impl CameFrom {
    /// Where "Save and continue" leads from the page of a section.
    fn next(self, reference: &str, section: Section) -> String {
        match (self, section.next()) {
            (Self::Request, _) => paths::draft(reference),
            (Self::List, Some(next)) => paths::draft_section(reference, next.slug()),
            (Self::List, None) if section.is_if_you_like() => paths::draft(reference),
            (Self::List, None) | (Self::Check, _) => paths::draft_check(reference),
        }
    }
}

/// GET `/submit/{draft}/{section}`. What cannot be read yet stands in its box as it was typed, with its
/// error; to whoever comes from check your answers, what else stands in the way of sending is said too.
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
    let asked = Asked::load(&state, &draft.submission, &copy).await?;
    let from = came.from();
    let view = View {
        reference: draft.reference().to_owned(),
        section,
        from,
        answers: copy.answers(section.asked()),
        text: written_text(&copy.content),
        understood: understood::read(came.read.as_deref(), &copy),
        base: drafts::fresh_base(&copy, section),
        errors: match from {
            CameFrom::Check => copy.check_section(section),
            CameFrom::List | CameFrom::Request => copy.unreadable_in(section),
        },
        notice: Notice::Nothing,
        asked,
        copy,
    };
    Ok(page(&context, view))
}

/// POST `/submit/{draft}/{section}`. No answer holds back another: all that arrived is saved, what
/// cannot be read as it was typed. Saving goes on, whatever is missing: the list of tasks says so.
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
    let action = answers.take(ACTION).unwrap_or_default();
    let draft = match Draft::open(&state, &context.viewer, &reference).await {
        Err(PageError::NotFound) => {
            let typed = Typed::answers(section, &answers);
            return Ok(unsaved::page(&context, typed, Why::NoDraft));
        }
        draft => draft?,
    };
    let stored = draft.working_copy(&state).await?;
    let text = written_text(&stored.content);
    if cut.is_some() {
        // What did not arrive stays as it is.
        for field in section.asked() {
            if !answers.holds(field.key) {
                answers.set(field.key, stored.answers_to(field));
            }
        }
    }
    let asked = Asked::load(&state, &draft.submission, &stored).await?;
    let view = |answers, base, errors, notice| View {
        reference: draft.reference().to_owned(),
        section,
        from: came.from(),
        answers,
        text: text.clone(),
        understood: Vec::new(),
        base,
        errors,
        notice,
        asked,
        copy: stored,
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
    if cut.is_none() && saved.left_out.is_empty() && !saved.not_asked.is_empty() {
        let typed = Typed::request(&answers, |key| saved.not_asked.iter().any(|one| one == key));
        let reference = draft.reference().to_owned();
        return Ok(unsaved::page(&context, typed, Why::NotAsked { reference }));
    }
    if cut.is_some() || !saved.left_out.is_empty() {
        // The only copy of what does not fit is in these boxes.
        let notice = if cut.is_some() {
            Notice::TooLarge
        } else {
            Notice::SavedInPart
        };
        let errors = kept_in_part(&saved, section);
        return Ok(page(&context, view(answers, saved.base, errors, notice)));
    }
    let reference = draft.reference();
    let next = match action.as_str() {
        LATER => paths::draft(reference),
        CHECK => paths::draft_check(reference),
        _ => came.from().next(reference, section),
    };
    let read = saved.copy.read_in_other_words(&answers, section);
    Ok(Redirect::to(&understood::told_at(next, &read)).into_response())
}
