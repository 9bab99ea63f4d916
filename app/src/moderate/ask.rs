//! `POST /moderate/cases/{reference}/ask`: what is missing becomes notes, and the notes a request for changes, in one
//! press; or they are kept, or read as a letter first. Whatever stands in the way of the request, the notes are kept.

use super::checklist;
use super::checklist::{Form, KEEP, LETTER, Typed};
use super::conflict;
use super::decision_message;
use super::decision_message::{NOTES, listed, unlisted};
use super::event_text::titled;
use super::guards_view;
use super::queue_onwards::{NEXT, THEN};
use super::review_context;
use super::review_context::{NOT_OURS, ReviewContext, Sent};
use super::write_decision_message;
use crate::account::sign_in;
use crate::ui::{BackLink, ErrorSummary, FormError, Nav, PageHeading};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::Decision;
use case_study::field_notes::{NoteReach, may_be_noted};
use leptos::prelude::*;
use store::field_notes;
use store::field_notes::Noted;
use store::guards;

/// What is done with what is ticked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    /// The museum is asked, and the next case study is read.
    Send,
    /// The letter is read first.
    Letter,
    Keep,
}

impl Deed {
    fn read(then: &str) -> Option<Self> {
        match then {
            NEXT => Some(Self::Send),
            LETTER => Some(Self::Letter),
            KEEP => Some(Self::Keep),
            _ => None,
        }
    }
}

/// Takes the form.
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
    let sent = review_context::read(&body, checklist::is_known)?;
    let deed = Deed::read(sent.answers.one(THEN)).ok_or(NOT_OURS)?;
    let typed = Typed::read(&sent.answers).ok_or(NOT_OURS)?;
    let seen = unlisted(sent.answers.one(NOTES));
    let decision = Decision::RequestChanges;
    let may_send = decision_message::is_open(decision, &state, &review).await?;
    let submission = &review.submission;
    let may_be_kept = may_be_noted(&submission.status, NoteReach::Museum);
    if !may_be_kept || (!may_send && deed != Deed::Keep) {
        let cannot = decision.words().cannot;
        return conflict::closed(&state, &context, review, cannot, typed.in_words()).await;
    }
    if let Some(own) = guards::closed_to(&state.db, review.me.id, submission).await? {
        return Ok(guards_view::closed(
            &context,
            &review,
            &own,
            typed.in_words(),
        ));
    }
    let mut errors = typed.faults();
    let says_nothing = match deed {
        Deed::Send => seen.is_empty(),
        Deed::Keep => true,
        // The letter can be written there.
        Deed::Letter => false,
    };
    if typed.is_empty() && says_nothing {
        errors.push(checklist::nothing());
    }
    if !errors.is_empty() {
        let form = Form {
            home: review.href(),
            version: sent.version,
            notes: seen,
            may_send,
            typed,
            errors,
        };
        return Ok(page(&context, &review, form));
    }
    let (db, id) = (&state.db, submission.id);
    let added = match field_notes::add_all(db, &review.actor, id, typed.notes()).await? {
        Ok(added) => added,
        Err(Noted::NotFound) => return Err(PageError::Forbidden),
        Err(_) => {
            let cannot = decision.words().cannot;
            return conflict::closed(&state, &context, review, cannot, typed.in_words()).await;
        }
    };
    match deed {
        Deed::Keep => Ok(Redirect::to(&format!("{}#to-send", review.href())).into_response()),
        Deed::Letter => Ok(Redirect::to(&format!("{}/changes", review.href())).into_response()),
        Deed::Send => {
            let notes = listed(&[seen, added].concat());
            let sent = Sent::as_if(sent.version, &[(NOTES, notes), (THEN, NEXT.to_owned())]);
            write_decision_message::taken(decision, &state, &context, review, sent).await
        }
    }
}

/// The form once more, with what has to be changed first.
fn page(context: &PageContext, review: &ReviewContext, form: Form) -> Response {
    const TITLE: &str = "What is missing?";
    let caption = format!(
        "{}: {}",
        review.submission.reference,
        titled(&review.submission.title)
    );
    let home = review.href();
    let errors: Vec<FormError> = form.errors.clone();
    Page::new(TITLE)
        .private()
        .at(Nav::Moderate)
        .invalid()
        .render(context, move || {
            view! {
                <BackLink href=home label="Back to the case study"/>
                <ErrorSummary errors=errors/>
                <PageHeading title=TITLE caption=caption lede="Nothing was sent or kept yet."/>
                {checklist::form(form)}
            }
        })
}
