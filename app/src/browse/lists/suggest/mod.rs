//! Suggestions of the search box: on a page of their own, and below the box while people type.

// It runs in the browser too.
pub mod island;

#[cfg(feature = "ssr")]
pub mod page;
