//! The store, and the sole writer of status: SQLite (embedded) or PostgreSQL from one set of code.
//!
//! Every write goes through [`Db::write`]; every move of a submission or a case through
//! [`moves`]. Readers never wait for the writer.

pub mod access;
pub mod accounts;
pub mod archive;
pub mod bank;
pub mod cases;
pub mod catalogue;
mod connect;
pub mod drafts;
pub mod entity;
pub mod events;
pub mod harvest;
pub mod imports;
pub mod jobs;
pub mod moves;
pub mod provenance;
pub mod publishing;
pub mod questions;
pub mod reader_messages;
pub mod review;
pub mod sessions;
pub mod submissions;
pub mod tagging;

pub use connect::{ConnectError, Db};
pub use sea_orm::{DatabaseTransaction, DbErr};

use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970, UTC: how every time is stored.
#[must_use]
pub fn now_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_millis()).ok())
        .unwrap_or_default()
}

/// One day in milliseconds.
pub const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// SHA-256 in hex: how tokens and session ids lie in the database.
#[must_use]
pub fn hash_token(token: &str) -> String {
    use sha2::Digest;
    hex::encode(sha2::Sha256::digest(token.as_bytes()))
}

/// `N` bytes from the system's random source.
///
/// # Panics
/// When the system has no randomness to give, in which case nothing secret can be made.
#[must_use]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

/// A fresh secret for a link: 32 random bytes in hex.
#[must_use]
pub fn fresh_token() -> String {
    hex::encode(random_bytes::<32>())
}

/// The content as it lies in a revision or a working copy.
///
/// # Errors
/// When a row does not hold content, which only a damaged database does.
pub fn read_content(json: &str) -> Result<crate::case_study::CaseStudyContent, DbErr> {
    serde_json::from_str(json)
        .map_err(|error| DbErr::Custom(format!("stored content cannot be read: {error}")))
}

/// The content as text to store.
///
/// # Errors
/// Never for real content; the signature keeps `unwrap` out of callers.
pub fn write_content(content: &crate::case_study::CaseStudyContent) -> Result<String, DbErr> {
    serde_json::to_string(content)
        .map_err(|error| DbErr::Custom(format!("content cannot be stored: {error}")))
}
