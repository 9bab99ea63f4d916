//! Journey 3: reading. The front page, the list, one case study, and the pages about the site.
//!
//! Lists and counts come from [`crate::index`], one case from [`crate::db::cases`].

pub mod about_evidence;
pub mod accessibility;
mod card;
pub mod case_page;
pub mod front;
pub mod list;
pub mod list_query;
pub mod privacy;
pub mod suggest;
pub mod words;

/// The page that explains the evidence labels.
pub const ABOUT_EVIDENCE: &str = "/about-evidence";
