//! What comes along with an email: documents and enclosed messages, read into pieces, and photographs, put into the store.

use super::taking_in::Inbox;
use crate::web::pictures;
use case_study::material::Piece;
use case_study::pictures::MOST_PICTURES;
use case_study::text_input::{one_line, tidy};
use case_study::{CaseStudyContent, Picture};
use documents::Found;
use mails::{Attachment, Mail};
use media::{Media, ShelfError, is_picture};
use store::blobs::NewBlob;
use store::intake::{Along, Photograph};
use store::material::Brought;

/// A picture inside of a text that is narrower or lower than this belongs to a signature.
const LEAST_SIDE: u32 = 300;

/// The messages that are enclosed, and those that are enclosed in them.
pub(super) fn enclosed_in(mail: &Mail) -> Vec<&Mail> {
    mail.messages().split_off(1)
}

/// How a message that is enclosed is called.
pub(super) fn name_of(enclosed: &Mail) -> String {
    let subject = one_line(&enclosed.subject);
    if subject.is_empty() {
        "Forwarded email".to_owned()
    } else {
        subject
    }
}

/// What comes along with a case study, and its own text before all: `words`, which `sender` wrote. With the messages that
/// it encloses, unless those are the case study and stand in the words.
///
/// # Errors
/// When the store does not answer. Nothing is left in it then.
pub(super) async fn of_case_study(
    inbox: Inbox<'_>,
    mail: &Mail,
    words: &str,
    sender: &str,
    with_enclosed: bool,
) -> Result<Along, ShelfError> {
    // A text that was pasted may lack the address.
    let from = match mail.from.address.as_str() {
        "" => sender,
        from => from,
    };
    let mut brought = vec![text(inbox, "Email".to_owned(), mail, from, words).await];
    if with_enclosed {
        brought.extend(enclosed(inbox, mail).await);
    }
    // Texts stand in the words.
    let mut files = mail.files();
    files.retain(|file| !file.is_plain_text());
    with_files(inbox, brought, &files).await
}

/// What comes along with an answer: its own words are a letter.
///
/// # Errors
/// When the store does not answer. Nothing is left in it then.
pub(super) async fn of_answer(inbox: Inbox<'_>, mail: &Mail) -> Result<Along, ShelfError> {
    let brought = enclosed(inbox, mail).await;
    with_files(inbox, brought, &mail.files()).await
}

/// The text of each message that is enclosed.
async fn enclosed(inbox: Inbox<'_>, mail: &Mail) -> Vec<Brought> {
    let mut all = Vec::new();
    for inner in enclosed_in(mail) {
        let words = tidy(&inner.parts.whole());
        if !words.is_empty() {
            let from = &inner.from.address;
            all.push(text(inbox, name_of(inner), inner, from, &words).await);
        }
    }
    all
}

/// A text of a message, read into pieces. Where that cannot be done it is one piece: no word of it is lost.
async fn text(inbox: Inbox<'_>, name: String, mail: &Mail, from: &str, words: &str) -> Brought {
    // The head of the message comes along: it names who wrote it.
    let head = format!(
        "From: {} <{from}>\nSubject: {}\n\n{words}",
        one_line(&mail.from.name),
        one_line(&mail.subject)
    );
    match inbox.reader.read(head.as_bytes()).await {
        Ok(found) => as_brought(name, found),
        Err(_) => Brought {
            media_type: "text/plain".to_owned(),
            content: CaseStudyContent::default(),
            pieces: vec![Piece {
                label: name.clone(),
                text: words.to_owned(),
                ..Piece::default()
            }],
            name,
        },
    }
}

/// Adds files to what was read already, and every photograph of them and in them.
async fn with_files(
    inbox: Inbox<'_>,
    mut brought: Vec<Brought>,
    files: &[&Attachment],
) -> Result<Along, ShelfError> {
    let mut album = Album {
        media: inbox.media,
        photographs: Vec::new(),
    };
    for file in files {
        if let Err(error) = add(inbox, file, &mut brought, &mut album).await {
            let blobs: Vec<&NewBlob> = album.photographs.iter().map(|one| &one.blob).collect();
            put_back(inbox.media, &blobs).await;
            return Err(error);
        }
    }
    Ok(Along {
        brought,
        photographs: album.photographs,
    })
}

async fn add(
    inbox: Inbox<'_>,
    file: &Attachment,
    brought: &mut Vec<Brought>,
    album: &mut Album<'_>,
) -> Result<(), ShelfError> {
    if is_picture(&file.bytes) {
        let bytes = file.bytes.clone();
        let name = file.name.clone();
        return album.add(name, bytes, String::new(), file.inline).await;
    }
    // Cards, calendars and seals have no words for anybody.
    if file.is_for_programs() {
        return Ok(());
    }
    let Ok(found) = inbox.reader.read(&file.bytes).await else {
        return Ok(());
    };
    for (at, inside) in found.pictures.iter().enumerate() {
        if let Ok(bytes) = inbox.reader.picture(&file.bytes, at).await {
            let name = format!("a photograph in {}", file.name);
            album
                .add(name, bytes, inside.alternative.clone(), true)
                .await?;
        }
    }
    brought.push(as_brought(file.name.clone(), found));
    Ok(())
}

fn as_brought(name: String, found: Found) -> Brought {
    Brought {
        name,
        media_type: found.kind.media_type().to_owned(),
        content: found.content,
        pieces: found.pieces,
    }
}

/// The photographs of a message.
struct Album<'a> {
    media: &'a Media,
    photographs: Vec<Photograph>,
}

impl Album<'_> {
    /// Takes a photograph, judged and written anew as any that is sent. What cannot be taken is left: its name stands in
    /// the list. One `inside` of a text that is small belongs to a signature.
    async fn add(
        &mut self,
        name: String,
        bytes: Vec<u8>,
        alternative: String,
        inside: bool,
    ) -> Result<(), ShelfError> {
        if self.photographs.len() >= MOST_PICTURES {
            return Ok(());
        }
        let Ok(prepared) = self.media.prepare(bytes).await else {
            return Ok(());
        };
        let is_small = prepared.width < LEAST_SIDE || prepared.height < LEAST_SIDE;
        let mut others = self.photographs.iter();
        let is_there = others.any(|one| one.picture.blob == prepared.sha256);
        if (inside && is_small) || is_there {
            return Ok(());
        }
        let blob = pictures::put_into(self.media, &prepared).await?;
        let picture = Picture {
            blob: prepared.sha256.clone(),
            width: prepared.width,
            height: prepared.height,
            alternative,
            ..Picture::default()
        };
        self.photographs.push(Photograph {
            name,
            picture,
            blob,
        });
        Ok(())
    }
}

/// Takes photographs out of the store that got no row, now rather than with the next sweep.
pub(super) async fn put_back(media: &Media, blobs: &[&NewBlob]) {
    for blob in blobs {
        if let Err(error) = media.shelf().remove(&blob.kept_in).await {
            tracing::warn!(%error, "a picture that was not needed could not be removed yet");
        }
    }
}
