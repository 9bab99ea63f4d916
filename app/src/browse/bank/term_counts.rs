//! The terms of a facet with how many cases have each.

use case_study::{Facet, Vocabulary};
use store::cases::TermCount;
use store::catalogue::{Catalogue, Entry};

/// Every term of a facet that has a list of them, in its order, with the number of these cases that
/// have it, or 0.
#[must_use]
pub fn every_term(catalogue: &Catalogue, entries: &[&Entry], facet: Facet) -> Vec<TermCount> {
    let counts = catalogue.counts(entries, facet);
    let terms = facet.vocabulary().map(Vocabulary::terms);
    terms
        .unwrap_or_default()
        .iter()
        .map(|term| TermCount {
            slug: term.slug.into(),
            label: term.label.into(),
            count: counts
                .iter()
                .find(|one| one.slug == term.slug)
                .map_or(0, |one| one.count),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::every_term;
    use case_study::public::public_part;
    use case_study::{CaseState, CaseStudyContent, Facet};
    use store::cases::PublicCase;
    use store::catalogue::{Catalogue, Entry};

    #[test]
    fn terms_that_nobody_has_are_there_with_nothing() {
        let case = PublicCase {
            slug: "tea".into(),
            state: CaseState::Live,
            compiled: false,
            sample: false,
            featured: false,
            published_at: 0,
            updated_at: 0,
            content: public_part(CaseStudyContent {
                museum: "Tea Museum".into(),
                strand: "workforce".into(),
                ..Default::default()
            }),
        };
        let catalogue = Catalogue::of(&[case], 2026);
        let all: Vec<&Entry> = catalogue.entries.iter().collect();
        let counts: Vec<_> = every_term(&catalogue, &all, Facet::Strand)
            .into_iter()
            .map(|term| (term.slug, term.count))
            .collect();
        assert_eq!(counts, [("community".into(), 0), ("workforce".into(), 1)]);
    }
}
