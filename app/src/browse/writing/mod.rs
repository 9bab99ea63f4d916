//! What a reader may write about a case, without an account and without script.
//!
//! | file | page |
//! |---|---|
//! | `concern` | `/case-studies/{slug}/concern`: something is wrong with the page; to the moderators |
//! | `claim` | `/case-studies/{slug}/claim`: this is our work; to the moderators |
//! | `ask` | `/case-studies/{slug}/ask`: a question to the museum, where it takes any |
//! | `confirm` | `/ask/{token}`: the mailed link that sends the question |
//! | `sent` | …`/sent`: what happens next |
//! | `form`, `fields` | what the three forms share |
//! | `limits` | how often one may write |

pub mod ask;
pub mod claim;
pub mod concern;
pub mod confirm;
mod fields;
mod form;
mod limits;
pub mod sent;

pub use limits::WritingLimits;

use super::card::href;

/// The page of a case where readers report a concern.
#[must_use]
pub fn concern_href(slug: &str) -> String {
    format!("{}/concern", href(slug))
}

/// The page of a case where its museum claims or corrects it.
#[must_use]
pub fn claim_href(slug: &str) -> String {
    format!("{}/claim", href(slug))
}

/// The page of a case where readers write to its museum.
#[must_use]
pub fn ask_href(slug: &str) -> String {
    format!("{}/ask", href(slug))
}
