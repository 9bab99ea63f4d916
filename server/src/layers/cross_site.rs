//! What another site's page may not do with our visitors' cookies.
//!
//! `tower_http`'s layer refuses what says that it comes from elsewhere. This one closes two gaps of
//! it. One is left on purpose for programs that are no browsers: a request that changes something,
//! carries a session, and does not say where it comes from. The other is a request that says two
//! things: that it comes from this site, and an origin that is another's. No browser sends that, so
//! whatever does is not to be believed.

use crate::settings::PublicUrl;
use app::web::cookies;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// What the layer needs to know.
#[derive(Debug, Clone)]
pub struct OwnOrigin {
    /// The name of the session's cookie.
    pub cookie: &'static str,
    pub public_url: Arc<PublicUrl>,
}

/// Refuses a change under a session cookie without `Sec-Fetch-Site` or `Origin`: every browser of
/// the last years sends one of them. Refuses any change with another site's `Origin`.
pub async fn require_origin(
    State(own): State<OwnOrigin>,
    request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    let says = ["sec-fetch-site", "origin"]
        .iter()
        .any(|name| headers.get(*name).is_some_and(|value| !value.is_empty()));
    let silent = !says && cookies::value(headers, own.cookie).is_some();
    if changes(request.method()) && (silent || is_of_another_site(&own.public_url, headers)) {
        return StatusCode::FORBIDDEN.into_response();
    }
    next.run(request).await
}

/// Whether `Origin` names a site that is not this one. `null` names none.
fn is_of_another_site(public_url: &PublicUrl, headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ORIGIN)
        .iter()
        .filter(|origin| !origin.is_empty() && *origin != "null")
        .any(|origin| {
            let site = origin
                .to_str()
                .ok()
                .and_then(|origin| origin.split_once("://"))
                .map(|(_, site)| site);
            !site.is_some_and(|site| public_url.is_named_by(site))
        })
}

fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}
