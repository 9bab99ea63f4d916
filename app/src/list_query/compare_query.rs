//! The address of a comparison: which cases stand side by side, and the shortlist they are from.

use crate::list_query::ListQuery;
use crate::list_query::shortlist;
use crate::list_query::shortlist::{Added, MOST, Shortlist};
use url::form_urlencoded;

/// The key of a case that is shown.
pub const CASE: &str = "case";
/// The key and the value that leave out what is the same everywhere.
const SHOW: (&str, &str) = ("show", "differences");

/// What is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompareQuery {
    /// The cases to show, in the order of their columns.
    pub chosen: Shortlist,
    /// The whole shortlist, which holds them all.
    pub shortlist: Shortlist,
    /// Only rows in which the cases differ.
    pub only_differences: bool,
    /// Somebody has chosen from the shortlist already.
    pub asked: bool,
    /// Cases of the link that no shortlist has room for.
    pub left_out: usize,
}

impl CompareQuery {
    /// Everything of a shortlist.
    #[must_use]
    pub fn of(shortlist: &Shortlist) -> Self {
        Self {
            chosen: shortlist.clone(),
            shortlist: shortlist.clone(),
            ..Self::default()
        }
    }

    /// Reads the part of an address after the question mark. Nothing in it can fail.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let mut found = Self::default();
        let mut over: Vec<String> = Vec::new();
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            let added = match key.as_ref() {
                CASE => found.chosen.add(&value),
                shortlist::KEY => {
                    found.asked = true;
                    found.shortlist.add(&value)
                }
                _ => {
                    found.only_differences |= (key.as_ref(), value.as_ref()) == SHOW;
                    continue;
                }
            };
            if added == Added::Full {
                let value = value.to_ascii_lowercase();
                if !over.contains(&value) {
                    over.push(value);
                }
            }
        }
        if found.shortlist.is_empty() {
            found.shortlist = found.chosen.clone();
        } else if found.chosen.is_empty() {
            found.chosen = found.shortlist.clone();
            found.asked = false;
        } else {
            // What is shown comes first, so that it stays when there is no room for all.
            let rest = found.shortlist.slugs().iter();
            let both: Vec<&String> = if found
                .chosen
                .slugs()
                .iter()
                .all(|slug| found.shortlist.holds(slug))
            {
                rest.collect()
            } else {
                found.chosen.slugs().iter().chain(rest).collect()
            };
            found.shortlist = both.into_iter().collect();
        }
        over.retain(|slug| !found.shortlist.holds(slug));
        found.left_out = over.len();
        found
    }

    /// The same with the cases that are there; `there` keeps one or leaves it out.
    #[must_use]
    pub fn of_those(&self, there: &Shortlist) -> Self {
        let kept = |all: &Shortlist| -> Shortlist {
            all.slugs()
                .iter()
                .filter(|slug| there.holds(slug))
                .collect()
        };
        Self {
            chosen: kept(&self.chosen),
            shortlist: there.clone(),
            ..self.clone()
        }
    }

    /// The comparison without one of its columns; the case leaves the shortlist too.
    #[must_use]
    pub fn without(&self, slug: &str) -> Self {
        Self {
            chosen: self.chosen.without(slug),
            shortlist: self.shortlist.without(slug),
            ..self.clone()
        }
    }

    /// The same columns, every row or only those in which they differ.
    #[must_use]
    pub fn showing(&self, only_differences: bool) -> Self {
        Self {
            only_differences,
            ..self.clone()
        }
    }

    /// The same shortlist, nothing of it chosen yet.
    #[must_use]
    pub fn whole(&self) -> Self {
        Self::of(&self.shortlist)
    }

    fn query(&self) -> String {
        let mut pairs: Vec<(&str, String)> = self.chosen.pairs(CASE).collect();
        if self.shortlist.len() > self.chosen.len() {
            pairs.extend(self.shortlist.pairs(shortlist::KEY));
        }
        if self.only_differences {
            pairs.push((SHOW.0, SHOW.1.to_owned()));
        }
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish()
    }

    /// The one address of this comparison.
    #[must_use]
    pub fn href(&self) -> String {
        let query = self.query();
        if query.is_empty() {
            paths::COMPARE.to_owned()
        } else {
            format!("{}?{query}", paths::COMPARE)
        }
    }

    /// The list, with the whole shortlist beside it.
    #[must_use]
    pub fn list_href(&self) -> String {
        ListQuery::default()
            .with_shortlist(self.shortlist.clone())
            .href()
    }

    /// Whether there is room for another case.
    #[must_use]
    pub const fn has_room(&self) -> bool {
        self.shortlist.len() < MOST
    }
}

