//! Messages (`.eml`): what their writer says, and the documents and pictures that came with it. What was quoted stays quoted.

use crate::block::{Block, Shape, Text};
use crate::output::InsidePicture;
use crate::{Found, Kind, Refused, blocks_of, kind, mapping, picture as picture_in, plain};
use case_study::material::{Piece, give_back};
use case_study::{CaseStudyContent, FIELDS};
use mails::{Attachment, Mail, MailError};

/// A smaller picture within the text is the logo of a signature.
const LOGO: usize = 30_000;

/// # Errors
/// Why it cannot be read. A file with it that cannot be read is named in a piece.
pub(crate) fn read(file: &[u8]) -> Result<Found, Refused> {
    let mail = opened(file)?;
    let mut found = Found {
        kind: Kind::Mail,
        content: CaseStudyContent::default(),
        pieces: Vec::new(),
        pictures: Vec::new(),
    };
    for message in mail.messages() {
        add(&mut found, Kind::Plain, &text_of(message));
    }
    for name in mail.not_read() {
        found.pieces.push(not_read(name, Refused::Damaged));
    }
    for attachment in mail.files() {
        match document(attachment) {
            None => {}
            Some(Ok((kind, text))) => add(&mut found, kind, &text),
            Some(Err(why)) => found.pieces.push(not_read(&attachment.name, why)),
        }
    }
    found.pictures = sources(&mail)
        .into_iter()
        .map(|source| source.picture)
        .collect();
    if !found
        .pieces
        .iter()
        .any(|piece| piece.text.contains(char::is_alphanumeric))
    {
        return Err(Refused::NoText);
    }
    Ok(found)
}

/// The bytes of one of its pictures, or of one inside of a document that came with it.
///
/// # Errors
/// When there is none with this number.
pub(crate) fn picture(file: &[u8], at: usize) -> Result<Vec<u8>, Refused> {
    let mail = opened(file)?;
    let source = sources(&mail).into_iter().nth(at).ok_or(Refused::Damaged)?;
    let files = mail.files();
    let attachment = files.get(source.attachment).ok_or(Refused::Damaged)?;
    match source.inside {
        None => Ok(attachment.bytes.clone()),
        Some(at) => picture_in(&attachment.bytes, at),
    }
}

fn opened(file: &[u8]) -> Result<Mail, Refused> {
    mails::read(file).map_err(|fault| match fault {
        MailError::Empty => Refused::Empty,
        MailError::TooLarge | MailError::TooManyParts => Refused::TooLargeUnpacked,
        MailError::NoHead | MailError::NoSender | MailError::NoParts | MailError::Damaged => {
            Refused::Damaged
        }
    })
}

/// What its writer says, with the head that says who that is. What went before is kept and answers nothing; what was only
/// passed on is news.
fn text_of(mail: &Mail) -> Text {
    let head = format!("From: {} <{}>", mail.from.name, mail.from.address);
    let mut blocks = vec![Block::new(Shape::Aside, head)];
    if !mail.subject.is_empty() {
        let subject = format!("Subject: {}", mail.subject);
        blocks.push(Block::new(Shape::Aside, subject));
    }
    let written = if mail.parts.signature.is_empty() {
        mail.parts.own.clone()
    } else {
        format!("{}\n\n-- \n{}", mail.parts.own, mail.parts.signature)
    };
    blocks.extend(plain::blocks(&written).blocks);
    match &mail.parts.history {
        Some(history) if history.is_forwarded => {
            blocks.extend(plain::blocks(&history.text).blocks);
        }
        Some(history) => blocks.push(Block::new(Shape::Aside, history.text.trim())),
        None => {}
    }
    Text {
        blocks,
        pictures: Vec::new(),
    }
}

/// What says that a file which came along is not among what was read, and why.
fn not_read(name: &str, why: Refused) -> Piece {
    Piece {
        text: format!("{name}: {why}"),
        aside: true,
        ..Piece::default()
    }
}

/// The text of a document that came along; nothing for pictures, cards and calendars.
fn document(attachment: &Attachment) -> Option<Result<(Kind, Text), Refused>> {
    if attachment.is_for_programs() {
        return None;
    }
    let kind = match kind::judge(&attachment.bytes) {
        Err(Refused::Picture) => return None,
        // A text in which somebody kept an email is a text; an email that could not be opened is none.
        Ok(Kind::Mail | Kind::Plain) if attachment.is_plain_text() => Kind::Plain,
        Ok(Kind::Mail | Kind::Plain) => return Some(Err(Refused::Unknown)),
        Ok(kind) => kind,
        Err(why) => return Some(Err(why)),
    };
    Some(match blocks_of(kind, &attachment.bytes) {
        Ok(text) if text.has_words() || !text.pictures.is_empty() => Ok((kind, text)),
        Ok(_) => Err(Refused::NoText),
        Err(why) => Err(why),
    })
}

