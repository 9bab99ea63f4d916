//! Every page there is, grouped by who uses it. API, feeds, assets and health stand in `server`.

use crate::state::AppState;
use axum::Router;

/// The pages.
pub fn routes() -> Router<AppState> {
    Router::new()
}
