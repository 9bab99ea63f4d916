//! One line a request, and an id that ties it to everything else in the log.
//!
//! The line has the route's pattern and not the path: a path holds references and private links,
//! a query what somebody searched for. Neither is written down. What the page cache answers never
//! gets here: it has no id and no line, and is counted instead (`page_cache/stats.rs`).

use super::right_address::{Respelled, leads_on};
use app::web::request_span;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;
use store::random_bytes;
use tracing::field;

/// The header that carries it.
pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id of a request: shown on error pages, sent back in `X-Request-Id`. Always our own; one
/// from outside could be made to look like somebody else's in the log.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// Names the request, runs it in a span with that name and its route, and writes its line.
pub async fn access_log(mut request: Request, next: Next) -> Response {
    let id = hex::encode(random_bytes::<8>());
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("(none)", MatchedPath::as_str)
        .to_owned();
    request.extensions_mut().insert(RequestId(id.clone()));
    let respelled = request.extensions().get::<Respelled>().is_some();
    // The last two are recorded where a submission and an account are opened (docs/LOGGING.md).
    let span = tracing::info_span!(
        "request",
        id,
        route,
        submission = field::Empty,
        account = field::Empty
    );
    let began = Instant::now();
    request_span::within(span, async move {
        let mut response = next.run(request).await;
        if let Ok(value) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(HEADER, value);
        }
        let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let status = match response.status() {
            // What is sent is made of this answer further out.
            there if respelled && leads_on(there) => StatusCode::PERMANENT_REDIRECT,
            status => status,
        };
        tracing::info!(method = %method, status = status.as_u16(), ms, "answered");
        response
    })
    .await
}
