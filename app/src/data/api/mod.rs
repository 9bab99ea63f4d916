//! `/api/v1`: the bank as data, read only, open to other sites.
//!
//! The shapes are a contract: members may be added, never renamed or taken away.

pub mod openapi;
pub(crate) mod response;

use crate::formats::case_json::{item, whole};
use crate::list_query::ListQuery;
use crate::web::document::{case, refuse};
use crate::web::route_table::{RouteTable, VaryBy};
use crate::web::state::AppState;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use index::Facets;
use response::Caller;
use serde_json::{Map, Value, json};
use store::cases::TermCount;
use url::form_urlencoded;

const PER_PAGE: u64 = 20;
const MOST_PER_PAGE: u64 = 100;

/// The addresses of the API.
#[must_use]
pub fn table() -> RouteTable {
    RouteTable::new()
        .get(paths::API_CASE_STUDIES, list)
        .kept(VaryBy::ApiList)
        .get("/api/v1/case-studies/{slug}", one)
        .kept(VaryBy::Path)
        .get(paths::API_FACETS, facets)
        .kept(VaryBy::WholeList)
        .get(paths::OPENAPI, openapi::get)
        .kept(VaryBy::Path)
}

/// `GET /api/v1/case-studies`: the list with its facets; the keys of the page, and `per_page`.
async fn list(
    State(state): State<AppState>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Response, Response> {
    if let Some(known) = caller.knows_already() {
        return Ok(known);
    }
    let text = query.as_deref().unwrap_or_default();
    let per_page = read_per_page(text).map_err(|words| refuse(StatusCode::BAD_REQUEST, words))?;
    let query = ListQuery::parse(text);
    let listing = state
        .index
        .list(&query.filters, query.page, per_page)
        .await
        .map_err(response::not_listed)?;
    let (found, understood) = (listing.found, listing.understood);
    let facets = as_json(listing.facets);
    let items: Vec<Value> = found
        .cases
        .iter()
        .map(|case| item(case, &state.settings.public_url))
        .collect();
    Ok(caller.answer(&json!({
        "total": found.total,
        "with_all_words": found.with_all,
        "words_in_none": understood.unknown,
        "did_you_mean": understood.meant.map(|meant| meant.words),
        "page": query.page,
        "per_page": per_page,
        "items": items,
        "facets": facets,
    })))
}

/// `GET /api/v1/case-studies/{slug}`: one case with everything the public may read of it.
async fn one(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
) -> Result<Response, Response> {
    let case = case(&state.db, &slug).await?;
    Ok(match caller.knows_already() {
        Some(known) => known,
        None => caller.answer(&Value::Object(whole(&case, &state.settings.public_url))),
    })
}

/// `GET /api/v1/facets`: every value of every facet with its count, beside the filters given.
async fn facets(
    State(state): State<AppState>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Response, Response> {
    if let Some(known) = caller.knows_already() {
        return Ok(known);
    }
    let query = ListQuery::parse(query.as_deref().unwrap_or_default());
    let listing = state
        .index
        .list(&query.filters, 1, 0)
        .await
        .map_err(response::not_listed)?;
    Ok(caller.answer(&json!({ "total": listing.found.total, "facets": as_json(listing.facets) })))
}

fn as_json(facets: Facets) -> Value {
    let mut members = Map::new();
    for (facet, terms) in facets {
        let terms = terms.into_iter().map(|TermCount { slug, label, count }| json!({ "slug": slug, "label": label, "count": count }));
        members.insert(facet.slug().to_owned(), terms.collect());
    }
    Value::Object(members)
}

/// Numbers outside of the bounds are brought inside, and the answer says what was used. What is
/// no number is somebody's mistake, and they should hear of it.
pub fn read_per_page(query: &str) -> Result<u64, &'static str> {
    let mut given = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == "per_page");
    let Some((_, text)) = given.next() else {
        return Ok(PER_PAGE);
    };
    if given.next().is_some() {
        return Err("Give per_page once.");
    }
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("per_page is a whole number from 1 to 100.");
    }
    Ok(text
        .parse()
        .unwrap_or(MOST_PER_PAGE)
        .clamp(1, MOST_PER_PAGE))
}

#[cfg(test)]
mod tests {
    use super::read_per_page;

    #[test]
    fn per_page_has_bounds() {
        for (query, expected) in [
            ("", 20),
            ("theme=carers", 20),
            ("per_page=1", 1),
            ("per_page=0", 1),
            ("per_page=101", 100),
            ("per_page=99999999999999999999", 100),
        ] {
            assert_eq!(read_per_page(query).unwrap(), expected, "{query}");
        }
        for query in [
            "per_page=",
            "per_page=all",
            "per_page=-1",
            "per_page=1.5",
            "per_page=1&per_page=1",
        ] {
            assert!(read_per_page(query).is_err(), "{query}");
        }
    }
}
