//! `POST /moderate/cases/{reference}/assign`: taking a submission on, or giving it to a colleague (`to`).

use super::conflict;
use super::decide;
use super::decide::Asked;
use super::flash::Flash;
use super::review_context;
use super::review_context::ReviewContext;
use crate::ui::{Button, ButtonLook, Choice, Details, FieldFrame, IntoMarkup, Markup, Select};
use crate::web::error::PageError;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::Decision;
use leptos::prelude::*;
use store::moderation_queue::{Colleague, colleagues, hand_over};
use store::outcome::Outcome;

/// The account that it is given to.
pub(super) const TO: &str = "to";
const NO_COLLEAGUE: &str = "That is not a colleague who can read it now. Nothing was changed. Go back, load the page again and choose from its list.";

/// Takes it on, or gives it to whoever was chosen.
///
/// # Errors
/// See [`review_context::open`]; also when the form is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let review = review_context::open(&state, &context, &reference).await?;
    let sent = review_context::read(&body, |key| key == TO)?;
    if !sent.answers.holds(TO) {
        let taking = Decision::Assign;
        let asked = Asked {
            decision: taking,
            kept: None,
            version: sent.version,
            due_at: None,
            leaving: None,
        };
        return decide::answer(&state, &context, review, asked).await;
    }
    let chosen = sent.answers.one(TO);
    let to = colleagues(&state.db)
        .await?
        .into_iter()
        .find(|one| one.id.to_string() == chosen)
        .ok_or(PageError::BadRequest(NO_COLLEAGUE))?;
    let id = review.submission.id;
    let (mail_context, actor) = (state.settings.mail_context(), &review.actor);
    let given = hand_over(&state.db, &mail_context, actor, id, sent.version, &to).await?;
    let faster = match given {
        Outcome::Made(_) if to.id == review.me.id => {
            let href = Flash::Decided(Decision::Assign).href(&review.submission.reference);
            return Ok(Redirect::to(&href).into_response());
        }
        Outcome::Made(_) => {
            let href = Flash::HandedOver.href(&review.submission.reference);
            return Ok(Redirect::to(&href).into_response());
        }
        Outcome::NotFound => return Err(PageError::NotFound),
        Outcome::Overtaken(faster) => Some(faster),
        _ => None,
    };
    let cannot = "give it to a colleague";
    conflict::page(&state, &context, review, faster, cannot, None).await
}

/// Names to choose from, without one of them.
pub(super) fn choices(colleagues: &[Colleague], but: &[Option<i64>]) -> Vec<Choice> {
    colleagues
        .iter()
        .filter(|one| !but.contains(&Some(one.id)))
        .map(|one| Choice {
            value: one.id.to_string(),
            label: one.name.clone(),
            ..Choice::default()
        })
        .collect()
}

/// In the panel: whom it can be given to, where there is somebody.
pub(super) fn part(review: &ReviewContext, colleagues: &[Colleague]) -> Option<Markup> {
    let others = choices(
        colleagues,
        &[Some(review.me.id), review.submission.assignee_id],
    );
    if others.is_empty() {
        return None;
    }
    let (action, version) = (
        paths::moderate_case_action(&review.submission.reference, "assign"),
        review.submission.version,
    );
    let form = view! {
        <form class="stack" method="post" action=action>
            <input type="hidden" name="version" value=version/>
            <FieldFrame id="assign-to" label="Colleague">
                <Select id="assign-to" name=TO options=others/>
            </FieldFrame>
            <Button label="Give it to them" look=ButtonLook::Secondary/>
        </form>
    }
    .into_markup();
    Some(view! { <Details summary="Give it to a colleague">{form}</Details> }.into_markup())
}
