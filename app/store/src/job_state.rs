//! Where a job of the outbox stands.

use case_study::stored::StoredWord;

/// Where a job of the outbox stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// To be done, now or after a pause.
    Waiting,
    Done,
    /// Given up, for a person to look at.
    Dead,
    /// Not done, and nobody misses it: the code or link that it was to carry opened nothing any more.
    Lapsed,
}

impl JobState {
    /// The word stored in the database.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Dead => "dead",
            Self::Lapsed => "lapsed",
        }
    }
}

impl StoredWord for JobState {
    fn word(self) -> &'static str {
        self.slug()
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Waiting, Self::Done, Self::Dead, Self::Lapsed]
            .into_iter()
            .find(|state| state.slug() == word)
    }
}
