//! `/track/{token}`: what a mailed link shows, and the code that lets another device write.

use super::form;
use super::status_page;
use super::status_page::SubmissionProgress;
use crate::ui::IntoMarkup;
use crate::ui::{
    Banner, Button, ButtonLook, ErrorSummary, FieldFrame, FormError, InputWidth, LinkButton,
    TextInput, describedby,
};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, Query, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::policy::{Permission, allows};
use case_study::{Role, Status, Stored};
use leptos::prelude::*;
use serde::Deserialize;
use store::submissions;
use store::submissions::Submission;
use store::{drafts, mailed_links};

const TITLE: &str = "Follow your case study";
const WRONG_CODE: &str = "That code is not right or no longer works. Type the one from our newest mail, or ask for another";

/// What the last press of a button left behind in the address.
#[derive(Deserialize)]
pub struct Asked {
    code: Option<String>,
}

struct View {
    token: String,
    progress: SubmissionProgress,
    access: Access,
    code_asked: bool,
    /// The code as typed, when it was wrong.
    wrong: Option<String>,
}

/// What this browser may do besides reading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    /// It began the draft, or a code was typed here.
    Granted,
    /// A code would let it change the answers or withdraw the case study.
    NeedsCode,
    /// There is nothing left to change.
    Over,
}

/// GET `/track/{token}`.
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let Some(submission) = followed(&state, &token).await? else {
        return Ok(unknown(&context));
    };
    let view = View {
        access: access_of(&context, &submission),
        progress: SubmissionProgress::load(&state, &submission).await?,
        token,
        code_asked: asked.code.is_some(),
        wrong: None,
    };
    Ok(page(&context, view))
}

/// POST `/track/{token}/code`: mails a one-time code. The answer is the same whatever happens, so
/// it tells nobody whether an address was given or how often somebody asked.
///
/// # Errors
/// When the database does not answer; for a form that is not ours.
pub async fn post_code(
    State(state): State<AppState>,
    context: PageContext,
    Path(token): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    form::read(&body, |_| false)?;
    let Some(submission) = followed(&state, &token).await? else {
        return Ok(unknown(&context));
    };
    if can_change(&submission) && state.rate_limits.check_code(submission.id).is_ok() {
        drafts::mail_unlock_code(&state.db, &state.settings.mail_context(), &submission).await?;
    }
    Ok(Redirect::to(&format!("{}?code=asked", paths::track(&token))).into_response())
}

/// POST `/track/{token}/unlock`: takes the code.
///
/// # Errors
/// When the database does not answer; for a form that is not ours.
pub async fn post_unlock(
    State(state): State<AppState>,
    context: PageContext,
    Path(token): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let answers = form::read(&body, |key| key == "code")?;
    let Some(submission) = followed(&state, &token).await? else {
        return Ok(unknown(&context));
    };
    let access = access_of(&context, &submission);
    // A second press comes with a code that is used up, but the first one has opened the door.
    if access == Access::Granted
        || mailed_links::redeem_code(&state.db, submission.id, answers.one("code")).await?
    {
        context.viewer.unlock_draft(submission.id).await?;
        return Ok(Redirect::to(&paths::draft(&submission.reference)).into_response());
    }
    let view = View {
        access,
        progress: SubmissionProgress::load(&state, &submission).await?,
        token,
        code_asked: false,
        wrong: Some(answers.one("code").to_owned()),
    };
    Ok(page(&context, view))
}

/// The submission a link reads, while the link lasts.
async fn followed(state: &AppState, token: &str) -> Result<Option<Submission>, PageError> {
    let Some(id) = mailed_links::follow(&state.db, token).await? else {
        return Ok(None);
    };
    Ok(submissions::by_id(state.db.reader(), id).await?)
}

fn can_change(submission: &Submission) -> bool {
    !submission.status.actions(&[Role::Submitter]).is_empty()
}

