//! Writing notes: one, or several at once.

use super::{Db, DbErr, Transaction};
use super::{Noted, Written, hold, may_write, of};
use crate::entity::field_note as row;
use crate::history::Actor;
use crate::submissions::Submission;
use case_study::field_notes::NoteState;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

/// Writes a note at a field, or with an empty key at the case study as a whole.
///
/// # Errors
/// When the database does not answer.
pub async fn add(
    db: &Db,
    actor: &Actor,
    submission_id: i64,
    field: &str,
    written: Written,
) -> Result<Noted, DbErr> {
    let (tx, submission) = match hold(db, actor, submission_id).await? {
        Some(held) => held,
        None => return Ok(Noted::NotFound),
    };
    if let Err(why) = may_write(&tx, actor, &submission, field, written.reach).await? {
        return Ok(Noted::Refused(why));
    }
    insert(&tx, actor, &submission, field, written).await?;
    tx.commit().await?;
    Ok(Noted::Done)
}

/// Writes several notes, each at its field: all of them, or none. One that stands there already, word for word, is
/// not written twice. Their ids, or why none was written.
///
/// # Errors
/// When the database does not answer.
pub async fn add_all(
    db: &Db,
    actor: &Actor,
    submission_id: i64,
    notes: Vec<(String, Written)>,
) -> Result<Result<Vec<i64>, Noted>, DbErr> {
    let (tx, submission) = match hold(db, actor, submission_id).await? {
        Some(held) => held,
        None => return Ok(Err(Noted::NotFound)),
    };
    let mut ids = Vec::new();
    for (field, written) in notes {
        if let Err(why) = may_write(&tx, actor, &submission, &field, written.reach).await? {
            return Ok(Err(Noted::Refused(why)));
        }
        let same = of(submission.id)
            .filter(row::Column::State.eq(NoteState::Draft.slug()))
            .filter(row::Column::Reach.eq(written.reach.slug()))
            .filter(row::Column::Field.eq(field.as_str()))
            .filter(row::Column::Words.eq(written.words.as_str()))
            .one(&tx)
            .await?;
        ids.push(match same {
            Some(same) => same.id,
            None => insert(&tx, actor, &submission, &field, written).await?,
        });
    }
    tx.commit().await?;
    Ok(Ok(ids))
}

async fn insert(
    tx: &Transaction,
    actor: &Actor,
    submission: &Submission,
    field: &str,
    written: Written,
) -> Result<i64, DbErr> {
    let new = row::ActiveModel {
        submission_id: Set(submission.id),
        round: Set(submission.round),
        field: Set(field.to_owned()),
        reason: Set(written.reason),
        words: Set(written.words),
        reach: Set(written.reach.slug().to_owned()),
        state: Set(NoteState::Draft.slug().to_owned()),
        account_id: Set(actor.account_id),
        reply: Set(String::new()),
        answered_at: Set(None),
        created_at: Set(tx.now_ms()),
        ..Default::default()
    };
    let inserted = row::Entity::insert(new).exec(tx).await?;
    Ok(inserted.last_insert_id)
}
