//! By what an email is known again, so that none is read in twice and none is taken for another.
//!
//! A Message-ID should be of one message alone. Forms on websites use one for all that they send, so the key of an email
//! is made of two hashes: the first half is of its id, the second of all that it says. Before, it was the hash of the id
//! alone: rows from then hold that, and an email with such an id counts as read whatever it says.

use crate::entity::intake_mail::Column;
use crate::hash_token;
use sea_orm::{ColumnTrait, Condition};

/// So many signs of a key are those of the id.
const OF_ID: usize = 32;
/// Stands between the halves. A digit, because every database sorts those alike.
const BETWEEN: char = '0';
const AFTER_BETWEEN: char = '1';
/// So many signs of a key are those of what it says: with the others as many as one hash has.
const OF_ALL: usize = 31;

/// By what an email is known again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// As it is kept.
    pub now: String,
    /// As it was kept before.
    pub before: String,
}

impl Key {
    /// Of an email with an id. `all` is a hash of all that it says.
    #[must_use]
    pub fn of_id(message_id: &str, all: &str) -> Self {
        let before = of_id_alone(message_id);
        let (id, all) = (start(&before, OF_ID), start(all, OF_ALL));
        Self {
            now: format!("{id}{BETWEEN}{all}"),
            before,
        }
    }

    /// Of an email without an id. Before, less of what it says counted: that is `before`.
    #[must_use]
    pub fn of_all(all: &str, before: &str) -> Self {
        Self {
            now: hash_token(&format!("all {all}")),
            before: hash_token(&format!("text {before}")),
        }
    }

    /// Of what cannot be read as an email.
    #[must_use]
    pub fn of_bytes(raw: &[u8]) -> Self {
        let now = hash_token(&format!("text {}", String::from_utf8_lossy(raw)));
        Self {
            before: now.clone(),
            now,
        }
    }

    /// The row of this very email.
    pub(super) fn is_of(&self) -> Condition {
        Condition::any()
            .add(Column::MessageIdHash.eq(self.now.as_str()))
            .add(Column::MessageIdHash.eq(self.before.as_str()))
    }
}

/// The rows of all emails with an id.
pub(super) fn have_id(message_id: &str) -> Condition {
    let before = of_id_alone(message_id);
    let id = start(&before, OF_ID);
    let now = Condition::all()
        .add(Column::MessageIdHash.gte(format!("{id}{BETWEEN}")))
        .add(Column::MessageIdHash.lt(format!("{id}{AFTER_BETWEEN}")));
    Condition::any()
        .add(now)
        .add(Column::MessageIdHash.eq(before.as_str()))
}

fn of_id_alone(message_id: &str) -> String {
    hash_token(&format!("message {message_id}"))
}

/// The first signs of a hash, which are letters and digits.
fn start(hash: &str, most: usize) -> &str {
    hash.get(..most).unwrap_or(hash)
}

#[cfg(test)]
mod tests {
    use super::{Key, hash_token, of_id_alone};

    #[test]
    fn one_id_with_other_words_is_another_email_and_fits_its_column() {
        let (tea, clay) = (hash_token("tea"), hash_token("clay"));
        let first = Key::of_id("form@museum.example", &tea);
        let second = Key::of_id("form@museum.example", &clay);
        assert_eq!(first, Key::of_id("form@museum.example", &tea));
        assert_ne!(first.now, second.now);
        assert_ne!(first.now, Key::of_id("other@museum.example", &tea).now);
        assert_eq!(first.now[..33], second.now[..33]);
        for key in [&first, &second] {
            assert_eq!(key.now.len(), 64);
            // What an earlier version kept.
            assert_eq!(key.before, of_id_alone("form@museum.example"));
        }
    }

    #[test]
    fn without_an_id_all_that_it_says_counts() {
        let key = |all: &str| Key::of_all(all, "the same words");
        assert_ne!(key("one").now, key("two").now);
        assert_eq!(key("one").before, key("two").before);
        assert_ne!(key("one").now, key("one").before);
    }
}
