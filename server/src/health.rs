//! `/livez`: the process answers. `/readyz`: it can do its work, or says plainly why not. "degraded" with 200: pages are
//! served, and a part beside them, which it names, has not worked for a while.

use crate::database;
use crate::watched::Watched;
use app::web::route_table::RouteTable;
use app::web::state::AppState;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, Set};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::entity::counter;
use store::{Db, DbErr};
use tokio::sync::Mutex;

/// The name of the task that follows the bank.
pub const SEARCH_INDEX: &str = "search index";

const PROBE: &str = "readiness";
/// Anybody may ask; the database is asked once in this time at most.
const REMEMBERED: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_secs(2);
/// How long a part may not work before `/readyz` speaks of it: what is started again is given time.
const BORNE: Duration = Duration::from_secs(60);

/// Whether this instance should get requests.
#[derive(Debug, Clone)]
pub struct Health {
    stopping: Arc<AtomicBool>,
    last: Arc<Mutex<Option<Finding>>>,
    watched: Watched,
    borne_ms: Arc<AtomicU64>,
}

impl Default for Health {
    fn default() -> Self {
        let health = Self {
            stopping: Arc::default(),
            last: Arc::default(),
            watched: Watched::default(),
            borne_ms: Arc::default(),
        };
        health.bear(BORNE);
        health
    }
}

/// When the database was asked last, and what is wrong if anything is.
type Finding = (Instant, Result<(), &'static str>);

impl Health {
    /// From now on `/readyz` says no, so that a proxy sends nobody new.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
    }

    /// The tasks that this instance keeps running.
    #[must_use]
    pub const fn watched(&self) -> &Watched {
        &self.watched
    }

    /// From now on `/readyz` speaks of what has not worked for so long. A minute, unless this is called.
    pub fn bear(&self, borne: Duration) {
        let borne_ms = u64::try_from(borne.as_millis()).unwrap_or(u64::MAX);
        self.borne_ms.store(borne_ms, Ordering::Relaxed);
    }

    /// What has not worked for too long, and for how long. It keeps nobody from reading, so the instance stays where
    /// it is: what one of them cannot do, all of them may not be able to, and then nobody would be left.
    fn not_working(&self, state: &AppState) -> Vec<(&'static str, Duration)> {
        let borne = Duration::from_millis(self.borne_ms.load(Ordering::Relaxed));
        let mut parts = self.watched.not_working();
        let index = state.index.not_followed_for();
        parts.extend(index.map(|time| (SEARCH_INDEX, time)));
        parts.retain(|(_, time)| *time >= borne);
        // An index that fails and whose task ends too is one part.
        parts.sort_unstable_by_key(|(what, time)| (*what, std::cmp::Reverse(*time)));
        parts.dedup_by_key(|(what, _)| *what);
        parts
    }

    async fn check(&self, state: &AppState) -> Result<(), &'static str> {
        if self.stopping.load(Ordering::Acquire) {
            return Err("stopping: this instance is finishing its last requests");
        }
        if !state.index.is_ready() {
            return Err("the search index is being prepared");
        }
        let mut last = self.last.lock().await;
        if let Some((at, found)) = *last
            && at.elapsed() < REMEMBERED
        {
            return found;
        }
        let found = match tokio::time::timeout(PATIENCE, probe(&state.db)).await {
            Ok(Ok(Probed::Fine)) => Ok(()),
            Ok(Ok(Probed::OtherSchema)) => {
                Err("the database's schema is not the one this version needs")
            }
            Ok(Ok(Probed::NotKept)) => {
                tracing::error!("not ready: a write was answered as done and is not there");
                Err("the database does not keep what is written")
            }
            // Somebody else writes, an import perhaps: what is read goes on, and what is saved waits its turn.
            Ok(Err(error)) if store::is_busy(&error) => reads(&state.db).await,
            Ok(Err(error)) => {
                tracing::error!(%error, "not ready: the database refused a write");
                Err("the database does not take writes")
            }
            Err(_) => reads(&state.db).await,
        };
        *last = Some((Instant::now(), found));
        found
    }
}

/// Whether the database at least lets itself be read.
async fn reads(db: &Db) -> Result<(), &'static str> {
    match tokio::time::timeout(PATIENCE, last_probe(db)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(_)) | Err(_) => Err("the database does not answer in time"),
    }
}

enum Probed {
    Fine,
    /// What one connection wrote, another does not see.
    NotKept,
    OtherSchema,
}

/// Really writes, because a full disk lets one read for ever, and looks for what it wrote from
/// another connection, because a commit that kept nothing is answered as done.
async fn probe(db: &Db) -> Result<Probed, DbErr> {
    let before = last_probe(db).await?;
    // The way of every move: begin, write, commit.
    let tx = db.begin().await?;
    counter::Entity::insert(counter::ActiveModel {
        name: Set(PROBE.to_owned()),
        // Never twice the same, whatever the clock says.
        value: Set(before.map_or(0, |before| before + 1).max(tx.now_ms())),
    })
    .on_conflict(
        OnConflict::column(counter::Column::Name)
            .update_column(counter::Column::Value)
            .to_owned(),
    )
    .exec_without_returning(&tx)
    .await?;
    tx.commit().await?;
    if last_probe(db).await? == before {
        return Ok(Probed::NotKept);
    }
    Ok(if database::is_current(db).await? {
        Probed::Fine
    } else {
        Probed::OtherSchema
    })
}

/// The value that the last probe of any instance left, as readers see it.
async fn last_probe(db: &Db) -> Result<Option<i64>, DbErr> {
    let row = counter::Entity::find_by_id(PROBE).one(db.reader()).await?;
    Ok(row.map(|row| row.value))
}

/// Both addresses. They stand outside the check of the host name: whoever probes calls by address.
pub fn table(health: Health) -> RouteTable {
    RouteTable::new()
        // About this moment.
        .get("/livez", || async { plain(StatusCode::OK, "alive") })
        .never_kept()
        .get(
            "/readyz",
            async move |State(state): State<AppState>| match health.check(&state).await {
                Ok(()) => plain(StatusCode::OK, &ready(&health.not_working(&state))),
                Err(reason) => plain(StatusCode::SERVICE_UNAVAILABLE, reason),
            },
        )
        .never_kept()
}

/// What an instance says that gets requests.
fn ready(not_working: &[(&'static str, Duration)]) -> String {
    if not_working.is_empty() {
        return "ready".to_owned();
    }
    let parts: Vec<String> = not_working
        .iter()
        .map(|(what, time)| format!("{what}, for {} seconds", time.as_secs()))
        .collect();
    format!(
        "degraded: pages are served, but this does not work: {}",
        parts.join("; ")
    )
}

fn plain(status: StatusCode, words: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, format!("{words}\n")).into_response()
}

#[cfg(test)]
mod tests {
    use super::ready;
    use std::time::Duration;

    #[test]
    fn what_does_not_work_is_named_and_nothing_else() {
        assert_eq!(ready(&[]), "ready");
        let both = [
            ("mails", Duration::from_secs(75)),
            ("search index", Duration::from_millis(120_900)),
        ];
        assert_eq!(
            ready(&both),
            "degraded: pages are served, but this does not work: mails, for 75 seconds; search index, for 120 seconds"
        );
    }
}
