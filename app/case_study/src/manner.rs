//! How somebody wants a move to be made, besides what the move itself carries.

use serde::{Deserialize, Serialize};

/// A letter as a moderator edited it. The private link and the reference stand below it and are no part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditedLetter {
    pub subject: String,
    pub body: String,
}

/// How a move is made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Manner {
    /// The letter that tells the museum, where a moderator edited it.
    pub letter: Option<EditedLetter>,
    /// The museum may change every field, not only those that were noted.
    pub all_fields_open: bool,
    /// "I decide alone" was ticked: nobody else may decide or give a second yes.
    pub alone: bool,
}
