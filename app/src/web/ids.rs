//! Names that others keep for what is here. They begin with the address under which the bank first was
//! served, and stay when it moves: whoever follows it would otherwise read everything as new.

use url::Url;

/// What all ids of a bank begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ids {
    first_address: String,
    host: String,
}

impl Ids {
    /// The ids of a bank that was first served at this address, without a slash at the end.
    #[must_use]
    pub fn of(first_address: &str) -> Self {
        let host = Url::parse(first_address)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned));
        Self {
            first_address: first_address.to_owned(),
            host: host.unwrap_or_else(|| "localhost".to_owned()),
        }
    }

    /// An id of a feed or of something in one (RFC 4151). `since` is a day or a year at which the host
    /// was the bank's.
    #[must_use]
    pub fn tag(&self, since: &str, path: &str) -> String {
        format!("tag:{},{since}:{path}", self.host)
    }

    /// An id that looks like an address, and leads on only as long as the bank is where it was.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.first_address)
    }

    /// The identifier of a record for harvesters.
    #[must_use]
    pub fn record(&self, slug: &str) -> String {
        format!("oai:{}:{slug}", self.host)
    }

    /// What a record is called after the name of the bank, if the identifier is one of ours.
    #[must_use]
    pub fn slug_of_record<'a>(&self, identifier: &'a str) -> Option<&'a str> {
        let rest = identifier.strip_prefix("oai:")?;
        rest.strip_prefix(self.host.as_str())?.strip_prefix(':')
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn ids_begin_with_the_host_alone_or_with_the_whole_address() {
        let ids = Ids::of("https://bank.example:8443");
        assert_eq!(ids.tag("2026", "/x"), "tag:bank.example,2026:/x");
        assert_eq!(ids.address("/x"), "https://bank.example:8443/x");
        assert_eq!(ids.record("tea"), "oai:bank.example:tea");
        assert_eq!(ids.slug_of_record("oai:bank.example:tea"), Some("tea"));
        for foreign in [
            "oai:elsewhere.example:tea",
            "oai:bank.exampletea",
            "tag:bank.example,2026:tea",
            "",
        ] {
            assert_eq!(ids.slug_of_record(foreign), None, "{foreign}");
        }
        assert_eq!(
            Ids::of("nonsense").tag("2026", "/x"),
            "tag:localhost,2026:/x"
        );
    }
}