/// Adds a part of the message: its answers where none is yet, and all of its pieces.
fn add(found: &mut Found, kind: Kind, text: &Text) {
    let mapped = mapping::map(&text.blocks, kind);
    let mut pieces = mapped.pieces;
    for field in FIELDS.iter().filter(|field| field.is_asked()) {
        let answers = field.answers(&mapped.content);
        if answers.is_empty() {
            continue;
        }
        let is_free = !field.is_answered(&found.content);
        if !is_free || field.put(&mut found.content, &answers).is_err() {
            give_back(&mut pieces, field, &found.content);
        }
    }
    found.pieces.extend(pieces);
}

/// Where a picture of a message lies.
struct Source {
    attachment: usize,
    /// Its number within a document that came along.
    inside: Option<usize>,
    picture: InsidePicture,
}

fn sources(mail: &Mail) -> Vec<Source> {
    let mut found = Vec::new();
    for (attachment, one) in mail.files().into_iter().enumerate() {
        if kind::judge(&one.bytes) == Err(Refused::Picture) {
            if one.inline && one.bytes.len() < LOGO {
                continue;
            }
            found.push(Source {
                attachment,
                inside: None,
                picture: InsidePicture {
                    name: one.name.clone(),
                    alternative: String::new(),
                },
            });
        } else if let Some(Ok((_, text))) = document(one) {
            for (at, picture) in text.pictures.into_iter().enumerate() {
                found.push(Source {
                    attachment,
                    inside: Some(at),
                    picture,
                });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const PICTURE: &str = "Content-Type: image/jpeg; name=tour.jpg\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n/9j/4AAQSkZJRg==\n";

    /// A message of these parts, each with its own head.
    fn message(subject: &str, parts: &[&str]) -> String {
        let parts: String = parts
            .iter()
            .map(|part| format!("--{subject}\n{part}\n"))
            .collect();
        format!(
            "From: Ana <ana@museum.example>\nSubject: {subject}\nMessage-ID: <{subject}@museum.example>\nMIME-Version: 1.0\n\
             Content-Type: multipart/mixed; boundary={subject}\n\n--{subject}\n\nText of {subject}.\n{parts}--{subject}--\n"
        )
    }

    fn texts(found: &Found) -> Vec<&str> {
        found.pieces.iter().map(|one| one.text.as_str()).collect()
    }

    #[test]
    fn what_came_with_an_enclosed_message_is_read_however_deep_it_lies() {
        let story = "Content-Type: application/octet-stream; name=STORY.TXT\n\nVolunteers met every Tuesday.\n";
        let inmost = message("inmost", &[story, PICTURE]);
        let inner = message(
            "inner",
            &[
                &format!("Content-Type: message/rfc822\n\n{inmost}"),
                PICTURE,
            ],
        );
        let file = message(
            "outer",
            &[&format!(
                "Content-Type: application/octet-stream; name=sent.eml\n\n{inner}"
            )],
        );
        let found = read(file.as_bytes()).unwrap();
        let all = texts(&found);
        for text in [
            "Text of outer.",
            "Text of inner.",
            "Text of inmost.",
            "Volunteers met every Tuesday.",
        ] {
            assert!(all.contains(&text), "{text}: {all:?}");
        }
        assert_eq!(found.pictures.len(), 2);
        for at in 0..2 {
            let bytes = picture(file.as_bytes(), at).unwrap();
            assert!(bytes.starts_with(&[0xFF, 0xD8, 0xFF]));
        }
        assert_eq!(picture(file.as_bytes(), 2), Err(Refused::Damaged));
    }

    #[test]
    fn what_is_not_read_is_named() {
        let kept = "Content-Type: text/plain; name=kept.txt\n\nFrom: Bo <bo@museum.example>\nMessage-ID: <a@b>\n\nWe met in May.\n";
        let file = message(
            "outer",
            &[
                kept,
                "Content-Type: message/rfc822; name=lost.eml\n\nno message\n",
                "Content-Type: application/octet-stream; name=lost-too.eml\n\nno message\n",
                "Content-Type: text/csv; name=numbers.csv\n\na,b\n",
                "Content-Type: text/plain; name=blank.txt\n\n...\n",
                "Content-Type: application/pdf; name=nothing.pdf\n\n",
                "Content-Type: text/x-vcard; name=ana.vcf\n\nBEGIN:VCARD\n",
            ],
        );
        let found = read(file.as_bytes()).unwrap();
        let all = texts(&found);
        assert!(all.contains(&"We met in May."), "{all:?}");
        for (name, is_named) in [
            ("lost.eml", true),
            ("lost-too.eml", true),
            ("numbers.csv", true),
            ("blank.txt", true),
            ("nothing.pdf", true),
            ("ana.vcf", false),
        ] {
            let piece = found
                .pieces
                .iter()
                .find(|one| one.text.starts_with(&format!("{name}: ")));
            assert_eq!(piece.is_some_and(|one| one.aside), is_named, "{name}");
        }
    }

    #[test]
    fn letters_of_a_text_that_came_along_are_read() {
        let file = message(
            "outer",
            &[
                "Content-Type: text/plain; name=case.txt\nContent-Transfer-Encoding: base64\n\nozUwMCCWIEFuYZJz\n",
            ],
        );
        let found = read(file.as_bytes()).unwrap();
        assert!(texts(&found).contains(&"\u{a3}500 \u{2013} Ana\u{2019}s"));
    }
}
