//! Fields in which a password is typed, and what is said of one that cannot be taken.

use crate::passwords::{Asker, PasswordError, Verdict};
use crate::ui::{FieldFrame, FormError, TextInput, describedby};
use crate::web::error::{PageError, human_duration};
use crate::web::rate_limits::Refused;
use crate::web::state::AppState;
use leptos::prelude::*;
use store::accounts;
use store::accounts::Account;

/// Name of the field for a new password.
pub(super) const NEW: &str = "password";
/// Name of the field for the one that somebody has.
pub(super) const CURRENT: &str = "current";
const HINT: &str =
    "At least 8 characters. A few words that only you would put together are easy to remember.";
pub(super) const BUSY: &str =
    "Many passwords are being checked just now. Wait a few seconds and press the button again";

/// The hash of a new password, or what is wrong with it.
///
/// # Errors
/// When hashing breaks.
pub(super) async fn hash(
    state: &AppState,
    password: &str,
) -> Result<Result<String, FormError>, PageError> {
    if password.is_empty() {
        return Ok(Err(FormError::new(NEW, "Choose a password")));
    }
    Ok(match state.passwords.hash(password).await {
        Ok(hash) => Ok(hash),
        Err(PasswordError::Busy) => Err(FormError::new(NEW, BUSY)),
        Err(fault @ (PasswordError::TooShort | PasswordError::TooLong | PasswordError::Common)) => {
            Err(FormError::new(NEW, fault.to_string()))
        }
        Err(broken) => return Err(broken.into()),
    })
}

/// Checks the password of somebody who is signed in: the hash that it was checked against, or what is wrong.
/// Wrong guesses count as at signing in: a browser that was left open is no door to the password.
///
/// # Errors
/// When checking breaks or the database does not answer.
pub(super) async fn check_current(
    state: &AppState,
    account: &Account,
    password: &str,
) -> Result<Result<String, FormError>, PageError> {
    let refused = |words: String| Ok(Err(FormError::new(CURRENT, words)));
    if password.is_empty() {
        return refused("Enter the password that you have now".to_owned());
    }
    let counted = state
        .rate_limits
        .check_own_password(&state.db, account.id)
        .await;
    match counted {
        Ok(()) => {}
        Err(Refused::TooMany(wait)) => {
            tracing::warn!(
                account = account.id,
                "a password was refused: too many tries"
            );
            return refused(format!(
                "There were too many tries. Try again in {}",
                human_duration(wait.seconds)
            ));
        }
        Err(Refused::Failed(error)) => return Err(error.into()),
    }
    let stored = accounts::password_hash(&state.db, account.id).await?;
    match state
        .passwords
        .verify(Asker::Known, password, stored.clone())
        .await
    {
        Err(PasswordError::Busy) => refused(BUSY.to_owned()),
        Err(broken) => Err(broken.into()),
        Ok(Verdict::Wrong) => {
            tracing::warn!(account = account.id, "a password was refused: wrong");
            refused(
                "This is not your password. Try again, or ask for a link to choose a new one"
                    .to_owned(),
            )
        }
        Ok(Verdict::Right { .. }) => stored.map_or_else(
            || refused("This is not your password".to_owned()),
            |hash| Ok(Ok(hash)),
        ),
    }
}

/// The field for a new password.
pub(super) fn new_field(errors: &[FormError], label: &'static str) -> impl IntoView + use<> {
    let error = FormError::of(errors, NEW);
    let invalid = error.is_some();
    view! {
        <FieldFrame id=NEW label=label hint=HINT error=error>
            <TextInput
                id=NEW
                name=NEW
                kind="password"
                autocomplete="new-password"
                describedby=describedby(NEW, true, invalid)
                invalid=invalid
            />
        </FieldFrame>
    }
}

/// The field for the password that somebody has.
pub(super) fn current_field(errors: &[FormError], label: &'static str) -> impl IntoView + use<> {
    let error = FormError::of(errors, CURRENT);
    let invalid = error.is_some();
    view! {
        <FieldFrame id=CURRENT label=label error=error>
            <TextInput
                id=CURRENT
                name=CURRENT
                kind="password"
                autocomplete="current-password"
                describedby=describedby(CURRENT, false, invalid)
                invalid=invalid
            />
        </FieldFrame>
    }
}
