//! `/case-studies/suggest`: what the search box suggests, as a page.

use crate::browse::lists::suggest::island::Suggestion;
use crate::list_query::ListQuery;
use crate::list_query::shortlist::{KEY, Shortlist};
use crate::ui;
use crate::ui::IntoMarkup;
use crate::ui::{Nav, PageHeading, SearchBox};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use index::Suggestions;
use leptos::prelude::*;

const TITLE: &str = "Suggestions";

/// `GET /case-studies/suggest`
///
/// # Errors
/// When the index has no answer.
pub async fn get(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    context: PageContext,
) -> Result<Response, PageError> {
    let query = ListQuery::parse(query.as_deref().unwrap_or_default());
    let found = state.index.suggest(&query.filters.q).await?;
    let found = suggestions(found, &query.shortlist);
    // Every text would be a page of its own to a search engine.
    let page = Page::new(TITLE)
        .at(Nav::CaseStudies)
        .description("Case studies and labels that start like the words of a search.")
        .unlisted();
    Ok(page.render(&context, move || view(query, found)))
}

/// What fits, with where it leads: labels first, they open the most.
#[must_use]
pub fn suggestions(found: Suggestions, shortlist: &Shortlist) -> Vec<Suggestion> {
    let with_shortlist = |list: ListQuery| list.with_shortlist(shortlist.clone());
    let values = found.values.into_iter().map(|value| Suggestion {
        href: with_shortlist(ListQuery::only(value.facet, &value.slug)).href(),
        words: value.label,
        detail: format!("{}, {}", value.facet.label(), ui::case_studies(value.count)),
    });
    let cases = found.cases.into_iter().map(|case| Suggestion {
        href: with_shortlist(ListQuery::default()).case_href(&case.slug),
        words: case.title,
        detail: case.museum,
    });
    values.chain(cases).collect()
}

fn view(query: ListQuery, found: Vec<Suggestion>) -> impl IntoView {
    let all = query.with_words(&query.filters.q).href();
    let kept = query
        .shortlist
        .pairs(KEY)
        .map(|(key, slug)| view! { <input type="hidden" name=key value=slug/> })
        .collect_view();
    let list = if found.is_empty() {
        let words = if query.has_words() {
            "Nothing starts like this. Search for the words, or look through all case studies."
        } else {
            "Type a few letters of what you look for."
        };
        view! { <p>{words}</p> }.into_markup()
    } else {
        let lines = found
            .into_iter()
            .map(|line| {
                view! {
                    <li><a href=line.href>{line.words}</a>" "<span class="meta">{line.detail}</span></li>
                }
            })
            .collect_view();
        view! { <ul class="suggested">{lines}</ul> }.into_markup()
    };
    view! {
        <PageHeading title=TITLE/>
        <form method="get" action=paths::CASE_STUDIES>
            <SearchBox value=query.filters.q.clone()/>
            {kept}
        </form>
        <div class="measure list-empty">
            {list}
            <p><a href=all>{if query.has_words() { "Search for these words" } else { "All case studies" }}</a></p>
        </div>
    }
}
