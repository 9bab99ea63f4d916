//! `casebook read-file`: opens one file that somebody sent, in a process that can do nothing else. The server runs it for each.

use clap::Args;
use documents::{MOST_BYTES, SAID_NO, SMALL, answer};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// So much memory is its own, beside what the program takes that does nothing yet.
const MEMORY: u64 = 200 * 1024 * 1024;
/// Seconds of a core; the server waits no longer by the clock.
const SECONDS: u64 = 10;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The file; without it, standard input.
    path: Option<PathBuf>,
    /// Write one of its pictures instead, by its number from 0.
    #[arg(long, value_name = "NUMBER")]
    picture: Option<usize>,
}

/// Reads the file and writes what was found as JSON: 0, or 3 with the sentence why not.
#[must_use]
pub fn run(arguments: &Arguments) -> ExitCode {
    if std::env::var_os(SMALL.0).is_none() {
        return again();
    }
    let file = match taken(arguments) {
        Ok(file) => file,
        Err(fault) => {
            let _ = writeln!(
                std::io::stderr(),
                "casebook: the file could not be opened: {fault}"
            );
            return ExitCode::FAILURE;
        }
    };
    if limit().is_err() {
        return ExitCode::FAILURE;
    }
    let Ok((written, is_read)) = answer(&file, arguments.picture) else {
        return ExitCode::FAILURE;
    };
    let mut output = std::io::stdout().lock();
    if output
        .write_all(&written)
        .and_then(|()| output.flush())
        .is_err()
    {
        return ExitCode::FAILURE;
    }
    if is_read {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(SAID_NO)
    }
}

/// Run by hand it starts itself once more, as the server starts it.
fn again() -> ExitCode {
    let fault = match std::env::current_exe() {
        // Takes the place of this process: what comes back is why it did not.
        Ok(program) => Command::new(program)
            .args(std::env::args_os().skip(1))
            .env_clear()
            .env(SMALL.0, SMALL.1)
            .exec(),
        Err(fault) => fault,
    };
    let _ = writeln!(
        std::io::stderr(),
        "casebook: the program could not start itself: {fault}"
    );
    ExitCode::FAILURE
}

/// The bytes; of a file that is too large a byte more than may be, which is refused with its sentence.
fn taken(arguments: &Arguments) -> std::io::Result<Vec<u8>> {
    let most = MOST_BYTES as u64 + 1;
    let mut file = Vec::new();
    match &arguments.path {
        Some(path) => File::open(path)?.take(most).read_to_end(&mut file)?,
        None => std::io::stdin().lock().take(most).read_to_end(&mut file)?,
    };
    Ok(file)
}

/// From here on: little memory, little time.
fn limit() -> Result<(), Box<dyn std::error::Error>> {
    let lower = |resource: Resource, most: u64| {
        let now = getrlimit(resource);
        let most = now.maximum.map_or(most, |maximum| maximum.min(most));
        setrlimit(
            resource,
            Rlimit {
                current: Some(most),
                maximum: Some(most),
            },
        )
    };
    lower(Resource::As, mapped()?.saturating_add(MEMORY))?;
    // The system says first that the time is up; a moment later it ends what does not listen.
    setrlimit(
        Resource::Cpu,
        Rlimit {
            current: Some(SECONDS),
            maximum: Some(SECONDS + 2),
        },
    )?;
    lower(Resource::Core, 0)?;
    Ok(())
}

/// How many bytes of addresses the program has now: its own text, and what its allocator keeps ready.
fn mapped() -> Result<u64, Box<dyn std::error::Error>> {
    // Where the system does not say, what it usually is.
    const USUAL: u64 = 400 * 1024 * 1024;
    let Ok(said) = std::fs::read_to_string("/proc/self/statm") else {
        return Ok(USUAL);
    };
    let pages: u64 = said.split(' ').next().unwrap_or_default().parse()?;
    Ok(pages.saturating_mul(rustix::param::page_size() as u64))
}
