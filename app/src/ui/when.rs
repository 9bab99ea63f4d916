//! Times on pages.

pub use case_study::dates::{clock, day, moment, rfc3339 as iso, since};
use leptos::prelude::*;

/// A day, with the exact time for machines.
#[component]
pub fn Day(ms: i64) -> impl IntoView {
    view! { <time datetime=iso(ms)>{day(ms)}</time> }
}
