//! The Message-IDs of our own emails: `casebook-12-0123456789abcdef@bank.example`. Other installations write such ids too,
//! and count their jobs as we do, so all of one has to be right before its number says anything.

/// How they begin: see `mail_transport` of the server.
const OURS: &str = "casebook-";
/// So long is the mark after the number.
const MARK: usize = 16;

/// The number of the job that sent an email of ours, by its id.
pub(super) fn job_of(message_id: &str, public_url: &str) -> Option<i64> {
    let (name, host) = message_id.strip_prefix(OURS)?.rsplit_once('@')?;
    let (number, mark) = name.split_once('-')?;
    let is_mark = mark.len() == MARK
        && mark
            .bytes()
            .all(|sign| matches!(sign, b'0'..=b'9' | b'a'..=b'f'));
    let is_ours = is_mark && host.eq_ignore_ascii_case(host_of(public_url));
    number.parse().ok().filter(|_| is_ours)
}

/// Whether a message is one of those that this installation sent.
#[must_use]
pub fn is_ours(message_id: &str, public_url: &str) -> bool {
    job_of(message_id, public_url).is_some()
}

/// The host of the site's own address, without the port.
fn host_of(public_url: &str) -> &str {
    let authority = public_url
        .split_once("://")
        .map_or(public_url, |(_, authority)| authority);
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|sign| sign.is_ascii_digit()) => host,
        _ => authority,
    }
}

#[cfg(test)]
mod tests {
    use super::{host_of, is_ours, job_of};

    const HERE: &str = "https://bank.example";

    #[test]
    fn an_id_is_ours_with_its_mark_and_from_our_host() {
        let id = "casebook-12-0123456789abcdef@bank.example";
        assert_eq!(job_of(id, HERE), Some(12));
        assert!(is_ours(id, "https://bank.example:8443"));
        for other in [
            "casebook-12-0123456789abcdef@other.example",
            "casebook-12-0123456789abcdef@not.bank.example",
            "casebook-12-0@bank.example",
            "casebook-12-0123456789abcdeg@bank.example",
            "casebook-12-@bank.example",
            "casebook-x-0123456789abcdef@bank.example",
            "casebook-12",
            "one@museum.example",
            "",
        ] {
            assert_eq!(job_of(other, HERE), None, "{other}");
        }
    }

    #[test]
    fn a_host_is_read_as_it_is_written_into_the_ids() {
        for (url, host) in [
            ("http://127.0.0.1:3000", "127.0.0.1"),
            ("https://bank.example", "bank.example"),
            ("http://[::1]:3000", "[::1]"),
            ("http://[::1]", "[::1]"),
        ] {
            assert_eq!(host_of(url), host, "{url}");
        }
    }
}
