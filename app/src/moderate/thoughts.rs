//! `/moderate/thoughts`: what was shared about the campaign.

use crate::ui::{BackLink, Column, DataTable, Nav, PageHeading, Pagination, when};
use crate::ui::{IntoMarkup, Markup};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use case_study::stored::NEWER;
use case_study::thought::ThoughtState;
use leptos::prelude::*;
use store::thoughts;
use store::thoughts::{Shared, Thoughts};
use url::form_urlencoded;

pub(super) const TITLE: &str = "Thoughts on the campaign";

/// What the address asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Asked {
    state: ThoughtState,
    /// Counts from 1.
    page: u64,
}

impl Asked {
    /// Reads a query; what it does not know it leaves out.
    fn read(query: &str) -> Self {
        let mut asked = Self {
            state: ThoughtState::Open,
            page: 1,
        };
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            match key.as_ref() {
                "state" => asked.state = ThoughtState::from_slug(&value).unwrap_or(asked.state),
                "page" => asked.page = value.parse().ok().filter(|page| *page > 0).unwrap_or(1),
                _ => {}
            }
        }
        asked
    }

    fn href(self, page: u64) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if self.state != ThoughtState::Open {
            query.append_pair("state", self.state.slug());
        }
        if page > 1 {
            query.append_pair("page", &page.to_string());
        }
        let query = query.finish();
        if query.is_empty() {
            paths::MODERATE_THOUGHTS.to_owned()
        } else {
            format!("{}?{query}", paths::MODERATE_THOUGHTS)
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
    let found = thoughts::list(&state.db, asked.state, asked.page).await?;
    let now = state.db.now_ms();
    let page = Page::new(TITLE).private().at(Nav::Moderate);
    Ok(page.render(&context, move || view(asked, found, now)))
}

fn view(asked: Asked, found: Thoughts, now: i64) -> impl IntoView {
    let (lede, nothing, other, other_words) = match asked.state {
        ThoughtState::Open => (
            "The longest waiting first. None of them is ever published.",
            "No one is waiting for an answer.",
            ThoughtState::Handled,
            "See what is handled",
        ),
        ThoughtState::Handled => (
            "What moderators have dealt with, the last first.",
            "Nothing here yet.",
            ThoughtState::Open,
            "See what is open",
        ),
    };
    let other = Asked {
        state: other,
        page: 1,
    }
    .href(1);
    let (total, pages) = (found.total, found.pages);
    let list = if found.rows.is_empty() {
        view! { <div class="queue-empty"><p class="lede">{nothing}</p></div> }.into_markup()
    } else {
        let columns = ["What it is about", "Answer", "Waiting"];
        let rows = found.rows.into_iter().map(|row| cells(row, now)).collect();
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

/// "1 thought", "3 thoughts".
fn count_in_words(count: u64) -> String {
    match count {
        1 => "1 thought".to_owned(),
        _ => format!("{count} thoughts"),
    }
}

fn cells(row: Shared, now: i64) -> Vec<Markup> {
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
    let answer = match (row.answered_at, row.email.is_empty()) {
        (Some(_), _) => "Emailed",
        (None, true) => "No address",
        (None, false) => "None yet",
    };
    vec![
        view! { <a class="row-title" href=paths::moderate_thought(row.id)>{row.topic}</a>{newer} }
            .into_markup(),
        answer.into_markup(),
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
        assert_eq!(odd.href(odd.page), paths::MODERATE_THOUGHTS);
    }
}
