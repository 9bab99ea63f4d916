//! `/account/second-factor`: a code from one's phone, besides the password, when signing in.
//!
//! The secret of a factor that is being set up travels sealed in the form, so looking at the page changes
//! nothing, and a code that was mistyped does not ask for a new secret.

use super::form_page::{FormPage, TO_ACCOUNT};
use super::second_factor_view::{Shown, on_view, recovery_view, set_up_view};
use super::{codes, drafts, password_fields};
use crate::passwords::{SealedFor, recovery_codes, totp};
use crate::ui::{FormError, Nav};
use crate::web::error::{PageError, human_duration};
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{RawForm, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::Answers;
use codes::{CODE, Checked};
use store::account_factors::NewFactor;
use store::accounts::Account;
use store::{account_factors, accounts};

const TITLE: &str = "A code when you sign in";
const SET_UP: &str = "An app on your phone shows a new code every 30 seconds. Someone who finds out your password cannot sign in without it.";
const ON: &str = "It is turned on. Signing in asks for your password and a code.";
pub(super) const SEALED: &str = "sealed";
pub(super) const ACTION: &str = "action";
/// What the buttons say that stand on the page once it is on.
pub(super) const OFF: &str = "off";
pub(super) const NEW_CODES: &str = "codes";
const OFF_DONE: &str = "done=off";

/// The page: setting it up, or what there is.
///
/// # Errors
/// Sends anonymous people to sign in; when the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let account = drafts::signed_in(&context)?;
    if account.second_factor_at.is_some() {
        return on_page(&state, &context, &account, Vec::new()).await;
    }
    let done = query.as_deref() == Some(OFF_DONE);
    let secret = totp::fresh_secret();
    Ok(set_up_page(
        &state,
        &context,
        &account,
        &secret,
        Vec::new(),
        done,
    ))
}

/// Turns it on; or, with the buttons that stand there then, off, or makes new recovery codes.
///
/// # Errors
/// As the page; for a form that is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let account = drafts::signed_in(&context)?;
    let answers = forms::read(&body, |key| {
        matches!(key, SEALED | ACTION | CODE | password_fields::CURRENT)
    })?;
    match (account.second_factor_at.is_some(), answers.one(ACTION)) {
        (false, "") => turn_on(&state, &context, &account, &answers).await,
        (true, OFF) => turn_off(&state, &context, &account, &answers).await,
        (true, NEW_CODES) => new_codes(&state, &context, &account, &answers).await,
        // Another tab was faster: the page says what is so now.
        _ => Ok(Redirect::to(paths::ACCOUNT_SECOND_FACTOR).into_response()),
    }
}

async fn turn_on(
    state: &AppState,
    context: &PageContext,
    account: &Account,
    answers: &Answers,
) -> Result<Response, PageError> {
    let sealed = answers.one(SEALED);
    let Some(secret) = state.passwords.open(SealedFor::Form, account.id, sealed) else {
        return Ok(Redirect::to(paths::ACCOUNT_SECOND_FACTOR).into_response());
    };
    let again = |errors| Ok(set_up_page(state, context, account, &secret, errors, false));
    let current = answers.one(password_fields::CURRENT);
    if let Err(fault) = password_fields::check_current(state, account, current).await? {
        return again(vec![fault]);
    }
    let now = state.db.now_ms();
    let Some(confirmed_with) = totp::time_of(&secret, answers.one(CODE), now) else {
        let words = "This is not the code that your phone shows. Wait for the next one and enter its 6 numbers. If it happens again, check the time on your phone";
        return again(vec![FormError::new(CODE, words)]);
    };
    let shown = recovery_codes::fresh();
    let new = NewFactor {
        sealed_secret: state
            .passwords
            .seal(SealedFor::Keeping, account.id, &secret),
        confirmed_with,
        recovery_hashes: hashes(state, account, &shown),
    };
    let mail_context = state.settings.mail_context();
    let done = account_factors::turn_on(&state.db, &mail_context, account, new).await?;
    signed_in_again(state, context, account, done, Some(shown)).await
}

async fn turn_off(
    state: &AppState,
    context: &PageContext,
    account: &Account,
    answers: &Answers,
) -> Result<Response, PageError> {
    if let Some(fault) = fault_of(state, account, answers).await? {
        return on_page(state, context, account, vec![fault]).await;
    }
    let mail_context = state.settings.mail_context();
    let done = account_factors::turn_off(&state.db, &mail_context, account).await?;
    signed_in_again(state, context, account, done, None).await
}

