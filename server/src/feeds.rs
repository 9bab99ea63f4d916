//! Nothing here yet.

use app::state::AppState;
use axum::Router;

/// The routes of this part.
pub fn routes() -> Router<AppState> {
    Router::new()
}
