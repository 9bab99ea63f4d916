//! Removes photographs: at once those whose consent has ended, after a day those that no text names, and what a
//! program that was killed left in the store without a row. A copy that is held ([`store::held`]) removes nothing.

use media::Media;
use std::time::{Duration, Instant};
use store::{Db, DbErr, blobs, held};

/// How often to look whether a consent has ended. A read of an index; nothing is written while there is none.
const PAUSE: Duration = Duration::from_secs(2);
/// How often to look for what nobody names.
const SWEEP: Duration = Duration::from_secs(60 * 60);
/// What lies in the store without a row is left alone for so long: its row may be about to come.
const YOUNG: Duration = Duration::from_secs(24 * 60 * 60);

/// Works until `stop` completes.
pub async fn run(db: Db, media: Media, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    let mut swept: Option<Instant> = None;
    loop {
        if swept.is_none_or(|at| at.elapsed() >= SWEEP) {
            swept = Some(Instant::now());
            if let Err(error) = sweep(&db, &media, YOUNG).await {
                tracing::error!(%error, "unused pictures were not removed");
            }
        }
        match end_what_is_due(&db, &media).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "pictures were removed"),
            Err(error) => tracing::error!(%error, "pictures could not be removed"),
        }
        tokio::select! {
            biased;
            () = &mut stop => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

/// Ends what was to be shown until now, and removes whatever is marked; how many pictures went.
///
/// # Errors
/// When the database does not answer.
pub async fn end_what_is_due(db: &Db, media: &Media) -> Result<usize, DbErr> {
    blobs::end_passed(db).await?;
    if is_kept_whole(db).await? {
        return Ok(0);
    }
    let mut removed = 0;
    for one in blobs::doomed(db).await? {
        if let Err(error) = media.shelf().remove(&one.kept_in).await {
            // The row stays, and it is tried again.
            tracing::warn!(%error, "a picture could not be removed from the store");
            continue;
        }
        blobs::forget(db, &one).await?;
        removed += 1;
    }
    Ok(removed)
}

/// Marks what no text has named for a day, and removes from the store what has no row and is older than `young`.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(db: &Db, media: &Media, young: Duration) -> Result<(), DbErr> {
    if is_kept_whole(db).await? {
        return Ok(());
    }
    blobs::doom_unused(db).await?;
    let old = match media.shelf().untouched_for(young).await {
        Ok(old) => old,
        Err(error) => {
            tracing::warn!(%error, "the store of pictures could not be listed");
            return Ok(());
        }
    };
    for name in blobs::unknown_boxes(db, old).await? {
        if let Err(error) = media.shelf().remove(&name).await {
            tracing::warn!(%error, "a picture without a row could not be removed");
        }
    }
    Ok(())
}

/// Whether nothing is taken out of the store: it may be that of the bank that this one is a copy of, which knows of
/// pictures that came since. What is marked is shown to nobody, and goes once the copy is released.
async fn is_kept_whole(db: &Db) -> Result<bool, DbErr> {
    Ok(held::since(db.reader()).await?.is_some())
}
