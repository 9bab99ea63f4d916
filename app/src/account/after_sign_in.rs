//! Where to go after signing in.
//!
//! The address comes from a link, and anybody can write a link. Only our own pages behind or
//! beside an account are taken; everything else is as if it had not been given.

use store::accounts::Account;
use url::{Url, form_urlencoded};

/// The first part of the paths that a person may want to come back to.
const OURS: [&str; 4] = ["account", "moderate", "submit", "case-studies"];
/// No page of ours has a longer address.
const LONGEST: usize = 1000;

/// The path and query of one of our pages, as a browser would read them; none for anything else.
#[must_use]
pub fn local(next: &str) -> Option<String> {
    let starts_at_our_root = next.starts_with('/') && !next.starts_with("//");
    if !starts_at_our_root
        || next.len() > LONGEST
        || next.contains(|c: char| c == '\\' || c.is_whitespace() || c.is_control())
    {
        return None;
    }
    // The parser that browsers use decides what the address means, dots and all.
    let base = Url::parse("https://casebook.invalid").ok()?;
    let url = base
        .join(next)
        .ok()
        .filter(|url| url.origin() == base.origin())?;
    let first = url.path_segments()?.next()?;
    let back_to_sign_in = url.path().starts_with("/account/sign-");
    if !OURS.contains(&first) || back_to_sign_in {
        return None;
    }
    Some(match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    })
}

/// The address in a query, as `next`; empty when it is none of ours.
#[must_use]
pub fn next_of(query: &str) -> String {
    let given = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "next");
    given
        .and_then(|(_, value)| local(&value))
        .unwrap_or_default()
}

/// Where somebody who is signed in goes: to `next`, or to where the work of their role is.
#[must_use]
pub fn place<'a>(account: &Account, next: &'a str) -> &'a str {
    match next {
        "" if account.role.is_staff() => paths::MODERATE,
        "" => paths::ACCOUNT,
        next => next,
    }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn our_own_pages_are_taken() {
        for path in [
            "/moderate",
            "/moderate?assigned=me&status=in_review",
            "/moderate/cases/WB-2345-6789/tags",
            "/account",
            "/submit/WB-2345-6789/story",
            "/case-studies/tea",
        ] {
            assert_eq!(local(path).as_deref(), Some(path));
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "moderate",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/\r\nSet-Cookie:%20a=b",
            "/ /evil.example",
            "/%09/evil.example",
            "/%2F/evil.example",
            "/%5Cevil.example",
            "https:evil.example",
            "https://evil.example/moderate",
            "https:/evil.example",
            "http://evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "@evil.example",
            "/moderate/../..//evil.example",
            "/moderate/%2e%2e//evil.example",
            "/./\\evil.example",
            "/.//evil.example",
            "/..//evil.example",
            "/\u{0}moderate",
            "/\u{2028}moderate",
            "/account/sign-in",
            "/account/sign-out?next=/moderate",
            "/moderated",
            "/livez",
        ] {
            assert_eq!(local(text), None, "{text:?}");
        }
        assert_eq!(local(&format!("/moderate/{}", "x".repeat(2000))), None);
    }
}
