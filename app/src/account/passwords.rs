//! Passwords: argon2id with a pepper, off the threads that serve pages.

use super::common_passwords;
use crate::db::random_bytes;
use crate::error::PageError;
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, KeyId, Params, ParamsBuilder, Version};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Shortest password taken, in characters.
pub const MIN_CHARACTERS: usize = 8;
/// Longest password taken, in bytes. Longer ones are refused, never cut.
pub const MAX_BYTES: usize = 1024;

/// RFC 9106, second recommended choice: 64 MiB, three passes, four lanes.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 4;

/// Two at a time: at most 128 MiB and two threads, so a flood of sign-ins leaves room for readers.
const AT_ONCE: usize = 2;
/// Whoever comes when so many wait is sent away: the wait would be longer than a second.
const QUEUE: usize = 16;

/// Hashes and checks passwords.
#[derive(Debug)]
pub struct Passwords {
    keys: Arc<Keys>,
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
}

/// What the secret is turned into; nothing here shows it.
struct Keys {
    pepper: [u8; 32],
    id: KeyId,
    /// Checked when there is no account, so that "no such account" takes as long as "wrong".
    /// Well-formed and of today's cost, with a random tag that no password gives.
    dummy: String,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Keys").finish_non_exhaustive()
    }
}

/// What checking a password found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The password is right. With `rehash` the stored hash is cheaper than today's: hash again
    /// and store it, now that the password is at hand.
    Right { rehash: bool },
    /// Wrong password, or no such account.
    Wrong,
}

/// Why a password was not taken or not checked.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    #[error(
        "Use at least {MIN_CHARACTERS} characters. A sentence of a few words is easy to remember."
    )]
    TooShort,
    #[error("Use at most {MAX_BYTES} characters.")]
    TooLong,
    #[error("Choose another password: this one is among the first that anybody would try.")]
    Common,
    /// Too many people are signing in at this moment.
    #[error("too many passwords are being checked")]
    Busy,
    #[error("the password could not be worked on: {0}")]
    Broken(String),
}

impl From<PasswordError> for PageError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::Unavailable,
            other => Self::Internal(Box::new(other)),
        }
    }
}

impl Passwords {
    /// With the installation's secret. The pepper is a key of its own, derived for this one
    /// purpose; its id is stored with each hash, so a changed secret is recognised.
    ///
    /// # Panics
    /// Never: the parameters are constants that the crate accepts.
    #[must_use]
    pub fn new(secret: [u8; 32]) -> Self {
        let pepper = derive(&secret, b"casebook password pepper 1");
        let id = KeyId::new(&derive(&secret, b"casebook password pepper id 1")[..4])
            .expect("four bytes are short enough");
        let salt = Salt::new(&random_bytes::<16>()).expect("16 bytes are a salt");
        let dummy = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params(id)).expect("constant parameters"),
            salt: Some(salt),
            hash: Some(Output::new(&random_bytes::<32>()).expect("32 bytes are a tag")),
        };
        let keys = Keys {
            pepper,
            id,
            dummy: dummy.to_string(),
        };
        Self {
            keys: Arc::new(keys),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: AtomicUsize::new(0),
        }
    }

    /// Hashes a new password.
    ///
    /// # Errors
    /// When the password is too short, too long or very common, or too many are being hashed.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        if password.chars().count() < MIN_CHARACTERS {
            return Err(PasswordError::TooShort);
        }
        if password.len() > MAX_BYTES {
            return Err(PasswordError::TooLong);
        }
        if common_passwords::contains(password) {
            return Err(PasswordError::Common);
        }
        let password = password.to_owned();
        self.in_turn(move |keys| keys.hash(&password)).await?
    }

    /// Checks a password against the hash of the account, or against the dummy if there is none.
    ///
    /// # Errors
    /// When too many are being checked.
    pub async fn verify(
        &self,
        password: &str,
        stored: Option<String>,
    ) -> Result<Verdict, PasswordError> {
        if password.len() > MAX_BYTES {
            // No account has such a password, so this says nothing about any.
            return Ok(Verdict::Wrong);
        }
        let password = password.to_owned();
        self.in_turn(move |keys| keys.verify(&password, stored.as_deref()))
            .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Keys) -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let permit = self.turn().await?;
        let keys = self.keys.clone();
        tokio::task::spawn_blocking(move || {
            // Held here, not by the request: a browser that goes away does not free the memory.
            let _permit = permit;
            work(&keys)
        })
        .await
        .map_err(|error| PasswordError::Broken(error.to_string()))
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit, PasswordError> {
        if let Ok(permit) = self.turns.clone().try_acquire_owned() {
            return Ok(permit);
        }
        let place = Place::take(&self.waiting).ok_or(PasswordError::Busy)?;
        let permit = self.turns.clone().acquire_owned().await;
        drop(place);
        permit.map_err(|error| PasswordError::Broken(error.to_string()))
    }
}

