//! What came with a message: files, and messages inside of it.

use super::texts::{names_its_letters, sent_bytes};
use super::{one_line, read_at};
use crate::walk::ends_with;
use crate::{Attachment, MOST_DEPTH, Mail};
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};
use std::borrow::Cow;

/// A name of a file is cut after so many characters.
const LONGEST_NAME: usize = 120;

pub(super) fn is_text_of_the_mail(message: &Message<'_>, part: &MessagePart<'_>, at: u32) -> bool {
    matches!(part.body, PartType::Text(_) | PartType::Html(_))
        && (message.text_body.contains(&at) || message.html_body.contains(&at))
        && part.attachment_name().is_none()
}

/// Keeps a part as what came with the message; another message is read.
pub(super) fn attach(mail: &mut Mail, part: &MessagePart<'_>, raw: &[u8], depth: usize) {
    let media_type = media_type(part);
    let is_report = media_type == "message/delivery-status"
        || media_type == "message/disposition-notification"
        || media_type == "text/rfc822-headers";
    if is_report {
        return;
    }
    let bytes = bytes_of(part, raw);
    // A part of nothing is left over from a program, unless somebody gave it a name.
    if bytes.is_empty() && part.attachment_name().is_none() {
        return;
    }
    let name = file_name(part, &media_type, mail.attachments.len() + 1);
    // The parser opens none: where it found one after all, its head was made to hide it.
    let is_hidden = matches!(part.body, PartType::Message(_));
    if part.is_encoding_problem || bytes.is_empty() || is_hidden {
        mail.damaged.push(name);
        return;
    }
    let is_message = media_type == "message/rfc822";
    if is_message || ends_with(&name, ".eml") {
        match (depth < MOST_DEPTH).then(|| read_at(&bytes, depth + 1)) {
            Some(Ok(enclosed)) => {
                mail.enclosed.push(enclosed);
                return;
            }
            _ if is_message => {
                mail.damaged.push(name);
                return;
            }
            // By its name alone it may be anything: it stays a file.
            _ => {}
        }
    }
    let inline = part.content_id().is_some()
        && !part
            .content_disposition()
            .is_some_and(|how| how.is_attachment());
    mail.attachments.push(Attachment {
        name,
        media_type,
        bytes: bytes.into_owned(),
        inline,
    });
}

/// What a file holds. A text is in UTF-8 where the message names its letters, else it is as it was sent: what the parser
/// makes of letters that it does not know cannot be undone.
fn bytes_of<'a>(part: &'a MessagePart<'_>, raw: &'a [u8]) -> Cow<'a, [u8]> {
    let is_text = matches!(part.body, PartType::Text(_) | PartType::Html(_));
    let sent = (is_text && !part.is_encoding_problem && !names_its_letters(part))
        .then(|| sent_bytes(part, raw))
        .flatten();
    sent.unwrap_or_else(|| Cow::Borrowed(part.contents()))
}

pub(super) fn media_type(part: &MessagePart<'_>) -> String {
    let Some(kind) = part.content_type() else {
        return "text/plain".to_owned();
    };
    let media_type = format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("x-unknown"));
    match media_type.to_lowercase().as_str() {
        "message/x-rfc822" => "message/rfc822".to_owned(),
        other => other.to_owned(),
    }
}

/// The name of a file without folders and what cannot be seen; one of ours where it has none.
fn file_name(part: &MessagePart<'_>, media_type: &str, number: usize) -> String {
    let given = part.attachment_name().unwrap_or_default();
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = one_line(last)
        .trim_start_matches('.')
        .chars()
        .take(LONGEST_NAME)
        .collect();
    if !name.is_empty() {
        return name;
    }
    let ending = match media_type {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "application/pdf" => "pdf",
        "text/plain" => "txt",
        "text/html" => "html",
        "message/rfc822" => "eml",
        _ => "bin",
    };
    format!("attachment-{number}.{ending}")
}
