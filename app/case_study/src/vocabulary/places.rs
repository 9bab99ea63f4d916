//! Where the work took place.

use super::countries::{ELSEWHERE, EUROPE};
use super::{Term, joined, slugify, term};

/// Europe first, because most readers and authors are there.
pub(super) static COUNTRIES: [Term; EUROPE.len() + ELSEWHERE.len()] = joined(EUROPE, ELSEWHERE);

pub(super) const UK_REGIONS: &[Term] = &[
    term(
        "north-east-england",
        "North East England",
        "North East in official statistics",
    ),
    term(
        "north-west-england",
        "North West England",
        "North West in official statistics",
    ),
    term(
        "yorkshire-and-the-humber",
        "Yorkshire and the Humber",
        "A region of England",
    ),
    term("east-midlands", "East Midlands", "A region of England"),
    term("west-midlands", "West Midlands", "A region of England"),
    term("east-of-england", "East of England", "A region of England"),
    term("london", "London", "A region of England"),
    term(
        "south-east-england",
        "South East England",
        "South East in official statistics",
    ),
    term(
        "south-west-england",
        "South West England",
        "South West in official statistics",
    ),
    term("scotland", "Scotland", "A nation of the United Kingdom"),
    term("wales", "Wales", "A nation of the United Kingdom"),
    term(
        "northern-ireland",
        "Northern Ireland",
        "A nation of the United Kingdom",
    ),
    term(
        "uk-wide",
        "UK-wide",
        "In several nations or regions of the United Kingdom",
    ),
    term(
        "isle-of-man",
        "Isle of Man",
        "A Crown Dependency, listed here so that readers find it",
    ),
    term(
        "jersey",
        "Jersey",
        "A Crown Dependency, listed here so that readers find it",
    ),
    term(
        "guernsey",
        "Guernsey",
        "A Crown Dependency, listed here so that readers find it",
    ),
];

/// Other names people write, as slugs, with the code.
const ALSO_KNOWN_AS: &[(&str, &str)] = &[
    ("america", "US"),
    ("bosnia", "BA"),
    ("britain", "GB"),
    ("brunei-darussalam", "BN"),
    ("burma", "MM"),
    ("cape-verde", "CV"),
    ("czech-republic", "CZ"),
    ("dr-congo", "CD"),
    ("drc", "CD"),
    ("east-timor", "TL"),
    ("eire", "IE"),
    ("england", "GB"),
    ("great-britain", "GB"),
    ("holland", "NL"),
    ("holy-see", "VA"),
    ("holy-see-vatican-city-state", "VA"),
    ("ivory-coast", "CI"),
    ("lao-peoples-democratic-republic", "LA"),
    ("macau", "MO"),
    ("macedonia", "MK"),
    ("northern-ireland", "GB"),
    ("republic-of-ireland", "IE"),
    ("republic-of-korea", "KR"),
    ("republic-of-moldova", "MD"),
    ("republic-of-the-congo", "CG"),
    ("russian-federation", "RU"),
    ("scotland", "GB"),
    ("state-of-palestine", "PS"),
    ("swaziland", "SZ"),
    ("syrian-arab-republic", "SY"),
    ("the-bahamas", "BS"),
    ("the-gambia", "GM"),
    ("the-netherlands", "NL"),
    ("the-philippines", "PH"),
    ("turkey", "TR"),
    ("uae", "AE"),
    ("uk", "GB"),
    ("united-states-of-america", "US"),
    ("us-virgin-islands", "VI"),
    ("usa", "US"),
    ("viet-nam", "VN"),
    ("wales", "GB"),
];

/// The country with this name: its label or another common name, in any case and with or without
/// accents.
#[must_use]
pub fn country_by_name(name: &str) -> Option<&'static Term> {
    let wanted = slugify(name);
    COUNTRIES
        .iter()
        .find(|country| slugify(country.label) == wanted)
        .or_else(|| {
            let (_, code) = ALSO_KNOWN_AS.iter().find(|(other, _)| *other == wanted)?;
            COUNTRIES.iter().find(|country| country.slug == *code)
        })
}

/// Names in [`ALSO_KNOWN_AS`] of a part of the country: who looks for Wales does not mean London.
const PARTS: [&str; 4] = ["england", "northern-ireland", "scotland", "wales"];

/// Every name people know a country by, its label first; none for a code we do not know.
#[must_use]
pub fn country_names(code: &str) -> Vec<String> {
    let label = COUNTRIES
        .iter()
        .filter(|country| country.slug == code)
        .map(|country| country.label.to_owned());
    let others = ALSO_KNOWN_AS
        .iter()
        .filter(|(name, country)| *country == code && !PARTS.contains(name))
        .map(|(name, _)| name.replace('-', " "));
    label.chain(others).collect()
}

/// The countries of Europe, for the first group of a list.
#[must_use]
pub const fn european_countries() -> &'static [Term] {
    EUROPE
}

/// All the other countries, in alphabetical order, for the second group.
#[must_use]
pub const fn other_countries() -> &'static [Term] {
    ELSEWHERE
}

#[cfg(test)]
pub(super) const fn other_country_names() -> &'static [(&'static str, &'static str)] {
    ALSO_KNOWN_AS
}
