//! The parts of the page: on the left what the numbers say and what they do not, on the right the
//! numbers, each leading to its cases. Here stands what they share, the beginning and the end.

mod evidence;
mod hard;
mod people;
mod spread;

pub use evidence::{evidence, measures};
pub use hard::hard;
pub use people::people;
pub use spread::{countries, themes, years};

use super::behind;
use super::figures::Impact;
use crate::browse::list_query::{LIST_PATH, ListQuery};
use crate::browse::ways_in::MUSEUMS_PATH;
use crate::browse::words;
use crate::db::cases::TermCount;
use crate::ui::{Details, Figure, Figures, IntoMarkup, Markup, Tally, TallyRow};
use leptos::prelude::*;

/// Rows of a long table that stand in the open; the rest is folded away.
const ROWS_SHOWN: usize = 12;

/// A part of the page.
fn part(
    id: &'static str,
    heading: &'static str,
    says: impl IntoView,
    numbers: impl IntoView,
) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby=id>
            <div class="section-head"><h2 id=id>{heading}</h2></div>
            <div class="reckoning">
                <div class="reckoning-says stack">{says}</div>
                <div class="reckoning-numbers stack">{numbers}</div>
            </div>
        </section>
    }
}

fn linked(href: String, label: String) -> Markup {
    view! { <a href=href>{label}</a> }.into_markup()
}

fn number(count: u64) -> Markup {
    words::with_commas(count).into_markup()
}

/// A row whose label leads to the list with this value of a facet.
fn facet_row(facet: &'static str, term: &TermCount) -> TallyRow {
    let href = ListQuery::only(facet, &term.slug).href();
    TallyRow {
        label: linked(href, term.label.to_string()),
        size: term.count,
        numbers: vec![number(term.count)],
    }
}

/// A long table: its first rows, and the rest behind a line.
fn long_tally(
    caption: &'static str,
    heads: [&'static str; 2],
    mut rows: Vec<TallyRow>,
    rest_caption: &'static str,
) -> Markup {
    // A rest of one or two is not worth a click.
    if rows.len() <= ROWS_SHOWN + 2 {
        return view! { <Tally caption=caption heads=heads.to_vec() rows=rows/> }.into_markup();
    }
    let full = rows.iter().map(|row| row.size).max().unwrap_or(0);
    let rest = rows.split_off(ROWS_SHOWN);
    let summary = format!("{} more", rest.len());
    view! {
        <Tally caption=caption heads=heads.to_vec() rows=rows/>
        <Details summary=summary>
            <Tally caption=rest_caption heads=heads.to_vec() rows=rest full=full/>
        </Details>
    }
    .into_markup()
}

/// Four numbers that lead on.
pub fn in_brief(impact: &Impact) -> impl IntoView + use<> {
    let figures = [
        (
            LIST_PATH.to_owned(),
            impact.cases,
            "case study",
            "case studies",
        ),
        (
            MUSEUMS_PATH.to_owned(),
            impact.museums,
            "museum or group",
            "museums and groups",
        ),
        (
            "#countries".to_owned(),
            impact.countries.len() as u64,
            "country",
            "countries",
        ),
        (
            "#people".to_owned(),
            impact.people.total,
            "person counted",
            "people counted",
        ),
    ];
    let figures = figures
        .into_iter()
        .map(|(href, count, one, many)| Figure {
            href,
            number: words::with_commas(count),
            words: if count == 1 { one } else { many },
        })
        .collect();
    view! { <Figures figures=figures/> }
}

pub fn how_we_counted(impact: &Impact) -> impl IntoView + use<> {
    let sent_in = impact.cases - impact.compiled;
    let origin = match (sent_in, impact.compiled) {
        (_, 0) => view! { <li>"Museums sent in all of the case studies. A person read each before it was published."</li> }.into_markup(),
        (0, _) => view! {
            <li>{linked(behind::href("compiled"), "All of the case studies".to_owned())}" were compiled from public sources. Museums have not sent any in yet."</li>
        }
        .into_markup(),
        _ => view! {
            <li>
                "Museums sent in "{linked(behind::href("sent-in"), words::case_studies(sent_in))}"; "
                {linked(behind::href("compiled"), words::with_commas(impact.compiled))}
                {if impact.compiled == 1 { " was" } else { " were" }}" compiled from public sources."
            </li>
        }
        .into_markup(),
    };
    view! {
        <section class="section" aria-labelledby="counted">
            <div class="section-head"><h2 id="counted">"How we counted"</h2></div>
            <div class="prose">
                <ul>
                    <li>"The numbers change with every case study that is published or taken down. Nothing is estimated, and nothing is filled in."</li>
                    {origin}
                    <li>"Museums count by the name they give. Museums that worked together under one name count once."</li>
                    <li>"We add up people only. We do not add up visits, hours or money, and we do not turn wellbeing into money."</li>
                    <li>"A case study is somebody's account of their own work. That many tell of change does not prove that museums caused it."</li>
                </ul>
            </div>
        </section>
    }
}
