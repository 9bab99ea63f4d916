//! Documents: PDF files that are kept as they were sent. A PDF cannot be written anew without losing what makes it
//! useful (its headings for screen readers, its letters), so it is judged, and served in a way that lets it do nothing.

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
}

/// What a PDF begins with. The standard lets up to 1,024 bytes come before it (ISO 32000-1, annex H); so does a file
/// that is two things at once, so we do not.
const HEAD: &[u8] = b"%PDF-";
/// The end stands within so many bytes of the last (ISO 32000-1, annex H).
const END: &[u8] = b"%%EOF";
const END_WITHIN: usize = 1024;
/// Names of what a document could do or carry. Where a writer packed its objects they are not seen: what guards readers
/// then is that it is served in a sandbox, to be kept rather than shown.
const ACTIVE: [&[u8]; 6] = [
    b"/JavaScript",
    b"/JS",
    b"/Launch",
    b"/EmbeddedFile",
    b"/RichMedia",
    b"/XFA",
];

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
    if holds_name(&file, b"/Encrypt") {
        return Err(RefusedDocument::Locked);
    }
    if ACTIVE.iter().any(|name| holds_name(&file, name)) {
        return Err(RefusedDocument::Active);
    }
    Ok(PreparedDocument {
        sha256: hex::encode(Sha256::digest(&file)),
        file: file.into(),
    })
}

fn holds(file: &[u8], words: &[u8]) -> bool {
    memchr::memmem::find(file, words).is_some()
}

/// Whether a name stands there whole, or with the "s" of a list: `/JS` is not the beginning of `/JSTOR`.
fn holds_name(file: &[u8], name: &[u8]) -> bool {
    memchr::memmem::find_iter(file, name).any(|at| {
        let after = file.get(at + name.len()..).unwrap_or_default();
        let after = after.strip_prefix(b"s").unwrap_or(after);
        after
            .first()
            .is_none_or(|byte| !byte.is_ascii_alphanumeric())
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
        let mut cut = pdf("");
        cut.truncate(cut.len() - 8);
        assert_eq!(judge(cut).unwrap_err(), RefusedDocument::Truncated);
        let mut large = pdf("");
        large.resize(MOST_BYTES + 1, b' ');
        assert_eq!(judge(large).unwrap_err(), RefusedDocument::TooLarge);
    }

    #[test]
    fn a_page_with_a_document_behind_it_is_no_document() {
        assert!(!is_document(b"<html>%PDF-1.4"));
        assert!(!is_document(b""));
    }
}
