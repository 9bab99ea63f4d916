//! What another site's page may not do with our visitors' cookies.
//!
//! `tower_http`'s layer refuses what says that it comes from elsewhere. This one closes the gap
//! it leaves on purpose for programs that are no browsers: a request that changes something,
//! carries a session, and does not say where it comes from.

use app::web::cookies;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Refuses a change under a session cookie without `Sec-Fetch-Site` or `Origin`: every browser of
/// the last years sends one of them. The state is the cookie's name.
pub async fn require_origin(
    State(cookie): State<&'static str>,
    request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    let says = ["sec-fetch-site", "origin"]
        .iter()
        .any(|name| headers.get(*name).is_some_and(|value| !value.is_empty()));
    if !says && changes(request.method()) && cookies::value(headers, cookie).is_some() {
        return StatusCode::FORBIDDEN.into_response();
    }
    next.run(request).await
}

fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}
