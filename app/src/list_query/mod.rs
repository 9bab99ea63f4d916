//! What a list is asked for, as its address says it: `read` takes an address leniently, `write`
//! writes it in one way only.
//!
//! Repeated keys are OR inside a facet, facets are AND. Keys we do not know are ignored, so that
//! a link with somebody's campaign marks still works; a value we do not know finds nothing.

pub mod compare_query;
pub mod heading;
mod read;
pub mod shortlist;
#[cfg(test)]
mod tests;
mod write;

pub use read::page_of;

use case_study::Facet;
use read::tidy_words;
use shortlist::Shortlist;
use store::cases::{Filters, Sort};

/// A list as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    pub filters: Filters,
    /// Counts from 1.
    pub page: u64,
    /// What the reader has set aside. It goes along from page to page and changes no result.
    pub shortlist: Shortlist,
}

impl Default for ListQuery {
    fn default() -> Self {
        Self {
            filters: Filters::default(),
            page: 1,
            shortlist: Shortlist::default(),
        }
    }
}

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    pub facet: Facet,
    pub slug: String,
    pub label: String,
}

impl ListQuery {
    /// Whether somebody looks for words.
    #[must_use]
    pub const fn has_words(&self) -> bool {
        !self.filters.q.is_empty()
    }

    /// The order that the address need not name.
    const fn usual_sort(&self) -> Sort {
        if self.has_words() {
            Sort::Relevance
        } else {
            Sort::Newest
        }
    }

    /// The list narrowed by one value alone.
    #[must_use]
    pub fn only(facet: Facet, slug: &str) -> Self {
        let mut query = Self::default();
        query.add(facet, slug);
        query
    }

    /// The same list, another page of it.
    #[must_use]
    pub fn at_page(&self, page: u64) -> Self {
        Self {
            page,
            ..self.clone()
        }
    }

    /// The first page of the same list in another order.
    #[must_use]
    pub fn sorted(&self, sort: Sort) -> Self {
        let mut query = self.at_page(1);
        query.filters.sort = sort;
        query
    }

    /// The same list as its feeds give it: the newest first, whatever order its page has, under the
    /// address of the usual order, and for everybody the same.
    #[must_use]
    pub fn as_feed(&self) -> (Self, Filters) {
        let mut query = self.without_shortlist();
        query.filters.sort = query.usual_sort();
        let newest = Filters {
            sort: Sort::Newest,
            ..query.filters.clone()
        };
        (query, newest)
    }

    /// The first page of the list without one of its filters.
    #[must_use]
    pub fn without(&self, chosen: &Chosen) -> Self {
        let mut query = self.at_page(1);
        if let Some(slugs) = query.filters.chosen.get_mut(&chosen.facet) {
            slugs.retain(|slug| *slug != chosen.slug);
        }
        query.filters.chosen.retain(|_, slugs| !slugs.is_empty());
        query
    }

    /// The first page of the list without any choice of this facet.
    #[must_use]
    pub fn without_facet(&self, facet: Facet) -> Self {
        let mut query = self.at_page(1);
        query.filters.chosen.retain(|other, _| *other != facet);
        query
    }

    /// The first page of the same words in the whole bank, in the same order.
    #[must_use]
    pub fn cleared(&self) -> Self {
        let mut query = self.at_page(1);
        query.filters.chosen.clear();
        query
    }

    /// The first page of the whole bank: no words, no filters, the usual order.
    #[must_use]
    pub fn whole_bank(&self) -> Self {
        Self::default().with_shortlist(self.shortlist.clone())
    }

    /// The first page of the list with the same filters, for other words or for none.
    #[must_use]
    pub fn with_words(&self, words: &str) -> Self {
        let mut query = self.at_page(1);
        query.filters.q = tidy_words(words);
        if query.filters.sort == Sort::Relevance {
            query.filters.sort = query.usual_sort();
        }
        query
    }

    /// The same page of the same list, with this shortlist beside it.
    #[must_use]
    pub fn with_shortlist(&self, shortlist: Shortlist) -> Self {
        Self {
            shortlist,
            ..self.clone()
        }
    }

    /// The same page of the same list for everybody: what search engines and feeds are told of.
    #[must_use]
    pub fn without_shortlist(&self) -> Self {
        self.with_shortlist(Shortlist::default())
    }

    /// Every value chosen, in the order of the facets.
    #[must_use]
    pub fn chosen(&self) -> Vec<Chosen> {
        // The map is in the order of the facets.
        self.filters
            .chosen
            .iter()
            .flat_map(|(facet, slugs)| {
                slugs.iter().map(move |slug| Chosen {
                    facet: *facet,
                    slug: slug.clone(),
                    label: facet.label_of(slug),
                })
            })
            .collect()
    }

    #[must_use]
    pub fn is_chosen(&self, facet: Facet, slug: &str) -> bool {
        self.filters
            .chosen
            .get(&facet)
            .is_some_and(|slugs| slugs.iter().any(|chosen| chosen == slug))
    }
}
