//! A case as the index holds it.

use super::schema::Fields;
use case_study::facets::facet_terms;
use case_study::public::public_part;
use case_study::vocabulary::{country_names, slugify};
use case_study::{CaseState, CaseStudyContent, Facet, Vocabulary};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::cases::PublicCase;
use tantivy::TantivyDocument;
use tantivy::schema::Value;

/// Between facet and slug in a value; no slug holds it.
const BETWEEN: char = '=';

/// What is stored of a case, so that a list needs no database.
#[derive(Serialize, Deserialize)]
struct Stored {
    slug: String,
    state: String,
    compiled: bool,
    featured: bool,
    published_at: i64,
    updated_at: i64,
    content: CaseStudyContent,
}

/// The document of a case. `this_year` is what work that still runs counts up to.
pub(super) fn document(
    fields: &Fields,
    id: i64,
    case: &PublicCase,
    this_year: u16,
) -> Result<TantivyDocument, serde_json::Error> {
    // The index is a copy that nobody thinks of when something must be deleted, so nothing private
    // ever goes in.
    let content = public_part(&case.content);
    let mut document = TantivyDocument::new();
    document.add_u64(fields.id, id.unsigned_abs());
    document.add_i64(fields.published, case.published_at);
    document.add_u64(fields.museum_number, museum_number(&content.museum));
    document.add_text(fields.title_key, content.title.to_lowercase());
    let values: BTreeSet<String> = facet_terms(&content, this_year)
        .into_iter()
        .map(|(facet, slug)| format!("{facet}{BETWEEN}{slug}"))
        .collect();
    for value in values {
        document.add_text(fields.values, value);
    }
    let texts = Texts::of(&content);
    for (field, texts) in [
        (fields.title, &texts.title),
        (fields.summary, &texts.summary),
        (fields.labels, &texts.labels),
        (fields.museum, &texts.museum),
        (fields.place, &texts.place),
        (fields.story, &texts.story),
        (fields.details, &texts.details),
    ] {
        for text in texts.iter().filter(|text| !text.is_empty()) {
            document.add_text(field, text);
            document.add_text(fields.vocabulary, text);
        }
    }
    let stored = Stored {
        slug: case.slug.clone(),
        state: case.state.slug().to_owned(),
        compiled: case.compiled,
        featured: case.featured,
        published_at: case.published_at,
        updated_at: case.updated_at,
        content,
    };
    document.add_text(fields.stored, serde_json::to_string(&stored)?);
    Ok(document)
}

/// The case as it was stored.
pub(super) fn stored_case(fields: &Fields, document: &TantivyDocument) -> Option<PublicCase> {
    let text = document.get_first(fields.stored)?;
    let stored: Stored = serde_json::from_str(text.as_str()?).ok()?;
    Some(PublicCase {
        slug: stored.slug,
        state: CaseState::from_slug(&stored.state)?,
        compiled: stored.compiled,
        featured: stored.featured,
        published_at: stored.published_at,
        updated_at: stored.updated_at,
        content: stored.content,
    })
}

/// Facet and slug of a value; `None` for a facet there is not.
pub(super) fn split_value(value: &str) -> Option<(Facet, &str)> {
    let (facet, slug) = value.split_once(BETWEEN)?;
    Some((Facet::from_slug(facet)?, slug))
}

