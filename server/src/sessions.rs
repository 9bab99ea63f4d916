//! Sessions in the database, and how long they last.
//!
//! The browser holds a random id, the database its SHA-256. What decides is the row: the cookie
//! outlives it on purpose and opens nothing by itself.
//!
//! | session | ends unused after | ends in any case |
//! |---|---|---|
//! | without an account (drafts begun here) | 14 days | – |
//! | of a submitter | 14 days | 30 days after signing in |
//! | of a moderator or admin | 60 minutes | 12 hours after signing in |

use app::web::cookies::OwnCookie;
use app::web::error::{DATABASE_UNAVAILABLE, PageError};
use app::web::renewed_session::FORWARD;
use app::web::viewer::{
    ACCOUNT_ID, AGENT, BEGUN, CREDENTIAL, DRAFTS, HALF_SIGNED_IN, LET_GO, SIGNED_IN_AT, STAFF,
};
use async_trait::async_trait;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::sessions::{Created, NewSession, SignedIn};
use store::{DAY_MS, Db, DbErr, hash_token, place_of, sessions};
use time::{Duration, OffsetDateTime};
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Expiry, SessionManagerLayer, SessionStore};

const HOUR_MS: i64 = 60 * 60 * 1000;

/// How long a page waits for a write that may as well come later.
const NOT_WORTH_MORE: std::time::Duration = std::time::Duration::from_millis(200);

/// A cookie lives long; its row in the database decides.
const COOKIE: Duration = Duration::days(180);

/// Name of the cookie.
#[must_use]
pub const fn cookie_name(https: bool) -> &'static str {
    OwnCookie::Session.name(https)
}

/// The layer that finds the session of a request. A request without the cookie touches no table,
/// and gets no cookie until something is put into its session.
#[must_use]
pub fn layer(store: Sessions, https: bool) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(store)
        .with_name(cookie_name(https))
        .with_http_only(true)
        .with_secure(https)
        // Strict would have people who follow a link in our mail arrive signed out.
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(COOKIE))
}

/// The store that tower-sessions asks for.
#[derive(Clone)]
pub struct Sessions {
    db: Db,
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Sessions").finish_non_exhaustive()
    }
}

impl Sessions {
    #[must_use]
    pub const fn new(db: Db) -> Self {
        Self { db }
    }
}

type Data = HashMap<String, Value>;

/// How long a session with this content may lie unused.
fn unused_for(data: &Data) -> i64 {
    if is_staff(data) { HOUR_MS } else { 14 * DAY_MS }
}

fn is_staff(data: &Data) -> bool {
    // Anything but a plain "no" counts as staff: the short life is the safe one.
    data.contains_key(ACCOUNT_ID) && data.get(STAFF) != Some(&Value::Bool(false))
}

/// When it ends however busy it is; never, without an account.
fn ends_at(data: &Data) -> i64 {
    if !data.contains_key(ACCOUNT_ID) {
        return i64::MAX;
    }
    let began = data.get(SIGNED_IN_AT).and_then(Value::as_i64).unwrap_or(0);
    began.saturating_add(if is_staff(data) {
        12 * HOUR_MS
    } else {
        30 * DAY_MS
    })
}

fn expiry(data: &Data, now: i64) -> i64 {
    now.saturating_add(unused_for(data)).min(ends_at(data))
}

/// Worth a write once a twelfth of the time is gone: five minutes for staff, a day for others.
/// Word of a session that has another id by now stays as long as it was left for.
fn worth_extending(data: &Data, expires_at: i64, now: i64) -> bool {
    !data.contains_key(FORWARD) && expiry(data, now) - expires_at > unused_for(data) / 12
}

fn account(data: &Data) -> Option<i64> {
    data.get(ACCOUNT_ID).and_then(Value::as_i64)
}

fn signed_in(data: &Data) -> Option<SignedIn> {
    let credential = data.get(CREDENTIAL).and_then(Value::as_str);
    account(data).map(|account_id| SignedIn {
        account_id,
        credential: credential.map(str::to_owned),
    })
}

/// The browser's own name, as it was when somebody signed in.
fn agent(data: &Data) -> String {
    let agent = data.get(AGENT).and_then(Value::as_str);
    agent.unwrap_or_default().to_owned()
}

fn text(data: &Data) -> Result<String> {
    serde_json::to_string(data).map_err(|error| Error::Encode(error.to_string()))
}

