//! A whole list in batches, so that a bank of any size passes through little memory.

use app::db::cases::{self, Filters, Found, PublicCase};
use app::db::{Db, DbErr};
use app::state::AppState;
use app::takeaway::{bank_file, csv};
use axum::body::Body;
use futures::stream::{self, Stream, StreamExt};
use std::collections::HashSet;

/// Cases read at once: about two megabytes of text.
const BATCH: u64 = 250;

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

/// A page of a list: the one place here that asks for cases.
///
/// # Errors
/// When the database does not answer.
pub async fn page(db: &Db, filters: &Filters, page: u64, per_page: u64) -> Result<Found, DbErr> {
    cases::find(db, filters, page, per_page).await
}

/// Reads a list from its first case to its last. A case that moves while the list is read, because
/// somebody publishes, is given once.
pub struct Batches {
    db: Db,
    filters: Filters,
    next_page: u64,
    pages: u64,
    given: HashSet<String>,
}

impl Batches {
    #[must_use]
    pub fn new(db: Db, filters: Filters) -> Self {
        Self {
            db,
            filters,
            next_page: 1,
            pages: 1,
            given: HashSet::new(),
        }
    }

    /// The next cases; `None` at the end.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn next(&mut self) -> Result<Option<Vec<PublicCase>>, DbErr> {
        if self.next_page > self.pages {
            return Ok(None);
        }
        let found = page(&self.db, &self.filters, self.next_page, BATCH).await?;
        self.pages = found.pages;
        self.next_page += 1;
        let mut cases = found.cases;
        cases.retain(|case| self.given.insert(case.slug.clone()));
        Ok(Some(cases))
    }
}

/// The list as the body of an answer. The first cases are read before anything is sent, so that a
/// database that does not answer is an error and not half a file.
///
/// # Errors
/// When the database does not answer.
pub async fn body(state: &AppState, filters: Filters, kind: Kind) -> Result<Body, DbErr> {
    let mut batches = Batches::new(state.db.clone(), filters);
    let first = batches.next().await?.unwrap_or_default();
    let public_url = state.settings.public_url.clone();
    Ok(Body::from_stream(pieces(batches, first, kind, public_url)))
}

fn pieces(
    batches: Batches,
    first: Vec<PublicCase>,
    kind: Kind,
    public_url: String,
) -> impl Stream<Item = Result<String, DbErr>> {
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
            Ok::<_, DbErr>(Some((text, (batches, None, at_start))))
        }
    });
    head.chain(middle).chain(tail)
}
