//! What is kept of where somebody signed in, and the mark by which their browser is known again. Both under a key of their
//! own: addresses of networks are few enough to be guessed at by whoever has a copy of the database, and a mark that we did
//! not make is not looked for in it.

use super::Passwords;
use super::password_hash::mac;
use store::fresh_token;

/// Letters of a mark: a random number, and what shows that it is ours.
const NUMBER: usize = 64;
const SEAL: usize = 32;

impl Passwords {
    /// How a place of an account lies in the database. `place` is a network or the mark of a browser.
    #[must_use]
    pub fn place_hash(&self, email_key: &str, place: &str) -> String {
        // Neither holds a control character.
        self.under_places(&format!("place\u{1f}{email_key}\u{1f}{place}"))
    }

    /// A new mark for a browser.
    #[must_use]
    pub fn new_mark(&self) -> String {
        let number = fresh_token();
        let seal = self.seal_of(&number);
        format!("{number}{seal}")
    }

    /// Whether a browser was given this mark here.
    #[must_use]
    pub fn is_mark(&self, mark: &str) -> bool {
        let Some((number, seal)) = mark.split_at_checked(NUMBER) else {
            return false;
        };
        let right = self.seal_of(number);
        // As long whatever differs.
        seal.len() == SEAL
            && seal
                .bytes()
                .zip(right.bytes())
                .fold(0, |found, (one, other)| found | (one ^ other))
                == 0
    }

    fn seal_of(&self, number: &str) -> String {
        let mut seal = self.under_places(&format!("mark\u{1f}{number}"));
        seal.truncate(SEAL);
        seal
    }

    fn under_places(&self, text: &str) -> String {
        hex::encode(mac(&self.keys.places, text.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use crate::passwords::{Cost, Passwords};

    #[test]
    fn a_mark_is_known_where_it_was_made() {
        let ours = Passwords::new([7; 32], Cost::RFC_9106);
        let others = Passwords::new([8; 32], Cost::RFC_9106);
        let mark = ours.new_mark();
        assert!(ours.is_mark(&mark));
        assert_ne!(mark, ours.new_mark());
        assert!(!others.is_mark(&mark));
        let other_end = if mark.ends_with('0') { "1" } else { "0" };
        for odd in [
            "",
            "ä",
            &mark[..64],
            &mark[..95],
            &format!("{mark}0"),
            &format!("{}{other_end}", &mark[..95]),
            &format!("0{mark}")[..96],
            &"0".repeat(96),
        ] {
            assert!(!ours.is_mark(odd), "{odd}");
        }
    }

    #[test]
    fn a_place_is_hashed_for_its_account_under_the_secret() {
        let ours = Passwords::new([7; 32], Cost::RFC_9106);
        let hash = ours.place_hash("ana@museum.example", "192.0.2.1");
        assert_eq!(hash.len(), 64);
        assert_eq!(hash, ours.place_hash("ana@museum.example", "192.0.2.1"));
        assert_ne!(hash, ours.place_hash("ben@museum.example", "192.0.2.1"));
        assert_ne!(hash, ours.place_hash("ana@museum.example", "192.0.2.2"));
        let others = Passwords::new([8; 32], Cost::RFC_9106);
        assert_ne!(hash, others.place_hash("ana@museum.example", "192.0.2.1"));
    }
}
