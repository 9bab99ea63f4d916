//! One file a command.

pub mod backup;
pub mod case;
pub mod doctor;
pub mod export;
pub mod import;
pub mod intake;
pub mod migrate;
pub mod read_file;
pub mod restore;
pub mod sample;
pub mod serve;
pub mod user;

use case_study::text_input::printable;
use std::io::Write;

/// Says something to the person or script that ran the command: a line that cannot steer their
/// terminal, whatever is in it. A reader that went away, as `head` does, is no failure.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{}", printable(line));
}
