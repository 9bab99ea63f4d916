//! A card of a case for other people's pages: the page in the frame, and what oEmbed says of it.

use crate::formats::Format;
use crate::formats::citation::author;
use crate::web::document::MayBeFramed;
use case_study::vocabulary::slugs::is_slug;

use crate::ui::IntoMarkup;
use crate::ui::{EvidenceLabel, Motif, MotifSeed, Photo, SITE_NAME, unbroken};
use crate::web::error::PageError;
use crate::web::page::bare;
use crate::web::pictures::{in_front, photograph, public_folder};
use crate::web::state::AppState;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use case_study::declarations::LICENCE;
use case_study::text;
use leptos::prelude::*;
use serde_json::{Value, json};
use store::cases;
use store::cases::{BySlug, PublicCase};

/// The frame's size unless somebody has less room, in CSS pixels. Whatever the frame, the card fills it and
/// no more: its summary gives way line by line, then the museum, and its last line always stands inside.
pub const WIDTH: u32 = 600;
pub const HEIGHT: u32 = 320;
/// Narrower, the words stand below the picture (`style/embed.css`) and need more height.
const BESIDE: u32 = 480;
const HEIGHT_BELOW: u32 = 420;

/// `GET /case-studies/{slug}/embed`
///
/// # Errors
/// When there never was such a case, or the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    Path(slug): Path<String>,
) -> Result<Response, PageError> {
    if !is_slug(&slug) {
        return Err(PageError::NotFound);
    }
    let (title, status, case) = match cases::by_slug(&state.db, &slug).await? {
        BySlug::Missing => return Err(PageError::NotFound),
        BySlug::TakenDown => (
            "This case study was taken down".to_owned(),
            StatusCode::GONE,
            None,
        ),
        BySlug::Public { case, .. } => (case.content.title.clone(), StatusCode::OK, Some(case)),
    };
    let public_url = state.settings.public_url.clone();
    let mut response = bare(&state.settings, &title, status, move || match case {
        Some(case) => card(&case, &public_url).into_markup(),
        None => gone(&public_url).into_markup(),
    });
    response.extensions_mut().insert(MayBeFramed);
    Ok(response)
}

fn card(case: &PublicCase, public_url: &str) -> impl IntoView + use<> {
    let content = &case.content;
    let url = paths::case_study_url(public_url, &case.slug);
    let seed = MotifSeed {
        slug: case.slug.clone(),
        themes: content.themes.clone(),
        strand: content.strand.clone(),
    };
    let picture = match in_front(content) {
        Some(picture) => {
            let photo = photograph(&public_folder(&case.slug), picture);
            view! { <Photo photo=photo sizes="20rem" lazy=true/> }.into_markup()
        }
        None => view! { <Motif seed=seed/> }.into_markup(),
    };
    let note =
        text::content_note(content).map(|note| view! { <p class="meta embed-note">{note}</p> });
    let place = text::short_place(content);
    let evidence = case.evidence_in_words();
    let source = if case.sample {
        "A sample, compiled from public sources"
    } else if case.compiled {
        "Compiled from public sources"
    } else {
        "Case study"
    };
    view! {
        <main class="embed">
            <div class="embed-picture">{picture}</div>
            <div class="embed-words">
                <h1><a href=url target="_top">{unbroken(&content.title)}</a></h1>
                <p class="meta embed-museum">{[content.museum.as_str(), place.as_str()].join(", ").trim_end_matches(", ").to_owned()}</p>
                {note}
                <p class="embed-summary">{content.summary.clone()}</p>
                <p class="embed-evidence"><EvidenceLabel words=evidence/></p>
                <p class="meta embed-source">
                    {format!("{source}, from ")}
                    <a href=format!("{public_url}/") target="_top">{SITE_NAME}</a>
                    {format!(", {}", LICENCE.short.replace(' ', "\u{a0}"))}
                </p>
            </div>
        </main>
    }
}

fn gone(public_url: &str) -> impl IntoView + use<> {
    view! {
        <main class="embed embed-plain">
            <div class="embed-words">
                <h1>"This case study was taken down"</h1>
                <p><a href=format!("{public_url}{}", paths::CASE_STUDIES) target="_top">"See the other case studies"</a></p>
            </div>
        </main>
    }
}

