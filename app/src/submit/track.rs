//! `/track/{token}`: what a mailed link shows, and the code that lets another device write.

use super::done_here;
use super::done_here::DoneHere;
use super::status_page;
use super::status_page::{Reach, Standing};
use crate::ui::IntoMarkup;
use crate::ui::{
    Banner, Button, ButtonLook, CookieNeeded, ErrorSummary, FieldFrame, FormError, InputWidth,
    SendArea, TextInput, describedby,
};
use crate::web::bots;
use crate::web::bots::{ONCE_MORE, Pace, SEND, Unseen};
use crate::web::browser_key::COOKIE_SET;
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::rate_limits::ClientNetwork;
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
const OPEN: &str = "Open it here";
const WRONG_CODE: &str = "That code is not right or no longer works. Type the one from our newest email, or ask for another";

/// What the last press of a button left behind in the address.
#[derive(Deserialize)]
pub struct Asked {
    code: Option<String>,
}

struct View {
    token: String,
    status: Stored<Status>,
    /// We made it of an email, and its museum has not taken it over.
    is_ours: bool,
    standing: Standing,
    access: Access,
    code_asked: bool,
    /// What was typed as the code, when it did not open anything.
    typed: String,
    refused: Option<Refused>,
    /// Of the form that asks for a code.
    unseen: Unseen,
    done: Option<DoneHere>,
}

/// Why a code did not open anything, or none was mailed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Refused {
    /// It may have been a program that asked for a code.
    OnceMore,
    /// It is wrong, or no longer works.
    Wrong,
    /// The browser keeps no cookies, so it could not hold what the code opens. The code still works.
    NoCookie,
}

/// What this browser may do besides reading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    /// It began the draft, or a code was typed here.
    Granted,
    /// A code would let it change the answers, withdraw the case study or write to the moderators.
    NeedsCode,
    /// There is nothing left to do.
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
        status: submission.status.clone(),
        is_ours: submission.is_ours_to_write(),
        standing: Standing::load(&state, submission).await?,
        token,
        code_asked: asked.code.is_some(),
        typed: String::new(),
        refused: None,
        unseen: context.bots.opened(),
        done: DoneHere::load(&state, &context).await?,
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
    let answers = forms::read(&body, bots::is_part)?;
    let Some(submission) = followed(&state, &token).await? else {
        return Ok(unknown(&context));
    };
    let checked = context.bots.judge(&answers, Pace::Pressing);
    if !checked.passed {
        let view = View {
            access: access_of(&context, &submission),
            status: submission.status.clone(),
            is_ours: submission.is_ours_to_write(),
            standing: Standing::load(&state, submission).await?,
            token,
            code_asked: false,
            typed: String::new(),
            refused: Some(Refused::OnceMore),
            unseen: checked.unseen,
            done: DoneHere::load(&state, &context).await?,
        };
        return Ok(page(&context, view));
    }
    if is_worth_a_code(&submission) && state.rate_limits.check_code(submission.id).is_ok() {
        drafts::mail_unlock_code(&state.db, &state.settings.mail_context(), submission.id).await?;
    }
    Ok(Redirect::to(&format!("{}?code=asked", paths::track(&token))).into_response())
}

/// POST `/track/{token}/unlock`: takes the code.
///
/// # Errors
/// When the database does not answer; for a form that is not ours.
pub async fn post_unlock(
    State(state): State<AppState>,
    network: ClientNetwork,
    context: PageContext,
    Path(token): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let answers = forms::read(&body, |key| matches!(key, "code" | COOKIE_SET))?;
    let Some(submission) = followed(&state, &token).await? else {
        return Ok(unknown(&context));
    };
    let access = access_of(&context, &submission);
    let code = answers.one("code");
    let no_cookie = context.viewer.browser().is_missing() && !answers.one(COOKIE_SET).is_empty();
    // A second press comes with a code that is used up, but the first one has opened the door.
    if access == Access::Granted
        || (!no_cookie
            && mailed_links::redeem_code(&state.db, submission.id, network.prefix(), code).await?)
    {
        context.viewer.unlock_draft(submission.id).await?;
        return Ok(Redirect::to(&paths::draft(&submission.reference)).into_response());
    }
    let refused = if no_cookie {
        Refused::NoCookie
    } else {
        Refused::Wrong
    };
    let view = View {
        access,
        status: submission.status.clone(),
        is_ours: submission.is_ours_to_write(),
        standing: Standing::load(&state, submission).await?,
        token,
        code_asked: false,
        typed: code.to_owned(),
        refused: Some(refused),
        unseen: context.bots.opened(),
        done: None,
    };
    Ok(page(&context, view))
}

/// The submission a link reads, while the link lasts.
pub(super) async fn followed(
    state: &AppState,
    token: &str,
) -> Result<Option<Submission>, PageError> {
    let Some(id) = mailed_links::follow(&state.db, token).await? else {
        return Ok(None);
    };
    Ok(submissions::by_id(state.db.reader(), id).await?)
}

/// Whether there is anything that a code would open: something to change or to take back, and for what was sent,
/// writing to the moderators.
fn is_worth_a_code(submission: &Submission) -> bool {
    let has_moves = !submission.status.actions(&[Role::Submitter]).is_empty();
    has_moves || (submission.reached_the_moderators() && submission.status.known().is_some())
}

