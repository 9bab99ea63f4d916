//! `/pictures/{slug}/{file}`: photographs and documents that everybody may see. Other sites may show them, as they may show the
//! words beside them; what is taken down is gone with the next request.

use crate::web::error::PageError;
use crate::web::pictures::{AskedFor, SeenBy, answer};
use crate::web::route_table::RouteTable;
use crate::web::state::AppState;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use store::blobs;

/// The route.
#[must_use]
pub fn table() -> RouteTable {
    RouteTable::new()
        .get("/pictures/{slug}/{file}", get)
        .never_kept()
}

/// One size of a picture, or a document, that the text names which the public reads now.
///
/// # Errors
/// Everything else is not found.
pub async fn get(
    State(state): State<AppState>,
    Path((slug, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let wanted = AskedFor::read(&file)?;
    let blob = blobs::public(&state.db, &slug, &wanted.sha256).await?;
    answer(&state, blob, &wanted, &headers, SeenBy::Everyone).await
}
