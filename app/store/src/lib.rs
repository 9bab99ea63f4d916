//! The store, and the sole writer of status: SQLite (embedded) or PostgreSQL from one set of code.
//!
//! Several statements that belong together stand in one transaction of [`Db::begin`], a single one
//! uses [`Db::writer`]. Every move of a submission goes through [`transitions`], every move of a case
//! through [`publishing`]. What only reads uses [`Db::reader`] and never waits for the writer; the
//! one write that reading causes, moving the end of a session, is given up after a fifth of a second.
//!
//! Who locks several rows does it in this order: account, submission, planned move, working copy, bank generation,
//! picture, case; several of one kind by their ids. Notes on fields are written under their submission's row. Mails to a
//! mailbox ([`mail_limits`]) are counted after all of them.

pub mod account_factors;
pub mod accounts;
pub mod address_links;
mod agreed_clock;
pub mod agreements;
pub mod backup;
pub mod bank;
pub mod blobs;
pub mod buckets;
pub mod by_operator;
mod carrying_out;
pub mod case_transitions;
pub mod cases;
pub mod catalogue;
mod clock;
mod connect;
pub mod correspondence;
mod cut_texts;
pub mod dated_ahead;
pub mod dead_letters;
pub mod decisions;
pub mod declarations;
pub mod departures;
pub mod digests;
pub mod drafts;
pub mod entity;
pub mod erasing;
pub mod falling_due;
pub mod field_notes;
mod free_slug;
pub mod full_export;
pub mod guards;
pub mod held;
pub mod history;
pub mod imports;
pub mod intake;
pub mod invitations;
pub mod job_state;
pub mod joining;
pub mod keys;
pub mod known_places;
pub mod letters;
pub mod link_checks;
pub mod mail_limits;
pub mod mailed_links;
pub mod mails_read_in;
pub mod material;
pub mod mending;
pub mod message_inbox;
pub mod moderation_queue;
pub mod museums;
pub mod my_data;
pub mod new_password;
pub mod notices;
pub mod oai_records;
pub mod outbox;
pub mod outcome;
pub mod overtaken_plans;
pub mod own_museums;
pub mod people;
pub mod planned_moves;
pub mod privacy_words;
pub mod provenance;
pub mod publishable;
pub mod publishing;
pub mod questions;
mod read_in_marks;
pub mod reader_messages;
pub mod reminding;
pub mod samples;
mod sending;
pub mod sessions;
pub mod sets;
pub mod short_way;
pub mod silence;
pub mod similar;
pub mod site_settings;
pub mod soundness;
pub mod submissions;
mod taking_apart;
mod taking_over;
pub mod thoughts;
mod transaction;
pub mod transitions;
mod unavailable;
pub mod unsent;
pub mod upkeep;
pub mod waiting;

pub use clock::Clock;
pub use connect::{ConnectError, Connecting, Db, POSTGRES_CONNECTIONS};
pub use sea_orm::DbErr;
pub use transaction::Transaction;
pub use unavailable::{is_busy, is_unavailable};

use case_study::CaseStudyContent;
use case_study::email::email_key;
use case_study::reader_message::Written;

/// One day in milliseconds.
pub const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// SHA-256 in hex: how tokens and session ids lie in the database.
#[must_use]
pub fn hash_token(token: &str) -> String {
    use sha2::Digest;
    hex::encode(sha2::Sha256::digest(token.as_bytes()))
}

/// What tells one sending of a form from another: the random key of the form, and all that was
/// written. A second press of the button has the same; a corrected text or address has not.
fn hash_of_sent(key: &str, written: &Written) -> String {
    let Written {
        kind,
        reason,
        name,
        email,
        text,
    } = written;
    // No answer holds a control character of this kind: see `text_input`.
    hash_token(&[key, kind, reason, name, &email_key(email), text].join("\u{1f}"))
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

/// The content as it lies in a revision or a working copy, with what a newer version stored in it:
/// for whoever writes it again.
///
/// # Errors
/// When a row does not hold content, which only a damaged database does.
pub fn read_content(json: &str) -> Result<CaseStudyContent, DbErr> {
    CaseStudyContent::from_stored(json).map_err(|error| unreadable(&error))
}

/// The same for whoever only shows it: what this version does not know is left behind.
///
/// # Errors
/// As [`read_content`].
pub(crate) fn read_content_to_show(json: &str) -> Result<CaseStudyContent, DbErr> {
    serde_json::from_str(json).map_err(|error| unreadable(&error))
}

fn unreadable(error: &serde_json::Error) -> DbErr {
    DbErr::Custom(format!(
        "stored content cannot be read: {}",
        place_of(error)
    ))
}

/// What is wrong with a JSON text and where, without quoting it. The library's own message may hold
/// words that somebody typed, and this goes to the log.
#[must_use]
pub fn place_of(error: &serde_json::Error) -> String {
    format!(
        "{:?} error at line {}, column {}",
        error.classify(),
        error.line(),
        error.column()
    )
}

/// The content as text to store, with whatever was read with it.
///
/// # Errors
/// Never for real content; the signature keeps `unwrap` out of callers.
pub fn write_content(content: &CaseStudyContent) -> Result<String, DbErr> {
    content
        .to_stored()
        .map_err(|error| DbErr::Custom(format!("content cannot be stored: {}", place_of(&error))))
}

#[cfg(test)]
mod tests {
    use super::{Written, hash_of_sent, read_content};

    #[test]
    fn a_corrected_form_is_another_one_and_a_second_press_is_not() {
        let first = Written {
            email: "ana@example.org".into(),
            text: "It names a child.".into(),
            ..Written::default()
        };
        let mark = hash_of_sent("key", &first);
        assert_eq!(hash_of_sent("key", &first.clone()), mark);
        let shouted = Written {
            email: "ANA@example.org".into(),
            ..first.clone()
        };
        assert_eq!(hash_of_sent("key", &shouted), mark);
        let address = Written {
            email: "anna@example.org".into(),
            ..first.clone()
        };
        let text = Written {
            text: "It names a child, twice.".into(),
            ..first.clone()
        };
        let moved = Written {
            name: first.email.clone(),
            email: String::new(),
            ..first.clone()
        };
        for other in [address, text, moved] {
            assert_ne!(hash_of_sent("key", &other), mark, "{other:?}");
        }
        assert_ne!(hash_of_sent("another key", &first), mark);
    }

    #[test]
    fn an_unreadable_text_is_not_quoted() {
        let error = read_content(r#"{"participants": "quillifer"}"#).unwrap_err();
        let words = error.to_string();
        assert!(!words.contains("quillifer"), "{words}");
        assert!(words.contains("Data error at line 1, column 28"), "{words}");
    }
}
