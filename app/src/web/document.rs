//! How a document for machines is answered: open to other sites, a minute of caching, 304.

use crate::web::error::{BUSY_SECONDS, wait_a_while};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use case_study::vocabulary::slugs::is_slug;
use sha2::{Digest, Sha256};
use store::cases;
use store::cases::{BySlug, PublicCase};
use store::{Db, DbErr};

/// Marks a response that other sites' pages may read: API, feeds and data; no page.
#[derive(Debug, Clone, Copy)]
pub struct OpenToOtherSites;

/// Marks the one page that other sites may show in a frame: the card of a case.
#[derive(Debug, Clone, Copy)]
pub struct MayBeFramed;

/// Marks a response whose bytes somebody else made: it may do nothing at all.
#[derive(Debug, Clone, Copy)]
pub struct IsContained;

/// Long enough to take the weight off a popular embed, short enough that a correction shows.
pub const CACHING: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// What programs are told where a case should be.
pub const MISSING: &str = "There is no case study with this slug.";
pub const TAKEN_DOWN: &str = "This case study was taken down.";

/// A document, or 304 for whoever has these very bytes. The tag is weak, because the compressed
/// bytes differ while the meaning is the same.
#[must_use]
pub fn document(kind: &'static str, bytes: impl Into<Vec<u8>>, asked: &HeaderMap) -> Response {
    let bytes = bytes.into();
    let tag = format!("W/\"{}\"", hex::encode(&Sha256::digest(&bytes)[..12]));
    let mut response = if holds(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(bytes))
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, CACHING);
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response.extensions_mut().insert(OpenToOtherSites);
    response
}

/// Whether `If-None-Match` names this tag. Weak and strong tags of the same name are the same here.
/// Why this is no crate, says `docs/decisions/0010`.
#[must_use]
pub fn holds(asked: &HeaderMap, tag: &str) -> bool {
    let plain = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|held| held.trim() == "*" || plain(held) == plain(tag))
}

/// An error as JSON, with the sentence for whoever wrote the program that asked.
#[must_use]
pub fn refuse(status: StatusCode, sentence: &str) -> Response {
    let body = axum::Json(serde_json::json!({ "error": sentence }));
    let mut response = (status, body).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.extensions_mut().insert(OpenToOtherSites);
    response
}

/// Our fault; the cause goes to the log only.
#[must_use]
pub fn failed(error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "an answer to a program failed");
    refuse(
        StatusCode::INTERNAL_SERVER_ERROR,
        "Something went wrong on our side. Try again in a minute.",
    )
}

/// We are busy; who asks again in a few seconds is answered.
#[must_use]
pub fn busy() -> Response {
    let sentence = "We are busy just now. Try again in a few seconds.";
    wait_a_while(
        refuse(StatusCode::SERVICE_UNAVAILABLE, sentence),
        BUSY_SECONDS,
    )
}

/// The database did not answer: it was busy, or it is our fault.
#[must_use]
pub fn unanswered(error: &DbErr) -> Response {
    if store::is_unavailable(error) {
        tracing::warn!(%error, "the database could not be asked in time");
        return busy();
    }
    failed(error)
}

/// The case behind a slug.
///
/// # Errors
/// The refusal for a program: 404 where there never was one, 410 where it was taken down, 503 when the
/// database is busy, 500 when it does not answer.
pub async fn case(db: &Db, slug: &str) -> Result<PublicCase, Response> {
    if !is_slug(slug) {
        return Err(refuse(StatusCode::NOT_FOUND, MISSING));
    }
    match cases::by_slug(db, slug).await {
        Ok(BySlug::Public { case, .. }) => Ok(*case),
        Ok(BySlug::Missing) => Err(refuse(StatusCode::NOT_FOUND, MISSING)),
        Ok(BySlug::TakenDown) => Err(refuse(StatusCode::GONE, TAKEN_DOWN)),
        Err(error) => Err(unanswered(&error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(value: &'static str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static(value));
        holds(&headers, "W/\"1-7\"")
    }

    #[test]
    fn tags_are_compared_weakly() {
        for yes in ["W/\"1-7\"", "\"1-7\"", "\"x\", W/\"1-7\"", "*"] {
            assert!(held(yes), "{yes}");
        }
        for no in ["\"1-8\"", "\"1-78\"", "", "1-7"] {
            assert!(!held(no), "{no}");
        }
        assert!(!holds(&HeaderMap::new(), "W/\"1-7\""));
        // A strong tag is compared in the same way.
        let mut asked = HeaderMap::new();
        for value in ["\"x\"", "W/\"abc\""] {
            asked.append(header::IF_NONE_MATCH, HeaderValue::from_static(value));
        }
        assert!(holds(&asked, "\"abc\"") && !holds(&asked, "\"abcd\""));
    }

    #[test]
    fn who_has_the_bytes_is_sent_none() {
        let first = document("text/plain", "tea", &HeaderMap::new());
        let mut asked = HeaderMap::new();
        asked.insert(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone());
        assert_eq!(
            document("text/plain", "tea", &asked).status(),
            StatusCode::NOT_MODIFIED
        );
        assert_eq!(
            document("text/plain", "milk", &asked).status(),
            StatusCode::OK
        );
    }
}
