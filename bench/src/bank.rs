//! A generated bank in a folder of its own, stored through the product's own import. It is kept: a
//! second run measures the same bank without making it again.

use crate::cases::{EDITION, case};
use crate::photographs;
use case_study::import::ImportedCase;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use store::{Db, imports};

/// Cases stored in one transaction.
const BATCH: u64 = 500;

/// The folder of a bank of so many cases, below `folder`, and how long storing them took if it was
/// not there yet.
pub async fn bank(folder: &Path, cases: u64) -> io::Result<(PathBuf, Option<Duration>)> {
    let folder = folder.join(format!("{cases}-cases"));
    let done = folder.join("done");
    let edition = format!("{EDITION} {}", env!("CARGO_PKG_VERSION"));
    if std::fs::read_to_string(&done).is_ok_and(|found| found == edition) {
        return Ok((folder, None));
    }
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let began = Instant::now();
    fill(&folder, cases).await?;
    std::fs::write(done, edition)?;
    Ok((folder, Some(began.elapsed())))
}

async fn fill(folder: &Path, cases: u64) -> io::Result<()> {
    let url = format!("sqlite://{}", folder.join("casebook.db").display());
    let db = Db::connect(&url).await.map_err(io::Error::other)?;
    server::database::migrate(&db)
        .await
        .map_err(io::Error::other)?;
    let mut next = 0;
    while next < cases {
        let end = (next + BATCH).min(cases);
        let batch: Vec<ImportedCase> = (next..end).map(|number| case(number, cases)).collect();
        imports::import(&db, &batch, |_| {})
            .await
            .map_err(io::Error::other)?;
        photographs::note(&db, next..end, cases)
            .await
            .map_err(io::Error::other)?;
        next = end;
        crate::say(&format!("  stored {next} of {cases} cases"));
    }
    db.close().await;
    Ok(())
}
