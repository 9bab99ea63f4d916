//! Signing in.
//!
//! An address without an account and a wrong password get the same answer: the same words, the
//! same status, after the same work. What was typed is never logged.

use super::after_sign_in::{local, next_of, place};
use super::drafts;
use super::sign_in_code;
use super::sign_in_place;
use super::sign_in_place::SignInPlace;
use super::unsent::Unsent;
use crate::passwords::{Asker, PasswordError, Verdict};
use crate::ui::{
    Banner, BannerKind, Button, CookieNeeded, ErrorSummary, FieldFrame, FormError, Nav,
    PageHeading, TextInput, describedby,
};
use crate::web::browser_key::COOKIE_SET;
use crate::web::error::{PageError, human_duration, wait_a_while};
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::rate_limits::{ClientNetwork, Refused};
use crate::web::state::AppState;
use axum::extract::{RawForm, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::email::{shown_email, tidy_email};
use leptos::prelude::*;
use std::net::IpAddr;
use store::accounts;
use store::accounts::Account;

const WRONG: &str = "Check the email address and the password. They do not match";
const BUSY: &str = "Many people are signing in just now. Wait a few seconds and try again.";
const BUSY_SECONDS: u64 = 3;

/// What the form holds when it is drawn. A password is never among it.
#[derive(Default)]
struct SignIn {
    email: String,
    next: String,
    /// What they were sending when it turned out that they are signed out.
    unsent: Option<Unsent>,
    errors: Vec<FormError>,
    wait: Option<String>,
    /// The browser did not send the cookie back that came with the form.
    cookie_missing: bool,
    /// They have just chosen a new password.
    password_changed: bool,
}

const TOO_LATE: &str =
    "The code was not typed within ten minutes. Enter your email address and password again";

/// The form, in answer to another form that came after the session had ended: what was written is
/// kept in it. The status is 403, because nothing was done. None if nothing was written.
#[must_use]
pub fn interrupted(context: &PageContext, body: &[u8]) -> Option<Response> {
    let unsent = Unsent::new(&context.path, &String::from_utf8_lossy(body))?;
    let form = SignIn {
        unsent: Some(unsent),
        ..SignIn::default()
    };
    Some(page(context, form, StatusCode::FORBIDDEN))
}

/// The form once more, for somebody whose code came too late.
pub(super) fn too_late(context: &PageContext, next: String, unsent: Option<Unsent>) -> Response {
    let form = SignIn {
        next,
        unsent,
        errors: vec![FormError::new("email", TOO_LATE)],
        ..SignIn::default()
    };
    page(context, form, StatusCode::UNPROCESSABLE_ENTITY)
}

/// The form.
///
/// # Errors
/// None of its own.
pub async fn get(context: PageContext, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    let query = query.unwrap_or_default();
    let next = next_of(&query);
    let password_changed = paths::SIGN_IN_CHANGED.ends_with(&format!("?{query}"));
    if let Some(account) = &context.viewer.account {
        return Ok(Redirect::to(place(account, &next)).into_response());
    }
    Ok(page(
        &context,
        SignIn {
            next,
            password_changed,
            ..SignIn::default()
        },
        StatusCode::OK,
    ))
}

/// Checks e-mail address and password.
///
/// # Errors
/// When the form is not ours or the database does not answer.
pub async fn post(
    State(state): State<AppState>,
    ClientNetwork(network): ClientNetwork,
    context: PageContext,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let answers = forms::read(&body, |key| {
        matches!(key, "email" | "password" | "next" | "unsent" | COOKIE_SET)
    })?;
    let next = local(answers.one("next")).unwrap_or_default();
    let unsent = Unsent::new(&next, answers.one("unsent"));
    if let Some(account) = &context.viewer.account {
        return Ok(match unsent {
            Some(unsent) => unsent.offer(&context),
            None => Redirect::to(place(account, &next)).into_response(),
        });
    }
    let (email, password) = (tidy_email(answers.one("email")), answers.one("password"));
    let mut form = SignIn {
        email,
        next,
        unsent,
        ..SignIn::default()
    };
    // Whoever is signed in without a cookie is signed out again on the next page, without a word.
    if context.viewer.browser().is_missing() && !answers.one(COOKIE_SET).is_empty() {
        form.cookie_missing = true;
        return Ok(page(&context, form, StatusCode::UNPROCESSABLE_ENTITY));
    }
    form.errors = missing(&form.email, password);
    if !form.errors.is_empty() {
        return Ok(page(&context, form, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let place = SignInPlace::of(&state, &context, network, &form.email);
    let asker = match place.check(&state).await {
        Ok(asker) => asker,
        Err(Refused::TooMany(wait)) => {
            tracing::warn!(network = place.cut(), "sign-in refused: too many tries");
            form.wait = Some(format!(
                "There were too many tries. Try again in {}, or choose a new password with a link that we email you: then \
                 you can sign in at once.",
                human_duration(wait.seconds)
            ));
            let page = page(&context, form, StatusCode::TOO_MANY_REQUESTS);
            return Ok(wait_a_while(page, wait.seconds));
        }
        Err(Refused::Failed(error)) => return Err(error.into()),
    };
    let account = match let_in(&state, &context, asker, &form.email, password).await {
        Err(NotLetIn::Busy) => {
            tracing::warn!(network = place.cut(), "sign-in refused: too many at once");
            form.wait = Some(BUSY.to_owned());
            return Ok(wait_a_while(
                page(&context, form, StatusCode::SERVICE_UNAVAILABLE),
                BUSY_SECONDS,
            ));
        }
        Err(NotLetIn::Wrong(account)) => {
            tracing::warn!(
                account,
                network = place.cut(),
                "sign-in refused: wrong password or no account"
            );
            form.errors = vec![FormError::new("email", WRONG)];
            return Ok(page(&context, form, StatusCode::UNPROCESSABLE_ENTITY));
        }
        Err(NotLetIn::Failed(error)) => return Err(error),
        Ok(account) => account,
    };
    if account.second_factor_at.is_some() {
        return Ok(sign_in_code::ask(&context, &form.next, form.unsent));
    }
    arrived(&state, &context, network, &account, &form.next, form.unsent).await
}

/// Leads somebody who has just signed in to where they wanted to go, and remembers that they are at home here.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn arrived(
    state: &AppState,
    context: &PageContext,
    network: IpAddr,
    account: &Account,
    next: &str,
    unsent: Option<Unsent>,
) -> Result<Response, PageError> {
    tracing::info!(account = account.id, "signed in");
    let mut response = match unsent {
        Some(unsent) => unsent.offer(&context.signed_in(account)),
        None => {
            let begun_here = drafts::offered(state, &context.viewer).await?;
            let to = if begun_here.is_empty() {
                place(account, next).to_owned()
            } else {
                drafts::address(next)
            };
            Redirect::to(&to).into_response()
        }
    };
    sign_in_place::remember(state, context, network, account, &mut response).await;
    Ok(response)
}

/// Why somebody was not let in.
enum NotLetIn {
    /// Wrong password, of this account if there is one.
    Wrong(Option<i64>),
    /// Too many people are signing in just now.
    Busy,
    Failed(PageError),
}

impl<E: Into<PageError>> From<E> for NotLetIn {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// How often the password is checked where the account is changed while it is: by an operator, or by
/// another sign-in that hashed the same password again.
const CHECKS: usize = 3;

/// Checks the password and signs the session in, or half in where a code is asked for next. Checking takes long enough for the account to become
/// another one meanwhile; then it is checked against what the account is now.
async fn let_in(
    state: &AppState,
    context: &PageContext,
    asker: Asker,
    email: &str,
    password: &str,
) -> Result<Account, NotLetIn> {
    for _ in 0..CHECKS {
        let found = accounts::by_email(&state.db, email).await?;
        let (account, hash) =
            found.map_or((None, None), |(account, hash)| (Some(account), Some(hash)));
        let verdict = match state.passwords.verify(asker, password, hash.clone()).await {
            Err(PasswordError::Busy) => return Err(NotLetIn::Busy),
            other => other?,
        };
        let (Some(account), Some(hash), Verdict::Right { rehash }) = (&account, hash, verdict)
        else {
            let whose = account.as_ref().map(|account| account.id);
            return Err(NotLetIn::Wrong(whose));
        };
        let upgraded = if rehash {
            hash_again(state, account, &hash, password).await
        } else {
            None
        };
        let account = upgraded.unwrap_or_else(|| account.clone());
        if account.second_factor_at.is_some() {
            context.viewer.half_sign_in(&state.db, &account).await?;
            return Ok(account);
        }
        if context.viewer.sign_in(&state.db, &account).await? {
            return Ok(account);
        }
        tracing::warn!(
            account = account.id,
            "an account was changed while somebody signed in"
        );
    }
    Err(NotLetIn::Busy)
}

fn missing(email: &str, password: &str) -> Vec<FormError> {
    let mut errors = Vec::new();
    if email.is_empty() {
        errors.push(FormError::new("email", "Enter your email address"));
    }
    if password.is_empty() {
        errors.push(FormError::new("password", "Enter your password"));
    }
    errors
}

/// The stored hash is cheaper than today's. The account as it is with a new one, if that was stored.
/// Signing in does not fail over it: there is a next time.
async fn hash_again(
    state: &AppState,
    account: &Account,
    checked: &str,
    password: &str,
) -> Option<Account> {
    let hash = state
        .passwords
        .hash(password)
        .await
        .inspect_err(|cause| {
            tracing::warn!(%cause, account = account.id, "a password was not hashed again");
        })
        .ok()?;
    accounts::upgrade_password_hash(&state.db, account, checked, hash)
        .await
        .inspect_err(|cause| {
            tracing::error!(%cause, account = account.id, "a new password hash was not stored");
        })
        .ok()?
}

fn page(context: &PageContext, form: SignIn, status: StatusCode) -> Response {
    let page = Page::new("Sign in").private().at(Nav::Account);
    let page = if form.errors.is_empty() {
        page.status(status)
    } else {
        page.invalid()
    };
    let mut response = page.render(context, move || view(form));
    context.viewer.browser().set_with(&mut response);
    response
}

fn view(form: SignIn) -> impl IntoView {
    let SignIn {
        email,
        next,
        unsent,
        errors,
        wait,
        cookie_missing,
        password_changed,
    } = form;
    let password_changed = password_changed.then(|| {
        view! {
            <Banner kind=BannerKind::Success heading="Your password is changed">
                <p>"Sign in with the new one. You were signed out everywhere else."</p>
            </Banner>
        }
    });
    let cookie_missing = cookie_missing
        .then(|| view! { <CookieNeeded to="know that you are signed in" button="Sign in"/> });
    let (email_error, password_error) = (
        FormError::of(&errors, "email"),
        FormError::of(&errors, "password"),
    );
    let wait = wait.map(|words| {
        view! { <Banner kind=BannerKind::Warning heading="Please wait a moment"><p>{words}</p></Banner> }
    });
    let email_described = describedby("email", false, email_error.is_some());
    let password_described = describedby("password", false, password_error.is_some());
    let (email_invalid, password_invalid) = (email_error.is_some(), password_error.is_some());
    let kept = (unsent.is_some() && errors.is_empty() && cookie_missing.is_none()).then(|| {
        view! {
            <Banner kind=BannerKind::Warning heading="You have been signed out">
                <p>"Nothing was sent, and nothing you wrote is lost. Sign in here and it comes back."</p>
            </Banner>
        }
    });
    let (next, unsent) = unsent.map_or((next, None), |unsent| (unsent.path, Some(unsent.body)));
    let unsent = unsent.map(|body| view! { <input type="hidden" name="unsent" value=body/> });
    let next = (!next.is_empty()).then(|| view! { <input type="hidden" name="next" value=next/> });
    view! {
        <div class="sign-in">
            {wait}
            {cookie_missing}
            {kept}
            {password_changed}
            <ErrorSummary errors=errors/>
            <PageHeading title="Sign in" lede="For moderators, and for museums that have an account."/>
            <form class="form form-narrow" method="post" action=paths::SIGN_IN novalidate>
                <input type="hidden" name=COOKIE_SET value="1"/>
                {next}
                {unsent}
                <FieldFrame id="email" label="Email address" error=email_error>
                    <TextInput
                        id="email"
                        name="email"
                        kind="email"
                        value=shown_email(&email)
                        autocomplete="username"
                        describedby=email_described
                        invalid=email_invalid
                    />
                </FieldFrame>
                <FieldFrame id="password" label="Password" error=password_error>
                    <TextInput
                        id="password"
                        name="password"
                        kind="password"
                        autocomplete="current-password"
                        describedby=password_described
                        invalid=password_invalid
                    />
                </FieldFrame>
                <div class="actions"><Button label="Sign in"/></div>
                <p><a href=paths::ACCOUNT_FORGOTTEN>"Forgotten your password?"</a></p>
            </form>
            <div class="sign-in-without">
                <h2>"No account?"</h2>
                <p>
                    "You do not need one to "<a href=paths::SUBMIT>"share a case study"</a>
                    ". To carry on with one you started, open the link in our email."
                </p>
            </div>
        </div>
    }
}
