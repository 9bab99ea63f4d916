//! Where towns are, so that nobody has to look up degrees: a town is found by its name, its country and, in the United
//! Kingdom, its nation.
//!
//! `towns.txt` is GeoNames (geonames.org, CC BY 4.0), made small by `tools/map/towns.mjs`, which says how. Where two
//! towns of one name could be meant, none is found: a wrong dot on the map is worse than none.

use crate::content::{CaseStudyContent, Point};
use crate::text_input::sort_key;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Whose data it is, as the licence asks to be named.
pub const SOURCE: (&str, &str) = ("GeoNames", "https://www.geonames.org/");

static TOWNS: &str = include_str!("towns.txt");

/// The nations of the United Kingdom: the letters of the file, and what stands in a region that lies there.
const NATIONS: [(&str, &[&str]); 4] = [
    ("WLS", &["wales", "cymru"]),
    ("SCT", &["scotland"]),
    ("NIR", &["northern ireland", "ulster"]),
    // Most write a part of England.
    (
        "ENG",
        &[
            "england",
            "london",
            "midlands",
            "yorkshire",
            "humber",
            "east anglia",
            "anglia",
            "north west",
            "north east",
            "south west",
            "south east",
        ],
    ),
];

/// The towns of each country, in the order of their keys, a line each.
fn countries() -> &'static HashMap<&'static str, Vec<&'static str>> {
    static COUNTRIES: OnceLock<HashMap<&'static str, Vec<&'static str>>> = OnceLock::new();
    COUNTRIES.get_or_init(|| {
        let mut countries: HashMap<&str, Vec<&str>> = HashMap::new();
        let mut towns = Vec::new();
        let mut country = "";
        for line in TOWNS.lines() {
            if let Some(next) = line.strip_prefix('=') {
                countries.insert(country, std::mem::take(&mut towns));
                country = next;
            } else {
                towns.push(line);
            }
        }
        countries.insert(country, towns);
        countries
    })
}

/// Where a town is: as somebody said, else as the list knows it.
pub(crate) fn placed(
    said: Option<Point>,
    town: &str,
    region: &str,
    country: &str,
) -> Option<Point> {
    said.or_else(|| find(town, region, country))
}

/// What whoever asked for a dot on the map reads where there will be none; nothing before a town and a country are
/// given.
#[must_use]
pub fn advice(content: &CaseStudyContent) -> Option<String> {
    let is_asked = content.on_map && !content.town.is_empty() && !content.country.is_empty();
    (is_asked && content.town_on_map().is_none()).then(|| {
        "We do not know where this town is, so it is not on the map yet. You can give the nearest larger town instead, \
         or leave it: we look it up when we read your case study"
            .to_owned()
    })
}

/// Where the middle of a town is, to a hundredth of a degree. `country` is a slug of the vocabulary, `region` what was
/// typed as region or nation.
#[must_use]
pub fn find(town: &str, region: &str, country: &str) -> Option<Point> {
    let towns = countries().get(country)?;
    let region = sort_key(region);
    names(town).find_map(|name| of_key(towns, &name, &region))
}

/// The names under which a town may stand in the file, the likeliest first: as it is typed, and without what stands
/// after it ("London (Dulwich)", "Leeds, West Yorkshire").
fn names(town: &str) -> impl Iterator<Item = String> {
    let end = town.find(['(', ',', '/', ';']).unwrap_or(town.len());
    let whole = sort_key(town);
    let short = sort_key(&town[..end]);
    [whole, short].into_iter().flat_map(|name| {
        let saint = match name.split_once(' ') {
            Some(("st", rest)) => Some(format!("saint {rest}")),
            Some(("saint", rest)) => Some(format!("st {rest}")),
            _ => None,
        };
        [Some(name), saint].into_iter().flatten()
    })
}

fn of_key(towns: &[&'static str], name: &str, region: &str) -> Option<Point> {
    let key = |line: &&'static str| line.split('\t').next().unwrap_or_default();
    let from = towns.partition_point(|line| key(line) < name);
    let same: Vec<&str> = towns[from..]
        .iter()
        .take_while(|line| key(line) == name)
        .copied()
        .collect();
    let line = match same[..] {
        [] => return None,
        [line] if !contradicts(line, region) => line,
        _ => same.into_iter().find(|line| lies_in(line, region))?,
    };
    let mut parts = line.split('\t').skip(1);
    let mut degrees = || Some(f64::from(parts.next()?.parse::<i32>().ok()?) / 100.0);
    Some(Point {
        lat: degrees()?,
        lon: degrees()?,
    })
}

fn nation_of(line: &str) -> Option<&str> {
    line.split('\t').nth(3)
}

/// The nation that a region says, if it says one.
fn nation_in(region: &str) -> Option<&'static str> {
    NATIONS
        .into_iter()
        .find(|(_, words)| words.iter().any(|word| region.contains(word)))
        .map(|(nation, _)| nation)
}

