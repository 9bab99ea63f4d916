//! Checking the code of a second factor: one that a phone made, or one for the day on which it is lost. Each
//! counts once.

use crate::passwords::{SealedFor, recovery_codes, totp};
use crate::ui::{FieldFrame, FormError, InputWidth, TextInput, describedby};
use crate::web::error::PageError;
use crate::web::rate_limits::Refused;
use crate::web::state::AppState;
use leptos::prelude::*;
use store::account_factors;
use store::accounts::Account;

/// Name of the field.
pub(super) const CODE: &str = "code";

const MISSING: &str = "Enter the code";
const WRONG: &str =
    "This code is not right, or was used before. Wait for the next one and enter that";
const NO_CODE: &str = "A code is 6 numbers, such as 123456. A recovery code looks like abcde-fghjk";

/// What checking found.
pub(super) enum Checked {
    Right,
    /// With the words to say.
    Wrong(&'static str),
    /// Too many were tried; come back after so many seconds.
    Wait(u64),
}

/// The field for a code.
pub(super) fn field(errors: &[FormError], hint: &'static str) -> impl IntoView + use<> {
    let error = FormError::of(errors, CODE);
    let invalid = error.is_some();
    view! {
        <FieldFrame id=CODE label="Code" hint=hint error=error>
            <TextInput
                id=CODE
                name=CODE
                autocomplete="one-time-code"
                width=InputWidth::Short
                spellcheck=false
                describedby=describedby(CODE, true, invalid)
                invalid=invalid
            />
        </FieldFrame>
    }
}

/// Checks a code of an account that has a second factor, and uses it up.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn check(
    state: &AppState,
    account: &Account,
    typed: &str,
) -> Result<Checked, PageError> {
    if typed.trim().is_empty() {
        return Ok(Checked::Wrong(MISSING));
    }
    let digits = totp::digits(typed);
    let recovery = recovery_codes::read(typed);
    if digits.is_none() && recovery.is_none() {
        return Ok(Checked::Wrong(NO_CODE));
    }
    let counted = state
        .rate_limits
        .check_second_factor(&state.db, account.id)
        .await;
    match counted {
        Ok(()) => {}
        Err(Refused::TooMany(wait)) => {
            tracing::warn!(account = account.id, "a code was refused: too many tries");
            return Ok(Checked::Wait(wait.seconds));
        }
        Err(Refused::Failed(error)) => return Err(error.into()),
    }
    let right = match (digits, recovery) {
        (Some(digits), _) => is_of_phone(state, account, &digits).await?,
        (None, Some(code)) => {
            let hash = state.passwords.recovery_hash(account.id, &code);
            account_factors::take_recovery(&state.db, account.id, &hash).await?
        }
        (None, None) => false,
    };
    if right {
        return Ok(Checked::Right);
    }
    tracing::warn!(
        account = account.id,
        "a code was refused: wrong or used before"
    );
    Ok(Checked::Wrong(WRONG))
}

async fn is_of_phone(state: &AppState, account: &Account, digits: &str) -> Result<bool, PageError> {
    let Some(generator) = account_factors::generator(&state.db, account.id).await? else {
        return Ok(false);
    };
    let opened = state
        .passwords
        .open(SealedFor::Keeping, account.id, &generator.secret);
    let Some(secret) = opened else {
        tracing::error!(
            account = account.id,
            "the secret of a second factor cannot be opened: it was sealed with another CASEBOOK_SECRET_FILE"
        );
        return Ok(false);
    };
    match totp::time_of(&secret, digits, state.db.now_ms()) {
        Some(time) => Ok(account_factors::take_code(&state.db, generator.id, time).await?),
        None => Ok(false),
    }
}
