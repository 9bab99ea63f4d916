//! Taking a file in: read by the child process, its answers and pieces kept, its pictures put beside the others. A photograph
//! that comes with it goes there too.

use super::view::{FULL, FULL_OF_PHOTOGRAPHS, NOT_ASKED};
use crate::web::error::PageError;
use crate::web::pictures;
use crate::web::state::AppState;
use case_study::pictures::{MOST_PICTURES, to_strings};
use case_study::{Answers, Picture, Section};
use documents::Found;
use media::Prepared;
use store::blobs::Kept as KeptPicture;
use store::drafts::SaveOutcome;
use store::material::{Brought, Kept};
use store::{blobs, drafts, material};

const PICTURES: &str = "pictures";

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::submit) enum Taken {
    All,
    /// Somebody sent the case study meanwhile.
    Closed,
    /// Nothing of it, and why, in words for whoever brought it.
    Refused(&'static str),
}

/// Keeps what was read of a file, and its pictures. `file` is empty for a pasted text.
///
/// # Errors
/// When the database or the store of pictures does not answer.
pub(in crate::submit) async fn take(
    state: &AppState,
    submission_id: i64,
    name: String,
    found: Found,
    file: &[u8],
) -> Result<Taken, PageError> {
    let count = found.pictures.len();
    let alternatives: Vec<String> = found
        .pictures
        .into_iter()
        .map(|one| one.alternative)
        .collect();
    let brought = Brought {
        name,
        media_type: found.kind.media_type().to_owned(),
        content: found.content,
        pieces: found.pieces,
    };
    match material::bring(&state.db, submission_id, brought).await? {
        Kept::Kept => {}
        Kept::Closed => return Ok(Taken::Closed),
        Kept::Full => return Ok(Taken::Refused(FULL)),
    }
    let mut inside = Vec::new();
    for (at, alternative) in (0..count).zip(alternatives) {
        // What is no photograph, such as a drawing of an office program, stays in the document.
        let Ok(bytes) = state.reader.picture(file, at).await else {
            continue;
        };
        if let Some(picture) = picture(state, submission_id, bytes, alternative).await? {
            inside.push(picture);
        }
    }
    add(state, submission_id, inside).await?;
    Ok(Taken::All)
}

/// Puts a photograph behind those that are there. What it shows and who agreed is asked on their page.
///
/// # Errors
/// When the database or the store of pictures does not answer.
pub(in crate::submit) async fn take_photograph(
    state: &AppState,
    submission_id: i64,
    prepared: &Prepared,
) -> Result<Taken, PageError> {
    let copy = drafts::working_copy(&state.db, submission_id).await?;
    if copy.content.pictures.len() >= MOST_PICTURES {
        return Ok(Taken::Refused(FULL_OF_PHOTOGRAPHS));
    }
    let Some(picture) = keep(state, submission_id, prepared, String::new()).await? else {
        return Ok(Taken::Closed);
    };
    let blob = picture.blob.clone();
    add(state, submission_id, vec![picture]).await?;
    let copy = drafts::working_copy(&state.db, submission_id).await?;
    // While moderators ask about some answers, the others stay as they are.
    let is_there = copy.content.pictures.iter().any(|one| one.blob == blob);
    Ok(if is_there {
        Taken::All
    } else {
        Taken::Refused(NOT_ASKED)
    })
}

async fn picture(
    state: &AppState,
    submission_id: i64,
    bytes: Vec<u8>,
    alternative: String,
) -> Result<Option<Picture>, PageError> {
    let Ok(prepared) = state.media.prepare(bytes).await else {
        return Ok(None);
    };
    keep(state, submission_id, &prepared, alternative).await
}

/// Puts a picture into the store and gives it a row; none where somebody sent the case study meanwhile.
async fn keep(
    state: &AppState,
    submission_id: i64,
    prepared: &Prepared,
    alternative: String,
) -> Result<Option<Picture>, PageError> {
    let new = pictures::put(state, prepared).await?;
    let kept = blobs::keep(&state.db, submission_id, &new).await?;
    if kept != KeptPicture::New {
        pictures::take_back(state, &new).await;
    }
    Ok((kept != KeptPicture::Closed).then(|| Picture {
        blob: new.sha256,
        width: prepared.width,
        height: prepared.height,
        alternative,
        ..Picture::default()
    }))
}

/// Puts pictures behind those that are there; somebody may save the same page at the same moment, and is not overwritten.
async fn add(state: &AppState, submission_id: i64, new: Vec<Picture>) -> Result<(), PageError> {
    const TRIES: usize = 3;
    if new.is_empty() {
        return Ok(());
    }
    for _ in 0..TRIES {
        let copy = drafts::working_copy(&state.db, submission_id).await?;
        let mut all = copy.content.pictures.clone();
        for picture in &new {
            if all.len() < MOST_PICTURES && all.iter().all(|one| one.blob != picture.blob) {
                all.push(picture.clone());
            }
        }
        let base = drafts::fresh_base(&copy, Section::Pictures);
        let mut answers = Answers::default();
        answers.set(PICTURES, to_strings(&all));
        let saved =
            drafts::save_section(&state.db, submission_id, Section::Pictures, &base, &answers)
                .await?;
        if !matches!(saved, SaveOutcome::Overtaken { .. }) {
            break;
        }
    }
    Ok(())
}
