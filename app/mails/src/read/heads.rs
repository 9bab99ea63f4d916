//! The heads of a message, as the parser finds them, and what they say the parts are.

/// The message with no other inside of it that the parser would open: those are files to it. Only what a head says that
/// a part is changes; every other byte stays.
pub(super) fn flattened(raw: &[u8]) -> Vec<u8> {
    // Its own head starts with a name, not with the line of a mailbox.
    let raw = match raw.iter().position(|sign| *sign == b'\n') {
        Some(end) if raw.starts_with(b"From ") || raw.starts_with(b">From ") => &raw[end + 1..],
        _ => raw,
    };
    let mut flat = Vec::with_capacity(raw.len() + 64);
    let mut is_head = true;
    let mut is_in_field = false;
    // Where the field starts that says what a part is, while its lines are read.
    let mut open: Option<usize> = None;
    let mut at = 0;
    for line in raw.split_inclusive(|sign| *sign == b'\n') {
        let start = at;
        at += line.len();
        let goes_on = is_head && is_in_field && matches!(line, [b' ' | b'\t', ..]);
        if goes_on && open.is_some() {
            continue;
        }
        if let Some(from) = open.take() {
            flat.extend(renamed(&raw[from..start]));
        }
        if is_boundary(line) {
            is_head = true;
            is_in_field = false;
        } else if is_head && !goes_on {
            is_head = !line.trim_ascii().is_empty();
            is_in_field = line.contains(&b':');
            if names_type(line) {
                open = Some(start);
                continue;
            }
        }
        flat.extend_from_slice(line);
    }
    if let Some(from) = open {
        flat.extend(renamed(&raw[from..]));
    }
    flat
}

/// How many lines name what a part is, blanks within the name and all: no message can enclose more.
pub(super) fn types_named(raw: &[u8]) -> usize {
    const NAME: &[u8] = b"content-type";
    let mut found = 0;
    let mut read = 0;
    for sign in raw.iter().filter(|sign| !sign.is_ascii_whitespace()) {
        read = match sign.to_ascii_lowercase() {
            sign if sign == NAME[read] => read + 1,
            b'c' => 1,
            _ => 0,
        };
        if read == NAME.len() {
            found += 1;
            read = 0;
        }
    }
    found
}

/// A line that may part two parts, and is not the mark of a signature.
fn is_boundary(line: &[u8]) -> bool {
    line.strip_prefix(b"--")
        .and_then(<[u8]>::first)
        .is_some_and(|sign| !sign.is_ascii_whitespace())
}

/// Where the name of a field ends, with its colon.
fn end_of_name(line: &[u8]) -> Option<usize> {
    let start = line
        .iter()
        .position(|sign| !sign.is_ascii_whitespace() && *sign != b':')?;
    let length = line[start..].iter().position(|sign| *sign == b':')?;
    Some(start + length + 1)
}

fn names_type(line: &[u8]) -> bool {
    end_of_name(line).is_some_and(|end| types_named(&line[..end]) == 1 && is_short(&line[..end]))
}

/// Whether nothing but the name stands before the colon.
fn is_short(name: &[u8]) -> bool {
    let signs = name
        .iter()
        .filter(|sign| !sign.is_ascii_whitespace() && **sign != b':');
    signs.count() == "content-type".len()
}

