//! What a list is asked for, as its address says it: read leniently, written in one way only.
//!
//! Repeated keys are OR inside a facet, facets are AND. Keys we do not know are ignored, so that
//! a link with somebody's campaign marks still works; a value we do not know finds nothing.

use crate::db::cases;
use crate::db::cases::{FACETS, Filters, Sort};
use url::form_urlencoded;

/// Where the list stands.
pub const LIST_PATH: &str = "/case-studies";

/// Values beyond these are dropped, whatever their facet: no person ticks more boxes, and each has a
/// link without it on the page, which names all others.
const MOST_VALUES: usize = 100;
/// No slug is longer; a cut one matches nothing, which is what a longer one would do too.
const LONGEST_VALUE: usize = 120;
/// A question is a sentence or two; what comes after these many characters is dropped.
const LONGEST_WORDS: usize = 300;
/// Later pages do not exist in any bank, and the number still fits the database's offset.
const LAST_PAGE: u64 = 1_000_000;

/// A list as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    pub filters: Filters,
    /// Counts from 1.
    pub page: u64,
}

impl Default for ListQuery {
    fn default() -> Self {
        Self {
            filters: Filters::default(),
            page: 1,
        }
    }
}

/// A value of a facet, by the names the addresses have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    pub facet: &'static str,
    pub slug: String,
    pub label: String,
}

impl ListQuery {
    /// Reads the part of an address after the question mark. Nothing in it can fail.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let mut found = Self::default();
        let mut sort = None;
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            match key.as_ref() {
                "q" => found.filters.q = tidy_words(&value),
                "exact" => found.filters.exact = value == "1",
                "page" => found.page = read_page(&value),
                "sort" => sort = read_sort(&value),
                key => {
                    if let Some((facet, _)) = FACETS.iter().find(|(name, _)| *name == key) {
                        found.add(facet, &value);
                    }
                }
            }
        }
        found.filters.exact &= found.has_words();
        found.filters.sort = match sort {
            // Without words there is nothing to be relevant to.
            Some(Sort::Relevance) | None => found.usual_sort(),
            Some(sort) => sort,
        };
        found
    }

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

    fn add(&mut self, facet: &'static str, value: &str) {
        let slug = tidy(facet, value);
        if slug.is_empty() {
            return;
        }
        let chosen = &mut self.filters.chosen;
        if chosen.values().map(Vec::len).sum::<usize>() >= MOST_VALUES {
            return;
        }
        let slugs = chosen.entry(facet).or_default();
        if !slugs.contains(&slug) {
            slugs.push(slug);
        }
    }

    /// The list narrowed by one value alone.
    #[must_use]
    pub fn only(facet: &'static str, slug: &str) -> Self {
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
        Self {
            filters: Filters {
                sort,
                ..self.filters.clone()
            },
            page: 1,
        }
    }

    /// The first page of the list without one of its filters.
    #[must_use]
    pub fn without(&self, chosen: &Chosen) -> Self {
        let mut query = self.at_page(1);
        if let Some(slugs) = query.filters.chosen.get_mut(chosen.facet) {
            slugs.retain(|slug| *slug != chosen.slug);
        }
        query.filters.chosen.retain(|_, slugs| !slugs.is_empty());
        query
    }

    /// The first page of the list without any choice of this facet.
    #[must_use]
    pub fn without_facet(&self, facet: &str) -> Self {
        let mut query = self.at_page(1);
        query.filters.chosen.retain(|name, _| *name != facet);
        query
    }

    /// The first page of the same words in the whole bank, in the same order.
    #[must_use]
    pub fn cleared(&self) -> Self {
        let mut query = self.at_page(1);
        query.filters.chosen.clear();
        query
    }

    /// The first page of the list with the same filters, for other words or for none.
    #[must_use]
    pub fn with_words(&self, words: &str) -> Self {
        let mut query = self.at_page(1);
        query.filters.q = tidy_words(words);
        query.filters.exact = false;
        if query.filters.sort == Sort::Relevance {
            query.filters.sort = query.usual_sort();
        }
        query
    }

    /// The first page of the list for the words as they are written.
    #[must_use]
    pub fn exactly(&self) -> Self {
        let mut query = self.at_page(1);
        query.filters.exact = query.has_words();
        query
    }

    /// Every value chosen, in the order of the facets.
    #[must_use]
    pub fn chosen(&self) -> Vec<Chosen> {
        FACETS
            .iter()
            .filter_map(|(facet, _)| Some((*facet, self.filters.chosen.get(facet)?)))
            .flat_map(|(facet, slugs)| {
                slugs.iter().map(move |slug| Chosen {
                    facet,
                    slug: slug.clone(),
                    label: cases::label_of(facet, slug),
                })
            })
            .collect()
    }

    #[must_use]
    pub fn is_chosen(&self, facet: &str, slug: &str) -> bool {
        self.filters
            .chosen
            .get(facet)
            .is_some_and(|slugs| slugs.iter().any(|chosen| chosen == slug))
    }

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
                .map(|chosen| (chosen.facet, chosen.slug)),
        );
        if self.filters.exact {
            pairs.push(("exact", "1".to_owned()));
        }
        if self.filters.sort != self.usual_sort() {
            pairs.push(("sort", sort_name(self.filters.sort).to_owned()));
        }
        if self.page > 1 {
            pairs.push(("page", self.page.to_string()));
        }
        pairs
    }

    /// The address under `path`, written the one way that is this list's own.
    #[must_use]
    pub fn href_under(&self, path: &str) -> String {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(self.pairs())
            .finish();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    }

    /// The address of the list.
    #[must_use]
    pub fn href(&self) -> String {
        self.href_under(LIST_PATH)
    }
}

