//! The text of a message, in the letters in which it was written.

use crate::letters::decoded;
use crate::{MOST_TEXT, html};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessagePart, MimeHeaders, PartType};
use std::borrow::Cow;

/// The text that a person would read: the plain one, unless there is only the one for browsers.
pub(super) fn text_of(message: &Message<'_>, raw: &[u8]) -> String {
    let mut text = String::new();
    for at in &message.text_body {
        let Some(part) = message.parts.get(*at as usize) else {
            continue;
        };
        let piece = match &part.body {
            PartType::Text(words) => words_of(part, words, raw),
            PartType::Html(page) => html::to_text(&letters_of(part, page, raw)),
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
            if let Some(part) = message.parts.get(*at as usize)
                && let PartType::Html(page) = &part.body
            {
                text.push_str(&html::to_text(&letters_of(part, page, raw)));
            }
        }
    }
    tidy(&text)
}

/// The words of a part, in its own letters, with the lines whole that were broken to fit.
fn words_of(part: &MessagePart<'_>, words: &str, raw: &[u8]) -> String {
    let words = letters_of(part, words, raw);
    let says = |name: &str, wanted: &str| {
        part.content_type()
            .and_then(|kind| kind.attribute(name))
            .is_some_and(|value| value.trim().eq_ignore_ascii_case(wanted))
    };
    if says("format", "flowed") {
        unflowed(&words, says("delsp", "yes"))
    } else {
        words.into_owned()
    }
}

/// The letters of a part: as the message names them, else as they were sent, whatever the parser made of those.
fn letters_of<'a>(part: &MessagePart<'_>, words: &'a str, raw: &[u8]) -> Cow<'a, str> {
    if names_its_letters(part) {
        return Cow::Borrowed(words);
    }
    match sent_bytes(part, raw) {
        Some(bytes) if bytes.as_ref() != words.as_bytes() => Cow::Owned(decoded(&bytes)),
        _ => Cow::Borrowed(words),
    }
}

/// Whether the message says in which letters a part is written, so that the parser could read them. The oldest name of
/// all, and one that nobody knows, say nothing; what says UTF-8 may well be something else, which shows.
pub(super) fn names_its_letters(part: &MessagePart<'_>) -> bool {
    part.content_type()
        .and_then(|kind| kind.attribute("charset"))
        .is_some_and(|set| {
            !matches!(
                set.to_ascii_lowercase().as_str(),
                "us-ascii" | "ascii" | "utf-8" | "utf8"
            ) && charset_decoder(set.as_bytes()).is_some()
        })
}

/// The bytes of a part as its sender had them, before anything was said about letters.
pub(super) fn sent_bytes<'a>(part: &MessagePart<'_>, raw: &'a [u8]) -> Option<Cow<'a, [u8]>> {
    let travelled = raw.get(part.offset_body as usize..part.offset_end as usize)?;
    match part.encoding {
        Encoding::None => Some(Cow::Borrowed(travelled)),
        Encoding::Base64 => base64_decode(travelled).map(Cow::Owned),
        Encoding::QuotedPrintable => quoted_printable_decode(travelled).map(Cow::Owned),
    }
}

/// Paragraphs whose lines were broken to fit (RFC 3676), whole again. The space at the end of a line that says so
/// stands between two words, unless the message says that it `goes`.
fn unflowed(text: &str, goes: bool) -> String {
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
        whole.push_str(match line.strip_suffix(' ') {
            Some(line) if goes_on && goes => line,
            _ => line,
        });
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
