//! `POST /moderate/cases/{reference}/notes` writes a note; `…/notes/{id}` changes or removes it, or is done with it.
//! A note shows where it stands on the page of the case; what could not be kept comes back on a page of its own.

use super::notes_form;
use super::notes_form::{Form, Why};
use super::review_context;
use super::review_context::{NOT_OURS, ReviewContext};
use crate::account::sign_in;
use crate::ui::FormError;
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::answers::tidy;
use case_study::field_notes::{NoteReach, fault};
use case_study::{Answers, Vocabulary};
use store::field_notes;
use store::field_notes::{Noted, Written};

/// Names of the boxes. That of the words is one that the page after a lost session shows.
pub(super) const WORDS: &str = "note";
pub(super) const REASON: &str = "note_reason";
pub(super) const REACH: &str = "reach";
pub(super) const FIELD: &str = "field";
pub(super) const ACTION: &str = "action";

const SAVE: &str = "save";
pub(super) const REMOVE: &str = "remove";
pub(super) const SETTLE: &str = "settle";

fn is_part(key: &str) -> bool {
    [WORDS, REASON, REACH, FIELD, ACTION].contains(&key)
}

/// What somebody wrote, as far as it can be kept.
fn written(answers: &Answers) -> Result<Written, PageError> {
    let reason = answers.one(REASON).to_owned();
    if !reason.is_empty() && Vocabulary::ReturnReason.term(&reason).is_none() {
        return Err(NOT_OURS);
    }
    Ok(Written {
        words: tidy(answers.one(WORDS)),
        reach: NoteReach::from_slug(answers.one(REACH)).ok_or(NOT_OURS)?,
        reason,
    })
}

/// Writes a note.
///
/// # Errors
/// See [`review_context::open`]; also when the form is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let review = match review_context::open(&state, &context, &reference).await {
        // The session ended while they wrote. The words come along through signing in.
        Err(PageError::SignIn { back_to }) => {
            return sign_in::interrupted(&context, &body).ok_or(PageError::SignIn { back_to });
        }
        review => review?,
    };
    let answers = forms::read(&body, is_part).map_err(|_| NOT_OURS)?;
    let written = written(&answers)?;
    let field = answers.one(FIELD).to_owned();
    let form = Form {
        note: None,
        field: field.clone(),
        written: written.clone(),
    };
    if let Some(page) = unfit(&context, &review, &form) {
        return Ok(page);
    }
    let (db, id) = (&state.db, review.submission.id);
    let noted = field_notes::add(db, &review.actor, id, &field, written).await?;
    answer(&context, &review, form, noted)
}

/// Changes a note that was not sent, removes it, or is done with one that came back.
///
/// # Errors
/// See [`review_context::open`]; also when the form is not ours.
pub async fn post_one(
    State(state): State<AppState>,
    context: PageContext,
    Path((reference, note)): Path<(String, i64)>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let review = match review_context::open(&state, &context, &reference).await {
        Err(PageError::SignIn { back_to }) => {
            return sign_in::interrupted(&context, &body).ok_or(PageError::SignIn { back_to });
        }
        review => review?,
    };
    let answers = forms::read(&body, is_part).map_err(|_| NOT_OURS)?;
    let field = answers.one(FIELD).to_owned();
    let (db, actor, id) = (&state.db, &review.actor, review.submission.id);
    let nothing = Form {
        note: Some(note),
        field: field.clone(),
        written: Written {
            words: String::new(),
            reason: String::new(),
            reach: NoteReach::Team,
        },
    };
    match answers.one(ACTION) {
        REMOVE => {
            let noted = field_notes::remove(db, actor, id, note).await?;
            answer(&context, &review, nothing, noted)
        }
        SETTLE => {
            let noted = field_notes::settle(db, actor, id, note).await?;
            answer(&context, &review, nothing, noted)
        }
        SAVE | "" => {
            let written = written(&answers)?;
            let form = Form {
                written: written.clone(),
                ..nothing
            };
            if let Some(page) = unfit(&context, &review, &form) {
                return Ok(page);
            }
            let noted = field_notes::change(db, actor, id, note, written).await?;
            answer(&context, &review, form, noted)
        }
        _ => Err(NOT_OURS),
    }
}

/// The form once more, where a note says nothing or too much.
fn unfit(context: &PageContext, review: &ReviewContext, form: &Form) -> Option<Response> {
    let fault = fault(&form.written.words, &form.written.reason)?;
    let why = Why::Fault(FormError::new(WORDS, fault));
    Some(notes_form::page(context, review, form.clone(), why))
}

fn answer(
    context: &PageContext,
    review: &ReviewContext,
    form: Form,
    noted: Noted,
) -> Result<Response, PageError> {
    match noted {
        Noted::Done => {
            let at = notes_form::anchor(&form.field);
            Ok(Redirect::to(&format!("{}#{at}", review.href())).into_response())
        }
        Noted::Refused(why) => Ok(notes_form::page(context, review, form, Why::Refused(why))),
        Noted::NotFound => Err(PageError::Forbidden),
    }
}