/// The name an address has for an order.
const fn sort_name(sort: Sort) -> &'static str {
    match sort {
        Sort::Newest => "newest",
        Sort::Title => "title",
        Sort::Relevance => "relevance",
    }
}

fn read_sort(text: &str) -> Option<Sort> {
    [Sort::Newest, Sort::Title, Sort::Relevance]
        .into_iter()
        .find(|sort| sort_name(*sort) == text)
}

/// Words with single gaps between them, and no end of them. Control characters are gaps.
fn tidy_words(text: &str) -> String {
    let gaps = |letter: char| letter.is_whitespace() || letter.is_control();
    let words: Vec<&str> = text.split(gaps).filter(|word| !word.is_empty()).collect();
    let short: String = words.join(" ").chars().take(LONGEST_WORDS).collect();
    short.trim_end().to_owned()
}

/// The page that an address asks for; the first where it asks for none.
#[must_use]
pub fn page_of(query: &str) -> u64 {
    form_urlencoded::parse(query.as_bytes())
        .filter(|(key, _)| key == "page")
        .last()
        .map_or(1, |(_, value)| read_page(&value))
}

/// What is not a number is the first page.
fn read_page(text: &str) -> u64 {
    let text = text.trim();
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return 1;
    }
    text.parse().unwrap_or(LAST_PAGE).clamp(1, LAST_PAGE)
}

