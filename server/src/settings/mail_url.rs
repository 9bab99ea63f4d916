//! Where mail goes.

use crate::error::Failure;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

const NAME: &str = "CASEBOOK_MAIL_URL";

#[derive(Clone, PartialEq, Eq)]
pub enum MailUrl {
    /// One .eml file a mail.
    Folder(PathBuf),
    /// Checked, and never shown: it may hold a password.
    Smtp(String),
}

impl std::fmt::Debug for MailUrl {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(folder) => formatter.debug_tuple("Folder").field(folder).finish(),
            Self::Smtp(_) => formatter.write_str("Smtp"),
        }
    }
}

impl MailUrl {
    /// # Errors
    /// When it is of another kind, or would send mail over a network in the clear.
    pub fn parse(text: Option<&str>, data_dir: &Path) -> Result<Self, Failure> {
        let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
            return Ok(Self::Folder(data_dir.join("mail")));
        };
        // Not read as a URL: file://var/mail is a relative folder, not a host called var.
        if let Some(folder) = text.strip_prefix("file://") {
            if folder.is_empty() {
                return Err(Failure::setting(
                    NAME,
                    "name a folder after file://, such as file://var/mail",
                ));
            }
            return Ok(Self::Folder(PathBuf::from(folder)));
        }
        let url = url::Url::parse(text)
            .ok()
            .filter(|url| matches!(url.scheme(), "smtp" | "smtps"));
        let Some(url) = url.filter(|url| url.host_str().is_some_and(|host| !host.is_empty()))
        else {
            return Err(Failure::setting(
                NAME,
                "it is file://FOLDER, smtps://USER:PASSWORD@HOST or smtp://HOST?tls=required",
            ));
        };
        let must_encrypt = url
            .query_pairs()
            .any(|(key, value)| key == "tls" && value == "required");
        let host = url.host_str().unwrap_or_default();
        let address = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .parse::<IpAddr>();
        let loopback = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
        if url.scheme() == "smtp" && !must_encrypt && !loopback {
            return Err(Failure::setting(
                NAME,
                "emails hold private links, so they do not leave this machine unencrypted; use smtps:// or add \
                 ?tls=required",
            ));
        }
        Ok(Self::Smtp(text.to_owned()))
    }

    #[must_use]
    pub const fn is_file(&self) -> bool {
        matches!(self, Self::Folder(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<MailUrl, Failure> {
        MailUrl::parse(Some(text), Path::new("var"))
    }

    #[test]
    fn folders_may_be_relative() {
        assert_eq!(
            parse("file://var/mail").unwrap(),
            MailUrl::Folder("var/mail".into())
        );
        assert_eq!(
            parse("file:///srv/mail").unwrap(),
            MailUrl::Folder("/srv/mail".into())
        );
        assert_eq!(parse("").unwrap(), MailUrl::Folder("var/mail".into()));
    }

    #[test]
    fn nothing_goes_out_in_the_clear() {
        for fine in [
            "smtps://u:p@mail.example.org",
            "smtp://mail.example.org:587?tls=required",
            "smtp://127.0.0.1:2525",
            "smtp://localhost",
        ] {
            assert!(parse(fine).is_ok(), "{fine}");
        }
        for wrong in [
            "smtp://mail.example.org",
            "smtp://mail.example.org?tls=opportunistic",
            "http://x",
            "mail",
            "file://",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        let sentence = parse("smtp://ana:hush@mail.example.org")
            .unwrap_err()
            .to_string();
        assert!(!sentence.contains("hush"), "{sentence}");
    }
}
