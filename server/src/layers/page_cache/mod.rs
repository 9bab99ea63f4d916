//! Answers to readers without a session, kept whole and given out again.
//!
//! The outermost layer: what it answers itself passes neither routes nor session, trace or
//! compression. What is kept is the final answer: compressed, with every header but the request's
//! id. Why it may be given out, and for how long, stands in `docs/decisions/0006`.
//!
//! | file | what |
//! |---|---|
//! | `rules` | what of an address and its query tells two answers apart |
//! | `freshness` | what the bank stands at, and whether an answer is still of that |
//! | `kept_response` | an answer as it is kept |
//! | `stats` | how many were given out, for the log |

mod freshness;
mod kept_response;
pub mod rules;
mod stats;

use super::client::came_over_http;
use super::host;
use crate::sessions;
use crate::settings::PublicUrl;
use app::web::coding::Coding;
use app::web::cookies;
use app::web::route_table::Route;
use app::web::state::AppState;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use freshness::{Freshness, Now, Stamp};
use kept_response::{Answer, Collected, collect};
use moka::sync::Cache;
use rules::Rules;
use stats::Tally;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// All that is kept may weigh this much, keys and headers included.
pub const MOST_BYTES: u64 = 32 * 1024 * 1024;
/// A longer query is nobody's link; drawing its answer costs no more than looking for it here.
const LONGEST_QUERY: usize = 1024;

/// The answers that are kept.
pub struct PageCache {
    public_url: PublicUrl,
    rules: Rules,
    session_cookie: &'static str,
    freshness: Freshness,
    answers: Cache<String, Arc<Answer>>,
    /// What the newest answer was drawn from: when it changes, all others go.
    newest: Mutex<Option<Stamp>>,
    tally: Tally,
}

/// Marks a request whose answer may be kept: it is worth being squeezed well.
#[derive(Debug, Clone, Copy)]
pub struct Keeping;

/// Where an answer is kept.
struct Place {
    /// The coding, the path, and of the query what the answer depends on.
    key: String,
    coding: Coding,
}

impl PageCache {
    /// An empty one for the bank of `state`, of at most `most_bytes`; see [`MOST_BYTES`]. The rows of
    /// `routes` say what is kept.
    #[must_use]
    pub fn new(
        state: &AppState,
        public_url: &PublicUrl,
        routes: &[Route],
        most_bytes: u64,
    ) -> Self {
        let weigh = |key: &String, answer: &Arc<Answer>| answer.weight(key);
        Self {
            public_url: public_url.clone(),
            rules: Rules::of(routes),
            session_cookie: sessions::cookie_name(public_url.is_https()),
            freshness: Freshness::new(&state.db, &state.index),
            answers: Cache::builder()
                .max_capacity(most_bytes)
                .weigher(weigh)
                .build(),
            newest: Mutex::new(None),
            tally: Tally::default(),
        }
    }

    /// How many answers are kept.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.answers.run_pending_tasks();
        self.answers.entry_count()
    }

    /// What they weigh, in bytes.
    #[must_use]
    pub fn weight(&self) -> u64 {
        self.answers.run_pending_tasks();
        self.answers.weighted_size()
    }

    /// How many requests were answered from here so far.
    #[must_use]
    pub fn hits(&self) -> u64 {
        self.tally.hits()
    }

    /// Where the answer to this request is kept. `None` when it must be made for it alone: it is
    /// not for every reader, or a layer further in may have something to say first.
    fn place_of(&self, request: &Request) -> Option<Place> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return None;
        }
        let query = request.uri().query().unwrap_or_default();
        if query.len() > LONGEST_QUERY {
            return None;
        }
        let headers = request.headers();
        if has_body(headers)
            || cookies::value(headers, self.session_cookie).is_some()
            || host::refusal(&self.public_url, request).is_some()
            // Those are sent on to https.
            || (self.public_url.is_https() && came_over_http(headers))
        {
            return None;
        }
        let coding = Coding::chosen(headers);
        let mut key = String::with_capacity(128);
        key.push_str(coding.name());
        key.push(' ');
        self.rules
            .write_address(&mut key, request.uri().path(), query)
            .then_some(Place { key, coding })
    }

    fn find(&self, place: &Place, now: &Now) -> Option<Arc<Answer>> {
        let answer = self.answers.get(&place.key)?;
        (answer.stamp() == now.stamp).then_some(answer)
    }

    fn keep(&self, place: Place, answer: Answer) {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        if newest.is_some_and(|newest| newest != answer.stamp()) {
            // Nobody is given them any more; they only take up room.
            self.answers.invalidate_all();
        }
        *newest = Some(answer.stamp());
        drop(newest);
        self.answers.insert(place.key, Arc::new(answer));
        // Otherwise done some time later, and until then there would be more than there may be.
        self.answers.run_pending_tasks();
    }
}

impl fmt::Debug for PageCache {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PageCache").finish_non_exhaustive()
    }
}

/// Answers from what is kept; keeps what may be.
///
/// Readers who miss the same page at once each draw it: a page takes milliseconds, and so nobody
/// waits for somebody else's request, which may be cut off or end in an error.
pub async fn page_cache(
    State(cache): State<Arc<PageCache>>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(place) = cache.place_of(&request) else {
        return next.run(request).await;
    };
    // Before the answer is drawn: what changes meanwhile makes it newer than its stamp, never older.
    let Some(now) = cache.freshness.now().await else {
        return next.run(request).await;
    };
    if now.asked {
        cache.tally.say_now_and_then();
    }
    let head = request.method() == Method::HEAD;
    if let Some(answer) = cache.find(&place, &now) {
        cache.tally.hit();
        return answer.to(request.headers(), head);
    }
    cache.tally.miss();
    // Further in, every reader asks for the same thing: all of it, in this coding.
    let asked = request.headers().clone();
    *request.method_mut() = Method::GET;
    let headers = request.headers_mut();
    headers.remove(header::IF_NONE_MATCH);
    headers.insert(
        header::ACCEPT_ENCODING,
        HeaderValue::from_static(place.coding.name()),
    );
    request.extensions_mut().insert(Keeping);
    let response = next.run(request).await;
    match collect(response, now.stamp, place.coding).await {
        Collected::Whole(answer, own) => {
            let mut response = answer.to(&asked, head);
            // Of this request alone, so not of the answer that is kept.
            response.headers_mut().extend(own);
            // What took so long to draw that the bank went on meanwhile would push out what is newer.
            let then = cache.freshness.now().await;
            if now.index_follows && then.is_some_and(|then| then.stamp == now.stamp) {
                cache.keep(place, answer);
            }
            response
        }
        Collected::NotKept(response) => response,
    }
}

fn has_body(headers: &HeaderMap) -> bool {
    headers.contains_key(header::TRANSFER_ENCODING)
        || headers
            .get(header::CONTENT_LENGTH)
            .is_some_and(|length| length != "0")
}
