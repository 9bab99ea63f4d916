//! How often one may try: signing in, asking for a mailed code, beginning a draft, writing about a case.
//!
//! | what | at once | then one every | why |
//! |---|---|---|---|
//! | sign-ins from one network | 10 | 10 s | an office behind one address signs in of a morning |
//! | guesses at an account from one network | 5 | 12 min | ten in the first hour |
//! | the same where the account signed in before | 20 | 6 min | its owner, who mistypes |
//! | guesses at an account from everywhere else | 30 | 6 min | a thousand networks get no more |
//! | codes of a second factor, for an account | 5 | 6 min | three of a million are right at a time |
//! | links to a new password from one network | 5 | 3 min | each may be a mail to somebody |
//! | mailed codes for a submission | 3 | 10 min | each is a mail to somebody, and worth five guesses |
//! | drafts begun from one network | 40 | 60 s | a workshop in one room |
//! | pages of photographs from one network | 60 | 10 s | each may take a core for seconds |
//! | links asked for again from one network | 10 | 2 min | each may be a mail to somebody |
//! | messages about cases from one network | 6 | 5 min | a team that reads together, and no machine |
//! | questions passed on to one case's museum | 10 | 30 min | a museum reads its mail by hand |
//!
//! A stranger who burns an account's guesses does not lock its owner out: a network from which
//! the account has signed in counts by itself and does not ask the bucket of everybody else.
//! What a network is stands in [`bucket`]. How often one address is mailed a link is counted in the
//! database: see [`questions`](store::questions).

mod bucket;
mod network;

pub use bucket::Wait;
pub use network::ClientNetwork;

use bucket::{Bucket, prefix};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::hash_token;

/// The buckets of all limits, or none of them.
#[derive(Debug)]
pub struct RateLimits {
    buckets: Option<Buckets>,
}

#[derive(Debug)]
struct Buckets {
    sign_in_network: Bucket<IpAddr>,
    guesses: Bucket<(String, IpAddr)>,
    owner: Bucket<(String, IpAddr)>,
    strangers: Bucket<String>,
    second_factors: Bucket<i64>,
    forgotten: Bucket<IpAddr>,
    codes: Bucket<i64>,
    drafts: Bucket<IpAddr>,
    uploads: Bucket<IpAddr>,
    links: Bucket<IpAddr>,
    messages: Bucket<IpAddr>,
    questions: Bucket<i64>,
    /// Where accounts have signed in from, and when last.
    homes: Mutex<HashMap<(String, IpAddr), Instant>>,
}

/// Enough for every account of a large bank on several networks; the oldest go first.
const HOMES: usize = 10_000;

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
                sign_in_network: Bucket::new(10, Duration::from_secs(10)),
                guesses: Bucket::new(5, minutes(12)),
                owner: Bucket::new(20, minutes(6)),
                strangers: Bucket::new(30, minutes(6)),
                second_factors: Bucket::new(5, minutes(6)),
                forgotten: Bucket::new(5, minutes(3)),
                codes: Bucket::new(3, minutes(10)),
                drafts: Bucket::new(40, minutes(1)),
                uploads: Bucket::new(60, Duration::from_secs(10)),
                links: Bucket::new(10, minutes(2)),
                messages: Bucket::new(6, minutes(5)),
                questions: Bucket::new(10, minutes(30)),
                homes: Mutex::default(),
            }),
        }
    }

    /// No limits, for tests on one's own machine.
    #[must_use]
    pub const fn off() -> Self {
        Self { buckets: None }
    }

    /// Counts one try to sign in. Ask before the password is looked at; the address may be one
    /// that no account has, and is treated alike.
    ///
    /// # Errors
    /// How long to wait.
    pub fn check_sign_in(&self, network: IpAddr, email_key: &str) -> Result<(), Wait> {
        let Some(buckets) = &self.buckets else {
            return Ok(());
        };
        let network = prefix(network);
        buckets.sign_in_network.take(&network)?;
        let pair = pair(email_key, network);
        if buckets.is_home(&pair) {
            return buckets.owner.take(&pair);
        }
        buckets.guesses.take(&pair)?;
        buckets.strangers.take(&pair.0)
    }

    /// Remembers that an account signed in from here. Call it when the password was right.
    pub fn signed_in(&self, network: IpAddr, email_key: &str) {
        let Some(buckets) = &self.buckets else { return };
        let mut homes = buckets.homes.lock().unwrap_or_else(PoisonError::into_inner);
        homes.insert(pair(email_key, prefix(network)), Instant::now());
        if homes.len() > HOMES {
            let oldest = homes
                .iter()
                .min_by_key(|(_, at)| **at)
                .map(|(key, _)| key.clone());
            if let Some(oldest) = oldest {
                homes.remove(&oldest);
            }
        }
    }

    /// Counts one code typed for this account, from wherever: whoever types it knows the password.
    ///
    /// # Errors
    /// How long to wait.
    pub fn check_second_factor(&self, account_id: i64) -> Result<(), Wait> {
        self.check(|buckets| buckets.second_factors.take(&account_id))
    }

    /// Counts one request from this network to mail a link to a new password.
    ///
    /// # Errors
    /// How long to wait.
    pub fn check_forgotten(&self, network: IpAddr) -> Result<(), Wait> {
        self.check(|buckets| buckets.forgotten.take(&prefix(network)))
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
        self.check(|buckets| buckets.drafts.take(&prefix(network)))
    }

    /// Counts one page of photographs sent from this network.
    ///
    /// # Errors
    /// How long to wait.
    pub fn check_upload(&self, network: IpAddr) -> Result<(), Wait> {
        self.check(|buckets| buckets.uploads.take(&prefix(network)))
    }

    /// Counts one request from this network to mail the links of an address again.
    ///
    /// # Errors
    /// How long to wait.
    pub fn check_links(&self, network: IpAddr) -> Result<(), Wait> {
        self.check(|buckets| buckets.links.take(&prefix(network)))
    }

    /// Counts one message about a case sent from this network.
    ///
    /// # Errors
    /// How long to wait.
    pub fn check_message(&self, network: IpAddr) -> Result<(), Wait> {
        self.check(|buckets| buckets.messages.take(&prefix(network)))
    }

    /// Counts one question passed on to the museum of this case.
    ///
    /// # Errors
    /// How long to wait.
    pub fn check_question(&self, case_id: i64) -> Result<(), Wait> {
        self.check(|buckets| buckets.questions.take(&case_id))
    }

    fn check(&self, take: impl FnOnce(&Buckets) -> Result<(), Wait>) -> Result<(), Wait> {
        self.buckets.as_ref().map_or(Ok(()), take)
    }
}

