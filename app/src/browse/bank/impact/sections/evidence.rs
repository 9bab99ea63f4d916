//! How they know what changed: labels, and measures.

use super::{facet_row, linked, number, part};
use crate::ui;
use case_study::Facet;

use crate::browse::bank::impact::figure_detail;
use crate::browse::bank::impact::figures::{Impact, MeasureCount};
use crate::ui::{Details, IntoMarkup, Tally, TallyRow};
use leptos::prelude::*;

pub fn evidence(impact: &Impact) -> impl IntoView + use<> {
    let rows = impact
        .evidence
        .iter()
        .map(|term| {
            if term.count > 0 {
                return facet_row(Facet::Evidence, term);
            }
            // A list of nothing is no use to anyone.
            TallyRow {
                label: term.label.to_string().into_markup(),
                size: 0,
                numbers: vec![number(0)],
            }
        })
        .collect();
    let suggested = (impact.suggested > 0).then(|| {
        let cases = linked(
            figure_detail::href("suggested-label"),
            ui::case_studies(impact.suggested),
        );
        let verb = if impact.suggested == 1 {
            " has"
        } else {
            " have"
        };
        view! { <p>{cases}{verb}" a label that we suggest. No one has checked it yet."</p> }
    });
    part(
        "evidence",
        "How they know what changed",
        view! {
            <p>"Each case study has one label. It says how the evidence was gathered, not how good the work was. A small museum that asked its visitors and reports honestly what they said belongs here as much as a study does."</p>
            {suggested}
            <p><a href=paths::ABOUT_EVIDENCE>"What the labels mean"</a></p>
        },
        view! { <Tally caption="Case studies by evidence label" heads=vec!["Evidence", "Case studies"] rows=rows/> },
    )
}

pub fn measures(impact: &Impact) -> impl IntoView + use<> {
    let row = |measure: &MeasureCount| TallyRow {
        label: linked(
            figure_detail::measure_href(&measure.key),
            measure.label.clone(),
        ),
        size: measure.count,
        numbers: vec![number(measure.count)],
    };
    // Those that let readers compare first: common ones, and what more than one case names.
    let (first, rest): (Vec<&MeasureCount>, Vec<&MeasureCount>) = impact
        .measures
        .iter()
        .partition(|measure| measure.common || measure.count > 1);
    let full = impact
        .measures
        .iter()
        .map(|measure| measure.count)
        .max()
        .unwrap_or(0);
    let first_rows: Vec<TallyRow> = first.into_iter().map(row).collect();
    let rest_rows: Vec<TallyRow> = rest.into_iter().map(row).collect();
    let heads = vec!["Measure", "Case studies"];
    let first_table = (!first_rows.is_empty()).then(|| {
        view! { <Tally caption="Common measures, and those that two or more case studies name" heads=heads.clone() rows=first_rows/> }
    });
    let rest_table = (!rest_rows.is_empty()).then(|| {
        let summary = format!("{} more, each in one case study", rest_rows.len());
        view! { <Details summary=summary><Tally caption="Measures that one case study names, in its own words" heads=heads rows=rest_rows full=full/></Details> }
    });
    let without = (impact.without_measure > 0).then(|| {
        let verb = if impact.without_measure == 1 { " names none." } else { " name none." };
        view! { <p>{linked(figure_detail::href("no-measure"), ui::case_studies(impact.without_measure))}{verb}</p> }
    });
    part(
        "measures",
        "Measures they used",
        view! {
            <p>"Scales, toolkits and methods as the case studies name them. Two that ask different things cannot be added up, so there is no average here."</p>
            <p>"Most case studies write the name in their own words. We count it as a common measure only where the words are the same."</p>
            {without}
        },
        view! { {first_table}{rest_table} },
    )
}
