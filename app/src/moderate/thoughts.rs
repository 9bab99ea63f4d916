//! `/moderate/thoughts`: what was shared about the campaign.

use super::inbox_item::DELETED;
use super::inbox_list;
use super::inbox_list::{Asked, InboxList};
use crate::ui::{IntoMarkup, Markup, Nav};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use leptos::prelude::*;
use store::thoughts;
use store::thoughts::Shared;

pub(super) const TITLE: &str = "Thoughts on the campaign";

const LIST: InboxList = InboxList {
    path: paths::MODERATE_THOUGHTS,
    title: TITLE,
    lede: "The longest waiting first. None of them is ever published.",
    columns: &["What it is about", "Answer", "Waiting"],
    nouns: ("thought", "thoughts"),
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
    let found = thoughts::list(&state.db, asked.part, asked.page).await?;
    let now = state.db.now_ms();
    let page = Page::new(TITLE).private().at(Nav::Moderate);
    Ok(page.render(&context, move || {
        let rows = found.rows.into_iter().map(|row| cells(row, now)).collect();
        LIST.view(asked, rows, found.total, found.pages)
    }))
}

fn cells(row: Shared, now: i64) -> Vec<Markup> {
    let newer = inbox_list::newer(&row.state);
    let waiting = inbox_list::waiting(row.created_at, row.handled_at, now);
    let answer = match (row.answered_at, row.email.is_empty()) {
        (Some(_), _) => "Emailed",
        (None, true) => "No address",
        (None, false) => "None yet",
    };
    let topic = heading(&row);
    vec![
        view! { <a class="row-title" href=paths::moderate_thought(row.id)>{topic}</a>{newer} }
            .into_markup(),
        answer.into_markup(),
        waiting,
    ]
}

/// What a thought is called: its topic, or that it is deleted by now.
pub(super) fn heading(thought: &Shared) -> String {
    if thought.topic.is_empty() {
        DELETED.to_owned()
    } else {
        thought.topic.clone()
    }
}
