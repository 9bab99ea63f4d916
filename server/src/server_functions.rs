//! Server functions, for islands only: typed JSON posted to `/api/fn/…`.

use app::web::route_table::RouteTable;
use app::web::state::AppState;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use leptos::prelude::provide_context;
use tower_sessions::Session;

/// Where they live.
pub const PREFIX: &str = "/api/fn/";

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
    // Nothing under this address sends a browser elsewhere.
    response.headers_mut().remove(header::LOCATION);
    response
}
