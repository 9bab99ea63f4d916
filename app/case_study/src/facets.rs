//! What a case is found by: the facets of every list.

use super::vocabulary::slugify;
use super::{PublicMembers, Vocabulary};

/// The facets, as the public URLs name them, and where their labels come from.
pub const FACETS: [(&str, Option<Vocabulary>); 12] = [
    ("strand", Some(Vocabulary::Strand)),
    ("theme", Some(Vocabulary::Theme)),
    ("audience", Some(Vocabulary::Audience)),
    ("activity", Some(Vocabulary::Activity)),
    ("museum_type", Some(Vocabulary::MuseumType)),
    ("country", Some(Vocabulary::Country)),
    ("region", None),
    ("evidence", Some(Vocabulary::Evidence)),
    ("five_ways", Some(Vocabulary::FiveWays)),
    ("sdg", Some(Vocabulary::Sdg)),
    ("cost", Some(Vocabulary::CostBand)),
    ("year", None),
];

/// What people read for a value of a facet: its label, or for a value nobody has listed the value
/// itself.
#[must_use]
pub fn label_of(facet: &str, slug: &str) -> String {
    match FACETS.iter().find(|(name, _)| *name == facet) {
        Some((_, Some(vocabulary))) => vocabulary.label_of(slug),
        _ => label_of_free_value(facet, slug),
    }
}

/// What people read above the values of a facet.
#[must_use]
pub fn facet_label(facet: &str) -> &'static str {
    match FACETS.iter().find(|(name, _)| *name == facet) {
        Some((_, Some(vocabulary))) => vocabulary.label(),
        _ if facet == "region" => "Region",
        _ => "Year",
    }
}

/// A region outside the list of UK nations and regions reads as its slug with capitals.
pub fn label_of_free_value(facet: &str, slug: &str) -> String {
    if facet != "region" {
        return slug.to_owned();
    }
    if let Some(term) = Vocabulary::UkRegion.term(slug) {
        return term.label.to_owned();
    }
    slug.split('-')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(letters).collect()
            })
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// What a case is found by: facet name and slug, as the public URLs have them.
pub fn facet_terms(content: &PublicMembers, this_year: u16) -> Vec<(&'static str, String)> {
    let mut terms: Vec<(&'static str, String)> = Vec::new();
    let mut add = |facet: &'static str, slugs: &mut dyn Iterator<Item = String>| {
        terms.extend(
            slugs
                .filter(|slug| !slug.is_empty())
                .map(|slug| (facet, slug)),
        );
    };
    add(
        "strand",
        &mut [&content.strand, &content.second_strand]
            .into_iter()
            .cloned(),
    );
    add("theme", &mut content.themes.iter().cloned());
    add("audience", &mut content.audiences.iter().cloned());
    add("activity", &mut content.activities.iter().cloned());
    add(
        "museum_type",
        &mut std::iter::once(content.museum_type.clone()),
    );
    add("country", &mut std::iter::once(content.country.clone()));
    add("region", &mut std::iter::once(slugify(&content.region)));
    add(
        "evidence",
        &mut std::iter::once(content.evidence_label.clone()),
    );
    add("five_ways", &mut content.five_ways.iter().cloned());
    add("sdg", &mut content.sdgs.iter().cloned());
    add("cost", &mut std::iter::once(content.cost_band.clone()));
    add(
        "year",
        &mut content
            .years(this_year)
            .into_iter()
            .map(|year| year.to_string()),
    );
    terms
}

#[cfg(test)]
mod tests {
    use super::{facet_terms, label_of_free_value};
    use crate::{PartialDate, PublicMembers};

    #[test]
    fn regions_read_as_names() {
        assert_eq!(
            label_of_free_value("region", "north-west-england"),
            "North West England"
        );
        assert_eq!(
            label_of_free_value("region", "north-holland"),
            "North Holland"
        );
        assert_eq!(label_of_free_value("year", "2019"), "2019");
    }

    #[test]
    fn a_case_is_found_by_every_facet_it_answers() {
        let content = PublicMembers {
            strand: "community".into(),
            themes: vec!["carers".into()],
            country: "GB".into(),
            region: "North West England".into(),
            started: Some(PartialDate {
                year: 2019,
                month: None,
            }),
            ended: Some(PartialDate {
                year: 2020,
                month: None,
            }),
            ..Default::default()
        };
        let terms = facet_terms(&content, 2026);
        let expected = [
            ("strand", "community"),
            ("theme", "carers"),
            ("country", "GB"),
            ("region", "north-west-england"),
            ("year", "2019"),
            ("year", "2020"),
        ];
        assert_eq!(
            terms,
            expected.map(|(facet, slug)| (facet, slug.to_owned()))
        );
    }
}
