//! `/impact/{figure}`: the case studies behind a figure that the list has no filter for.

use super::figures::{BANDS, took_part};
use crate::ui;
use crate::ui::{BackLink, Nav, PageHeading, Pagination, ResultCount};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use case_study::Facet;
use leptos::prelude::*;
use store::catalogue::{Catalogue, Entry};
use url::form_urlencoded;

/// A line each, so more than a page of cards.
const PER_PAGE: usize = 50;

/// A figure of the impact page that has its cases under an address of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    WithNumber,
    OtherNumber,
    WithoutNumber,
    /// Index into [`BANDS`].
    Band(usize),
    SuggestedLabel,
    WhatWasHard,
    /// Index into the catalogue's measures.
    Measure(usize),
    WithoutMeasure,
    WithoutYear,
    Compiled,
    SentIn,
}

/// The figures with a name of their own, as the address has them.
const NAMED: [(&str, Figure); 9] = [
    ("people-counted", Figure::WithNumber),
    ("people-counted-otherwise", Figure::OtherNumber),
    ("people-not-counted", Figure::WithoutNumber),
    ("suggested-label", Figure::SuggestedLabel),
    ("what-was-hard", Figure::WhatWasHard),
    ("no-measure", Figure::WithoutMeasure),
    ("no-year", Figure::WithoutYear),
    ("compiled", Figure::Compiled),
    ("sent-in", Figure::SentIn),
];

const MEASURE: &str = "measure-";

impl Figure {
    fn from_slug(slug: &str, catalogue: &Catalogue) -> Option<Self> {
        if let Some((_, figure)) = NAMED.iter().find(|(name, _)| *name == slug) {
            return Some(figure.clone());
        }
        if let Some(band) = BANDS.iter().position(|band| band.slug == slug) {
            return Some(Self::Band(band));
        }
        let key = slug.strip_prefix(MEASURE)?;
        let at = catalogue
            .measures
            .iter()
            .position(|measure| measure.key == key)?;
        Some(Self::Measure(at))
    }

    fn holds(&self, entry: &Entry, catalogue: &Catalogue) -> bool {
        match self {
            Self::WithNumber => took_part(entry).is_some(),
            Self::OtherNumber => entry.people.is_some() && took_part(entry).is_none(),
            Self::WithoutNumber => entry.people.is_none(),
            Self::Band(band) => took_part(entry).is_some_and(|people| BANDS[*band].holds(people)),
            Self::SuggestedLabel => entry.evidence_suggested,
            Self::WhatWasHard => entry.tells_what_was_hard,
            Self::Measure(measure) => entry.measures.contains(measure),
            Self::WithoutMeasure => entry.measures.is_empty(),
            Self::WithoutYear => catalogue.terms_of(entry, Facet::Year).next().is_none(),
            Self::Compiled => entry.compiled,
            Self::SentIn => !entry.compiled,
        }
    }

    /// The heading of its page.
    fn title(&self, catalogue: &Catalogue) -> String {
        match self {
            Self::WithNumber => "Case studies that say how many people took part".to_owned(),
            Self::OtherNumber => "Numbers of other people".to_owned(),
            Self::WithoutNumber => "No number of people".to_owned(),
            Self::Band(band) => {
                format!("{} people took part", BANDS[*band].label)
            }
            Self::SuggestedLabel => "Suggested evidence labels".to_owned(),
            Self::WhatWasHard => "What did not work, or was hard".to_owned(),
            Self::Measure(at) => format!("Measured with: {}", catalogue.measures[*at].label),
            Self::WithoutMeasure => "No measure named".to_owned(),
            Self::WithoutYear => "No year given".to_owned(),
            Self::Compiled => "Compiled from public sources".to_owned(),
            Self::SentIn => "Sent in by museums".to_owned(),
        }
    }

    const fn lede(&self) -> &'static str {
        match self {
            Self::WithNumber | Self::Band(_) => {
                "The number is the one that the case study gives. It counts people who took part, not visits."
            }
            Self::OtherNumber => {
                "These case studies give a number of people who were trained, answered a survey, visited or were planned for, or do not say who was counted. We add none of them up."
            }
            Self::WithoutNumber => {
                "These case studies are left out of the number of people. That does not make them small."
            }
            Self::SuggestedLabel => {
                "We suggest the evidence label of these case studies from the way the work was looked at. No one has checked it yet."
            }
            Self::WhatWasHard => "These case studies say what other museums can learn most from.",
            Self::Measure(_) => "These case studies name this measure.",
            Self::WithoutMeasure => {
                "These case studies name no scale, toolkit or method. Some say what people told them instead."
            }
            Self::WithoutYear => "These case studies stand in no column of the years.",
            Self::Compiled => {
                "The people who run this bank wrote these from pages that anyone can read. The museums did not send them in."
            }
            Self::SentIn => "The museums wrote these themselves.",
        }
    }
}

/// The address of a figure with a name of its own.
#[must_use]
pub fn href(name: &str) -> String {
    format!("{}/{name}", paths::IMPACT)
}

/// The address of the cases that name a measure.
#[must_use]
pub fn measure_href(key: &str) -> String {
    // A path takes a space as %20.
    let key: String = form_urlencoded::byte_serialize(key.as_bytes()).collect();
    format!("{}/{MEASURE}{}", paths::IMPACT, key.replace('+', "%20"))
}

/// `GET /impact/{figure}`
///
/// # Errors
/// When there is no such figure, or the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
    context: PageContext,
) -> Result<Response, PageError> {
    let catalogue = state.catalogue.current(&state.db).await?;
    let figure = Figure::from_slug(&slug, &catalogue).ok_or(PageError::NotFound)?;
    let mut found: Vec<&Entry> = catalogue
        .counted()
        .into_iter()
        .filter(|entry| figure.holds(entry, &catalogue))
        .collect();
    if matches!(figure, Figure::WithNumber | Figure::Band(_)) {
        found.sort_by_key(|entry| std::cmp::Reverse(took_part(entry)));
    }
    let total = found.len();
    let pages = total.div_ceil(PER_PAGE).max(1);
    let page = crate::list_query::page_of(query.as_deref().unwrap_or_default());
    let page = usize::try_from(page).unwrap_or(pages).min(pages);
    let lines = found
        .into_iter()
        .skip((page - 1) * PER_PAGE)
        .take(PER_PAGE)
        .map(|entry| line(&catalogue, entry))
        .collect_view();
    let title = figure.title(&catalogue);
    let path = context.path.clone();
    let frame = Page::new(title.clone())
        .at(Nav::Evidence)
        .description(figure.lede())
        .unlisted();
    let (page, pages) = (page as u64, pages as u64);
    Ok(frame.render(&context, move || {
        view! {
            <BackLink href=paths::IMPACT label="The numbers so far"/>
            <PageHeading title=title lede=figure.lede()/>
            <ResultCount words=ui::case_studies(total as u64)/>
            <ul class="case-lines">{lines}</ul>
            <Pagination page=page pages=pages href=move |page| format!("{path}?page={page}")/>
        }
    }))
}

/// A case in a line: title, museum, and how many people of which kind were counted.
pub fn line(catalogue: &Catalogue, entry: &Entry) -> impl IntoView + use<> {
    let museum = catalogue.museums[entry.museum].name.clone();
    let people = entry
        .people
        .map(|people| view! { <span class="case-line-number">{people.in_words()}</span> });
    view! {
        <li class="case-line">
            <a href=paths::case_study(&entry.slug)>{entry.title.clone()}</a>
            <span class="meta">{museum}</span>
            {people}
        </li>
    }
}
