//! Over what the work is spread: themes, years, countries.

use super::{facet_row, linked, long_tally, number, part};
use crate::browse::bank::directories::Way;
use crate::browse::bank::impact::figure_detail;
use crate::browse::bank::impact::figures::Impact;
use crate::list_query::ListQuery;
use crate::ui;
use crate::ui::{Details, Tally, TallyRow, YearColumns};
use case_study::Facet;
use leptos::prelude::*;

pub fn themes(impact: &Impact) -> impl IntoView + use<> {
    let rows = impact
        .themes
        .iter()
        .map(|term| facet_row(Facet::Theme, term))
        .collect();
    part(
        "themes",
        "Themes",
        view! {
            <p>"A case study may have up to five themes and counts in each. So the numbers add up to more than there are case studies: do not add them."</p>
            <p>"A theme with few case studies is not a small need. It is one that few have written about here."</p>
            <p><a href=Way::Theme.path()>"What the themes mean"</a></p>
        },
        long_tally(
            "Case studies by theme",
            ["Theme", "Case studies"],
            rows,
            "More themes",
        ),
    )
}

pub fn years(impact: &Impact) -> impl IntoView + use<> {
    let rows = impact
        .years
        .iter()
        .rev()
        .filter(|(_, count)| *count > 0)
        .map(|(year, count)| {
            let year = year.to_string();
            TallyRow {
                label: linked(ListQuery::only(Facet::Year, &year).href(), year),
                size: *count,
                numbers: vec![number(*count)],
            }
        })
        .collect();
    let without = (impact.without_year > 0).then(|| {
        let verb = if impact.without_year == 1 { " gives no year." } else { " give no year." };
        view! { <p>{linked(figure_detail::href("no-year"), ui::case_studies(impact.without_year))}{verb}</p> }
    });
    let most = impact
        .years
        .iter()
        .map(|(_, count)| *count)
        .max()
        .unwrap_or(0);
    part(
        "years",
        "When the work ran",
        view! {
            <p>"Work that ran for several years counts in each of them. Where no end is known and no one says that it still runs, it counts in its first year only."</p>
            {without}
        },
        view! {
            <p class="meta" aria-hidden="true">{format!("The highest column is {}", ui::case_studies(most))}</p>
            <YearColumns years=impact.years.clone()/>
            <Details summary="Year by year">
                <Tally caption="Case studies by year" heads=vec!["Year", "Case studies"] rows=rows/>
            </Details>
        },
    )
}

pub fn countries(impact: &Impact) -> impl IntoView + use<> {
    let rows = impact
        .countries
        .iter()
        .map(|term| facet_row(Facet::Country, term))
        .collect();
    part(
        "countries",
        "Countries",
        view! {
            <p>"Where the work took place. A country with many case studies has museums that write them down, in English or for people who read it."</p>
            <p><a href=format!("{}?view=map", paths::CASE_STUDIES)>"See them on the map"</a></p>
        },
        long_tally(
            "Case studies by country",
            ["Country", "Case studies"],
            rows,
            "More countries",
        ),
    )
}
