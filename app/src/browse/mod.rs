//! Journey 3: reading.
//!
//! | room | what |
//! |---|---|
//! | `lists` | the list, its map, filters, cards and suggestions |
//! | `case` | one case study |
//! | `reader_messages` | what readers write about a case study |
//! | `thoughts` | what anybody thinks of the campaign, for moderators alone |
//! | `compare` | case studies side by side, and as one document to print |
//! | `shortlist` | what a reader has set aside, as pages show it |
//! | `bank` | the whole bank at a glance: front page, impact, directories |
//! | `about` | pages about the site and about evidence |
//!
//! Lists and counts come from the index, one case from the store; pages about the whole bank ask
//! the store's catalogue.

// Its island runs in the browser too.
pub mod lists;

#[cfg(feature = "ssr")]
pub mod about;
#[cfg(feature = "ssr")]
pub mod bank;
#[cfg(feature = "ssr")]
pub mod case;
#[cfg(feature = "ssr")]
pub mod compare;
#[cfg(feature = "ssr")]
pub mod reader_messages;
#[cfg(feature = "ssr")]
pub mod shortlist;
#[cfg(feature = "ssr")]
pub mod thoughts;
