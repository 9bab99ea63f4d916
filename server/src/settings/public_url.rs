//! The address that people type.

use crate::error::Failure;
use std::net::{IpAddr, SocketAddr};

/// Base of all absolute links: scheme and host, without path and without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    text: String,
    authority: String,
    https: bool,
    loopback: bool,
}

impl PublicUrl {
    /// # Errors
    /// When it is more or less than scheme and host.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let refuse = || {
            Failure::setting(
                "CASEBOOK_PUBLIC_URL",
                "write scheme and host and nothing after them, such as https://casebook.example.org",
            )
        };
        let url = url::Url::parse(text.trim()).map_err(|_| refuse())?;
        let plain = matches!(url.scheme(), "http" | "https")
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        let host = url
            .host_str()
            .filter(|host| !host.is_empty() && plain)
            .ok_or_else(refuse)?;
        let authority = url
            .port()
            .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let loopback = is_loopback_name(host);
        let https = url.scheme() == "https";
        Ok(Self {
            text: format!("{}://{authority}", url.scheme()),
            authority,
            https,
            loopback,
        })
    }

    /// For one's own machine.
    #[must_use]
    pub fn of_loopback(listen: SocketAddr) -> Self {
        Self {
            text: format!("http://{listen}"),
            authority: listen.to_string(),
            https: false,
            loopback: true,
        }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    #[must_use]
    pub const fn is_https(&self) -> bool {
        self.https
    }

    /// Leads nowhere but to the machine that it is on.
    #[must_use]
    pub const fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Host without the port, for the names of mails.
    #[must_use]
    pub fn host(&self) -> &str {
        without_port(&self.authority)
    }

    /// Whether a `Host` header names this site. On one's own machine its other names do too, with
    /// any port: tests and tunnels choose theirs. A name that only points here does not, which
    /// keeps web pages from reaching a private server through the reader's browser.
    #[must_use]
    pub fn is_named_by(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let default_port = if self.https { ":443" } else { ":80" };
        host == self.authority
            || host.strip_suffix(default_port) == Some(&self.authority)
            || (self.loopback && is_loopback_name(without_port(&host)))
    }
}

fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

fn is_loopback_name(host: &str) -> bool {
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_scheme_and_host() {
        assert_eq!(
            PublicUrl::parse("https://Bank.Example.org/")
                .unwrap()
                .as_str(),
            "https://bank.example.org"
        );
        assert_eq!(
            PublicUrl::parse("http://[::1]:81").unwrap().as_str(),
            "http://[::1]:81"
        );
        for wrong in [
            "bank.example.org",
            "ftp://bank.example.org",
            "https://bank.example.org/x",
            "https://u@b.org",
            "https://b.org?x",
            "",
        ] {
            assert!(PublicUrl::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn hosts() {
        let public = PublicUrl::parse("https://bank.example.org").unwrap();
        for ours in [
            "bank.example.org",
            "Bank.Example.Org",
            "bank.example.org:443",
        ] {
            assert!(public.is_named_by(ours), "{ours}");
        }
        for foreign in [
            "evil.test",
            "localhost",
            "127.0.0.1:3000",
            "bank.example.org.evil.test",
            "bank.example.org:444",
            "",
        ] {
            assert!(!public.is_named_by(foreign), "{foreign}");
        }
        let own = PublicUrl::of_loopback("127.0.0.1:3000".parse().unwrap());
        for ours in [
            "127.0.0.1:3000",
            "localhost:3000",
            "[::1]:9999",
            "127.0.0.1",
        ] {
            assert!(own.is_named_by(ours), "{ours}");
        }
        for foreign in [
            "evil.test:3000",
            "127.0.0.1.evil.test",
            "localhost.evil.test:3000",
        ] {
            assert!(!own.is_named_by(foreign), "{foreign}");
        }
        assert_eq!(
            (public.host(), own.host()),
            ("bank.example.org", "127.0.0.1")
        );
    }
}
