//! The bank at a glance: front page, impact, and the directories of themes, people and museums.

pub mod aims;
pub mod directories;
pub mod front;
pub mod impact;
mod term_counts;
