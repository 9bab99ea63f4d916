//! Making a decision; `/moderate/cases/{reference}/{action}` for those that need no form of their own.

use super::conflict;
use super::decision_message;
use super::decision_page;
use super::decision_page::DecisionPage;
use super::flash::Flash;
use super::guards_view;
use super::obstacles_view;
use super::queue_onwards;
use super::queue_onwards::Leaving;
use super::review_context;
use super::review_context::{ReviewContext, Sent};
use crate::account::sign_in;
use crate::web::error::PageError;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::decision::{DecisionMessage, Does};
use case_study::policy::{Permission, allows};
use case_study::{CaseAction, Decision};
use store::DbErr;
use store::case_transitions::{WhichCase, move_case_and_tell, plan_move_of_case};
use store::decisions::{Decided, Deciding, decide};
use store::moderation_queue::assign;
use store::outcome::Outcome;

fn of_address(action: &str) -> Result<Decision, PageError> {
    Decision::from_slug(action)
        .filter(|decision| decision_page::has_one(*decision))
        .ok_or(PageError::NotFound)
}

/// A decision before it is made: its letter, its day.
///
/// # Errors
/// See [`review_context::open`]; 404 for a decision that has no such page.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path((reference, action)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let review = review_context::open(&state, &context, &reference).await?;
    let decision = of_address(&action)?;
    if matches!(
        decision,
        Decision::Assign | Decision::GiveBack | Decision::Confirm
    ) {
        return Err(PageError::NotFound);
    }
    if !decision_message::is_open(decision, &state, &review).await? {
        let cannot = decision.words().cannot;
        return conflict::page(&state, &context, review, None, cannot, None).await;
    }
    let page = DecisionPage::of_submission(&state, &review, decision).await?;
    Ok(page.respond(&context))
}

/// Makes the decision, or says kindly who was faster.
///
/// # Errors
/// See [`review_context::open`]; also when the form is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path((reference, action)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let review = match review_context::open(&state, &context, &reference).await {
        // The session ended while they wrote. The words come along through signing in.
        Err(PageError::SignIn { back_to }) if is_worth_keeping(&action, &body) => {
            return sign_in::interrupted(&context, &body).ok_or(PageError::SignIn { back_to });
        }
        review => review?,
    };
    let decision = of_address(&action)?;
    let sent = review_context::read(&body, |key| {
        decision_page::is_known(decision, key)
            || guards_view::is_known(key)
            || key == queue_onwards::THEN
    })?;
    pressed(&state, &context, review, decision, &sent).await
}

/// Makes a decision that was pressed, or answers with what stands in the way.
pub(super) async fn pressed(
    state: &AppState,
    context: &PageContext,
    review: ReviewContext,
    decision: Decision,
    sent: &Sent,
) -> Result<Response, PageError> {
    let mut page = DecisionPage::of_submission(state, &review, decision).await?;
    let asked = page.read(&sent.answers, sent.version, state.db.now_ms());
    if !page.is_fine() && decision_message::is_open(decision, state, &review).await? {
        return Ok(page.respond(context));
    }
    if let Some(asked) = guards_view::before(state, context, &review, decision, sent).await? {
        return Ok(asked);
    }
    let mut written = asked.written;
    written.manner.alone = guards_view::is_alone(&sent.answers);
    let made = Asked {
        decision,
        kept: Some(written),
        version: sent.version,
        due_at: asked.due_at,
        leaving: Leaving::asked(&sent.answers, &review),
    };
    answer(state, context, review, made).await
}

/// A bare button is pressed again; words are not typed again.
fn is_worth_keeping(action: &str, body: &[u8]) -> bool {
    let decision = of_address(action).ok();
    let has_words = decision.is_some_and(|decision| {
        url::form_urlencoded::parse(body).all(|(key, _)| {
            key == "version"
                || decision_page::is_known(decision, &key)
                || guards_view::is_known(&key)
        })
    });
    has_words && decision_page::holds_words(body)
}

