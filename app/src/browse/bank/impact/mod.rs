//! `/impact`: what the bank adds up to, and how it was counted.

pub mod figure_detail;
pub mod figures;
pub mod in_brief;
mod people_in_brief;
mod sections;

use crate::ui::IntoMarkup;
use crate::ui::{Nav, PageHeading};
use crate::web::aside::aside;
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::State;
use axum::response::Response;
use figures::Impact;
use in_brief::{Numbers, in_brief};
use leptos::prelude::*;
use store::cases::PublicCase;
use store::catalogue;
use store::catalogue::Entry;

/// Of the cases that say what was hard, how many speak on the page.
const HARD_SHOWN: usize = 4;

/// `GET /impact`
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
) -> Result<Response, PageError> {
    let catalogue = state.catalogue.current(&state.db).await?;
    let counted = catalogue.clone();
    let impact = aside(move || Impact::of(&counted)).await?;
    let telling: Vec<&Entry> = catalogue
        .counted()
        .into_iter()
        .filter(|entry| entry.tells_what_was_hard)
        .take(HARD_SHOWN)
        .collect();
    let hard = catalogue::in_full(&state.db, &telling).await?;
    let page = Page::new("The numbers so far")
        .at(Nav::Evidence)
        .description("How many museums, countries and people stand behind the case studies, how they know what changed, and how we counted.");
    Ok(page.render(&context, move || view(&impact, &hard)))
}

fn view(impact: &Impact, hard: &[PublicCase]) -> impl IntoView + use<> {
    if impact.cases == 0 {
        return view! {
            <PageHeading title="The numbers so far"/>
            <div class="prose">
                <p>"There are no case studies yet, so there is nothing to count."</p>
                <p><a href=paths::SUBMIT>"Share the first one"</a></p>
            </div>
        }
        .into_markup();
    }
    view! {
        <PageHeading
            title="The numbers so far"
            lede="Every number here is counted from the public case studies as they stand now, and leads to them. It says how much has been written down, not how much good was done."
        />
        {in_brief(&Numbers::from(impact), "", false)}
        {sections::people(&impact.people)}
        {sections::evidence(impact)}
        {sections::hard(impact, hard)}
        {sections::measures(impact)}
        {sections::themes(impact)}
        {sections::years(impact)}
        {sections::countries(impact)}
        {sections::how_we_counted(impact)}
    }
    .into_markup()
}
