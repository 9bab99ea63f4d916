//! Times on pages, in the zone of the installation.

pub use case_study::dates::{rfc3339 as iso, since};
pub use case_study::local_time::{clock, day, moment};
use leptos::prelude::*;

/// A day, with the exact time for machines.
#[component]
pub fn Day(ms: i64) -> impl IntoView {
    view! { <time datetime=iso(ms)>{day(ms)}</time> }
}
