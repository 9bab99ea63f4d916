//! The picture that previews show of a case: its motif above its title, 1200 by 630, as PNG.
//!
//! It is drawn here because previews take no SVG. Drawing costs some ten milliseconds of a core, so
//! only a few are drawn at once, and the last ones are kept.

mod lettering;
mod paint;

use crate::ui::MotifSeed;
use crate::web::error::PageError;
use case_study::Vocabulary;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use store::cases::PublicCase;
use tokio::sync::Semaphore;

/// The size previews ask for.
pub const WIDTH: u32 = 1200;
pub const HEIGHT: u32 = 630;

/// Pictures drawn at once: one more waits rather than taking the cores from pages.
static DRAWING: Semaphore = Semaphore::const_new(2);

/// What a picture shows: two cases with the same have the same picture.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shows {
    seed: MotifSeed,
    title: String,
    line: String,
}

/// The last pictures, at about 40 KB each.
static KEPT: Mutex<VecDeque<(Shows, Arc<Vec<u8>>)>> = Mutex::new(VecDeque::new());
const MOST_KEPT: usize = 48;

/// The picture of a case.
///
/// # Errors
/// When it cannot be drawn, which is our fault.
pub async fn png(case: PublicCase) -> Result<Vec<u8>, PageError> {
    let content = &case.content;
    let evidence = Vocabulary::Evidence.label_of(&content.evidence_label);
    let parts: Vec<&str> = [content.museum.as_str(), evidence.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let shows = Shows {
        seed: MotifSeed {
            slug: case.slug.clone(),
            themes: content.themes.clone(),
            strand: content.strand.clone(),
        },
        title: content.title.clone(),
        line: parts.join("  \u{b7}  "),
    };
    if let Some(kept) = find(&shows) {
        return Ok(kept.to_vec());
    }
    let failed = |error: String| PageError::Internal(error.into());
    let permit = DRAWING
        .acquire()
        .await
        .map_err(|error| failed(error.to_string()))?;
    let drawn = tokio::task::spawn_blocking({
        let shows = shows.clone();
        move || {
            // Held until it is drawn, even when nobody waits for it any more.
            let _permit = permit;
            paint::draw(&shows)
        }
    })
    .await
    .map_err(|error| failed(error.to_string()))?
    .map_err(failed)?;
    let drawn = Arc::new(drawn);
    keep(shows, drawn.clone());
    Ok(drawn.to_vec())
}

fn find(shows: &Shows) -> Option<Arc<Vec<u8>>> {
    let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    kept.iter()
        .find(|(one, _)| one == shows)
        .map(|(_, bytes)| bytes.clone())
}

fn keep(shows: Shows, bytes: Arc<Vec<u8>>) {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.iter().any(|(one, _)| *one == shows) {
        return;
    }
    kept.push_back((shows, bytes));
    if kept.len() > MOST_KEPT {
        kept.pop_front();
    }
}
