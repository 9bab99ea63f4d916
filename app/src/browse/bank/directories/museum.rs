//! `/museums/{museum}`: a museum with everything it has in the bank.

use super::{neighbours, summary};
use crate::browse::lists::card::cards;
use crate::ui;
use crate::ui::{BackLink, HeadingLevel, Nav, PageHeading};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, State};
use axum::response::Response;
use case_study::{PublicContent, Vocabulary};
use leptos::prelude::*;
use store::cases::PublicCase;
use store::catalogue;
use store::catalogue::{Catalogue, Entry};

/// Cards on the page. A museum has no filter in the list, so the rest follow in lines.
const CARDS: usize = 12;

/// `GET /museums/{museum}`
///
/// # Errors
/// When no public case is this museum's, or the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    context: PageContext,
) -> Result<Response, PageError> {
    let catalogue = state.catalogue.current(&state.db).await?;
    let museum = catalogue.museum(&slug).ok_or(PageError::NotFound)?;
    let entries = entries_of(&catalogue, museum);
    let newest = catalogue::in_full(&state.db, &entries[..entries.len().min(CARDS)]).await?;
    let name = catalogue.museums[museum].name.clone();
    let page = Page::new(name.clone())
        .at(Nav::CaseStudies)
        .description(format!(
            "{} of {name}: work for wellbeing, what changed and what was learned.",
            ui::case_studies(entries.len() as u64)
        ));
    Ok(page.render(&context, || view(&catalogue, museum, &entries, &newest)))
}

/// The cases of a museum, the newest first.
#[must_use]
pub fn entries_of(catalogue: &Catalogue, museum: usize) -> Vec<&Entry> {
    catalogue
        .entries
        .iter()
        .filter(|entry| entry.museum == museum)
        .collect()
}

fn view(
    catalogue: &Catalogue,
    museum: usize,
    entries: &[&Entry],
    newest: &[PublicCase],
) -> impl IntoView + use<> {
    let name = catalogue.museums[museum].name.clone();
    let feed = paths::museum_feed(&catalogue.museums[museum].slug);
    // What the museum said of itself last.
    let (kind, place) = newest
        .first()
        .map(|case| (kind(&case.content), case.content.place_in_words()))
        .unwrap_or_default();
    let place = (!place.is_empty()).then_some(place);
    let rest = entries
        .iter()
        .skip(CARDS)
        .map(|entry| crate::browse::bank::impact::figure_detail::line(catalogue, entry))
        .collect_view();
    let rest =
        (entries.len() > CARDS).then(|| view! { <ul class="case-lines section">{rest}</ul> });
    view! {
        <BackLink href=paths::MUSEUMS label="Museums"/>
        <PageHeading title=name caption=kind lede=place/>
        {summary::summary(catalogue, entries)}
        <section class="section" aria-labelledby="newest">
            <div class="section-head"><h2 id="newest">"Case studies"</h2></div>
            {cards(newest, HeadingLevel::H3)}
            {rest}
        </section>
        <section class="section" aria-labelledby="together">
            <div class="section-head"><h2 id="together">"What their work is about"</h2></div>
            <div class="together">{neighbours::together_with_museum(catalogue, entries, museum)}</div>
        </section>
        <ul class="way-on no-print">
            <li><a href=feed>"Get updates about this museum by RSS"</a></li>
            <li><a href=paths::SUBMIT>"Share your own work"</a></li>
        </ul>
    }
}

/// "National museum", or nothing where the type is not known.
fn kind(content: &PublicContent) -> Option<String> {
    Vocabulary::MuseumType
        .term(&content.museum_type)
        .map(|term| term.label.to_owned())
}
