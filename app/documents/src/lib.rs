//! Documents that museums have already: a Word file, an OpenDocument text, a plain text, a PDF with text, an email. Each is read
//! into pieces in reading order; what stands under a heading or behind a label that we know fills a field, and every other
//! word stays a piece that a person places.
//!
//! The files come from anybody, so they are read by a child process of the same program (`casebook read-file`) that has little
//! memory and little time, no settings and no database: [`Reader`] runs it, and [`read`] is what it does.

mod archive;
mod blank;
mod block;
mod boxes;
mod building;
mod dates;
mod kind;
mod labels;
mod lists;
mod mail;
mod mapping;
mod odt;
mod output;
mod pdf;
mod plain;
mod reader;
mod refused;
mod terms;
mod values;
mod word;
mod xml;

pub use case_study::material::Piece;
pub use kind::Kind;
pub use output::{Found, InsidePicture};
pub use reader::{COMMAND, LONGEST, PICTURE, Reader, SAID_NO, SMALL, answer};
pub use refused::Refused;

use block::Text;

/// The largest file that is taken, in bytes.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// What is read of one file is no longer than this once it is written as JSON, in bytes.
pub const MOST_READ: usize = 1024 * 1024;

/// Reads a file. What kind it is, is judged by what stands in it.
///
/// # Errors
/// Why it cannot be read, as a sentence for whoever sent it.
pub fn read(file: &[u8]) -> Result<Found, Refused> {
    let kind = kind::judge(file)?;
    match kind {
        Kind::Mail => mail::read(file),
        kind => found(kind, &blocks_of(kind, file)?),
    }
}

/// The text of a file of this kind.
fn blocks_of(kind: Kind, file: &[u8]) -> Result<Text, Refused> {
    match kind {
        Kind::Word => word::read(file),
        Kind::OpenDocument => odt::read(file),
        Kind::Pdf => pdf::read(file),
        Kind::Plain => plain::read(file),
        // A message within a message is read with it.
        Kind::Mail => Err(Refused::Unknown),
    }
}

/// Reads a text that somebody pasted, or the text of a message.
///
/// # Errors
/// [`Refused::NoText`] where there is no word in it.
pub fn read_text(text: &str) -> Result<Found, Refused> {
    found(Kind::Plain, &plain::blocks(text))
}

/// The bytes of one of the pictures inside of a document, by its place in [`Found::pictures`]. They are as untrusted as the file.
///
/// # Errors
/// When there is no such picture, or it cannot be taken out.
pub fn picture(file: &[u8], at: usize) -> Result<Vec<u8>, Refused> {
    match kind::judge(file)? {
        Kind::Word => word::picture(file, at),
        Kind::OpenDocument => odt::picture(file, at),
        Kind::Mail => mail::picture(file, at),
        Kind::Pdf | Kind::Plain => Err(Refused::Damaged),
    }
}

fn found(kind: Kind, text: &Text) -> Result<Found, Refused> {
    if !text.has_words() {
        return Err(Refused::NoText);
    }
    let length: usize = text.blocks.iter().map(|block| block.text.len()).sum();
    if length > MOST_READ {
        return Err(Refused::TooLong);
    }
    let mapped = mapping::map(&text.blocks, kind);
    Ok(Found {
        kind,
        content: mapped.content,
        pieces: mapped.pieces,
        pictures: text.pictures.clone(),
    })
}
