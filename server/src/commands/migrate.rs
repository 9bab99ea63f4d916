//! `casebook migrate`

use super::say;
use crate::database;
use crate::error::Failure;
use crate::settings::StoreArguments;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArguments,
}

/// Brings the database up to date.
///
/// # Errors
/// See [`database::open`].
pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    let db = database::open(&arguments.store).await?;
    db.close().await;
    say("The database is up to date.");
    Ok(())
}
