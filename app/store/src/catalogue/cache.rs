//! The newest catalogue, kept for all readers.

use super::{Catalogue, build};
use crate::bank::Standing;
use crate::{Db, DbErr, bank};
use case_study::dates;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Keeps the newest catalogue; one in each process.
#[derive(Default)]
pub struct CatalogueCache {
    kept: Arc<Mutex<Option<Arc<Catalogue>>>>,
}

impl CatalogueCache {
    /// The catalogue of the bank as it stands now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn current(&self, db: &Db) -> Result<Arc<Catalogue>, DbErr> {
        // Read before the cases: a change in between makes the next reader look again.
        let now = bank::standing(db).await?;
        let this_year = dates::year(db.now_ms());
        if let Some(known) = self.kept.lock().await.as_ref()
            && known.is_of(now, this_year)
        {
            return Ok(known.clone());
        }
        let (kept, db) = (self.kept.clone(), db.clone());
        // In a task of its own: a reader who leaves, or whose time is up, must not stop what all the
        // others wait for and the next one would begin again.
        tokio::spawn(async move { renew(&kept, &db, now, this_year).await })
            .await
            .unwrap_or_else(|error| Err(DbErr::Custom(error.to_string())))
    }
}

async fn renew(
    kept: &Mutex<Option<Arc<Catalogue>>>,
    db: &Db,
    now: Standing,
    this_year: u16,
) -> Result<Arc<Catalogue>, DbErr> {
    // Held while reading, so that many readers after a change read the bank once.
    let mut kept = kept.lock().await;
    let catalogue = match kept.as_ref() {
        Some(known) if known.is_of(now, this_year) => return Ok(known.clone()),
        Some(known) if known.is_of_bank(now) => {
            build::later(db, known.clone(), now, this_year).await?
        }
        _ => build::whole(db, now, this_year).await?,
    };
    let catalogue = Arc::new(catalogue);
    *kept = Some(catalogue.clone());
    Ok(catalogue)
}
