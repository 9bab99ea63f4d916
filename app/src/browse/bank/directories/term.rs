//! `/themes/{theme}` and `/audiences/{audience}`: what the term means, how much there is, the newest,
//! and what occurs together with it.

use super::{NEWEST, Way, neighbours, summary};
use crate::browse::lists::card::cards;
use crate::list_query::ListQuery;
use crate::ui;
use crate::ui::IntoMarkup;
use crate::ui::{BackLink, HeadingLevel, MotifBanner, MotifSeed, PageHeading};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, State};
use axum::response::Response;
use case_study::Vocabulary;
use case_study::text;
use case_study::vocabulary::Term;
use case_study::vocabulary::theme_strand;
use leptos::prelude::*;
use store::catalogue;
use store::catalogue::{Catalogue, Entry};

/// `GET /themes/{theme}`
///
/// # Errors
/// When there is no such theme, or the database does not answer.
pub async fn theme(
    state: State<AppState>,
    slug: Path<String>,
    context: PageContext,
) -> Result<Response, PageError> {
    page(Way::Theme, state, slug, context).await
}

/// `GET /audiences/{audience}`
///
/// # Errors
/// When there is no such group of people, or the database does not answer.
pub async fn audience(
    state: State<AppState>,
    slug: Path<String>,
    context: PageContext,
) -> Result<Response, PageError> {
    page(Way::Audience, state, slug, context).await
}

async fn page(
    way: Way,
    State(state): State<AppState>,
    Path(slug): Path<String>,
    context: PageContext,
) -> Result<Response, PageError> {
    let term = way.term(&slug).ok_or(PageError::NotFound)?;
    let catalogue = state.catalogue.current(&state.db).await?;
    let entries = catalogue.matching(&ListQuery::only(way.facet(), term.slug).filters);
    let newest = catalogue::in_full(&state.db, &entries[..entries.len().min(NEWEST)]).await?;
    let mut page = Page::new(term.label)
        .at(way.nav())
        .description(format!("{}. Case studies from museums.", term.definition));
    if entries.is_empty() {
        page = page.unlisted();
    }
    Ok(page.render(&context, || {
        let head = head(way, term);
        if entries.is_empty() {
            return view! { {head}{nothing_yet()} }.into_markup();
        }
        let count = entries.len();
        view! {
            {head}
            {summary::summary(&catalogue, &entries)}
            <section class="section" aria-labelledby="newest">
                <div class="section-head">
                    <h2 id="newest">{if count > NEWEST { "Newest" } else { "Case studies" }}</h2>
                    {all(way, term, count)}
                </div>
                {cards(&newest, HeadingLevel::H3)}
            </section>
            {together(&catalogue, &entries, way, term)}
            {follow(way, term)}
        }
        .into_markup()
    }))
}

fn head(way: Way, term: &'static Term) -> impl IntoView {
    let caption = match way {
        Way::Theme => format!(
            "Theme, {}",
            text::lower_first(&Vocabulary::Strand.label_of(theme_strand(term.slug)))
        ),
        Way::Audience => way.heading().to_owned(),
    };
    let back = way.heading();
    let picture = (way == Way::Theme).then(|| {
        let seed = MotifSeed {
            slug: term.slug.to_owned(),
            themes: vec![term.slug.to_owned()],
            strand: theme_strand(term.slug).to_owned(),
        };
        view! { <div class="way-picture"><MotifBanner seed=seed/></div> }
    });
    view! {
        <BackLink href=way.path() label=back/>
        <PageHeading title=term.label caption=caption lede=format!("{}.", term.definition)/>
        {picture}
    }
}

/// A theme without a case is a gap that somebody may fill.
fn nothing_yet() -> impl IntoView {
    view! {
        <div class="prose">
            <p>"No case study has been shared about this yet."</p>
            <p>"Has your museum done this? "<a href=paths::SUBMIT>"Share a case study"</a>": yours could be the first."</p>
        </div>
    }
}

fn all(way: Way, term: &'static Term, count: usize) -> impl IntoView {
    let href = ListQuery::only(way.facet(), term.slug).href();
    let words = match count {
        1 => "See it in the list".to_owned(),
        _ => format!("All {} in the list", ui::with_commas(count as u64)),
    };
    view! { <a href=href>{words}</a> }
}

fn together(
    catalogue: &Catalogue,
    entries: &[&Entry],
    way: Way,
    term: &'static Term,
) -> impl IntoView + use<> {
    view! {
        <section class="section" aria-labelledby="together">
            <div class="section-head"><h2 id="together">"Often together with it"</h2></div>
            <div class="together">{neighbours::together_with_term(catalogue, entries, way, term.slug)}</div>
        </section>
    }
}

fn follow(way: Way, term: &'static Term) -> impl IntoView {
    let query = ListQuery::only(way.facet(), term.slug);
    let map = format!("{}&view=map", query.href());
    let feed = query.href_under(paths::ATOM);
    view! {
        <ul class="way-on no-print">
            <li><a href=map>"See them on the map"</a></li>
            <li><a href=feed>"Get new ones by RSS"</a></li>
            <li><a href=paths::SUBMIT>"Share a case study"</a></li>
        </ul>
    }
}
