//! A whole list in batches, so that a bank of any size passes through little memory.

use crate::data::api::response::not_listed;
use crate::formats::{bank_file, csv};
use crate::web::document::unanswered;
use axum::response::Response;
use index::{IndexError, SearchIndex, WholeList};
use std::sync::Arc;
use store::cases::{Filters, PublicCase};
use store::catalogue;
use store::catalogue::{Catalogue, CatalogueCache, Entry};
use store::{Db, DbErr};

/// Cases read at once: about two hundred kilobytes of text.
const BATCH: usize = 20;

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
