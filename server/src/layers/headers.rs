//! The security headers, on every class of response.

use app::web::document::{IsContained, MayBeFramed, OpenToOtherSites};
use app::web::page::RunsIslands;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use sha2::{Digest, Sha256};
use std::sync::Arc;

const COOP: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const COEP: HeaderName = HeaderName::from_static("cross-origin-embedder-policy");
const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

/// When to come again where nobody knows better, in seconds.
const AGAIN: HeaderValue = HeaderValue::from_static("5");

/// For files that somebody sent: where a browser shows one all the same, it has no origin, runs nothing and asks for
/// nothing (CSP 3, `sandbox`).
const CONTAINED: HeaderValue =
    HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'");

/// The values, made once at start.
#[derive(Debug)]
pub struct Policy {
    /// For everything without a script.
    plain: HeaderValue,
    /// For pages that run islands.
    islands: HeaderValue,
    /// For the card that other sites show in a frame: no script, and anybody may frame it.
    framed: HeaderValue,
    https: bool,
}

impl Policy {
    /// `inline_script` is the one constant script of pages with islands; its hash is allowed, so
    /// pages need no nonce and can be kept by caches.
    #[must_use]
    pub fn new(inline_script: &str, https: bool) -> Self {
        let hash = base64(&Sha256::digest(inline_script.as_bytes()));
        Self {
            plain: content_policy("'none'", "'none'"),
            islands: content_policy(
                &format!("'self' 'sha256-{hash}' 'wasm-unsafe-eval'"),
                "'none'",
            ),
            framed: content_policy("'none'", "*"),
            https,
        }
    }
}

fn content_policy(script: &str, framed_by: &str) -> HeaderValue {
    let text = format!(
        "default-src 'none'; script-src {script}; style-src 'self'; img-src 'self'; font-src 'self'; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors {framed_by}"
    );
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// Sets what is the same for all and chooses what depends on the response.
pub async fn headers(State(policy): State<Arc<Policy>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let islands = response.extensions().get::<RunsIslands>().is_some();
    let open = response.extensions().get::<OpenToOtherSites>().is_some();
    let framed = response.extensions().get::<MayBeFramed>().is_some();
    let contained = response.extensions().get::<IsContained>().is_some();
    let status = response.status();
    let out = response.headers_mut();
    out.insert(
        header::CONTENT_SECURITY_POLICY,
        if contained {
            CONTAINED
        } else if islands {
            policy.islands.clone()
        } else if framed {
            policy.framed.clone()
        } else {
            policy.plain.clone()
        },
    );
    out.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    // Not no-referrer: browsers would then send `Origin: null` with our own forms, and the check
    // for other sites' requests would refuse them.
    out.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    out.insert(COOP, HeaderValue::from_static("same-origin"));
    out.insert(COEP, HeaderValue::from_static("require-corp"));
    out.insert(
        CORP,
        HeaderValue::from_static(if open || framed {
            "cross-origin"
        } else {
            "same-origin"
        }),
    );
    out.insert(
        PERMISSIONS,
        HeaderValue::from_static(
            "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), \
             gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
        ),
    );
    if open {
        out.insert(
            header::ACCESS_CONTROL_ALLOW_ORIGIN,
            HeaderValue::from_static("*"),
        );
    }
    if policy.https {
        out.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=63072000; includeSubDomains; preload"),
        );
    }
    if (status.is_client_error() || status.is_server_error())
        && !out.contains_key(header::CACHE_CONTROL)
    {
        out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if status == StatusCode::SERVICE_UNAVAILABLE && !out.contains_key(header::RETRY_AFTER) {
        // Whatever was too busy: without a word about it, programs come again at once.
        out.insert(header::RETRY_AFTER, AGAIN);
    }
    keep_as_it_is(out);
    name_the_charset(&mut response);
    if response.status() == StatusCode::NOT_MODIFIED {
        response.headers_mut().remove(header::CONTENT_TYPE);
    }
    response
}

/// Islands find their places in a page by its comments, which some proxies strip to save bytes.
fn keep_as_it_is(headers: &mut HeaderMap) {
    let is_page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page {
        return;
    }
    let caching = headers
        .get(header::CACHE_CONTROL)
        .and_then(|value| value.to_str().ok());
    let more = match caching {
        None | Some("") => "no-transform".to_owned(),
        Some(caching) => format!("{caching}, no-transform"),
    };
    if let Ok(value) = HeaderValue::try_from(more) {
        headers.insert(header::CACHE_CONTROL, value);
    }
}

/// Text without a charset is read as whatever the browser guesses.
fn name_the_charset(response: &mut Response) {
    let Some(given) = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
    else {
        return;
    };
    let kind = given.split(';').next().unwrap_or_default().trim();
    let text = kind.starts_with("text/") || kind.ends_with("/xml") || kind.ends_with("+xml");
    if !text || given.to_ascii_lowercase().contains("charset=") {
        return;
    }
    if let Ok(value) = HeaderValue::try_from(format!("{given}; charset=utf-8")) {
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
}

/// Standard base64, which is how a policy writes a hash.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - group.len()));
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= group.len() {
                char::from(digit)
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_rfc_4648() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    #[test]
    fn the_hash_is_the_one_browsers_compute() {
        // From the content security policy specification, section 8.
        let policy = Policy::new("alert('Hello, world.');", false);
        let text = policy.islands.to_str().unwrap();
        assert!(
            text.contains("'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"),
            "{text}"
        );
        assert!(policy.plain.to_str().unwrap().contains("script-src 'none'"));
    }
}
