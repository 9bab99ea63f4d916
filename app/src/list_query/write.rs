//! Writing the address of a list: one way for each list.

use super::ListQuery;
use crate::list_query::shortlist;
use store::cases::Sort;
use url::form_urlencoded;

impl ListQuery {
    /// Key and value as the address has them, without what is the default anyway.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if self.has_words() {
            pairs.push(("q", self.filters.q.clone()));
        }
        pairs.extend(
            self.chosen()
                .into_iter()
                .map(|chosen| (chosen.facet.slug(), chosen.slug)),
        );
        if self.filters.sort != self.usual_sort() {
            pairs.push(("sort", sort_name(self.filters.sort).to_owned()));
        }
        if self.page > 1 {
            pairs.push(("page", self.page.to_string()));
        }
        pairs.extend(self.shortlist.pairs(shortlist::KEY));
        pairs
    }

    /// What stands after the question mark; may be empty.
    #[must_use]
    pub fn query_string(&self) -> String {
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(self.pairs())
            .finish()
    }

    /// The address under `path`, written the one way that is this list's own.
    #[must_use]
    pub fn href_under(&self, path: &str) -> String {
        let query = self.query_string();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    }

    /// The address of the list.
    #[must_use]
    pub fn href(&self) -> String {
        self.href_under(paths::CASE_STUDIES)
    }

    /// The address of a case that is opened from this list. Whoever keeps a shortlist takes it
    /// along, with the way back to this list; for everybody else a case has one address.
    #[must_use]
    pub fn case_href(&self, slug: &str) -> String {
        let case = paths::case_study(slug);
        if self.shortlist.is_empty() {
            case
        } else {
            self.href_under(&case)
        }
    }
}

/// The name an address has for an order.
pub(super) const fn sort_name(sort: Sort) -> &'static str {
    match sort {
        Sort::Newest => "newest",
        Sort::Title => "title",
        Sort::Relevance => "relevance",
    }
}