/// Keys that this version reads. Whatever else lies in a session is another version's.
const KNOWN: [&str; 10] = [
    ACCOUNT_ID,
    AGENT,
    HALF_SIGNED_IN,
    CREDENTIAL,
    SIGNED_IN_AT,
    STAFF,
    DRAFTS,
    BEGUN,
    LET_GO,
    FORWARD,
];

/// `data` with what another request has put there meanwhile: drafts that another tab began, for one
/// whose author cannot get back in would be lost, and what only another version knows. None if there
/// is nothing to add.
fn with_additions_of(data: &Data, lying_there: &str) -> Option<String> {
    let other: Data = serde_json::from_str(lying_there).ok()?;
    let let_go = ids(data, LET_GO);
    let mut joined = data.clone();
    let mut more = false;
    for list in [DRAFTS, BEGUN] {
        let mine = ids(data, list);
        let theirs: Vec<Value> = ids(&other, list)
            .into_iter()
            .filter(|draft| !mine.contains(draft) && !let_go.contains(draft))
            .collect();
        if !theirs.is_empty() {
            more = true;
            joined.insert(list.to_owned(), [mine, theirs].concat().into());
        }
    }
    for (key, value) in other {
        if !KNOWN.contains(&key.as_str()) && !joined.contains_key(&key) {
            more = true;
            joined.insert(key, value);
        }
    }
    if more { text(&joined).ok() } else { None }
}

fn ids(data: &Data, list: &str) -> Vec<Value> {
    data.get(list)
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default()
}

tokio::task_local! {
    /// Whether the database could not be asked while this request was answered.
    static UNAVAILABLE: Arc<AtomicBool>;
}

fn backend(error: DbErr) -> Error {
    if !store::is_unavailable(&error) {
        return Error::Backend(error.to_string());
    }
    let _ = UNAVAILABLE.try_with(|seen| seen.store(true, Ordering::Relaxed));
    tracing::warn!(%error, "the database could not be asked for a session in time");
    Error::Backend(DATABASE_UNAVAILABLE.to_owned())
}

/// Around the layer of sessions, which answers 500 whatever keeps it from saving one: where the database could not
/// be asked just now, whoever asked comes again.
pub async fn unless_database_is_busy(request: Request, next: Next) -> Response {
    let seen = Arc::new(AtomicBool::new(false));
    let response = UNAVAILABLE.scope(seen.clone(), next.run(request)).await;
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR && seen.load(Ordering::Relaxed) {
        return PageError::Unavailable.into_response();
    }
    response
}

/// Writes something that reading a page does not depend on. Somebody who reads is not kept waiting
/// while an import holds the writer, and gets the page when the write fails.
async fn unless_busy(write: impl Future<Output = std::result::Result<(), DbErr>> + Send) {
    match tokio::time::timeout(NOT_WORTH_MORE, write).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "the end of a session was not written"),
        Err(_) => tracing::info!("the end of a session was not written: the writer is busy"),
    }
}

