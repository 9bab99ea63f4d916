//! A shortlist: the cases that a reader has set aside to compare.
//!
//! It lives in the address and nowhere else: no account, no cookie, nothing kept about anybody.
//! Whoever has the link has the shortlist. `browse/shortlist` draws it.

use case_study::vocabulary::slugs::is_slug;

/// The key in the addresses of lists and cases, once for each case.
pub const KEY: &str = "shortlist";

/// More than anybody compares, and few enough for an address that survives a mail.
pub const MOST: usize = 12;

/// Slugs in the order they were added, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shortlist {
    slugs: Vec<String>,
}

/// What became of a slug that was to be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It is on the shortlist, perhaps for long.
    On,
    /// There was no room.
    Full,
    /// It can be no case's slug.
    NoSlug,
}

impl Shortlist {
    /// Adds what an address holds. People copy addresses out of sentences, so capitals and marks
    /// around a slug do not matter.
    pub fn add(&mut self, text: &str) -> Added {
        let slug = tidy(text);
        if !is_slug(&slug) {
            return Added::NoSlug;
        }
        if self.holds(&slug) {
            return Added::On;
        }
        if self.is_full() {
            return Added::Full;
        }
        self.slugs.push(slug);
        Added::On
    }

    /// The shortlist with one more case at its end.
    #[must_use]
    pub fn with(&self, slug: &str) -> Self {
        let mut more = self.clone();
        more.add(slug);
        more
    }

    /// The shortlist without a case.
    #[must_use]
    pub fn without(&self, slug: &str) -> Self {
        let mut less = self.clone();
        less.slugs.retain(|one| one != slug);
        less
    }

    #[must_use]
    pub fn holds(&self, slug: &str) -> bool {
        self.slugs.iter().any(|one| one == slug)
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.slugs.is_empty()
    }

    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.slugs.len() >= MOST
    }

    #[must_use]
    pub const fn len(&self) -> usize {
        self.slugs.len()
    }

    #[must_use]
    pub fn slugs(&self) -> &[String] {
        &self.slugs
    }

    /// Key and value for each case, as an address has them.
    pub fn pairs(
        &self,
        key: &'static str,
    ) -> impl Iterator<Item = (&'static str, String)> + use<'_> {
        self.slugs.iter().map(move |slug| (key, slug.clone()))
    }
}

impl<S: AsRef<str>> FromIterator<S> for Shortlist {
    fn from_iter<I: IntoIterator<Item = S>>(slugs: I) -> Self {
        let mut shortlist = Self::default();
        for slug in slugs {
            shortlist.add(slug.as_ref());
        }
        shortlist
    }
}

/// A slug begins and ends with a letter or a figure.
fn tidy(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_ascii_alphanumeric())
        .to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{Added, MOST, Shortlist};

    fn of(slugs: &[&str]) -> Shortlist {
        slugs.iter().collect()
    }

    #[test]
    fn the_order_of_adding_is_kept_and_nothing_stands_twice() {
        let shortlist = of(&["tea", "cake", "tea", "Cake", "bread"]);
        assert_eq!(shortlist.slugs(), ["tea", "cake", "bread"]);
        assert_eq!(shortlist.without("cake").slugs(), ["tea", "bread"]);
        assert_eq!(
            shortlist.without("cake").with("cake").slugs(),
            ["tea", "bread", "cake"]
        );
        assert_eq!(shortlist.without("no-such").slugs(), shortlist.slugs());
    }

    #[test]
    fn there_is_room_for_twelve() {
        let all: Vec<String> = (0..40).map(|n| format!("case-{n}")).collect();
        let mut shortlist: Shortlist = all.iter().collect();
        assert_eq!(shortlist.slugs(), &all[..MOST]);
        assert!(shortlist.is_full());
        assert_eq!(shortlist.add("case-3"), Added::On);
        assert_eq!(shortlist.add("case-30"), Added::Full);
        assert_eq!(shortlist.len(), 12);
    }

    #[test]
    fn what_can_be_no_slug_is_left_out() {
        for odd in [
            "",
            " ",
            "..",
            "a b",
            "a/b",
            "a\0b",
            "é",
            "<a>b</a>",
            "a.json",
            &"x".repeat(201),
        ] {
            assert_eq!(Shortlist::default().add(odd), Added::NoSlug, "{odd:?}");
        }
        // As they come out of mails and sentences.
        for said in ["tea-1.", " tea-1", "Tea-1", "<tea-1>,", "tea-1\0"] {
            assert_eq!(of(&[said]).slugs(), ["tea-1"], "{said:?}");
        }
    }
}
