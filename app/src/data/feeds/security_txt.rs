//! Whom to tell about a hole (RFC 9116).

use case_study::dates::rfc3339;
use store::DAY_MS;

/// Counted from the request: as long as the site answers, its contact is meant to be good.
const GOOD_FOR_DAYS: i64 = 180;

/// The file.
pub fn security_txt(contact: &str, public_url: &str, now: i64) -> String {
    let expires = (now / DAY_MS + GOOD_FOR_DAYS) * DAY_MS;
    format!(
        "Contact: mailto:{contact}\n\
         Expires: {}\n\
         Preferred-Languages: en\n\
         Canonical: {public_url}/.well-known/security.txt\n",
        rfc3339(expires)
    )
}

#[cfg(test)]
mod tests {
    use super::security_txt;

    #[test]
    fn it_says_whom_to_write_to_and_until_when() {
        let text = security_txt(
            "ask@bank.example",
            "https://bank.example",
            1_795_198_662_123,
        );
        assert!(
            text.starts_with("Contact: mailto:ask@bank.example\nExpires: 2027-05-19T00:00:00Z\n"),
            "{text}"
        );
    }
}
