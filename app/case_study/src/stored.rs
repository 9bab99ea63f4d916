//! A word read from the database, which a newer version of this program may have written.
//!
//! Two versions share a database while the service is updated, and a restored copy may be newer than
//! the program. A word that this version does not know is kept and shown as "handled by a newer
//! version": listed, with no move offered, and never an error.

/// What people read in place of a word that this version does not know.
pub const NEWER: &str = "Handled by a newer version of this program";

/// A type whose values are stored as words.
pub trait StoredWord: Copy + PartialEq {
    /// The word stored in the database.
    fn word(self) -> &'static str;

    /// The value of a word; none for one that this version does not know.
    fn from_word(word: &str) -> Option<Self>;
}

/// A value read from the database, or the word that this version does not know.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Stored<T> {
    /// A word of this version.
    Known(T),
    /// A word that a newer version wrote.
    Newer(String),
}

impl<T: StoredWord> Stored<T> {
    /// Reads a stored word. It never fails.
    #[must_use]
    pub fn read(word: &str) -> Self {
        T::from_word(word).map_or_else(|| Self::Newer(word.to_owned()), Self::Known)
    }

    /// The word as it is stored.
    #[must_use]
    pub fn slug(&self) -> &str {
        match self {
            Self::Known(one) => one.word(),
            Self::Newer(word) => word,
        }
    }

    /// The value, if this version knows it.
    #[must_use]
    pub fn known(&self) -> Option<T> {
        match self {
            Self::Known(one) => Some(*one),
            Self::Newer(_) => None,
        }
    }
}

impl<T: Default> Default for Stored<T> {
    fn default() -> Self {
        Self::Known(T::default())
    }
}

impl<T> From<T> for Stored<T> {
    fn from(one: T) -> Self {
        Self::Known(one)
    }
}

impl<T: PartialEq> PartialEq<T> for Stored<T> {
    fn eq(&self, other: &T) -> bool {
        matches!(self, Self::Known(one) if one == other)
    }
}

/// Makes types that have `slug` and `from_slug` storable.
macro_rules! stored_words {
    ($($name:ty),+ $(,)?) => {
        $(impl $crate::stored::StoredWord for $name {
            fn word(self) -> &'static str {
                self.slug()
            }

            fn from_word(word: &str) -> Option<Self> {
                Self::from_slug(word)
            }
        })+
    };
}
pub(crate) use stored_words;

#[cfg(test)]
mod tests {
    use super::{Stored, StoredWord};
    use crate::reader_message::{MessageKind, MessageState};
    use crate::{Action, CaseAction, CaseState, Origin, RevisionKind, Role, Status};

    fn reads_back<T: StoredWord + std::fmt::Debug>(all: &[T]) {
        for one in all {
            assert_eq!(Stored::<T>::read(one.word()).known(), Some(*one));
        }
        let newer = Stored::<T>::read("made_up");
        assert!(matches!(&newer, Stored::Newer(word) if word == "made_up"));
        assert_eq!((newer.known(), newer.slug()), (None, "made_up"));
        assert!(all.iter().all(|one| newer != *one));
    }

    #[test]
    fn every_word_reads_back_and_a_made_up_one_is_kept() {
        reads_back(Status::ALL);
        reads_back(Action::ALL);
        reads_back(CaseState::ALL);
        reads_back(CaseAction::ALL);
        reads_back(Role::ALL);
        reads_back(&MessageKind::ALL);
        reads_back(&RevisionKind::ALL);
        reads_back(&Origin::ALL);
        reads_back(&[MessageState::Open, MessageState::Handled]);
    }
}
