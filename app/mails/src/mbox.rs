//! Taking single messages out of a file of many: mbox, in which a line that starts with `From ` after an empty line
//! starts the next. Lines of a message that look like it are written with a `>` before them, which goes again.

mod separators;

use super::MOST_BYTES;
use separators::{ends_with_date, is_line_of_head, may_name_sender};
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
    /// A line that was looked at and not read yet.
    next: Option<Vec<u8>>,
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
            next: None,
        }
    }

    /// The next line with its end, empty at the end of the file.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let line = match self.next.take() {
            Some(line) => line,
            None => self.read_line()?,
        };
        self.line += 1;
        Ok(line)
    }

    fn read_line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        io::Read::take(&mut self.reader, LONGEST_LINE).read_until(b'\n', &mut line)?;
        Ok(line)
    }

    /// Whether the next message starts with this line: one that only a program writes, or one that says less, above the
    /// head of a message.
    fn starts_one(&mut self, line: &[u8]) -> io::Result<bool> {
        let Some(rest) = line.strip_prefix(b"From ") else {
            return Ok(false);
        };
        let rest = String::from_utf8_lossy(rest);
        if ends_with_date(&rest) {
            return Ok(true);
        }
        if !may_name_sender(&rest) {
            return Ok(false);
        }
        let next = match self.next.take() {
            Some(next) => next,
            None => self.read_line()?,
        };
        let is_head = is_line_of_head(&next);
        self.next = Some(next);
        Ok(is_head)
    }

    fn read_one(&mut self) -> Result<Option<Piece>, MboxError> {
        let file = |after: usize| move |cause| MboxError::File { after, cause };
        while !self.has_begun {
            let line = self.line().map_err(file(self.number))?;
            if line.is_empty() {
                return Ok(None);
            }
            if self
                .starts_one(without_mark(&line))
                .map_err(file(self.number))?
            {
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
            if (after_blank || piece.bytes.is_empty())
                && self.starts_one(&line).map_err(file(self.number - 1))?
            {
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
mod tests;