fn access_of(context: &PageContext, submission: &Submission) -> Access {
    let roles = context
        .viewer
        .towards(submission.id, submission.account_id)
        .roles;
    if allows(Permission::ReadDraft, &submission.status, &roles) {
        Access::Granted
    } else if can_change(submission) {
        Access::NeedsCode
    } else {
        Access::Over
    }
}

fn unknown(context: &PageContext) -> Response {
    let contact = context.settings.contact.clone();
    Page::new("This link does not work").private().status(StatusCode::NOT_FOUND).render(context, move || {
        let help = (!contact.is_empty()).then(|| {
            view! {
                <p>
                    "If you cannot find one, write to " <a href=format!("mailto:{contact}")>{contact.clone()}</a>
                    " and give your reference."
                </p>
            }
        });
        view! {
            <div class="measure stack">
                <h1>"This link does not work"</h1>
                <p>"It may have been cut in the mail, or it is more than a year old. Open the link from our newest mail."</p>
                {help}
            </div>
        }
    })
}

fn page(context: &PageContext, view: View) -> Response {
    let page = Page::new(TITLE).private();
    let page = if view.wrong.is_some() {
        page.invalid()
    } else {
        page
    };
    page.render(context, move || draw(view))
}

fn draw(view: View) -> impl IntoView {
    let View {
        token,
        progress,
        access,
        code_asked,
        wrong,
    } = view;
    let (reference, status) = (progress.reference.clone(), progress.status.clone());
    let errors = wrong
        .iter()
        .map(|_| FormError::new("code", WRONG_CODE))
        .collect::<Vec<_>>();
    let asked = code_asked.then(|| {
        view! {
            <Banner heading="Look into your mail">
                <p>
                    "If we have an e-mail address for this case study, a code is on its way. It works once, for ten minutes. If none comes within a few minutes, look into your spam folder, or wait ten minutes and ask again."
                </p>
            </Banner>
        }
    });
    let part = match access {
        Access::Granted => granted(&reference, &status).into_markup(),
        Access::NeedsCode => unlock(&token, &status, wrong).into_markup(),
        Access::Over => ().into_markup(),
    };
    view! {
        <ErrorSummary errors=errors/>
        {asked}
        {status_page::view(progress)}
        {part}
    }
}

fn granted(reference: &str, status: &Stored<Status>) -> impl IntoView + use<> {
    let label = if status.is_open_to_its_author() {
        "Continue"
    } else {
        "Open it"
    };
    view! { <p class="section"><LinkButton href=paths::draft(reference) label=label/></p> }
}

fn unlock(token: &str, status: &Stored<Status>, wrong: Option<String>) -> impl IntoView + use<> {
    let (heading, why) = if status.is_open_to_its_author() {
        (
            "Go on writing on this device",
            "The link only reads. To change your answers here, ask for a code and type it below.",
        )
    } else {
        (
            "Withdraw it from this device",
            "The link only reads. To withdraw your case study from here, ask for a code and type it below.",
        )
    };
    let error = wrong.as_ref().map(|_| WRONG_CODE);
    let invalid = error.is_some();
    view! {
        <section class="section unlock stack" aria-labelledby="unlock">
            <h2 id="unlock">{heading}</h2>
            <p class="measure">{why}</p>
            <form method="post" action=paths::track_code(token)>
                <Button label="Mail me a code" look=ButtonLook::Secondary/>
            </form>
            <form class="form" method="post" action=paths::track_unlock(token) novalidate>
                <FieldFrame id="code" label="Code" hint="Six figures, from our mail." error=error>
                    <TextInput
                        id="code"
                        name="code"
                        kind="number"
                        value=wrong.unwrap_or_default()
                        autocomplete="one-time-code"
                        width=InputWidth::Short
                        describedby=describedby("code", true, invalid)
                        invalid=invalid
                    />
                </FieldFrame>
                <div class="actions"><Button label="Open it here"/></div>
            </form>
        </section>
    }
}
