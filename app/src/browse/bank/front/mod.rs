//! `/`: what this is and how much there is, the newest cases, the ways in, the theme of the week,
//! the campaign's aims. It changes by itself with the bank and with the calendar.

mod sections;
mod theme_of_the_week;

use super::impact::in_brief::{Numbers, in_brief};
use super::term_counts::every_term;
use crate::ui::{Motif, MotifSeed, Nav, SearchBox};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::State;
use axum::response::Response;
use case_study::Facet;
use case_study::dates;
use leptos::prelude::*;
use sections::{aims, meaning, newest, share, ways_in};
use store::Db;
use store::cases::{PublicCase, TermCount};
use store::catalogue;
use store::catalogue::{Catalogue, Entry};
use theme_of_the_week::{OfTheWeek, of_the_week, week_view};

/// One at large and four lines beside it; a phone shows two of them below.
const SHOWN: usize = 5;

struct Front {
    strands: Vec<TermCount>,
    /// Those with cases, the most used first.
    themes: Vec<TermCount>,
    shown: Vec<PublicCase>,
    numbers: Numbers,
    /// Published in this month.
    new_this_month: u64,
    month: &'static str,
    of_the_week: Option<OfTheWeek>,
}

impl Front {
    async fn load(db: &Db, catalogue: &Catalogue, now: i64) -> Result<Self, PageError> {
        let all: Vec<&Entry> = catalogue.entries.iter().collect();
        let themes = catalogue.counts(&all, Facet::Theme);
        let mut shown: Vec<&Entry> = all.clone();
        // Stable, so that the newest stay first among the featured and among the others.
        shown.sort_by_key(|entry| !entry.featured);
        shown.truncate(SHOWN);
        let month = dates::month(now);
        Ok(Self {
            // Both of them, whatever they have.
            strands: every_term(catalogue, &all, Facet::Strand),
            of_the_week: of_the_week(catalogue, &themes, now),
            themes,
            shown: catalogue::in_full(db, &shown).await?,
            numbers: Numbers::of(catalogue),
            new_this_month: all
                .iter()
                .filter(|entry| dates::month(entry.published_at) == month)
                .count() as u64,
            month: month.1,
        })
    }
}

/// `GET /`
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
) -> Result<Response, PageError> {
    let catalogue = state.catalogue.current(&state.db).await?;
    let front = Front::load(&state.db, &catalogue, state.db.now_ms()).await?;
    let page = Page::new("")
        .at(Nav::Home)
        .description("Case studies of what museums have tried for people's wellbeing: in their communities and among the people who work there.");
    Ok(page.render(&context, move || view(front)))
}

fn view(front: Front) -> impl IntoView {
    let Front {
        strands,
        themes,
        shown,
        numbers,
        new_this_month,
        month,
        of_the_week,
    } = front;
    let heading = if shown.iter().any(|case| case.featured) {
        "Featured and newest".to_owned()
    } else if new_this_month > 0 {
        format!("New in {month}")
    } else {
        "Newest".to_owned()
    };
    let seed = MotifSeed {
        slug: "casebook".into(),
        themes: themes
            .iter()
            .take(5)
            .map(|theme| theme.slug.to_string())
            .collect(),
        strand: "community".into(),
    };
    view! {
        <div class="home-opening">
            <div class="home-words">
                <h1>"What museums do for wellbeing, and what they learned"</h1>
                <p class="lede">
                    "Real work from museums large and small: who it was for, what it took, what changed and what was "
                    "hard. Take what helps you, then share your own."
                </p>
                <form method="get" action=paths::CASE_STUDIES class="home-search">
                    <SearchBox/>
                </form>
            </div>
            <div class="home-picture"><Motif seed=seed/></div>
        </div>
        {in_brief(&numbers, paths::IMPACT, true)}
        {meaning(strands)}
        {newest(heading, numbers.cases, &shown)}
        {ways_in(themes)}
        {of_the_week.map(week_view)}
        {aims()}
        {share()}
    }
}
