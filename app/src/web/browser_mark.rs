//! The mark of a browser in which somebody has signed in: a random number and our seal, in a cookie that stays when the
//! session ends. It lets nobody in. It only says that this browser is none of the strangers whose guesses are counted
//! together; for which accounts, the database knows ([`known_places`](store::known_places)).

use crate::web::cookies::{OwnCookie, set, value};
use crate::web::state::AppState;
use axum::http::HeaderMap;
use axum::response::Response;
use case_study::times::KNOWN_PLACE_DAYS;
use time::Duration;

/// What a request says about it.
#[derive(Debug, Clone)]
pub struct BrowserMark {
    mark: Option<String>,
    https: bool,
}

impl BrowserMark {
    /// Reads it from a request; one that we did not make is none.
    #[must_use]
    pub fn of(headers: &HeaderMap, state: &AppState) -> Self {
        let https = state.settings.is_https();
        let mark = value(headers, OwnCookie::Known.name(https))
            .and_then(|value| std::str::from_utf8(value).ok())
            .filter(|mark| state.passwords.is_mark(mark))
            .map(str::to_owned);
        Self { mark, https }
    }

    /// The mark that the browser sent.
    #[must_use]
    pub fn sent(&self) -> Option<&str> {
        self.mark.as_deref()
    }

    /// Gives the browser a mark, or the one that it has for as long again.
    pub fn give(&self, response: &mut Response, mark: String) {
        let lasts = Duration::days(KNOWN_PLACE_DAYS);
        set(response, OwnCookie::Known, self.https, mark, lasts);
    }
}