/// The frame as HTML, to be put into another page.
#[must_use]
pub fn frame(case: &PublicCase, public_url: &str, width: u32, height: u32) -> String {
    format!(
        "<iframe src=\"{}/embed\" title=\"{}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\"></iframe>",
        paths::case_study_url(public_url, &case.slug),
        in_quotes(&case.content.title),
    )
}

/// Text as the value of an attribute.
fn in_quotes(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The address that says how to embed a case.
#[must_use]
pub fn oembed_href(slug: &str, public_url: &str, format: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("url", &paths::case_study_url(public_url, slug))
        .append_pair("format", format)
        .finish();
    format!("{}?{query}", paths::OEMBED)
}

/// Width and height of a frame in at most this room.
fn room(most_width: u32, most_height: u32) -> (u32, u32) {
    let width = WIDTH.min(most_width);
    let height = if width < BESIDE { HEIGHT_BELOW } else { HEIGHT };
    (width, height.min(most_height))
}

/// How to embed a case (oEmbed 1.0, type `rich`), in at most this room.
#[must_use]
pub fn oembed(case: &PublicCase, public_url: &str, most_width: u32, most_height: u32) -> Value {
    let (width, height) = room(most_width, most_height);
    let author = author(case);
    let mut members = json!({
        "type": "rich",
        "version": "1.0",
        "title": case.content.title,
        "author_name": author,
        "provider_name": SITE_NAME,
        "provider_url": format!("{public_url}/"),
        "cache_age": 3600,
        "html": frame(case, public_url, width, height),
        "width": width,
        "height": height,
    });
    // The picture has one size; who has less room is not offered it.
    if let Some(members) = members.as_object_mut()
        && crate::formats::preview_picture::WIDTH <= most_width
        && crate::formats::preview_picture::HEIGHT <= most_height
    {
        members.insert(
            "thumbnail_url".into(),
            format!("{public_url}{}", Format::Picture.href(&case.slug)).into(),
        );
        members.insert(
            "thumbnail_width".into(),
            crate::formats::preview_picture::WIDTH.into(),
        );
        members.insert(
            "thumbnail_height".into(),
            crate::formats::preview_picture::HEIGHT.into(),
        );
    }
    members
}

#[cfg(test)]
mod tests {
    use super::{BESIDE, frame, oembed, oembed_href, room};
    use crate::formats::sample::case;
    use case_study::CaseStudyContent;

    #[test]
    fn a_title_cannot_leave_its_attribute() {
        let one = case(CaseStudyContent {
            title: "\"><script>alert('1')</script> & tea".into(),
            ..Default::default()
        });
        assert_eq!(
            frame(&one, "https://bank.example", 600, 320),
            "<iframe src=\"https://bank.example/case-studies/a-case/embed\" \
             title=\"&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; tea\" width=\"600\" \
             height=\"320\" loading=\"lazy\"></iframe>"
        );
    }

    #[test]
    fn a_narrow_frame_is_higher_and_none_is_larger_than_it_may_be() {
        let any = u32::MAX;
        for (most, expected) in [
            ((any, any), (600, 320)),
            ((480, any), (480, 320)),
            ((479, any), (479, 420)),
            ((360, any), (360, 420)),
            ((300, any), (300, 420)),
            ((360, 200), (360, 200)),
            ((any, 200), (600, 200)),
            ((1, 1), (1, 1)),
        ] {
            assert_eq!(room(most.0, most.1), expected, "{most:?}");
        }
        // Where the style sheet puts the words beside the picture, in ems of 16 pixels.
        let style = include_str!("../../../style/embed.css");
        let beside = format!("@media (width >= {}rem)", BESIDE / 16);
        assert!(style.contains(&beside), "{beside}");
    }

    #[test]
    fn the_frame_fits_the_room_there_is() {
        let one = case(CaseStudyContent::default());
        let small = oembed(&one, "https://bank.example", 300, 200);
        assert_eq!(
            (&small["width"], &small["height"]),
            (&300.into(), &200.into())
        );
        assert!(small.get("thumbnail_url").is_none());
        let large = oembed(&one, "https://bank.example", u32::MAX, u32::MAX);
        assert_eq!(large["width"], 600);
        assert_eq!(
            large["thumbnail_url"],
            "https://bank.example/case-studies/a-case.png"
        );
        assert_eq!(
            oembed_href("a-case", "https://bank.example", "xml"),
            "/oembed?url=https%3A%2F%2Fbank.example%2Fcase-studies%2Fa-case&format=xml"
        );
    }
}
