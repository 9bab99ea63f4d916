//! What becomes of something that somebody asks for, where "no" is an answer and no error.

use super::transitions::Overtaken;
use case_study::FieldError;
use case_study::publishable::Obstacle;

/// What became of it. Unless it was made, nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Outcome<T> {
    Made(T),
    /// There is no such submission.
    NotFound,
    /// It stands where this cannot be done, or not by this person.
    NotAllowed,
    /// Somebody did something to it since the person looked.
    Overtaken(Box<Overtaken>),
    /// Some answers are missing or wrong.
    Incomplete(Vec<FieldError>),
    /// The text is not the one that the person was shown.
    OtherText,
    /// Something has to be done before it can be published.
    NotPublishable(Vec<Obstacle>),
}

impl<T> Outcome<T> {
    /// The same outcome, with something else of what was made.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Outcome<U> {
        match self {
            Self::Made(made) => Outcome::Made(change(made)),
            Self::NotFound => Outcome::NotFound,
            Self::NotAllowed => Outcome::NotAllowed,
            Self::Overtaken(faster) => Outcome::Overtaken(faster),
            Self::Incomplete(errors) => Outcome::Incomplete(errors),
            Self::OtherText => Outcome::OtherText,
            Self::NotPublishable(obstacles) => Outcome::NotPublishable(obstacles),
        }
    }

    /// What was made, if it was.
    pub fn made(self) -> Option<T> {
        match self {
            Self::Made(made) => Some(made),
            _ => None,
        }
    }
}
