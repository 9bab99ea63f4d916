//! A case as the index holds it.

use super::schema::Fields;
use case_study::evidence::EvidenceLabel;
use case_study::facets::facet_terms;
use case_study::fields::SearchField;
use case_study::public::public_part;
use case_study::text_input::{name_key, nfc, sort_key};
use case_study::vocabulary::{country_names, slugify};
use case_study::{
    CaseState, CaseStudyContent, FIELDS, Facet, Field, Kind, PublicContent, Vocabulary,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::cases::PublicCase;
use tantivy::TantivyDocument;
use tantivy::schema::Value;

/// Between facet and slug in a value; no slug holds it.
const BETWEEN: char = '=';

/// What is stored of a case, so that a list needs no database. It is read as any content is, and made
/// public content again.
#[derive(Serialize, Deserialize)]
struct Stored<Content> {
    slug: String,
    state: String,
    compiled: bool,
    #[serde(default)]
    sample: bool,
    featured: bool,
    published_at: i64,
    updated_at: i64,
    content: Content,
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
    let content: &PublicContent = &case.content;
    let mut document = TantivyDocument::new();
    document.add_u64(fields.id, id.unsigned_abs());
    document.add_i64(fields.published, case.published_at);
    document.add_u64(fields.museum_number, museum_number(&content.museum));
    document.add_text(fields.title_key, sort_key(&content.title));
    let values: BTreeSet<String> = facet_terms(content, this_year)
        .into_iter()
        .map(|(facet, slug)| format!("{facet}{BETWEEN}{slug}"))
        .collect();
    for value in values {
        document.add_text(fields.values, value);
    }
    for part in SearchField::ALL {
        for text in texts(content, part) {
            document.add_text(fields.of(part), &text);
            document.add_text(fields.vocabulary, &text);
        }
    }
    let stored = Stored {
        slug: case.slug.clone(),
        state: case.state.slug().to_owned(),
        compiled: case.compiled,
        sample: case.sample,
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
    let stored: Stored<CaseStudyContent> = serde_json::from_str(text.as_str()?).ok()?;
    Some(PublicCase {
        slug: stored.slug,
        state: CaseState::from_slug(&stored.state)?,
        compiled: stored.compiled,
        sample: stored.sample,
        featured: stored.featured,
        published_at: stored.published_at,
        updated_at: stored.updated_at,
        content: public_part(stored.content),
    })
}

/// Facet and slug of a value; `None` for a facet there is not.
pub(super) fn split_value(value: &str) -> Option<(Facet, &str)> {
    let (facet, slug) = value.split_once(BETWEEN)?;
    Some((Facet::from_slug(facet)?, slug))
}

/// The same number for the same museum, as the bank tells museums apart: by name, whatever
/// way it is written. Two museums that share one by accident would only not be named beside each other.
pub(super) fn museum_number(name: &str) -> u64 {
    use sha2::Digest;
    let hash = sha2::Sha256::digest(name_key(name));
    hash.iter()
        .take(8)
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// The texts of a case that are searched in a part of the index, in the order of the table of
/// fields.
fn texts(content: &PublicContent, part: SearchField) -> impl Iterator<Item = String> {
    FIELDS
        .iter()
        .filter(move |field| field.search == Some(part))
        .flat_map(|field| texts_of(field, content))
        .filter(|text| !text.is_empty())
        // What was stored before texts were composed is found like any other.
        .map(|text| nfc(&text))
}

/// An answer as people may look for it: labels instead of slugs, places under all their names, what is
/// looked for by its question with that.
fn texts_of(field: &Field, content: &PublicContent) -> Vec<String> {
    let answers = field.answers(content);
    let asked = (field.found_by_question && !answers.is_empty()).then(|| field.question.to_owned());
    let mut texts: Vec<String> = match field.kind {
        Kind::One(Vocabulary::Country) => answers
            .iter()
            .flat_map(|code| country_names(code))
            .collect(),
        // Found by the label that stands, be it only suggested.
        Kind::One(Vocabulary::Evidence) => EvidenceLabel::of(content, false)
            .term()
            .map(|term| term.label.to_owned())
            .into_iter()
            .collect(),
        // By the words of its slugs: with "Museum teams", a search for a museum would find them all.
        Kind::One(Vocabulary::Strand) => answers,
        Kind::One(_) | Kind::Many(..) => field.kind.to_lines(&answers),
        _ if field.facet == Some(Facet::Region) => {
            let listed = answers
                .iter()
                .filter_map(|name| Vocabulary::UkRegion.term(&slugify(name)))
                .map(|region| region.label.to_owned())
                .collect();
            [answers, listed].concat()
        }
        _ => answers,
    };
    texts.extend(asked);
    texts
}

#[cfg(test)]
mod tests {
    use super::{document, museum_number, split_value, stored_case, texts};
    use crate::schema::schema;
    use case_study::fields::SearchField;
    use case_study::public::public_part;
    use case_study::{CaseState, CaseStudyContent, Facet, Point};
    use store::cases::PublicCase;

    fn case() -> PublicCase {
        case_where(false)
    }

    fn case_where(on_map: bool) -> PublicCase {
        PublicCase {
            slug: "tea".into(),
            state: CaseState::Live,
            compiled: true,
            sample: true,
            featured: false,
            published_at: 7,
            updated_at: 8,
            content: public_part(CaseStudyContent {
                on_map,
                title: "Tea and objects".into(),
                contact_email: "canary@mail.example".into(),
                uncertain: "canary".into(),
                message: "canary".into(),
                position: Some(Point { lat: 1.0, lon: 2.0 }),
                country: "GB".into(),
                ..Default::default()
            }),
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
        assert!(again.compiled && again.sample);
    }

    #[test]
    fn a_value_of_a_facet_there_is_not_is_none() {
        assert_eq!(split_value("theme=carers"), Some((Facet::Theme, "carers")));
        assert_eq!(split_value("colour=red"), None);
    }

    /// A text that moves from one part to another changes what its words count: raise `VERSION` then.
    #[test]
    fn texts_stand_in_the_part_where_they_are_searched() {
        let text = |text: &str| text.to_owned();
        let content = CaseStudyContent {
            title: text("Tea"),
            summary: text("Tea in short"),
            strand: text("community"),
            second_strand: text("workforce"),
            themes: vec![text("carers")],
            museum: text("Tea Museum"),
            museum_type: text("university-museum"),
            town: text("Leeds"),
            region: text("wales"),
            nation: text("England"),
            country: text("FI"),
            need: text("the need"),
            hard: text("rain"),
            lessons: vec![text("Ask"), text("Allow")],
            quotation: text("I came"),
            quotation_from: text("nowhere"),
            main_result: text("Nothing changed."),
            method: text("a form"),
            measures_other: vec![text("a diary")],
            report_url: text("https://nowhere.example"),
            funder: text("a fund"),
            evidence_reason: text("by a university"),
            not_checked: text("the report"),
            participants_counted: text("visited"),
            five_ways: vec![text("connect")],
            ..Default::default()
        };
        let content = public_part(content);
        for (part, expected) in [
            (SearchField::Title, &["Tea"][..]),
            (SearchField::Summary, &["Tea in short"]),
            (SearchField::Labels, &["community", "workforce", "Carers"]),
            (SearchField::Museum, &["Tea Museum"]),
            (
                SearchField::Place,
                &["Leeds", "wales", "Wales", "England", "Finland"],
            ),
            (
                SearchField::Story,
                &[
                    "the need",
                    "Nothing changed.",
                    "rain",
                    "What did not work, or was hard?",
                    "Ask",
                    "Allow",
                    "I came",
                ],
            ),
            (
                SearchField::Details,
                &[
                    "University museum",
                    "Connect",
                    "a form",
                    "a diary",
                    "a fund",
                    "Described",
                    "by a university",
                    "the report",
                ],
            ),
        ] {
            assert_eq!(
                texts(&content, part).collect::<Vec<_>>(),
                expected,
                "{part:?}"
            );
        }
    }

    #[test]
    fn a_museum_has_one_number_however_it_is_written() {
        assert_eq!(museum_number("Tea Museum"), museum_number(" tea  museum "));
        assert_eq!(museum_number("Mus\u{e9}e"), museum_number("Muse\u{301}e"));
        assert_ne!(museum_number("Tea Museum"), museum_number("Coffee Museum"));
    }

    #[test]
    fn a_place_on_the_map_is_public_where_it_was_shown() {
        let (_, fields) = schema();
        let document = document(&fields, 3, &case_where(true), 2026).unwrap();
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
