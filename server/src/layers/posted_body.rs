//! Reads what is sent, whole, before anything acts on it.
//!
//! A slow line is read while it moves: what ends a request is silence, or a crawl that nobody's line is
//! as slow as, and not the time that it takes in all. The time that a handler may take begins after
//! that. Whatever refuses the request later, what was typed is still there to be given back.

use super::spooled_upload::{is_upload, spooled, turn};
use app::web::forms::{BodyWasCut, PostedForm};
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// The longest form there is stays far below this; photographs are taken in beside.
const LIMIT: usize = 256 * 1024;
/// A page of the form may hold whole reports, and each letter of some scripts takes nine bytes on
/// the way.
pub const LONG_LIMIT: usize = 2 * 1024 * 1024;
/// So much more is read and thrown away. A browser that still sends does not hear an answer.
const DISCARDED: usize = 8 * 1024 * 1024;
/// Whoever sends nothing for so long has gone.
const SILENCE: Duration = Duration::from_secs(10);
/// What comes slower than this, on the whole and after a start, is no line but somebody who holds a
/// place; in bytes a second.
const CRAWL: u64 = 100;
const START: Duration = Duration::from_secs(20);
/// A line this slow may send the largest form there is; in bytes a second.
const SLOWEST_LINE: usize = 1000;