/// A place in the queue, given back even when the request is dropped while it waits.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize) -> Option<Self> {
        let place = Self(waiting);
        (waiting.fetch_add(1, Ordering::AcqRel) < QUEUE).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Keys {
    /// The password under the pepper: whoever has only the database cannot even begin to guess.
    fn peppered(&self, password: &str) -> [u8; 32] {
        mac(&self.pepper, password.as_bytes())
    }

    fn hash(&self, password: &str) -> Result<String, PasswordError> {
        argon2(params(self.id))
            .hash_password_with_salt(&self.peppered(password), &random_bytes::<16>())
            .map(|hash: PasswordHash| hash.to_string())
            .map_err(|error| PasswordError::Broken(error.to_string()))
    }

    fn verify(&self, password: &str, stored: Option<&str>) -> Verdict {
        let parsed = stored.and_then(|text| self.readable(text));
        let known = parsed.is_some();
        let Some(hash) = parsed.or_else(|| PasswordHash::new(&self.dummy).ok()) else {
            return Verdict::Wrong;
        };
        // The cost is read from the hash itself, so old and new ones are both checked.
        let right = argon2(params(self.id))
            .verify_password(&self.peppered(password), &hash)
            .is_ok();
        if right && known {
            Verdict::Right {
                rehash: cost(&hash) != Some((MEMORY_KIB, PASSES, LANES)),
            }
        } else {
            Verdict::Wrong
        }
    }

    /// A stored hash that this secret can check. Others are the operator's problem, not the
    /// visitor's: they are logged and take the dummy's time.
    fn readable(&self, text: &str) -> Option<PasswordHash> {
        let hash = PasswordHash::new(text).ok();
        let Some(hash) = hash else {
            tracing::error!("a stored password hash cannot be read");
            return None;
        };
        let same_key =
            Params::try_from(&hash).is_ok_and(|params| params.keyid() == self.id.as_bytes());
        if !same_key {
            tracing::error!("a stored password hash was made with another CASEBOOK_SECRET_FILE");
            return None;
        }
        Some(hash)
    }
}

fn derive(secret: &[u8; 32], purpose: &[u8]) -> [u8; 32] {
    mac(secret, purpose)
}

fn mac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

fn params(id: KeyId) -> Params {
    ParamsBuilder::new()
        .m_cost(MEMORY_KIB)
        .t_cost(PASSES)
        .p_cost(LANES)
        .keyid(id)
        .build()
        .expect("constant parameters")
}

fn cost(hash: &PasswordHash) -> Option<(u32, u32, u32)> {
    let params = Params::try_from(hash).ok()?;
    Some((params.m_cost(), params.t_cost(), params.p_cost()))
}

