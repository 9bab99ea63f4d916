//! Reading what the page of photographs and documents sent: words, and files one after the other.

use crate::web::case_documents;
use crate::web::error::PageError;
use crate::web::pictures;
use crate::web::state::AppState;
use axum::extract::Request;
use axum::http::header;
use case_study::documents::{MOST_DOCUMENTS, title_of_file};
use case_study::pictures::MOST_PICTURES;
use case_study::text_input::one_line;
use case_study::{CaseStudyContent, Document, Picture};
use media::{MOST_BYTES, Refused, RefusedDocument, is_document};
use multer::{Multipart, parse_boundary};
use std::collections::BTreeMap;
use store::blobs;
use store::blobs::Kept;

/// The box that files are chosen in.
pub(super) const FILES: &str = "files";
/// More parts than any page of ours sends.
const MOST_PARTS: usize = 200;
/// No box of the page holds more.
const LONGEST_TEXT: usize = 16 * 1024;

/// What came with the form.
#[derive(Default)]
pub(super) struct Sent {
    /// What was typed and pressed, by name.
    pub typed: BTreeMap<String, String>,
    /// Pictures that were taken.
    pub added: Vec<Picture>,
    /// Documents that were taken, each with the title that its name makes.
    pub documents: Vec<Document>,
    /// A sentence for each file that was not.
    pub refused: Vec<String>,
    /// Somebody sent the case study meanwhile.
    pub closed: bool,
}

/// The parts of a request; none where it does not come in parts.
pub(super) fn parts(request: Request) -> Option<Multipart<'static>> {
    let kind = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    let boundary = parse_boundary(kind).ok()?;
    let body = request.into_body().into_data_stream();
    Some(Multipart::new(body, boundary))
}

/// Reads all of it. With a submission that may be written, files are judged, put into the store and given a row, each
/// before the next is read; without one only words are read.
///
/// # Errors
/// For a form that is not ours, and when store or database do not answer.
pub(super) async fn read(
    state: &AppState,
    mut parts: Multipart<'static>,
    submission_id: Option<i64>,
    there_already: &CaseStudyContent,
) -> Result<Sent, PageError> {
    let mut sent = Sent::default();
    let mut count = 0;
    while let Some(mut part) = parts.next_field().await.map_err(broken)? {
        count += 1;
        if count > MOST_PARTS {
            return Err(NOT_OURS);
        }
        let name = part.name().unwrap_or_default().to_owned();
        let Some(file_name) = part.file_name().map(shown_name) else {
            let mut text = Vec::new();
            while let Some(bytes) = part.chunk().await.map_err(broken)? {
                text.extend_from_slice(&bytes);
                if text.len() > LONGEST_TEXT {
                    return Err(NOT_OURS);
                }
            }
            let text = String::from_utf8(text).map_err(|_| NOT_OURS)?;
            sent.typed.insert(name, text);
            continue;
        };
        let mut file = Vec::new();
        let mut is_too_large = false;
        while let Some(bytes) = part.chunk().await.map_err(broken)? {
            if file.len() + bytes.len() > MOST_BYTES {
                is_too_large = true;
                file = Vec::new();
            }
            if !is_too_large {
                file.extend_from_slice(&bytes);
            }
        }
        // A browser sends one part without a name where no file was chosen.
        let (Some(id), false) = (
            submission_id,
            file_name.is_empty() && file.is_empty() && !is_too_large,
        ) else {
            continue;
        };
        if sent.closed {
            continue;
        }
        let mut refuse = |why: &str| {
            sent.refused
                .push(format!("\u{201c}{file_name}\u{201d}: {why}"));
        };
        if is_too_large {
            refuse(&Refused::TooLarge.to_string());
            continue;
        }
        if is_document(&file) {
            if there_already.documents.len() + sent.documents.len() >= MOST_DOCUMENTS {
                refuse("there are five documents already. Remove one first");
                continue;
            }
            match take_document(state, id, file).await? {
                TakenDocument::Refused(why) => refuse(&why.to_string()),
                TakenDocument::Closed => sent.closed = true,
                TakenDocument::Document(document) => {
                    if sent.documents.iter().any(|one| one.blob == document.blob) {
                        refuse("you chose this document twice");
                    } else {
                        sent.documents.push(Document {
                            title: title_of_file(&file_name),
                            ..document
                        });
                    }
                }
            }
            continue;
        }
        if there_already.pictures.len() + sent.added.len() >= MOST_PICTURES {
            refuse("there are ten pictures already. Remove one first");
            continue;
        }
        match take(state, id, file).await? {
            Taken::Refused(why) => refuse(&why.to_string()),
            Taken::Closed => sent.closed = true,
            Taken::Picture(picture) => {
                if sent.added.iter().any(|one| one.blob == picture.blob) {
                    refuse("you chose this picture twice");
                } else {
                    sent.added.push(picture);
                }
            }
        }
    }
    Ok(sent)
}

enum Taken {
    Picture(Picture),
    Refused(Refused),
    Closed,
}

async fn take(state: &AppState, submission_id: i64, file: Vec<u8>) -> Result<Taken, PageError> {
    let prepared = match state.media.prepare(file).await {
        Ok(prepared) => prepared,
        Err(why) => return Ok(Taken::Refused(why)),
    };
    let new = pictures::put(state, &prepared).await?;
    let kept = blobs::keep(&state.db, submission_id, &new).await?;
    if kept != Kept::New {
        pictures::take_back(state, &new).await;
    }
    Ok(match kept {
        Kept::New | Kept::Before => Taken::Picture(Picture {
            blob: new.sha256,
            width: prepared.width,
            height: prepared.height,
            ..Picture::default()
        }),
        Kept::Closed => Taken::Closed,
    })
}

enum TakenDocument {
    Document(Document),
    Refused(RefusedDocument),
    Closed,
}

async fn take_document(
    state: &AppState,
    submission_id: i64,
    file: Vec<u8>,
) -> Result<TakenDocument, PageError> {
    let prepared = match state.media.document(file).await {
        Ok(prepared) => prepared,
        Err(why) => return Ok(TakenDocument::Refused(why)),
    };
    let new = case_documents::put(state, &prepared).await?;
    let kept = blobs::keep(&state.db, submission_id, &new).await?;
    if kept != Kept::New {
        pictures::take_back(state, &new).await;
    }
    Ok(match kept {
        Kept::New | Kept::Before => TakenDocument::Document(Document {
            bytes: u64::try_from(new.bytes).unwrap_or_default(),
            blob: new.sha256,
            title: String::new(),
        }),
        Kept::Closed => TakenDocument::Closed,
    })
}

/// The name of a file as it is told back to whoever sent it: without folders, and not endless.
fn shown_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    one_line(name).chars().take(80).collect()
}

const NOT_OURS: PageError = PageError::BadRequest(
    "The form held something that this page does not ask for, and nothing was saved. Go back, load the page again and send it from there.",
);

fn broken(_: multer::Error) -> PageError {
    PageError::BadRequest(
        "The files did not arrive whole, and nothing was saved. Go back and send them again, one at a time if the line is slow.",
    )
}

#[cfg(test)]
mod tests {
    use super::shown_name;

    #[test]
    fn a_name_is_told_without_folders() {
        assert_eq!(shown_name("C:\\Users\\Ana\\tea.jpg"), "tea.jpg");
        assert_eq!(shown_name("../../etc/passwd"), "passwd");
        assert_eq!(shown_name("a\r\nb.jpg"), "a b.jpg");
        assert_eq!(shown_name(&"x".repeat(300)).len(), 80);
    }
}
