//! `POST /submit/{draft}/new-version`: changing what is published. The museum gets a draft that starts from the
//! published text, which readers see until the new one is published.

use super::draft_guard::Draft;
use crate::ui::{BackLink, Button, ButtonLook, IntoMarkup, LinkButton, Nav, PageHeading};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::{Role, Status, Stored};
use leptos::prelude::*;
use store::drafts;
use store::drafts::NewVersion;
use store::submissions::Publicly;

const ONE_AT_A_TIME: &str = "We have other changes already";
const NOT_PUBLIC: &str = "Readers do not see it now";

/// Begins it, or leads to the one that this person is writing already.
///
/// # Errors
/// Somebody else's draft is not found; a form that is not ours is refused.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let form = forms::read(&body, |_| false);
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    form?;
    start(&state, &context, &draft).await
}

/// The same for whoever may write it, wherever they pressed.
pub(super) async fn start(
    state: &AppState,
    context: &PageContext,
    draft: &Draft,
) -> Result<Response, PageError> {
    if draft.submission.status != Status::Published {
        return Ok(Redirect::to(&paths::draft(draft.reference())).into_response());
    }
    for written in drafts::being_written(&state.db, draft.submission.case_id).await? {
        let towards = context.viewer.towards(written.id, written.account_id);
        if towards.roles.contains(&Role::Submitter) {
            return Ok(Redirect::to(&paths::draft(&written.reference)).into_response());
        }
    }
    let mail_context = state.settings.mail_context();
    let wanted =
        drafts::begin_new_version(&state.db, &mail_context, &draft.actor, draft.submission.id);
    match wanted.await? {
        NewVersion::Begun(begun) => {
            context.viewer.grant_draft(begun.submission_id).await?;
            Ok(Redirect::to(&paths::draft(&begun.reference)).into_response())
        }
        NewVersion::InTheWay { reference } => Ok(one_at_a_time(context, draft, &reference)),
        NewVersion::NotPublic => Ok(refused(
            context,
            draft,
            NOT_PUBLIC,
            "You can start to change it only while readers see it. Write to us and give your reference if you do not know why they do not."
                .to_owned(),
        )),
        NewVersion::NotAllowed => Err(PageError::NotFound),
    }
}

/// Why this cannot be sent, started or taken up: another version of it is with the moderators.
pub(super) fn one_at_a_time(context: &PageContext, draft: &Draft, other: &str) -> Response {
    refused(
        context,
        draft,
        ONE_AT_A_TIME,
        format!(
            "We have other changes to this case study already, and we have not finished with them: {other}. We can only take one set of changes at a time. Nothing here was changed or lost. If we wrote to you about {other}, the link in our newest email shows where it stands."
        ),
    )
}

fn refused(context: &PageContext, draft: &Draft, heading: &'static str, why: String) -> Response {
    let reference = draft.reference().to_owned();
    Page::new(heading)
        .at(Nav::Submit)
        .private()
        .status(StatusCode::CONFLICT)
        .render(context, move || {
            let back = paths::draft(&reference);
            view! {
                <BackLink href=back.clone()/>
                <PageHeading title=heading caption=format!("Your reference is {reference}")/>
                <div class="measure stack">
                    <p>{why}</p>
                    <div class="actions"><LinkButton href=back label="See where it stands"/></div>
                </div>
            }
        })
}

/// The button that posts here, for what readers see.
pub(super) fn button(
    reference: &str,
    status: &Stored<Status>,
    case: &Publicly,
) -> Option<impl IntoView + use<>> {
    let is_public = *status == Status::Published && case.state.is_public();
    is_public.then(|| {
        view! {
            <form class="section measure stack" method="post" action=paths::draft_new_version(reference)>
                <p>"Has something changed, or do you know more now? Readers see the page as it is until we publish your changes."</p>
                <div class="actions">
                    <Button label="Change your published case study" look=ButtonLook::Secondary/>
                </div>
            </form>
        }
        .into_markup()
    })
}
