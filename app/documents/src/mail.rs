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
    add(&mut found, Kind::Plain, &text_of(&mail));
    for enclosed in &mail.enclosed {
        add(&mut found, Kind::Plain, &text_of(enclosed));
    }
    for attachment in &mail.attachments {
        match document(attachment) {
            None => {}
            Some(Ok((kind, text))) => add(&mut found, kind, &text),
            Some(Err(why)) => found.pieces.push(Piece {
                text: format!("{}: {why}", attachment.name),
                aside: true,
                ..Piece::default()
            }),
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
    let attachment = mail
        .attachments
        .get(source.attachment)
        .ok_or(Refused::Damaged)?;
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

/// The text of a document that came along; nothing for pictures, cards and calendars.
fn document(attachment: &Attachment) -> Option<Result<(Kind, Text), Refused>> {
    let is_text = attachment.media_type == "text/plain" || attachment.name.ends_with(".txt");
    match kind::judge(&attachment.bytes) {
        Ok(Kind::Mail) | Err(Refused::Picture) => None,
        Ok(Kind::Plain) if !is_text => None,
        Ok(kind) => Some(blocks_of(kind, &attachment.bytes).map(|text| (kind, text))),
        Err(why) => Some(Err(why)),
    }
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
    for (attachment, one) in mail.attachments.iter().enumerate() {
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
