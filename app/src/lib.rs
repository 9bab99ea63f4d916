//! Everything a person sees, and the rules behind it: built for the server (feature `ssr`) and,
//! for its islands alone, for the browser (feature `hydrate`).
//!
//! Imports point one way: `case_study ← db ← index ← journeys (submit, moderate, browse, account) ← routes`.

// Leptos view trees are deep types; the compiler's default stops short of a long page.
#![recursion_limit = "256"]

pub mod case_study;

#[cfg(feature = "ssr")]
pub mod account;
#[cfg(feature = "ssr")]
pub mod browse;
#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod error;
#[cfg(feature = "ssr")]
mod forms;
#[cfg(feature = "ssr")]
pub mod index;
#[cfg(feature = "ssr")]
pub mod moderate;
#[cfg(feature = "ssr")]
pub mod route_table;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod state;
// The islands of these two run in the browser too.
pub mod search_box;
pub mod submit;
#[cfg(feature = "ssr")]
pub mod takeaway;
#[cfg(feature = "ssr")]
pub mod ui;