/// The print pack of these cases; with an `ending` after a dot, their references.
#[must_use]
pub fn pack_href(cases: &Shortlist, ending: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(cases.pairs(CASE))
        .finish();
    format!("{}{ending}?{query}", paths::COMPARE_PACK)
}

#[cfg(test)]
mod tests {
    use super::{CompareQuery, pack_href};
    use crate::list_query::shortlist::Shortlist;

    fn again(query: &str) -> String {
        CompareQuery::parse(query).href()
    }

    #[test]
    fn an_address_is_written_one_way() {
        for (asked, href) in [
            ("", "/compare"),
            ("utm_source=x&show=", "/compare"),
            ("case=tea&case=cake&case=tea", "/compare?case=tea&case=cake"),
            ("case=Tea.&case=%00", "/compare?case=tea"),
            // A shortlist alone is what is compared.
            (
                "shortlist=tea&shortlist=cake",
                "/compare?case=tea&case=cake",
            ),
            // The same in both is said once.
            (
                "case=tea&case=cake&shortlist=cake&shortlist=tea",
                "/compare?case=tea&case=cake",
            ),
            (
                "shortlist=tea&shortlist=cake&shortlist=bread&case=bread&case=tea",
                "/compare?case=bread&case=tea&shortlist=tea&shortlist=cake&shortlist=bread",
            ),
            // What is shown is on the shortlist.
            (
                "case=tea&case=milk&shortlist=cake",
                "/compare?case=tea&case=milk&shortlist=tea&shortlist=milk&shortlist=cake",
            ),
            (
                "show=differences&case=tea&case=cake",
                "/compare?case=tea&case=cake&show=differences",
            ),
        ] {
            assert_eq!(again(asked), href, "{asked}");
            let query = href.split_once('?').map_or("", |(_, query)| query);
            assert_eq!(again(query), href, "{asked}");
        }
    }

    #[test]
    fn a_link_with_too_many_says_how_many_were_left_out() {
        let many: String = (0..15).map(|n| format!("case=case-{n}&")).collect();
        let query = CompareQuery::parse(&format!("{many}case=case-14&case=case-3"));
        assert_eq!((query.chosen.len(), query.left_out), (12, 3));
        assert_eq!(CompareQuery::parse("case=a&case=a").left_out, 0);
    }

    #[test]
    fn only_a_form_says_that_somebody_has_chosen() {
        assert!(!CompareQuery::parse("case=a&case=b&case=c&case=d&case=e").asked);
        assert!(!CompareQuery::parse("shortlist=a&shortlist=b").asked);
        assert!(CompareQuery::parse("case=a&shortlist=a&shortlist=b").asked);
    }

    #[test]
    fn a_column_comes_off_and_the_others_stay() {
        let query = CompareQuery::parse(
            "case=a&case=b&case=c&shortlist=a&shortlist=b&shortlist=c&shortlist=d&show=differences",
        );
        assert_eq!(
            query.without("b").href(),
            "/compare?case=a&case=c&shortlist=a&shortlist=c&shortlist=d&show=differences"
        );
        assert_eq!(
            query.list_href(),
            "/case-studies?shortlist=a&shortlist=b&shortlist=c&shortlist=d"
        );
        assert_eq!(query.whole().href(), "/compare?case=a&case=b&case=c&case=d");
        let there: Shortlist = ["d", "c"].iter().collect();
        assert_eq!(
            query.of_those(&there).showing(false).href(),
            "/compare?case=c&shortlist=d&shortlist=c"
        );
    }

    #[test]
    fn a_pack_names_its_cases() {
        let cases: Shortlist = ["a", "b"].iter().collect();
        assert_eq!(pack_href(&cases, ""), "/compare/pack?case=a&case=b");
        assert_eq!(pack_href(&cases, ".bib"), "/compare/pack.bib?case=a&case=b");
    }
}
