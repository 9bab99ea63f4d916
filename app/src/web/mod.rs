//! What every page needs: state, page and its context, errors, posted forms, rate limits, viewer, cookies, caching.
//!
//! Below every journey and above nothing of theirs.

pub mod aside;
pub mod bots;
pub mod browser_key;
pub mod browser_mark;
pub mod case_documents;
pub mod coding;
pub mod cookies;
pub mod document;
pub mod error;
pub mod forms;
pub mod given_back;
pub mod ids;
pub mod kept_files;
pub mod known_museums;
pub mod mailed_link_page;
pub mod page;
pub mod pictures;
pub mod places;
pub mod rate_limits;
pub mod renewed_session;
pub mod request_span;
pub mod route_table;
pub mod state;
pub mod viewer;