impl Buckets {
    fn is_home(&self, pair: &(String, IpAddr)) -> bool {
        self.homes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains_key(pair)
    }
}

/// Addresses are kept as hashes: what somebody typed into the form does not lie about in memory,
/// and a long one takes no more room than a short one.
fn pair(email_key: &str, network: IpAddr) -> (String, IpAddr) {
    (hash_token(email_key), network)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "192.0.2.1";

    fn network(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_stranger_gets_five_guesses_from_one_network() {
        let limits = RateLimits::new();
        for _ in 0..5 {
            assert_eq!(
                limits.check_sign_in(network(HERE), "ana@example.org"),
                Ok(())
            );
        }
        let wait = limits
            .check_sign_in(network(HERE), "ana@example.org")
            .unwrap_err();
        assert!((600..=720).contains(&wait.seconds), "{wait:?}");
        // Somebody else from the same office is not held up.
        assert_eq!(
            limits.check_sign_in(network(HERE), "ben@example.org"),
            Ok(())
        );
    }

    #[test]
    fn many_networks_do_not_add_up_and_the_owner_still_gets_in() {
        let limits = RateLimits::new();
        limits.signed_in(network(HERE), "ana@example.org");
        let guesses = (0..=255).filter(|last| {
            limits
                .check_sign_in(network(&format!("198.51.100.{last}")), "ana@example.org")
                .is_ok()
        });
        assert_eq!(guesses.count(), 30);
        assert_eq!(
            limits.check_sign_in(network(HERE), "ana@example.org"),
            Ok(())
        );
    }

    #[test]
    fn a_network_is_slowed_whatever_it_guesses() {
        let limits = RateLimits::new();
        let passed = (0..40).filter(|name| {
            limits
                .check_sign_in(network(HERE), &format!("{name}@example.org"))
                .is_ok()
        });
        assert_eq!(passed.count(), 10);
    }

    #[test]
    fn one_ipv6_household_is_one_network() {
        let limits = RateLimits::new();
        let passed = (0..40).filter(|host| {
            limits
                .check_sign_in(
                    network(&format!("2001:db8:1:2::{host:x}")),
                    &format!("{host}@example.org"),
                )
                .is_ok()
        });
        assert_eq!(passed.count(), 10);
        assert_eq!(
            limits.check_sign_in(network("2001:db8:1:3::1"), "a@example.org"),
            Ok(())
        );
        assert_eq!(prefix(network("::ffff:192.0.2.1")), network(HERE));
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
        assert!((0..99).all(
            |_| off.check_sign_in(network(HERE), "ana@example.org").is_ok()
                && off.check_code(1).is_ok()
        ));
    }

    #[test]
    fn networks_and_museums_are_counted_apart() {
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
        assert_eq!(
            (0..20).filter(|_| limits.check_question(1).is_ok()).count(),
            10
        );
        assert!(limits.check_question(2).is_ok());
        let off = RateLimits::off();
        assert!((0..99).all(|_| off.check_question(1).is_ok()));
    }
}
