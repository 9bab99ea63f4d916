//! Photographs: where each is, and sending one to whoever may see it; documents lie beside them and leave through the
//! same door.

use crate::ui::Photograph;
use crate::web::case_documents;
use crate::web::document::holds;
use crate::web::error::PageError;
use crate::web::state::AppState;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use case_study::pictures::is_name;
use case_study::{Picture, PublicContent};
use media::{Media, Prepared, ShelfError};
use store::blobs::{Blob, BlobKind, NewBlob};
use store::{blobs, random_bytes};

/// The folder of the photographs of a case that everybody may see.
#[must_use]
pub fn public_folder(slug: &str) -> String {
    format!("/pictures/{slug}")
}

/// The folder of the photographs that whoever may see this page may see.
#[must_use]
pub fn folder_of(page: &str) -> String {
    format!("{page}/pictures")
}

/// A photograph as a page shows it. `base` is the folder of addresses in which whoever reads the page may see it.
#[must_use]
pub fn photograph(base: &str, picture: &Picture) -> Photograph {
    Photograph {
        address: format!("{base}/{}", picture.blob),
        widths: media::sizes(picture.width).collect(),
        width: picture.width,
        height: picture.height,
        alt: picture.alt().to_owned(),
    }
}

/// The photograph that stands for a case where no note comes before it: in lists, feeds and previews. A case with a
/// content note keeps its drawn picture there: whoever wants to be warned is warned before any photograph.
#[must_use]
pub fn in_front(content: &PublicContent) -> Option<&Picture> {
    let first = content.pictures.first()?;
    content.warnings().next().is_none().then_some(first)
}

/// No photograph is wider.
pub const LARGEST: u32 = media::SIDE;

/// The size of a photograph that is about this wide, in pixels.
#[must_use]
pub fn size_at(picture: &Picture, wanted: u32) -> (u32, u32) {
    let width = media::sizes(picture.width)
        .find(|width| *width >= wanted)
        .unwrap_or(picture.width);
    let height = u64::from(picture.height) * u64::from(width) / u64::from(picture.width.max(1));
    (width, u32::try_from(height).unwrap_or(picture.height))
}

/// The whole address of a photograph of a public case, about this wide, for what leaves the site.
#[must_use]
pub fn url(public_url: &str, slug: &str, picture: &Picture, width: u32) -> String {
    let path = photograph(&public_folder(slug), picture).at_width(width);
    format!("{public_url}{path}")
}

/// Puts a picture into the store, in a box of its own. It is nobody's until it has a row; what gets none is swept
/// away.
///
/// # Errors
/// When the store does not take it.
pub async fn put(state: &AppState, prepared: &Prepared) -> Result<NewBlob, PageError> {
    put_into(&state.media, prepared)
        .await
        .map_err(|error| PageError::Internal(error.into()))
}

/// The same without the state of a page.
///
/// # Errors
/// When the store does not take it.
pub async fn put_into(media: &Media, prepared: &Prepared) -> Result<NewBlob, ShelfError> {
    let kept_in = hex::encode(random_bytes::<16>());
    media.shelf().put(&kept_in, prepared).await?;
    Ok(NewBlob {
        kind: BlobKind::Picture,
        sha256: prepared.sha256.clone(),
        size: Some((prepared.width, prepared.height)),
        bytes: prepared.bytes(),
        kept_in,
    })
}

/// Takes a picture out of the store that got no row, now rather than with the next sweep.
pub async fn take_back(state: &AppState, new: &NewBlob) {
    if let Err(error) = state.media.shelf().remove(&new.kept_in).await {
        tracing::warn!(%error, "a picture that was not needed could not be removed yet");
    }
}

/// The largest size of a picture.
///
/// # Errors
/// When the store does not answer; a picture that is not there is not found.
pub async fn largest(state: &AppState, blob: &Blob) -> Result<Bytes, PageError> {
    let shelf = state.media.shelf();
    let found = shelf.get(&blob.kept_in, &blob.sha256, blob.width).await;
    found
        .map_err(|error| PageError::Internal(error.into()))?
        .ok_or(PageError::NotFound)
}

/// One size of a photograph, or a document, as an address names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedFor {
    pub sha256: String,
    /// None for a document.
    width: Option<u32>,
}