/// A value as slugs are written. Control characters go: PostgreSQL cannot even be asked for a NUL.
fn tidy(facet: &str, value: &str) -> String {
    let plain: String = value.chars().filter(|c| !c.is_control()).collect();
    let plain = if facet == "country" {
        plain.to_ascii_uppercase()
    } else {
        plain.to_lowercase()
    };
    // White space goes last: cutting may have left some at the end.
    plain
        .trim_start()
        .chars()
        .take(LONGEST_VALUE)
        .collect::<String>()
        .trim_end()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::{ListQuery, MOST_VALUES};
    use crate::db::cases::Sort;

    #[test]
    fn facets_repeat_and_unknown_keys_are_ignored() {
        let query = ListQuery::parse(
            "theme=carers&theme=mental-health&strand=community&utm_source=x&q=tea&sort=title&page=3",
        );
        assert_eq!(query.filters.chosen["theme"], ["carers", "mental-health"]);
        assert_eq!(query.filters.chosen["strand"], ["community"]);
        assert_eq!(query.filters.chosen.len(), 2);
        assert_eq!(query.filters.q, "tea");
        assert_eq!((query.filters.sort, query.page), (Sort::Title, 3));
    }

    #[test]
    fn pages_are_numbers_from_one() {
        for (text, page) in [
            ("", 1),
            ("0", 1),
            ("-2", 1),
            ("two", 1),
            ("1.5", 1),
            (" 7 ", 7),
            ("007", 7),
            ("99999999999999999999999999", 1_000_000),
            ("\u{661}", 1),
        ] {
            let query = ListQuery::parse(
                &url::form_urlencoded::Serializer::new(String::new())
                    .append_pair("page", text)
                    .finish(),
            );
            assert_eq!(query.page, page, "{text:?}");
        }
    }

    #[test]
    fn the_address_of_a_list_is_written_one_way() {
        let one = ListQuery::parse(
            "page=1&country=gb&theme=carers&theme=&strand=community&theme=Carers&sort=newest",
        );
        assert_eq!(
            one.href(),
            "/case-studies?strand=community&theme=carers&country=GB"
        );
        assert_eq!(ListQuery::default().href(), "/case-studies");
        assert_eq!(
            one.at_page(2).href(),
            "/case-studies?strand=community&theme=carers&country=GB&page=2"
        );
        assert_eq!(one.cleared().href(), "/case-studies");
        assert_eq!(
            one.sorted(Sort::Title).href_under("/case-studies.atom"),
            "/case-studies.atom?strand=community&theme=carers&country=GB&sort=title"
        );
    }

    #[test]
    fn words_are_tidied_and_sorted_by_relevance_unless_told_otherwise() {
        let query =
            ListQuery::parse("sort=relevance&exact=1&theme=carers&q=+older%00%0d%0a++people%09+");
        assert_eq!(query.filters.q, "older people");
        assert_eq!(query.filters.sort, Sort::Relevance);
        assert_eq!(
            query.href(),
            "/case-studies?q=older+people&theme=carers&exact=1"
        );
        assert_eq!(
            query.sorted(Sort::Newest).href(),
            "/case-studies?q=older+people&theme=carers&exact=1&sort=newest"
        );
        assert_eq!(query.with_words("").href(), "/case-studies?theme=carers");
        assert_eq!(
            query.with_words("tea").exactly().cleared().href(),
            "/case-studies?q=tea&exact=1"
        );
        assert_eq!(
            ListQuery::parse("sort=relevance&exact=1").href(),
            "/case-studies"
        );
        assert_eq!(
            ListQuery::parse(&format!("q={}", "x".repeat(10_000)))
                .filters
                .q
                .len(),
            300
        );
    }

    #[test]
    fn a_filter_comes_off_alone_and_goes_back_to_the_first_page() {
        let query = ListQuery::parse("theme=carers&theme=mental-health&strand=community&page=4");
        let chosen = query.chosen();
        assert_eq!(
            chosen.iter().map(|c| c.label.as_str()).collect::<Vec<_>>(),
            ["Community", "Carers", "Mental health"]
        );
        assert_eq!(
            query.without(&chosen[1]).href(),
            "/case-studies?strand=community&theme=mental-health"
        );
        assert_eq!(
            query.without(&chosen[0]).href(),
            "/case-studies?theme=carers&theme=mental-health"
        );
    }

    #[test]
    fn values_are_bounded() {
        let many: String = (0..5_000).map(|n| format!("theme=t{n}&")).collect();
        assert_eq!(
            ListQuery::parse(&many).filters.chosen["theme"].len(),
            MOST_VALUES
        );
        let long = ListQuery::parse(&format!("theme={}", "é".repeat(10_000)));
        assert_eq!(long.filters.chosen["theme"][0].chars().count(), 120);
    }

    /// A small generator of odd queries; every one must be read, and what is read must survive
    /// being written and read again.
    #[test]
    fn odd_queries_are_read_without_complaint_and_addresses_come_back() {
        const PIECES: [&str; 29] = [
            "q",
            "exact=1",
            "relevance",
            "theme",
            "strand",
            "country",
            "region",
            "year",
            "page",
            "sort",
            "=",
            "&",
            "+",
            "%",
            "%00",
            "%ff%fe",
            "%2",
            "carers",
            "title",
            "İ",
            "ß",
            "\u{0}",
            "\u{7f}",
            ";",
            "?",
            "#",
            "<script>",
            "page=18446744073709551616",
            "🌱",
        ];
        let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..(seed % 14) {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                let piece = usize::try_from(seed % PIECES.len() as u64).unwrap();
                text.push_str(PIECES[piece]);
            }
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let query = ListQuery::parse(&text);
            assert!(query.page >= 1);
            let href = query.href();
            let again = ListQuery::parse(href.split_once('?').map_or("", |(_, rest)| rest));
            assert_eq!(again.href(), href, "{text:?}");
            assert_eq!(again, query, "{text:?}");
            for slug in query.filters.chosen.values().flatten() {
                assert!(!slug.chars().any(char::is_control), "{text:?}");
            }
        }
    }
}
