//! `/compare/pack.bib` and `/compare/pack.ris`: the references of every case of a pack, in one
//! file.

use crate::browse::shortlist::ShortlistCases;
use crate::formats::{Format, bibtex, ris};
use crate::list_query::compare_query::CompareQuery;
use crate::web::document::document;
use crate::web::error::PageError;
use crate::web::state::AppState;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use store::cases::PublicCase;

/// `GET /compare/pack.bib`
///
/// # Errors
/// When there is no such case, or the database does not answer.
pub async fn bibtex(
    state: State<AppState>,
    query: RawQuery,
    asked: HeaderMap,
) -> Result<Response, PageError> {
    all(
        &state,
        query,
        &asked,
        Format::Bibtex,
        |cases, public_url| {
            let entries: Vec<String> = cases
                .iter()
                .map(|case| bibtex::bibtex(case, public_url))
                .collect();
            entries.join("\n")
        },
    )
    .await
}

/// `GET /compare/pack.ris`
///
/// # Errors
/// When there is no such case, or the database does not answer.
pub async fn ris(
    state: State<AppState>,
    query: RawQuery,
    asked: HeaderMap,
) -> Result<Response, PageError> {
    all(&state, query, &asked, Format::Ris, |cases, public_url| {
        cases
            .iter()
            .map(|case| ris::ris(case, public_url))
            .collect()
    })
    .await
}

async fn all(
    state: &AppState,
    RawQuery(query): RawQuery,
    asked: &HeaderMap,
    format: Format,
    write: impl FnOnce(&[PublicCase], &str) -> String,
) -> Result<Response, PageError> {
    let query = CompareQuery::parse(query.as_deref().unwrap_or_default());
    let shortlisted = ShortlistCases::load(&state.db, &query.chosen).await?;
    if shortlisted.cases.is_empty() {
        return Err(PageError::NotFound);
    }
    let text = write(&shortlisted.cases, &state.settings.public_url);
    Ok(document(format.content_type(), text, asked))
}
