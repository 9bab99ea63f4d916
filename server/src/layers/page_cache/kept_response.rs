//! An answer as it is kept: status 200, its final headers, its bytes in one coding.

use super::freshness::Stamp;
use crate::layers::access_log;
use app::web::coding::Coding;
use app::web::document::holds;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use futures::stream::{self, StreamExt};
use http_body_util::BodyExt;
use sha2::{Digest, Sha256};

/// A larger answer is not kept: it would push out hundreds of pages.
const LARGEST: usize = 1024 * 1024;
/// What an answer takes in memory beside its bytes and the text of its headers.
const FRAME: usize = 1024;

/// An answer for every reader.
#[derive(Debug)]
pub struct Answer {
    stamp: Stamp,
    headers: HeaderMap,
    body: Bytes,
    /// The tag in `headers`, as text.
    tag: String,
}

/// What became of a response.
pub enum Collected {
    /// It may be kept. Beside it the headers that were of its own request alone.
    Whole(Answer, HeaderMap),
    /// It goes out as it came.
    NotKept(Response),
}

/// VaryBy a response to its end, if it is for every reader.
pub async fn collect(response: Response, stamp: Stamp, coding: Coding) -> Collected {
    if !is_for_everybody(&response, coding) {
        return Collected::NotKept(response);
    }
    let (parts, mut body) = response.into_parts();
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        match frame.map(|frame| frame.into_data()) {
            Ok(Ok(data)) => bytes.extend_from_slice(&data),
            // Trailers; nobody here sends any.
            Ok(Err(_)) => {}
            // Half an answer: the reader has to see that it broke off.
            Err(error) => {
                let begun = stream::iter([Ok(Bytes::from(bytes)), Err(error)]);
                return Collected::NotKept(Response::from_parts(parts, Body::from_stream(begun)));
            }
        }
        if bytes.len() > LARGEST {
            let begun = stream::once(async move { Ok::<_, axum::Error>(Bytes::from(bytes)) });
            let rest = begun.chain(body.into_data_stream());
            return Collected::NotKept(Response::from_parts(parts, Body::from_stream(rest)));
        }
    }
    let mut headers = parts.headers;
    let mut own = HeaderMap::new();
    if let Some(id) = headers.remove(access_log::HEADER) {
        own.insert(access_log::HEADER, id);
    }
    let body = Bytes::from(bytes);
    let tag = match headers.get(header::ETAG).map(HeaderValue::to_str) {
        // What programs read brings a tag of its own.
        Some(Ok(tag)) => tag.to_owned(),
        _ => {
            // Of the coded bytes, so it may be a strong one.
            let tag = format!("\"{}\"", hex::encode(&Sha256::digest(&body)[..16]));
            if let Ok(value) = HeaderValue::from_str(&tag) {
                headers.insert(header::ETAG, value);
            }
            tag
        }
    };
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    let answer = Answer {
        stamp,
        headers,
        body,
        tag,
    };
    Collected::Whole(answer, own)
}

/// Whether everybody who asks in this coding may be given the same.
fn is_for_everybody(response: &Response, coding: Coding) -> bool {
    let headers = response.headers();
    let words = |name| {
        headers
            .get_all(name)
            .iter()
            .flat_map(|value| value.to_str().unwrap_or("?").split(','))
            .map(|word| word.trim().to_ascii_lowercase())
    };
    response.status() == StatusCode::OK
        && !headers.contains_key(header::SET_COOKIE)
        // An answer that says nothing about being kept is not.
        && headers.contains_key(header::CACHE_CONTROL)
        && !words(header::CACHE_CONTROL).any(|word| word == "no-store" || word.starts_with("private"))
        // The coding is part of the key, and whoever has a session never gets here.
        && words(header::VARY).all(|word| word == "accept-encoding" || word == "cookie")
        && words(header::CONTENT_ENCODING).all(|word| word == coding.name())
}

impl Answer {
    pub const fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// About what it takes in memory together with its key, in bytes.
    pub fn weight(&self, key: &str) -> u32 {
        let headers: usize = self
            .headers
            .iter()
            .map(|(name, value)| name.as_str().len() + value.len())
            .sum();
        let bytes = FRAME + key.len() + headers + self.body.len();
        u32::try_from(bytes).unwrap_or(u32::MAX)
    }

    /// The response to somebody who asked with these headers: all of it, the headers alone for
    /// HEAD, or 304 for whoever has these bytes already.
    pub fn to(&self, asked: &HeaderMap, head: bool) -> Response {
        let mut response = Response::new(Body::empty());
        *response.headers_mut() = self.headers.clone();
        if asked.contains_key(header::IF_NONE_MATCH) && holds(asked, &self.tag) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            for about_the_body in [
                header::CONTENT_TYPE,
                header::CONTENT_LENGTH,
                header::CONTENT_ENCODING,
            ] {
                response.headers_mut().remove(about_the_body);
            }
        } else if !head {
            *response.body_mut() = Body::from(self.body.clone());
        }
        response
    }
}
