//! Reading one message. What stands inside of it is opened by hand, one level after the other, never by the parser:
//! a message that encloses itself a hundred thousand times would make it run out of stack.

use super::kind::{self, Signs};
use super::{Attachment, MOST_BYTES, MOST_DEPTH, MOST_PARTS, MOST_TEXT, Mail, Person, html, parts};
use mail_parser::{HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// More lines at the head of one part are no head.
const MOST_HEADERS: usize = 2_000;
/// A name of a file is cut after so many characters.
const LONGEST_NAME: usize = 120;

/// Why a message was not read. The words say what is the matter, for whoever has the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    #[error("it is empty")]
    Empty,
    #[error("it has no head: no line such as \"From: \u{2026}\" stands at its top")]
    NoHead,
    #[error("it does not say who sent it")]
    NoSender,
    #[error("it is larger than {} MB", MOST_BYTES / 1024 / 1024)]
    TooLarge,
    #[error("it has more than {MOST_PARTS} parts")]
    TooManyParts,
    #[error("it says that it has several parts, and they cannot be told apart")]
    NoParts,
    #[error("it is damaged and cannot be read")]
    Damaged,
}

/// Reads a message as it lies in a file.
///
/// # Errors
/// When it cannot be read, or is larger than we take.
pub fn read(raw: &[u8]) -> Result<Mail, MailError> {
    read_at(raw, 0)
}

fn read_at(raw: &[u8], depth: usize) -> Result<Mail, MailError> {
    let raw = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw);
    if raw.len() > MOST_BYTES {
        return Err(MailError::TooLarge);
    }
    let blank = raw
        .iter()
        .take_while(|sign| sign.is_ascii_whitespace())
        .count();
    let raw = &raw[blank..];
    if raw.is_empty() {
        return Err(MailError::Empty);
    }
    if !has_head(raw) {
        return Err(MailError::NoHead);
    }
    if occurrences(raw, b"content-type") > MOST_PARTS * 2 {
        return Err(MailError::TooManyParts);
    }
    let flat = flattened(raw);
    // The parser promises never to panic; where it breaks its word, one message is lost and no more.
    catch_unwind(AssertUnwindSafe(|| parsed(&flat, depth))).unwrap_or(Err(MailError::Damaged))
}

fn parsed(raw: &[u8], depth: usize) -> Result<Mail, MailError> {
    let message = MessageParser::default()
        .parse(raw)
        .ok_or(MailError::NoHead)?;
    let root = message.parts.first().ok_or(MailError::NoHead)?;
    if message.parts.len() > MOST_PARTS {
        return Err(MailError::TooManyParts);
    }
    if root.headers.len() > MOST_HEADERS {
        return Err(MailError::Damaged);
    }
    let says_multipart = root
        .content_type()
        .is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("multipart"));
    if says_multipart && !matches!(root.body, PartType::Multipart(_)) {
        return Err(MailError::NoParts);
    }
    let from = person(message.from()).or_else(|| person(message.sender()));
    let from = from.ok_or(MailError::NoSender)?;
    let mut mail = Mail {
        subject: one_line(message.subject().unwrap_or_default()),
        reply_to: person(message.reply_to())
            .map(|person| person.address)
            .filter(|address| !address.eq_ignore_ascii_case(&from.address)),
        from,
        to: message
            .to()
            .into_iter()
            .chain(message.cc())
            .flat_map(|list| list.iter().map(|one| address(one.address())))
            .flatten()
            .collect(),
        sent_at: message
            .date()
            .filter(|date| date.is_valid())
            .map(|date| date.to_timestamp() * 1000),
        message_id: message.message_id().map(id).filter(|id| !id.is_empty()),
        answers: answers(&message),
        ..Mail::default()
    };
    let text = text_of(&message, raw);
    mail.parts = parts::part(&text);
    for (at, part) in message.parts.iter().enumerate() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        if !is_text_of_the_mail(&message, part, at) && !matches!(part.body, PartType::Multipart(_))
        {
            attach(&mut mail, part, depth);
        }
    }
    mail.kind = kind::of(&signs(&message, &mail), &text);
    Ok(mail)
}

/// Whether there is a head: a name and a colon, before anything else.
fn has_head(raw: &[u8]) -> bool {
    let line = raw.split(|sign| *sign == b'\n').next().unwrap_or_default();
    let name = line.split(|sign| *sign == b':').next().unwrap_or_default();
    // Some files of one message start with the line of a mailbox.
    let starts_mbox = line.starts_with(b"From ") || line.starts_with(b">From ");
    starts_mbox
        || (name.len() < line.len()
            && !name.is_empty()
            && name
                .trim_ascii_end()
                .iter()
                .all(|sign| sign.is_ascii_graphic()))
}

