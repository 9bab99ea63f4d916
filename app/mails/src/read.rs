//! Reading one message. What stands inside of it is opened by hand, one level after the other, never by the parser:
//! a message that encloses itself a hundred thousand times would make it run out of stack.

mod files;
mod heads;
mod texts;

use super::kind::{self, Signs};
use super::{MOST_BYTES, MOST_PARTS, Mail, Person, parts};
use files::{attach, is_text_of_the_mail, media_type};
use heads::{flattened, types_named};
use mail_parser::{HeaderValue, Message, MessageParser, MimeHeaders, PartType};
use std::panic::{AssertUnwindSafe, catch_unwind};
use texts::text_of;

/// More lines at the head of one part are no head.
const MOST_HEADERS: usize = 2_000;

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
    if types_named(raw) > MOST_PARTS * 2 {
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
            attach(&mut mail, part, raw, depth);
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
        is_invitation: is_invitation(message),
    }
}

/// Whether it carries a meeting, and not only a file with a date in it: the calendar stands where the text would, or says
/// that it asks for an answer.
fn is_invitation(message: &Message<'_>) -> bool {
    let has_no_text = message.text_body.is_empty() && message.html_body.is_empty();
    let is_another_form_of_the_text = |at: usize| {
        message.parts.iter().any(|parent| {
            media_type(parent) == "multipart/alternative"
                && matches!(&parent.body, PartType::Multipart(children)
                    if children.iter().any(|child| *child as usize == at))
        })
    };
    message.parts.iter().enumerate().any(|(at, part)| {
        let is_file = part
            .content_disposition()
            .is_some_and(|how| how.is_attachment());
        let asks = part
            .content_type()
            .and_then(|kind| kind.attribute("method"))
            .is_some_and(|method| !method.eq_ignore_ascii_case("publish"));
        media_type(part) == "text/calendar"
            && !is_file
            && (asks || at == 0 || has_no_text || is_another_form_of_the_text(at))
    })
}

#[cfg(test)]
mod tests;
