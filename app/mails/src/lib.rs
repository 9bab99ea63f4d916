//! Emails as they lie in an inbox: read, told apart, and taken out of the file that holds many.
//!
//! Knows nothing of case studies or databases. Nothing that is sent to it makes it stop: what cannot be read is an
//! error that says why, within limits on size, parts and depth.

mod html;
mod kind;
mod letters;
mod mbox;
mod parts;
mod pasted;
mod read;
mod subject;
mod walk;

pub use kind::Kind;
pub use letters::decoded;
pub use mbox::{Mbox, MboxError, Piece, looks_like_mbox};
pub use parts::{History, Parts, part};
pub use pasted::read_pasted;
pub use read::{MailError, read};
pub use subject::{Topic, beside_topic, is_forward, topic, without_prefixes};

/// The largest message that is read, in bytes, attachments included as they travel.
pub const MOST_BYTES: usize = 40 * 1024 * 1024;
/// A message of more parts than this is refused.
pub const MOST_PARTS: usize = 200;
/// So deep are messages read that are enclosed in others.
pub const MOST_DEPTH: usize = 3;
/// So many characters of a message's text are kept; the rest is left out.
pub const MOST_TEXT: usize = 200_000;

/// One message, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mail {
    /// One line, without its encoding; may be empty.
    pub subject: String,
    /// Who wrote it. Only a text that was pasted may lack an address.
    pub from: Person,
    /// Where answers go, if not to [`from`](Self::from).
    pub reply_to: Option<String>,
    /// Addresses it was sent to.
    pub to: Vec<String>,
    /// When it was written, in milliseconds of Unix time, as it says itself.
    pub sent_at: Option<i64>,
    /// Without its angle brackets.
    pub message_id: Option<String>,
    /// The messages that it answers, without their angle brackets: In-Reply-To first, then References, the newest
    /// first.
    pub answers: Vec<String>,
    /// The text, parted into what is new, what went before, and the signature.
    pub parts: Parts,
    /// Files that came with it, in their order.
    pub attachments: Vec<Attachment>,
    /// Messages that were enclosed whole ("forward as attachment", or a file `.eml`).
    pub enclosed: Vec<Mail>,
    pub kind: Kind,
    /// What of it could not be read, though the rest could: names of files.
    pub damaged: Vec<String>,
}

/// Somebody as a message names them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// May be empty.
    pub name: String,
    /// May be empty where a text was pasted.
    pub address: String,
}

/// A file that came with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The name it was given, without any folder; never empty.
    pub name: String,
    /// Small letters: `image/jpeg`. What the message says, which may be wrong.
    pub media_type: String,
    /// As its sender had them. A text whose letters the message names is in UTF-8; [`decoded`] reads both.
    pub bytes: Vec<u8>,
    /// It is shown inside the text, such as a logo under a signature.
    pub inline: bool,
}
