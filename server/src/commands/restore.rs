//! `casebook restore FILE`

use super::say;
use crate::backup;
use crate::backup::{Manifest, Opened};
use crate::error::Failure;
use crate::settings::{MediaUrl, StoreArguments};
use std::path::PathBuf;
use time::OffsetDateTime;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A file that `casebook backup` wrote, from whichever database. It is put into an empty bank only; stop the server
    /// first. No email leaves the new bank and nothing planned in it is carried out before `casebook doctor --release`.
    file: PathBuf,

    /// Only read the file from end to end and say what is in it.
    #[arg(long)]
    check: bool,

    /// Where photographs are kept, as for `casebook serve`.
    #[arg(long, env = "CASEBOOK_MEDIA_URL", value_name = "URL")]
    media_url: Option<String>,

    #[command(flatten)]
    store: StoreArguments,
}

/// Puts a backup into an empty bank.
///
/// # Errors
/// When the file is no backup, is damaged, or was written by a newer version, when there is something in the bank
/// already, or when the database or the store of pictures does not answer. Nothing is there then.
pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    // Before the database is touched: a wrong file leaves nothing behind.
    let mut opened = Opened::open(&arguments.file)?;
    opened.check()?;
    if arguments.check {
        say(&format!(
            "{} is whole: {}.",
            arguments.file.display(),
            about(opened.manifest())
        ));
        return Ok(());
    }
    let media = MediaUrl::parse(arguments.media_url.as_deref(), &arguments.store.data_dir)?;
    // Closed to others, before the store of pictures makes a folder in it.
    arguments.store.prepare()?;
    let restored = backup::restore(&arguments.store, &media.open()?, &mut opened).await?;
    say(&format!(
        "Restored {}: {}.",
        arguments.file.display(),
        about(opened.manifest())
    ));
    if restored.later_steps > 0 {
        say(&format!(
            "It was made by an earlier version: {} steps of the schema were taken since.",
            restored.later_steps
        ));
    }
    say(
        "The secret is not in a backup: put its file back too (CASEBOOK_SECRET_FILE, else \u{201c}secret\u{201d} in the \
         data folder), or no one can sign in.",
    );
    say(
        "Emails and planned moves of this bank wait. When it stands in for the one that the backup was made from, let them \
         go with: casebook doctor --release",
    );
    Ok(())
}

/// "1,204 rows and 12 picture files, from 28 November 2026"
fn about(manifest: &Manifest) -> String {
    let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
    let at = OffsetDateTime::from_unix_timestamp(manifest.made_at / 1000);
    let date = at.map_or_else(
        |_| "an unknown day".to_owned(),
        |at| {
            format!(
                "{} {} {}, {:02}:{:02} UTC",
                at.day(),
                at.month(),
                at.year(),
                at.hour(),
                at.minute()
            )
        },
    );
    format!(
        "{rows} rows and {} picture files, made from {} on {date} by Casebook {}",
        manifest.pictures, manifest.made_from, manifest.casebook
    )
}
