//! Which browser a form was given to, before there is a session.
//!
//! The first page of a case study, signing in and typing a mailed code begin something that only a
//! cookie can hold on to. Their pages give the browser a random number in a cookie. If it does not
//! come back with the form, the browser keeps no cookies: nothing is begun, and the page says so. The
//! number also tells a second press of a button from somebody else who read the page.

use crate::web::cookies::{OwnCookie, set, value};
use axum::http::HeaderMap;
use axum::response::Response;
use store::{fresh_token, hash_token};
use time::Duration;

/// The part of a form that says that a cookie was set with it. A program that posts without having
/// read the page does not send it, and is not asked for a cookie.
pub const COOKIE_SET: &str = "cookie_set";

/// Longer than anybody leaves a form open; another visit sets it anew.
const LASTS: Duration = Duration::days(1);

/// What a request says about cookies, as far as it concerns forms.
#[derive(Debug, Clone)]
pub struct BrowserKey {
    /// The number, sent by the browser or made for it.
    key: String,
    /// Whether the browser sent it.
    known: bool,
    /// Whether it sent any cookie of ours.
    keeps_cookies: bool,
    https: bool,
}

impl BrowserKey {
    /// Reads it from a request, or makes one.
    #[must_use]
    pub fn of(headers: &HeaderMap, https: bool) -> Self {
        let sent = value(headers, OwnCookie::Browser.name(https))
            .and_then(|value| std::str::from_utf8(value).ok())
            .filter(|key| key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let session = value(headers, OwnCookie::Session.name(https));
        Self {
            known: sent.is_some(),
            keeps_cookies: sent.is_some() || session.is_some(),
            key: sent.map_or_else(fresh_token, str::to_owned),
            https,
        }
    }

    /// Whether a form that a cookie was set with came back without any.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        !self.keeps_cookies
    }

    /// Gives the browser its number with a page, unless it has it.
    pub fn set_with(&self, response: &mut Response) {
        if !self.known {
            self.give(response, self.key.clone(), LASTS);
        }
    }

    /// Takes it back: who uses this browser next is somebody else.
    pub fn take_back(&self, response: &mut Response) {
        if self.known {
            self.give(response, String::new(), Duration::ZERO);
        }
    }

    fn give(&self, response: &mut Response, value: String, lasts: Duration) {
        set(response, OwnCookie::Browser, self.https, value, lasts);
    }

    /// A fresh key for a form that this browser is given. Sent again, it says which browser that was.
    #[must_use]
    pub fn form_key(&self) -> String {
        let nonce = &fresh_token()[..16];
        format!("{nonce}{}{}", issued(nonce), bound(nonce, &self.key))
    }

    /// Whether a page of ours gave out this key of a form, to whichever browser. Programs make up
    /// keys of their own.
    #[must_use]
    pub fn is_form_key(key: &str) -> bool {
        key.get(..16)
            .is_some_and(|nonce| key.get(16..32) == Some(issued(nonce).as_str()))
    }

    /// Whether the form with this key was given to this browser.
    #[must_use]
    pub fn was_given(&self, key: &str) -> bool {
        Self::is_form_key(key)
            && key
                .get(..16)
                .is_some_and(|nonce| key.get(32..) == Some(bound(nonce, &self.key).as_str()))
    }
}

fn issued(nonce: &str) -> String {
    let mut hash = hash_token(&format!("a form of Casebook {nonce}"));
    hash.truncate(16);
    hash
}

fn bound(nonce: &str, browser: &str) -> String {
    let mut hash = hash_token(&format!("{browser} {nonce}"));
    hash.truncate(32);
    hash
}

#[cfg(test)]
mod tests {
    use super::BrowserKey;
    use axum::body::Body;
    use axum::http::{HeaderMap, header};
    use axum::response::Response;

    fn browser(cookies: &str) -> BrowserKey {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, cookies.parse().expect("a header"));
        BrowserKey::of(&headers, true)
    }

    fn set(change: impl FnOnce(&mut Response)) -> Option<String> {
        let mut response = Response::new(Body::empty());
        change(&mut response);
        let line = response.headers().get(header::SET_COOKIE)?;
        Some(line.to_str().expect("text").to_owned())
    }

    #[test]
    fn a_form_key_names_the_browser_that_it_was_given_to() {
        let (mine, other) = (BrowserKey::of(&HeaderMap::new(), true), browser("a=b"));
        let key = mine.form_key();
        assert_eq!(key.len(), 64);
        assert!(key.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert!(mine.was_given(&key) && !other.was_given(&key));
        assert!(BrowserKey::is_form_key(&key));
        for made_up in [
            store::fresh_token().as_str(),
            "",
            "ä",
            &"a".repeat(64),
            &key[..40],
        ] {
            assert!(!mine.was_given(made_up), "{made_up}");
        }
        assert!(!BrowserKey::is_form_key(&store::fresh_token()));
    }

    #[test]
    fn the_cookie_is_set_until_it_comes_back() {
        let first = browser("theme=dark");
        assert!(first.is_missing());
        let line = set(|response| first.set_with(response)).expect("a cookie");
        for part in [
            "__Host-browser=",
            "HttpOnly",
            "Secure",
            "SameSite=Lax",
            "Path=/",
        ] {
            assert!(line.contains(part), "{line}");
        }
        assert!(!line.contains("Domain"), "{line}");
        let pair = line.split(';').next().expect("a pair");
        let again = browser(pair);
        assert!(!again.is_missing());
        assert_eq!(set(|response| again.set_with(response)), None);
        assert!(again.was_given(&first.form_key()));
        let gone = set(|response| again.take_back(response)).expect("a cookie");
        assert!(
            gone.starts_with("__Host-browser=;") && gone.contains("Max-Age=0"),
            "{gone}"
        );
    }

    #[test]
    fn a_session_is_a_cookie_too_and_an_odd_number_is_none() {
        assert!(!browser("__Host-sid=AAAAAAAAAAAAAAAAAAAAAA").is_missing());
        for odd in ["__Host-browser=short", "browser=1", "__Host-browser="] {
            assert!(browser(odd).is_missing(), "{odd}");
        }
    }
}
