//! Documents: PDF files that are kept as they were sent. A PDF cannot be written anew without losing what makes it
//! useful (its headings for screen readers, its letters), so it is judged, and served in a way that lets it do nothing.

mod names;
mod packed;

use self::names::{Name, Rest, names};
use crate::MOST_BYTES;
use bytes::Bytes;
use sha2::{Digest, Sha256};

/// A document as it may be shown.
#[derive(Debug, Clone)]
pub struct PreparedDocument {
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    pub file: Bytes,
}

/// Why a document is not taken. Nothing of it was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RefusedDocument {
    #[error(
        "it is larger than 10 MB. Save a smaller copy, for example with smaller pictures in it, and add that"
    )]
    TooLarge,
    #[error("its end is missing. Copy it again and add that")]
    Truncated,
    #[error(
        "it holds a program, or other files inside. Print it to a new PDF, or save it as a plain one, and add that"
    )]
    Active,
    #[error(
        "it is locked with a password, so readers could not open it. Save a copy without one and add that"
    )]
    Locked,
    #[error(
        "parts of it are packed in a way that we cannot check. Print it to a new PDF and add that"
    )]
    Unreadable,
}

/// What a PDF begins with. The standard lets up to 1,024 bytes come before it (ISO 32000-1, annex H); so does a file
/// that is two things at once, so we do not.
const HEAD: &[u8] = b"%PDF-";
/// The end stands within so many bytes of the last (ISO 32000-1, annex H).
const END: &[u8] = b"%%EOF";
const END_WITHIN: usize = 1024;
const LOCKED: &str = "Encrypt";
/// Names of what a document could do or carry. They are looked for in every byte and not only where objects seem to
/// stand: where those are is what the file says itself, and it may say so of the middle of a photograph. None is so
/// short that it turns up there by chance. What is missed all the same is served in a sandbox, to be kept rather than
/// shown.
const ACTIVE: [&str; 8] = [
    "JavaScript",
    "Rendition",
    "OnInstantiate",
    "Launch",
    "EmbeddedFile",
    "EmbeddedFiles",
    "RichMedia",
    "XFA",
];
/// What holds a program. Three bytes stand in every third large file by chance, so streams are left out; nothing is lost
/// by it, for whatever runs a program says [`ACTIVE`] names beside this one: `JavaScript` or `Rendition`.
const PROGRAM: &str = "JS";

/// Whether a file says that it is a PDF.
#[must_use]
pub fn is_document(file: &[u8]) -> bool {
    file.starts_with(HEAD)
}

/// Judges a file that says that it is a PDF.
pub(crate) fn judge(file: Vec<u8>) -> Result<PreparedDocument, RefusedDocument> {
    if file.len() > MOST_BYTES {
        return Err(RefusedDocument::TooLarge);
    }
    let end = &file[file.len().saturating_sub(END_WITHIN)..];
    if !holds(end, END) {
        return Err(RefusedDocument::Truncated);
    }
    if names(&file, Rest::Nothing).any(|name| name.is(LOCKED)) {
        return Err(RefusedDocument::Locked);
    }
    if names(&file, Rest::Nothing).any(is_active)
        || outside_of_streams(&file)
            .any(|part| names(part, Rest::Nothing).any(|name| name.is(PROGRAM)))
    {
        return Err(RefusedDocument::Active);
    }
    packed::judge(&file)?;
    Ok(PreparedDocument {
        sha256: hex::encode(Sha256::digest(&file)),
        file: file.into(),
    })
}

fn holds(file: &[u8], words: &[u8]) -> bool {
    memchr::memmem::find(file, words).is_some()
}

fn is_active(name: Name) -> bool {
    ACTIVE.iter().any(|active| name.is(active))
}

/// What a stream begins with, behind its dictionary, and what it ends with.
const STREAM: &[u8] = b"stream";
const END_OF_STREAM: &[u8] = b"endstream";

