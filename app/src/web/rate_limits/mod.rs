//! How often one may try: signing in, asking for a mailed code, beginning a draft, writing about a case.
//!
//! | what | at once | then one every | why |
//! |---|---|---|---|
//! | sign-ins from one network where the account never signed in | 10 | 10 s | an office behind one address signs in of a morning |
//! | guesses at an account from one such network | 5 | 12 min | ten in the first hour |
//! | guesses at an account from all of them | 30 | 6 min | a thousand networks get no more |
//! | the same from a network where the account signed in before | 20 | 6 min | its owner, who mistypes |
//! | the same in a browser where the account signed in before | 20 | 6 min | its owner, wherever they are |
//! | the password once more, of whoever is signed in | 5 | 12 min | a browser may have been left open |
//! | codes of a second factor, for an account | 5 | 6 min | three of a million are right at a time |
//! | links to a new password from one network | 5 | 3 min | each may be a mail to somebody |
//! | mailed codes for a submission | 3 | 10 min | each is a mail to somebody, and worth five guesses |
//! | drafts begun from one network | 40 | 60 s | a workshop in one room |
//! | pages of photographs from one network | 60 | 10 s | each may take a core for seconds |
//! | links asked for again from one network | 10 | 2 min | each may be a mail to somebody |
//! | messages about cases from one network | 6 | 5 min | a team that reads together, and no machine |
//! | questions passed on to one case's museum | 10 | 30 min | a museum reads its mail by hand |
//!
//! A stranger who burns an account's guesses does not lock its owner out: a network or a browser from which the account has
//! signed in counts by itself and asks no other bucket. Which those are lies in the database ([`known_places`]), and what is
//! counted for accounts too ([`buckets`]): a restart does not forget it, and all instances together allow no more. What is
//! counted for networks is in memory. What a network is stands in [`network`]: a line with many of them gets four times as
//! much as one, a machine with more still sixteen times.
//!
//! How often one address is mailed is counted in the database: see [`mail_limits`](store::mail_limits).

mod bucket;
mod network;

pub use bucket::Wait;
pub use network::ClientNetwork;

use crate::passwords::Asker;
use crate::web::error::PageError;
use bucket::{Bucket, NetworkBucket};
use std::net::IpAddr;
use std::time::Duration;
use store::buckets::Quota;
use store::{Db, DbErr, buckets, known_places};

const MINUTE_MS: i64 = 60 * 1000;

const GUESSES: Quota = Quota {
    name: "guesses of a network",
    at_once: 5,
    then_every_ms: 12 * MINUTE_MS,
};
const STRANGERS: Quota = Quota {
    name: "guesses of strangers",
    at_once: 30,
    then_every_ms: 6 * MINUTE_MS,
};
const OWNER: Quota = Quota {
    name: "sign-ins at a known place",
    at_once: 20,
    then_every_ms: 6 * MINUTE_MS,
};
const SIGNED_IN: Quota = Quota {
    name: "passwords of the signed in",
    ..GUESSES
};
const SECOND_FACTORS: Quota = Quota {
    name: "second factors",
    at_once: 5,
    then_every_ms: 6 * MINUTE_MS,
};
const QUESTIONS: Quota = Quota {
    name: "questions to a museum",
    at_once: 10,
    then_every_ms: 30 * MINUTE_MS,
};

/// Somebody who wants to sign in.
#[derive(Debug, Clone)]
pub struct SignInTry<'a> {
    pub network: ClientNetwork,
    /// The address that was typed, as addresses are compared. It may be one that no account has, and is treated alike.
    pub email_key: &'a str,
    /// The network as it is kept for the account of this address.
    pub network_hash: &'a str,
    /// The same of the browser, where it has a mark of ours.
    pub browser_hash: Option<&'a str>,
}

/// Why something may not be tried now.
#[derive(Debug)]
pub enum Refused {
    TooMany(Wait),
    /// The database does not answer.
    Failed(DbErr),
}

impl From<Wait> for Refused {
    fn from(wait: Wait) -> Self {
        Self::TooMany(wait)
    }
}

impl From<DbErr> for Refused {
    fn from(error: DbErr) -> Self {
        Self::Failed(error)
    }
}

impl From<Refused> for PageError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::TooMany(wait) => wait.into(),
            Refused::Failed(error) => error.into(),
        }
    }
}

/// The buckets of all limits, or none of them.
#[derive(Debug)]
pub struct RateLimits {
    buckets: Option<Buckets>,
}

/// Those in memory.
#[derive(Debug)]
struct Buckets {
    sign_in: NetworkBucket,
    forgotten: NetworkBucket,
    codes: Bucket<i64>,
    drafts: NetworkBucket,
    uploads: NetworkBucket,
    links: NetworkBucket,
    messages: NetworkBucket,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self::new()
    }
}

impl RateLimits {
    /// The limits of the table above.
    #[must_use]
    pub fn new() -> Self {
        let minutes = |count: u64| Duration::from_secs(60 * count);
        Self {
            buckets: Some(Buckets {
                sign_in: NetworkBucket::new(10, Duration::from_secs(10)),
                forgotten: NetworkBucket::new(5, minutes(3)),
                codes: Bucket::new(3, minutes(10)),
                drafts: NetworkBucket::new(40, minutes(1)),
                uploads: NetworkBucket::new(60, Duration::from_secs(10)),
                links: NetworkBucket::new(10, minutes(2)),
                messages: NetworkBucket::new(6, minutes(5)),
            }),
        }
    }

    /// No limits, for tests on one's own machine.
    #[must_use]
    pub const fn off() -> Self {
        Self { buckets: None }
    }

