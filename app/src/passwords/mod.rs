//! Passwords: which are taken, and a queue that keeps their slow checking off the threads that
//! serve pages.

mod common;
mod password_hash;
mod places;
mod queue;
pub mod recovery_codes;
mod sealing;
pub mod totp;

pub use password_hash::Cost;
pub use queue::Asker;
pub use sealing::SealedFor;

use password_hash::Keys;
use queue::Queue;
use std::sync::Arc;

/// Shortest password taken, in characters.
pub const MIN_CHARACTERS: usize = 8;
/// Longest password taken, in bytes. Longer ones are refused, never cut.
pub const MAX_BYTES: usize = 1024;

/// Hashes and checks passwords.
#[derive(Debug)]
pub struct Passwords {
    keys: Arc<Keys>,
    queue: Queue,
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
    #[error("Choose another password: this one is among the first that anyone would try.")]
    Common,
    /// Too many people are signing in at this moment.
    #[error("too many passwords are being checked")]
    Busy,
    #[error("the password could not be worked on: {0}")]
    Broken(String),
}

impl Passwords {
    /// With the installation's secret, and what hashing one password takes.
    #[must_use]
    pub fn new(secret: [u8; 32], cost: Cost) -> Self {
        Self {
            keys: Arc::new(Keys::new(secret, cost)),
            queue: Queue::default(),
        }
    }

    /// Whether a stored hash was made with this secret: with another one its password cannot be
    /// checked, and whoever it belongs to cannot sign in.
    #[must_use]
    pub fn made(&self, stored: &str) -> bool {
        self.keys.made(stored)
    }

    /// Seals the secret of a second factor, so that the database alone makes no codes.
    #[must_use]
    pub fn seal(&self, what: SealedFor, account_id: i64, secret: &totp::Secret) -> String {
        self.keys.seal(what, account_id, secret)
    }

    /// Opens what was sealed for this purpose and this account; nothing else opens.
    #[must_use]
    pub fn open(&self, what: SealedFor, account_id: i64, sealed: &str) -> Option<totp::Secret> {
        self.keys.open(what, account_id, sealed)
    }

    /// How a recovery code of an account lies in the database: under a key, because it is short enough to be
    /// guessed at by whoever has a copy.
    #[must_use]
    pub fn recovery_hash(&self, account_id: i64, code: &str) -> String {
        self.keys.recovery_hash(account_id, code)
    }

    /// Hashes a new password. Whoever gets that far has a mailed link, a session or the old password.
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
        if common::contains(password) {
            return Err(PasswordError::Common);
        }
        let password = password.to_owned();
        self.in_turn(Asker::Known, move |keys| keys.hash(&password))
            .await?
    }

    /// Checks a password against the hash of the account, or against the dummy if there is none.
    ///
    /// # Errors
    /// When too many are being checked.
    pub async fn verify(
        &self,
        asker: Asker,
        password: &str,
        stored: Option<String>,
    ) -> Result<Verdict, PasswordError> {
        if password.len() > MAX_BYTES {
            // No account has such a password, so this says nothing about any.
            return Ok(Verdict::Wrong);
        }
        let password = password.to_owned();
        self.in_turn(asker, move |keys| keys.verify(&password, stored.as_deref()))
            .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        asker: Asker,
        work: impl FnOnce(&Keys) -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let permit = self.queue.turn(asker).await?;
        let keys = self.keys.clone();
        tokio::task::spawn_blocking(move || {
            // Held here, not by the request: a browser that goes away does not free the memory.
            let _permit = permit;
            work(&keys)
        })
        .await
        .map_err(|error| PasswordError::Broken(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "a calm reading room";

    fn passwords() -> Passwords {
        Passwords::new([7; 32], Cost::RFC_9106)
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
            passwords
                .verify(Asker::Known, GOOD, Some(hash.clone()))
                .await
                .unwrap(),
            Verdict::Right { rehash: false }
        );
        assert_eq!(
            passwords
                .verify(Asker::Known, "a calm reading rooM", Some(hash))
                .await
                .unwrap(),
            Verdict::Wrong
        );
    }

    #[tokio::test]
    async fn no_account_takes_as_long_as_a_wrong_password() {
        let passwords = passwords();
        let hash = passwords.hash(GOOD).await.unwrap();
        let mut spent = [std::time::Duration::ZERO; 2];
        for (total, stored) in spent.iter_mut().zip([Some(hash), None]) {
            let began = std::time::Instant::now();
            passwords
                .verify(Asker::Known, "not this one", stored)
                .await
                .unwrap();
            *total = began.elapsed();
        }
        // A dummy that returned early would take microseconds instead of a tenth of a second.
        assert!(spent[1] > spent[0] / 4, "{spent:?}");
    }

    #[tokio::test]
    async fn another_secret_opens_nothing() {
        let hash = passwords().hash(GOOD).await.unwrap();
        let other = Passwords::new([8; 32], Cost::RFC_9106);
        assert_eq!(
            other.verify(Asker::Known, GOOD, Some(hash)).await.unwrap(),
            Verdict::Wrong
        );
        assert_eq!(
            other
                .verify(Asker::Known, GOOD, Some("nonsense".to_owned()))
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
            passwords
                .verify(Asker::Known, &almost, Some(hash))
                .await
                .unwrap(),
            Verdict::Wrong
        );
    }
}
