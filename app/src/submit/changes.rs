//! `/submit/{draft}/changes`: everything that a museum was asked, each note above its answer, on one page.

use super::asked::Asked;
use super::autosave::BASE;
use super::changes_view;
use super::changes_view::{Notice, View};
use super::draft_guard::Draft;
use super::request;
use super::save::{ACTION, is_part_of_request, kept_of_request};
use super::unsaved;
use super::unsaved::{Typed, Why};
use crate::ui::Nav;
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::forms::BodyWasCut;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::Extension;
use axum::extract::{Path, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::Answers;
use case_study::field_notes::reply_key;
use store::drafts;
use store::drafts::SaveOutcome;
use store::field_notes::noted_fields;

pub(super) const CHECK: &str = "check";
pub(super) const LATER: &str = "later";

/// GET. What was not asked note by note is on the list of tasks.
///
/// # Errors
/// Somebody else's draft is not found.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    if !draft.is_open() {
        return Ok(to_the_list(&draft));
    }
    let copy = draft.working_copy(&state).await?;
    let asked = Asked::load(&state, &draft.submission, &copy).await?;
    if asked.notes.is_empty() {
        return Ok(to_the_list(&draft));
    }
    let request = request::load(&state, &draft.submission).await?;
    let view = View {
        reference: draft.reference().to_owned(),
        message: request.map(|request| request.message).unwrap_or_default(),
        answers: answers_of(&asked, &copy),
        base: drafts::fresh_request_base(&copy, &asked.notes),
        errors: Vec::new(),
        notice: Notice::Nothing,
        copy,
        asked,
    };
    Ok(page(&context, view))
}

/// What the boxes of the page hold.
fn answers_of(asked: &Asked, copy: &case_study::WorkingCopy) -> Answers {
    let mut answers = copy.answers(noted_fields(&asked.notes).into_iter());
    for note in &asked.notes {
        answers.set(&reply_key(note.id), vec![note.reply.clone()]);
    }
    answers
}

/// POST: saves answers and replies. All that was asked about is saved; what was typed beside it is given back.
///
/// # Errors
/// As GET; and for a form that is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    cut: Option<Extension<BodyWasCut>>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    // What was sent is read first: whatever becomes of the draft, it is not thrown away.
    let mut answers = match cut {
        None => forms::read(&body, is_part_of_request)?,
        Some(_) => forms::read_beginning(&body, is_part_of_request)?,
    };
    let base = answers.take(BASE).unwrap_or_default();
    let action = answers.take(ACTION).unwrap_or_default();
    let draft = match Draft::open(&state, &context.viewer, &reference).await {
        Err(PageError::NotFound) => {
            let typed = Typed::request(&answers, |_| true);
            return Ok(unsaved::page(&context, typed, Why::NoDraft));
        }
        draft => draft?,
    };
    let stored = draft.working_copy(&state).await?;
    let asked = Asked::load(&state, &draft.submission, &stored).await?;
    if cut.is_some() {
        // What did not arrive stays as it is.
        let before = answers_of(&asked, &stored);
        for key in before.keys().map(str::to_owned).collect::<Vec<_>>() {
            if !answers.holds(&key) {
                answers.set(&key, before.all(&key).to_vec());
            }
        }
    }
    let id = draft.submission.id;
    let saved = match drafts::save_request(&state.db, id, &base, &answers).await? {
        SaveOutcome::Saved(saved) => saved,
        SaveOutcome::Overtaken { stored, base } => {
            // As it stands now: the notes, the answers, and the replies.
            let asked = Asked::load(&state, &draft.submission, &stored).await?;
            let view = View {
                reference: draft.reference().to_owned(),
                message: String::new(),
                answers,
                base,
                errors: Vec::new(),
                notice: Notice::Overtaken,
                copy: *stored,
                asked,
            };
            return Ok(page(&context, view));
        }
        SaveOutcome::Closed => {
            let reference = draft.reference().to_owned();
            let typed = Typed::request(&answers, |_| true);
            return Ok(unsaved::page(&context, typed, Why::Closed { reference }));
        }
        SaveOutcome::NotFound => return Err(PageError::NotFound),
    };
    let mail_context = state.settings.mail_context();
    if let Err(error) = drafts::mail_link_back(&state.db, &mail_context, id).await {
        // The answers are saved, and the worker tries again.
        tracing::warn!(%error, "a link to a draft was not mailed");
    }
    if !saved.not_asked.is_empty() {
        let reference = draft.reference().to_owned();
        let typed = Typed::request(&answers, |key| saved.not_asked.iter().any(|one| one == key));
        return Ok(unsaved::page(&context, typed, Why::NotAsked { reference }));
    }
    if cut.is_some() || !saved.left_out.is_empty() {
        let asked = Asked::load(&state, &draft.submission, &saved.copy).await?;
        let view = View {
            reference: draft.reference().to_owned(),
            message: String::new(),
            errors: kept_of_request(&saved),
            base: saved.base,
            answers,
            notice: if cut.is_some() {
                Notice::TooLarge
            } else {
                Notice::SavedInPart
            },
            copy: saved.copy,
            asked,
        };
        return Ok(page(&context, view));
    }
    let next = match action.as_str() {
        CHECK => paths::draft_check(draft.reference()),
        LATER => paths::draft(draft.reference()),
        _ => paths::draft_changes(draft.reference()),
    };
    Ok(Redirect::to(&next).into_response())
}

fn to_the_list(draft: &Draft) -> Response {
    Redirect::to(&paths::draft(draft.reference())).into_response()
}

/// The page with its status.
fn page(context: &PageContext, view: View) -> Response {
    let page = Page::new(changes_view::TITLE);
    let page = match view.notice {
        Notice::Nothing => page,
        Notice::SavedInPart => page.invalid(),
        Notice::TooLarge => page.invalid().status(StatusCode::PAYLOAD_TOO_LARGE),
        Notice::Overtaken => page.status(StatusCode::CONFLICT),
    };
    let page = page.at(Nav::Submit).private().with_islands();
    page.render(context, move || changes_view::draw(view))
}
