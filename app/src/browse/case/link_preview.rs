//! What the head of a case's page tells other programs: previews, data, embedding.

use crate::data::embed;
use crate::formats::preview_picture::{HEIGHT, WIDTH, drawn_title};
use crate::formats::{Format, json_ld};

use crate::ui::SITE_NAME;
use crate::web::page::Page;
use crate::web::pictures;
use case_study::dates::rfc3339;
use case_study::text;
use store::cases::PublicCase;

/// As wide as previews are shown.
const LARGE: u32 = 1000;

/// Adds it to the page.
#[must_use]
pub fn describe(page: Page, case: &PublicCase, public_url: &str) -> Page {
    let content = &case.content;
    let url = paths::case_study_url(public_url, &case.slug);
    let (picture, kind, size, alternative) = shown(case, public_url);
    let properties = [
        ("og:type", "article".to_owned()),
        ("og:site_name", SITE_NAME.to_owned()),
        ("og:locale", "en_GB".to_owned()),
        ("og:title", content.title.clone()),
        ("og:description", content.summary.clone()),
        ("og:url", url),
        ("og:image", picture),
        ("og:image:type", kind.to_owned()),
        ("og:image:width", size.0.to_string()),
        ("og:image:height", size.1.to_string()),
        ("og:image:alt", alternative),
        ("article:published_time", rfc3339(case.published_at)),
        ("article:modified_time", rfc3339(case.updated_at)),
    ];
    let page = properties
        .into_iter()
        .fold(page, |page, (name, value)| page.property(name, value));
    Format::alternates()
        .fold(page, |page, format| {
            page.alternate(format.plain_type(), format.href(&case.slug))
        })
        .alternate(
            "application/json+oembed",
            embed::oembed_href(&case.slug, public_url, "json"),
        )
        .alternate(
            "text/xml+oembed",
            embed::oembed_href(&case.slug, public_url, "xml"),
        )
        .data_block(json_ld::block(case, public_url))
}

/// The picture that stands for the case elsewhere: address, kind, size and what it shows. A photograph where
/// there is one.
fn shown(case: &PublicCase, public_url: &str) -> (String, &'static str, (u32, u32), String) {
    let content = &case.content;
    if let Some(picture) = pictures::in_front(content) {
        let address = pictures::url(public_url, &case.slug, picture, LARGE);
        let size = pictures::size_at(picture, LARGE);
        return (address, "image/jpeg", size, picture.alt().to_owned());
    }
    (
        format!("{public_url}{}", Format::Picture.href(&case.slug)),
        Format::Picture.content_type(),
        (WIDTH, HEIGHT),
        alternative(&content.title, &text::strands(content)),
    )
}

/// The picture in words: what is really drawn.
fn alternative(title: &str, strands: &str) -> String {
    let shown = match drawn_title(title) {
        Some(title) => format!("\u{201c}{title}\u{201d} below a drawn pattern."),
        None => "A drawn pattern.".to_owned(),
    };
    format!("{shown} {strands}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::alternative;

    #[test]
    fn a_picture_is_told_as_it_is_drawn() {
        assert_eq!(
            alternative("Tea and talk CO\u{2082}", "Community"),
            "\u{201c}Tea and talk CO2\u{201d} below a drawn pattern. Community"
        );
        assert_eq!(alternative("\u{6771}\u{4eac}", ""), "A drawn pattern.");
    }
}
