//! What stands after the dot of a case's address: a row for each format, with its words.

use super::{bibtex, case_json, markdown, preview_picture, ris};
use crate::web::error::PageError;
use crate::web::state::PreviewPictures;
use case_study::vocabulary::slugs::is_slug;
use serde_json::Value;
use store::cases::PublicCase;

/// How a format says that there is no such case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorStyle {
    /// An object, as the API does.
    Json,
    /// A sentence behind these letters.
    Sentence(&'static str),
    /// Nothing at all, or the page for people.
    Nothing,
}

/// What is known of a format.
struct Row {
    /// What stands after the slug and a dot.
    ending: &'static str,
    content_type: &'static str,
    /// Its place in the list on the page of a case, and its words there; `None` where readers are
    /// offered no link.
    link: Option<(u8, &'static str)>,
    errors: ErrorStyle,
    /// Operation and summary in the description of the API.
    described: (&'static str, &'static str),
}

macro_rules! formats {
    ($($(#[$doc:meta])* $name:ident = $row:expr;)*) => {
        /// A case in another shape than its page.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Format {
            $($(#[$doc])* $name,)*
        }

        impl Format {
            pub const ALL: [Self; [$(stringify!($name)),*].len()] = [$(Self::$name),*];

            const fn row(self) -> Row {
                match self {
                    $(Self::$name => $row,)*
                }
            }
        }
    };
}

formats! {
    Json = Row {
        ending: "json",
        content_type: "application/json",
        link: Some((4, "Data as JSON")),
        errors: ErrorStyle::Json,
        described: ("getCaseStudyAsJson", "The same as in the API."),
    };
    Markdown = Row {
        ending: "md",
        content_type: "text/markdown; charset=utf-8",
        link: Some((3, "Text as Markdown")),
        errors: ErrorStyle::Sentence(""),
        described: ("getCaseStudyAsMarkdown", "The text as Markdown."),
    };
    Bibtex = Row {
        ending: "bib",
        content_type: "application/x-bibtex; charset=utf-8",
        link: Some((1, "Reference as BibTeX")),
        errors: ErrorStyle::Sentence("% "),
        described: ("getCaseStudyAsBibtex", "A reference for BibTeX."),
    };
    Ris = Row {
        ending: "ris",
        content_type: "application/x-research-info-systems; charset=utf-8",
        link: Some((2, "Reference as RIS, for Zotero, EndNote or Mendeley")),
        errors: ErrorStyle::Sentence(""),
        described: ("getCaseStudyAsRis", "A reference for Zotero, EndNote and others."),
    };
    /// The picture that previews show.
    Picture = Row {
        ending: "png",
        content_type: "image/png",
        link: None,
        errors: ErrorStyle::Nothing,
        described: ("getPicture", "The picture that previews show."),
    };
}

impl Format {
    /// The case in this format.
    ///
    /// # Errors
    /// When a picture cannot be drawn, which is our fault.
    pub async fn write(
        self,
        case: PublicCase,
        public_url: &str,
        pictures: &PreviewPictures,
    ) -> Result<Vec<u8>, PageError> {
        Ok(match self {
            Self::Json => Value::Object(case_json::whole(&case, public_url))
                .to_string()
                .into_bytes(),
            Self::Markdown => markdown::markdown(&case, public_url).into_bytes(),
            Self::Bibtex => bibtex::bibtex(&case, public_url).into_bytes(),
            Self::Ris => ris::ris(&case, public_url).into_bytes(),
            Self::Picture => preview_picture::png(case, pictures).await?,
        })
    }

    /// What stands after the slug and a dot.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        self.row().ending
    }

    #[must_use]
    pub const fn content_type(self) -> &'static str {
        self.row().content_type
    }

    /// How it says that there is no such case.
    #[must_use]
    pub const fn errors(self) -> ErrorStyle {
        self.row().errors
    }

    /// Operation and summary in the description of the API.
    #[must_use]
    pub const fn described(self) -> (&'static str, &'static str) {
        self.row().described
    }

    /// The formats that readers are offered as links, each with its words, in the order of the page.
    #[must_use]
    pub fn links() -> Vec<(Self, &'static str)> {
        let mut links: Vec<_> = Self::ALL
            .into_iter()
            .filter_map(|format| Some((format, format.row().link?)))
            .collect();
        links.sort_by_key(|(_, (place, _))| *place);
        links
            .into_iter()
            .map(|(format, (_, words))| (format, words))
            .collect()
    }

    /// The formats that the head of a page names for other programs: all that readers are offered.
    pub fn alternates() -> impl Iterator<Item = Self> {
        Self::ALL
            .into_iter()
            .filter(|format| format.row().link.is_some())
    }

    /// The type without its charset, as a link's `type` has it.
    #[must_use]
    pub fn plain_type(self) -> &'static str {
        let kind = self.content_type();
        kind.split_once(';').map_or(kind, |(plain, _)| plain)
    }

    /// The address of a case in this format, from the root of the site.
    #[must_use]
    pub fn href(self, slug: &str) -> String {
        paths::case_study_as(slug, self.ending())
    }

    /// Slug and format of the last part of an address. A slug never holds a dot, so the first one
    /// parts the two.
    ///
    /// # Errors
    /// For what can be neither a page nor a format, with the format that its ending asks for.
    pub fn split(last: &str) -> Result<(&str, Option<Self>), Option<Self>> {
        let (slug, format) = match last.split_once('.') {
            None => (last, None),
            Some((slug, ending)) => {
                let format = Self::ALL.into_iter().find(|one| one.ending() == ending);
                (slug, Some(format.ok_or_else(|| Self::asked_by(last))?))
            }
        };
        // Nothing else is ever made; PostgreSQL could not even be asked for a NUL.
        if is_slug(slug) {
            Ok((slug, format))
        } else {
            Err(format)
        }
    }

    /// The format that an address asks for with its very end, whatever stands before.
    #[must_use]
    pub fn asked_by(address: &str) -> Option<Self> {
        let (_, ending) = address.rsplit_once('.')?;
        Self::ALL.into_iter().find(|one| one.ending() == ending)
    }
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn the_first_dot_parts_slug_and_format() {
        assert_eq!(Format::split("tea"), Ok(("tea", None)));
        for format in Format::ALL {
            let last = format!("tea-2.{}", format.ending());
            assert_eq!(Format::split(&last), Ok(("tea-2", Some(format))));
        }
        for odd in ["", "tea.", "tea.pdf", "tea.JSON", "Tea"] {
            assert_eq!(Format::split(odd), Err(None), "{odd}");
        }
    }

    #[test]
    fn readers_are_offered_references_first_and_programs_the_same_formats() {
        use Format::{Bibtex, Json, Markdown, Ris};
        let links: Vec<Format> = Format::links().iter().map(|(format, _)| *format).collect();
        assert_eq!(links, [Bibtex, Ris, Markdown, Json]);
        let alternates: Vec<Format> = Format::alternates().collect();
        assert_eq!(alternates, [Json, Markdown, Bibtex, Ris]);
    }

    #[test]
    fn what_is_no_slug_is_refused_in_the_format_asked_for() {
        for (odd, format) in [
            (".json", Format::Json),
            ("Tea.json", Format::Json),
            ("tea.json.md", Format::Markdown),
            ("a\0.md", Format::Markdown),
            ("../x.bib", Format::Bibtex),
            ("é.ris", Format::Ris),
            ("a b.png", Format::Picture),
        ] {
            assert_eq!(Format::split(odd), Err(Some(format)), "{odd}");
        }
    }
}
