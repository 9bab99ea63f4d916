//! `casebook import FILE`

use super::say;
use crate::database;
use crate::error::Failure;
use crate::settings::StoreArguments;
use case_study::import::read;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use store::imports;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A JSON list of cases, or a cases.json that `casebook export` wrote. All of them become public in
    /// one step at the end; until then a server on the same database goes on reading and saving.
    file: PathBuf,

    /// Do nothing when the bank holds a case already.
    #[arg(long)]
    if_empty: bool,

    #[command(flatten)]
    store: StoreArguments,
}

/// Loads cases from a file: all of them, or none.
///
/// # Errors
/// When the file cannot be read, or is wrong; the sentence names each case that is, and the field.
pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    let refuse = |problem: String| Failure::Import {
        path: arguments.file.clone(),
        problem,
    };
    // Before the database is touched: a wrong file leaves nothing behind, not even a new database.
    let text = std::fs::read_to_string(&arguments.file)
        .map_err(|cause| refuse(format!("it cannot be read: {cause}")))?;
    let cases = read(&text).map_err(|error| refuse(error.to_string()))?;
    let db = database::open(&arguments.store).await?;
    if arguments.if_empty && !imports::is_empty(&db).await? {
        say("The bank holds cases already; nothing was imported.");
        db.close().await;
        return Ok(());
    }
    let total = cases.len();
    let done = imports::import(&db, &cases, |count| progress(count, total)).await;
    db.close().await;
    let done = done.map_err(|error| match error {
        imports::ImportFailure::Db(error) => Failure::Database(error),
        other => refuse(other.to_string()),
    })?;
    say(&format!(
        "Imported: {} new, {} changed, {} as before.",
        done.added, done.updated, done.unchanged
    ));
    if !done.taken_down.is_empty() {
        say(&format!(
            "Counted as before, and still taken down here: {}.",
            done.taken_down.join(", ")
        ));
    }
    if !done.left.is_empty() {
        say(&format!(
            "Left as they are, because someone changed them here since they were imported, or their museum sent \
             them here: {}.",
            done.left.join(", ")
        ));
    }
    Ok(())
}

/// One line that counts up, for a person only.
fn progress(count: usize, total: usize) {
    let mut terminal = std::io::stderr();
    if terminal.is_terminal() && (count.is_multiple_of(25) || count == total) {
        let end = if count == total { "\n" } else { "" };
        let _ = write!(terminal, "\rReading case {count} of {total}{end}");
    }
}
