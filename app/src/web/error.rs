//! What can go wrong with a request, as a person should hear it.
//!
//! A handler returns `Result<Response, PageError>`. The response carries only the status and the
//! words; the outermost layer draws the page around them, for these errors and for the bare ones
//! of other layers alike.

use crate::passwords::PasswordError;
use crate::web::rate_limits::Wait;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use index::IndexError;

/// Why a page cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// Not there, or not yours: the two look the same from outside.
    #[error("not found")]
    NotFound,
    /// Needs an account; the person is sent to sign in and then back to this path.
    #[error("sign-in needed")]
    SignIn { back_to: String },
    /// Staff who have no second factor, where it is asked of them: they set it up first. What was sent is
    /// given back.
    #[error("second factor needed")]
    SecondFactorNeeded { was_sent: bool },
    /// Signed in, but this is for others.
    #[error("forbidden")]
    Forbidden,
    /// The request is not one our pages make. The sentence says how to go on.
    #[error("bad request")]
    BadRequest(&'static str),
    /// Somebody else was faster. The sentence says who did what.
    #[error("conflict")]
    Conflict(String),
    /// Too many tries; come back after so many seconds.
    #[error("too many requests")]
    TooManyRequests { seconds: u64 },
    /// Busy. What was sent may not have been taken.
    #[error("unavailable")]
    Unavailable,
    /// Our fault. The cause goes to the log only.
    #[error("internal error: {0}")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// After so many seconds somebody who was told that we are busy may come again.
pub const BUSY_SECONDS: u64 = 5;

/// How the store of sessions says that the database could not be asked just now: its errors hold words alone.
pub const DATABASE_UNAVAILABLE: &str = "the database cannot be asked just now";

/// What the error page says; left in the response's extensions for the layer that draws it.
#[derive(Debug, Clone)]
pub struct ErrorWords {
    pub heading: &'static str,
    pub text: String,
}

impl PageError {
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignIn { .. } | Self::SecondFactorNeeded { was_sent: false } => {
                StatusCode::SEE_OTHER
            }
            Self::SecondFactorNeeded { was_sent: true } | Self::Forbidden => StatusCode::FORBIDDEN,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Words of its own; those of its status are found by the layer that draws the page.
    fn words(&self) -> Option<ErrorWords> {
        let (heading, text) = match self {
            Self::SecondFactorNeeded { was_sent: true } => (
                "Set up your code first",
                "Moderators and administrators now sign in with a code from their phone as well as a password. What you sent was not taken. Open \u{201c}Your account\u{201d}, set up the code, then come back and send it again.".to_owned(),
            ),
            Self::BadRequest(text) => ("That did not work", (*text).to_owned()),
            Self::Conflict(text) => ("Someone else was faster", text.clone()),
            Self::TooManyRequests { seconds } => (
                "Please wait a moment",
                format!(
                    "There were too many tries. Try again in {}.",
                    human_duration(*seconds)
                ),
            ),
            _ => return None,
        };
        Some(ErrorWords { heading, text })
    }
}

/// A wait as people say it.
pub(crate) fn human_duration(seconds: u64) -> String {
    match seconds {
        0..=1 => "a second".to_owned(),
        2..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

impl ErrorWords {
    /// The words for a status that came without any, in answer to something that was sent or to a page
    /// that was asked for.
    #[must_use]
    pub fn for_status(status: StatusCode, was_sent: bool) -> Self {
        let (heading, text) = match status {
            StatusCode::NOT_FOUND => (
                "We cannot find that page",
                "Check the address, or go to the case studies and look from there. If it is your own draft, open \
                 it with the link in our email.",
            ),
            StatusCode::GONE => (
                "This page was taken down",
                "It was removed. The other case studies are still here.",
            ),
            StatusCode::FORBIDDEN => (
                "You cannot do that here",
                "Your browser says that this came from another site, or your account may not do it. Go back to our \
                 page and try from there.",
            ),
            StatusCode::METHOD_NOT_ALLOWED => (
                "That did not work",
                "This address does not take that kind of request. Go back and use the page's own buttons.",
            ),
            StatusCode::PAYLOAD_TOO_LARGE => (
                "That is too much at once",
                "What you sent is larger than this page can take, and nothing of it was saved. Go back, shorten it and send it again.",
            ),
            StatusCode::UNPROCESSABLE_ENTITY
            | StatusCode::BAD_REQUEST
            | StatusCode::UNSUPPORTED_MEDIA_TYPE => (
                "That did not work",
                "We could not read what was sent, and nothing was changed. Go back and use the page's own form.",
            ),
            StatusCode::REQUEST_TIMEOUT => (
                "Not everything reached us",
                "The connection stopped before all that you sent was here, so nothing of it was saved. Go back and send it again.",
            ),
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT if was_sent => (
                "We are busy just now",
                "What you sent may not be saved. Wait a few seconds, go back, and send it again.",
            ),
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => (
                "We are busy just now",
                "Wait a few seconds, then load the page again.",
            ),
            status if status.is_server_error() => (
                "Something went wrong on our side",
                "It is not your fault. What you saved before is safe. Try again, and write to us if it keeps happening.",
            ),
            _ => ("That did not work", "Go back and try again."),
        };
        Self {
            heading,
            text: text.to_owned(),
        }
    }
}

/// An answer to somebody who may try again in so many seconds.
#[must_use]
pub fn wait_a_while(mut response: Response, seconds: u64) -> Response {
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        if let Self::SignIn { back_to } = &self {
            let back_to =
                url::form_urlencoded::byte_serialize(back_to.as_bytes()).collect::<String>();
            return axum::response::Redirect::to(&format!("{}?next={back_to}", paths::SIGN_IN))
                .into_response();
        }
        if let Self::SecondFactorNeeded { was_sent: false } = &self {
            return axum::response::Redirect::to(paths::ACCOUNT_SECOND_FACTOR).into_response();
        }
        if let Self::Internal(cause) = &self {
            // The span around every request adds its id.
            tracing::error!(%cause, "a request failed");
        }
        let mut response = self.status().into_response();
        match &self {
            Self::TooManyRequests { seconds } => response = wait_a_while(response, *seconds),
            Self::Unavailable => response = wait_a_while(response, BUSY_SECONDS),
            _ => {}
        }
        if let Some(words) = self.words() {
            response.extensions_mut().insert(words);
        }
        response
    }
}

impl From<IndexError> for PageError {
    fn from(error: IndexError) -> Self {
        match error {
            IndexError::NotReady | IndexError::Busy => Self::Unavailable,
            broken @ IndexError::Broken(_) => Self::Internal(Box::new(broken)),
        }
    }
}

impl From<PasswordError> for PageError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::Unavailable,
            other => Self::Internal(Box::new(other)),
        }
    }
}

impl From<Wait> for PageError {
    fn from(wait: Wait) -> Self {
        Self::TooManyRequests {
            seconds: wait.seconds,
        }
    }
}

impl From<sea_orm::DbErr> for PageError {
    fn from(error: sea_orm::DbErr) -> Self {
        if store::is_unavailable(&error) {
            tracing::warn!(%error, "the database could not be asked in time");
            return Self::Unavailable;
        }
        Self::Internal(Box::new(error))
    }
}

impl From<tower_sessions::session::Error> for PageError {
    fn from(error: tower_sessions::session::Error) -> Self {
        use tower_sessions::session::Error::Store;
        use tower_sessions::session_store::Error::Backend;
        match &error {
            Store(Backend(words)) if words == DATABASE_UNAVAILABLE => Self::Unavailable,
            _ => Self::Internal(Box::new(error)),
        }
    }
}
