//! The server `casebook`: configuration, router, sessions, security layers, mail and commands.
//! What people see and the rules behind it stand in `app`.

pub mod assets;
pub mod backup;
pub mod cli;
pub mod commands;
mod copy_before_steps;
pub mod database;
pub mod error;
pub mod health;
pub mod layers;
pub mod link_checks;
pub mod listener;
pub mod logging;
pub mod mail_transport;
pub mod passwords;
pub mod pictures;
pub mod planned;
pub mod router;
pub mod samples;
pub mod server_functions;
pub mod sessions;
pub mod settings;
pub mod told;
pub mod watched;
pub mod worker;

/// What a thread that serves may use of the stack, in bytes. A request passes through some thirty layers, each of which
/// keeps what it waits for there; pages of it that nothing touches take no memory.
pub const THREAD_STACK: usize = 8 * 1024 * 1024;
