//! `/compare`: two to four cases side by side, all of them as one document to print, and their
//! references.
//!
//! | file | what |
//! |---|---|
//! | `rows` | what is set side by side |
//! | `table` | how it is drawn |
//! | `page` | the page around the table |
//! | `selection` | too many, too few or none: what to do next |
//! | `pack` | the document to print |
//! | `references` | BibTeX and RIS of all of them |
//!
//! Everything is in the address ([`CompareQuery`]); the server keeps nothing.

pub mod pack;
mod page;
pub mod references;
mod rows;
mod selection;
mod table;

use super::shortlist::ShortlistCases;
use crate::list_query::compare_query::CompareQuery;
use crate::ui::Nav;
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use store::cases::PublicCase;

/// Columns that can be read beside each other.
const MOST_COLUMNS: usize = 4;

/// A comparison with its cases.
struct Comparison {
    /// Without the cases that are gone.
    query: CompareQuery,
    shortlisted: ShortlistCases,
}

impl Comparison {
    async fn load(state: &AppState, query: &str) -> Result<Self, PageError> {
        let asked = CompareQuery::parse(query);
        let shortlisted = ShortlistCases::load(&state.db, &asked.shortlist).await?;
        let query = asked.of_those(&shortlisted.shortlist());
        Ok(Self { query, shortlisted })
    }

    /// The cases to show, in the order of their columns.
    fn cases(&self) -> Vec<&PublicCase> {
        self.query
            .chosen
            .slugs()
            .iter()
            .filter_map(|slug| self.shortlisted.case(slug))
            .collect()
    }

    /// What the reader must know of the link they followed.
    fn notices(&self) -> Vec<String> {
        let left_out = match self.query.left_out {
            0 => None,
            1 => Some(
                "A shortlist holds twelve. One case study of this link was left out.".to_owned(),
            ),
            many => Some(format!(
                "A shortlist holds twelve. {many} case studies of this link were left out."
            )),
        };
        self.shortlisted
            .gone_in_words()
            .into_iter()
            .chain(left_out)
            .collect()
    }
}

/// `GET /compare`
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    context: PageContext,
) -> Result<Response, PageError> {
    let comparison = Comparison::load(&state, query.as_deref().unwrap_or_default()).await?;
    let chosen = comparison.query.chosen.len();
    let public_url = context.settings.public_url.clone();
    let frame = |title: String| {
        Page::new(title)
            .at(Nav::CaseStudies)
            .description(DESCRIPTION)
    };
    Ok(if (2..=MOST_COLUMNS).contains(&chosen) {
        frame(page::title(&comparison))
            .unlisted()
            .render(&context, move || page::view(&comparison, &public_url))
    } else if comparison.shortlisted.cases.len() > 1 {
        frame(selection::TITLE.to_owned())
            .unlisted()
            .render(&context, move || selection::which(&comparison))
    } else {
        let page = frame(selection::HOW.to_owned());
        // Without a case this is one page, the same for everybody.
        let page = if comparison.query.shortlist.is_empty() && comparison.shortlisted.gone == 0 {
            page
        } else {
            page.unlisted()
        };
        page.render(&context, move || selection::how(&comparison))
    })
}

const DESCRIPTION: &str =
    "Two to four case studies side by side: people, time, cost, evidence and what was learned.";
