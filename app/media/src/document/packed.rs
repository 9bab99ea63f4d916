//! Objects that a writer packed into streams (ISO 32000-1, 7.5.7). What a reader would find there is looked for without
//! believing what the file says of itself: anything that may be such a stream is unpacked, a little at a time.

use super::names::{LONGEST, Name, Rest, is_space, names};
use super::{PROGRAM, RefusedDocument, STREAM, is_active};
use flate2::bufread::DeflateDecoder;
use std::io::Read;

/// So much is unpacked of one file: more than any that is sent in good faith takes.
const MOST_UNPACKED: usize = 128 * 1024 * 1024;
/// What tells how a stream begins; and what looking at one costs at least, however short it is.
const BEGINNING: usize = 1024;
/// So much lies in memory at a time.
const PART: usize = 64 * 1024;
/// Where a dictionary begins is looked for in so many bytes.
const DICTIONARY: usize = 2048;
/// What a dictionary says of a stream of objects.
const OBJECTS: &str = "ObjStm";
const FIRST: &str = "First";
/// The way in which writers pack them, by both of its names.
const DEFLATED: [&str; 2] = ["FlateDecode", "Fl"];
/// Other ways, and what may be done beside it. No writer that we know of packs objects so.
const OTHERWISE: [&str; 11] = [
    "LZWDecode",
    "LZW",
    "ASCIIHexDecode",
    "AHx",
    "ASCII85Decode",
    "A85",
    "RunLengthDecode",
    "RL",
    "Crypt",
    "DecodeParms",
    "DP",
];

/// Looks into every stream that may hold objects.
pub(super) fn judge(file: &[u8]) -> Result<(), RefusedDocument> {
    judge_within(file, MOST_UNPACKED)
}

fn judge_within(file: &[u8], most: usize) -> Result<(), RefusedDocument> {
    let mut unpacking = Unpacking {
        deflated: DeflateDecoder::new(&file[..0]),
        part: vec![0; PART],
        left: most,
    };
    for at in memchr::memmem::find_iter(file, STREAM) {
        if file[..at].ends_with(b"end") {
            continue;
        }
        unpacking.spend(BEGINNING)?;
        let said = Said::of(&file[..at]);
        if said.objects && said.otherwise {
            return Err(RefusedDocument::Unreadable);
        }
        match deflated(&file[at + STREAM.len()..]) {
            Some(data) => unpacking.judge(data, said)?,
            None if said.objects && said.deflated => return Err(RefusedDocument::Unreadable),
            // What is not packed is read with the rest of the file.
            None => {}
        }
    }
    Ok(())
}

/// What the dictionary before a stream says of it.
#[derive(Clone, Copy, Default)]
struct Said {
    objects: bool,
    /// Where the first of them is, without which nobody finds any.
    first: bool,
    deflated: bool,
    otherwise: bool,
}

impl Said {
    fn of(before: &[u8]) -> Self {
        let near = &before[before.len().saturating_sub(DICTIONARY)..];
        let begin = memchr::memmem::rfind(near, b"obj").unwrap_or_default();
        let mut said = Self::default();
        for name in names(&near[begin..], Rest::Nothing) {
            said.objects |= name.is(OBJECTS);
            said.first |= name.is(FIRST);
            said.deflated |= DEFLATED.iter().any(|way| name.is(way));
            said.otherwise |= OTHERWISE.iter().any(|way| name.is(way));
        }
        said
    }
}

/// What is packed behind the word "stream", without its two bytes of head (RFC 1950). The sum at its end is not asked
/// for: readers do not ask either.
fn deflated(behind: &[u8]) -> Option<&[u8]> {
    let begin = behind.iter().position(|byte| !is_space(*byte))?;
    let (head, data) = behind[begin..].split_first_chunk::<2>()?;
    let is_head = head[0] & 0x0F == 8 && head[1] & 0x20 == 0 && u16::from_be_bytes(*head) % 31 == 0;
    is_head.then_some(data)
}

struct Unpacking<'a> {
    deflated: DeflateDecoder<&'a [u8]>,
    part: Vec<u8>,
    left: usize,
}

/// What stopped the unpacking.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    Full,
    End,
    Broken,
}

impl<'a> Unpacking<'a> {
    fn spend(&mut self, bytes: usize) -> Result<(), RefusedDocument> {
        let left = self.left.checked_sub(bytes);
        self.left = left.ok_or(RefusedDocument::Unreadable)?;
        Ok(())
    }

    fn judge(&mut self, data: &'a [u8], said: Said) -> Result<(), RefusedDocument> {
        self.deflated.reset(data);
        let (mut filled, mut stop) = self.fill(0, BEGINNING);
        let may_be = said.objects || may_begin_objects(&self.part[..filled], said.first);
        if !may_be {
            return Ok(());
        }
        loop {
            let rest = if stop == Stop::End {
                Rest::Nothing
            } else {
                Rest::Something
            };
            let is_refused = |name: Name| is_active(name) || said.objects && name.is(PROGRAM);
            if names(&self.part[..filled], rest).any(is_refused) {
                return Err(RefusedDocument::Active);
            }
            match stop {
                Stop::End => return Ok(()),
                // Readers show what comes before, of which a part may not have been seen.
                Stop::Broken => return Err(RefusedDocument::Unreadable),
                Stop::Full => {}
            }
            // A name may have been cut in two.
            let again = filled.saturating_sub(LONGEST);
            self.part.copy_within(again..filled, 0);
            let kept = filled - again;
            (filled, stop) = self.fill(kept, PART);
            self.spend(filled - kept)?;
        }
    }

    /// Unpacks on, from one place of the part to another; where it ended, and why.
    fn fill(&mut self, from: usize, to: usize) -> (usize, Stop) {
        let mut at = from;
        while at < to {
            match self.deflated.read(&mut self.part[at..to]) {
                Ok(0) => return (at, Stop::End),
                Ok(read) => at += read,
                Err(_) => return (at, Stop::Broken),
            }
        }
        (at, Stop::Full)
    }
}

/// Whether packed objects may begin so: with numbers, which say where each of them is. Pages of text and drawings often do
/// as well. Black pictures begin with nothing but what is space in a text, and then `said` decides.
fn may_begin_objects(beginning: &[u8], said: bool) -> bool {
    let is_number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.');
    let mut rest = beginning;
    for _ in 0..2 {
        rest = without_space(rest);
        if rest.is_empty() && beginning.len() == BEGINNING {
            return said;
        }
        let number = rest.iter().take_while(|byte| is_number(byte)).count();
        if number == 0 {
            return false;
        }
        rest = &rest[number..];
    }
    true
}

/// Without the spaces and remarks at its beginning.
fn without_space(mut bytes: &[u8]) -> &[u8] {
    loop {
        let space = bytes.iter().take_while(|byte| is_space(**byte)).count();
        bytes = &bytes[space..];
        if bytes.first() != Some(&b'%') {
            return bytes;
        }
        let line = bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
        bytes = &bytes[line.unwrap_or(bytes.len())..];
    }
}

#[cfg(test)]
mod tests;
