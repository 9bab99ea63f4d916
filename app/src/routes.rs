//! Every page there is, grouped by who uses it. API, feeds, assets and health stand in `server`.

use crate::route_table::RouteTable;
use crate::state::AppState;
use axum::Router;

/// The pages, with the list of them.
#[must_use]
pub fn table() -> RouteTable {
    RouteTable::new()
}

/// The pages.
pub fn routes() -> Router<AppState> {
    table().into_router()
}
