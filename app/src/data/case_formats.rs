//! `/case-studies/{slug}.{ending}`: a case in another format than its page.

use crate::formats::{Format, bibtex, case_json, markdown, preview_picture, ris};
use crate::web::document::{MISSING, OpenToOtherSites, TAKEN_DOWN, document, refuse};
use crate::web::error::PageError;
use crate::web::state::AppState;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use store::cases::{self, BySlug, PublicCase};

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
            let bytes = write(state, format, *case).await?;
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
    let text = match format {
        Format::Json => return refuse(status, sentence),
        // An `img` shows nothing either way; a person who opens the address reads the page.
        Format::Picture => return status.into_response(),
        Format::Bibtex => format!("% {sentence}\n"),
        Format::Markdown | Format::Ris => format!("{sentence}\n"),
    };
    let headers = [
        (header::CONTENT_TYPE, format.content_type()),
        (header::CACHE_CONTROL, "no-store"),
    ];
    let mut response = (status, headers, text).into_response();
    response.extensions_mut().insert(OpenToOtherSites);
    response
}

/// The case in this format.
///
/// # Errors
/// When a picture cannot be drawn, which is our fault.
async fn write(state: &AppState, format: Format, case: PublicCase) -> Result<Vec<u8>, PageError> {
    let public_url = &state.settings.public_url;
    Ok(match format {
        Format::Json => Value::Object(case_json::whole(&case, public_url))
            .to_string()
            .into_bytes(),
        Format::Markdown => markdown::markdown(&case, public_url).into_bytes(),
        Format::Bibtex => bibtex::bibtex(&case, public_url).into_bytes(),
        Format::Ris => ris::ris(&case, public_url).into_bytes(),
        Format::Picture => preview_picture::png(case, &state.preview_pictures).await?,
    })
}
