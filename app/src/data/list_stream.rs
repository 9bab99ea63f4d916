//! A whole list in batches, so that a bank of any size passes through little memory: a batch is read
//! when the one before it was sent. Whoever stops reading is cut off by the listener.

use crate::data::api::response::not_listed;
use crate::formats::{bank_file, csv};
use crate::web::document::unanswered;
use crate::web::state::AppState;
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use futures::stream::{self, Stream, StreamExt};
use index::{IndexError, SearchIndex, WholeList};
use std::sync::Arc;
use store::cases::{Filters, PublicCase};
use store::catalogue;
use store::catalogue::{Catalogue, CatalogueCache, Entry};
use store::{Db, DbErr};

/// Cases read at once: about two hundred kilobytes of text.
const BATCH: usize = 20;

/// What a table has no place for: how many cases there are, and how many have all of the words.
pub const TOTAL: &str = "casebook-total";
pub const WITH_ALL_WORDS: &str = "casebook-with-all-words";
const COUNTS: &str = "casebook-total, casebook-with-all-words";

/// How a file of cases is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Csv,
    Json,
}

impl Kind {
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Json => "application/json",
        }
    }

    #[must_use]
    pub fn beginning(self, public_url: &str) -> String {
        match self {
            Self::Csv => csv::header(),
            Self::Json => bank_file::beginning(public_url),
        }
    }

    #[must_use]
    pub fn entry(self, case: &PublicCase, public_url: &str, first: bool) -> String {
        match self {
            Self::Csv => csv::row(case, public_url),
            Self::Json => bank_file::entry(case, public_url, first),
        }
    }

    #[must_use]
    pub const fn end(self) -> &'static str {
        match self {
            Self::Csv => "",
            Self::Json => bank_file::END,
        }
    }
}

/// Why a list cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    #[error(transparent)]
    Index(#[from] IndexError),
    #[error(transparent)]
    Db(#[from] DbErr),
}

impl From<Unread> for Response {
    fn from(error: Unread) -> Self {
        match error {
            Unread::Index(error) => not_listed(error),
            Unread::Db(error) => unanswered(&error),
        }
    }
}

/// Reads a list from its first case to its last, as it stood when it was begun.
pub struct Batches(Source);

enum Source {
    /// A list in its own order.
    List(WholeList),
    /// Every public case, without an index: for commands. The newest first, as
    /// [`exported`](case_study::import::bank_file) expects it.
    Bank {
        db: Db,
        catalogue: Arc<Catalogue>,
        given: usize,
    },
}

impl Batches {
    /// # Errors
    /// When the index does not answer.
    pub async fn of_list(index: &SearchIndex, filters: &Filters) -> Result<Self, Unread> {
        Ok(Self(Source::List(index.whole(filters).await?)))
    }

    /// # Errors
    /// When the database does not answer.
    pub async fn of_bank(db: Db) -> Result<Self, Unread> {
        let catalogue = CatalogueCache::default().current(&db).await?;
        Ok(Self(Source::Bank {
            db,
            catalogue,
            given: 0,
        }))
    }

    /// How many cases a list has, and how many of them have all of the words; `None` for the bank.
    #[must_use]
    pub const fn counts(&self) -> Option<(u64, u64)> {
        match &self.0 {
            Source::List(list) => Some((list.total(), list.with_all())),
            Source::Bank { .. } => None,
        }
    }

    /// The next cases; `None` at the end.
    ///
    /// # Errors
    /// When the index or the database does not answer.
    pub async fn next(&mut self) -> Result<Option<Vec<PublicCase>>, Unread> {
        match &mut self.0 {
            Source::List(list) => {
                let cases = list.next(BATCH)?;
                Ok((!cases.is_empty()).then_some(cases))
            }
            Source::Bank {
                db,
                catalogue,
                given,
            } => {
                let entries: Vec<&Entry> =
                    catalogue.entries.iter().skip(*given).take(BATCH).collect();
                if entries.is_empty() {
                    return Ok(None);
                }
                *given += entries.len();
                // One that was taken down meanwhile is left out, which may leave none.
                Ok(Some(catalogue::in_full(db, &entries).await?))
            }
        }
    }
}

/// The list as an answer, whose head says how many cases it has. The first cases are read before
/// anything is sent, so that an index that does not answer is an error and not half a file.
///
/// # Errors
/// When the index does not answer.
pub async fn answer(state: &AppState, filters: &Filters, kind: Kind) -> Result<Response, Unread> {
    let mut batches = Batches::of_list(&state.index, filters).await?;
    let first = batches.next().await?.unwrap_or_default();
    let counts = batches.counts();
    let public_url = state.settings.public_url.clone();
    let mut response = Response::new(Body::from_stream(pieces(batches, first, kind, public_url)));
    if let Some((total, with_all)) = counts {
        let headers = response.headers_mut();
        headers.insert(TOTAL, total.into());
        headers.insert(WITH_ALL_WORDS, with_all.into());
        // Scripts of other sites may read them too.
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static(COUNTS),
        );
    }
    Ok(response)
}

fn pieces(
    batches: Batches,
    first: Vec<PublicCase>,
    kind: Kind,
    public_url: String,
) -> impl Stream<Item = Result<String, Unread>> {
    let beginning = kind.beginning(&public_url);
    let head = stream::once(async move { Ok(beginning) });
    let tail = stream::once(async move { Ok(kind.end().to_owned()) });
    let state = (batches, Some(first), true);
    let middle = stream::try_unfold(state, move |(mut batches, ready, mut at_start)| {
        let public_url = public_url.clone();
        async move {
            let cases = match ready {
                Some(cases) => Some(cases),
                None => batches.next().await?,
            };
            let Some(cases) = cases else {
                return Ok(None);
            };
            let mut text = String::new();
            for case in &cases {
                text.push_str(&kind.entry(case, &public_url, at_start));
                at_start = false;
            }
            Ok::<_, Unread>(Some((text, (batches, None, at_start))))
        }
    });
    head.chain(middle).chain(tail)
}
