//! Making answers small on the wire.
//!
//! A page lies whole in memory, so it is squeezed in one go, with a window no larger than it needs:
//! several times faster than piece by piece. Files that are sent while they are read go through
//! `tower_http`'s layer, which is outside of this one.

use super::page_cache::Keeping;
use app::web::coding::{ChosenCoding, Coding};
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use brotli::enc::BrotliEncoderParams;
use brotli::enc::backward_references::BrotliEncoderMode;
use http_body_util::BodyExt;
use libdeflater::{CompressionLvl, Compressor};
use std::io;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};

/// A larger answer is squeezed piece by piece, so that other requests get their turn in between.
const LARGEST: u64 = 1024 * 1024;

/// How much work a squeeze is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effort {
    /// For one reader, who waits: as quick as can be.
    Once,
    /// For everybody until the bank changes: three times the work for a fifth less. Another tenth less
    /// would cost ten times as much.
    Kept,
}

/// Squeezes what lies whole in memory.
pub async fn compress_whole(request: Request, next: Next) -> Response {
    compress(request, next, |_| true).await
}

/// The same for what is drawn, as a part of the drawing. An error is left as it is: the page around it is drawn
/// further out, and squeezed there.
pub async fn compress_drawn(request: Request, next: Next) -> Response {
    compress(request, next, |status| status.is_success()).await
}

async fn compress(request: Request, next: Next, which: fn(StatusCode) -> bool) -> Response {
    let headers = request.headers();
    let (effort, coding) = match request.extensions().get::<Keeping>() {
        Some(Keeping) => (Effort::Kept, Coding::chosen(headers)),
        None => (Effort::Once, Coding::quickest(headers)),
    };
    let response = next.run(request).await;
    let whole = response
        .body()
        .size_hint()
        .exact()
        .is_some_and(|size| size <= LARGEST);
    if coding == Coding::Identity || !whole || !which(response.status()) || !is_worth_it(&response)
    {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let plain = match body.collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) => {
            tracing::error!(%error, "an answer that was whole could not be read");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let Ok(small) = squeezed(&plain, coding, effort) else {
        return Response::from_parts(parts, Body::from(plain));
    };
    parts.headers.insert(
        header::CONTENT_ENCODING,
        HeaderValue::from_static(coding.name()),
    );
    parts.headers.remove(header::CONTENT_LENGTH);
    parts
        .headers
        .append(header::VARY, HeaderValue::from_static("accept-encoding"));
    Response::from_parts(parts, Body::from(small))
}

/// For what is sent while it is read.
pub fn compression() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new()
        .br(true)
        .gzip(true)
        .compress_when(DefaultPredicate::new().and(is_no_asset))
}

/// Assets bring their compressed copies along, each with an ETag of its own bytes; squeezing one
/// here would give other bytes the same name.
fn is_no_asset(_: StatusCode, _: Version, _: &HeaderMap, extensions: &Extensions) -> bool {
    extensions.get::<ChosenCoding>().is_none()
}

fn is_worth_it(response: &Response) -> bool {
    let headers = response.headers();
    !headers.contains_key(header::CONTENT_ENCODING)
        && !headers.contains_key(header::CONTENT_RANGE)
        && DefaultPredicate::new()
            .and(is_no_asset)
            .should_compress(response)
}

/// The same in a coding.
fn squeezed(plain: &Bytes, coding: Coding, effort: Effort) -> io::Result<Vec<u8>> {
    let mut small = Vec::new();
    match coding {
        Coding::Identity => small.extend_from_slice(plain),
        Coding::Gzip => {
            // From 1 to 12; 0 would only wrap the text up.
            let level = match effort {
                Effort::Once => 1,
                Effort::Kept => 6,
            };
            let level = CompressionLvl::new(level).unwrap_or_default();
            let mut compressor = Compressor::new(level);
            small.resize(compressor.gzip_compress_bound(plain.len()), 0);
            let written = compressor
                .gzip_compress(plain, &mut small)
                .map_err(io::Error::other)?;
            small.truncate(written);
        }
        Coding::Brotli => {
            let parameters = BrotliEncoderParams {
                quality: match effort {
                    Effort::Once => 3,
                    Effort::Kept => 5,
                },
                mode: BrotliEncoderMode::BROTLI_MODE_TEXT,
                // The window the text fits into: a larger one costs memory that has to be cleared.
                lgwin: window(plain.len()),
                size_hint: plain.len(),
                ..BrotliEncoderParams::default()
            };
            brotli::BrotliCompress(&mut plain.as_ref(), &mut small, &parameters)?;
        }
    }
    Ok(small)
}

/// The exponent of a brotli window for so many bytes.
fn window(bytes: usize) -> i32 {
    // Up to 22, by RFC 7932. Below 17 the library takes another way at our efforts, ten times slower.
    i32::try_from(bytes.max(1).ilog2() + 1)
        .unwrap_or(22)
        .clamp(17, 22)
}

#[cfg(test)]
mod tests {
    use super::{Coding, Effort, squeezed, window};
    use axum::body::Bytes;
    use std::io::Read;

    fn text() -> Bytes {
        let mut text = String::new();
        for number in 0..3000 {
            text.push_str(&format!(
                "<li>case study {number} of {}</li>",
                number * 7919 % 1013
            ));
        }
        Bytes::from(text)
    }

    #[test]
    fn what_comes_out_again_is_what_went_in() {
        for plain in [text(), Bytes::from_static(b"x"), Bytes::new()] {
            for effort in [Effort::Once, Effort::Kept] {
                let small = squeezed(&plain, Coding::Brotli, effort).unwrap();
                let mut again = Vec::new();
                brotli::Decompressor::new(small.as_slice(), 4096)
                    .read_to_end(&mut again)
                    .unwrap();
                assert_eq!(again, plain);
                let small = squeezed(&plain, Coding::Gzip, effort).unwrap();
                let mut again = Vec::new();
                flate2::read::GzDecoder::new(small.as_slice())
                    .read_to_end(&mut again)
                    .unwrap();
                assert_eq!(again, plain);
            }
        }
    }

    #[test]
    fn what_is_kept_is_smaller() {
        for coding in [Coding::Brotli, Coding::Gzip] {
            let size = |effort| squeezed(&text(), coding, effort).unwrap().len();
            assert!(size(Effort::Kept) < size(Effort::Once), "{coding:?}");
            assert!(size(Effort::Once) < text().len() / 3, "{coding:?}");
        }
    }

    #[test]
    fn the_window_holds_the_text() {
        assert_eq!([window(0), window(131_071), window(131_072)], [17, 17, 18]);
        assert_eq!(window(100_000_000), 22);
    }
}