impl AskedFor {
    /// Reads the last part of an address.
    ///
    /// # Errors
    /// What cannot be one of ours is not found.
    pub fn read(file: &str) -> Result<Self, PageError> {
        let found = || {
            if let Some(sha256) = file.strip_suffix(case_documents::ENDING) {
                let sha256 = is_name(sha256).then(|| sha256.to_owned())?;
                return Some(Self {
                    sha256,
                    width: None,
                });
            }
            let (sha256, width) = file.strip_suffix(".jpg")?.split_once('-')?;
            let digits = !width.starts_with(['0', '+']) && is_name(sha256);
            let width = width.parse().ok().filter(|_| digits)?;
            Some(Self {
                sha256: sha256.to_owned(),
                width: Some(width),
            })
        };
        found().ok_or(PageError::NotFound)
    }

    fn tag(&self) -> String {
        let start = &self.sha256[..32];
        match self.width {
            Some(width) => format!("\"{start}-{width}\""),
            None => format!("\"{start}\""),
        }
    }
}

/// Whom an answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenBy {
    Everyone,
    /// Whoever may see a text that is not public.
    Few,
}

/// A photograph of a case that is not public, for whoever may see its texts: the caller has asked.
///
/// # Errors
/// Where there is no such picture.
pub async fn of_case(
    state: &AppState,
    case_id: i64,
    file: &str,
    asked: &HeaderMap,
) -> Result<Response, PageError> {
    let wanted = AskedFor::read(file)?;
    let blob = blobs::of_case(&state.db, case_id, &wanted.sha256).await?;
    answer(state, blob, &wanted, asked, SeenBy::Few).await
}

/// Sends one size of a picture, or a document, or says that the browser has it. It asks each time: the next answer may
/// be that it is gone.
///
/// # Errors
/// Where there is no such file, or it has no such size.
pub async fn answer(
    state: &AppState,
    blob: Option<Blob>,
    wanted: &AskedFor,
    asked: &HeaderMap,
    seen_by: SeenBy,
) -> Result<Response, PageError> {
    let blob = blob.ok_or(PageError::NotFound)?;
    let is_there = match (blob.kind, wanted.width) {
        (Some(BlobKind::Picture), Some(wanted)) => {
            media::sizes(blob.width).any(|width| width == wanted)
        }
        (Some(BlobKind::Document), None) => true,
        _ => false,
    };
    if !is_there {
        return Err(PageError::NotFound);
    }
    let caching = match seen_by {
        SeenBy::Everyone => "no-cache",
        SeenBy::Few => "private, no-cache",
    };
    let tag = wanted.tag();
    let mut response = if holds(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let shelf = state.media.shelf();
        let found = match wanted.width {
            Some(width) => shelf.get(&blob.kept_in, &blob.sha256, width).await,
            None => shelf.get_document(&blob.kept_in, &blob.sha256).await,
        };
        let file = found
            .map_err(|error| PageError::Internal(error.into()))?
            .ok_or(PageError::NotFound)?;
        Body::from(file).into_response()
    };
    let kind = match wanted.width {
        Some(_) => BlobKind::Picture,
        None => {
            case_documents::contain(&mut response);
            BlobKind::Document
        }
    };
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(kind.media_type()),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::AskedFor;

    #[test]
    fn only_an_address_of_ours_names_a_picture() {
        let name = "ab".repeat(32);
        let read = AskedFor::read(&format!("{name}-640.jpg")).unwrap_or_else(|_| panic!("ours"));
        assert_eq!(
            (read.sha256.as_str(), read.width),
            (name.as_str(), Some(640))
        );
        let read = AskedFor::read(&format!("{name}.pdf")).unwrap_or_else(|_| panic!("ours"));
        assert_eq!((read.sha256.as_str(), read.width), (name.as_str(), None));
        for odd in [
            format!("{name}-640.png"),
            format!("{name}.jpg"),
            format!("{name}-640.pdf"),
            format!("{name}-0640.jpg"),
            format!("{name}-+640.jpg"),
            format!("{name}-640x.jpg"),
            format!("{}-640.jpg", name.to_uppercase()),
            "../../secret-640.jpg".to_owned(),
            String::new(),
        ] {
            assert!(AskedFor::read(&odd).is_err(), "{odd}");
        }
    }
}
