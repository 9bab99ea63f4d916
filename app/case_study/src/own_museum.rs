//! Whether a case study is of the museum that somebody works for: nobody decides about that alone.

use super::email::email_key;
use super::text_input::name_key;

/// Providers of addresses that anybody may have: their domain says nothing about where somebody works.
pub const FREE_PROVIDERS: [&str; 26] = [
    "aol.com",
    "btinternet.com",
    "fastmail.com",
    "gmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.co.uk",
    "hotmail.com",
    "icloud.com",
    "live.co.uk",
    "live.com",
    "mac.com",
    "mail.com",
    "me.com",
    "msn.com",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "sky.com",
    "talktalk.net",
    "virginmedia.com",
    "yahoo.co.uk",
    "yahoo.com",
    "ymail.com",
];

/// What is known of whoever is about to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decider<'a> {
    pub id: i64,
    pub email: &'a str,
    /// Names of the museums that they work for.
    pub museums: &'a [String],
}

/// What is known of where a case study comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origins<'a> {
    /// The account that it was sent with.
    pub account_id: Option<i64>,
    /// The address that was given for mails about it, confirmed or not; empty where there is none.
    pub email: &'a str,
    pub museum: &'a str,
}

/// How it is known that it is their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OwnMuseum {
    /// It was sent with their account.
    Account,
    /// It has their address.
    Address,
    /// Its address has the same ending, which is no provider's for everyone.
    Domain,
    /// Their account says that they work for a museum of this name.
    Name,
}

impl OwnMuseum {
    pub const ALL: [Self; 4] = [Self::Account, Self::Address, Self::Domain, Self::Name];

    /// After "because".
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Account => "it was sent with your account",
            Self::Address => "it has your email address",
            Self::Domain => "its email address ends like yours",
            Self::Name => "your account says that you work for this museum",
        }
    }
}

/// Whether it is the decider's own museum's, and how that is known: the plainest reason first.
#[must_use]
pub fn own_museum(decider: Decider<'_>, from: Origins<'_>) -> Option<OwnMuseum> {
    if from.account_id == Some(decider.id) {
        return Some(OwnMuseum::Account);
    }
    match near(decider.email, from.email) {
        Near::Same => return Some(OwnMuseum::Address),
        Near::Domain => return Some(OwnMuseum::Domain),
        Near::Other => {}
    }
    let museum = name_key(from.museum);
    let works_there = decider.museums.iter().any(|name| name_key(name) == museum);
    (!museum.is_empty() && works_there).then_some(OwnMuseum::Name)
}

/// How two addresses belong together.
#[derive(PartialEq, Eq)]
enum Near {
    Same,
    /// They have the same ending, which is no provider's for everyone.
    Domain,
    Other,
}

fn near(mine: &str, theirs: &str) -> Near {
    let (mine, theirs) = (email_key(mine), email_key(theirs));
    if mine.is_empty() || theirs.is_empty() {
        return Near::Other;
    }
    if mine == theirs {
        return Near::Same;
    }
    match domain(&mine) {
        Some(own) if !FREE_PROVIDERS.contains(&own) && domain(&theirs) == Some(own) => Near::Domain,
        _ => Near::Other,
    }
}

fn domain(address: &str) -> Option<&str> {
    let (_, domain) = address.rsplit_once('@')?;
    (!domain.is_empty()).then_some(domain)
}

#[cfg(test)]
mod tests {
    use super::{Decider, FREE_PROVIDERS, Origins, OwnMuseum, own_museum};

    const CASE: Origins<'static> = Origins {
        account_id: Some(7),
        email: "learning@harbour.example",
        museum: "The Harbour Museum",
    };

    fn of(id: i64, email: &str, museums: &[&str], case: Origins<'_>) -> Option<OwnMuseum> {
        let museums: Vec<String> = museums.iter().map(|name| (*name).to_owned()).collect();
        let museums = &museums;
        own_museum(Decider { id, email, museums }, case)
    }

    #[test]
    fn an_address_a_domain_a_name_or_the_account_make_it_ones_own() {
        let why = |email: &str, museums: &[&str]| of(1, email, museums, CASE);
        assert_eq!(
            of(7, "sam@team.example", &[], CASE),
            Some(OwnMuseum::Account)
        );
        assert_eq!(
            why("Learning@HARBOUR.example", &[]),
            Some(OwnMuseum::Address)
        );
        assert_eq!(
            why("director@harbour.example", &[]),
            Some(OwnMuseum::Domain)
        );
        assert_eq!(
            why("sam@team.example", &["Sea Museum", "the HARBOUR museum"]),
            Some(OwnMuseum::Name)
        );
        assert_eq!(why("sam@team.example", &["Sea Museum"]), None);
        // Another domain, even one that ends alike.
        assert_eq!(why("sam@myharbour.example", &[]), None);
        assert_eq!(why("", &[]), None);
    }

    #[test]
    fn a_free_providers_domain_says_nothing_and_its_address_does() {
        for provider in FREE_PROVIDERS {
            let theirs = format!("ana@{provider}");
            let case = Origins {
                email: &theirs,
                ..CASE
            };
            assert_eq!(
                of(1, &format!("sam@{provider}"), &[], case),
                None,
                "{provider}"
            );
            assert_eq!(
                of(1, &theirs, &[], case),
                Some(OwnMuseum::Address),
                "{provider}"
            );
        }
        assert!(FREE_PROVIDERS.is_sorted());
    }

    #[test]
    fn what_nobody_filled_in_is_nobodys() {
        let empty = Origins {
            account_id: None,
            email: "",
            museum: "",
        };
        assert_eq!(of(1, "", &[""], empty), None);
        assert_eq!(of(1, "sam@team.example", &[""], empty), None);
    }
}
