//! The parts of the page: on the left what the numbers say and what they do not, on the right the
//! numbers, each leading to its cases. Here stands what they share, the beginning and the end.

mod challenges;
mod distribution;
mod evidence;
mod people;

use crate::ui;
use case_study::Facet;
pub use challenges::hard;
pub use distribution::{countries, themes, years};
pub use evidence::{evidence, measures};
pub use people::people;

use super::figure_detail;
use super::figures::Impact;
use crate::list_query::ListQuery;

use crate::ui::{Details, IntoMarkup, Markup, Tally, TallyRow};
use leptos::prelude::*;
use store::cases::TermCount;

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
    ui::with_commas(count).into_markup()
}

/// A row whose label leads to the list with this value of a facet.
fn facet_row(facet: Facet, term: &TermCount) -> TallyRow {
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

pub fn how_we_counted(impact: &Impact) -> impl IntoView + use<> {
    let sent_in = impact.cases - impact.compiled;
    let origin = match (sent_in, impact.compiled) {
        (_, 0) => view! { <li>"Museums sent in all of the case studies. A person read each before it was published."</li> }.into_markup(),
        (0, _) => view! {
            <li>{linked(figure_detail::href("compiled"), "All of the case studies".to_owned())}" were compiled from public sources. Museums have not sent any in yet."</li>
        }
        .into_markup(),
        _ => view! {
            <li>
                "Museums sent in "{linked(figure_detail::href("sent-in"), ui::case_studies(sent_in))}"; "
                {linked(figure_detail::href("compiled"), ui::with_commas(impact.compiled))}
                {if impact.compiled == 1 { " was" } else { " were" }}" compiled from public sources."
            </li>
        }
        .into_markup(),
    };
    let left_out = match impact.left_out {
        0 => None,
        1 => Some("We left out 1 sample, which was made to try this site with.".to_owned()),
        many => Some(format!(
            "We left out {} samples, which were made to try this site with.",
            ui::with_commas(many)
        )),
    };
    let left_out = left_out.map(|words| view! { <li>{words}</li> });
    view! {
        <section class="section" aria-labelledby="counted">
            <div class="section-head"><h2 id="counted">"How we counted"</h2></div>
            <div class="prose">
                <ul>
                    <li>"The numbers change with every case study that is published or taken down. We count what the case studies say; some of the numbers they give are rounded or estimated."</li>
                    {origin}
                    {left_out}
                    <li>"Museums count by the name they give. Museums that worked together under one name count once."</li>
                    <li>"We add up only people who took part. We do not add up people who were trained, answered a survey, visited or were planned for, nor visits, hours or money, and we do not turn wellbeing into money."</li>
                    <li>"A case study is an account, by the museum or from what others have written. That many describe change does not prove that museums caused it."</li>
                </ul>
            </div>
        </section>
    }
}
