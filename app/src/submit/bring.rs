//! Bringing what a museum has already: files and pasted texts, read into answers and pieces. `/submit/bring` ([`start`]) begins a
//! case study with them, `/submit/{draft}/bring` ([`of_draft`]) adds them to one; there the pieces stand, each with one press to
//! place it. The same with and without script.

mod coming;
mod not_begun;
pub mod of_draft;
mod piece_view;
pub mod start;
mod start_view;
mod taking;
mod upload;
mod view;

pub(super) use coming::Coming;
pub(super) use upload::{Items, NOT_IN_PARTS, comes_in_parts};
pub(super) use view::files;

/// The box that files are chosen in, and the one that a text is pasted into.
pub(super) const FILES: &str = "files";
const TEXT: &str = "text";
/// What a pasted text is called beside files.
const PASTED: &str = "Pasted text";
