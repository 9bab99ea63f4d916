//! The store of pictures: what rows name lies there whole, and nothing lies there that no row names.

use super::report::Report;
use crate::backup::is_ours;
use crate::error::Failure;
use crate::settings::{MediaUrl, ServeArguments};
use std::time::Duration;
use store::backup::boxes;
use store::{Db, blobs};

/// The server removes within an hour what no row has named for a day.
const YOUNG: Duration = Duration::from_secs(26 * 60 * 60);
/// So many are named.
const NAMED: usize = 5;

pub(super) async fn look(report: &mut Report, db: &Db, serve: &ServeArguments, current: bool) {
    if !current {
        return;
    }
    match faults(report, db, serve).await {
        Ok(0) => report.fine("pictures", "each is in the store, and none without a row"),
        Ok(_) => {}
        Err(failure) => report.found("pictures", &failure.to_string()),
    }
}

async fn faults(report: &mut Report, db: &Db, serve: &ServeArguments) -> Result<usize, Failure> {
    let named = boxes(db.reader()).await?;
    let url = MediaUrl::parse(serve.media_url.as_deref(), &serve.store.data_dir)?;
    if let MediaUrl::Folder(folder) = &url
        && !folder.is_dir()
    {
        // Looking makes no folder.
        if named.is_empty() {
            return Ok(0);
        }
        report.found(
            "pictures",
            &format!(
                "the bank names {} pictures and there is no folder {}. Check CASEBOOK_MEDIA_URL, or put the folder back",
                named.len(),
                folder.display()
            ),
        );
        return Ok(1);
    }
    let media = url.open()?;
    let mut missing = Vec::new();
    for one in &named {
        let objects = media.shelf().objects_in(&one.kept_in).await?;
        let ours = objects
            .iter()
            .filter(|object| is_ours(&one.kept_in, &object.name));
        let bytes: u64 = ours.map(|object| object.bytes).sum();
        if i64::try_from(bytes).ok() != Some(one.bytes) {
            missing.push(one.kept_in.clone());
        }
    }
    let old = media.shelf().untouched_for(YOUNG).await?;
    let unknown = blobs::unknown_boxes(db, old).await?;
    let mut found = 0;
    for (boxes, what) in [
        (
            missing,
            "that the bank names are missing in the store, or not whole. Put them back from a backup: they are parts of it, \
             under media/",
        ),
        (
            unknown,
            "lie in the store and no row names them. A server that runs removes them within an hour; if one does, look in \
             its log for why it could not",
        ),
    ] {
        if !boxes.is_empty() {
            found += 1;
            let shown: Vec<&str> = boxes.iter().take(NAMED).map(String::as_str).collect();
            let more = if boxes.len() > NAMED {
                ", \u{2026}"
            } else {
                ""
            };
            report.found(
                "pictures",
                &format!(
                    "{} pictures {what} ({}{more})",
                    boxes.len(),
                    shown.join(", ")
                ),
            );
        }
    }
    Ok(found)
}
