//! The page of a map: the drawing, the ways to other parts, the list.

use super::area::{Area, WIDE};
use super::spots::{Spot, spots};
use super::{Map, land};
use crate::browse::lists::filter_panel::{chips, panel};
use crate::browse::lists::list::FORM;
use crate::browse::lists::list::understood::{shared_out, understood};
use crate::list_query::ListQuery;
use crate::list_query::heading::{heading, quoted};
use crate::ui;
use crate::ui::IntoMarkup;
use crate::ui::{Chip, FilterChips, PageHeading, RESULTS_ID, ResultCount, SearchBox};
use leptos::prelude::*;

/// About how wide a letter of a label is, in units of the drawing.
const LETTER: f64 = 10.5;

/// "Case studies on the map: “tea”, carers".
pub fn title(map: &Map) -> String {
    heading("Case studies on the map", &map.query.list)
}

pub fn view(mut map: Map) -> impl IntoView + use<> {
    let bar = std::mem::take(&mut map.bar).view();
    let listing = std::mem::take(&mut map.listing);
    let map = &map;
    let query = &map.query.list;
    let chosen = query.chosen();
    let of_list = |list: &ListQuery| map.query.of_list(list).href();
    let understood = understood(query, &listing, &of_list);
    let shared_out = shared_out(&listing).map(|words| view! { <p class="meta">{words}</p> });
    let panel = panel(query, &chosen, listing.facets, &map.query.pairs());
    let words = query.has_words().then(|| Chip {
        facet: "Words".to_owned(),
        label: quoted(&query.filters.q),
        remove_href: of_list(&query.with_words("")),
    });
    let chips: Vec<Chip> = words
        .into_iter()
        .chain(chips(query, &chosen, of_list))
        .collect();
    let clear = of_list(&query.whole_bank());
    let typed = query.filters.q.clone();
    let spots = spots(map);
    let shown: usize = spots.iter().map(|spot| spot.entries.len()).sum();
    let count = if shown == 0 {
        "No case studies here".to_owned()
    } else {
        ui::case_studies(shown as u64)
    };
    let detail = (shown < map.total)
        .then(|| format!(" of {} in this area", ui::with_commas(map.total as u64)));
    let list = query.href();
    view! {
        <PageHeading title=title(map)/>
        <SearchBox value=typed form=FORM/>
        <div class="listing">
            <div class="listing-filters">{panel}</div>
            <div class="listing-results" id=RESULTS_ID tabindex="-1">
                {bar}
                {understood}
                <div class="map-bar">
                    <ResultCount words=count detail=detail/>
                    <p class="no-print"><a href=list>"See the list"</a></p>
                </div>
                {shared_out}
                <FilterChips chips=chips clear_href=clear/>
                {parts(map)}
                {drawing(map, &spots)}
                {left_out(map, shown)}
                {twin(map, &spots)}
            </div>
        </div>
    }
}

/// The parts of the world that have a name, and the one that is shown.
fn parts(map: &Map) -> impl IntoView + use<> {
    let links = Area::NAMED
        .into_iter()
        .map(|area| {
            let current = (area == map.area).then_some("true");
            view! { <li><a href=map.query.at(area).href() aria-current=current>{area.label()}</a></li> }
        })
        .collect_view();
    let closer = matches!(map.area, Area::Around { .. })
        .then(|| view! { <li><strong>"Zoomed in"</strong></li> });
    view! { <nav class="sorting no-print" aria-label="Area of the map"><ul>{links}{closer}</ul></nav> }
}

fn drawing(map: &Map, spots: &[Spot]) -> impl IntoView + use<> {
    let frame = map.area.frame();
    let marks = spots.iter().map(mark).collect_view();
    let labels = labels(spots)
        .into_iter()
        .map(|label| {
            let anchor = if label.left { "end" } else { "start" };
            view! { <text x=whole(label.x) y=whole(label.y) text-anchor=anchor>{label.words}</text> }
        })
        .collect_view();
    let size = format!("0 0 {WIDE} {}", frame.high());
    let name = format!("Map of {}", in_a_sentence(map.area));
    view! {
        <figure class="map">
            <svg viewBox=size role="group" aria-label=name>
                <path class="map-land" d=land::outline(&frame)></path>
                <g class="map-labels" aria-hidden="true">{labels}</g>
                {marks}
            </svg>
            <figcaption class="meta">"Map: Natural Earth. Towns: GeoNames. Dots mark towns, not addresses."</figcaption>
        </figure>
    }
}

const fn in_a_sentence(area: Area) -> &'static str {
    match area {
        Area::World => "the world",
        Area::Europe => "Europe",
        Area::UkAndIreland => "the UK and Ireland",
        Area::Around { .. } => "one area, zoomed in",
    }
}

fn whole(units: f64) -> String {
    format!("{units:.0}")
}

/// A mark: a link as large as a thumb, a disc, and a number where it stands for several.
fn mark(spot: &Spot) -> impl IntoView + use<> {
    let (x, y) = (whole(spot.x), whole(spot.y));
    let count = spot.entries.len();
    let size = match count {
        1 => "mark mark-1",
        2..=9 => "mark mark-2",
        10..=99 => "mark mark-3",
        _ => "mark mark-4",
    };
    let number = (count > 1)
        .then(|| view! { <text x=x.clone() y=y.clone() aria-hidden="true">{ui::with_commas(count as u64)}</text> });
    view! {
        <a class=size href=spot.href.clone() aria-label=spot.says()>
            <circle class="mark-thumb" cx=x.clone() cy=y.clone() r="43"></circle>
            <circle class="mark-disc" cx=x cy=y r="18"></circle>
            {number}
        </a>
    }
}

