//! Answers OPTIONS: 204 and what the address takes. Load balancers probe with it, as `OPTIONS / HTTP/1.0` without
//! a host, so it comes before whatever asks for one. Nothing is run and nothing said but what stands in the table
//! of routes; whether there is anything behind a private address is not looked at.
//!
//! A browser that asks whether another site's page may send something (a preflight) is not answered here: for it
//! everything stays as it was, which is no.

use app::web::route_table::Route;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use matchit::Router;
use std::collections::BTreeMap;
use std::sync::Arc;

const PREFLIGHT: HeaderName = HeaderName::from_static("access-control-request-method");

/// What each address takes.
#[derive(Debug)]
pub struct Methods(Router<HeaderValue>);

impl Methods {
    /// Those of these routes.
    #[must_use]
    pub fn of(routes: &[Route]) -> Self {
        let mut by_path: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for route in routes {
            let methods = by_path.entry(route.path).or_default();
            methods.push(route.method);
            if route.method == "GET" {
                methods.push("HEAD");
            }
        }
        let mut router = Router::new();
        for (path, mut methods) in by_path {
            methods.push("OPTIONS");
            let allowed = HeaderValue::from_str(&methods.join(", "));
            // axum took the same patterns, so the second cannot be either.
            if let Ok(allowed) = allowed
                && let Err(error) = router.insert(path, allowed)
            {
                tracing::error!(path, %error, "a route cannot be asked what it takes");
            }
        }
        Self(router)
    }

    /// What is to be said of this address; `None` where there is none, or it is for others to say.
    fn allowed(&self, path: &str, headers: &HeaderMap) -> Option<HeaderValue> {
        if headers.contains_key(PREFLIGHT) {
            return None;
        }
        if path == "*" {
            // The server as a whole (RFC 9110, 9.3.7).
            return Some(HeaderValue::from_static("GET, HEAD, POST, OPTIONS"));
        }
        self.0.at(path).ok().map(|found| found.value.clone())
    }
}

/// Answers OPTIONS where there is something at the address.
pub async fn options(
    State(methods): State<Arc<Methods>>,
    request: Request,
    next: Next,
) -> Response {
    let allowed = (*request.method() == Method::OPTIONS)
        .then(|| methods.allowed(request.uri().path(), request.headers()))
        .flatten();
    match allowed {
        Some(allowed) => (StatusCode::NO_CONTENT, [(header::ALLOW, allowed)]).into_response(),
        None => next.run(request).await,
    }
}

#[cfg(test)]
mod tests {
    use super::Methods;
    use app::routes::{data, framed, pages};
    use axum::http::{HeaderMap, HeaderValue};

    fn allowed(path: &str, headers: &HeaderMap) -> Option<HeaderValue> {
        let tables = [pages(), data(), framed()];
        let routes: Vec<_> = tables
            .iter()
            .flat_map(|table| table.listed().to_vec())
            .collect();
        Methods::of(&routes).allowed(path, headers)
    }

    #[test]
    fn each_address_says_what_it_takes() {
        for (path, expected) in [
            ("*", Some("GET, HEAD, POST, OPTIONS")),
            ("/", Some("GET, HEAD, OPTIONS")),
            ("/case-studies/no-such-case", Some("GET, HEAD, OPTIONS")),
            ("/submit/new", Some("GET, HEAD, POST, OPTIONS")),
            ("/account/sign-out", Some("POST, OPTIONS")),
            ("/no/such/page", None),
        ] {
            let found = allowed(path, &HeaderMap::new());
            assert_eq!(found, expected.map(HeaderValue::from_static), "{path}");
        }
    }

    #[test]
    fn a_preflight_is_for_others_to_answer() {
        let mut headers = HeaderMap::new();
        headers.insert(super::PREFLIGHT, HeaderValue::from_static("POST"));
        assert_eq!(allowed("/api/v1/facets", &headers), None);
        assert_eq!(allowed("*", &headers), None);
    }
}
