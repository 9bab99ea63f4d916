//! The parts of the page: on the left what the numbers say and what they do not, on the right the
//! numbers, each leading to its cases.

use super::behind;
use super::figures::{Impact, MeasureCount, People};
use crate::browse::card;
use crate::browse::list_query::{LIST_PATH, ListQuery};
use crate::browse::ways_in::{MUSEUMS_PATH, Way};
use crate::browse::{ABOUT_EVIDENCE, words};
use crate::db::cases::{PublicCase, TermCount};
use crate::ui::{Details, EvidenceLabel, SharesBar, Tally, TallyRow, YearColumns};
use crate::ui::{IntoMarkup, Markup};
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
        label: linked(href, term.label.clone()),
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
        .map(|(href, count, one, many)| {
            let words = if count == 1 { one } else { many };
            view! {
                <li>
                    <a href=href><span class="figure-number">{words::with_commas(count)}</span>" "<span class="figure-words">{words}</span></a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="figures">{figures}</ul> }
}

pub fn people(people: &People) -> impl IntoView + use<> {
    let counted = linked(
        behind::href("people-counted"),
        words::case_studies(people.counted),
    );
    let without = (people.without > 0).then(|| {
        let (give, are) = if people.without == 1 {
            (" gives no number and is left out. ", "That does not make it small.")
        } else {
            (" give no number and are left out. ", "That does not make them small.")
        };
        view! {
            <p>{linked(behind::href("people-not-counted"), words::case_studies(people.without))}{give}{are}</p>
        }
    });
    let largest = people.largest.clone().filter(|_| people.counted > 1).map(|(most, slug, title)| {
        view! {
            <p>
                {format!("Half of them counted {} or fewer. The largest number, {}, comes from ", words::with_commas(people.middle), words::with_commas(most))}
                <a href=card::href(&slug)>{title}</a>
                {format!(" and is {} of the whole.", share(most, people.total))}
            </p>
        }
    });
    let rows = people
        .bands
        .iter()
        .map(|count| TallyRow {
            label: linked(behind::href(count.band.slug), count.band.label.to_owned()),
            size: count.cases,
            numbers: vec![number(count.cases), number(count.people)],
        })
        .collect();
    let total = words::with_commas(people.total);
    part(
        "people",
        "People who took part",
        view! {
            <p>{if people.counted == 1 { "Counted by " } else { "Added up from " }}{counted}": "<strong>{total}</strong>{if people.total == 1 { " person." } else { " people." }}</p>
            {without}
            {largest}
            <p>"People, never visits. The numbers are the museums' own, some of them rounded. Somebody who took part in two projects is in both numbers: nobody could know."</p>
        },
        view! { <Tally caption="Case studies by how many people took part" heads=vec!["People", "Case studies", "People in all"] rows=rows/> },
    )
}

/// "44 in 100", "less than 1 in 100".
fn share(part: u64, whole: u64) -> String {
    let hundredths = (u128::from(part) * 100 + u128::from(whole) / 2)
        .checked_div(u128::from(whole))
        .unwrap_or(0);
    match hundredths {
        0 => "less than 1 in 100".to_owned(),
        100 => "nearly all".to_owned(),
        hundredths => format!("{hundredths} in 100"),
    }
}

pub fn evidence(impact: &Impact) -> impl IntoView + use<> {
    let shares = (1..)
        .zip(&impact.evidence)
        .map(|(step, term)| (format!("evidence-{step}"), term.count))
        .collect();
    let rows = impact
        .evidence
        .iter()
        .map(|term| {
            let label = view! { <EvidenceLabel slug=term.slug.clone() label=term.label.clone()/> };
            let href = ListQuery::only("evidence", &term.slug).href();
            let label = if term.count == 0 {
                label.into_markup()
            } else {
                view! { <a class="plain-link" href=href>{label}</a> }.into_markup()
            };
            view! { <tr><th scope="row">{label}</th><td class="numeric">{number(term.count)}</td></tr> }
        })
        .collect_view();
    part(
        "evidence",
        "How they know what changed",
        view! {
            <p>"Each case study has one label. It says how the evidence was gathered, not how good the work was. A small museum that asked its visitors and tells honestly what they said belongs here as much as a study does."</p>
            <p><a href=ABOUT_EVIDENCE>"What the labels mean"</a></p>
        },
        view! {
            <SharesBar shares=shares/>
            <table class="tally">
                <caption>"Case studies by evidence label"</caption>
                <thead><tr><th scope="col">"Evidence"</th><th scope="col" class="numeric">"Case studies"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        },
    )
}

pub fn hard(impact: &Impact, telling: &[PublicCase]) -> impl IntoView + use<> {
    let says = if impact.telling == 0 {
        let sources = (impact.compiled == impact.cases).then_some(
            "All of them were compiled from what museums had put in public before, and that seldom tells.",
        );
        view! {
            <p><strong>{format!("None of the {} says it.", words::case_studies(impact.cases))}</strong>{sources.map(|text| format!(" {text}"))}</p>
            <p>"It is what other museums learn most from, so we ask everybody who sends a case study in."</p>
        }
        .into_markup()
    } else {
        let link = linked(
            behind::href("what-was-hard"),
            words::case_studies(impact.telling),
        );
        let verb = if impact.telling == 1 {
            " says "
        } else {
            " say "
        };
        view! {
            <p>{link}{format!(" of {}", words::with_commas(impact.cases))}{verb}"what did not work, or was hard."</p>
            <p>"It is what other museums learn most from, so we ask everybody. Who does not answer may still have struggled."</p>
        }
        .into_markup()
    };
    let quotes = telling
        .iter()
        .map(|case| {
            view! {
                <li>
                    <p class="hard-words">{first_words(&case.content.hard)}</p>
                    <p class="meta"><a href=card::href(&case.slug)>{case.content.title.clone()}</a>", "{case.content.museum.clone()}</p>
                </li>
            }
        })
        .collect_view();
    let numbers = if telling.is_empty() {
        view! { <p class="hard-words"><a href="/submit">"Tell others what was hard for you"</a></p> }
            .into_markup()
    } else {
        view! { <ul class="hard-list">{quotes}</ul> }.into_markup()
    };
    part("hard", "What did not work", says, numbers)
}

/// The beginning of a passage, cut between words.
fn first_words(text: &str) -> String {
    const MOST: usize = 40;
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= MOST {
        return words.join(" ");
    }
    let cut = words[..MOST].join(" ");
    format!(
        "{}\u{a0}\u{2026}",
        cut.trim_end_matches([',', ';', ':', '.'])
    )
}

pub fn measures(impact: &Impact) -> impl IntoView + use<> {
    let row = |measure: &MeasureCount| TallyRow {
        label: linked(behind::measure_href(&measure.key), measure.label.clone()),
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
        view! { <p>{linked(behind::href("no-measure"), words::case_studies(impact.without_measure))}{verb}</p> }
    });
    part(
        "measures",
        "Measures they used",
        view! {
            <p>"Scales, toolkits and methods as the case studies name them. Two that ask different things cannot be added up, so there is no average here."</p>
            <p>"Most museums write the name in their own words. We count it as a common measure only where the words are the same."</p>
            {without}
        },
        view! { {first_table}{rest_table} },
    )
}

