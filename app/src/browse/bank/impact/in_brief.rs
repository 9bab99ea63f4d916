//! How much there is, in four numbers: the front page, the page about evidence and that of all numbers
//! say the same.

use super::figures::{Impact, People, museums_of};
use super::people_in_brief::{leans_on, people_figure};
use crate::ui;
use crate::ui::{Figure, Figures};
use case_study::Facet;
use leptos::prelude::*;
use store::catalogue::Catalogue;

/// What there is.
pub struct Numbers {
    pub cases: u64,
    museums: u64,
    countries: u64,
    people: People,
}

impl Numbers {
    #[must_use]
    pub fn of(catalogue: &Catalogue) -> Self {
        let all = catalogue.counted();
        Self {
            cases: all.len() as u64,
            museums: museums_of(&all),
            countries: catalogue.counts(&all, Facet::Country).len() as u64,
            people: People::of(&all),
        }
    }
}

impl From<&Impact> for Numbers {
    fn from(impact: &Impact) -> Self {
        Self {
            cases: impact.cases,
            museums: impact.museums,
            countries: impact.countries.len() as u64,
            people: impact.people.clone(),
        }
    }
}

/// Each number leads on: to a list, or into the page of all numbers, whose address is `all`, empty on that
/// page itself. Nothing where there is nothing. `section` where they stand apart from what is above them.
pub fn in_brief(numbers: &Numbers, all: &str, section: bool) -> Option<impl IntoView + use<>> {
    if numbers.cases == 0 {
        return None;
    }
    let figure = |href: String, count: u64, one: &'static str, many: &'static str| Figure {
        href,
        number: ui::with_commas(count),
        words: if count == 1 { one } else { many }.to_owned(),
    };
    let mut figures = vec![
        figure(
            paths::CASE_STUDIES.to_owned(),
            numbers.cases,
            "case study",
            "case studies",
        ),
        figure(
            paths::MUSEUMS.to_owned(),
            numbers.museums,
            "museum or group",
            "museums and groups",
        ),
        figure(
            format!("{all}#countries"),
            numbers.countries,
            "country",
            "countries",
        ),
    ];
    figures.extend(people_figure(&numbers.people, &format!("{all}#people")));
    Some(view! { <Figures figures=figures section=section/>{leans_on(&numbers.people)} })
}
