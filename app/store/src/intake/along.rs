//! The files of an answer: what of them is kept with the case study that it is about, and what is not.
//!
//! Whoever writes an email may name any sender. So nothing of an answer fills a field: documents lie beside the text, in
//! pieces that a person places, and photographs are added only while the museum may change them and has to say of each
//! who agreed to it.

use super::{NewMail, What};
use crate::blobs::NewBlob;
use crate::drafts::Contact;
use crate::field_notes::{asked, open_fields};
use crate::material::{Brought, Kept};
use crate::submissions::Submission;
use crate::{DbErr, Transaction, blobs, drafts, material};
use case_study::Picture;
use case_study::fields::field;
use case_study::intake::files_in_words;
use case_study::pictures::MOST_PICTURES;

/// What came along with an answer, read.
#[derive(Debug, Clone, Default)]
pub struct Along {
    pub brought: Vec<Brought>,
    pub photographs: Vec<Photograph>,
}

/// A photograph that lies in the store already.
#[derive(Debug, Clone)]
pub struct Photograph {
    /// The name of its file.
    pub name: String,
    /// As a content names it.
    pub picture: Picture,
    pub blob: NewBlob,
}

/// Keeps what came along with an answer as far as may be, and says in words what is kept and what is not: for the end of
/// the letter. `is_theirs` where it came from the museum's own address.
pub(super) async fn keep(
    tx: &Transaction,
    submission: &Submission,
    new: &NewMail,
    is_theirs: bool,
) -> Result<String, DbErr> {
    let (mut documents, mut photographs) = (Vec::new(), Vec::new());
    if let What::Answer(along) = &new.what {
        for brought in &along.brought {
            let kept = material::bring_beside(tx, submission, brought.clone()).await?;
            if kept == Kept::Kept {
                documents.push(brought.name.as_str());
            }
        }
        if is_theirs {
            photographs = add(tx, submission, &along.photographs).await?;
        }
    }
    let left: Vec<&str> = new
        .files
        .iter()
        .map(String::as_str)
        .filter(|name| !documents.contains(name) && !photographs.contains(name))
        .collect();
    Ok(files_in_words(&documents, &photographs, &left))
}

/// Adds photographs to the text that a museum may change; the names of those that are there then.
async fn add<'a>(
    tx: &Transaction,
    submission: &Submission,
    photographs: &'a [Photograph],
) -> Result<Vec<&'a str>, DbErr> {
    let mut added = Vec::new();
    let is_open = submission.status.is_open_to_its_author() && !photographs.is_empty();
    let Some(field) = field("pictures").filter(|_| is_open) else {
        return Ok(added);
    };
    let mut held = drafts::lock(tx, submission.id).await?;
    let notes = asked(tx, submission).await?;
    let open = open_fields(tx, submission, &held.copy, &notes).await?;
    if !open.is_open(field) || held.copy.typed(field).is_some() {
        return Ok(added);
    }
    for one in photographs {
        let there = &mut held.copy.content.pictures;
        let is_there = there.iter().any(|other| other.blob == one.picture.blob);
        if !is_there && there.len() >= MOST_PICTURES {
            continue;
        }
        // Where the case had it already, what was just put into the store is swept away.
        blobs::keep_in(tx, submission.case_id, &one.blob).await?;
        if !is_there {
            there.push(one.picture.clone());
        }
        added.push(one.name.as_str());
    }
    if !added.is_empty() {
        drafts::write(tx, submission, &held, Contact::Unseen).await?;
    }
    Ok(added)
}
