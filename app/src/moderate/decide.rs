//! Decisions of one click: `POST /moderate/cases/{reference}/{action}`.

use super::conflict;
use super::conflict::Clash;
use super::flash::Done;
use super::review_context;
use super::review_context::Desk;
use crate::web::error::PageError;
use crate::web::page::Chrome;
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

    const fn done(self) -> Done {
        match self {
            Self::Assign => Done::Assigned,
            Self::GiveBack => Done::GivenBack,
            Self::Approve => Done::Approved,
            Self::ApproveAndPublish | Self::Publish => Done::Published,
            Self::Reopen => Done::Reopened,
            Self::Restore => Done::Restored,
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
    chrome: Chrome,
    Path((reference, action)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let desk = review_context::open(&state, &chrome, &reference).await?;
    let decision = Decision::read(&action).ok_or(PageError::NotFound)?;
    let sent = review_context::read(&body, |_| false)?;
    match make(&state, &desk, decision, sent.version).await? {
        Ok(()) => {
            Ok(Redirect::to(&decision.done().href(&desk.submission.reference)).into_response())
        }
        Err(clash) => conflict::page(&state, &chrome, desk, clash, decision.in_words(), None).await,
    }
}

async fn make(
    state: &AppState,
    desk: &Desk,
    decision: Decision,
    version: i64,
) -> Result<Result<(), Clash>, PageError> {
    let (db, actor, id) = (&state.db, &desk.actor, desk.submission.id);
    let letterhead = state.settings.letterhead();
    let simple = |action| Move {
        submission_id: id,
        seen_version: Some(version),
        action,
        detail: Detail::default(),
        declarations: None,
    };
    let moved = match decision {
        Decision::Assign => assign(db, actor, id, version, Some(desk.me.id)).await,
        // Somebody else's they keep; an old page's button must not take it from them.
        Decision::GiveBack if !desk.is_mine() => Err(MoveError::NotAllowed(desk.submission.status)),
        Decision::GiveBack => assign(db, actor, id, version, None).await,
        Decision::Approve => transitions::apply(db, &letterhead, actor, simple(Action::Approve))
            .await
            .map(drop),
        Decision::ApproveAndPublish => {
            transitions::approve_and_publish(db, &letterhead, actor, id, version)
                .await
                .map(drop)
        }
        Decision::Publish => transitions::apply(db, &letterhead, actor, simple(Action::Publish))
            .await
            .map(drop),
        Decision::Reopen => transitions::apply(db, &letterhead, actor, simple(Action::Reopen))
            .await
            .map(drop),
        Decision::Restore => return of_case(state, desk, CaseAction::Restore, "").await,
    };
    clashes(moved)
}

/// Takes the submission's case down or puts it back.
pub(super) async fn of_case(
    state: &AppState,
    desk: &Desk,
    action: CaseAction,
    message: &str,
) -> Result<Result<(), Clash>, PageError> {
    let (submission, actor) = (&desk.submission, &desk.actor);
    if !allows(Permission::TakeDown, submission.status, &actor.roles) {
        return Ok(Err(Clash::NotOpen));
    }
    match move_case(&state.db, actor, submission, action, message).await {
        Ok(_) => Ok(Ok(())),
        Err(CaseMoveError::NotAllowed(_)) => Ok(Err(Clash::NotOpen)),
        Err(CaseMoveError::Db(error)) => Err(error.into()),
    }
}

/// Parts what another moderator's speed explains from what is wrong.
pub(super) fn clashes(moved: Result<(), MoveError>) -> Result<Result<(), Clash>, PageError> {
    match moved {
        Ok(()) => Ok(Ok(())),
        Err(MoveError::NotFound) => Err(PageError::NotFound),
        Err(MoveError::NotAllowed(_)) => Ok(Err(Clash::NotOpen)),
        Err(MoveError::Overtaken(faster)) => Ok(Err(Clash::Overtaken(faster))),
        Err(MoveError::Db(error)) => Err(error.into()),
        // Only sending a case study can be incomplete, and that is its author's.
        Err(error @ MoveError::Incomplete(_)) => Err(PageError::Internal(Box::new(error))),
    }
}
