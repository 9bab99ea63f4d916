//! Journey 3: reading. The front page, the list, one case study, what readers write about it, and
//! the pages about the site.
//!
//! Lists and counts come from [`crate::index`], one case from [`crate::db::cases`]; pages about the
//! whole bank ask [`crate::db::catalogue`].

pub mod about_evidence;
pub mod accessibility;
mod card;
pub mod case_page;
pub mod compare;
pub mod front;
pub mod heading;
pub mod impact;
pub mod list;
pub mod list_query;
pub mod map;
pub mod privacy;
mod said;
pub mod shortlist;
pub mod suggest;
mod terms;
pub mod ways_in;
pub mod words;
pub mod writing;

/// The page that explains the evidence labels.
pub const ABOUT_EVIDENCE: &str = "/about-evidence";
