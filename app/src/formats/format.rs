//! What stands after the dot of a case's address.

use case_study::vocabulary::slugs::is_slug;

/// A case in another shape than its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Json,
    Markdown,
    Bibtex,
    Ris,
    /// The picture that previews show.
    Picture,
}

impl Format {
    pub const ALL: [Self; 5] = [
        Self::Json,
        Self::Markdown,
        Self::Bibtex,
        Self::Ris,
        Self::Picture,
    ];

    /// What stands after the slug and a dot.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Markdown => "md",
            Self::Bibtex => "bib",
            Self::Ris => "ris",
            Self::Picture => "png",
        }
    }

    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Bibtex => "application/x-bibtex; charset=utf-8",
            Self::Ris => "application/x-research-info-systems; charset=utf-8",
            Self::Picture => "image/png",
        }
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
