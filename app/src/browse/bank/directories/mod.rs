//! Ways in: a page for each theme, for each group of people and for each museum, and an index of
//! each. They introduce, show the newest and lead to the list for the rest.

pub mod museum;
pub mod museum_index;
mod neighbours;
#[cfg(test)]
mod sample;
mod summary;
pub mod term;
pub mod term_index;

use crate::browse::bank::term_counts::every_term;
use crate::ui::Nav;
use case_study::Facet;
use case_study::Vocabulary;
use case_study::vocabulary::Term;
use store::catalogue::{Catalogue, Entry};

/// Cards on a page; the list has the rest.
const NEWEST: usize = 6;

/// The vocabularies whose terms have a page of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Theme,
    Audience,
}

impl Way {
    /// Where its index stands.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Theme => paths::THEMES,
            Self::Audience => paths::AUDIENCES,
        }
    }

    #[must_use]
    pub const fn vocabulary(self) -> Vocabulary {
        match self {
            Self::Theme => Vocabulary::Theme,
            Self::Audience => Vocabulary::Audience,
        }
    }

    /// The facet it leads into.
    #[must_use]
    pub const fn facet(self) -> Facet {
        match self {
            Self::Theme => Facet::Theme,
            Self::Audience => Facet::Audience,
        }
    }

    /// The link of the header that it stands behind.
    #[must_use]
    pub const fn nav(self) -> Nav {
        match self {
            Self::Theme => Nav::Themes,
            Self::Audience => Nav::CaseStudies,
        }
    }

    /// The heading of its index.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Theme => "Themes",
            Self::Audience => "Who took part",
        }
    }

    /// The page of a term; the list for a slug that has none.
    #[must_use]
    pub fn href(self, slug: &str) -> String {
        if self.term(slug).is_some() {
            format!("{}/{slug}", self.path())
        } else {
            crate::list_query::ListQuery::only(self.facet(), slug).href()
        }
    }

    fn term(self, slug: &str) -> Option<&'static Term> {
        self.vocabulary().term(slug)
    }

    /// The way in for a facet, where there is one.
    #[must_use]
    pub fn of_facet(facet: Facet) -> Option<Self> {
        [Self::Theme, Self::Audience]
            .into_iter()
            .find(|way| way.facet() == facet)
    }
}

/// The pages of all themes, groups of people and museums that have a case: one without says that
/// there is nothing yet, and is no answer to anybody's search.
#[must_use]
pub fn pages_with_cases(catalogue: &Catalogue) -> Vec<String> {
    let all: Vec<&Entry> = catalogue.entries.iter().collect();
    let terms = [Way::Theme, Way::Audience].into_iter().flat_map(|way| {
        every_term(catalogue, &all, way.facet())
            .into_iter()
            .filter(|term| term.count > 0)
            .map(move |term| way.href(&term.slug))
    });
    let museums = catalogue.museums.iter();
    terms
        .chain(
            museums
                .filter(|museum| !museum.slug.is_empty())
                .map(|museum| paths::museum(&museum.slug)),
        )
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Way;
    use case_study::Facet;

    #[test]
    fn terms_lead_to_their_page_and_old_slugs_to_the_list() {
        assert_eq!(Way::Theme.href("carers"), "/themes/carers");
        assert_eq!(
            Way::Audience.href("no-such-people"),
            "/case-studies?audience=no-such-people"
        );
        assert_eq!(Way::of_facet(Facet::Audience), Some(Way::Audience));
        assert_eq!(Way::of_facet(Facet::Year), None);
    }
}
