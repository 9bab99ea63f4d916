//! Formats: one case, a list or the whole bank as data, for reports, reference managers, harvesters
//! and other people's sites. Their handlers are in [`data`](crate::data).
//!
//! Everything here is made from [`PublicCase`](store::cases::PublicCase) and
//! [`public_fields`](case_study::public::public_fields): a new field of the table appears in
//! every format by itself, and a field for staff in none.

pub mod bank_file;
pub mod bibtex;
pub mod case_json;
pub mod citation;
pub mod csv;
pub mod dictionary;
pub mod format;
pub mod json_feed;
pub mod json_ld;
pub mod json_schema;
pub mod markdown;
pub mod preview_picture;
pub mod ris;
#[cfg(test)]
pub(crate) mod sample;

pub use format::{ErrorStyle, Format};