fn key(id: &Id) -> String {
    hash_token(&id.to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        loop {
            let new = NewSession {
                id_hash: key(&record.id),
                signed_in: signed_in(&record.data),
                data: text(&record.data)?,
                expires_at: expiry(&record.data, self.db.now_ms()),
                agent: agent(&record.data),
            };
            match sessions::create(&self.db, new).await.map_err(backend)? {
                Created::Added => return Ok(()),
                Created::IdTaken => record.id = Id::default(),
                // Whoever put the account in asks whether this was it: see `Viewer::sign_in`.
                Created::AccountChanged => {
                    return Err(Error::Backend("the account was changed".to_owned()));
                }
            }
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let hash = key(&record.id);
        let data = text(&record.data)?;
        let saved = sessions::update(
            &self.db,
            &hash,
            account(&record.data),
            expiry(&record.data, self.db.now_ms()),
            |lying_there| with_additions_of(&record.data, lying_there).unwrap_or(data),
        );
        if !saved.await.map_err(backend)? {
            // Signed out in another tab while this request ran. The session stays ended, and the
            // page this request made is still right: failing it would help nobody.
            tracing::info!("a session ended while a request was using it");
        }
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let hash = key(id);
        let Some((data, expires_at)) = sessions::load(&self.db, &hash).await.map_err(backend)?
        else {
            return Ok(None);
        };
        let data: Data =
            serde_json::from_str(&data).map_err(|error| Error::Decode(place_of(&error)))?;
        let now = self.db.now_ms();
        if ends_at(&data) <= now {
            // The sweep finds it later if not now.
            unless_busy(sessions::delete(&self.db, &hash)).await;
            return Ok(None);
        }
        if worth_extending(&data, expires_at, now) {
            // Only the expiry: writing all of it could undo what another request is saving. The
            // next request tries again.
            unless_busy(sessions::extend(&self.db, &hash, expiry(&data, now))).await;
        }
        let expiry_date = OffsetDateTime::from_unix_timestamp(expires_at / 1000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH);
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sessions::delete(&self.db, &key(id)).await.map_err(backend)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn data(entries: &[(&str, Value)]) -> Data {
        entries
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect()
    }

    #[test]
    fn lifetimes() {
        let now = 1_800_000_000_000;
        let nobody = data(&[("drafts", json!([1]))]);
        assert_eq!(expiry(&nobody, now), now + 14 * DAY_MS);
        let submitter = |signed_in: i64| {
            data(&[
                (ACCOUNT_ID, json!(1)),
                (SIGNED_IN_AT, json!(signed_in)),
                (STAFF, json!(false)),
            ])
        };
        assert_eq!(expiry(&submitter(now), now), now + 14 * DAY_MS);
        assert_eq!(
            expiry(&submitter(now - 20 * DAY_MS), now),
            now + 10 * DAY_MS
        );
        let staff = |signed_in: i64| {
            data(&[
                (ACCOUNT_ID, json!(1)),
                (SIGNED_IN_AT, json!(signed_in)),
                (STAFF, json!(true)),
            ])
        };
        assert_eq!(expiry(&staff(now), now), now + HOUR_MS);
        assert_eq!(ends_at(&staff(now - 12 * HOUR_MS)), now);
        // Without the mark, or without the time, the shorter life holds.
        assert_eq!(unused_for(&data(&[(ACCOUNT_ID, json!(1))])), HOUR_MS);
        assert!(ends_at(&data(&[(ACCOUNT_ID, json!(1))])) < now);
    }

    #[test]
    fn drafts_begun_in_two_tabs_at_once_are_both_kept() {
        let mine = data(&[(DRAFTS, json!([1, 3]))]);
        let saved = with_additions_of(&mine, r#"{"drafts":[1,2]}"#).unwrap();
        assert_eq!(saved, r#"{"drafts":[1,3,2]}"#);
        assert_eq!(with_additions_of(&mine, r#"{"drafts":[1]}"#), None);
        assert_eq!(with_additions_of(&mine, "{}"), None);
    }

    #[test]
    fn what_another_version_put_there_is_kept_and_an_account_is_not_taken_over() {
        let mine = data(&[(DRAFTS, json!([1])), ("rhythm", json!("daily"))]);
        let there = r#"{"drafts":[1],"rhythm":"weekly","seen":[7],"account_id":3,"staff":false}"#;
        let saved = with_additions_of(&mine, there).unwrap();
        let saved: Value = serde_json::from_str(&saved).unwrap();
        assert_eq!(
            saved,
            json!({ "drafts": [1], "rhythm": "daily", "seen": [7] })
        );
    }

    #[test]
    fn a_draft_that_was_let_go_does_not_come_back_from_another_tab() {
        let mine = data(&[(DRAFTS, json!([1])), (LET_GO, json!([2]))]);
        let lying_there = r#"{"drafts":[1,2],"begun":[2]}"#;
        assert_eq!(with_additions_of(&mine, lying_there), None);
        // Which of them was begun here is joined as well.
        let mine = data(&[(DRAFTS, json!([1]))]);
        let saved: Data =
            serde_json::from_str(&with_additions_of(&mine, lying_there).unwrap()).unwrap();
        assert_eq!(
            (&saved[DRAFTS], &saved[BEGUN]),
            (&json!([1, 2]), &json!([2]))
        );
    }

    #[test]
    fn a_busy_session_is_written_now_and_then() {
        let now = 1_800_000_000_000;
        let staff = data(&[
            (ACCOUNT_ID, json!(1)),
            (SIGNED_IN_AT, json!(now)),
            (STAFF, json!(true)),
        ]);
        assert!(!worth_extending(&staff, now + HOUR_MS - 60_000, now));
        assert!(worth_extending(&staff, now + HOUR_MS - 6 * 60_000, now));
        // Near the end of its absolute life there is nothing left to give.
        let old = data(&[
            (ACCOUNT_ID, json!(1)),
            (SIGNED_IN_AT, json!(now - 12 * HOUR_MS + 60_000)),
            (STAFF, json!(true)),
        ]);
        assert!(!worth_extending(&old, now + 60_000, now));
    }
}
