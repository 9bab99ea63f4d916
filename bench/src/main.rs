//! `make bench`: how fast Casebook answers, and what that takes. It generates banks, starts the
//! release binary over each of them and asks; `docs/benchmarks.md` says what came of it.
//!
//! | file | what |
//! |---|---|
//! | `cases`, `words`, `dice` | case studies made up, the same in every run |
//! | `bank` | a bank of them in a folder |
//! | `asked` | what the server is asked for |
//! | `program`, `bare` | starting what is measured; the bare handler beside it |
//! | `load`, `http` | asking as fast as possible |
//! | `photographs` | lists with photographs beside lists without |
//! | `queue` | a long queue of moderators, asked for page by page |
//! | `measure`, `report` | what is measured, and the page that says it |

mod asked;
mod bank;
mod bare;
mod cases;
mod dice;
mod http;
mod load;
mod measure;
mod photographs;
mod program;
mod queue;
mod report;
mod words;

use clap::{Parser, Subcommand};
use server::layers::drawing::threads;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// Measures Casebook over generated banks.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure, and write the page.
    Run(Run),
    /// Serve finished answers, as the bare handler that the cache is compared with.
    Bare {
        /// The answers.
        file: PathBuf,
        /// Address and port.
        #[arg(long, env = "CASEBOOK_LISTEN")]
        listen: SocketAddr,
    },
}

#[derive(clap::Args)]
struct Run {
    /// The release binary.
    #[arg(long)]
    casebook: PathBuf,
    /// Where generated banks are kept.
    #[arg(long)]
    folder: PathBuf,
    /// How many cases, with commas between.
    #[arg(
        long,
        env = "BENCH_SIZES",
        value_delimiter = ',',
        default_value = "1000,10000,100000"
    )]
    sizes: Vec<u64>,
    /// Seconds for each figure.
    #[arg(long, env = "BENCH_SECONDS", default_value_t = 5)]
    seconds: u64,
    /// The page that is written.
    #[arg(long)]
    page: PathBuf,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        // One thread: it takes as little as possible of what it measures.
        Command::Run(run) => tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .and_then(|runtime| runtime.block_on(measured(run))),
        // As the product's own.
        Command::Bare { file, listen } => tokio::runtime::Builder::new_multi_thread()
            .worker_threads(threads())
            .enable_all()
            .build()
            .and_then(|runtime| runtime.block_on(bare::serve(&file, listen))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("bench: {error}"));
            ExitCode::FAILURE
        }
    }
}

async fn measured(run: Run) -> io::Result<()> {
    let mut sizes = Vec::new();
    for cases in &run.sizes {
        let time = Duration::from_secs(run.seconds.max(1));
        sizes.push(measure::size(&run.casebook, &run.folder, *cases, time).await?);
    }
    let time = Duration::from_secs(run.seconds.max(1));
    let queue = queue::queue(&run.casebook, &run.folder, time).await?;
    let cores = std::thread::available_parallelism()?.get();
    let day = case_study::dates::iso_day(store::Clock::system().now_ms());
    let listed: Vec<String> = run.sizes.iter().map(u64::to_string).collect();
    let command = format!(
        "BENCH_SIZES={} BENCH_SECONDS={} make bench",
        listed.join(","),
        run.seconds
    );
    let page = report::page(&sizes, &queue, &command, cores, &day);
    std::fs::write(&run.page, &page)?;
    io::stdout().write_all(page.as_bytes())
}

/// Says how far it is; standard output is for the figures.
fn say(words: &str) {
    let _ = writeln!(io::stderr(), "{words}");
}
