//! Every page there is, grouped by who uses it. API, feeds, assets and health stand in `server`.

use crate::route_table::RouteTable;
use crate::state::AppState;
use crate::submit::{begin, check, overview, section, sent, start, track, withdraw};
use axum::Router;

/// The pages, with the list of them.
#[must_use]
pub fn table() -> RouteTable {
    RouteTable::new().and(submitting())
}

/// Museum staff, without an account: beginning, filling in, sending and following a case study.
fn submitting() -> RouteTable {
    RouteTable::new()
        .get("/submit", start::get)
        .get("/submit/new", begin::get)
        .post("/submit/new", begin::post)
        .get("/submit/{draft}", overview::get)
        .get("/submit/{draft}/{section}", section::get)
        .post("/submit/{draft}/{section}", section::post)
        .get("/submit/{draft}/check", check::get)
        .post("/submit/{draft}/check", check::post)
        .get("/submit/{draft}/sent", sent::get)
        .get("/submit/{draft}/withdraw", withdraw::get)
        .post("/submit/{draft}/withdraw", withdraw::post)
        .get("/track/{token}", track::get)
        .post("/track/{token}/code", track::post_code)
        .post("/track/{token}/unlock", track::post_unlock)
}

/// The pages.
pub fn routes() -> Router<AppState> {
    table().into_router()
}
