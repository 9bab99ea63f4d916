//! What machines read: the feed, the map of the site, who may crawl it, whom to tell of a hole.

mod atom;
mod security_txt;
mod sitemap;
pub(crate) mod xml;

use app::browse::list_query::ListQuery;
use app::db::cases;
use app::error::PageError;
use app::route_table::RouteTable;
use app::state::AppState;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// What a reader's programme takes at once; the API gives the rest.
const MOST_ENTRIES: u64 = 50;

/// The addresses of this part.
#[must_use]
pub fn table() -> RouteTable {
    RouteTable::new()
        .get("/case-studies.atom", atom)
        .get("/sitemap.xml", sitemap)
        .get("/robots.txt", robots)
        .get("/.well-known/security.txt", security)
}

/// `GET /case-studies.atom`: the newest of the list with the same filters.
async fn atom(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let query = ListQuery::parse(query.as_deref().unwrap_or_default()).at_page(1);
    let found = state.index.find(&query.filters, 1, MOST_ENTRIES).await?;
    let text = atom::feed(&query, &found.cases, &state.settings.public_url).map_err(broken)?;
    Ok(document("application/atom+xml; charset=utf-8", text))
}

/// `GET /sitemap.xml`
async fn sitemap(State(state): State<AppState>) -> Result<Response, PageError> {
    let cases = cases::addresses(&state.db).await?;
    let text = sitemap::sitemap(&cases, &state.settings.public_url).map_err(broken)?;
    Ok(document("application/xml; charset=utf-8", text))
}

/// `GET /robots.txt`
async fn robots(State(state): State<AppState>) -> Response {
    document(
        "text/plain; charset=utf-8",
        sitemap::robots(&state.settings.public_url),
    )
}

/// `GET /.well-known/security.txt`, where there is somebody to tell.
async fn security(State(state): State<AppState>) -> Result<Response, PageError> {
    if state.settings.contact.is_empty() {
        return Err(PageError::NotFound);
    }
    let text = security_txt::security_txt(
        &state.settings.contact,
        &state.settings.public_url,
        app::db::now_ms(),
    );
    Ok(document("text/plain; charset=utf-8", text))
}

fn document(kind: &'static str, text: String) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=60"),
    );
    response
}

fn broken(error: std::io::Error) -> PageError {
    PageError::Internal(Box::new(error))
}
