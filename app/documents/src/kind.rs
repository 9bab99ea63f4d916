//! What a file is, by what stands in it. Its name says nothing.

use crate::archive::Archive;
use crate::{MOST_BYTES, Refused};
use serde::{Deserialize, Serialize};

/// So far a PDF may begin after other bytes.
const BEGINNING: usize = 1024;

/// The kinds that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `.docx`
    Word,
    /// `.odt`
    OpenDocument,
    Pdf,
    /// `.eml`: a message with its files.
    Mail,
    Plain,
}

impl Kind {
    /// Whether what is read fills fields by itself. How the lines of a PDF belong together is guessed, so there a person
    /// presses for each answer.
    #[must_use]
    pub const fn fills_fields(self) -> bool {
        !matches!(self, Self::Pdf)
    }

    /// As it is stored beside what was read.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::OpenDocument => "application/vnd.oasis.opendocument.text",
            Self::Pdf => "application/pdf",
            Self::Mail => "message/rfc822",
            Self::Plain => "text/plain",
        }
    }
}

/// The kind of a file that may be read.
pub(crate) fn judge(file: &[u8]) -> Result<Kind, Refused> {
    if file.is_empty() {
        return Err(Refused::Empty);
    }
    if file.len() > MOST_BYTES {
        return Err(Refused::TooLarge);
    }
    match file {
        [b'P', b'K', 3, 4, ..] => of_archive(file),
        // An empty archive, or the later part of a divided one.
        [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => Err(Refused::Damaged),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(of_old_office(file)),
        [b'{', b'\\', b'r', b't', b'f', ..] => Err(Refused::Unknown),
        [0xFF, 0xD8, 0xFF, ..]
        | [0x89, b'P', b'N', b'G', ..]
        | [b'G', b'I', b'F', b'8', ..]
        | [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ]
        | [_, _, _, _, b'f', b't', b'y', b'p', ..] => Err(Refused::Picture),
        _ if holds(&file[..file.len().min(BEGINNING)], b"%PDF-") => Ok(Kind::Pdf),
        _ if is_mail(file) => Ok(Kind::Mail),
        _ => of_text(file),
    }
}

/// Whether a text begins as messages do that lie in a file: with a head that only mail programs write. The lines that people copy
/// along with a text ("From", "Sent", "Subject") are none.
fn is_mail(file: &[u8]) -> bool {
    const ONLY_PROGRAMS: [&str; 6] = [
        "message-id",
        "mime-version",
        "received",
        "return-path",
        "content-type",
        "dkim-signature",
    ];
    const LONGEST_HEAD: usize = 64 * 1024;
    let head = String::from_utf8_lossy(&file[..file.len().min(LONGEST_HEAD)]);
    let names: Vec<String> = head
        .trim_start_matches(['\u{feff}', '\r', '\n', ' '])
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .filter_map(|line| Some(line.split_once(':')?.0.to_lowercase()))
        .collect();
    let has = |name: &str| names.iter().any(|one| one == name);
    has("from") && ONLY_PROGRAMS.iter().any(|name| has(name))
}

fn of_archive(file: &[u8]) -> Result<Kind, Refused> {
    let archive = Archive::open(file)?;
    if archive.has("[Content_Types].xml") {
        return if archive.has_below("word/") {
            Ok(Kind::Word)
        } else {
            Err(Refused::Unknown)
        };
    }
    if archive.has("content.xml") && archive.has("META-INF/manifest.xml") {
        return Ok(Kind::OpenDocument);
    }
    Err(Refused::Unknown)
}

/// An old Word file, or a newer one in the envelope of its password. The names in such a file have two bytes a letter.
fn of_old_office(file: &[u8]) -> Refused {
    let wide = |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    if holds(file, &wide("EncryptedPackage")) {
        Refused::Password
    } else if holds(file, &wide("WordDocument")) {
        Refused::OldWord
    } else {
        Refused::Unknown
    }
}

fn of_text(file: &[u8]) -> Result<Kind, Refused> {
    let is_wide = matches!(file, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    let text = &file[..file.len().min(64 * 1024)];
    let odd = text
        .iter()
        .filter(|byte| matches!(byte, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F))
        .count();
    let beginning = String::from_utf8_lossy(&text[..text.len().min(BEGINNING)]).to_lowercase();
    let beginning = beginning.trim_start_matches('\u{feff}').trim_start();
    let is_page = ["<!doctype", "<html", "<?xml", "<svg", "<script", "<?php"]
        .iter()
        .any(|sign| beginning.starts_with(sign));
    if is_page || (!is_wide && odd > 0 && odd * 200 > text.len()) || (!is_wide && text.contains(&0))
    {
        return Err(Refused::Unknown);
    }
    Ok(Kind::Plain)
}

fn holds(file: &[u8], wanted: &[u8]) -> bool {
    file.windows(wanted.len()).any(|bytes| bytes == wanted)
}

#[cfg(test)]
mod tests {
    use super::{Kind, Refused, judge};

    #[test]
    fn what_stands_in_a_file_says_what_it_is() {
        for (file, expected) in [
            (&b""[..], Err(Refused::Empty)),
            (b"Title: Tea", Ok(Kind::Plain)),
            (
                b"From: Ana\nSent: Monday\nTo: us\nSubject: Tea\n\nTitle: Tea",
                Ok(Kind::Plain),
            ),
            (
                b"From: Ana <ana@museum.example>\r\nMIME-Version: 1.0\r\n\r\nTitle: Tea",
                Ok(Kind::Mail),
            ),
            (b"\xFF\xFET\0e\0a\0", Ok(Kind::Plain)),
            (b"%PDF-1.7", Ok(Kind::Pdf)),
            (b"junk\n%PDF-1.7", Ok(Kind::Pdf)),
            (b"PK\x03\x04 and nothing more", Err(Refused::Damaged)),
            (b"\xFF\xD8\xFF\xE0", Err(Refused::Picture)),
            (b"{\\rtf1 Tea}", Err(Refused::Unknown)),
            (b"<!DOCTYPE html><p>Tea", Err(Refused::Unknown)),
            (b"\x7FELF\x02\x01\x01\0\0\0\0\0", Err(Refused::Unknown)),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Err(Refused::Unknown)),
        ] {
            assert_eq!(judge(file), expected, "{:?}", String::from_utf8_lossy(file));
        }
        assert_eq!(
            judge(&vec![b'a'; crate::MOST_BYTES + 1]),
            Err(Refused::TooLarge)
        );
    }
}
