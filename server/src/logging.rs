//! What is written to the log, and what never is.

use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::prelude::*;

/// Starts the log on standard error: lines for a person at a terminal, JSON for a log collector.
/// `RUST_LOG` changes how much.
pub fn start() {
    // The session library warns with the cookie's text, the database library with statements.
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,tower_sessions=error,tower_sessions_core=error,sqlx=warn,sea_orm=warn,sea_orm_migration=warn"));
    // Whatever `RUST_LOG` says: at trace, libraries write requests down with the tokens in their addresses.
    let registry = tracing_subscriber::registry()
        .with(filter)
        .with(LevelFilter::DEBUG);
    let writer = std::io::stderr;
    // A second start, as in tests, keeps the first one.
    let _ = if std::io::stderr().is_terminal() {
        registry
            .with(
                tracing_subscriber::fmt::layer()
                    .with_writer(writer)
                    .with_target(false),
            )
            .try_init()
    } else {
        registry
            .with(
                tracing_subscriber::fmt::layer()
                    .json()
                    .flatten_event(true)
                    .with_writer(writer),
            )
            .try_init()
    };
    quiet_panics();
}

/// A panic is logged with its place. Its text is kept only when the program's own source holds it
/// word for word: a formatted one may quote what somebody typed.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        let words = panic
            .payload()
            .downcast_ref::<&'static str>()
            .copied()
            .unwrap_or("(not shown: it may quote input)");
        tracing::error!(place, words, "a panic");
    }));
}
