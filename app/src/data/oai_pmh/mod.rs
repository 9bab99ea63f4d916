//! `/oai`: the bank for harvesters (OAI-PMH 2.0, <https://www.openarchives.org/OAI/openarchivesprotocol.html>).
//!
//! One metadata format, Dublin Core (`oai_dc`). Cases that were taken down stay as deleted records; one
//! that left a set is a deleted record for whoever asks for that set, of the time when it left.
//! Two error codes of the protocol cannot occur: `noMetadataFormats`, because every case has one, and
//! `noSetHierarchy`, because strands and themes are sets.

mod dates;
mod dublin_core;
mod request;
mod token;
mod write;

use crate::web::error::{BUSY_SECONDS, wait_a_while};
use crate::web::route_table::RouteTable;
use crate::web::state::AppState;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use request::{Code, Refusal, Verb};
use std::io;
use store::cases::PublicCase;
use store::oai_records;
use store::oai_records::{Harvested, Selection};
use store::{Db, DbErr};
use token::Token;
use write::Repository;

/// Records in one answer.
const PAGE: u64 = 100;

/// A harvester asks next time for what changed since the date of this answer. What was stamped before it may still be on
/// its way into the database, and the clocks of several instances differ: so the date lies back by more than both. What
/// changed since then is given again the next time, which the protocol allows.
const ON_THEIR_WAY_MS: i64 = 60 * 1000;

/// The address of this part.
#[must_use]
pub fn table() -> RouteTable {
    RouteTable::new()
        // Every answer says when it was made.
        .get(paths::OAI_PMH, get)
        .never_kept()
        .post(paths::OAI_PMH, post)
}

/// `GET /oai?verb=…`
async fn get(State(state): State<AppState>, RawQuery(query): RawQuery) -> Response {
    answer(&state, query.unwrap_or_default().as_bytes()).await
}

/// `POST /oai`: the same arguments in the body.
async fn post(State(state): State<AppState>, body: Bytes) -> Response {
    answer(&state, &body).await
}

/// Why there is no answer of the protocol.
enum OaiError {
    Refused(Refusal),
    Db(DbErr),
}

impl From<Refusal> for OaiError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<DbErr> for OaiError {
    fn from(error: DbErr) -> Self {
        Self::Db(error)
    }
}

async fn answer(state: &AppState, arguments: &[u8]) -> Response {
    // Before anything is read.
    let whole_until = state.db.now_ms() - ON_THEIR_WAY_MS;
    let repository = Repository::new(&state.settings);
    let asked = request::read(arguments);
    let content = match &asked.verb {
        Ok(verb) => content(&state.db, &repository, verb).await,
        Err(refusal) => Err(OaiError::Refused(refusal.clone())),
    };
    let content = match content {
        Ok(content) => Ok(content),
        Err(OaiError::Refused(refusal)) => Err(refusal),
        Err(OaiError::Db(error)) if store::is_unavailable(&error) => {
            tracing::warn!(%error, "the database could not be asked in time");
            // The protocol's own way to say so.
            let busy = StatusCode::SERVICE_UNAVAILABLE.into_response();
            return wait_a_while(busy, BUSY_SECONDS);
        }
        Err(OaiError::Db(error)) => {
            tracing::error!(%error, "a harvest failed");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    match write::document(&repository, &asked, content.as_ref(), whole_until) {
        Ok(text) => as_xml(text),
        Err(error) => broken(&error),
    }
}

fn as_xml(text: String) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/xml; charset=utf-8"),
    );
    // Each answer says when it was made.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

fn broken(error: &io::Error) -> Response {
    tracing::error!(%error, "a harvest could not be written");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// What an answer says, before it is XML.
enum Content {
    Identify { earliest: i64 },
    Formats,
    Sets,
    Record(Box<Harvested>),
    List(List),
}

/// A page of records.
struct List {
    records: Vec<Harvested>,
    /// Whether the records themselves are wanted, or their headers only.
    whole: bool,
    /// On every page of a list that has several: where to go on, if anywhere, and what came before.
    more: Option<More>,
}

struct More {
    token: Option<String>,
    total: u64,
    before: u64,
}

async fn content(db: &Db, repository: &Repository, verb: &Verb) -> Result<Content, OaiError> {
    Ok(match verb {
        Verb::Identify => Content::Identify {
            earliest: oai_records::earliest(db).await?.unwrap_or_default(),
        },
        Verb::ListMetadataFormats { identifier: None } => Content::Formats,
        Verb::ListMetadataFormats {
            identifier: Some(identifier),
        } => {
            record(db, repository, identifier).await?;
            Content::Formats
        }
        Verb::ListSets => Content::Sets,
        Verb::GetRecord { identifier } => {
            Content::Record(Box::new(record(db, repository, identifier).await?))
        }
        Verb::List { token, whole } => Content::List(list(db, token, *whole).await?),
    })
}

async fn record(db: &Db, repository: &Repository, identifier: &str) -> Result<Harvested, OaiError> {
    let missing = || {
        Refusal::new(
            Code::IdDoesNotExist,
            "There is no record with this identifier.",
        )
    };
    let slug = repository.slug_of(identifier).ok_or_else(missing)?;
    Ok(oai_records::one(db, slug).await?.ok_or_else(missing)?)
}

async fn list(db: &Db, token: &Token, whole: bool) -> Result<List, OaiError> {
    let selection: &Selection = &token.selection;
    let total = match token.total {
        Some(total) => total,
        None => oai_records::count(db, selection).await?,
    };
    // One more than is sent tells whether there is more.
    let mut records = oai_records::next(db, selection, PAGE + 1).await?;
    let goes_on = records.len() as u64 > PAGE;
    records.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    if records.is_empty() {
        return Err(Refusal::new(Code::NoRecordsMatch, "No record fits these arguments.").into());
    }
    let next = records.last().filter(|_| goes_on).map(|last| {
        Token {
            selection: Selection {
                after: Some(last.place),
                ..selection.clone()
            },
            before: token.before.saturating_add(records.len() as u64),
            total: Some(total),
        }
        .write()
    });
    let more = (next.is_some() || token.before > 0).then_some(More {
        token: next,
        total,
        before: token.before,
    });
    Ok(List {
        records,
        whole,
        more,
    })
}

/// The case of a record, for whoever writes it.
fn text_of(record: &Harvested) -> Option<&PublicCase> {
    record.case.as_ref()
}