async fn new_codes(
    state: &AppState,
    context: &PageContext,
    account: &Account,
    answers: &Answers,
) -> Result<Response, PageError> {
    if let Some(fault) = fault_of(state, account, answers).await? {
        return on_page(state, context, account, vec![fault]).await;
    }
    let shown = recovery_codes::fresh();
    let hashes = hashes(state, account, &shown);
    if account_factors::replace_recovery(&state.db, account, hashes).await? {
        return Ok(recovery_page(context, shown));
    }
    Ok(Redirect::to(paths::ACCOUNT_SECOND_FACTOR).into_response())
}

/// What is wrong with the password or the code; both are asked for before anything is changed.
async fn fault_of(
    state: &AppState,
    account: &Account,
    answers: &Answers,
) -> Result<Option<FormError>, PageError> {
    let current = answers.one(password_fields::CURRENT);
    if let Err(fault) = password_fields::check_current(state, account, current).await? {
        return Ok(Some(fault));
    }
    Ok(
        match codes::check(state, account, answers.one(CODE)).await? {
            Checked::Right => None,
            Checked::Wrong(words) => Some(FormError::new(CODE, words)),
            Checked::Wait(seconds) => Some(FormError::new(
                CODE,
                format!(
                    "There were too many tries. Try again in {}",
                    human_duration(seconds)
                ),
            )),
        },
    )
}

/// Every session of the account has ended, this one too: it is signed in anew, as what the account is now.
async fn signed_in_again(
    state: &AppState,
    context: &PageContext,
    account: &Account,
    done: bool,
    recovery: Option<Vec<String>>,
) -> Result<Response, PageError> {
    let now = accounts::by_id(&state.db, account.id).await?;
    let Some(now) = now.filter(|_| done) else {
        return Ok(Redirect::to(paths::ACCOUNT_SECOND_FACTOR).into_response());
    };
    let signed_in = context.viewer.sign_in(&state.db, &now).await?;
    tracing::info!(
        account = now.id,
        on = now.second_factor_at.is_some(),
        "a second factor was changed"
    );
    Ok(match recovery {
        // Shown even if the account changed in this moment: they are never shown again.
        Some(codes) => recovery_page(context, codes),
        None if signed_in => {
            Redirect::to(&format!("{}?{OFF_DONE}", paths::ACCOUNT_SECOND_FACTOR)).into_response()
        }
        None => Redirect::to(paths::SIGN_IN).into_response(),
    })
}

fn hashes(state: &AppState, account: &Account, shown: &[String]) -> Vec<String> {
    shown
        .iter()
        .filter_map(|code| recovery_codes::read(code))
        .map(|code| state.passwords.recovery_hash(account.id, &code))
        .collect()
}

fn set_up_page(
    state: &AppState,
    context: &PageContext,
    account: &Account,
    secret: &totp::Secret,
    errors: Vec<FormError>,
    turned_off: bool,
) -> Response {
    let public_url = &state.settings.public_url;
    let host = public_url
        .split_once("://")
        .map_or(public_url.as_str(), |(_, host)| host);
    let shown = Shown {
        letters: totp::in_letters(secret),
        address: totp::address(secret, &format!("Casebook {host}"), &account.email),
        sealed: state.passwords.seal(SealedFor::Form, account.id, secret),
        needed: state.settings.staff_need_second_factor && account.role.is_staff(),
        turned_off,
    };
    shell(SET_UP, errors).render(context, move |errors| set_up_view(shown, errors))
}

async fn on_page(
    state: &AppState,
    context: &PageContext,
    account: &Account,
    errors: Vec<FormError>,
) -> Result<Response, PageError> {
    let left = account_factors::recovery_left(&state.db, account.id).await?;
    Ok(shell(ON, errors).render(context, move |errors| on_view(left, errors).into()))
}

fn recovery_page(context: &PageContext, codes: Vec<String>) -> Response {
    Page::new("Your recovery codes")
        .private()
        .at(Nav::Account)
        .render(context, move || recovery_view(codes))
}

const fn shell(lede: &'static str, errors: Vec<FormError>) -> FormPage {
    FormPage {
        title: TITLE,
        lede,
        back: Some(TO_ACCOUNT),
        errors,
        status: None,
    }
}