/// The field with another name for what the parser would open.
fn renamed(field: &[u8]) -> Vec<u8> {
    let from = end_of_name(field).unwrap_or_default();
    let to = from + end_of_type(&field[from..]);
    let said = field[from..to].to_ascii_lowercase();
    let is_plain = said
        .trim_ascii()
        .iter()
        .all(|sign| sign.is_ascii_alphanumeric() || b"/.+-_".contains(sign));
    let says = |wanted: &[u8]| {
        if is_plain {
            said.trim_ascii() == wanted
        } else {
            // With comments, quotes or gaps inside: nobody writes it so. It is renamed where it may be meant.
            let first = wanted.split(|sign| *sign == b'/').next();
            first.is_some_and(|first| find(&said, first).is_some())
        }
    };
    let mut kind = field[from..to].to_vec();
    if says(b"message/rfc822") {
        kind = replaced(&kind, b"rfc822", b"x-rfc822");
    }
    if says(b"message/global") {
        kind = replaced(&kind, b"global", b"x-rfc822");
    }
    if says(b"multipart/digest") {
        kind = replaced(&kind, b"digest", b"mixed");
    }
    [&field[..from], &kind, &field[to..]].concat()
}

/// How much of what a field says is the type: up to the semicolon, unless that stands in a comment.
fn end_of_type(said: &[u8]) -> usize {
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for (at, sign) in said.iter().enumerate() {
        match sign {
            _ if is_escaped => is_escaped = false,
            b'\\' if depth > 0 => is_escaped = true,
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b';' if depth == 0 => return at,
            _ => {}
        }
    }
    said.len()
}

fn find(haystack: &[u8], small: &[u8]) -> Option<usize> {
    haystack
        .windows(small.len())
        .position(|window| window.eq_ignore_ascii_case(small))
}

fn replaced(text: &[u8], what: &[u8], with: &[u8]) -> Vec<u8> {
    let mut new = Vec::with_capacity(text.len() + with.len());
    let mut rest = text;
    while let Some(at) = find(rest, what) {
        new.extend_from_slice(&rest[..at]);
        new.extend_from_slice(with);
        rest = &rest[at + what.len()..];
    }
    new.extend_from_slice(rest);
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(raw: &str) -> String {
        String::from_utf8(flattened(raw.as_bytes())).unwrap()
    }

    #[test]
    fn words_of_a_message_are_never_changed() {
        for raw in [
            "Subject: Wellbeing case study (Leeds) Global Voices\n\nText",
            "Subject: Tea\n\nOur quarterly (printed) digest, as message/rfc822 or multipart/digest.",
            "Subject: a\n Content-Type: message/rfc822\n\nContent-Type: message/rfc822",
            "Subject: a\n\n-- \nContent-Type: message/rfc822",
            "Content-Type: image/png; name=\"Leeds (2) global digest.png\"\n\n",
            "Content-Type: text/rfc822-headers\n\n",
            "Content-Type: multipart/mixed;\n boundary=\"message/rfc822\"\n\n",
            "X-Content-Type: message/rfc822\n\n",
        ] {
            assert_eq!(flat(raw), raw);
        }
    }

    #[test]
    fn what_the_parser_would_open_has_another_name() {
        for (said, renamed) in [
            ("message/rfc822", "message/x-rfc822"),
            ("Message / RFC822; name=a", "Message / x-rfc822; name=a"),
            ("\n message/global\n", "\n message/x-rfc822\n"),
            (
                "(;)message(b)/(c)rfc822;\n a=rfc822",
                "(;)message(b)/(c)x-rfc822;\n a=rfc822",
            ),
            ("\"message\"/\"rfc822\"", "\"message\"/\"x-rfc822\""),
            ("multipart/digest; a=b", "multipart/mixed; a=b"),
        ] {
            for before in [
                "",
                "A: b\r\n",
                "A: b\n\nText\n--x\n",
                "\n--x--\r\n  ",
                "c\n ",
            ] {
                for name in ["Content-Type:", "content-Type :", "Content-T ype:"] {
                    assert_eq!(
                        flat(&format!("{before}{name} {said}\n\nx")),
                        format!("{before}{name} {renamed}\n\nx"),
                    );
                }
            }
        }
    }

    #[test]
    fn names_of_types_are_counted_however_they_are_written() {
        let raw = b"Content-Type: a\nconTENT-\n type: b\nContent: type; ccontent-type:";
        assert_eq!(types_named(raw), 3);
    }
}
