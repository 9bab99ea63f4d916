//! `/moderate/messages`: what readers wrote about case studies, and museums that claim or correct one.

use super::inbox_list::{Asked, InboxList};
use super::{inbox_list, reader_message};
use crate::ui::{IntoMarkup, Markup, Nav, StatusTag};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use leptos::prelude::*;
use store::message_inbox;
use store::message_inbox::ReaderMessage;

pub(super) const TITLE: &str = "Messages from readers";

const LIST: InboxList = InboxList {
    path: paths::MODERATE_MESSAGES,
    title: TITLE,
    lede: "Messages about possible harm come first, then the longest waiting.",
    columns: &["What it is about", "Case study", "Kind", "Waiting"],
    nouns: ("message", "messages"),
};

/// The list.
///
/// # Errors
/// Sends anonymous people to sign in and submitters away; when the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let asked = Asked::read(&query.unwrap_or_default());
    context.viewer.staff(&LIST.href(asked))?;
    let found = message_inbox::list(&state.db, asked.part, asked.page).await?;
    let now = state.db.now_ms();
    let page = Page::new(TITLE).private().at(Nav::Moderate);
    Ok(page.render(&context, move || {
        let rows = found.rows.into_iter().map(|row| cells(row, now)).collect();
        LIST.view(asked, rows, found.total, found.pages)
    }))
}

fn cells(row: ReaderMessage, now: i64) -> Vec<Markup> {
    let urgent = row
        .is_urgent()
        .then(|| view! { <span class="row-reference"><StatusTag slug="changes_requested" label="Read this first"/></span> });
    let newer = inbox_list::newer(&row.state);
    let waiting = inbox_list::waiting(row.created_at, row.handled_at, now);
    vec![
        view! { <a class="row-title" href=reader_message::href(row.id)>{row.about()}</a>{urgent}{newer} }
            .into_markup(),
        row.case.title.into_markup(),
        row.kind.label().into_markup(),
        waiting,
    ]
}