struct Label {
    x: f64,
    y: f64,
    left: bool,
    words: String,
}

/// The names of places, where there is room beside the mark: to its right, or else to its left.
fn labels(spots: &[Spot]) -> Vec<Label> {
    /// Half the height of a line.
    const HALF: f64 = 15.0;
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    let mut found = Vec::new();
    for (at, spot) in spots.iter().enumerate() {
        let long = spot.name.chars().count() as f64 * LETTER;
        let free = |from: f64, to: f64| {
            let over_mark = spots.iter().enumerate().any(|(other, mark)| {
                other != at
                    && (mark.y - spot.y).abs() < HALF + 30.0
                    && mark.x > from - 34.0
                    && mark.x < to + 34.0
            });
            let over_name = taken.iter().any(|(start, end, y)| {
                (y - spot.y).abs() < 2.0 * HALF && *start < to && from < *end
            });
            from > 0.0 && to < WIDE && !over_mark && !over_name
        };
        // From the middle of a mark to its name: a single one is small.
        let beside = if spot.entries.len() == 1 { 24.0 } else { 42.0 };
        let right = (spot.x + beside, spot.x + beside + long);
        let left = (spot.x - beside - long, spot.x - beside);
        let (span, is_left) = if free(right.0, right.1) {
            (right, false)
        } else if free(left.0, left.1) {
            (left, true)
        } else {
            continue;
        };
        taken.push((span.0, span.1, spot.y));
        found.push(Label {
            x: if is_left { span.1 } else { span.0 },
            y: spot.y,
            left: is_left,
            words: spot.name.clone(),
        });
    }
    found
}

/// Who is not on the map, and why.
fn left_out(map: &Map, shown: usize) -> impl IntoView + use<> {
    let outside = map.placed.len() - shown;
    let elsewhere = (outside > 0).then(|| {
        let lie = if outside == 1 { " is" } else { " are" };
        let world = map.query.at(Area::World).href();
        let beyond = if map.area == Area::World {
            view! { {lie}" beyond the edge of the map. " }.into_markup()
        } else {
            view! { {lie}" outside this area: "<a href=world>"see the world"</a>". " }.into_markup()
        };
        view! { {ui::case_studies(outside as u64)}{beyond} }
    });
    let nowhere = map.hidden + map.unknown;
    let list = map.query.list.href();
    let nowhere = if nowhere == 0 {
        (map.total > 0)
            .then_some("Every case study has a place on the map.")
            .into_markup()
    } else {
        let are = if nowhere == 1 { " is" } else { " are" };
        let hidden = match (map.hidden, map.unknown) {
            (0, _) => "we do not know where the town is".to_owned(),
            (hidden, 0) if hidden == nowhere => "the museum chose not to show the place".to_owned(),
            (hidden, unknown) => {
                let keep = if hidden == 1 {
                    "chose not to show its place"
                } else {
                    "chose not to show their places"
                };
                format!(
                    "{} {keep}, of {} we do not know where the town is",
                    ui::with_commas(hidden as u64),
                    ui::with_commas(unknown as u64)
                )
            }
        };
        view! {
            {ui::case_studies(nowhere as u64)}{are}" not on the map: "{hidden}
            ". "<a href=list>"The list has them all"</a>"."
        }
        .into_markup()
    };
    view! { <p class="map-left-out">{elsewhere}{nowhere}</p> }
}

/// The same cases as a list, by place.
fn twin(map: &Map, spots: &[Spot]) -> impl IntoView + use<> {
    if spots.is_empty() {
        let list = map.query.list.href();
        return view! {
            <div class="list-empty prose">
                <p>"No case study with these filters is in this area of the map."</p>
                <p><a href=list>"See the list"</a></p>
            </div>
        }
        .into_markup();
    }
    let places = spots
        .iter()
        .enumerate()
        .map(|(number, spot)| place(map, number, spot))
        .collect_view();
    view! {
        <section class="section" aria-labelledby="in-a-list">
            <div class="section-head"><h2 id="in-a-list">"List"</h2></div>
            <div class="places">{places}</div>
        </section>
    }
    .into_markup()
}

fn place(map: &Map, number: usize, spot: &Spot) -> impl IntoView + use<> {
    let id = Spot::id(number);
    let lines = spot
        .entries
        .iter()
        .take(spot.shown)
        .map(|entry| {
            let museum = map.catalogue.museums[entry.museum].name.clone();
            view! {
                <li><a href=map.query.list.case_href(&entry.slug)>{entry.title.clone()}</a>" "<span class="meta">{museum}</span></li>
            }
        })
        .collect_view();
    let rest = spot.entries.len() - spot.shown;
    let rest = (rest > 0).then(|| {
        let (href, words) = if spot.closer {
            (spot.href.clone(), "zoom in")
        } else {
            (map.query.list.href(), "see the whole list")
        };
        view! { <li>{format!("{} more: ", ui::with_commas(rest as u64))}<a href=href>{words}</a></li> }
    });
    let count = (spot.entries.len() > 1).then(|| {
        view! { " "<span class="meta">{ui::case_studies(spot.entries.len() as u64)}</span> }
    });
    let closer = (rest.is_none() && spot.closer).then(|| {
        let href = spot.href.clone();
        let name = spot.name.clone();
        view! { <p class="no-print"><a href=href>"Zoom in"<span class="visually-hidden">{format!(" on {name}")}</span></a></p> }
    });
    view! {
        <section class="place" id=id tabindex="-1">
            <h3>{spot.name.clone()}{count}</h3>
            <ul>{lines}{rest}</ul>
            {closer}
        </section>
    }
}
