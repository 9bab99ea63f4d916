//! Takes photographs in: a body that is too large for the memory is written to a file without a name, under
//! limits, before anything acts on it. What kills the program leaves nothing behind.

use app::web::places::{Bounds, Place, Places};
use app::web::rate_limits::ClientNetwork;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use futures::{StreamExt, stream};
use http_body_util::BodyExt;
use std::future::ready;
use std::io;
use std::sync::LazyLock;
use std::time::Duration;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout};

/// The largest request: six photographs of the largest size, and their words.
pub const LIMIT: u64 = 64 * 1024 * 1024;
/// So many are here at once, from their first byte to their answer: each may lie on the disk for as long. Whoever comes
/// then is asked to come again. A line may be slow for most of an hour, so no network has all of them.
const BOUNDS: Bounds = Bounds {
    own: 8,
    wide: 12,
    all: 16,
};
static PLACES: LazyLock<Places> = LazyLock::new(|| Places::new(BOUNDS));
/// What was taken in is looked at one after the other: what stands in memory of one is up to 64 MB, and up to 150 MB
/// while its largest photograph is open. Documents are read and photographs opened one at a time anyhow.
static TURN: Semaphore = Semaphore::const_new(1);
/// How long a turn is waited for: one takes a second or two, and fifteen may be before it.
const PATIENCE: Duration = Duration::from_secs(120);
/// Whoever sends nothing for so long has gone.
const SILENCE: Duration = Duration::from_secs(15);
/// A slow line at sea sends more than this on the whole; in bytes a second.
const CRAWL: u64 = 2000;
const START: Duration = Duration::from_secs(30);
const LONGEST: Duration = Duration::from_secs(45 * 60);
const PIECE: usize = 64 * 1024;

