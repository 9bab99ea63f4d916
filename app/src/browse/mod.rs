//! Journey 3: reading. The front page, the list, one case study, and the pages about the site.
//!
//! Pages ask [`crate::db::cases`] and nothing else, so that a search index can take its place.

mod about_evidence;
mod accessibility;
mod card;
pub mod case_page;
mod home;
mod list;
pub mod list_query;
mod privacy;
pub mod words;

use crate::route_table::RouteTable;

/// The page that explains the evidence labels.
pub const ABOUT_EVIDENCE: &str = "/about-evidence";

/// Pages for readers: all of them are read only.
#[must_use]
pub fn table() -> RouteTable {
    RouteTable::new()
        .get("/", home::get)
        .get("/case-studies", list::get)
        .get("/case-studies/{slug}", case_page::get)
        .get(ABOUT_EVIDENCE, about_evidence::get)
        .get("/accessibility", accessibility::get)
        .get("/privacy", privacy::get)
}
