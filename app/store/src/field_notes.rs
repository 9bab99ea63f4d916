//! Notes that moderators write at the fields of a submission.
//!
//! A draft belongs to the team: anybody of the staff changes it, and it needs and raises no version of its
//! submission, so that it never makes a colleague's letter stale. Every writer holds the submission's row, so a note
//! and a move see each other. What is for the team alone never leaves. What is for the museum goes with the request,
//! in the move's own transaction, and from then on says what its museum may change.

mod adding;
mod asked;
mod rounds;

pub use adding::{add, add_all};
pub use asked::{asked, is_done, noted_fields, open_fields, said_nothing};
pub(crate) use asked::{fresh_fingerprint, keep_replies, put_replies};
pub(super) use rounds::with_move;

use super::entity::{account, field_note as row};
use super::history::Actor;
use super::submissions::Submission;
use super::{Db, DbErr, Transaction, accounts, guards, submissions};
use case_study::Stored;
use case_study::field_notes::{
    NoteLine, NoteReach, NoteRefusal, NoteState, may_be_asked_about, may_be_noted, place_in_form,
};
use case_study::fields::field;
use case_study::publishable::Obstacle;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select};
use std::collections::HashMap;

/// A note as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub id: i64,
    /// The round in which it was written or, once it was sent, sent.
    pub round: i64,
    /// Key of the field; empty for the case study as a whole.
    pub field: String,
    /// Slug of a reason to return; may be empty.
    pub reason: String,
    pub words: String,
    pub reach: Stored<NoteReach>,
    pub state: Stored<NoteState>,
    /// Who wrote it last.
    pub by: Option<String>,
    /// What the museum wrote to it. Staff see it once it was sent, like every other word of a museum.
    pub reply: String,
    pub answered_at: Option<i64>,
    pub created_at: i64,
}

impl Note {
    fn of(row: row::Model) -> Self {
        Self {
            id: row.id,
            round: row.round,
            field: row.field,
            reason: row.reason,
            words: row.words,
            reach: Stored::read(&row.reach),
            state: Stored::read(&row.state),
            by: None,
            reply: row.reply,
            answered_at: row.answered_at,
            created_at: row.created_at,
        }
    }

    /// What a letter says of it.
    #[must_use]
    pub fn line(&self) -> NoteLine {
        NoteLine {
            field: self.field.clone(),
            reason: self.reason.clone(),
            words: self.words.clone(),
        }
    }

    /// Whether it goes with the next request.
    #[must_use]
    pub fn is_to_send(&self) -> bool {
        self.reach == NoteReach::Museum && self.state == NoteState::Draft
    }
}

/// What somebody of the staff writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub words: String,
    pub reason: String,
    pub reach: NoteReach,
}

/// What became of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Noted {
    Done,
    /// Nothing was written.
    Refused(NoteRefusal),
    /// There is no such submission, or whoever writes is no member of staff any more.
    NotFound,
}

/// Every note of a submission, for staff: in the order of the form, older ones first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_submission(
    db: &impl ConnectionTrait,
    submission_id: i64,
) -> Result<Vec<Note>, DbErr> {
    let rows = of(submission_id).all(db).await?;
    let writers: Vec<i64> = rows.iter().filter_map(|row| row.account_id).collect();
    let names: HashMap<i64, String> = account::Entity::find()
        .filter(account::Column::Id.is_in(writers))
        .all(db)
        .await?
        .into_iter()
        .map(|account| (account.id, account.name))
        .collect();
    let notes = rows.into_iter().map(|row| {
        let by = row.account_id.and_then(|id| names.get(&id).cloned());
        let note = Note::of(row);
        // What a museum is still writing is not the moderators' yet.
        let reply = if note.answered_at.is_some() {
            note.reply
        } else {
            String::new()
        };
        Note { by, reply, ..note }
    });
    Ok(in_form_order(notes.collect()))
}

/// The notes that go with the next request.
///
/// # Errors
/// When the database does not answer.
pub async fn to_send(db: &impl ConnectionTrait, submission_id: i64) -> Result<Vec<Note>, DbErr> {
    let notes = of_submission(db, submission_id).await?;
    Ok(notes.into_iter().filter(Note::is_to_send).collect())
}

fn of(submission_id: i64) -> Select<row::Entity> {
    row::Entity::find()
        .filter(row::Column::SubmissionId.eq(submission_id))
        .order_by_asc(row::Column::Id)
}

fn in_form_order(mut notes: Vec<Note>) -> Vec<Note> {
    notes.sort_by_key(|note| (place_in_form(&note.field), note.id));
    notes
}