/// The message with no other inside of it that the parser would open: those are files to it.
fn flattened(raw: &[u8]) -> Vec<u8> {
    let mut flat = Vec::with_capacity(raw.len() + 64);
    // Its own head starts with a name, not with the line of a mailbox.
    let raw = match raw.iter().position(|sign| *sign == b'\n') {
        Some(end) if raw.starts_with(b"From ") || raw.starts_with(b">From ") => &raw[end + 1..],
        _ => raw,
    };
    let mut from = 0;
    for (name, with) in [
        (&b"rfc822"[..], &b"x-rfc822"[..]),
        (b"global", b"x-rfc822"),
        (b"digest", b"mixed"),
    ] {
        let source = if from == 0 {
            raw.to_vec()
        } else {
            std::mem::take(&mut flat)
        };
        from = 1;
        let mut rest = source.as_slice();
        while let Some(at) = find(rest, name) {
            flat.extend_from_slice(&rest[..at]);
            let is_subtype = is_after_slash_of(
                &flat,
                if name == b"digest" {
                    b"multipart"
                } else {
                    b"message"
                },
            );
            flat.extend_from_slice(if is_subtype {
                with
            } else {
                &rest[at..at + name.len()]
            });
            rest = &rest[at + name.len()..];
        }
        flat.extend_from_slice(rest);
    }
    flat
}

/// Whether what was read so far ends with the first half of a media type, as loosely as it may be written.
fn is_after_slash_of(before: &[u8], first: &[u8]) -> bool {
    let end = before.trim_ascii_end();
    if end.ends_with(b")") {
        // A comment, inside a type: nobody writes one.
        return true;
    }
    let Some(end) = end.strip_suffix(b"/") else {
        return false;
    };
    let end = end.trim_ascii_end();
    end.ends_with(b")")
        || end
            .len()
            .checked_sub(first.len())
            .is_some_and(|start| end[start..].eq_ignore_ascii_case(first))
}

fn find(haystack: &[u8], small: &[u8]) -> Option<usize> {
    haystack
        .windows(small.len())
        .position(|window| window.eq_ignore_ascii_case(small))
}

fn occurrences(haystack: &[u8], small: &[u8]) -> usize {
    haystack
        .windows(small.len())
        .filter(|window| window.eq_ignore_ascii_case(small))
        .count()
}

fn person(list: Option<&mail_parser::Address<'_>>) -> Option<Person> {
    let first = list?.iter().find_map(|one| {
        let address = address(one.address())?;
        Some(Person {
            name: one_line(one.name().unwrap_or_default()),
            address,
        })
    })?;
    Some(first)
}

/// An address that looks like one.
fn address(address: Option<&str>) -> Option<String> {
    let address = one_line(address?);
    let (name, domain) = address.rsplit_once('@')?;
    let is_one = !name.is_empty() && !domain.is_empty() && !address.contains(' ');
    is_one.then_some(address)
}

fn id(text: &str) -> String {
    text.trim_matches(|sign: char| sign.is_whitespace() || matches!(sign, '<' | '>'))
        .to_owned()
}

/// What it answers, the nearest first.
fn answers(message: &Message<'_>) -> Vec<String> {
    let mut found: Vec<String> = ids(message.in_reply_to());
    let mut references = ids(message.references());
    references.reverse();
    for id in references {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    let list: Vec<String> = match value {
        HeaderValue::Text(text) => text.split_whitespace().map(id).collect(),
        HeaderValue::TextList(list) => list.iter().map(|text| id(text)).collect(),
        _ => Vec::new(),
    };
    list.into_iter().filter(|id| !id.is_empty()).collect()
}

/// The text that a person would read: the plain one, unless there is only the one for browsers.
fn text_of(message: &Message<'_>, raw: &[u8]) -> String {
    let mut text = String::new();
    for at in &message.text_body {
        let Some(part) = message.parts.get(*at as usize) else {
            continue;
        };
        let piece = match &part.body {
            PartType::Text(words) => words_of(part, words, raw),
            PartType::Html(page) => html::to_text(page),
            _ => continue,
        };
        if !text.is_empty() && !piece.trim().is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&piece);
    }
    // A plain text of nothing beside a page with words.
    if text.trim().is_empty() {
        for at in &message.html_body {
            if let Some(PartType::Html(page)) =
                message.parts.get(*at as usize).map(|part| &part.body)
            {
                text.push_str(&html::to_text(page));
            }
        }
    }
    tidy(&text)
}

