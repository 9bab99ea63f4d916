//! `casebook backup FILE`

use super::say;
use crate::error::Failure;
use crate::settings::{MediaUrl, StoreArguments};
use crate::{backup, database};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The file to write. A server may go on: the file holds one moment of the bank, with its pictures, and is
    /// read back whole before it gets its name. It holds names, addresses and drafts: keep it to yourself. The secret
    /// (CASEBOOK_SECRET_FILE) is not in it: keep a copy of that too, in another place.
    file: PathBuf,

    /// Write over a file of that name.
    #[arg(long)]
    replace: bool,

    /// Where photographs are kept, as for `casebook serve`.
    #[arg(long, env = "CASEBOOK_MEDIA_URL", value_name = "URL")]
    media_url: Option<String>,

    #[command(flatten)]
    store: StoreArguments,
}

/// Writes the whole bank into one file.
///
/// # Errors
/// When the database or the store of pictures does not answer, the file cannot be written, or the store has none of the
/// bank's pictures.
pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    let media = MediaUrl::parse(arguments.media_url.as_deref(), &arguments.store.data_dir)?;
    let db = database::open_as_it_is(&arguments.store).await?;
    let media = media.open()?;
    let written = backup::write(&db, &media, &arguments.file, arguments.replace).await;
    db.close().await;
    let written = written?;
    say(&format!(
        "Wrote {}: {} rows and {} picture files, {} KB. It was read back and is whole.",
        arguments.file.display(),
        written.rows,
        written.pictures,
        written.bytes.div_ceil(1024)
    ));
    say(
        "The secret is not in it, and no password or second factor can be checked without that: keep a copy of the file \
         of CASEBOOK_SECRET_FILE (without that setting, \u{201c}secret\u{201d} in the data folder) in another place.",
    );
    if written.missing_pictures > 0 && written.pictures == 0 {
        // From cron nobody reads what is said: a store that is another than the server's must not pass for a backup.
        return Err(Failure::Backup {
            path: arguments.file,
            problem: format!(
                "it was written without pictures: none of the {} that the bank names is in this store. Set \
                 CASEBOOK_MEDIA_URL to what the server has, and run it again with another name",
                written.missing_pictures
            ),
        });
    }
    if written.missing_pictures > 0 {
        say(&format!(
            "{} pictures that the bank names are not in its store, so they are not in the backup either: casebook doctor \
             says which.",
            written.missing_pictures
        ));
    }
    Ok(())
}
