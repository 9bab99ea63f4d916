//! `/livez`: the process answers. `/readyz`: it can do its work, or says plainly why not.

use crate::database;
use app::web::route_table::RouteTable;
use app::web::state::AppState;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, Set};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use store::entity::counter;
use store::{Db, DbErr};
use tokio::sync::Mutex;

const PROBE: &str = "readiness";
/// Anybody may ask; the database is asked once in this time at most.
const REMEMBERED: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether this instance should get requests.
#[derive(Debug, Clone, Default)]
pub struct Health {
    stopping: Arc<AtomicBool>,
    last: Arc<Mutex<Option<Finding>>>,
}

/// When the database was asked last, and what is wrong if anything is.
type Finding = (Instant, Result<(), &'static str>);

impl Health {
    /// From now on `/readyz` says no, so that a proxy sends nobody new.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
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
                Ok(()) => plain(StatusCode::OK, "ready"),
                Err(reason) => plain(StatusCode::SERVICE_UNAVAILABLE, reason),
            },
        )
        .never_kept()
}

fn plain(status: StatusCode, words: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, format!("{words}\n")).into_response()
}
