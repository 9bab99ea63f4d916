//! What machines read: the feed, the map of the site, who may crawl it, whom to tell of a hole.

mod atom;
mod security_txt;
mod sitemap;
pub(crate) mod xml;

use crate::browse::bank::directories::museum::entries_of;
use crate::browse::bank::directories::pages_with_cases;
use crate::list_query::ListQuery;
use crate::web::document::document;
use crate::web::error::PageError;
use crate::web::route_table::{RouteTable, VaryBy};
use crate::web::state::AppState;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use std::sync::Arc;
use store::{cases, catalogue};

/// What a reader's programme takes at once; the API gives the rest.
const MOST_ENTRIES: u64 = 50;
/// A museum has few, and each is read by itself.
const MOST_OF_MUSEUM: usize = 20;

/// The addresses of this part. `pages` are those of the site that are always worth finding.
#[must_use]
pub fn table(pages: Vec<&'static str>) -> RouteTable {
    let pages: Arc<[&'static str]> = pages.into();
    RouteTable::new()
        .get(paths::ATOM, atom)
        .kept(VaryBy::WholeList)
        .get("/museums/{museum}/feed", museum)
        .kept(VaryBy::Path)
        .get(
            paths::SITEMAP,
            async move |State(state): State<AppState>, asked: HeaderMap| {
                sitemap(&state, &pages, &asked).await
            },
        )
        .kept(VaryBy::Path)
        .get(paths::ROBOTS, robots)
        .kept(VaryBy::Path)
        // It says when it was made.
        .get(paths::SECURITY_TXT, security)
        .never_kept()
}

/// `GET /case-studies.atom`: the newest of the list with the same filters.
async fn atom(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    asked: HeaderMap,
) -> Result<Response, PageError> {
    let (query, newest) = ListQuery::parse(query.as_deref().unwrap_or_default())
        .at_page(1)
        .as_feed();
    let found = state.index.find(&newest, 1, MOST_ENTRIES).await?;
    let subject = atom::Subject::list(&query);
    let text = atom::feed(&subject, &found.cases, &state.settings.public_url).map_err(broken)?;
    Ok(document(
        "application/atom+xml; charset=utf-8",
        text,
        &asked,
    ))
}

/// `GET /museums/{museum}/feed`: the newest of one museum.
async fn museum(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    asked: HeaderMap,
) -> Result<Response, PageError> {
    let catalogue = state.catalogue.current(&state.db).await?;
    let museum = catalogue.museum(&slug).ok_or(PageError::NotFound)?;
    let mut newest = entries_of(&catalogue, museum);
    newest.truncate(MOST_OF_MUSEUM);
    let cases = catalogue::in_full(&state.db, &newest).await?;
    let subject = atom::Subject::museum(&slug, &catalogue.museums[museum].name);
    let text = atom::feed(&subject, &cases, &state.settings.public_url).map_err(broken)?;
    Ok(document(
        "application/atom+xml; charset=utf-8",
        text,
        &asked,
    ))
}

/// `GET /sitemap.xml`
async fn sitemap(
    state: &AppState,
    pages: &[&str],
    asked: &HeaderMap,
) -> Result<Response, PageError> {
    let cases = cases::addresses(&state.db).await?;
    let catalogue = state.catalogue.current(&state.db).await?;
    let text = sitemap::sitemap(
        pages,
        &cases,
        &pages_with_cases(&catalogue),
        &state.settings.public_url,
    )
    .map_err(broken)?;
    Ok(document("application/xml; charset=utf-8", text, asked))
}

/// `GET /robots.txt`
async fn robots(State(state): State<AppState>, asked: HeaderMap) -> Response {
    document(
        "text/plain; charset=utf-8",
        sitemap::robots(&state.settings.public_url),
        &asked,
    )
}

/// `GET /.well-known/security.txt`, where there is somebody to tell.
async fn security(State(state): State<AppState>, asked: HeaderMap) -> Result<Response, PageError> {
    if state.settings.contact.is_empty() {
        return Err(PageError::NotFound);
    }
    let text = security_txt::security_txt(
        &state.settings.contact,
        &state.settings.public_url,
        state.db.now_ms(),
    );
    Ok(document("text/plain; charset=utf-8", text, &asked))
}

fn broken(error: std::io::Error) -> PageError {
    PageError::Internal(Box::new(error))
}
