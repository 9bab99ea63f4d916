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
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err("the database's schema is not the one this version needs"),
            Ok(Err(error)) => {
                tracing::error!(%error, "not ready: the database refused a write");
                Err("the database does not take writes")
            }
            Err(_) => Err("the database does not answer in time"),
        };
        *last = Some((Instant::now(), found));
        found
    }
}

/// Really writes: a full disk lets one read for ever.
async fn probe(db: &Db) -> Result<bool, DbErr> {
    counter::Entity::insert(counter::ActiveModel {
        name: Set(PROBE.to_owned()),
        value: Set(db.now_ms()),
    })
    .on_conflict(
        OnConflict::column(counter::Column::Name)
            .update_column(counter::Column::Value)
            .to_owned(),
    )
    .exec_without_returning(db.writer())
    .await?;
    database::is_current(db).await
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
