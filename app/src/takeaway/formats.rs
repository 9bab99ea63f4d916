//! What stands after the dot of a case's address, and what is answered to it.

use super::answer::{document, refuse};
use super::{bibtex, markdown, picture, record, ris};
use crate::browse::case_page::is_slug;
use crate::db::cases::{self, BySlug, PublicCase};
use crate::error::PageError;
use crate::state::AppState;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

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

    /// The address of a case in this format, from the root of the site.
    #[must_use]
    pub fn href(self, slug: &str) -> String {
        format!("/case-studies/{slug}.{}", self.ending())
    }

    /// Slug and format of the last part of an address. A slug never holds a dot, so the first one
    /// parts the two. `None` for what can be neither a page nor a format.
    #[must_use]
    pub fn split(last: &str) -> Option<(&str, Option<Self>)> {
        let (slug, format) = match last.split_once('.') {
            None => (last, None),
            Some((slug, ending)) => {
                let format = Self::ALL.into_iter().find(|one| one.ending() == ending)?;
                (slug, Some(format))
            }
        };
        // Nothing else is ever made; PostgreSQL could not even be asked for a NUL.
        is_slug(slug).then_some((slug, format))
    }

    /// The case in this format.
    ///
    /// # Errors
    /// When a picture cannot be drawn, which is our fault.
    async fn draw(self, case: PublicCase, public_url: &str) -> Result<Vec<u8>, PageError> {
        Ok(match self {
            Self::Json => Value::Object(record::whole(&case, public_url))
                .to_string()
                .into_bytes(),
            Self::Markdown => markdown::markdown(&case, public_url).into_bytes(),
            Self::Bibtex => bibtex::bibtex(&case, public_url).into_bytes(),
            Self::Ris => ris::ris(&case, public_url).into_bytes(),
            Self::Picture => picture::png(case).await?,
        })
    }
}

/// `GET /case-studies/{slug}.{ending}`
///
/// # Errors
/// When the database does not answer.
pub async fn answer(
    state: &AppState,
    slug: &str,
    format: Format,
    asked: &HeaderMap,
) -> Result<Response, PageError> {
    let refused = |status: StatusCode, sentence: &str| match format {
        Format::Json => refuse(status, sentence),
        // The layer around draws the page that people see.
        _ => status.into_response(),
    };
    Ok(match cases::by_slug(&state.db, slug).await? {
        BySlug::Missing => refused(
            StatusCode::NOT_FOUND,
            "There is no case study with this slug.",
        ),
        BySlug::TakenDown => refused(StatusCode::GONE, "This case study was taken down."),
        BySlug::Public(case) => {
            let bytes = format.draw(*case, &state.settings.public_url).await?;
            document(format.content_type(), bytes, asked)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn the_first_dot_parts_slug_and_format() {
        assert_eq!(Format::split("tea"), Some(("tea", None)));
        for format in Format::ALL {
            let last = format!("tea-2.{}", format.ending());
            assert_eq!(Format::split(&last), Some(("tea-2", Some(format))));
        }
        for odd in [
            "",
            ".json",
            "tea.",
            "tea.pdf",
            "tea.json.md",
            "Tea.json",
            "tea.JSON",
            "a\0.md",
            "../x.md",
        ] {
            assert_eq!(Format::split(odd), None, "{odd}");
        }
    }
}
