//! Lists and the whole bank as files, and cards for other sites. What a file says is made in
//! `crate::formats`; here it is sent.

use crate::data::api::response;
use crate::data::api::response::Caller;
use crate::data::list_stream::Kind;
use crate::data::whole_lists;
use crate::data::whole_lists::Asked;
use crate::formats::{dictionary, json_feed};
use crate::list_query::ListQuery;
use crate::web::route_table::{RouteTable, VaryBy};
use crate::web::state::AppState;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use store::cases::Filters;
use store::dated_ahead;

/// As many as the Atom feed has.
const FEED_PAGE: u64 = 50;

/// The addresses of this part.
#[must_use]
pub fn table() -> RouteTable {
    RouteTable::new()
        .get(paths::JSON_FEED, feed)
        .kept(VaryBy::List)
        .get(paths::OPEN_DATA_DICTIONARY, dictionary)
        .kept(VaryBy::Path)
        // Whole lists, which lie in files: see `whole_lists`.
        .get(paths::CSV, list_csv)
        .never_kept()
        .get(paths::OPEN_DATA_JSON, bank_json)
        .never_kept()
        .get(paths::OPEN_DATA_CSV, bank_csv)
        .never_kept()
        // The query is an address, which can be written in many ways.
        .get(paths::OEMBED, crate::data::oembed::get)
        .never_kept()
}

/// `GET /case-studies.json`: the list as a JSON Feed, the newest first, a page of it.
async fn feed(
    State(state): State<AppState>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Response, Response> {
    if let Some(known) = caller.knows_already() {
        return Ok(known);
    }
    let (query, newest) = ListQuery::parse(query.as_deref().unwrap_or_default()).as_feed();
    let found = state
        .index
        .find(&newest, query.page, FEED_PAGE)
        .await
        .map_err(response::not_listed)?;
    dated_ahead::notice(&state.db, &found.cases).await;
    let settings = &state.settings;
    let now = state.db.now_ms();
    let feed = json_feed::feed(&query, &found, &settings.public_url, &settings.ids, now);
    let mut response = caller.answer(&feed);
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/feed+json"),
    );
    Ok(response)
}

/// `GET /case-studies.csv`: every case of the list, whatever its page.
async fn list_csv(
    State(state): State<AppState>,
    asked: Asked,
    RawQuery(query): RawQuery,
) -> Result<Response, Response> {
    let query = ListQuery::parse(query.as_deref().unwrap_or_default());
    whole_lists::answer(&state, &asked, query.filters, Kind::Csv, "case-studies.csv").await
}

/// `GET /open-data/cases.csv`
async fn bank_csv(State(state): State<AppState>, asked: Asked) -> Result<Response, Response> {
    whole_lists::answer(&state, &asked, Filters::default(), Kind::Csv, "cases.csv").await
}

/// `GET /open-data/cases.json`
async fn bank_json(State(state): State<AppState>, asked: Asked) -> Result<Response, Response> {
    whole_lists::answer(&state, &asked, Filters::default(), Kind::Json, "cases.json").await
}

/// `GET /open-data/dictionary.json`
async fn dictionary(caller: Caller) -> Response {
    caller
        .knows_already()
        .unwrap_or_else(|| caller.answer(&dictionary::dictionary()))
}
