//! Requests that name another host are not ours to answer.

use crate::settings::PublicUrl;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Refuses a request for a host that is not this site: 421, or 400 when it names none. No link
/// is ever made from the header, and a cache or a stolen DNS name in between gains nothing.
pub async fn host(
    State(public_url): State<Arc<PublicUrl>>,
    request: Request,
    next: Next,
) -> Response {
    match refusal(&public_url, &request) {
        None => next.run(request).await,
        Some(status) => status.into_response(),
    }
}

/// Why a request is not ours to answer; `None` when it is.
pub(super) fn refusal(public_url: &PublicUrl, request: &Request) -> Option<StatusCode> {
    let named = match request.uri().authority() {
        Some(authority) => Some(authority.as_str()),
        None => request
            .headers()
            .get(header::HOST)
            .and_then(|value| value.to_str().ok()),
    };
    // Two Host headers are an attempt to be two things to two machines.
    let twice = request.headers().get_all(header::HOST).iter().count() > 1;
    match named {
        None => Some(StatusCode::BAD_REQUEST),
        Some(_) if twice => Some(StatusCode::BAD_REQUEST),
        Some(named) if public_url.is_named_by(named) => None,
        Some(_) => Some(StatusCode::MISDIRECTED_REQUEST),
    }
}
