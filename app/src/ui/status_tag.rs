//! Where a submission or a case stands.

use leptos::prelude::*;

/// The status of a submission or a case. The words say it; the colour only helps.
///
/// `slug` is the status as stored: `draft`, `submitted`, `in_review`, `changes_requested`, `awaiting_yes`,
/// `approved`, `published`, `replaced`, `declined`, `withdrawn`, `lapsed`, `live`, `due_for_review`, `archived`,
/// `taken_down`.
#[component]
pub fn StatusTag(#[prop(into)] slug: String, #[prop(into)] label: String) -> impl IntoView {
    let tone = match slug.as_str() {
        "submitted" | "due_for_review" => "status status-waiting",
        "in_review" => "status status-active",
        "changes_requested" | "awaiting_yes" => "status status-asked",
        "approved" | "published" | "live" => "status status-good",
        "declined" | "taken_down" => "status status-stopped",
        _ => "status",
    };
    view! { <strong class=tone>{label}</strong> }
}