/// The parts of a file that stand between its streams.
fn outside_of_streams(file: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(file);
    std::iter::from_fn(move || {
        let now = rest?;
        let begin = memchr::memmem::find_iter(now, STREAM)
            .find(|at| now[..*at].trim_ascii_end().ends_with(b">>"));
        let part = begin.map_or(now, |at| &now[..at]);
        let stream = &now[part.len()..];
        rest = memchr::memmem::find(stream, END_OF_STREAM)
            .map(|at| &stream[at + END_OF_STREAM.len()..]);
        Some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::{RefusedDocument, is_document, judge};
    use crate::MOST_BYTES;

    fn pdf(body: &str) -> Vec<u8> {
        format!("%PDF-1.4\n1 0 obj\n<< /Type /Catalog {body} >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n")
            .into_bytes()
    }

    #[test]
    fn a_plain_document_is_kept_byte_for_byte_under_its_own_name() {
        let file = pdf("");
        assert!(is_document(&file));
        let kept = judge(file.clone()).unwrap();
        assert_eq!(&kept.file[..], &file[..]);
        assert_eq!(kept.sha256.len(), 64);
        assert_ne!(kept.sha256, judge(pdf("/Lang (en)")).unwrap().sha256);
    }

    #[test]
    fn what_could_act_or_is_not_whole_is_refused_and_names_that_only_begin_alike_are_not() {
        for (body, refused) in [
            (
                "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
                RefusedDocument::Active,
            ),
            (
                "/OpenAction<</S/Launch/F(cmd.exe)>>",
                RefusedDocument::Active,
            ),
            ("/Names << /EmbeddedFiles 2 0 R >>", RefusedDocument::Active),
            ("/AcroForm << /XFA 3 0 R >>", RefusedDocument::Active),
            ("/Encrypt 4 0 R", RefusedDocument::Locked),
        ] {
            assert_eq!(judge(pdf(body)).unwrap_err(), refused, "{body}");
        }
        for body in [
            "/Title (From /JSTOR)",
            "/EncryptMetadata true",
            "/Launched (2019)",
        ] {
            assert!(judge(pdf(body)).is_ok(), "{body}");
        }
        for body in [
            "/AA << /O << /S /Rendition /J#53 (app.alert\\(1\\)) >> >>",
            "/AA << /J#53 (app.alert\\(1\\)) >>",
            "/OpenAction << /S /JavaScr#69pt >>",
            "/AcroForm << /#58FA 3 0 R >>",
        ] {
            assert_eq!(
                judge(pdf(body)).unwrap_err(),
                RefusedDocument::Active,
                "{body}"
            );
        }
        assert_eq!(
            judge(pdf("/Encr#79pt 4 0 R")).unwrap_err(),
            RefusedDocument::Locked
        );
        let mut cut = pdf("");
        cut.truncate(cut.len() - 8);
        assert_eq!(judge(cut).unwrap_err(), RefusedDocument::Truncated);
        let mut large = pdf("");
        large.resize(MOST_BYTES + 1, b' ');
        assert_eq!(judge(large).unwrap_err(), RefusedDocument::TooLarge);
    }

    /// With a stream that holds these bytes, and an object behind it.
    fn with_stream(bytes: &[u8], behind: &str) -> Vec<u8> {
        let mut file = b"%PDF-1.4\n1 0 obj\n<< /Length 9 >>\nstream\n".to_vec();
        file.extend(bytes);
        file.extend(b"\nendstream\nendobj\n2 0 obj\n");
        file.extend(behind.as_bytes());
        file.extend(b"\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n");
        file
    }

    #[test]
    fn what_turns_up_in_a_picture_by_chance_is_no_program() {
        for bytes in [
            &b"\x01/JS\xff"[..],
            b"\x01/JS\0",
            b"stream\n/JS (",
            b">> stream /JS (",
            b"\xff/XFA\xfe",
            b"/Launch\x01",
        ] {
            assert!(
                judge(with_stream(bytes, "<<>>")).is_ok(),
                "{}",
                bytes.escape_ascii()
            );
        }
        let behind = with_stream(b"\x01/JS\xff", "<< /JS (app.alert) >>");
        assert_eq!(judge(behind).unwrap_err(), RefusedDocument::Active);
    }

    #[test]
    fn what_only_seems_to_be_in_a_stream_is_found() {
        for hidden in [
            &b"5 0 obj << /S /JavaScript /JS (app.alert) >> endobj"[..],
            b"5 0 obj << /S /Rendition /JS (app.alert) >> endobj",
            b"5 0 obj << /AcroForm << /XFA 3 0 R >> >> endobj",
            b"trailer << /Root << /Names << /EmbeddedFiles 2 0 R >> >> >>",
        ] {
            assert_eq!(
                judge(with_stream(hidden, "<<>>")).unwrap_err(),
                RefusedDocument::Active,
                "{}",
                hidden.escape_ascii()
            );
        }
    }

    #[test]
    fn a_page_with_a_document_behind_it_is_no_document() {
        assert!(!is_document(b"<html>%PDF-1.4"));
        assert!(!is_document(b""));
    }
}
