//! Every page there is, grouped by who uses it. API, feeds, assets and health stand in `server`.

use crate::account::{home, sign_in, sign_out};
use crate::route_table::RouteTable;
use crate::state::AppState;
use axum::Router;

/// The pages, with the list of them.
#[must_use]
pub fn table() -> RouteTable {
    RouteTable::new().and(account())
}

/// Signing in and out, and the account's own page.
fn account() -> RouteTable {
    RouteTable::new()
        .get("/account", home::get)
        .get("/account/sign-in", sign_in::get)
        .post("/account/sign-in", sign_in::post)
        .post("/account/sign-out", sign_out::post)
}

/// The pages.
pub fn routes() -> Router<AppState> {
    table().into_router()
}
