//! Reading the address of a list. Nothing in it can fail.

use super::ListQuery;
use crate::list_query::shortlist;
use case_study::Facet;
use case_study::text_input::one_line;
use store::cases::Sort;
use url::form_urlencoded;

/// Values beyond these are dropped, whatever their facet: no person ticks more boxes, and each has a
/// link without it on the page, which names all others.
pub(super) const MOST_VALUES: usize = 100;
/// No slug is longer; a cut one matches nothing, which is what a longer one would do too.
const LONGEST_VALUE: usize = 120;
/// A question is a sentence or two; what comes after these many characters is dropped.
const LONGEST_WORDS: usize = 300;
/// Later pages do not exist in any bank, and the number still fits the database's offset.
const LAST_PAGE: u64 = 1_000_000;

impl ListQuery {
    /// Reads the part of an address after the question mark.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let mut found = Self::default();
        let mut sort = None;
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            match key.as_ref() {
                "q" => found.filters.q = tidy_words(&value),
                "page" => found.page = read_page(&value),
                "sort" => sort = read_sort(&value),
                shortlist::KEY => {
                    found.shortlist.add(&value);
                }
                key => {
                    if let Some(facet) = Facet::from_slug(key) {
                        found.add(facet, &value);
                    }
                }
            }
        }
        found.filters.sort = match sort {
            // Without words there is nothing to be relevant to.
            Some(Sort::Relevance) | None => found.usual_sort(),
            Some(sort) => sort,
        };
        found
    }

    /// Chooses one more value of a facet.
    pub(super) fn add(&mut self, facet: Facet, value: &str) {
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
}

fn read_sort(text: &str) -> Option<Sort> {
    [Sort::Newest, Sort::Title, Sort::Relevance]
        .into_iter()
        .find(|sort| super::write::sort_name(*sort) == text)
}

/// Words with single gaps between them, and no end of them. Control characters are gaps; nothing
/// that cannot be seen is left, and accents are written as in the bank.
pub(super) fn tidy_words(text: &str) -> String {
    let gaps: String = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    let short: String = one_line(&gaps).chars().take(LONGEST_WORDS).collect();
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
fn tidy(facet: Facet, value: &str) -> String {
    let plain: String = value.chars().filter(|c| !c.is_control()).collect();
    let plain = if facet == Facet::Country {
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
