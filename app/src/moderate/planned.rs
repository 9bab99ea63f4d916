//! `POST /moderate/cases/{reference}/planned/{id}/{action}`: calling back what was decided, or doing it now.

use super::conflict;
use super::flash::Flash;
use super::obstacles_view;
use super::review_context;
use crate::web::error::PageError;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use store::decisions::{call_off, call_off_for_case, carry_out_now};
use store::outcome::Outcome;

/// What is done about a plan.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    Stop,
    Now,
}

impl Deed {
    fn read(slug: &str) -> Option<Self> {
        match slug {
            "stop" => Some(Self::Stop),
            "now" => Some(Self::Now),
            _ => None,
        }
    }

    const fn cannot(self) -> &'static str {
        match self {
            Self::Stop => "call it back any more",
            Self::Now => "do it now",
        }
    }
}

/// Calls it back or does it, or says what is true now.
///
/// # Errors
/// See [`review_context::open`]; also when the form is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path((reference, id, action)): Path<(String, String, String)>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let review = review_context::open(&state, &context, &reference).await?;
    let deed = Deed::read(&action).ok_or(PageError::NotFound)?;
    let plan: i64 = id.parse().map_err(|_| PageError::NotFound)?;
    review_context::read(&body, |_| false)?;
    let (db, actor, submission) = (&state.db, &review.actor, &review.submission);
    let done = match deed {
        Deed::Stop => match call_off(db, actor, submission.id, plan).await? {
            // It may be about the case itself.
            Outcome::NotAllowed => {
                let (case, of) = (submission.case_id, Some(submission.id));
                call_off_for_case(db, actor, case, of, plan).await?
            }
            done => done,
        },
        Deed::Now => {
            let mail_context = state.settings.mail_context();
            carry_out_now(db, &mail_context, actor, submission.id, plan).await?
        }
    };
    let faster = match done {
        Outcome::Made(action) => {
            let flash = match (deed, action.decision()) {
                (Deed::Now, Some(decision)) => Flash::Decided(decision),
                _ => Flash::CalledOff,
            };
            return Ok(Redirect::to(&flash.href(&submission.reference)).into_response());
        }
        Outcome::NotFound => return Err(PageError::NotFound),
        Outcome::NotPublishable(obstacles) => {
            let decision = case_study::Decision::Publish;
            return Ok(obstacles_view::page(
                &context, &review, decision, &obstacles, None,
            ));
        }
        Outcome::Overtaken(faster) => Some(faster),
        Outcome::NotAllowed | Outcome::Incomplete(_) | Outcome::OtherText => None,
    };
    conflict::page(&state, &context, review, faster, deed.cannot(), None).await
}
