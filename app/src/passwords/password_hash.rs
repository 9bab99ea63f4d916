//! Hashing and checking one password: argon2id under a pepper.

use super::{PasswordError, Verdict};
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, KeyId, Params, ParamsBuilder, Version};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use store::random_bytes;

/// What hashing one password takes. Hashes of another cost are made again when their owner signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Cost {
    /// RFC 9106, second recommended choice: 64 MiB, three passes, four lanes.
    pub const RFC_9106: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 4,
    };
}

/// What the secret is turned into; nothing here shows it.
pub(super) struct Keys {
    pepper: [u8; 32],
    /// Under which the secrets of second factors are sealed, and their recovery codes hashed.
    pub(super) factors: [u8; 32],
    pub(super) recovery: [u8; 32],
    /// Under which the places of accounts are hashed, and browsers marked.
    pub(super) places: [u8; 32],
    id: KeyId,
    cost: Cost,
    /// Checked when there is no account, so that "no such account" takes as long as "wrong".
    /// Well-formed and of today's cost, with a random tag that no password gives.
    dummy: String,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Keys").finish_non_exhaustive()
    }
}

impl Keys {
    /// From the installation's secret. The pepper is a key of its own, derived for this one purpose;
    /// its id is stored with each hash, so a changed secret is recognised.
    pub fn new(secret: [u8; 32], cost: Cost) -> Self {
        let pepper = derive(&secret, b"casebook password pepper 1");
        let id = KeyId::new(&derive(&secret, b"casebook password pepper id 1")[..4])
            .expect("four bytes are short enough");
        let salt = Salt::new(&random_bytes::<16>()).expect("16 bytes are a salt");
        let dummy = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params(cost, id)).expect("constant parameters"),
            salt: Some(salt),
            hash: Some(Output::new(&random_bytes::<32>()).expect("32 bytes are a tag")),
        };
        Self {
            pepper,
            factors: derive(&secret, b"casebook second factor 1"),
            recovery: derive(&secret, b"casebook recovery code 1"),
            places: derive(&secret, b"casebook known place 1"),
            id,
            cost,
            dummy: dummy.to_string(),
        }
    }

    /// The password under the pepper: whoever has only the database cannot even begin to guess.
    fn peppered(&self, password: &str) -> [u8; 32] {
        mac(&self.pepper, password.as_bytes())
    }

    pub fn hash(&self, password: &str) -> Result<String, PasswordError> {
        argon2(params(self.cost, self.id))
            .hash_password_with_salt(&self.peppered(password), &random_bytes::<16>())
            .map(|hash: PasswordHash| hash.to_string())
            .map_err(|error| PasswordError::Broken(error.to_string()))
    }

    pub fn verify(&self, password: &str, stored: Option<&str>) -> Verdict {
        let parsed = stored.and_then(|text| self.readable(text));
        let known = parsed.is_some();
        let Some(hash) = parsed.or_else(|| PasswordHash::new(&self.dummy).ok()) else {
            return Verdict::Wrong;
        };
        // The cost is read from the hash itself, so old and new ones are both checked.
        let right = argon2(params(self.cost, self.id))
            .verify_password(&self.peppered(password), &hash)
            .is_ok();
        if right && known {
            Verdict::Right {
                rehash: cost(&hash) != Some(self.cost),
            }
        } else {
            Verdict::Wrong
        }
    }

    /// Whether a stored hash was made under this pepper.
    pub fn made(&self, stored: &str) -> bool {
        PasswordHash::new(stored).is_ok_and(|hash| self.is_key_of(&hash))
    }

    fn is_key_of(&self, hash: &PasswordHash) -> bool {
        Params::try_from(hash).is_ok_and(|params| params.keyid() == self.id.as_bytes())
    }

    /// A stored hash that this secret can check. Others are the operator's problem, not the
    /// visitor's: they are logged and take the dummy's time.
    fn readable(&self, text: &str) -> Option<PasswordHash> {
        let hash = PasswordHash::new(text).ok();
        let Some(hash) = hash else {
            tracing::error!("a stored password hash cannot be read");
            return None;
        };
        if !self.is_key_of(&hash) {
            tracing::error!("a stored password hash was made with another CASEBOOK_SECRET_FILE");
            return None;
        }
        Some(hash)
    }
}

fn derive(secret: &[u8; 32], purpose: &[u8]) -> [u8; 32] {
    mac(secret, purpose)
}

pub(super) fn mac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

fn params(cost: Cost, id: KeyId) -> Params {
    ParamsBuilder::new()
        .m_cost(cost.memory_kib)
        .t_cost(cost.passes)
        .p_cost(cost.lanes)
        .keyid(id)
        .build()
        .expect("constant parameters")
}

fn cost(hash: &PasswordHash) -> Option<Cost> {
    let params = Params::try_from(hash).ok()?;
    Some(Cost {
        memory_kib: params.m_cost(),
        passes: params.t_cost(),
        lanes: params.p_cost(),
    })
}

fn argon2(params: Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "a calm reading room";

    #[test]
    fn the_dummy_is_real_and_opens_nothing() {
        let keys = Keys::new([7; 32], Cost::RFC_9106);
        let dummy = PasswordHash::new(&keys.dummy).unwrap();
        assert_eq!(cost(&dummy), Some(Cost::RFC_9106));
        assert_eq!(dummy.hash.map(|tag| tag.as_ref().len()), Some(32));
        assert_eq!(keys.verify(GOOD, None), Verdict::Wrong);
        assert_eq!(keys.verify("", None), Verdict::Wrong);
    }

    #[test]
    fn cheap_hashes_are_made_again() {
        let keys = Keys::new([7; 32], Cost::RFC_9106);
        let cheap = Cost {
            memory_kib: 64,
            passes: 1,
            lanes: 1,
        };
        let hash = Keys::new([7; 32], cheap).hash(GOOD).unwrap();
        let verdict = keys.verify(GOOD, Some(&hash));
        assert_eq!(verdict, Verdict::Right { rehash: true });
    }
}