/// Whether a request brings files, in parts: photographs or documents to `/submit/{draft}/pictures` and the pages of
/// bringing and of the short way, an email to `/moderate/intake`.
#[must_use]
pub fn is_upload(parts: &Parts) -> bool {
    let path: Vec<&str> = parts.uri.path().split('/').collect();
    let kind = parts.headers.get(header::CONTENT_TYPE);
    parts.method == Method::POST
        && matches!(
            path[..],
            ["", "submit", _, "pictures" | "bring" | "short"]
                | ["", "submit", "bring" | "short"]
                | ["", "moderate", "intake"]
        )
        && kind
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// The same body out of a file, with its length in the headers, and its place, to be held as long as it is there.
///
/// # Errors
/// The status that says why it was not taken.
pub async fn spooled(parts: &mut Parts, body: Body) -> Result<(Body, Place), StatusCode> {
    spooled_at(&PLACES, parts, body).await
}

async fn spooled_at(
    places: &Places,
    parts: &mut Parts,
    body: Body,
) -> Result<(Body, Place), StatusCode> {
    if body.size_hint().lower() > LIMIT {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let network = parts.extensions.get::<ClientNetwork>().map(|own| own.0);
    let Some(place) = places.take(network) else {
        return Err(StatusCode::SERVICE_UNAVAILABLE);
    };
    let (mut file, length) = written(body).await?;
    parts.headers.remove(header::TRANSFER_ENCODING);
    parts
        .headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    // The beginning is at hand when it is asked for. Where the end of a file comes between two looks of multer 3.1 at it,
    // which has to find the first boundary, it takes the whole form for one that broke off.
    let first = next_piece(&mut file).await;
    let first = first.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let rest = stream::try_unfold(file, |mut file| async move {
        let piece = next_piece(&mut file).await?;
        Ok::<_, io::Error>((!piece.is_empty()).then_some((piece, file)))
    });
    let body = Body::from_stream(stream::once(ready(Ok(first))).chain(rest));
    Ok((body, place))
}

/// The next piece of a file; an empty one at its end.
async fn next_piece(file: &mut File) -> io::Result<Bytes> {
    let mut piece = vec![0; PIECE];
    let read = file.read(&mut piece).await?;
    piece.truncate(read);
    Ok(piece.into())
}

/// Waits until nothing else that was taken in is being looked at; the next may begin when this is dropped. `None` where
/// that takes too long.
pub async fn turn() -> Option<SemaphorePermit<'static>> {
    // It is never closed.
    timeout(PATIENCE, TURN.acquire()).await.ok()?.ok()
}

async fn written(mut body: Body) -> Result<(File, u64), StatusCode> {
    let full = |_: io::Error| StatusCode::INSUFFICIENT_STORAGE;
    let mut file = File::from_std(tempfile::tempfile().map_err(full)?);
    let began = Instant::now();
    let mut length = 0;
    loop {
        let frame = match timeout(SILENCE, body.frame()).await {
            Err(_) => return Err(StatusCode::REQUEST_TIMEOUT),
            Ok(None) => break,
            Ok(Some(Err(_))) => return Err(StatusCode::BAD_REQUEST),
            Ok(Some(Ok(frame))) => frame,
        };
        if let Ok(data) = frame.into_data() {
            length += data.len() as u64;
            if length > LIMIT {
                return Err(StatusCode::PAYLOAD_TOO_LARGE);
            }
            file.write_all(&data).await.map_err(full)?;
        }
        let elapsed = began.elapsed();
        let crawls = elapsed > START && length < CRAWL * elapsed.as_secs();
        if crawls || elapsed > LONGEST {
            return Err(StatusCode::REQUEST_TIMEOUT);
        }
    }
    file.flush().await.map_err(full)?;
    file.rewind().await.map_err(full)?;
    Ok((file, length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::extract::Request;
    use futures::FutureExt;

    fn parts(method: &str, path: &str, kind: &str) -> Parts {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, kind)
            .body(());
        request.unwrap().into_parts().0
    }

    #[test]
    fn only_the_page_of_photographs_takes_that_much() {
        let form = "multipart/form-data; boundary=x";
        for path in [
            "/submit/WB-1/pictures",
            "/submit/WB-1/bring",
            "/submit/bring",
            "/submit/short",
            "/submit/WB-1/short",
        ] {
            assert!(is_upload(&parts("POST", path, form)), "{path}");
        }
        for (method, path, kind) in [
            ("PUT", "/submit/WB-1/pictures", form),
            ("POST", "/submit/WB-1/story", form),
            ("POST", "/submit/WB-1/pictures/end", form),
            (
                "POST",
                "/submit/WB-1/pictures",
                "application/x-www-form-urlencoded",
            ),
        ] {
            assert!(
                !is_upload(&parts(method, path, kind)),
                "{method} {path} {kind}"
            );
        }
    }

    #[tokio::test]
    async fn a_body_comes_out_as_it_went_in_and_not_longer_than_the_limit() {
        let mut head = parts("POST", "/submit/WB-1/pictures", "multipart/form-data");
        let bytes: Vec<u8> = (0..200_000_u32).map(|at| at.to_le_bytes()[0]).collect();
        let (body, place) = spooled(&mut head, Body::from(bytes.clone())).await.unwrap();
        drop(place);
        assert_eq!(body.collect().await.unwrap().to_bytes(), bytes);
        assert_eq!(head.headers[header::CONTENT_LENGTH], "200000");
        let piece = Bytes::from(vec![0; 1024 * 1024]);
        let endless = stream::repeat_with(move || Ok::<_, io::Error>(piece.clone()));
        let refused = spooled(&mut head, Body::from_stream(endless)).await;
        assert_eq!(refused.err(), Some(StatusCode::PAYLOAD_TOO_LARGE));
    }

    /// What was taken in lies on the disk until it is looked at.
    #[tokio::test]
    async fn what_waits_for_its_turn_has_its_place_and_no_network_has_all() {
        let places = Places::new(BOUNDS);
        let network: std::net::IpAddr = "2001:db8:99::1".parse().unwrap();
        let sent = async || {
            let mut head = parts("POST", "/submit/bring", "multipart/form-data");
            head.extensions.insert(ClientNetwork(network));
            spooled_at(&places, &mut head, Body::from("--a\r\n")).await
        };
        let mut all = Vec::new();
        for _ in 0..BOUNDS.own {
            all.push(sent().await.unwrap());
        }
        assert_eq!(sent().await.err(), Some(StatusCode::SERVICE_UNAVAILABLE));
        assert!(places.take(None).is_some(), "others have places");
        all.pop();
        assert!(sent().await.is_ok(), "a place came free");
    }

    /// Whoever reads it in parts looks twice for its beginning, and gives up where the end has come by then.
    #[tokio::test]
    async fn the_beginning_of_a_body_is_there_before_anybody_waits() {
        for _ in 0..50 {
            let mut head = parts("POST", "/submit/bring", "multipart/form-data");
            let (mut body, _place) = spooled(&mut head, Body::from("--a\r\n")).await.unwrap();
            let first = body.frame().now_or_never().expect("at once").unwrap();
            assert_eq!(first.unwrap().into_data().unwrap(), "--a\r\n");
            assert!(body.frame().await.is_none());
        }
    }
}
