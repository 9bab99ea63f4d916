//! Where a case came from, and why a text of it was kept.

use super::stored::stored_words;

/// Why a revision, a text that never changes again, was cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RevisionKind {
    /// Its author sent it.
    AsSubmitted,
    /// A moderator changed it before it was published.
    AsEdited,
    /// It was published, or changed while it was.
    AsPublished,
    /// A bank file held it.
    AsImported,
}

impl RevisionKind {
    pub const ALL: [Self; 4] = [
        Self::AsSubmitted,
        Self::AsEdited,
        Self::AsPublished,
        Self::AsImported,
    ];

    /// The word stored in the database.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::AsSubmitted => "as_submitted",
            Self::AsEdited => "as_edited",
            Self::AsPublished => "as_published",
            Self::AsImported => "as_imported",
        }
    }

    /// The kind of a stored word.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

/// What kind of change a moderator made, as they said themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EditWeight {
    /// Spelling or form; tags too. What it says is the same.
    Form,
    /// It says something else: its museum must agree.
    Meaning,
    /// It protects a person: made at once, and its museum is told.
    Protection,
}

impl EditWeight {
    pub const ALL: [Self; 3] = [Self::Form, Self::Meaning, Self::Protection];

    /// The word stored in the database and sent by forms.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Meaning => "meaning",
            Self::Protection => "protection",
        }
    }

    /// The weight of a stored word.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|weight| weight.slug() == slug)
    }
}

/// Where a case came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Compiled from public sources; the museum was not asked.
    Compiled,
    /// Sent by the museum.
    Submitted,
}

impl Origin {
    pub const ALL: [Self; 2] = [Self::Compiled, Self::Submitted];

    /// The word stored in the database.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Compiled => "compiled",
            Self::Submitted => "submitted",
        }
    }

    /// The origin of a stored word.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.slug() == slug)
    }

    /// Whether a stored word says that a case was compiled.
    #[must_use]
    pub fn is_compiled(slug: &str) -> bool {
        Self::from_slug(slug) == Some(Self::Compiled)
    }
}

stored_words!(RevisionKind, EditWeight, Origin);
