//! `/moderate/messages`: what readers wrote about case studies, and museums that claim or correct one.

use super::reader_message;
use crate::ui::{BackLink, Column, DataTable, Nav, PageHeading, Pagination, StatusTag, when};
use crate::ui::{IntoMarkup, Markup};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use case_study::reader_message::MessageState;
use case_study::stored::NEWER;
use leptos::prelude::*;
use store::message_inbox;
use store::message_inbox::{Messages, ReaderMessage};
use url::form_urlencoded;

pub(super) const TITLE: &str = "Messages from readers";

/// What the address asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Asked {
    state: MessageState,
    /// Counts from 1.
    page: u64,
}

impl Asked {
    /// Reads a query; what it does not know it leaves out.
    fn read(query: &str) -> Self {
        let mut asked = Self {
            state: MessageState::Open,
            page: 1,
        };
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            match key.as_ref() {
                "state" => asked.state = MessageState::from_slug(&value).unwrap_or(asked.state),
                "page" => asked.page = value.parse().ok().filter(|page| *page > 0).unwrap_or(1),
                _ => {}
            }
        }
        asked
    }

    fn href(self, page: u64) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if self.state != MessageState::Open {
            query.append_pair("state", self.state.slug());
        }
        if page > 1 {
            query.append_pair("page", &page.to_string());
        }
        let query = query.finish();
        if query.is_empty() {
            paths::MODERATE_MESSAGES.to_owned()
        } else {
            format!("{}?{query}", paths::MODERATE_MESSAGES)
        }
    }
}

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
    context.viewer.staff(&asked.href(asked.page))?;
    let messages = message_inbox::list(&state.db, asked.state, asked.page).await?;
    let now = state.db.now_ms();
    let page = Page::new(TITLE).private().at(Nav::Moderate);
    Ok(page.render(&context, move || view(asked, messages, now)))
}

fn view(asked: Asked, messages: Messages, now: i64) -> impl IntoView {
    let (lede, other, other_words) = match asked.state {
        MessageState::Open => (
            "Messages about possible harm come first, then the longest waiting.",
            MessageState::Handled,
            "See what is handled",
        ),
        MessageState::Handled => (
            "What moderators have dealt with, the last first.",
            MessageState::Open,
            "See what is open",
        ),
    };
    let other = Asked {
        state: other,
        page: 1,
    }
    .href(1);
    let (total, pages) = (messages.total, messages.pages);
    let list = if messages.rows.is_empty() {
        let nothing = match asked.state {
            MessageState::Open => "No one is waiting for an answer.",
            MessageState::Handled => "Nothing here yet.",
        };
        view! { <div class="queue-empty"><p class="lede">{nothing}</p></div> }.into_markup()
    } else {
        let columns = ["What it is about", "Case study", "Kind", "Waiting"];
        let rows = messages
            .rows
            .into_iter()
            .map(|row| cells(row, now))
            .collect();
        let caption = format!(
            "{}, {}",
            count_in_words(total),
            asked.state.label().to_lowercase()
        );
        view! {
            <DataTable caption=caption columns=columns.map(Column::new).to_vec() rows=rows/>
            <Pagination page=asked.page pages=pages href=move |page| asked.href(page)/>
        }
        .into_markup()
    };
    view! {
        <div class="queue">
            <BackLink href=paths::MODERATE label="Queue"/>
            <PageHeading title=TITLE lede=lede/>
            <p class="queue-other"><a href=other>{other_words}</a></p>
            {list}
        </div>
    }
}

/// "1 message", "3 messages".
fn count_in_words(count: u64) -> String {
    match count {
        1 => "1 message".to_owned(),
        _ => format!("{count} messages"),
    }
}

fn cells(row: ReaderMessage, now: i64) -> Vec<Markup> {
    let urgent = row
        .is_urgent()
        .then(|| view! { <span class="row-reference"><StatusTag slug="changes_requested" label="Read this first"/></span> });
    let newer = row
        .state
        .known()
        .is_none()
        .then(|| view! { <span class="row-reference">{NEWER}</span> });
    let waiting = match row.handled_at {
        Some(at) => view! { <div>"Handled "<when::Day ms=at/></div> }.into_markup(),
        None => view! {
            <div>
                <span class="row-waiting">{when::since(row.created_at, now)}</span>
                <span class="row-since">"since "<when::Day ms=row.created_at/></span>
            </div>
        }
        .into_markup(),
    };
    vec![
        view! { <a class="row-title" href=reader_message::href(row.id)>{row.about()}</a>{urgent}{newer} }
            .into_markup(),
        row.case.title.into_markup(),
        row.kind.label().into_markup(),
        waiting,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_as_it_is_written() {
        for query in ["", "state=handled", "page=3", "state=handled&page=2"] {
            let asked = Asked::read(query);
            let href = asked.href(asked.page);
            assert_eq!(href.split_once('?').map_or("", |(_, query)| query), query);
        }
        let odd = Asked::read("state=lost&page=0&utm=1");
        assert_eq!(odd.href(odd.page), paths::MODERATE_MESSAGES);
    }
}
