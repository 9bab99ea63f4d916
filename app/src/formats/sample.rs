//! A case for the tests of this folder.

use case_study::public::public_part;
use case_study::{CaseState, CaseStudyContent, FIELDS, Kind};
use store::cases::PublicCase;

/// Published on 20 November 2026, changed on 30 November 2026.
pub fn case(content: CaseStudyContent) -> PublicCase {
    PublicCase {
        slug: "a-case".into(),
        state: CaseState::Live,
        compiled: false,
        sample: false,
        featured: false,
        published_at: 1_795_198_662_123,
        updated_at: 1_795_998_662_123,
        content: public_part(content),
    }
}

/// Every field answered, texts with the field's key in them.
pub fn full() -> CaseStudyContent {
    let mut content = CaseStudyContent::default();
    for field in FIELDS {
        let answers: Vec<String> = match field.kind {
            Kind::One(vocabulary) | Kind::Many(vocabulary, ..) => {
                vec![vocabulary.terms()[0].slug.to_owned()]
            }
            Kind::Tick => vec!["yes".into()],
            Kind::Month => vec!["5".into(), "2019".into()],
            Kind::Count => vec!["1234".into()],
            Kind::Place => vec!["53.41, -2.98".into()],
            Kind::WebAddress => vec!["https://museum.example/report".into()],
            Kind::Email => vec![format!("{}@canary.example", field.key)],
            Kind::Pictures { .. } => case_study::pictures::to_strings(&[case_study::Picture {
                blob: "ab".repeat(32),
                width: 1600,
                height: 900,
                alternative: format!("text-of-{}", field.key),
                credit: "Ana Quill".to_owned(),
                licence: "cc-by-4.0".to_owned(),
                ..Default::default()
            }]),
            Kind::Documents { .. } => case_study::documents::to_strings(&[case_study::Document {
                blob: "cd".repeat(32),
                title: format!("text-of-{}", field.key),
                bytes: 1_200_000,
            }]),
            Kind::Links { .. } => vec![
                "Film | \u{201c}Tea\u{201d}".into(),
                "https://links.example/".into(),
            ],
            Kind::Lines { .. } if field.key == "sources" => vec!["https://sources.example/".into()],
            _ => vec![format!("text-of-{}", field.key)],
        };
        field.put(&mut content, &answers).unwrap();
    }
    content
}