pub fn themes(impact: &Impact) -> impl IntoView + use<> {
    let rows = impact
        .themes
        .iter()
        .map(|term| facet_row("theme", term))
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
                label: linked(ListQuery::only("year", &year).href(), year),
                size: *count,
                numbers: vec![number(*count)],
            }
        })
        .collect();
    let without = (impact.without_year > 0).then(|| {
        let verb = if impact.without_year == 1 { " gives no year." } else { " give no year." };
        view! { <p>{linked(behind::href("no-year"), words::case_studies(impact.without_year))}{verb}</p> }
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
            <p>"Work that ran for several years counts in each of them. Where no end is known and nobody says that it still runs, it counts in its first year only."</p>
            {without}
        },
        view! {
            <p class="meta" aria-hidden="true">{format!("The highest column is {}", words::case_studies(most))}</p>
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
        .map(|term| facet_row("country", term))
        .collect();
    part(
        "countries",
        "Countries",
        view! {
            <p>"Where the work took place. A country with many case studies has museums that write them down, in English or for people who read it."</p>
            <p><a href=format!("{LIST_PATH}?view=map")>"See them on the map"</a></p>
        },
        long_tally(
            "Case studies by country",
            ["Country", "Case studies"],
            rows,
            "More countries",
        ),
    )
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

#[cfg(test)]
mod tests {
    use super::{first_words, share};

    #[test]
    fn shares_are_said_in_words() {
        assert_eq!(share(10_000, 22_789), "44 in 100");
        assert_eq!(share(1, 1_000), "less than 1 in 100");
        assert_eq!(share(999, 1_000), "nearly all");
    }

    #[test]
    fn long_words_are_cut_between_words() {
        let long = "word, ".repeat(50);
        let cut = first_words(&long);
        assert!(cut.ends_with("word\u{a0}\u{2026}"), "{cut}");
        assert_eq!(first_words("It  rained."), "It rained.");
    }
}