/// What was read of a body.
#[derive(Debug, PartialEq, Eq)]
struct BodyRead {
    bytes: Bytes,
    end: BodyEnd,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BodyEnd {
    /// Everything was read.
    Whole,
    /// There was more than the limit.
    Cut,
    /// The other side fell silent, or took far too long.
    Slow,
    /// The connection broke.
    Broken,
}

/// Reads the body of a request and hands it on as a whole.
pub async fn posted_body(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    if is_upload(&parts) {
        return match spooled(&mut parts, body).await {
            Ok((body, _place)) => {
                // The file is written; from here on it is read into memory.
                let Some(_turn) = turn().await else {
                    return StatusCode::SERVICE_UNAVAILABLE.into_response();
                };
                next.run(Request::from_parts(parts, body)).await
            }
            Err(status) => status.into_response(),
        };
    }
    let limit = limit_of(&parts);
    let BodyRead { bytes, end } = read(body, limit).await;
    let posted = is_form(&parts).then(|| PostedForm {
        path: parts.uri.path().to_owned(),
        body: bytes.clone(),
        had_files: false,
    });
    let refusal = match end {
        BodyEnd::Whole => None,
        // The page of the form saves what arrived.
        BodyEnd::Cut if posted.is_some() && is_section(&parts) => {
            parts.extensions.insert(BodyWasCut);
            None
        }
        BodyEnd::Cut => Some(StatusCode::PAYLOAD_TOO_LARGE),
        BodyEnd::Slow => Some(StatusCode::REQUEST_TIMEOUT),
        BodyEnd::Broken => Some(StatusCode::BAD_REQUEST),
    };
    let mut response = match refusal {
        Some(status) => status.into_response(),
        None => {
            parts.headers.remove(header::TRANSFER_ENCODING);
            parts
                .headers
                .insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
            if let Some(posted) = posted.clone() {
                parts.extensions.insert(posted);
            }
            next.run(Request::from_parts(parts, Body::from(bytes)))
                .await
        }
    };
    let failed = response.status().is_client_error() || response.status().is_server_error();
    if let Some(posted) = posted.filter(|_| failed) {
        response.extensions_mut().insert(posted);
    }
    response
}

/// How much is taken for this address.
fn limit_of(parts: &Parts) -> usize {
    let path = parts.uri.path();
    // A report that was pasted is longer than the page takes, and comes back whole.
    let is_short_way = path == paths::SUBMIT_SHORT;
    if is_section(parts) || is_short_way || path.starts_with(crate::server_functions::PREFIX) {
        LONG_LIMIT
    } else {
        LIMIT
    }
}

/// Whether it is a page of the form: `/submit/{draft}/{section}`.
fn is_section(parts: &Parts) -> bool {
    let parts_of_path: Vec<&str> = parts.uri.path().split('/').collect();
    parts.method == Method::POST && matches!(parts_of_path[..], ["", "submit", _, _])
}

fn is_form(parts: &Parts) -> bool {
    let kind = parts.headers.get(header::CONTENT_TYPE);
    kind.and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

async fn read(mut body: Body, limit: usize) -> BodyRead {
    let mut bytes = Vec::new();
    let ended = |bytes: Vec<u8>, end| BodyRead {
        bytes: bytes.into(),
        end,
    };
    let announced = body.size_hint().lower();
    if announced > (limit + DISCARDED) as u64 {
        return ended(bytes, BodyEnd::Cut);
    }
    let began = Instant::now();
    let longest = Duration::from_secs((limit / SLOWEST_LINE) as u64) + START;
    let mut count = 0_usize;
    loop {
        let frame = match timeout(SILENCE, body.frame()).await {
            Err(_) => return ended(bytes, BodyEnd::Slow),
            Ok(None) if count > limit => return ended(bytes, BodyEnd::Cut),
            Ok(None) => return ended(bytes, BodyEnd::Whole),
            Ok(Some(Err(_))) => return ended(bytes, BodyEnd::Broken),
            Ok(Some(Ok(frame))) => frame,
        };
        if let Ok(data) = frame.into_data() {
            count += data.len();
            let room = limit - bytes.len();
            bytes.extend_from_slice(&data[..data.len().min(room)]);
        }
        let elapsed = began.elapsed();
        let crawls = elapsed > START && (count as u64) < CRAWL * elapsed.as_secs();
        if crawls || elapsed > longest {
            return ended(bytes, BodyEnd::Slow);
        }
        if count > limit + DISCARDED {
            return ended(bytes, BodyEnd::Cut);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::middleware::from_fn;
    use axum::routing::post;
    use futures::{Stream, StreamExt, stream};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tower::ServiceExt;

    type Piece = Result<Bytes, std::io::Error>;

    /// So many pieces of this size, each after so many seconds.
    fn line(
        pieces: usize,
        size: usize,
        seconds: u64,
    ) -> impl Stream<Item = Piece> + Send + 'static {
        stream::iter(0..pieces).then(move |_| async move {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            Ok(Bytes::from(vec![b'x'; size]))
        })
    }

    fn never_ends(
        first: impl Stream<Item = Piece> + Send + 'static,
    ) -> impl Stream<Item = Piece> + Send + 'static {
        first.chain(stream::pending())
    }

    async fn end_of(
        line: impl Stream<Item = Piece> + Send + 'static,
        limit: usize,
    ) -> (usize, BodyEnd) {
        let read = read(Body::from_stream(line), limit).await;
        (read.bytes.len(), read.end)
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_line_is_read_while_it_moves() {
        // 20 kB at 1 kB a second, and the largest page of the form.
        assert_eq!(
            end_of(line(20, 1000, 1), LIMIT).await,
            (20_000, BodyEnd::Whole)
        );
        assert_eq!(
            end_of(line(LIMIT / 1000, 1000, 1), LIMIT).await,
            (LIMIT / 1000 * 1000, BodyEnd::Whole)
        );
        let all = LONG_LIMIT / 5000;
        assert_eq!(
            end_of(line(all, 5000, 5), LONG_LIMIT).await,
            (all * 5000, BodyEnd::Whole)
        );
        // A few words over a very bad one, with gaps.
        assert_eq!(
            end_of(line(4, 1200, 8), LIMIT).await,
            (4800, BodyEnd::Whole)
        );
    }

    #[tokio::test(start_paused = true)]
    async fn silence_ends_it_and_what_came_is_kept() {
        let began = Instant::now();
        assert_eq!(
            end_of(never_ends(line(1, 400, 0)), LIMIT).await,
            (400, BodyEnd::Slow)
        );
        assert!(began.elapsed() < SILENCE * 2, "{:?}", began.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn who_sends_a_byte_now_and_then_is_cut_off() {
        let began = Instant::now();
        let (_, end) = end_of(line(10_000, 1, 5), LIMIT).await;
        assert_eq!(end, BodyEnd::Slow);
        assert!(began.elapsed() < START * 2, "{:?}", began.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn more_than_the_limit_is_cut_and_an_endless_one_is_not_read_to_its_end() {
        assert_eq!(
            end_of(line(1, LIMIT, 0), LIMIT).await,
            (LIMIT, BodyEnd::Whole)
        );
        assert_eq!(
            end_of(line(1, LIMIT + 1, 0), LIMIT).await,
            (LIMIT, BodyEnd::Cut)
        );
        let endless = stream::repeat_with(|| Ok(Bytes::from_static(&[b'x'; 4096])));
        assert_eq!(end_of(endless, LIMIT).await, (LIMIT, BodyEnd::Cut));
    }

    #[tokio::test]
    async fn what_announces_far_too_much_is_not_read() {
        let announced = Body::from(vec![b'x'; LIMIT + DISCARDED + 1]);
        let read = read(announced, LIMIT).await;
        assert_eq!((read.bytes.len(), read.end), (0, BodyEnd::Cut));
    }

    #[tokio::test]
    async fn a_line_that_breaks_is_no_whole_form() {
        let breaks = stream::iter([
            Ok(Bytes::from_static(b"need=Te")),
            Err(std::io::Error::other("gone")),
        ]);
        assert_eq!(end_of(breaks, LIMIT).await, (7, BodyEnd::Broken));
    }

    #[tokio::test(start_paused = true)]
    async fn the_handler_gets_the_whole_and_an_error_what_was_typed() {
        let app = Router::new()
            .route(
                "/form",
                post(|body: Bytes| async move { body.len().to_string() }),
            )
            .layer(from_fn(posted_body));
        let send = |body: Body| {
            let request = Request::post("/form")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(body);
            app.clone().oneshot(request.expect("a request"))
        };
        let answered = send(Body::from_stream(line(30, 1000, 1)))
            .await
            .expect("an answer");
        assert_eq!(answered.status(), StatusCode::OK);
        assert!(answered.extensions().get::<PostedForm>().is_none());
        let bytes = answered
            .into_body()
            .collect()
            .await
            .expect("a body")
            .to_bytes();
        assert_eq!(&bytes[..], b"30000");

        let silent = send(Body::from_stream(never_ends(line(1, 400, 0))))
            .await
            .expect("an answer");
        assert_eq!(silent.status(), StatusCode::REQUEST_TIMEOUT);
        let kept = silent
            .extensions()
            .get::<PostedForm>()
            .expect("what was typed");
        assert_eq!((kept.path.as_str(), kept.body.len()), ("/form", 400));
    }

    #[test]
    fn a_page_of_the_form_may_be_longer_than_other_forms() {
        let limit = |method: &str, path: &str| {
            let request = Request::builder().method(method).uri(path).body(());
            limit_of(&request.expect("a request").into_parts().0)
        };
        assert_eq!(limit("POST", "/submit/WB-2345-6789/story"), LONG_LIMIT);
        assert_eq!(limit("POST", "/api/fn/save_draft"), LONG_LIMIT);
        for path in [
            "/submit/new",
            "/submit",
            "/submitted/a/b",
            "/account/sign-in",
        ] {
            assert_eq!(limit("POST", path), LIMIT, "{path}");
        }
    }

    /// Each takes up to 150 MB while it is looked at.
    #[tokio::test]
    async fn uploads_that_come_together_are_looked_at_one_after_the_other() {
        static NOW: AtomicUsize = AtomicUsize::new(0);
        let look = post(async |body: Bytes| {
            assert_eq!(body, "--a--");
            let others = NOW.fetch_add(1, Ordering::SeqCst);
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
            NOW.fetch_sub(1, Ordering::SeqCst);
            others.to_string()
        });
        let router = Router::new()
            .route("/submit/bring", look)
            .layer(from_fn(posted_body));
        let answers = (0..8).map(|_| {
            let request = Request::post("/submit/bring")
                .header("content-type", "multipart/form-data; boundary=a")
                .body(Body::from("--a--"))
                .unwrap();
            let answer = router.clone().oneshot(request);
            async { axum::body::to_bytes(answer.await.unwrap().into_body(), 9).await }
        });
        let others: Vec<Bytes> = futures::future::try_join_all(answers).await.unwrap();
        assert_eq!(others, vec!["0"; 8]);
    }
}