/// A decision as it was asked for.
pub(super) struct Asked {
    pub decision: Decision,
    /// What was written with it.
    pub kept: Option<DecisionMessage>,
    pub version: i64,
    /// The moment that it is for; none for now.
    pub due_at: Option<i64>,
    /// It leads on to the next; none stays on its page.
    pub leaving: Option<Leaving>,
}

/// What became of it.
enum Done {
    Made,
    Planned,
}

/// Makes a decision, with its message if it has one, and answers: with the submission's page, or with
/// what stood in the way and every word of the message.
pub(super) async fn answer(
    state: &AppState,
    context: &PageContext,
    review: ReviewContext,
    asked: Asked,
) -> Result<Response, PageError> {
    let decision = asked.decision;
    let faster = match make(state, &review, &asked).await? {
        Outcome::Made(done) => {
            let flash = match done {
                Done::Made => Flash::Decided(decision),
                Done::Planned => Flash::Planned,
            };
            let href = flash.href(&review.submission.reference);
            let answered = Redirect::to(&href).into_response();
            return match &asked.leaving {
                Some(from) => queue_onwards::after(state, from, flash, answered).await,
                None => Ok(answered),
            };
        }
        Outcome::NotFound => return Err(PageError::NotFound),
        Outcome::Overtaken(faster) => Some(faster),
        Outcome::NotPublishable(obstacles) => {
            let kept = asked.kept.map(|message| message.message);
            return Ok(obstacles_view::page(
                context, &review, decision, &obstacles, kept,
            ));
        }
        // What a page lacks is said before it is shown to its museum, under the version that was seen; the rest
        // is its author's.
        Outcome::NotAllowed | Outcome::Incomplete(_) | Outcome::OtherText => None,
    };
    let kept = asked.kept.map(|message| (decision, message));
    conflict::page(
        state,
        context,
        review,
        faster,
        decision.words().cannot,
        kept,
    )
    .await
}

async fn make(
    state: &AppState,
    review: &ReviewContext,
    asked: &Asked,
) -> Result<Outcome<Done>, DbErr> {
    let (db, actor, submission) = (&state.db, &review.actor, &review.submission);
    let nothing = DecisionMessage::default();
    let written = asked.kept.as_ref().unwrap_or(&nothing);
    let version = asked.version;
    let mail_context = state.settings.mail_context();
    let done = match asked.decision.does(written) {
        Does::Assign => assign(db, actor, submission.id, version, Some(review.me.id)).await?,
        // Somebody else's they keep; an old page's button must not take it from them.
        Does::GiveBack if !review.is_mine() => return Ok(Outcome::NotAllowed),
        Does::GiveBack => assign(db, actor, submission.id, version, None).await?,
        Does::Moves(_) => {
            let deciding = Deciding {
                submission_id: submission.id,
                seen_version: version,
                decision: asked.decision,
                written,
                due_at: asked.due_at,
            };
            let decided = decide(db, &mail_context, actor, deciding).await?;
            return Ok(decided.map(|decided| match decided {
                Decided::Made(_) => Done::Made,
                Decided::Planned { .. } => Done::Planned,
            }));
        }
        Does::MoveCase(action) => {
            if !allows(Permission::TakeDown, &submission.status, &actor.roles) {
                return Ok(Outcome::NotAllowed);
            }
            // What is put back is the text that was on the page.
            let which = WhichCase {
                seen_version: (action == CaseAction::Restore).then_some(version),
                ..WhichCase::from(submission)
            };
            if let Some(due_at) = asked.due_at {
                let planned = plan_move_of_case(db, actor, which, action, due_at).await?;
                return Ok(planned.map(|_| Done::Planned));
            }
            let (message, manner) = (&written.message, &written.manner);
            move_case_and_tell(db, &mail_context, actor, which, action, message, manner)
                .await?
                .map(drop)
        }
    };
    Ok(done.map(|()| Done::Made))
}
