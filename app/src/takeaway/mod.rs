//! Taking away: one case, a list or the whole bank as data, for reports, reference managers,
//! harvesters and other people's sites.
//!
//! Everything here is made from [`PublicCase`](crate::db::cases::PublicCase) and
//! [`public_fields`](crate::case_study::public::public_fields): a new field of the table appears in
//! every format by itself, and a field for staff in none.

pub mod answer;
pub mod bank_file;
pub mod bibtex;
pub mod citation;
pub mod cite;
pub mod csv;
pub mod dictionary;
pub mod embed;
pub mod formats;
pub mod json_feed;
pub mod json_ld;
pub mod markdown;
pub mod open_data;
pub mod picture;
pub mod preview;
pub mod record;
pub mod ris;
pub mod schema;

pub use formats::Format;

#[cfg(test)]
pub(crate) mod sample;
