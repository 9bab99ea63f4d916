//! What somebody is to a submission.

use serde::{Deserialize, Serialize};

/// What somebody is to one submission. Submitter means *its* submitter: whoever began it in this
/// session or owns it through an account. Somebody else's submitter is nobody in particular.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Anonymous,
    Submitter,
    Moderator,
    Admin,
    /// The program itself: what it plans, reminds of and carries out when it is due. No account has it.
    Program,
}

impl Role {
    pub const ALL: &'static [Self] = &[
        Self::Anonymous,
        Self::Submitter,
        Self::Moderator,
        Self::Admin,
        Self::Program,
    ];

    /// The word stored in the database and given to `casebook user add --role`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Submitter => "submitter",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
            Self::Program => "program",
        }
    }

    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.slug() == slug)
    }

    #[must_use]
    pub const fn is_staff(self) -> bool {
        matches!(self, Self::Moderator | Self::Admin)
    }
}
