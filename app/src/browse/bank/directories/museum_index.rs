//! `/museums`: every museum with a public case, by name.

use crate::list_query;
use crate::ui;
use crate::ui::{Nav, PageHeading, Pagination};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use case_study::text_input::sort_key;
use leptos::prelude::*;
use std::collections::BTreeMap;
use store::catalogue::Catalogue;

/// A page of names stays light.
const PER_PAGE: usize = 120;

/// A museum as the index names it.
#[derive(Debug, PartialEq, Eq)]
struct Named {
    slug: String,
    name: String,
    /// Of its newest case.
    town: String,
    count: u64,
}

/// `GET /museums`
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    context: PageContext,
) -> Result<Response, PageError> {
    let catalogue = state.catalogue.current(&state.db).await?;
    let mut museums = by_name(&catalogue);
    let total = museums.len();
    let pages = total.div_ceil(PER_PAGE).max(1);
    let page = list_query::page_of(query.as_deref().unwrap_or_default());
    let page = usize::try_from(page).unwrap_or(pages).min(pages);
    let shown: Vec<Named> = museums
        .drain((page - 1) * PER_PAGE..total.min(page * PER_PAGE))
        .collect();
    let lede = match total {
        0 => "There are none yet. Yours could be the first.".to_owned(),
        1 => "One museum has shared its work here.".to_owned(),
        total => format!(
            "{} museums and groups of museums, by the names they give.",
            ui::with_commas(total as u64)
        ),
    };
    let mut frame = Page::new("Museums")
        .at(Nav::CaseStudies)
        .description("Every museum with a case study of work for wellbeing.");
    if page > 1 {
        frame = frame.canonical(at(page as u64));
    }
    Ok(frame.render(&context, move || {
        view! {
            <PageHeading title="Museums" lede=lede/>
            <ul class="index index-museums">{shown.into_iter().map(line).collect_view()}</ul>
            <Pagination page=page as u64 pages=pages as u64 href=at/>
        }
    }))
}

fn at(page: u64) -> String {
    if page > 1 {
        format!("{}?page={page}", paths::MUSEUMS)
    } else {
        paths::MUSEUMS.to_owned()
    }
}

fn line(museum: Named) -> impl IntoView {
    let town = (!museum.town.is_empty())
        .then(|| view! { " "<span class="meta">{museum.town.clone()}</span> });
    let count = (museum.count > 1)
        .then(|| view! { " "<span class="meta">{ui::case_studies(museum.count)}</span> });
    view! { <li><a href=paths::museum(&museum.slug)>{museum.name}</a>{town}{count}</li> }
}

/// By name, capitals and the article aside.
fn by_name(catalogue: &Catalogue) -> Vec<Named> {
    let mut found: BTreeMap<usize, Named> = BTreeMap::new();
    for entry in &catalogue.entries {
        let museum = &catalogue.museums[entry.museum];
        found
            .entry(entry.museum)
            .or_insert_with(|| Named {
                slug: museum.slug.clone(),
                name: museum.name.clone(),
                town: entry.town.clone(),
                count: 0,
            })
            .count += 1;
    }
    let mut museums: Vec<Named> = found.into_values().collect();
    museums.sort_by_cached_key(|museum| {
        let name = sort_key(&museum.name);
        name.strip_prefix("the ")
            .map_or(name.clone(), str::to_owned)
    });
    museums
}
