//! Addresses as people write them: with a slash at the end, with capitals, with a hyphen as `%2D`. They
//! lead on to the right one, once (308), where something stands there.
//!
//! What stands there is asked first, so that an address that leads nowhere stays a 404 and is no detour
//! to one, and a page that leads on by itself does so at once. Only what is read is led on: a form that
//! was sent to an address of nobody's is not sent again. References and tokens are left as they are,
//! letter by letter.

use app::web::route_table::{Route, is_in_small_letters};
use axum::extract::{OriginalUri, Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use matchit::Router;
use std::sync::Arc;

/// No address of ours is longer, a private link included.
const LONGEST_PATH: usize = 400;

/// The addresses that there are.
#[derive(Debug)]
pub struct Addresses(Router<&'static str>);

/// Marks a request whose address was written otherwise: whoever logs its answer logs that it leads on.
#[derive(Debug, Clone, Copy)]
pub struct Respelled;

impl Addresses {
    /// Those of these routes.
    #[must_use]
    pub fn of(routes: &[Route]) -> Self {
        let mut router = Router::new();
        for route in routes {
            // The second method of a path is the same address.
            let _ = router.insert(route.path, route.path);
        }
        Self(router)
    }

    /// The right way to write a path that is written otherwise, if there is a route for it.
    fn right(&self, path: &str) -> Option<String> {
        let odd = |byte: u8| byte.is_ascii_uppercase() || byte == b'%';
        let slash = path.len() > 1 && path.ends_with('/');
        if path.len() > LONGEST_PATH || !(slash || path.bytes().any(odd)) {
            return None;
        }
        let trimmed = match path.trim_end_matches('/') {
            "" => "/",
            trimmed => trimmed,
        };
        let small: Vec<String> = trimmed.split('/').map(in_small_letters).collect();
        let small = small.join("/");
        let route = *self.0.at(&small).ok()?.value;
        // What is no slug stays as it was written.
        let right: Vec<&str> = route
            .split('/')
            .zip(small.split('/').zip(trimmed.split('/')))
            .map(|(pattern, (small, written))| {
                let name = pattern
                    .strip_prefix('{')
                    .and_then(|rest| rest.strip_suffix('}'));
                match name {
                    Some(name) if !is_in_small_letters(name) => written,
                    _ => small,
                }
            })
            .collect();
        let right = right.join("/");
        (right != path).then_some(right)
    }
}

/// One part of a path: signs that need no percent sign without it, letters small.
fn in_small_letters(part: &str) -> String {
    let bytes = part.as_bytes();
    let mut small = String::with_capacity(part.len());
    let mut at = 0;
    for (place, letter) in part.char_indices() {
        if place < at {
            continue;
        }
        let coded = (letter == '%')
            .then(|| bytes.get(place + 1..place + 3))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .filter(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(byte));
        match coded {
            Some(byte) => {
                small.push(char::from(byte.to_ascii_lowercase()));
                at = place + 3;
            }
            None => small.push(letter.to_ascii_lowercase()),
        }
    }
    small
}

/// Whether the answer at the right address is led on to. Errors are told where they were met; what leads
/// on elsewhere does so by itself.
pub fn leads_on(status: StatusCode) -> bool {
    status.is_success()
        || matches!(
            status,
            StatusCode::NOT_MODIFIED | StatusCode::FORBIDDEN | StatusCode::GONE
        )
}

/// Leads on to the right address.
pub async fn right_address(
    State(addresses): State<Arc<Addresses>>,
    mut request: Request,
    next: Next,
) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let Some(right) = addresses.right(request.uri().path()) else {
        return next.run(request).await;
    };
    let query = request.uri().query();
    let right = query.map_or_else(|| right.clone(), |query| format!("{right}?{query}"));
    let (Some(uri), Ok(location)) = (at(request.uri(), &right), HeaderValue::try_from(right))
    else {
        return next.run(request).await;
    };
    *request.uri_mut() = uri.clone();
    let extensions = request.extensions_mut();
    extensions.insert(OriginalUri(uri));
    extensions.insert(Respelled);
    let mut response = next.run(request).await;
    if !leads_on(response.status()) {
        return response;
    }
    *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
    *response.body_mut() = axum::body::Body::empty();
    let headers = response.headers_mut();
    for about_the_body in ABOUT_THE_BODY {
        headers.remove(about_the_body);
    }
    headers.insert(header::LOCATION, location);
    response
}

const ABOUT_THE_BODY: [HeaderName; 7] = [
    header::CONTENT_TYPE,
    header::CONTENT_LENGTH,
    header::CONTENT_ENCODING,
    header::CONTENT_DISPOSITION,
    header::ETAG,
    header::LAST_MODIFIED,
    header::LINK,
];

/// The same address with another path and query.
fn at(uri: &Uri, path_and_query: &str) -> Option<Uri> {
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(path_and_query).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::Addresses;
    use app::routes::{data, framed, pages};

    fn right(path: &str) -> Option<String> {
        let tables = [pages(), data(), framed()];
        let routes: Vec<_> = tables
            .iter()
            .flat_map(|table| table.listed().to_vec())
            .collect();
        Addresses::of(&routes).right(path)
    }

    #[test]
    fn odd_ways_to_write_an_address_have_a_right_one() {
        for (written, expected) in [
            ("/case-studies/", "/case-studies"),
            ("/case-studies//", "/case-studies"),
            (
                "/Case-Studies/House-Of-Memories",
                "/case-studies/house-of-memories",
            ),
            (
                "/case%2Dstudies/house%2dof%2Dmemories/",
                "/case-studies/house-of-memories",
            ),
            ("/case-studies/tea.JSON", "/case-studies/tea.json"),
            ("/case-studies/tea/embed/", "/case-studies/tea/embed"),
            ("/oai/", "/oai"),
            ("/Sitemap.xml", "/sitemap.xml"),
            ("/museums/Tate/", "/museums/tate"),
            // A reference keeps its capitals, and a token all its letters.
            ("/submit/WB-7K3M-P2QX/", "/submit/WB-7K3M-P2QX"),
            ("/Submit/WB-7K3M-P2QX/Story", "/submit/WB-7K3M-P2QX/story"),
            (
                "/moderate/cases/WB-7K3M-P2QX/Tags/",
                "/moderate/cases/WB-7K3M-P2QX/tags",
            ),
            ("/Track/aBc%2DdE", "/track/aBc%2DdE"),
            ("/submit/NEW", "/submit/new"),
            ("//", "/"),
        ] {
            assert_eq!(right(written).as_deref(), Some(expected), "{written}");
        }
    }

    #[test]
    fn what_is_right_or_leads_nowhere_has_none() {
        for path in [
            "/",
            "/case-studies",
            "/case-studies/house-of-memories",
            "/submit/WB-7K3M-P2QX",
            "/track/aBcDeF",
            "/ask/aBcDeF",
            "/Nothing/Here",
            "/no/such/page/",
            "//case-studies/",
            "/case-studies%2F",
            "/case-studies/%",
            "/case-studies%",
            "/%",
            "/Case-studies/\u{e9}/x/y",
            &format!("/case-studies/{}/", "a".repeat(400)),
        ] {
            assert_eq!(right(path), None, "{path}");
        }
    }
}
