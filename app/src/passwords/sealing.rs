//! Sealing the secrets of second factors under a key of their own (ChaCha20-Poly1305). What is sealed says for
//! what and for whom, so that a row that was copied to another account opens nothing.

use super::password_hash::{Keys, mac};
use super::totp::Secret;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use store::random_bytes;

/// Where a sealed secret lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealedFor {
    /// In a form that its holder has not confirmed yet.
    Form,
    /// In the database.
    Keeping,
}

impl SealedFor {
    fn of(self, account_id: i64) -> Aad<Vec<u8>> {
        let what = match self {
            Self::Form => "form",
            Self::Keeping => "kept",
        };
        Aad::from(format!("{what} {account_id}").into_bytes())
    }
}

impl Keys {
    fn cipher(&self) -> LessSafeKey {
        let key = UnboundKey::new(&CHACHA20_POLY1305, &self.factors).expect("32 bytes are a key");
        LessSafeKey::new(key)
    }

    pub fn seal(&self, what: SealedFor, account_id: i64, secret: &Secret) -> String {
        // Random: a handful of them are ever sealed under one key.
        let nonce = random_bytes::<NONCE_LEN>();
        let mut sealed = secret.to_vec();
        self.cipher()
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                what.of(account_id),
                &mut sealed,
            )
            .expect("a secret is short enough to be sealed");
        format!("{}{}", hex::encode(nonce), hex::encode(sealed))
    }

    pub fn open(&self, what: SealedFor, account_id: i64, sealed: &str) -> Option<Secret> {
        let mut bytes = hex::decode(sealed).ok()?;
        let (nonce, text) = bytes.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let opened = self
            .cipher()
            .open_in_place(nonce, what.of(account_id), text)
            .ok()?;
        (&*opened).try_into().ok()
    }

    pub fn recovery_hash(&self, account_id: i64, code: &str) -> String {
        hex::encode(mac(
            &self.recovery,
            format!("{account_id} {code}").as_bytes(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Cost;
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_account_and_purpose_alone() {
        let keys = Keys::new([7; 32], Cost::RFC_9106);
        let secret = [3; 20];
        let sealed = keys.seal(SealedFor::Keeping, 5, &secret);
        assert!(!sealed.contains(&hex::encode(secret)));
        assert_ne!(sealed, keys.seal(SealedFor::Keeping, 5, &secret));
        assert_eq!(keys.open(SealedFor::Keeping, 5, &sealed), Some(secret));
        assert_eq!(keys.open(SealedFor::Keeping, 6, &sealed), None);
        assert_eq!(keys.open(SealedFor::Form, 5, &sealed), None);
        assert_eq!(
            Keys::new([8; 32], Cost::RFC_9106).open(SealedFor::Keeping, 5, &sealed),
            None
        );
        let last = sealed.len() - 1;
        let other = if sealed.ends_with('0') { "1" } else { "0" };
        let changed = format!("{}{other}", &sealed[..last]);
        for odd in ["", "00", "not hex", &changed, &sealed[..last - 1]] {
            assert_eq!(keys.open(SealedFor::Keeping, 5, odd), None, "{odd}");
        }
    }

    #[test]
    fn a_recovery_code_is_hashed_for_its_account_under_the_secret() {
        let keys = Keys::new([7; 32], Cost::RFC_9106);
        let hash = keys.recovery_hash(5, "abcdefghij");
        assert_eq!(hash.len(), 64);
        assert_eq!(hash, keys.recovery_hash(5, "abcdefghij"));
        assert_ne!(hash, keys.recovery_hash(6, "abcdefghij"));
        assert_ne!(
            hash,
            Keys::new([8; 32], Cost::RFC_9106).recovery_hash(5, "abcdefghij")
        );
    }
}
