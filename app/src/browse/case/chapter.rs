//! Where the parts of a case stand: alone on its page, or one case after the other in a pack.

use crate::ui::HeadingLevel;

/// How deep the headings of a case are, and what keeps its ids apart from those of others.
#[derive(Debug, Clone, Copy)]
pub struct Chapter<'a> {
    /// The level of the headings inside the case.
    pub level: HeadingLevel,
    /// The case's slug, where there are several in one document.
    slug: Option<&'a str>,
}

impl<'a> Chapter<'a> {
    /// The case's own page.
    pub const PAGE: Self = Self {
        level: HeadingLevel::H2,
        slug: None,
    };

    /// A case in a document of several, under an `<h2>` of its own.
    pub const fn of(slug: &'a str) -> Self {
        Self {
            level: HeadingLevel::H3,
            slug: Some(slug),
        }
    }

    /// An id that no other case of the document has.
    pub fn id(self, name: &str) -> String {
        match self.slug {
            Some(slug) => format!("{slug}-{name}"),
            None => name.to_owned(),
        }
    }
}
