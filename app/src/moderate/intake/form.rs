//! What the form sent: a text that was pasted, a file, and the address of whoever wrote it.

use super::in_words;
use crate::web::error::PageError;
use axum::extract::Request;
use axum::http::header;
use case_study::email::{email_fault, tidy_email};
use mails::{MOST_BYTES, Mail, read_pasted};
use multer::{Multipart, parse_boundary};

pub(super) const TEXT: &str = "text";
pub(super) const FILE: &str = "file";
pub(super) const SENDER: &str = "sender";
/// More parts than the page sends.
const MOST_PARTS: usize = 8;
/// So much of a text is taken, in bytes.
const LONGEST_TEXT: usize = 2 * 1024 * 1024;

/// What came with the form.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent {
    pub text: String,
    pub sender: String,
    file: Vec<u8>,
    is_too_large: bool,
}

impl Sent {
    /// The email in it: that of the file, if one was chosen. The file is not kept beside it.
    ///
    /// # Errors
    /// The box that is wrong, and what to do.
    pub fn take_mail(&mut self) -> Result<Mail, (&'static str, String)> {
        if self.is_too_large {
            return Err((FILE, in_words(&mails::MailError::TooLarge)));
        }
        let file = std::mem::take(&mut self.file);
        if !file.is_empty() {
            return mails::read(&file).map_err(|error| (FILE, in_words(&error)));
        }
        read_pasted(&self.text).map_err(|error| (TEXT, in_words(&error)))
    }

    /// What is wrong with the address of the sender, typed or as the email has it. Without any nobody can be asked.
    pub fn address_fault(&self, mail: &Mail) -> Option<String> {
        if !self.sender.is_empty() {
            return email_fault(&self.sender).map(str::to_owned);
        }
        let known = !mail.from.address.is_empty() || mail.reply_to.is_some();
        (!known).then(|| {
            "Enter the address of the person who sent the email: we ask them to take it over"
                .to_owned()
        })
    }
}

/// Reads the form.
///
/// # Errors
/// For a form that is not ours.
pub(super) async fn read(request: Request) -> Result<Sent, PageError> {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .and_then(|kind| parse_boundary(kind).ok())
        .ok_or(NOT_OURS)?;
    let body = request.into_body().into_data_stream();
    let mut parts = Multipart::new(body, kind);
    let mut sent = Sent::default();
    let mut count = 0;
    while let Some(mut part) = parts.next_field().await.map_err(broken)? {
        count += 1;
        if count > MOST_PARTS {
            return Err(NOT_OURS);
        }
        let name = part.name().unwrap_or_default().to_owned();
        let most = match name.as_str() {
            FILE => MOST_BYTES,
            TEXT | SENDER => LONGEST_TEXT,
            _ => return Err(NOT_OURS),
        };
        let mut bytes = Vec::new();
        let mut over = false;
        while let Some(piece) = part.chunk().await.map_err(broken)? {
            over |= bytes.len() + piece.len() > most;
            if !over {
                bytes.extend_from_slice(&piece);
            }
        }
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match name.as_str() {
            FILE => {
                sent.file = bytes;
                sent.is_too_large = over;
            }
            SENDER => sent.sender = tidy_email(&text(&bytes)),
            _ => sent.text = text(&bytes),
        }
    }
    Ok(sent)
}

const NOT_OURS: PageError = PageError::BadRequest(
    "The form held something that this page does not ask for, and nothing was read in. Go back, load the page again and send it from there.",
);

fn broken(_: multer::Error) -> PageError {
    PageError::BadRequest(
        "The email did not arrive whole, and nothing was read in. Go back and send it again.",
    )
}
