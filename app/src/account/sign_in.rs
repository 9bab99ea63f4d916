//! Signing in.
//!
//! An address without an account and a wrong password get the same answer: the same words, the
//! same status, after the same work. What was typed is never logged.

use super::after_sign_in;
use super::unsent::Unsent;
use crate::passwords::{PasswordError, Verdict};
use crate::ui::{
    Banner, BannerKind, Button, ErrorSummary, FieldFrame, FormError, Nav, PageHeading, TextInput,
    describedby,
};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{RawForm, RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::answers::one_line;
use leptos::prelude::*;
use store::accounts;
use store::accounts::{Account, email_key};
use url::form_urlencoded;

const WRONG: &str = "Check the e-mail address and the password. The two do not belong together";
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
}

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

/// The form.
///
/// # Errors
/// None of its own.
pub async fn get(context: PageContext, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    let query = query.unwrap_or_default();
    let given = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "next");
    let next = given
        .and_then(|(_, value)| after_sign_in::local(&value))
        .unwrap_or_default();
    if let Some(account) = &context.viewer.account {
        return Ok(onwards(account, &next));
    }
    Ok(page(
        &context,
        SignIn {
            next,
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
        matches!(key, "email" | "password" | "next" | "unsent")
    })?;
    let next = after_sign_in::local(answers.one("next")).unwrap_or_default();
    let unsent = Unsent::new(&next, answers.one("unsent"));
    if let Some(account) = &context.viewer.account {
        return Ok(match unsent {
            Some(unsent) => unsent.offer(&context),
            None => onwards(account, &next),
        });
    }
    // One line without control characters: PostgreSQL cannot even be asked for some of them.
    let (email, password) = (one_line(answers.one("email")), answers.one("password"));
    let mut form = SignIn {
        email,
        next,
        unsent,
        ..SignIn::default()
    };
    form.errors = missing(&form.email, password);
    if !form.errors.is_empty() {
        return Ok(page(&context, form, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let key = email_key(&form.email);
    if let Err(wait) = state.rate_limits.check_sign_in(network, &key) {
        tracing::warn!("sign-in refused: too many tries");
        let error = PageError::from(wait);
        form.wait = Some(format!(
            "There were too many tries. Try again in {}.",
            crate::web::error::human_duration(wait.seconds)
        ));
        return Ok(wait_a_while(
            page(&context, form, error.status()),
            wait.seconds,
        ));
    }
    let found = accounts::by_email(&state.db, &form.email).await?;
    let (account, hash) = found.map_or((None, None), |(account, hash)| (Some(account), Some(hash)));
    let verdict = match state.passwords.verify(password, hash).await {
        Err(PasswordError::Busy) => {
            form.wait = Some(BUSY.to_owned());
            return Ok(wait_a_while(
                page(&context, form, StatusCode::SERVICE_UNAVAILABLE),
                BUSY_SECONDS,
            ));
        }
        other => other?,
    };
    let (Some(account), Verdict::Right { rehash }) = (&account, verdict) else {
        tracing::warn!(
            account = account.as_ref().map(|account| account.id),
            "sign-in refused: wrong password or no account"
        );
        form.errors = vec![FormError::new("email", WRONG)];
        return Ok(page(&context, form, StatusCode::UNPROCESSABLE_ENTITY));
    };
    if rehash {
        hash_again(&state, account, password).await;
    }
    state.rate_limits.signed_in(network, &key);
    context.viewer.sign_in(&state.db, account).await?;
    tracing::info!(account = account.id, "signed in");
    Ok(match form.unsent {
        Some(unsent) => unsent.offer(&context.signed_in(account)),
        None => onwards(account, &form.next),
    })
}

fn missing(email: &str, password: &str) -> Vec<FormError> {
    let mut errors = Vec::new();
    if email.is_empty() {
        errors.push(FormError::new("email", "Enter your e-mail address"));
    }
    if password.is_empty() {
        errors.push(FormError::new("password", "Enter your password"));
    }
    errors
}

/// The stored hash is cheaper than today's. Signing in does not fail over it: there is a next time.
async fn hash_again(state: &AppState, account: &Account, password: &str) {
    match state.passwords.hash(password).await {
        Ok(hash) => {
            if let Err(cause) = accounts::set_password_hash(&state.db, account.id, hash).await {
                tracing::error!(%cause, account = account.id, "a new password hash was not stored");
            }
        }
        Err(cause) => {
            tracing::warn!(%cause, account = account.id, "a password was not hashed again")
        }
    }
}

fn onwards(account: &Account, next: &str) -> Response {
    let default = if account.role.is_staff() {
        paths::MODERATE
    } else {
        paths::ACCOUNT
    };
    Redirect::to(if next.is_empty() { default } else { next }).into_response()
}

fn wait_a_while(mut response: Response, seconds: u64) -> Response {
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

fn page(context: &PageContext, form: SignIn, status: StatusCode) -> Response {
    let page = Page::new("Sign in").private().at(Nav::Account);
    let page = if form.errors.is_empty() {
        page.status(status)
    } else {
        page.invalid()
    };
    page.render(context, move || view(form))
}

fn view(form: SignIn) -> impl IntoView {
    let SignIn {
        email,
        next,
        unsent,
        errors,
        wait,
    } = form;
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
    let kept = (unsent.is_some() && errors.is_empty()).then(|| {
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
            {kept}
            <ErrorSummary errors=errors/>
            <PageHeading title="Sign in" lede="For moderators, and for museums that have an account."/>
            <form class="form form-narrow" method="post" action=paths::SIGN_IN novalidate>
                {next}
                {unsent}
                <FieldFrame id="email" label="E-mail address" error=email_error>
                    <TextInput
                        id="email"
                        name="email"
                        kind="email"
                        value=email
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
            </form>
            <div class="sign-in-without">
                <h2>"No account?"</h2>
                <p>
                    "You do not need one to "<a href=paths::SUBMIT>"share a case study"</a>
                    ". To go on with one you began, open the link in our mail."
                </p>
            </div>
        </div>
    }
}
