//! The command line: one enum, one variant a command.

use crate::assets::Site;
use crate::commands::{
    backup, case, doctor, export, import, intake, migrate, read_file, restore, sample, serve, user,
};
use crate::error::Failure;
use clap::{Parser, Subcommand};

/// Case studies of what museums do for wellbeing: sharing them, checking them, reading them.
#[derive(Debug, Parser)]
#[command(name = "casebook", version, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring the database up to date, then serve the site until told to stop.
    Serve(serve::Arguments),
    /// Bring the database up to date and stop.
    Migrate(migrate::Arguments),
    /// Load cases from a JSON file; a second run changes nothing.
    Import(import::Arguments),
    /// Read the old inbox in: emails about case studies become drafts, the others thoughts or letters, or are left alone.
    Intake(intake::Arguments),
    /// Write every public case study into a folder, as JSON and CSV; with --all everything else too.
    Export(export::Arguments),
    /// Add sample case studies and submissions to try the site with, or remove all of them.
    Sample(sample::Arguments),
    /// Look after the people who can sign in.
    User(user::Arguments),
    /// Read one file that someone sent; the server runs this for each.
    #[command(hide = true)]
    ReadFile(read_file::Arguments),
    /// Erase a case study for good.
    Case(case::Arguments),
    /// Write the whole bank into one file, pictures included, while the server goes on.
    Backup(backup::Arguments),
    /// Put a backup into an empty bank, on SQLite or PostgreSQL.
    Restore(restore::Arguments),
    /// Look whether all is well, and say what to do where it is not.
    Doctor(doctor::Arguments),
}

/// Runs what was asked for. `site` is what browsers load.
///
/// # Errors
/// One sentence for the person at the terminal.
pub async fn run(cli: Cli, site: Site) -> Result<(), Failure> {
    match cli.command {
        Command::Serve(arguments) => serve::run(arguments, site).await,
        Command::Migrate(arguments) => migrate::run(arguments).await,
        Command::Import(arguments) => import::run(arguments).await,
        Command::Intake(arguments) => intake::run(arguments).await,
        Command::Export(arguments) => export::run(arguments).await,
        Command::Sample(arguments) => sample::run(arguments).await,
        Command::User(arguments) => user::run(arguments).await,
        // Done before there are threads: see main.
        Command::ReadFile(_) => Ok(()),
        Command::Case(arguments) => case::run(arguments).await,
        Command::Backup(arguments) => backup::run(arguments).await,
        Command::Restore(arguments) => restore::run(arguments).await,
        Command::Doctor(arguments) => doctor::run(arguments).await,
    }
}
