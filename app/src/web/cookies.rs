//! Reading our own cookies, and nobody else's.
//!
//! A name is taken literally, byte by byte. Libraries decode it (`%5F%5FHost-sid`) or cut other white
//! space off it than browsers do, and what comes out has a prefix that no browser has checked: any
//! site of the same domain could have set it. Two cookies of one name are none: one of them is
//! somebody else's, and nothing tells which. A neighbour's cookie may hold any bytes and does no harm.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use time::Duration;
use tower_sessions::cookie::{Cookie, SameSite};

/// A cookie of ours, by the name that browsers know it by. The prefix makes them insist on Secure,
/// Path=/ and no Domain; over plain http on one's own machine they would refuse it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnCookie {
    /// The session's id.
    Session,
    /// The random number of a browser that was given a form and has no session yet.
    Browser,
    /// The mark of a browser in which somebody has signed in.
    Known,
}

impl OwnCookie {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Session, Self::Browser, Self::Known];

    /// Its name where the site is reached by https, or not.
    #[must_use]
    pub const fn name(self, https: bool) -> &'static str {
        match (self, https) {
            (Self::Session, true) => "__Host-sid",
            (Self::Session, false) => "sid",
            (Self::Browser, true) => "__Host-browser",
            (Self::Browser, false) => "browser",
            (Self::Known, true) => "__Host-known",
            (Self::Known, false) => "known",
        }
    }
}

/// Gives a browser one of ours, which no script reads and no other site sends.
pub fn set(
    response: &mut Response,
    cookie: OwnCookie,
    https: bool,
    value: String,
    lasts: Duration,
) {
    let cookie = Cookie::build((cookie.name(https), value))
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Lax)
        .path("/")
        .max_age(lasts)
        .build();
    // Made of our own name, of hex digits and of words of the library: always a header.
    if let Ok(line) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
}

/// The value of the only cookie of this name.
#[must_use]
pub fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a [u8]> {
    let mut found = headers
        .get_all(header::COOKIE)
        .iter()
        .flat_map(|line| line.as_bytes().split(|byte| *byte == b';'))
        .filter_map(|pair| {
            let at = pair.iter().position(|byte| *byte == b'=')?;
            let (key, value) = pair.split_at(at);
            (trimmed(key) == name.as_bytes()).then(|| trimmed(&value[1..]))
        });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Without the blanks and tabs around it, which are all that may stand there.
fn trimmed(bytes: &[u8]) -> &[u8] {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let from = bytes.iter().position(|byte| !blank(byte));
    let to = bytes.iter().rposition(|byte| !blank(byte));
    match (from, to) {
        (Some(from), Some(to)) => &bytes[from..=to],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::{OwnCookie, value};
    use axum::http::{HeaderMap, HeaderValue, header};

    fn read(lines: &[&[u8]], name: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            let line = HeaderValue::from_bytes(line).expect("a line that a browser could send");
            headers.append(header::COOKIE, line);
        }
        value(&headers, name).map(|value| String::from_utf8_lossy(value).into_owned())
    }

    #[test]
    fn a_name_is_ours_only_as_it_is_written() {
        let name = OwnCookie::Session.name(true);
        assert_eq!(read(&[b"__Host-sid=a"], name).as_deref(), Some("a"));
        assert_eq!(read(&[b" __Host-sid = a=b "], name).as_deref(), Some("a=b"));
        for other in [
            "%5F%5FHost-sid=a",
            "__Host%2Dsid=a",
            "__Host-s%69d=a",
            "__host-sid=a",
            "__Host-sid",
            "=__Host-sid=a",
            "x__Host-sid=a",
            "\u{a0}__Host-sid=a",
            "\u{2028}__Host-sid=a",
            "__Host-sid\u{2003}=a",
            "\"__Host-sid\"=a",
        ] {
            assert_eq!(read(&[other.as_bytes()], name), None, "{other:?}");
        }
        assert_eq!(read(&[], name), None);
    }

    #[test]
    fn two_of_one_name_are_none_wherever_they_stand() {
        for lines in [
            &[&b"sid=a; sid=b"[..]][..],
            &[b"sid=b; theme=dark; sid=a"],
            &[b"sid=a", b"sid=a"],
            &[b"sid=", b"theme=dark; sid=a"],
        ] {
            assert_eq!(read(lines, "sid"), None, "{lines:?}");
        }
        // Another spelling is another cookie.
        let lines: &[&[u8]] = &[b"%73id=a; SID=b; sid=c; __Host-sid=d"];
        assert_eq!(read(lines, "sid").as_deref(), Some("c"));
    }

    #[test]
    fn what_a_neighbour_wrote_does_no_harm() {
        for neighbour in [
            &b"city=M\xfcnchen"[..],
            b"quote=\x92",
            b"=;;=; ;",
            b"$Version=1",
            b"json={\"sid\":\"x\"}",
            b"open=\"never closed",
        ] {
            let before = [neighbour, b"; sid=a"].concat();
            let behind = [&b"sid=a; "[..], neighbour].concat();
            for lines in [&[&before[..]][..], &[&behind], &[neighbour, b"sid=a"]] {
                assert_eq!(read(lines, "sid").as_deref(), Some("a"), "{lines:?}");
            }
        }
    }
}