fn lies_in(line: &str, region: &str) -> bool {
    nation_of(line).is_some() && nation_of(line) == nation_in(region)
}

fn contradicts(line: &str, region: &str) -> bool {
    match (nation_of(line), nation_in(region)) {
        (Some(lies), Some(said)) => lies != said,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{TOWNS, advice, countries, find};
    use crate::text_input::sort_key;
    use crate::{CaseStudyContent, Point, Vocabulary};

    fn degrees(town: &str, region: &str, country: &str) -> Option<(f64, f64)> {
        find(town, region, country).map(|point| (point.lat, point.lon))
    }

    #[test]
    fn a_town_is_found_however_it_is_written() {
        let hull = Some((53.74, -0.34));
        for (town, region, country, at) in [
            (
                "Newcastle upon Tyne",
                "North East England",
                "GB",
                Some((54.97, -1.61)),
            ),
            ("newcastle-upon-tyne", "", "GB", Some((54.97, -1.61))),
            ("Hull", "Yorkshire and the Humber", "GB", hull),
            ("Kingston upon Hull", "", "GB", hull),
            ("London (Dulwich)", "London", "GB", Some((51.51, -0.13))),
            ("Wigan, Greater Manchester", "", "GB", Some((53.54, -2.64))),
            (
                "Saint Helens",
                "North West England",
                "GB",
                Some((53.45, -2.73)),
            ),
            ("Montréal", "Quebec", "CA", Some((45.51, -73.59))),
            ("Montreal", "", "CA", Some((45.51, -73.59))),
            ("Łódź", "", "PL", Some((51.77, 19.47))),
            ("Lodz", "", "PL", Some((51.77, 19.47))),
            ("Knjaževac", "Eastern Serbia", "RS", Some((43.57, 22.26))),
            ("New York", "New York", "US", Some((40.71, -74.01))),
        ] {
            assert_eq!(degrees(town, region, country), at, "{town}");
        }
    }

    #[test]
    fn a_nation_decides_between_towns_of_one_name_and_without_one_none_is_found() {
        assert_eq!(
            degrees("Stanley", "North East England", "GB"),
            Some((54.87, -1.7))
        );
        assert_eq!(degrees("Stanley", "Scotland", "GB"), Some((56.49, -3.45)));
        assert_eq!(degrees("Stanley", "", "GB"), None);
        // There is no Wigan in Wales.
        assert_eq!(degrees("Wigan", "Wales", "GB"), None);
        for town in ["", "Nowhere in particular", "Various", "(", ","] {
            assert_eq!(degrees(town, "", "GB"), None, "{town}");
        }
        assert_eq!(degrees("Wigan", "", "FR"), None);
        assert_eq!(degrees("Wigan", "", "no such country"), None);
    }

    #[test]
    fn a_dot_that_will_be_missing_is_told_once_there_is_a_town_to_look_for() {
        let content = |on_map, town: &str, country: &str| CaseStudyContent {
            on_map,
            town: town.to_owned(),
            country: country.to_owned(),
            ..CaseStudyContent::default()
        };
        assert!(advice(&content(true, "Nowhere in particular", "GB")).is_some());
        let placed = CaseStudyContent {
            position: Some(Point {
                lat: 53.41,
                lon: -2.98,
            }),
            ..content(true, "Nowhere in particular", "GB")
        };
        assert_eq!(advice(&placed), None);
        for (on_map, town, country) in [
            (true, "Wigan", "GB"),
            (false, "Nowhere in particular", "GB"),
            (true, "", "GB"),
            (true, "Nowhere in particular", ""),
        ] {
            assert_eq!(
                advice(&content(on_map, town, country)),
                None,
                "{town}, {country}"
            );
        }
    }

    #[test]
    fn the_file_is_in_order_under_2_mb_and_of_countries_that_we_know() {
        assert!(TOWNS.len() < 2_000_000, "{}", TOWNS.len());
        let known: Vec<&str> = Vocabulary::Country
            .terms()
            .iter()
            .map(|term| term.slug)
            .collect();
        for (country, towns) in countries() {
            assert!(country.is_empty() == towns.is_empty(), "{country}");
            let keys: Vec<&str> = towns
                .iter()
                .map(|line| line.split('\t').next().unwrap())
                .collect();
            assert!(keys.is_sorted(), "{country}");
            for key in keys {
                assert_eq!(sort_key(key), key, "{country}");
            }
        }
        // Everywhere that a museum can choose, but the smallest.
        let found = known
            .iter()
            .filter(|slug| countries().contains_key(**slug))
            .count();
        assert!(found * 10 >= known.len() * 9, "{found} of {}", known.len());
    }
}