fn argon2(params: Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "a calm reading room";

    fn passwords() -> Passwords {
        Passwords::new([7; 32])
    }

    #[tokio::test]
    async fn right_and_wrong() {
        let passwords = passwords();
        let hash = passwords.hash(GOOD).await.unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=65536,t=3,p=4,keyid="),
            "{hash}"
        );
        assert_eq!(
            passwords.verify(GOOD, Some(hash.clone())).await.unwrap(),
            Verdict::Right { rehash: false }
        );
        assert_eq!(
            passwords
                .verify("a calm reading rooM", Some(hash))
                .await
                .unwrap(),
            Verdict::Wrong
        );
    }

    #[tokio::test]
    async fn the_dummy_is_real_and_opens_nothing() {
        let passwords = passwords();
        let dummy = PasswordHash::new(&passwords.keys.dummy).unwrap();
        assert_eq!(cost(&dummy), Some((MEMORY_KIB, PASSES, LANES)));
        assert_eq!(dummy.hash.map(|tag| tag.as_ref().len()), Some(32));
        assert_eq!(passwords.verify(GOOD, None).await.unwrap(), Verdict::Wrong);
        assert_eq!(passwords.verify("", None).await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn no_account_takes_as_long_as_a_wrong_password() {
        let passwords = passwords();
        let hash = passwords.hash(GOOD).await.unwrap();
        let mut spent = [std::time::Duration::ZERO; 2];
        for (total, stored) in spent.iter_mut().zip([Some(hash), None]) {
            let began = std::time::Instant::now();
            passwords.verify("not this one", stored).await.unwrap();
            *total = began.elapsed();
        }
        // A dummy that returned early would take microseconds instead of a tenth of a second.
        assert!(spent[1] > spent[0] / 4, "{spent:?}");
    }

    #[tokio::test]
    async fn cheap_hashes_are_made_again() {
        let passwords = passwords();
        let cheap = ParamsBuilder::new()
            .m_cost(64)
            .t_cost(1)
            .p_cost(1)
            .keyid(passwords.keys.id)
            .build()
            .unwrap();
        let hash: PasswordHash = argon2(cheap)
            .hash_password_with_salt(&passwords.keys.peppered(GOOD), &[1; 16])
            .unwrap();
        let verdict = passwords
            .verify(GOOD, Some(hash.to_string()))
            .await
            .unwrap();
        assert_eq!(verdict, Verdict::Right { rehash: true });
    }

    #[tokio::test]
    async fn another_secret_opens_nothing() {
        let hash = passwords().hash(GOOD).await.unwrap();
        let other = Passwords::new([8; 32]);
        assert_eq!(
            other.verify(GOOD, Some(hash)).await.unwrap(),
            Verdict::Wrong
        );
        assert_eq!(
            other
                .verify(GOOD, Some("nonsense".to_owned()))
                .await
                .unwrap(),
            Verdict::Wrong
        );
    }

    #[tokio::test]
    async fn lengths_and_common_ones() {
        let passwords = passwords();
        assert!(matches!(
            passwords.hash("seven77").await,
            Err(PasswordError::TooShort)
        ));
        assert!(matches!(
            passwords.hash(&"x".repeat(MAX_BYTES + 1)).await,
            Err(PasswordError::TooLong)
        ));
        assert!(matches!(
            passwords.hash("PassWord123").await,
            Err(PasswordError::Common)
        ));
        // Nothing is cut off: the last of many bytes counts.
        let long: String = "a calm reading room "
            .chars()
            .cycle()
            .take(MAX_BYTES)
            .collect();
        let hash = passwords.hash(&long).await.unwrap();
        let almost = format!("{}y", &long[..MAX_BYTES - 1]);
        assert_eq!(
            passwords.verify(&almost, Some(hash)).await.unwrap(),
            Verdict::Wrong
        );
    }

    #[tokio::test]
    async fn a_full_queue_sends_people_away() {
        let passwords = passwords();
        let _both = passwords.turns.clone().acquire_many_owned(2).await.unwrap();
        passwords.waiting.store(QUEUE, Ordering::Release);
        assert!(matches!(
            passwords.verify(GOOD, None).await,
            Err(PasswordError::Busy)
        ));
        // The one that was sent away left no place taken behind it.
        assert_eq!(passwords.waiting.load(Ordering::Acquire), QUEUE);
    }
}
