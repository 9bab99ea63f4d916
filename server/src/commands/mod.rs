//! One file a command.

pub mod export;
pub mod import;
pub mod migrate;
pub mod serve;
pub mod user;

use std::io::Write;

/// Says something to the person or script that ran the command. A reader that went away, as
/// `head` does, is no failure.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
