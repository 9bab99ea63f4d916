//! Documents of a case study: where each is, the list that leads to them, and how one leaves.

use crate::ui::{IntoMarkup, Markup};
use crate::web::document::IsContained;
use crate::web::error::PageError;
use crate::web::pictures::public_folder;
use crate::web::state::AppState;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use case_study::Document;
use leptos::prelude::*;
use media::PreparedDocument;
use store::blobs::{BlobKind, NewBlob};
use store::random_bytes;

/// The ending of the address of a document.
pub(super) const ENDING: &str = ".pdf";

/// The whole address of a document of a public case, for what leaves the site.
#[must_use]
pub fn url(public_url: &str, slug: &str, document: &Document) -> String {
    format!("{public_url}{}", address(&public_folder(slug), document))
}

fn address(folder: &str, document: &Document) -> String {
    format!("{folder}/{}{ENDING}", document.blob)
}

/// Links to documents, each with its kind and size.
/// `folder` is where whoever reads the page may see them; `beside` is what stands at each, which is given its place in
/// the list. None where there are none.
pub fn list(
    documents: &[Document],
    folder: &str,
    beside: impl Fn(&Document, usize) -> Markup,
) -> Option<Markup> {
    if documents.is_empty() {
        return None;
    }
    let items = documents
        .iter()
        .enumerate()
        .map(|(at, document)| {
            view! {
                <li>
                    <a href=address(folder, document) download=document.file_name()>{document.in_words()}</a>
                    {beside(document, at)}
                </li>
            }
        })
        .collect_view();
    Some(view! { <ul class="document-list">{items}</ul> }.into_markup())
}

/// Makes sure that whatever stands in a file that somebody sent does nothing here: it is kept rather than shown, and
/// where it is shown all the same it may run nothing and is of no origin.
pub(super) fn contain(response: &mut Response) {
    response.headers_mut().insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment"),
    );
    response.extensions_mut().insert(IsContained);
}

/// Puts a document into the store, in a box of its own. It is nobody's until it has a row.
///
/// # Errors
/// When the store does not take it.
pub async fn put(state: &AppState, document: &PreparedDocument) -> Result<NewBlob, PageError> {
    let kept_in = hex::encode(random_bytes::<16>());
    let shelf = state.media.shelf();
    shelf
        .put_document(&kept_in, document)
        .await
        .map_err(|error| PageError::Internal(error.into()))?;
    Ok(NewBlob {
        kind: BlobKind::Document,
        sha256: document.sha256.clone(),
        size: None,
        bytes: document.file.len(),
        kept_in,
    })
}