/// The same number for the same museum, as the bank tells museums apart: by name, whatever the
/// capitals. Two museums that share one by accident would only not be named beside each other.
pub(super) fn museum_number(name: &str) -> u64 {
    use sha2::Digest;
    let hash = sha2::Sha256::digest(name.trim().to_lowercase());
    hash.iter()
        .take(8)
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// The texts of a case, by the field they are searched in.
struct Texts {
    title: Vec<String>,
    summary: Vec<String>,
    labels: Vec<String>,
    museum: Vec<String>,
    place: Vec<String>,
    story: Vec<String>,
    details: Vec<String>,
}

impl Texts {
    fn of(content: &CaseStudyContent) -> Self {
        use Vocabulary as V;
        let label = |vocabulary: Vocabulary, slug: &String| vocabulary.label_of(slug);
        let all = |vocabulary: Vocabulary, slugs: &[String]| -> Vec<String> {
            slugs.iter().map(|slug| vocabulary.label_of(slug)).collect()
        };
        let mut labels = vec![
            label(V::Strand, &content.strand),
            label(V::Strand, &content.second_strand),
        ];
        labels.extend(all(V::Theme, &content.themes));
        labels.extend(all(V::Audience, &content.audiences));
        labels.extend(all(V::Activity, &content.activities));
        let mut place = vec![
            content.town.clone(),
            content.region.clone(),
            content.nation.clone(),
        ];
        if let Some(region) = V::UkRegion.term(&slugify(&content.region)) {
            place.push(region.label.to_owned());
        }
        place.extend(country_names(&content.country));
        let mut story: Vec<String> = [
            &content.need,
            &content.did,
            &content.changed,
            &content.hard,
            &content.quotation,
            &content.team_care,
            &content.sustainability,
        ]
        .into_iter()
        .cloned()
        .collect();
        story.extend(content.lessons.iter().cloned());
        let mut details = vec![
            label(V::MuseumType, &content.museum_type),
            label(V::MuseumSize, &content.museum_size),
            label(V::Governance, &content.governance),
            label(V::EvaluationDesign, &content.design),
            label(V::Evidence, &content.evidence_label),
            label(V::Reach, &content.reach),
            label(V::CostBand, &content.cost_band),
            content.method.clone(),
            content.participants_note.clone(),
            content.funder.clone(),
            content.staff_time.clone(),
        ];
        details.extend(all(V::FiveWays, &content.five_ways));
        details.extend(all(V::Sdg, &content.sdgs));
        details.extend(all(V::Measure, &content.measures));
        details.extend(all(V::PartnerType, &content.partner_types));
        details.extend(all(V::FundingSource, &content.funding_sources));
        details.extend(all(V::OutcomeArea, &content.outcome_areas));
        details.extend(content.measures_other.iter().cloned());
        details.extend(content.partners.iter().cloned());
        Self {
            title: vec![content.title.clone()],
            summary: vec![content.summary.clone()],
            labels,
            museum: vec![content.museum.clone()],
            place,
            story,
            details,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{document, museum_number, split_value, stored_case};
    use crate::schema::schema;
    use case_study::{CaseState, CaseStudyContent, Facet, Point};
    use store::cases::PublicCase;

    fn case() -> PublicCase {
        PublicCase {
            slug: "tea".into(),
            state: CaseState::Live,
            compiled: true,
            featured: false,
            published_at: 7,
            updated_at: 8,
            content: CaseStudyContent {
                title: "Tea and objects".into(),
                contact_email: "canary@mail.example".into(),
                uncertain: "canary".into(),
                message: "canary".into(),
                position: Some(Point { lat: 1.0, lon: 2.0 }),
                country: "GB".into(),
                ..Default::default()
            },
        }
    }

    #[test]
    fn what_only_staff_may_see_never_goes_in() {
        let (_, fields) = schema();
        let document = document(&fields, 3, &case(), 2026).unwrap();
        assert!(!format!("{document:?}").contains("canary"));
        let again = stored_case(&fields, &document).unwrap();
        assert_eq!(again.content.title, "Tea and objects");
        assert_eq!(again.content.position, None);
        assert_eq!((again.slug.as_str(), again.updated_at), ("tea", 8));
    }

    #[test]
    fn a_value_of_a_facet_there_is_not_is_none() {
        assert_eq!(split_value("theme=carers"), Some((Facet::Theme, "carers")));
        assert_eq!(split_value("colour=red"), None);
    }

    #[test]
    fn a_museum_has_one_number_however_it_is_written() {
        assert_eq!(museum_number("Tea Museum"), museum_number(" tea museum "));
        assert_ne!(museum_number("Tea Museum"), museum_number("Coffee Museum"));
    }

    #[test]
    fn a_place_on_the_map_is_public_where_it_was_shown() {
        let (_, fields) = schema();
        let mut case = case();
        case.content.on_map = true;
        let document = document(&fields, 3, &case, 2026).unwrap();
        let again = stored_case(&fields, &document).unwrap();
        assert_eq!(again.content.position, Some(Point { lat: 1.0, lon: 2.0 }));
    }

    #[test]
    fn a_country_is_found_under_all_its_names() {
        let (_, fields) = schema();
        let document = document(&fields, 3, &case(), 2026).unwrap();
        let places: Vec<String> = document
            .get_all(fields.place)
            .filter_map(|value| {
                use tantivy::schema::Value;
                value.as_str().map(str::to_owned)
            })
            .collect();
        assert!(places.contains(&"United Kingdom".to_owned()), "{places:?}");
        assert!(places.contains(&"great britain".to_owned()), "{places:?}");
    }
}