/// Words whose letters are those of an old Windows where the message does not say so.
fn words_of(part: &MessagePart<'_>, words: &str, raw: &[u8]) -> String {
    let lost = words.contains(char::REPLACEMENT_CHARACTER);
    let says = part.content_type().is_some_and(|kind| {
        kind.attribute("charset")
            .is_some_and(|set| !set.eq_ignore_ascii_case("us-ascii"))
    });
    let flowed = part.content_type().is_some_and(|kind| {
        kind.attribute("format")
            .is_some_and(|format| format.eq_ignore_ascii_case("flowed"))
    });
    let bytes = raw.get(part.offset_body as usize..part.offset_end as usize);
    let words = match bytes {
        Some(bytes) if lost && !says && part.encoding == mail_parser::Encoding::None => {
            mail_parser::decoders::charsets::map::charset_decoder(b"windows-1252")
                .map_or_else(|| words.to_owned(), |decode| decode(bytes))
        }
        _ => words.to_owned(),
    };
    if flowed { unflowed(&words) } else { words }
}

/// Paragraphs whose lines were broken to fit (RFC 3676), whole again.
fn unflowed(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        let goes_on = line.ends_with(' ')
            && line != "-- "
            && !line.starts_with('>')
            && lines.peek().is_some_and(|next| {
                !next.trim().is_empty() && !next.starts_with('>') && *next != "-- "
            });
        whole.push_str(line);
        if !goes_on {
            whole.push('\n');
        }
    }
    whole
}

fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter(|sign| *sign == '\n' || *sign == '\t' || !sign.is_control())
        .take(MOST_TEXT)
        .collect()
}

fn is_text_of_the_mail(message: &Message<'_>, part: &MessagePart<'_>, at: u32) -> bool {
    matches!(part.body, PartType::Text(_) | PartType::Html(_))
        && (message.text_body.contains(&at) || message.html_body.contains(&at))
        && part.attachment_name().is_none()
}

/// Keeps a part as what came with the message; another message is read.
fn attach(mail: &mut Mail, part: &MessagePart<'_>, depth: usize) {
    let media_type = media_type(part);
    let is_report = media_type == "message/delivery-status"
        || media_type == "message/disposition-notification"
        || media_type == "text/rfc822-headers";
    let bytes: &[u8] = part.contents();
    if is_report || bytes.is_empty() {
        return;
    }
    let name = file_name(part, &media_type, mail.attachments.len() + 1);
    if part.is_encoding_problem {
        mail.damaged.push(name);
        return;
    }
    if media_type == "message/rfc822" {
        match (depth < MOST_DEPTH).then(|| read_at(bytes, depth + 1)) {
            Some(Ok(enclosed)) => mail.enclosed.push(enclosed),
            _ => mail.damaged.push(name),
        }
        return;
    }
    let inline = part.content_id().is_some()
        && !part
            .content_disposition()
            .is_some_and(|how| how.is_attachment());
    mail.attachments.push(Attachment {
        name,
        media_type,
        bytes: bytes.to_vec(),
        inline,
    });
}

fn media_type(part: &MessagePart<'_>) -> String {
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

fn one_line(text: &str) -> String {
    text.chars()
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn signs(message: &Message<'_>, mail: &Mail) -> Signs {
    let said = |name: &str| {
        message
            .headers()
            .iter()
            .find(|header| header.name().eq_ignore_ascii_case(name))
            .map(|header| match header.value() {
                HeaderValue::Text(text) => one_line(text),
                HeaderValue::TextList(list) => one_line(&list.join(" ")),
                HeaderValue::Address(list) => list
                    .first()
                    .and_then(|one| one.address())
                    .map(one_line)
                    .unwrap_or_default(),
                _ => String::new(),
            })
    };
    let root = message.parts.first();
    let kind = root.and_then(|part| part.content_type());
    Signs {
        auto_submitted: said("Auto-Submitted"),
        precedence: said("Precedence"),
        return_path: said("Return-Path"),
        from: mail.from.address.clone(),
        subject: mail.subject.clone(),
        names: message
            .headers()
            .iter()
            .map(|header| header.name().to_lowercase())
            .collect(),
        report_type: kind
            .and_then(|kind| kind.attribute("report-type"))
            .map(str::to_lowercase),
        parts: message.parts.iter().map(media_type).collect(),
    }
}

#[cfg(test)]
mod tests;
