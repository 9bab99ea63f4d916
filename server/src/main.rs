//! The command `casebook`.

use case_study::text_input::printable;
use clap::Parser;
use rust_embed::Embed;
use server::THREAD_STACK;
use server::assets::Site;
use server::cli::{Cli, Command, run};
use server::commands::read_file;
use server::layers::drawing::threads;
use std::io::Write;
use std::process::ExitCode;

/// A page is drawn from thousands of small strings: the system's allocator took a fifth of its time,
/// and kept half as much memory again when the whole bank had been read.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Carried inside the release binary; a debug build reads the folder.
#[derive(Embed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Files;

fn main() -> ExitCode {
    // Before any thread and any file: what this program makes is for its own account alone.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    let cli = Cli::parse();
    if let Command::ReadFile(arguments) = &cli.command {
        return read_file::run(arguments);
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads())
        .thread_stack_size(THREAD_STACK)
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return refuse(&format!("the system gives no threads: {error}")),
    };
    match runtime.block_on(run(cli, Site::of::<Files>())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => refuse(&failure.to_string()),
    }
}

/// One clear sentence, and a code that scripts can see. Names and texts in it cannot steer the
/// terminal.
fn refuse(sentence: &str) -> ExitCode {
    // Standard error may be closed; there is nowhere left to say so.
    let _ = writeln!(std::io::stderr(), "casebook: {}", printable(sentence));
    ExitCode::FAILURE
}
