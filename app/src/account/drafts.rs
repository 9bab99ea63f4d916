//! `/account/drafts`: case studies that were begun in this browser before its account signed in. On a
//! shared computer they may be somebody else's, so its holder is asked, once, and nothing is taken
//! unasked.

use super::after_sign_in;
use crate::ui::{Button, Checkboxes, Choice, FieldFrame, Nav, PageHeading, when};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use crate::web::viewer::Viewer;
use axum::extract::{RawForm, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use store::accounts::Account;
use store::submissions::Submission;
use store::{drafts, submissions};

const TITLE: &str = "Are these yours?";
const LEDE: &str = "They were started in this browser before you signed in. Tick what is yours: it is then in your account, on every device.";
const STAFF: &str = "You moderate here: tick only what you wrote for your own museum.";
const REST: &str = "What you leave unticked stays as it is and goes into no account. This browser no longer opens it: the person who wrote it uses the link in our email.";
const LATER: &str =
    "Until you decide, this browser opens them. When you sign out, it forgets them.";
const NOT_OFFERED: &str = "The form named a case study that was not started in this browser, and nothing was changed. Load the page again and choose from what it shows.";
/// Name of the boxes, and id of the first.
const MINE: &str = "mine";
const NEXT: &str = "next";

/// What was begun here and is nobody's yet. What was unlocked with a mailed code is never among it.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn offered(
    state: &AppState,
    viewer: &Viewer,
) -> Result<Vec<Submission>, PageError> {
    let mut begun = submissions::by_ids(&state.db, viewer.begun()).await?;
    begun.retain(|one| one.account_id.is_none());
    Ok(begun)
}

/// The address of the page, leading on to `next`.
pub(super) fn address(next: &str) -> String {
    if next.is_empty() {
        return paths::ACCOUNT_DRAFTS.to_owned();
    }
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("{}?{NEXT}={next}", paths::ACCOUNT_DRAFTS)
}

/// The page. With nothing to ask it leads on.
///
/// # Errors
/// Sends anonymous people to sign in.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let account = signed_in(&context)?;
    let next = after_sign_in::next_of(query.as_deref().unwrap_or_default());
    let offered = offered(&state, &context.viewer).await?;
    if offered.is_empty() {
        return Ok(Redirect::to(after_sign_in::place(&account, &next)).into_response());
    }
    let page = Page::new(TITLE).private().at(Nav::Account);
    Ok(page.render(&context, move || view(&account, offered, next)))
}

/// Takes what is ticked into the account and lets the rest go. A second press finds it done.
///
/// # Errors
/// Sends anonymous people to sign in; refuses a form that names what the page did not offer.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let account = signed_in(&context)?;
    let answers = forms::read(&body, |key| matches!(key, MINE | NEXT))?;
    let offered = offered(&state, &context.viewer).await?;
    let mut mine = Vec::new();
    for reference in answers.all(MINE) {
        match offered.iter().find(|one| one.reference == *reference) {
            Some(one) => mine.push(one.id),
            None if is_of(&state, &account, reference).await? => {}
            None => return Err(PageError::BadRequest(NOT_OFFERED)),
        }
    }
    drafts::adopt(&state.db, &mine, account.id).await?;
    let decided: Vec<i64> = offered.iter().map(|one| one.id).collect();
    context.viewer.let_go(&decided).await?;
    let next = after_sign_in::local(answers.one(NEXT)).unwrap_or_default();
    Ok(Redirect::to(after_sign_in::place(&account, &next)).into_response())
}

/// Whose account it is.
///
/// # Errors
/// Sends anonymous people to sign in.
pub(super) fn signed_in(context: &PageContext) -> Result<Account, PageError> {
    context
        .viewer
        .account
        .clone()
        .ok_or_else(|| PageError::SignIn {
            back_to: context.path.clone(),
        })
}

async fn is_of(state: &AppState, account: &Account, reference: &str) -> Result<bool, PageError> {
    let found = submissions::by_reference(state.db.reader(), reference).await?;
    Ok(found.is_some_and(|one| one.account_id == Some(account.id)))
}

fn view(account: &Account, offered: Vec<Submission>, next: String) -> impl IntoView + use<> {
    let later = after_sign_in::place(account, &next).to_owned();
    let options = offered.into_iter().map(choice).collect();
    let staff = account
        .role
        .is_staff()
        .then(|| view! { <p><strong>{STAFF}</strong></p> });
    let next = (!next.is_empty()).then(|| view! { <input type="hidden" name=NEXT value=next/> });
    view! {
        <PageHeading title=TITLE lede=LEDE/>
        <form class="form" method="post" action=paths::ACCOUNT_DRAFTS>
            {next}
            {staff}
            <FieldFrame id=MINE label="Which of these are yours?" legend=true>
                <Checkboxes id=MINE name=MINE options=options/>
            </FieldFrame>
            <p>{REST}</p>
            <div class="actions">
                <Button label="Continue"/>
                <a href=later>"Decide later"</a>
            </div>
            <p class="meta">{LATER}</p>
        </form>
    }
}

fn choice(one: Submission) -> Choice {
    let no_way_back = if one.submitter_email.is_empty() {
        " It has no email address: no one could come back to it."
    } else {
        ""
    };
    Choice {
        hint: Some(format!(
            "{}, last saved on {}.{no_way_back}",
            one.reference,
            when::moment(one.updated_at)
        )),
        value: one.reference,
        label: if one.title.is_empty() {
            "Without a title yet".to_owned()
        } else {
            one.title
        },
        checked: false,
    }
}