/// Writes other words in place of those of a note that was not sent yet.
///
/// # Errors
/// When the database does not answer.
pub async fn change(
    db: &Db,
    actor: &Actor,
    submission_id: i64,
    note_id: i64,
    written: Written,
) -> Result<Noted, DbErr> {
    let (tx, submission) = match hold(db, actor, submission_id).await? {
        Some(held) => held,
        None => return Ok(Noted::NotFound),
    };
    let Some(note) = draft(&tx, submission.id, note_id).await? else {
        return Ok(Noted::Refused(NoteRefusal::NotYours));
    };
    if let Err(why) = may_write(&tx, actor, &submission, &note.field, written.reach).await? {
        return Ok(Noted::Refused(why));
    }
    row::Entity::update_many()
        .col_expr(row::Column::Words, Expr::value(written.words))
        .col_expr(row::Column::Reason, Expr::value(written.reason))
        .col_expr(row::Column::Reach, Expr::value(written.reach.slug()))
        .col_expr(row::Column::AccountId, Expr::value(actor.account_id))
        .filter(row::Column::Id.eq(note.id))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(Noted::Done)
}

/// Removes a note that was not sent. One that its museum replied to, before it was called back, is kept and done
/// with: nobody's words are thrown away.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(
    db: &Db,
    actor: &Actor,
    submission_id: i64,
    note_id: i64,
) -> Result<Noted, DbErr> {
    let (tx, submission) = match hold(db, actor, submission_id).await? {
        Some(held) => held,
        None => return Ok(Noted::NotFound),
    };
    let Some(note) = draft(&tx, submission.id, note_id).await? else {
        return Ok(Noted::Refused(NoteRefusal::NotYours));
    };
    if note.reply.is_empty() {
        row::Entity::delete_by_id(note.id).exec(&tx).await?;
    } else {
        set_state(&tx, note.id, NoteState::Settled).await?;
    }
    tx.commit().await?;
    Ok(Noted::Done)
}

/// Nothing is left to do about a note that came back. Pressed twice, the second changes nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn settle(
    db: &Db,
    actor: &Actor,
    submission_id: i64,
    note_id: i64,
) -> Result<Noted, DbErr> {
    let (tx, submission) = match hold(db, actor, submission_id).await? {
        Some(held) => held,
        None => return Ok(Noted::NotFound),
    };
    let state = of(submission.id)
        .filter(row::Column::Id.eq(note_id))
        .one(&tx)
        .await?
        .map(|note| Stored::<NoteState>::read(&note.state));
    match state.and_then(|state| state.known()) {
        Some(NoteState::Answered) => set_state(&tx, note_id, NoteState::Settled).await?,
        Some(NoteState::Settled) => {}
        _ => return Ok(Noted::Refused(NoteRefusal::NotYours)),
    }
    tx.commit().await?;
    Ok(Noted::Done)
}

/// The submission, held for a member of staff.
async fn hold(
    db: &Db,
    actor: &Actor,
    submission_id: i64,
) -> Result<Option<(Transaction, Submission)>, DbErr> {
    let tx = db.begin().await?;
    if !accounts::still_acts(&tx, actor).await? {
        return Ok(None);
    }
    let submission = submissions::locked(&tx, submission_id).await?;
    Ok(submission.map(|submission| (tx, submission)))
}

/// The same for whoever writes it: nobody asks their own museum where somebody else may.
async fn may_write(
    tx: &Transaction,
    actor: &Actor,
    submission: &Submission,
    key: &str,
    reach: NoteReach,
) -> Result<Result<(), NoteRefusal>, DbErr> {
    if let Err(why) = may_stand(submission, key, reach) {
        return Ok(Err(why));
    }
    if reach != NoteReach::Museum {
        return Ok(Ok(()));
    }
    Ok(match guards::may_not_mend(tx, actor, submission).await? {
        Some(Obstacle::OwnMuseum { why, .. }) => Err(NoteRefusal::OwnMuseum(why)),
        _ => Ok(()),
    })
}

fn may_stand(submission: &Submission, key: &str, reach: NoteReach) -> Result<(), NoteRefusal> {
    if !key.is_empty() && field(key).is_none() {
        return Err(NoteRefusal::FieldIsGone);
    }
    if reach == NoteReach::Museum && !may_be_asked_about(key) {
        return Err(NoteRefusal::FieldIsGone);
    }
    if !may_be_noted(&submission.status, reach) {
        return Err(NoteRefusal::NotNow);
    }
    Ok(())
}

async fn draft(
    tx: &Transaction,
    submission_id: i64,
    note_id: i64,
) -> Result<Option<row::Model>, DbErr> {
    of(submission_id)
        .filter(row::Column::Id.eq(note_id))
        .filter(row::Column::State.eq(NoteState::Draft.slug()))
        .one(tx)
        .await
}

async fn set_state(tx: &Transaction, note_id: i64, state: NoteState) -> Result<(), DbErr> {
    row::Entity::update_many()
        .col_expr(row::Column::State, Expr::value(state.slug()))
        .filter(row::Column::Id.eq(note_id))
        .exec(tx)
        .await?;
    Ok(())
}
