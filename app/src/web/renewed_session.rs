//! A session that got a new id for a draft, and a browser that never heard of it.
//!
//! The new id ends the old one, and the answer that brings it may get lost: a second press of the button
//! breaks it off, or the line does. The browser then comes back with the old id, and every draft that was
//! begun here before would be closed to its author. So the old row stays for a quarter of an hour, empty
//! but for where the drafts went and the key of the first page that they went with. Whoever sends that
//! page again, in that session, gets them back under another new id. The old id alone, which somebody may
//! have planted or copied, opens nothing.

use crate::web::error::PageError;
use crate::web::viewer::{BEGUN, DRAFTS};
use serde::{Deserialize, Serialize};
use store::sessions::{Created, NewSession};
use store::{Db, hash_token, sessions};
use tower_sessions::Session;
use tower_sessions::session::Id;

/// Session key of a [`Forward`]. The store reads it too: such a row is never extended.
pub const FORWARD: &str = "forward";

/// As long as a first page that is sent again finds its draft.
const LASTS_MS: i64 = 15 * 60 * 1000;

/// Where the drafts of a session went. Both are hashes.
#[derive(Debug, Serialize, Deserialize)]
struct Forward {
    session: String,
    start_key: String,
}

/// Stores a session that has a new id, and leaves word of it in place of the old one.
pub(super) async fn leave_word(
    db: &Db,
    session: &Session,
    old: Id,
    start_key: &str,
) -> Result<(), PageError> {
    session.save().await?;
    let Some(new) = session.id() else {
        return Ok(());
    };
    let forward = Forward {
        session: hash_token(&new.to_string()),
        start_key: hash_token(start_key),
    };
    let data = serde_json::json!({ FORWARD: forward }).to_string();
    let until = db.now_ms() + LASTS_MS;
    let word = NewSession {
        id_hash: hash_token(&old.to_string()),
        signed_in: None,
        data,
        expires_at: until,
        agent: String::new(),
    };
    match sessions::create(db, word).await? {
        Created::Added => {}
        // Only word of where it went is missing then; the session itself is stored.
        Created::IdTaken | Created::AccountChanged => {
            tracing::warn!("no word was left of where a session went");
        }
    }
    Ok(())
}

/// Takes into this session what went elsewhere with this first page, and ends it there. `false` when
/// nothing did.
pub(super) async fn take_back(
    db: &Db,
    session: &Session,
    start_key: &str,
) -> Result<bool, PageError> {
    let Some(forward) = session.remove::<Forward>(FORWARD).await? else {
        return Ok(false);
    };
    if forward.start_key != hash_token(start_key) {
        return Ok(false);
    }
    let Some((data, _)) = sessions::load(db, &forward.session).await? else {
        return Ok(false);
    };
    let data: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&data).unwrap_or_default();
    for list in [DRAFTS, BEGUN] {
        if let Some(ids) = data.get(list) {
            session.insert_value(list, ids.clone()).await?;
        }
    }
    sessions::delete(db, &forward.session).await?;
    Ok(true)
}
