//! Mails as people read them.

use std::fs;
use std::path::Path;

/// A mail that was handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    /// The words, decoded, with plain line breaks.
    pub text: String,
    /// The file as it is.
    pub raw: String,
}

impl Mail {
    /// Paths of all links to this site, in order: `/track/…`.
    #[must_use]
    pub fn links(&self) -> Vec<String> {
        let words = self
            .text
            .split_whitespace()
            .filter(|word| word.starts_with("http"));
        words
            .filter_map(|word| url::Url::parse(word).ok())
            .map(|url| url[url::Position::BeforePath..].to_owned())
            .collect()
    }
}

/// All mails of a folder, oldest first.
pub(super) fn read(folder: &Path) -> Vec<Mail> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder of mails")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "eml"))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| parse(&fs::read_to_string(path).expect("a mail is text")))
        .collect()
}

fn parse(raw: &str) -> Mail {
    let (head, body) = raw
        .split_once("\r\n\r\n")
        .expect("a mail has a head and a body");
    // A long header goes on in the next line, after a space.
    let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let header = |name: &str| {
        let found = head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name)
                .then(|| value.trim().to_owned())
        });
        found.unwrap_or_default()
    };
    let text = match header("content-transfer-encoding").as_str() {
        "quoted-printable" => {
            String::from_utf8(quoted_printable(&body.replace("=\r\n", ""))).expect("UTF-8")
        }
        "base64" => String::from_utf8(base64(body)).expect("UTF-8"),
        _ => body.to_owned(),
    };
    Mail {
        to: header("to"),
        subject: encoded_words(&header("subject")),
        text: text.replace("\r\n", "\n"),
        raw: raw.to_owned(),
    }
}

fn quoted_printable(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let coded = (*first == b'=')
            .then(|| tail.get(..2).and_then(|digits| hex::decode(digits).ok()))
            .flatten();
        match coded {
            Some(decoded) => {
                bytes.extend(decoded);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    bytes
}

fn base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits: Vec<u32> = text
        .bytes()
        .filter_map(|byte| DIGITS.iter().position(|digit| *digit == byte))
        .map(|digit| u32::try_from(digit).expect("below 64"))
        .collect();
    let mut bytes = Vec::new();
    for group in digits.chunks(4) {
        let bits = group.iter().fold(0, |bits, digit| bits << 6 | digit) << (6 * (4 - group.len()));
        bytes.extend(bits.to_be_bytes()[1..].iter().take(group.len() * 3 / 4));
    }
    bytes
}

/// `=?utf-8?b?…?=`, as subjects with other than ASCII letters come.
fn encoded_words(text: &str) -> String {
    let mut plain = String::new();
    let mut last_was_coded = false;
    for word in text.split(' ') {
        let coded = word
            .strip_prefix("=?utf-8?b?")
            .and_then(|rest| rest.strip_suffix("?="));
        let decoded = coded.map(|coded| String::from_utf8(base64(coded)).expect("UTF-8"));
        // The space between two coded words is not part of the text.
        if !(plain.is_empty() || last_was_coded && decoded.is_some()) {
            plain.push(' ');
        }
        last_was_coded = decoded.is_some();
        plain.push_str(decoded.as_deref().unwrap_or(word));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoding() {
        let raw = "To: a@example.org\r\nSubject: =?utf-8?b?w4TDpA==?= =?utf-8?b?w7Y=?= b\r\n\
                   Content-Transfer-Encoding: quoted-printable\r\n\r\nCaf=C3=A9 http://x.test/track/1 \
                   and=\r\n more\r\n";
        let mail = parse(raw);
        assert_eq!(mail.subject, "Ääö b");
        assert_eq!(mail.text, "Café http://x.test/track/1 and more\n");
        assert_eq!(mail.links(), ["/track/1"]);
    }
}
