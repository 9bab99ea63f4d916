//! `/case-studies/{slug}.{ending}`: a case in another format than its page.

use crate::formats::{ErrorStyle, Format};
use crate::web::document::{MISSING, OpenToOtherSites, TAKEN_DOWN, document, refuse};
use crate::web::error::PageError;
use crate::web::state::AppState;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use store::cases::{self, BySlug};

/// `GET /case-studies/{slug}.{ending}`
///
/// # Errors
/// When the database does not answer.
pub async fn answer(
    state: &AppState,
    slug: &str,
    format: Format,
    asked: &HeaderMap,
) -> Result<Response, PageError> {
    Ok(match cases::by_slug(&state.db, slug).await? {
        BySlug::Missing => missing(format),
        BySlug::TakenDown => refused(format, StatusCode::GONE, TAKEN_DOWN),
        BySlug::Public { case, .. } => {
            let bytes = format
                .write(*case, &state.settings.public_url, &state.preview_pictures)
                .await?;
            document(format.content_type(), bytes, asked)
        }
    })
}

/// There is no case at this address.
#[must_use]
pub fn missing(format: Format) -> Response {
    refused(format, StatusCode::NOT_FOUND, MISSING)
}

/// An error in the format's own words: whoever asked for data has no use for a page.
fn refused(format: Format, status: StatusCode, sentence: &str) -> Response {
    let text = match format.errors() {
        ErrorStyle::Json => return refuse(status, sentence),
        // An `img` shows nothing either way; a person who opens the address reads the page.
        ErrorStyle::Nothing => return status.into_response(),
        ErrorStyle::Sentence(letters) => format!("{letters}{sentence}\n"),
    };
    let headers = [
        (header::CONTENT_TYPE, format.content_type()),
        (header::CACHE_CONTROL, "no-store"),
    ];
    let mut response = (status, headers, text).into_response();
    response.extensions_mut().insert(OpenToOtherSites);
    response
}
