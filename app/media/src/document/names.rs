//! The names in a PDF, as they are read (ISO 32000-1, 7.3.5): any letter may be written as its number, so that
//! `/J#53` is `/JS`.

/// One more than the longest name that is looked for has.
const MOST: usize = 16;
/// No more bytes than this tell such a name from every other: each letter as its number, and what comes before and after.
pub(super) const LONGEST: usize = 3 * MOST + 2;

/// A name. A longer one than any that is looked for is cut off, and is none of them all the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    letters: [u8; MOST],
    len: usize,
}

impl Name {
    pub(super) fn is(&self, name: &str) -> bool {
        &self.letters[..self.len] == name.as_bytes()
    }
}

/// What comes behind the bytes that are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    Nothing,
    /// A name that stands at the very end may go on there, and is left out.
    Something,
}

/// Every name in these bytes, wherever it stands.
pub(super) fn names(bytes: &[u8], rest: Rest) -> impl Iterator<Item = Name> {
    memchr::memchr_iter(b'/', bytes).filter_map(move |at| read(&bytes[at + 1..], rest))
}

fn read(bytes: &[u8], rest: Rest) -> Option<Name> {
    let mut name = Name {
        letters: [0; MOST],
        len: 0,
    };
    let mut at = 0;
    while name.len < MOST {
        let Some(&byte) = bytes.get(at) else {
            return (rest == Rest::Nothing).then_some(name);
        };
        if is_space(byte) || is_delimiter(byte) {
            break;
        }
        let numbered = bytes.get(at + 1..at + 3).filter(|_| byte == b'#');
        let numbered = numbered.and_then(|digits| {
            let mut letter = [0];
            hex::decode_to_slice(digits, &mut letter).ok()?;
            Some(letter[0])
        });
        at += if numbered.is_some() { 3 } else { 1 };
        name.letters[name.len] = numbered.unwrap_or(byte);
        name.len += 1;
    }
    Some(name)
}

/// What stands between words (ISO 32000-1, 7.2.2).
pub(super) const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

const fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Rest, names};

    fn holds(bytes: &[u8], name: &str) -> bool {
        names(bytes, Rest::Nothing).any(|one| one.is(name))
    }

    #[test]
    fn a_name_is_read_whole_and_however_it_is_written() {
        for same in [
            &b"/JS"[..],
            b"/JS(",
            b"a/JS\0",
            b"/J#53",
            b"/#4a#53/S",
            b"//JS",
            b"/#/JS",
        ] {
            assert!(holds(same, "JS"), "{}", same.escape_ascii());
        }
        for other in [
            &b"/JSTOR"[..],
            b"/JS\xff",
            b"JS",
            b"/J S",
            b"/J#5",
            b"/J#5g",
            b"/#4A#53#53",
            b"/js",
        ] {
            assert!(!holds(other, "JS"), "{}", other.escape_ascii());
        }
        let long = "/Run#4cengthDecode";
        assert!(holds(long.as_bytes(), "RunLengthDecode"));
        assert!(!holds(format!("{long}d").as_bytes(), "RunLengthDecode"));
    }

    #[test]
    fn what_may_go_on_behind_the_end_waits_and_is_found_with_so_many_bytes_again() {
        let ends = |bytes: &[u8]| names(bytes, Rest::Something).any(|name| name.is("JS"));
        assert!(!ends(b"/JS") && !ends(b"/J#5") && ends(b"/JS "));
        let numbered: String = "RunLengthDecode"
            .bytes()
            .map(|byte| format!("#{byte:02x}"))
            .collect();
        assert!(format!("/{numbered} ").len() <= LONGEST);
    }
}
