use super::{Catalogue, Spot};
use crate::cases::{Filters, PublicCase};
use case_study::public::public_part;
use case_study::{CaseState, CaseStudyContent, Facet, Point};

fn case(slug: &str, content: CaseStudyContent) -> PublicCase {
    PublicCase {
        slug: slug.into(),
        state: CaseState::Live,
        compiled: false,
        sample: false,
        featured: false,
        published_at: 0,
        updated_at: 0,
        content: public_part(content),
    }
}

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn the_newest_is_first_and_filters_narrow() {
    let with = |themes: &[&str], country: &str| CaseStudyContent {
        themes: strings(themes),
        country: country.into(),
        museum: "Example Museum".into(),
        ..Default::default()
    };
    let catalogue = Catalogue::of(
        &[
            case("a", with(&["carers"], "FI")),
            case("b", with(&["carers", "mental-health"], "GB")),
            case("c", with(&["mental-health"], "GB")),
        ],
        2026,
    );
    let slugs = |filters: &Filters| -> Vec<String> {
        let found = catalogue.matching(filters);
        found.iter().map(|entry| entry.slug.clone()).collect()
    };
    assert_eq!(slugs(&Filters::default()), ["c", "b", "a"]);
    let mut filters = Filters::default();
    filters.chosen.insert(Facet::Theme, strings(&["carers"]));
    assert_eq!(slugs(&filters), ["b", "a"]);
    filters
        .chosen
        .insert(Facet::Country, strings(&["GB", "IE"]));
    assert_eq!(slugs(&filters), ["b"]);
    assert_eq!(catalogue.museums.len(), 1);
    let all: Vec<_> = catalogue.entries.iter().collect();
    let counts: Vec<_> = catalogue
        .counts(&all, Facet::Theme)
        .into_iter()
        .map(|term| (term.slug, term.count))
        .collect();
    // Equal counts stand in the order of the vocabulary.
    assert_eq!(counts, [("mental-health".into(), 2), ("carers".into(), 2)]);
}

#[test]
fn a_measure_in_the_authors_words_is_the_common_one_of_that_name() {
    let content = CaseStudyContent {
        measures: strings(&["wemwbs"]),
        measures_other: strings(&["WEMWBS", "Visual analogue scales", "Tea diary", "Чай"]),
        ..Default::default()
    };
    let catalogue = Catalogue::of(&[case("a", content)], 2026);
    let keys: Vec<_> = catalogue
        .measures
        .iter()
        .map(|measure| (measure.key.as_str(), measure.common))
        .collect();
    assert_eq!(
        keys,
        [
            ("wemwbs", true),
            ("visual-analogue-scales", true),
            ("tea-diary", false),
            ("чай", false)
        ]
    );
    assert_eq!(catalogue.entries[0].measures.len(), 4);
}

#[test]
fn only_a_place_that_may_be_shown_has_a_position() {
    let point = Point {
        lat: 53.4,
        lon: -3.0,
    };
    for (position, on_map, spot) in [
        (Some(point), true, Spot::Shown(point)),
        (Some(point), false, Spot::Hidden),
        (None, true, Spot::Unknown),
        (None, false, Spot::Unknown),
    ] {
        let content = CaseStudyContent {
            position,
            on_map,
            ..Default::default()
        };
        let placed = content.town_on_map().is_some();
        assert_eq!(Spot::of(&public_part(content), placed), spot);
    }
    // A town that the list knows needs nobody's degrees.
    for (on_map, is_shown) in [(true, true), (false, false)] {
        let content = CaseStudyContent {
            town: "Wigan".into(),
            country: "GB".into(),
            on_map,
            ..Default::default()
        };
        let placed = content.town_on_map().is_some();
        let spot = Spot::of(&public_part(content), placed);
        assert_eq!(matches!(spot, Spot::Shown(_)), is_shown);
        assert_eq!(spot == Spot::Hidden, !is_shown);
    }
}
