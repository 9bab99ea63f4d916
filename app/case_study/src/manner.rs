//! How somebody wants a move to be made, besides what the move itself carries.

use serde::{Deserialize, Serialize};

/// A letter as a moderator edited it: the words alone. Greeting, private link and reference are no part of it, and
/// an empty subject is the one that the program gives it.
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
    /// "Put it back with this text" was ticked for a case that was taken down: why.
    pub put_back: Option<String>,
    /// Which take-down that was for, by its entry in the history, where it is carried out later: another one is not
    /// undone by it.
    pub put_back_of: Option<i64>,
    /// Which notes on fields go with a request: those that stood on the page. Without it, every one that is ready.
    pub notes: Option<Vec<i64>>,
    /// "I decide alone" was ticked: nobody else may decide or give a second yes.
    pub alone: bool,
}
