//! A small catalogue for tests.

use case_study::public::public_part;
use case_study::{CaseState, CaseStudyContent, PartialDate};
use store::cases::PublicCase;
use store::catalogue::Catalogue;

/// Cases by museum, country, themes, evidence label and the year in which they began.
pub(super) fn catalogue(cases: &[(&str, &str, &[&str], &str, u16)]) -> Catalogue {
    let cases: Vec<PublicCase> = cases
        .iter()
        .enumerate()
        .map(
            |(at, (museum, country, themes, evidence, year))| PublicCase {
                slug: format!("case-{at}"),
                state: CaseState::Live,
                compiled: false,
                sample: false,
                featured: false,
                published_at: 0,
                updated_at: 0,
                content: public_part(CaseStudyContent {
                    museum: (*museum).into(),
                    country: (*country).into(),
                    themes: themes.iter().map(|slug| (*slug).to_owned()).collect(),
                    evidence_label: (*evidence).into(),
                    started: Some(PartialDate {
                        year: *year,
                        month: None,
                    }),
                    ..Default::default()
                }),
            },
        )
        .collect();
    Catalogue::of(&cases, 2026)
}
