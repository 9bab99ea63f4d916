//! Draws the page around an error, in the house style, whichever layer it came from.
//!
//! Mounted twice: inside the session layer, where the header can name who is signed in, and
//! outside of everything that refuses requests, for what never got that far.

use super::access_log::RequestId;
use crate::sessions::Sessions;
use app::ui::{KeptAnswers, SendAgain};
use app::web::error::ErrorWords;
use app::web::forms::PostedForm;
use app::web::given_back::{given_back, to_send_again};
use app::web::page::{Page, PageContext};
use app::web::state::AppState;
use app::web::viewer::Viewer;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;
use std::sync::Arc;
use tower_sessions::Session;

/// Draws error pages for browsers, and JSON under `/api/`.
pub async fn error_pages(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let session = request.extensions().get::<Session>().cloned();
    let id = request.extensions().get::<RequestId>().cloned();
    let head = request.method() == Method::HEAD;
    let was_sent = !matches!(*request.method(), Method::GET | Method::HEAD);
    // Inside, the request carries what was posted; outside, the answer does.
    let posted = request.extensions().get::<PostedForm>().cloned();
    let mut response = next.run(request).await;
    let Some(words) = words_for(&mut response, was_sent) else {
        return response;
    };
    let posted = response.extensions_mut().remove::<PostedForm>().or(posted);
    let status = response.status();
    let mut drawn = if path.starts_with("/api/") {
        (
            status,
            axum::Json(serde_json::json!({ "error": for_programs(status, words) })),
        )
            .into_response()
    } else {
        let kept = posted
            .map(|form| Kept::of(&form, status))
            .unwrap_or_default();
        page(&state, path, session, status, words, id, kept).await
    };
    keep_headers(response.headers(), drawn.headers_mut());
    if head {
        *drawn.body_mut() = axum::body::Body::empty();
    }
    *response.headers_mut() = drawn.headers().clone();
    let (_, body) = drawn.into_parts();
    *response.body_mut() = body;
    response
}

/// What was sent, to be given back.
#[derive(Default)]
struct Kept {
    parts: Vec<(String, Vec<String>)>,
    /// Where to send it once more, and all of it: where we were only busy.
    again: Option<(String, Vec<(String, String)>)>,
}

impl Kept {
    fn of(form: &PostedForm, status: StatusCode) -> Self {
        let again = (status == StatusCode::SERVICE_UNAVAILABLE)
            .then(|| to_send_again(form))
            .flatten();
        Self {
            parts: given_back(form),
            again: again.map(|parts| (form.path.clone(), parts)),
        }
    }
}

/// What to say, if this is an error that has no page of its own yet.
fn words_for(response: &mut Response, was_sent: bool) -> Option<ErrorWords> {
    let status = response.status();
    let words = response.extensions_mut().remove::<ErrorWords>();
    if !status.is_client_error() && !status.is_server_error() {
        return None;
    }
    if words.is_some() {
        return words;
    }
    // Other layers and extractors answer with nothing, or with a line for programmers that may
    // quote the request. A form that is shown again is HTML, an API's answer JSON; a server
    // function marks its errors.
    let kind = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let bare = kind.is_none_or(|kind| kind.starts_with("text/plain"));
    let own = response.headers().contains_key("serverfnerror");
    (bare && !own).then(|| ErrorWords::for_status(status, was_sent))
}

/// A page's words speak of pages; whoever programs against the API has none.
fn for_programs(status: StatusCode, words: ErrorWords) -> String {
    match status {
        StatusCode::NOT_FOUND => "There is nothing at this address.".to_owned(),
        StatusCode::METHOD_NOT_ALLOWED => {
            "This address does not take that method; see the Allow header.".to_owned()
        }
        StatusCode::SERVICE_UNAVAILABLE => {
            "Busy just now. Try again after the seconds in the Retry-After header.".to_owned()
        }
        _ => words.text,
    }
}

/// What the answer says besides its body stays: `Retry-After`, `Allow`, `Set-Cookie`, …
fn keep_headers(from: &HeaderMap, to: &mut HeaderMap) {
    for (name, value) in from {
        let about_the_body = [
            header::CONTENT_TYPE,
            header::CONTENT_LENGTH,
            header::TRANSFER_ENCODING,
        ]
        .contains(name);
        if !about_the_body {
            to.append(name, value.clone());
        }
    }
    to.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

async fn page(
    state: &AppState,
    path: String,
    session: Option<Session>,
    status: StatusCode,
    words: ErrorWords,
    id: Option<RequestId>,
    kept: Kept,
) -> Response {
    let viewer = match viewer(state, session).await {
        Some(viewer) => viewer,
        // The database does not answer. Say what was to be said without any page around it.
        None => return (status, words.text).into_response(),
    };
    let own_draft = (status == StatusCode::NOT_FOUND && path.starts_with("/submit/")).then(|| {
        view! { <p><a href=paths::SUBMIT_LINK>"Send me the link to my draft again"</a></p> }
    });
    let context = PageContext {
        settings: state.settings.clone(),
        viewer,
        bots: state.bots.clone(),
        path,
    };
    let quote = id.filter(|_| status.is_server_error()).map(|RequestId(id)| {
        view! { <p class="meta">"If you write to us about this, add the number " <code>{id}</code> "."</p> }
    });
    let contact = state.settings.contact.clone();
    let help = (!contact.is_empty() && status.is_server_error()).then(|| {
        view! { <p>"Our address is " <a href=format!("mailto:{contact}")>{contact.clone()}</a> "."</p> }
    });
    let again = kept
        .again
        .map(|(path, parts)| view! { <SendAgain path=path parts=parts/> });
    Page::new(words.heading)
        .unlisted()
        .status(status)
        .render(&context, move || {
            view! {
                <div class="measure prose">
                    <h1>{words.heading}</h1>
                    <p>{words.text}</p>
                    {again}
                    {own_draft}
                    {help}
                    {quote}
                    <p><a href="/case-studies">"Go to the case studies"</a></p>
                </div>
                <KeptAnswers parts=kept.parts/>
            }
        })
}

/// Who is looking: the person of the session, or nobody when the session cannot be read either.
async fn viewer(state: &AppState, session: Option<Session>) -> Option<Viewer> {
    if let Some(session) = session
        && let Ok(viewer) = of_session(state, session).await
    {
        return Some(viewer);
    }
    let empty = Session::new(None, Arc::new(Sessions::new(state.db.clone())), None);
    of_session(state, empty).await.ok()
}

async fn of_session(
    state: &AppState,
    session: Session,
) -> Result<Viewer, app::web::error::PageError> {
    let (mut parts, ()) = Request::new(()).into_parts();
    parts.extensions.insert(session);
    Viewer::from_request_parts(&mut parts, state).await
}