    /// Counts one try to sign in, and says whether it comes from where the account signed in before. Ask before the
    /// password is looked at.
    ///
    /// # Errors
    /// How long to wait, or when the database does not answer.
    pub async fn check_sign_in(&self, db: &Db, tried: &SignInTry<'_>) -> Result<Asker, Refused> {
        let Some(buckets) = &self.buckets else {
            return Ok(Asker::Known);
        };
        let places: Vec<&str> = [Some(tried.network_hash), tried.browser_hash]
            .into_iter()
            .flatten()
            .collect();
        let known = known_places::among(db, &places).await?;
        let is_known = |place: &&str| known.iter().any(|hash| hash == place);
        // The browser first: whoever shares a network with its owner cannot use up what is counted for it.
        if let Some(browser) = tried.browser_hash.filter(is_known) {
            take(db, &OWNER, browser).await?;
            return Ok(Asker::Known);
        }
        if is_known(&tried.network_hash) {
            take(db, &OWNER, tried.network_hash).await?;
            return Ok(Asker::Known);
        }
        buckets.sign_in.take(tried.network.0)?;
        take(db, &GUESSES, tried.network_hash).await?;
        take(db, &STRANGERS, tried.email_key).await?;
        Ok(Asker::Stranger(tried.network.widest()))
    }

    /// Counts one try of somebody who is signed in to type their password once more.
    ///
    /// # Errors
    /// How long to wait, or when the database does not answer.
    pub async fn check_own_password(&self, db: &Db, account_id: i64) -> Result<(), Refused> {
        self.check_shared(db, &SIGNED_IN, account_id).await
    }

    /// Counts one code typed for this account, from wherever: whoever types it knows the password.
    ///
    /// # Errors
    /// How long to wait, or when the database does not answer.
    pub async fn check_second_factor(&self, db: &Db, account_id: i64) -> Result<(), Refused> {
        self.check_shared(db, &SECOND_FACTORS, account_id).await
    }

    /// Counts one question passed on to the museum of this case.
    ///
    /// # Errors
    /// How long to wait, or when the database does not answer.
    pub async fn check_question(&self, db: &Db, case_id: i64) -> Result<(), Refused> {
        self.check_shared(db, &QUESTIONS, case_id).await
    }

    async fn check_shared(&self, db: &Db, quota: &Quota, id: i64) -> Result<(), Refused> {
        if self.buckets.is_none() {
            return Ok(());
        }
        take(db, quota, &id.to_string()).await
    }

    /// Counts one request from this network to mail a link to a new password.
    ///
    /// # Errors
    /// How long to wait.
    pub fn check_forgotten(&self, network: IpAddr) -> Result<(), Wait> {
        self.check(|buckets| buckets.forgotten.take(network))
    }

    /// Counts one request to mail a code for this submission.
    ///
    /// # Errors
    /// How long to wait.
    pub fn check_code(&self, submission_id: i64) -> Result<(), Wait> {
        self.check(|buckets| buckets.codes.take(&submission_id))
    }

    /// Counts one draft begun from this network.
    ///
    /// # Errors
    /// How long to wait.
    pub fn check_draft(&self, network: IpAddr) -> Result<(), Wait> {
        self.check(|buckets| buckets.drafts.take(network))
    }

    /// Counts one page of photographs sent from this network.
    ///
    /// # Errors
    /// How long to wait.
    pub fn check_upload(&self, network: IpAddr) -> Result<(), Wait> {
        self.check(|buckets| buckets.uploads.take(network))
    }

    /// Counts one request from this network to mail the links of an address again.
    ///
    /// # Errors
    /// How long to wait.
    pub fn check_links(&self, network: IpAddr) -> Result<(), Wait> {
        self.check(|buckets| buckets.links.take(network))
    }

    /// Counts one message about a case sent from this network.
    ///
    /// # Errors
    /// How long to wait.
    pub fn check_message(&self, network: IpAddr) -> Result<(), Wait> {
        self.check(|buckets| buckets.messages.take(network))
    }

    fn check(&self, take: impl FnOnce(&Buckets) -> Result<(), Wait>) -> Result<(), Wait> {
        self.buckets.as_ref().map_or(Ok(()), take)
    }
}

/// Takes one from a bucket in the database. Keys lie there as hashes: what somebody typed does not lie about.
async fn take(db: &Db, quota: &Quota, key: &str) -> Result<(), Refused> {
    match buckets::take(db, quota, key).await? {
        None => Ok(()),
        Some(wait_ms) => Err(Refused::TooMany(Wait {
            seconds: wait_ms.unsigned_abs().div_ceil(1000),
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "192.0.2.1";

    fn network(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn codes_and_drafts_have_their_own() {
        let limits = RateLimits::new();
        assert_eq!((0..9).filter(|_| limits.check_code(1).is_ok()).count(), 3);
        assert_eq!(limits.check_code(2), Ok(()));
        assert_eq!(
            (0..99)
                .filter(|_| limits.check_draft(network(HERE)).is_ok())
                .count(),
            40
        );
        let off = RateLimits::off();
        assert!(
            (0..99).all(|_| off.check_draft(network(HERE)).is_ok() && off.check_code(1).is_ok())
        );
    }

    #[test]
    fn networks_are_counted_apart() {
        let limits = RateLimits::new();
        let passed = |address: &str| {
            let address = address.parse().unwrap();
            (0..20)
                .filter(|_| limits.check_message(address).is_ok())
                .count()
        };
        assert_eq!(passed("192.0.2.1"), 6);
        assert_eq!(passed("192.0.2.2"), 6);
        // One household, whatever its last half says.
        assert_eq!(passed("2001:db8:1:2::1"), 6);
        assert_eq!(passed("2001:db8:1:2::ffff"), 0);
        assert_eq!(passed("2001:db8:1:3::1"), 6);
    }
}
