//! What answers requests: every page and every file, for the server (feature `ssr`), and the islands
//! among them for the browser (feature `hydrate`).
//!
//! Which room may import which stands in a written matrix, `server/tests/it/imports.rs`.

// Leptos view trees are deep types; the compiler's default stops short of a long page.
#![recursion_limit = "256"]

// The islands of these run in the browser too.
pub mod browse;
pub mod desk_keys;
pub mod submit;
pub mod upload_progress;

#[cfg(feature = "hydrate")]
mod browser_events;

#[cfg(feature = "ssr")]
pub mod account;
#[cfg(feature = "ssr")]
pub mod data;
#[cfg(feature = "ssr")]
pub mod formats;
#[cfg(feature = "ssr")]
pub mod list_query;
#[cfg(feature = "ssr")]
pub mod moderate;
#[cfg(feature = "ssr")]
pub mod passwords;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod ui;
#[cfg(feature = "ssr")]
pub mod web;