fn access_of(context: &PageContext, submission: &Submission) -> Access {
    let roles = context
        .viewer
        .towards(submission.id, submission.account_id)
        .roles;
    if allows(Permission::ReadDraft, &submission.status, &roles) {
        Access::Granted
    } else if is_worth_a_code(submission) {
        Access::NeedsCode
    } else {
        Access::Over
    }
}

pub(super) fn unknown(context: &PageContext) -> Response {
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
                <p>
                    "It may have been cut off in the email, it is more than a year old, or it went to an address that the case study no longer has. Open the link from our newest email, or "
                    <a href=paths::SUBMIT_LINK>"ask us to send you the link again"</a>"."
                </p>
                {help}
            </div>
        }
    })
}

fn page(context: &PageContext, view: View) -> Response {
    let page = Page::new(TITLE).private();
    let page = match view.refused {
        Some(Refused::Wrong | Refused::OnceMore) => page.invalid(),
        Some(Refused::NoCookie) => page.status(StatusCode::UNPROCESSABLE_ENTITY),
        None => page,
    };
    let asks = view.access == Access::NeedsCode;
    let mut response = page.render(context, move || draw(view));
    if asks {
        context.viewer.browser().set_with(&mut response);
    }
    response
}

fn draw(view: View) -> impl IntoView {
    let View {
        token,
        status,
        is_ours,
        standing,
        access,
        code_asked,
        typed,
        refused,
        unseen,
        done,
    } = view;
    let wrong = refused == Some(Refused::Wrong);
    let errors = match refused {
        Some(Refused::Wrong) => vec![FormError::new("code", WRONG_CODE)],
        Some(Refused::OnceMore) => vec![FormError::new(SEND, ONCE_MORE)],
        Some(Refused::NoCookie) | None => Vec::new(),
    };
    let once_more = FormError::of(&errors, SEND);
    let no_cookie = (refused == Some(Refused::NoCookie))
        .then(|| view! { <CookieNeeded to="know that the draft is yours" button=OPEN/> });
    // The way out of this browser stands where it is open.
    let done = done.filter(|_| access == Access::Granted);
    let asked = code_asked.then(|| {
        view! {
            <Banner heading="Check your email">
                <p>
                    "If we have an email address for this case study, a code is on its way. It works once, for ten minutes. If none comes within a few minutes, check your junk mail, or wait ten minutes and ask again."
                </p>
            </Banner>
        }
    });
    let unlock = (access == Access::NeedsCode).then(|| {
        unlock(
            &token,
            what_a_code_opens(&status, is_ours),
            typed,
            wrong,
            &unseen,
            once_more,
        )
        .into_markup()
    });
    let reach = match access {
        Access::Granted => Reach::Writer,
        Access::NeedsCode | Access::Over => Reach::Link { token },
    };
    view! {
        {no_cookie}
        <ErrorSummary errors=errors/>
        {asked}
        {status_page::view(standing, &reach, unlock)}
        {done.map(done_here::view)}
    }
}

/// What a code would open, as the heading says it and in a sentence.
fn what_a_code_opens(status: &Stored<Status>, is_ours: bool) -> (&'static str, &'static str) {
    if is_ours {
        return (
            "Take this draft over",
            "We made it from an email that you sent us. Ask for a code and type it below. Then it is yours: read it, change what you like, and send it to us.",
        );
    }
    match status.known() {
        Some(Status::Draft | Status::ChangesRequested) => (
            "Carry on writing on this device",
            "This link lets you look. To change your answers here, ask for a code and type it below.",
        ),
        Some(Status::Lapsed) => (
            "Take it up again on this device",
            "This link lets you look. To take it up again or write to us from here, ask for a code and type it below.",
        ),
        Some(Status::Submitted | Status::InReview | Status::Approved) => (
            "Write to us or withdraw it from this device",
            "This link lets you look. To write to us about it, or to withdraw it, from here, ask for a code and type it below.",
        ),
        Some(Status::Published) => (
            "Change it or write to us from this device",
            "This link lets you look. To change your published case study or write to us from here, ask for a code and type it below.",
        ),
        Some(Status::AwaitingYes | Status::Replaced | Status::Declined | Status::Withdrawn)
        | None => (
            "Write to us from this device",
            "This link lets you look. To write to us about it from here, ask for a code and type it below.",
        ),
    }
}

fn unlock(
    token: &str,
    (heading, why): (&'static str, &'static str),
    typed: String,
    wrong: bool,
    unseen: &Unseen,
    once_more: Option<String>,
) -> impl IntoView + use<> {
    let error = wrong.then_some(WRONG_CODE);
    view! {
        <section class="section unlock stack" aria-labelledby="unlock">
            <h2 id="unlock">{heading}</h2>
            <p class="measure">{why}</p>
            <form method="post" action=paths::track_code(token)>
                {unseen.view()}
                <SendArea id=SEND error=once_more>
                    <Button label="Email me a code" look=ButtonLook::Secondary/>
                </SendArea>
            </form>
            <form class="form" method="post" action=paths::track_unlock(token) novalidate>
                <input type="hidden" name=COOKIE_SET value="1"/>
                <FieldFrame id="code" label="Code" hint="The 6 numbers in our email." error=error>
                    <TextInput
                        id="code"
                        name="code"
                        kind="number"
                        value=typed
                        autocomplete="one-time-code"
                        width=InputWidth::Short
                        describedby=describedby("code", true, wrong)
                        invalid=wrong
                    />
                </FieldFrame>
                <div class="actions"><Button label=OPEN/></div>
            </form>
        </section>
    }
}
