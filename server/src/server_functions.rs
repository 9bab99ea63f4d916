//! Server functions, for islands only: typed JSON posted to `/api/fn/…`.

use crate::layers::posted_body::LONG_LIMIT;
use app::web::route_table::RouteTable;
use app::web::state::AppState;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use leptos::prelude::provide_context;
use server_fn::error::SERVER_FN_ERROR_HEADER;
use tower_sessions::Session;

/// Where they live.
pub const PREFIX: &str = "/api/fn/";

/// An error repeats a part of a call, and a call is no longer than a body may be.
const LONGEST_LINE: usize = 2 * LONG_LIMIT;

/// `POST /api/fn/{name}`.
pub fn table() -> RouteTable {
    RouteTable::new().post("/api/fn/{*name}", call)
}

async fn call(State(state): State<AppState>, mut request: Request<Body>) -> Response {
    let known = server_fn::axum::server_fn_paths()
        .any(|(path, method)| method == Method::POST && path == request.uri().path());
    if !known {
        // Leptos' own answer repeats the path and has no content type.
        return StatusCode::NOT_FOUND.into_response();
    }
    // With `Accept: text/html` Leptos answers with a redirect to whatever Referer says, its error
    // text attached. Islands read JSON, so neither header gets that far.
    let headers = request.headers_mut();
    headers.remove(header::REFERER);
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let session = request.extensions().get::<Session>().cloned();
    let context = move || {
        provide_context(state.clone());
        if let Some(session) = session.clone() {
            provide_context(session);
        }
    };
    let mut response = leptos_axum::handle_server_fns_with_context(context, request)
        .await
        .into_response();
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR {
        response = unreadable_or_broken(response).await;
    }
    // Nothing under this address sends a browser elsewhere.
    response.headers_mut().remove(header::LOCATION);
    response
}

/// What islands are told about a call that nobody could read. It begins with a word that they know; see
/// `ServerFnError`.
const UNREADABLE: &str = "Args|We could not read this call. Load the page again.";

/// Leptos answers 500 to arguments that it cannot read, with a line that repeats parts of them. Whoever
/// sent them made the fault, so it is 400, in words of our own: nobody sets off an alarm with a bad call.
/// Any other 500 is ours, and stays.
async fn unreadable_or_broken(response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let Ok(line) = axum::body::to_bytes(body, LONGEST_LINE).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let of_the_caller = ["Deserialization|", "Args|", "MissingArg|"];
    if !of_the_caller
        .iter()
        .any(|kind| line.starts_with(kind.as_bytes()))
    {
        return Response::from_parts(parts, Body::from(line));
    }
    tracing::debug!("a call of a server function could not be read");
    let mut response = (StatusCode::BAD_REQUEST, UNREADABLE).into_response();
    // By this the error pages know that it has its words.
    if let Some(name) = parts.headers.get(SERVER_FN_ERROR_HEADER) {
        response
            .headers_mut()
            .insert(SERVER_FN_ERROR_HEADER, name.clone());
    }
    response
}
