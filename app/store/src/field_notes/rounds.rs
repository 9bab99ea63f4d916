//! What a move of a submission does to its notes.

use super::{asked, in_form_order, of, row};
use crate::entity::submission;
use crate::submissions::Submission;
use crate::{DbErr, Transaction, drafts};
use case_study::decision::{Beside, CameBack};
use case_study::field_notes::{NoteReach, NoteState, in_letter};
use case_study::manner::Manner;
use case_study::{Move, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Writes what a move does to the notes, and gives what is told with it. `submission` is as the move found it. None
/// where the request has nothing left to ask: its notes are gone since whoever sends it looked.
pub(crate) async fn with_move(
    tx: &Transaction,
    submission: &Submission,
    to: Status,
    wanted: &Move,
    manner: &Manner,
) -> Result<Option<Beside>, DbErr> {
    match wanted {
        Move::RequestChanges { message, .. } => request(tx, submission, message, manner).await,
        // They write on their own account, or after a long time.
        Move::Amend { .. } | Move::Resume => {
            open_all(tx, submission.id, true).await?;
            Ok(Some(Beside::default()))
        }
        Move::Submit { .. } => Ok(Some(came_back(tx, submission).await?)),
        _ => {
            if to == Status::InReview {
                // Taken back before it was answered: the team may say it in other words, or not at all.
                move_on(tx, submission.id, NoteState::Sent, NoteState::Draft).await?;
            }
            Ok(Some(Beside::default()))
        }
    }
}

/// The notes that are ready go with the request, and only what they are about is open.
async fn request(
    tx: &Transaction,
    submission: &Submission,
    message: &str,
    manner: &Manner,
) -> Result<Option<Beside>, DbErr> {
    let notes = super::to_send(tx, submission.id).await?;
    let go: Vec<_> = notes
        .into_iter()
        .filter(|note| {
            let chosen = manner.notes.as_ref();
            chosen.is_none_or(|ids| ids.contains(&note.id))
        })
        .collect();
    let was_to_ask = manner.notes.as_ref().is_some_and(|ids| !ids.is_empty());
    if was_to_ask && go.is_empty() && message.is_empty() {
        return Ok(None);
    }
    row::Entity::update_many()
        .col_expr(row::Column::State, Expr::value(NoteState::Sent.slug()))
        // The move raises it.
        .col_expr(row::Column::Round, Expr::value(submission.round + 1))
        .filter(row::Column::Id.is_in(go.iter().map(|note| note.id)))
        .exec(tx)
        .await?;
    open_all(tx, submission.id, manner.all_fields_open || go.is_empty()).await?;
    let lines: Vec<_> = in_form_order(go).iter().map(super::Note::line).collect();
    Ok(Some(Beside {
        asked: in_letter(&lines),
        back: None,
    }))
}

/// The museum sent it again: every note of the round is answered, be it by saying nothing.
async fn came_back(tx: &Transaction, submission: &Submission) -> Result<Beside, DbErr> {
    if submission.status != Status::ChangesRequested {
        return Ok(Beside::default());
    }
    let copy = drafts::lock(tx, submission.id).await?.copy;
    let back = if asked::said_nothing(tx, submission, &copy).await? {
        CameBack::Unchanged
    } else {
        CameBack::Changed
    };
    move_on(tx, submission.id, NoteState::Sent, NoteState::Answered).await?;
    Ok(Beside {
        asked: Vec::new(),
        back: Some(back),
    })
}

/// Every note for the museum that is in one state goes on to another.
async fn move_on(
    tx: &Transaction,
    submission_id: i64,
    from: NoteState,
    to: NoteState,
) -> Result<(), DbErr> {
    let notes = of(submission_id)
        .filter(row::Column::Reach.eq(NoteReach::Museum.slug()))
        .filter(row::Column::State.eq(from.slug()))
        .all(tx)
        .await?;
    if notes.is_empty() {
        return Ok(());
    }
    let mut update = row::Entity::update_many()
        .col_expr(row::Column::State, Expr::value(to.slug()))
        .filter(row::Column::Id.is_in(notes.iter().map(|note| note.id)));
    if to == NoteState::Answered {
        update = update.col_expr(row::Column::AnsweredAt, Expr::value(Some(tx.now_ms())));
    }
    update.exec(tx).await?;
    Ok(())
}

async fn open_all(tx: &Transaction, submission_id: i64, all: bool) -> Result<(), DbErr> {
    submission::Entity::update_many()
        .col_expr(submission::Column::AllFieldsOpen, Expr::value(all))
        .filter(submission::Column::Id.eq(submission_id))
        .exec(tx)
        .await?;
    Ok(())
}
