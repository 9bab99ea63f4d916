//! How the API answers: JSON, a tag from the state of the bank, a minute of caching.

use crate::web::document::{CACHING, busy, failed, holds, refuse, unanswered};
use crate::web::kept_files::Shown;
use crate::web::state::AppState;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use index::IndexError;
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::bank;

/// Who asks: what they hold already, and what the bank holds now.
pub struct Caller {
    /// What the index shows; the answer is of this state or a later one.
    pub shown: Shown,
    tag: String,
    held: bool,
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let generation = bank::generation(&state.db)
            .await
            .map_err(|error| unanswered(&error))?;
        // A list that is late, as after an import of thousands, is better than none. It goes out
        // under the tag of what it shows, read before the list is: a tag never promises more.
        state.index.caught_up(generation).await;
        let shown = Shown::now(&state.index);
        let tag = tag(state, shown);
        let held = holds(&parts.headers, &tag);
        Ok(Self { shown, tag, held })
    }
}

/// Weak, because the compressed bytes differ while the meaning is the same. It changes with all that
/// an answer is made of: the program, which may write the same bank in another shape; the bank, its
/// generation, and how often this program put its index in place; the words that mean the same; and
/// the settings that answers repeat.
fn tag(state: &AppState, shown: Shown) -> String {
    let AppState {
        index, settings, ..
    } = state;
    let mut hash = Sha256::new();
    hash.update(index.bank().to_be_bytes());
    hash.update(shown.generation.to_be_bytes());
    hash.update(shown.edition.to_be_bytes());
    hash.update(index.synonyms().digest());
    for text in [
        env!("CARGO_PKG_VERSION"),
        &settings.public_url,
        &settings.contact,
    ] {
        hash.update(text);
        hash.update([0]);
    }
    format!("W/\"{}\"", hex::encode(&hash.finalize()[..12]))
}

impl Caller {
    /// 304, if nothing changed since they asked last.
    pub fn knows_already(&self) -> Option<Response> {
        self.held
            .then(|| self.with_headers(StatusCode::NOT_MODIFIED.into_response()))
    }

    /// The answer.
    pub fn answer(&self, value: &Value) -> Response {
        self.with_headers(axum::Json(value).into_response())
    }

    /// Tag and caching, on an answer of any kind.
    pub fn with_headers(&self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        if let Ok(tag) = HeaderValue::from_str(&self.tag) {
            headers.insert(header::ETAG, tag);
        }
        headers.insert(header::CACHE_CONTROL, CACHING);
        response
    }
}

/// The search index has no answer: not yet, or it is damaged and being built anew.
pub fn not_listed(error: IndexError) -> Response {
    match error {
        IndexError::NotReady => {
            let mut response = refuse(
                StatusCode::SERVICE_UNAVAILABLE,
                "The list is being prepared. Try again in a few seconds.",
            );
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
            response
        }
        IndexError::Busy => busy(),
        IndexError::Broken(error) => failed(&error),
    }
}
