//! What a museum is asked now: the notes of the request, what they open, and what is replied to them.

use super::{Note, in_form_order, of, row};
use crate::submissions::Submission;
use crate::{DbErr, Transaction, submissions};
use case_study::answers::tidy;
use case_study::field_notes::{
    LONGEST_REPLY, NoteReach, NoteState, OpenFields, reply_key, with_partners,
};
use case_study::{Answers, FIELDS, Field, FieldError, Status, WorkingCopy};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// The notes that a museum is asked to answer now, in the order of the form, with its replies as they are saved.
///
/// # Errors
/// When the database does not answer.
pub async fn asked(db: &impl ConnectionTrait, submission: &Submission) -> Result<Vec<Note>, DbErr> {
    if submission.status != Status::ChangesRequested {
        return Ok(Vec::new());
    }
    let rows = of(submission.id)
        .filter(row::Column::Round.eq(submission.round))
        .filter(row::Column::State.eq(NoteState::Sent.slug()))
        .filter(row::Column::Reach.eq(NoteReach::Museum.slug()))
        .all(db)
        .await?;
    Ok(in_form_order(rows.into_iter().map(Note::of).collect()))
}

/// The fields of these notes and those that belong to them, in form order, each once.
#[must_use]
pub fn noted_fields(notes: &[Note]) -> Vec<&'static Field> {
    let open = OpenFields::asked(notes.iter().map(|note| note.field.as_str()));
    FIELDS
        .iter()
        .filter(|field| field.is_asked() && open.is_open(field))
        .collect()
}

/// What of its text a museum may change now. What stands in the way of sending it, and what it wrote before and
/// never sent, is its own to change whatever was asked: nobody could send it otherwise.
///
/// # Errors
/// When the database does not answer.
pub async fn open_fields(
    db: &impl ConnectionTrait,
    submission: &Submission,
    copy: &WorkingCopy,
    notes: &[Note],
) -> Result<OpenFields, DbErr> {
    if submission.status != Status::ChangesRequested
        || submission.all_fields_open
        || notes.is_empty()
    {
        return Ok(OpenFields::All);
    }
    let mut open = OpenFields::asked(notes.iter().map(|note| note.field.as_str()));
    let faults = copy.check_to_send();
    let newest = submissions::newest_text(db, submission.id).await?;
    for field in FIELDS.iter().filter(|field| field.is_asked()) {
        let differs = newest
            .as_ref()
            .is_some_and(|text| field.answers(text) != field.answers(&copy.content));
        let is_at_fault = FieldError::of(&faults, field.key).is_some();
        if differs || is_at_fault || copy.typed(field).is_some() {
            open.open(field);
        }
    }
    Ok(open)
}

/// A short name for what the page of a request holds: the answers that were asked about, and the replies.
pub(crate) fn fresh_fingerprint(copy: &WorkingCopy, notes: &[Note]) -> String {
    use sha2::Digest;
    let answers = copy.fingerprint(noted_fields(notes).into_iter());
    let replies: Vec<(i64, &str)> = notes
        .iter()
        .map(|note| (note.id, note.reply.as_str()))
        .collect();
    let hashed = sha2::Sha256::digest(format!("{answers} {replies:?}"));
    hex::encode(&hashed[..8])
}

/// Puts the replies that came with a form into the notes, as much of each as fits; a sentence for each that does not.
pub(crate) fn put_replies(notes: &mut [Note], answers: &Answers) -> Vec<FieldError> {
    let mut left_out = Vec::new();
    for note in notes {
        let key = reply_key(note.id);
        if !answers.holds(&key) {
            continue;
        }
        let typed = tidy(answers.one(&key));
        let length = typed.chars().count();
        note.reply = typed.chars().take(LONGEST_REPLY).collect();
        if length > LONGEST_REPLY {
            let lost = length - LONGEST_REPLY;
            left_out.push(FieldError::new(
                key,
                format!("A reply can have {LONGEST_REPLY} characters, so we saved it without its last {lost}. Shorten it and save it again"),
            ));
        }
    }
    left_out
}

/// Keeps the replies that differ from those before.
pub(crate) async fn keep_replies(
    tx: &Transaction,
    before: &[Note],
    after: &[Note],
) -> Result<(), DbErr> {
    for (note, old) in after.iter().zip(before) {
        if note.reply != old.reply {
            row::Entity::update_many()
                .col_expr(row::Column::Reply, Expr::value(note.reply.clone()))
                .filter(row::Column::Id.eq(note.id))
                .exec(tx)
                .await?;
        }
    }
    Ok(())
}

/// Whether a museum neither changed an answer nor wrote a reply since it was asked.
///
/// # Errors
/// When the database does not answer.
pub async fn said_nothing(
    db: &impl ConnectionTrait,
    submission: &Submission,
    copy: &WorkingCopy,
) -> Result<bool, DbErr> {
    let notes = asked(db, submission).await?;
    if notes.iter().any(|note| !note.reply.is_empty()) {
        return Ok(false);
    }
    let Some(newest) = submissions::newest_text(db, submission.id).await? else {
        return Ok(false);
    };
    Ok(FIELDS.iter().all(|field| {
        copy.typed(field).is_none() && field.answers(&newest) == field.answers(&copy.content)
    }))
}

/// Whether something was done about a note: a reply, or another answer than the text that its museum was given.
#[must_use]
pub fn is_done(note: &Note, copy: &WorkingCopy, given: &case_study::CaseStudyContent) -> bool {
    !note.reply.is_empty()
        || with_partners(&note.field).into_iter().any(|field| {
            copy.typed(field).is_some() || field.answers(given) != field.answers(&copy.content)
        })
}
