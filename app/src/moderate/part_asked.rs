//! Which part of a list an address asks for, and which page of it: the lists of what came in have one each.

use case_study::intake::Outcome;
use case_study::reader_message::MessageState;
use url::form_urlencoded;

/// What a list is parted by.
pub(super) trait Part: Copy + PartialEq {
    /// What the address calls it.
    const NAME: &'static str;
    /// The one that is shown where the address says nothing.
    const FIRST: Self;

    fn word(self) -> &'static str;
    fn of_word(word: &str) -> Option<Self>;
}

impl Part for MessageState {
    const NAME: &'static str = "state";
    const FIRST: Self = Self::Open;

    fn word(self) -> &'static str {
        self.slug()
    }

    fn of_word(word: &str) -> Option<Self> {
        Self::from_slug(word)
    }
}

impl Part for Outcome {
    const NAME: &'static str = "outcome";
    const FIRST: Self = Self::Draft;

    fn word(self) -> &'static str {
        self.slug()
    }

    fn of_word(word: &str) -> Option<Self> {
        Self::from_slug(word)
    }
}

/// What an address asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PartAsked<P> {
    pub part: P,
    /// Counts from 1.
    pub page: u64,
}

impl<P: Part> PartAsked<P> {
    /// The beginning of a part.
    pub const fn first_page(part: P) -> Self {
        Self { part, page: 1 }
    }

    /// Reads a query; what it does not know it leaves out.
    pub fn read(query: &str) -> Self {
        let mut asked = Self::first_page(P::FIRST);
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            if key == P::NAME {
                asked.part = P::of_word(&value).unwrap_or(asked.part);
            } else if key == "page" {
                asked.page = value.parse().ok().filter(|page| *page > 0).unwrap_or(1);
            }
        }
        asked
    }

    /// The address of the list at this path that asks for it.
    pub fn href(self, path: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if self.part != P::FIRST {
            query.append_pair(P::NAME, self.part.word());
        }
        if self.page > 1 {
            query.append_pair("page", &self.page.to_string());
        }
        let query = query.finish();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MessageState, Outcome, Part, PartAsked};

    fn read_back<P: Part>(query: &str) -> String {
        PartAsked::<P>::read(query).href("/list")
    }

    #[test]
    fn an_address_reads_back_as_it_is_written() {
        for (query, href) in [
            ("", "/list"),
            ("page=3", "/list?page=3"),
            ("state=handled", "/list?state=handled"),
            ("state=handled&page=2", "/list?state=handled&page=2"),
            ("state=lost&page=0&utm=1", "/list"),
            ("outcome=thought", "/list"),
        ] {
            assert_eq!(read_back::<MessageState>(query), href, "{query}");
        }
        for (query, href) in [
            ("outcome=left_alone", "/list?outcome=left_alone"),
            ("outcome=thought&page=2", "/list?outcome=thought&page=2"),
            ("outcome=draft&page=-1", "/list"),
        ] {
            assert_eq!(read_back::<Outcome>(query), href, "{query}");
        }
    }
}
