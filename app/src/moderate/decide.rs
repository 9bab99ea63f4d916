//! Decisions of one click: `POST /moderate/cases/{reference}/{action}`.

use super::conflict;
use super::conflict::Conflict;
use super::flash::Flash;
use super::review_context;
use super::review_context::ReviewContext;
use crate::web::error::PageError;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::policy::{Permission, allows};
use case_study::{Action, CaseAction};
use store::case_transitions::{CaseMoveError, move_case};
use store::history::Detail;
use store::moderation_queue::assign;
use store::transitions;
use store::transitions::{Move, MoveError};

/// What a button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    Assign,
    GiveBack,
    Approve,
    ApproveAndPublish,
    Publish,
    Reopen,
    Restore,
}

impl Decision {
    fn read(slug: &str) -> Option<Self> {
        Some(match slug {
            "assign" => Self::Assign,
            "give-back" => Self::GiveBack,
            "approve" => Self::Approve,
            "approve-and-publish" => Self::ApproveAndPublish,
            "publish" => Self::Publish,
            "reopen" => Self::Reopen,
            "restore" => Self::Restore,
            _ => return None,
        })
    }

    const fn done(self) -> Flash {
        match self {
            Self::Assign => Flash::Assigned,
            Self::GiveBack => Flash::GivenBack,
            Self::Approve => Flash::Approved,
            Self::ApproveAndPublish | Self::Publish => Flash::Published,
            Self::Reopen => Flash::Reopened,
            Self::Restore => Flash::Restored,
        }
    }

    /// What cannot be done, after "you cannot".
    const fn in_words(self) -> &'static str {
        match self {
            Self::Assign => "take it on",
            Self::GiveBack => "give it back",
            Self::Approve => "approve it",
            Self::ApproveAndPublish | Self::Publish => "publish it",
            Self::Reopen => "open its review again",
            Self::Restore => "put it back",
        }
    }
}

/// Makes the move, or says kindly who was faster.
///
/// # Errors
/// See [`review_context::open`]; also when the form is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path((reference, action)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let review = review_context::open(&state, &context, &reference).await?;
    let decision = Decision::read(&action).ok_or(PageError::NotFound)?;
    let sent = review_context::read(&body, |_| false)?;
    match make(&state, &review, decision, sent.version).await? {
        Ok(()) => {
            Ok(Redirect::to(&decision.done().href(&review.submission.reference)).into_response())
        }
        Err(clash) => {
            conflict::page(&state, &context, review, clash, decision.in_words(), None).await
        }
    }
}

async fn make(
    state: &AppState,
    review: &ReviewContext,
    decision: Decision,
    version: i64,
) -> Result<Result<(), Conflict>, PageError> {
    let (db, actor, id) = (&state.db, &review.actor, review.submission.id);
    let mail_context = state.settings.mail_context();
    let simple = |action| Move {
        submission_id: id,
        seen_version: Some(version),
        action,
        detail: Detail::default(),
        declarations: None,
    };
    let moved = match decision {
        Decision::Assign => assign(db, actor, id, version, Some(review.me.id)).await,
        // Somebody else's they keep; an old page's button must not take it from them.
        Decision::GiveBack if !review.is_mine() => {
            Err(MoveError::NotAllowed(review.submission.status.clone()))
        }
        Decision::GiveBack => assign(db, actor, id, version, None).await,
        Decision::Approve => transitions::apply(db, &mail_context, actor, simple(Action::Approve))
            .await
            .map(drop),
        Decision::ApproveAndPublish => {
            transitions::approve_and_publish(db, &mail_context, actor, id, version)
                .await
                .map(drop)
        }
        Decision::Publish => transitions::apply(db, &mail_context, actor, simple(Action::Publish))
            .await
            .map(drop),
        Decision::Reopen => transitions::apply(db, &mail_context, actor, simple(Action::Reopen))
            .await
            .map(drop),
        Decision::Restore => return of_case(state, review, CaseAction::Restore, "").await,
    };
    clashes(moved)
}

/// Takes the submission's case down or puts it back.
pub(super) async fn of_case(
    state: &AppState,
    review: &ReviewContext,
    action: CaseAction,
    message: &str,
) -> Result<Result<(), Conflict>, PageError> {
    let (submission, actor) = (&review.submission, &review.actor);
    if !allows(Permission::TakeDown, &submission.status, &actor.roles) {
        return Ok(Err(Conflict::NotOpen));
    }
    match move_case(&state.db, actor, submission, action, message).await {
        Ok(_) => Ok(Ok(())),
        Err(CaseMoveError::NotAllowed(_)) => Ok(Err(Conflict::NotOpen)),
        Err(CaseMoveError::Db(error)) => Err(error.into()),
    }
}

/// Parts what another moderator's speed explains from what is wrong.
pub(super) fn clashes(moved: Result<(), MoveError>) -> Result<Result<(), Conflict>, PageError> {
    match moved {
        Ok(()) => Ok(Ok(())),
        Err(MoveError::NotFound) => Err(PageError::NotFound),
        Err(MoveError::NotAllowed(_)) => Ok(Err(Conflict::NotOpen)),
        Err(MoveError::Overtaken(faster)) => Ok(Err(Conflict::Overtaken(faster))),
        Err(MoveError::Db(error)) => Err(error.into()),
        // Only sending a case study can be incomplete, and that is its author's.
        Err(error @ MoveError::Incomplete(_)) => Err(PageError::Internal(Box::new(error))),
    }
}
