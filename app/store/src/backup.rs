//! The bank as rows of plain values, for a copy that any database can be filled from: no entity is asked, only what the
//! schema says, so that a bank of an earlier version can be read and filled too.
//!
//! What of it is kept stands in one table, [`KEPT`]; what is not, with the reason, in [`LEFT_OUT`]. A test compares both
//! with the schema.

mod contents;
mod filling;
mod reading;
mod shape;
mod tables;

pub use contents::{StoredBox, applied_steps, boxes, clear, what_is_in};
pub use filling::{empty, insert, set_last_id};
pub use reading::{last_id, rows};
pub use shape::{Column, Kind, Shape, shape_of};
pub use tables::{KEPT, KeptTable, LEFT_OUT};

/// A row: one value for each column of its table, as JSON: true or false, a whole number, text, or null.
pub type Row = Vec<serde_json::Value>;

/// Rows read and written at once: the longest text is some hundred kilobytes.
pub const AT_ONCE: usize = 200;
