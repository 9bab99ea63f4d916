//! Where somebody signs in: their network, and their browser by its mark.

use crate::passwords::Asker;
use crate::web::page::PageContext;
use crate::web::rate_limits::{ClientNetwork, Refused, SignInTry};
use crate::web::state::AppState;
use axum::response::Response;
use case_study::email::email_key;
use std::net::IpAddr;
use store::accounts::Account;
use store::known_places;

/// A place, as it is kept for the account of one address.
pub(super) struct SignInPlace {
    network: ClientNetwork,
    email_key: String,
    network_hash: String,
    browser_hash: Option<String>,
}

impl SignInPlace {
    /// Where this request comes from; `email` is what was typed.
    pub fn of(state: &AppState, context: &PageContext, network: IpAddr, email: &str) -> Self {
        let (network, email_key) = (ClientNetwork(network), email_key(email));
        let hash = |place: &str| state.passwords.place_hash(&email_key, place);
        Self {
            network_hash: hash(&network.prefix().to_string()),
            browser_hash: context.viewer.mark().sent().map(hash),
            network,
            email_key,
        }
    }

    /// Counts one try to sign in.
    ///
    /// # Errors
    /// How long to wait, or when the database does not answer.
    pub async fn check(&self, state: &AppState) -> Result<Asker, Refused> {
        let tried = SignInTry {
            network: self.network,
            email_key: &self.email_key,
            network_hash: &self.network_hash,
            browser_hash: self.browser_hash.as_deref(),
        };
        state.rate_limits.check_sign_in(&state.db, &tried).await
    }

    /// The network without its machine, for the log.
    pub fn cut(&self) -> String {
        self.network.cut()
    }
}

/// Remembers that an account is at home here, and gives the browser its mark. Whoever has signed in is in: where it cannot
/// be remembered, they are strangers here the next time.
pub(super) async fn remember(
    state: &AppState,
    context: &PageContext,
    network: IpAddr,
    account: &Account,
    response: &mut Response,
) {
    let place = SignInPlace::of(state, context, network, &account.email);
    let mark = match context.viewer.mark().sent() {
        Some(mark) => mark.to_owned(),
        None => state.passwords.new_mark(),
    };
    let browser_hash = state.passwords.place_hash(&place.email_key, &mark);
    let hashes = [place.network_hash.as_str(), &browser_hash];
    match known_places::remember(&state.db, account.id, &hashes).await {
        Ok(()) => context.viewer.mark().give(response, mark),
        Err(cause) => {
            tracing::error!(%cause, account = account.id, "a known place was not remembered");
        }
    }
}
