//! `/moderate/bank/{slug}/{action}`: moves of a case that was compiled from public sources. Nobody sent it, so nobody
//! is told.

use super::decision_page::{self, DecisionPage};
use super::flash::Flash;
use super::guards_view;
use super::mend_target;
use super::mend_target::{Place, Target};
use super::planned_view;
use super::planned_view::Planned;
use super::review_context;
use crate::ui::{Button, ButtonLook, IntoMarkup, LinkButton, Markup};
use crate::web::error::PageError;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::decision::{DecisionMessage, Does};
use case_study::{CaseAction, Decision, Role};
use leptos::prelude::*;
use store::case_transitions::{WhichCase, move_case, plan_move_of_case};
use store::decisions::call_off_for_case;
use store::mending::Subject;
use store::outcome::Outcome;

/// What can be done with it besides changing its text.
const OFFERED: [Decision; 6] = [
    Decision::Feature,
    Decision::Unfeature,
    Decision::Confirm,
    Decision::Finish,
    Decision::TakeDown,
    Decision::Restore,
];

fn action_of(decision: Decision) -> Option<CaseAction> {
    match decision.does(&DecisionMessage::default()) {
        Does::MoveCase(action) => Some(action),
        Does::Moves(_) | Does::Assign | Does::GiveBack => None,
    }
}

fn of_address(action: &str) -> Result<Decision, PageError> {
    Decision::from_slug(action)
        .filter(|decision| OFFERED.contains(decision))
        .ok_or(PageError::NotFound)
}

fn is_open(decision: Decision, target: &Target, is_featured: bool) -> bool {
    let stands = match decision {
        Decision::Feature => !is_featured,
        Decision::Unfeature => is_featured,
        _ => true,
    };
    let roles: &[Role] = &target.actor.roles;
    let after = action_of(decision).and_then(|action| target.state.after(action, roles));
    stands && after.is_some()
}

/// A part of the panel: buttons for what can be done, and what is planned.
pub(super) fn view(target: &Target, planned: &Planned) -> impl IntoView + use<> {
    let home = target.home();
    let buttons: Vec<Markup> = OFFERED
        .into_iter()
        .filter(|decision| is_open(*decision, target, planned.is_featured))
        .map(|decision| {
            let words = decision.words();
            let href = format!("{home}/{}", words.slug);
            let look = super::decision_message_view::look(words.weight);
            if words.message.is_some() {
                return view! { <LinkButton href=href label=words.button look=look/> }
                    .into_markup();
            }
            let day = decision
                .takes_a_date()
                .then(|| super::decision_panel::day_link(&href));
            view! {
                <form method="post" action=href>
                    <input type="hidden" name="version" value=target.version/>
                    <Button label=words.button look=ButtonLook::Secondary/>
                </form>
                {day}
            }
            .into_markup()
        })
        .collect();
    view! {
        {planned_view::view(planned, &home, target.version)}
        <div class="panel-part panel-decisions">{buttons}</div>
    }
}

async fn open(
    state: &AppState,
    context: &PageContext,
    slug: &str,
) -> Result<Result<(Target, i64), Response>, PageError> {
    let place = Place::Bank(slug.to_owned());
    Ok(
        match mend_target::look(state, context, place, "change it", None).await? {
            Ok(target) => match target.subject {
                Subject::Compiled(case_id) => Ok((target, case_id)),
                Subject::Submission(_) => return Err(PageError::NotFound),
            },
            Err(answer) => Err(answer),
        },
    )
}

/// A move before it is made: why, or on which day.
///
/// # Errors
/// See [`mend_target::open`]; 404 for another action.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path((slug, action)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let (target, _) = match open(&state, &context, &slug).await? {
        Ok(found) => found,
        Err(answer) => return Ok(answer),
    };
    let decision = of_address(&action)?;
    Ok(page(decision, &target).respond(&context))
}

fn page(decision: Decision, target: &Target) -> DecisionPage {
    let (caption, home) = (target.caption.clone(), target.home());
    DecisionPage::of_compiled(decision, caption, home, target.version)
}

/// Makes the move, or plans it.
///
/// # Errors
/// See [`mend_target::open`]; 404 for another action, and when the form is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path((slug, action)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let place = Place::Bank(slug.clone());
    if decision_page::holds_words(&body)
        && let Some(answer) = mend_target::signed_out(&context, &place, &body)?
    {
        return Ok(answer);
    }
    let (target, case_id) = match open(&state, &context, &slug).await? {
        Ok(found) => found,
        Err(answer) => return Ok(answer),
    };
    let decision = of_address(&action)?;
    let sent = review_context::read(&body, |key| decision_page::is_known(decision, key))?;
    let mut page = page(decision, &target);
    let asked = page.read(&sent.answers, sent.version, state.db.now_ms());
    if !page.is_fine() {
        return Ok(page.respond(&context));
    }
    let Some(action) = action_of(decision) else {
        return Err(PageError::NotFound);
    };
    // What is put back is the text that was on the page.
    if action == CaseAction::Restore && sent.version != target.version {
        return Ok(page.respond_overtaken(&context, &target.state));
    }
    let which = WhichCase {
        case_id,
        submission_id: None,
        reader_message_id: None,
        seen_version: None,
    };
    let (db, actor) = (&state.db, &target.actor);
    let (done, flash) = match asked.due_at {
        Some(due_at) => {
            let planned = plan_move_of_case(db, actor, which, action, due_at).await?;
            (planned.map(drop), Flash::Planned)
        }
        None => {
            let moved = move_case(db, actor, which, action, &asked.written.message).await?;
            (moved.map(drop), Flash::Decided(decision))
        }
    };
    Ok(match done {
        Outcome::Made(()) => Redirect::to(&flash.at(&target.home())).into_response(),
        Outcome::NotPublishable(own) if !own.is_empty() => {
            let words = asked.written.message.clone();
            let kept = vec![("What you wrote".to_owned(), vec![words])];
            let (caption, home) = (target.caption.clone(), target.home());
            guards_view::closed_at(&context, caption, home, &own[0], kept)
        }
        _ => page.respond_overtaken(&context, &target.state),
    })
}

/// Calls back what was planned for it.
///
/// # Errors
/// See [`mend_target::open`]; 404 for another action, and when the form is not ours.
pub async fn post_planned(
    State(state): State<AppState>,
    context: PageContext,
    Path((slug, id, action)): Path<(String, String, String)>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let (target, case_id) = match open(&state, &context, &slug).await? {
        Ok(found) => found,
        Err(answer) => return Ok(answer),
    };
    let plan: i64 = id.parse().map_err(|_| PageError::NotFound)?;
    if action != "stop" {
        return Err(PageError::NotFound);
    }
    review_context::read(&body, |_| false)?;
    match call_off_for_case(&state.db, &target.actor, case_id, None, plan).await? {
        Outcome::Made(_) => {
            Ok(Redirect::to(&Flash::CalledOff.at(&target.home())).into_response())
        }
        _ => Err(PageError::Conflict(
            "It does not wait any more: it was carried out, or someone called it back. Nothing was changed. Load the \
             page of the case study again."
                .into(),
        )),
    }
}
