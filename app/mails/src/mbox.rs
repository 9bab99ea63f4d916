//! Taking single messages out of a file of many: mbox, in which a line that starts with `From ` after an empty line
//! starts the next. Lines of a message that look like it are written with a `>` before them, which goes again.

use super::MOST_BYTES;
use std::io;
use std::io::BufRead;

/// So many bytes of a line are looked at; more is read on as another line.
const LONGEST_LINE: u64 = 1024 * 1024;

/// One message of the file, as it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Counted from 1.
    pub number: usize,
    /// The line of the file where it starts, counted from 1.
    pub line: usize,
    pub bytes: Vec<u8>,
    /// It was longer than a message may be, and what is over was left out.
    pub cut: bool,
}

/// Why the rest of a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum MboxError {
    #[error("the file does not start with a line \"From …\": it is no .mbox file")]
    NotOne,
    #[error("after message {after}: {cause}")]
    File { after: usize, cause: io::Error },
}

/// The messages of a file, one after the other: no more than one is in memory.
#[derive(Debug)]
pub struct Mbox<R> {
    reader: R,
    number: usize,
    line: usize,
    is_over: bool,
    /// The line `From …` of the next message was read.
    has_begun: bool,
}

/// Whether a file starts as one of many messages does.
#[must_use]
pub fn looks_like_mbox(start: &[u8]) -> bool {
    without_mark(start).starts_with(b"From ")
}

fn without_mark(start: &[u8]) -> &[u8] {
    start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start)
}

impl<R: BufRead> Mbox<R> {
    pub const fn new(reader: R) -> Self {
        Self {
            reader,
            number: 0,
            line: 0,
            is_over: false,
            has_begun: false,
        }
    }

    /// The next line with its end, empty at the end of the file.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        io::Read::take(&mut self.reader, LONGEST_LINE).read_until(b'\n', &mut line)?;
        self.line += 1;
        Ok(line)
    }

    fn read_one(&mut self) -> Result<Option<Piece>, MboxError> {
        let file = |after: usize| move |cause| MboxError::File { after, cause };
        while !self.has_begun {
            let line = self.line().map_err(file(self.number))?;
            if line.is_empty() {
                return Ok(None);
            }
            if is_separator(without_mark(&line)) {
                self.has_begun = true;
            } else if !is_blank(&line) {
                return Err(MboxError::NotOne);
            }
        }
        self.has_begun = false;
        self.number += 1;
        let mut piece = Piece {
            number: self.number,
            line: self.line,
            bytes: Vec::new(),
            cut: false,
        };
        let mut after_blank = false;
        loop {
            let line = self.line().map_err(file(self.number - 1))?;
            if line.is_empty() {
                self.is_over = true;
                break;
            }
            // An empty message is followed by the next at once.
            if is_separator(&line) && (after_blank || piece.bytes.is_empty()) {
                self.has_begun = true;
                break;
            }
            after_blank = is_blank(&line);
            let line = unquoted(&line);
            if piece.bytes.len() + line.len() > MOST_BYTES {
                piece.cut = true;
            } else if !piece.cut {
                piece.bytes.extend_from_slice(line);
            }
        }
        // The empty line before the next message belongs to the file.
        for end in [&b"\r\n\r\n"[..], b"\n\n"] {
            if piece.bytes.ends_with(end) {
                piece.bytes.truncate(piece.bytes.len() - end.len() / 2);
                break;
            }
        }
        Ok(Some(piece))
    }
}

impl<R: BufRead> Iterator for Mbox<R> {
    type Item = Result<Piece, MboxError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let next = self.read_one();
        if !matches!(next, Ok(Some(_))) {
            self.is_over = true;
        }
        next.transpose()
    }
}

fn is_blank(line: &[u8]) -> bool {
    matches!(line, b"\n" | b"\r\n")
}

/// `From somebody Thu Jan  1 00:00:00 1970`: a line that only a program writes. A sentence that starts with "From"
/// has no time of day and no year.
fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else {
        return false;
    };
    let rest = String::from_utf8_lossy(rest);
    let has_time = rest.split_whitespace().any(|word| {
        let mut parts = word.split(':');
        let two = |part: Option<&str>| {
            part.is_some_and(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
        };
        two(parts.next()) && two(parts.next())
    });
    let has_year = rest
        .split_whitespace()
        .any(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()));
    has_time && has_year
        // What Thunderbird and some others write.
        || matches!(rest.trim(), "-" | "")
}

/// A line without the `>` that keeps it from being a separator.
fn unquoted(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|sign| **sign == b'>').count();
    if marks > 0 && line[marks..].starts_with(b"From ") {
        &line[1..]
    } else {
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(file: &str) -> Vec<(usize, usize, String)> {
        Mbox::new(file.as_bytes())
            .map(|piece| {
                let piece = piece.unwrap();
                let text = String::from_utf8(piece.bytes).unwrap();
                (piece.number, piece.line, text)
            })
            .collect()
    }

    const LINE: &str = "From ana@museum.example Mon Sep  8 16:40:00 2025\n";

    #[test]
    fn messages_are_taken_apart_and_their_lines_are_theirs_again() {
        let file = format!(
            "{LINE}Subject: One\n\nFrom the start we knew.\n\nFrom here on it went well.\n>From me\n>>From you\n> not\n\n{LINE}Subject: Two\n\nText\n"
        );
        assert_eq!(
            messages(&file),
            [
                (
                    1,
                    1,
                    "Subject: One\n\nFrom the start we knew.\n\nFrom here on it went well.\nFrom me\n>From you\n> not\n"
                        .to_owned()
                ),
                (2, 11, "Subject: Two\n\nText\n".to_owned()),
            ]
        );
    }

    #[test]
    fn line_ends_of_every_system_and_an_empty_message() {
        let line = LINE.replace('\n', "\r\n");
        let file = format!(
            "\u{feff}{line}{line}Subject: Two\r\n\r\nText\r\n\r\nFrom - Mon Sep  8 16:40:00 2025\r\nA: b\r\n"
        );
        let found: Vec<_> = messages(&file).into_iter().map(|one| one.2).collect();
        assert_eq!(found, ["", "Subject: Two\r\n\r\nText\r\n", "A: b\r\n"]);
    }

    #[test]
    fn another_file_is_none_and_an_empty_one_holds_nothing() {
        assert!(matches!(
            Mbox::new("Subject: One\n\nText".as_bytes()).next(),
            Some(Err(MboxError::NotOne))
        ));
        assert!(Mbox::new("".as_bytes()).next().is_none());
        assert!(Mbox::new("\n\n".as_bytes()).next().is_none());
        assert!(looks_like_mbox(LINE.as_bytes()) && !looks_like_mbox(b"From: ana"));
    }
}
