//! Deleting a case with everything that hangs on it, or submissions of one that stays. Of what was public a row stays,
//! taken down and empty, because whoever follows or harvests the bank has to be told that it went.

use super::entity::{
    access_link, agreement, case, declaration, event, field_note, job, letter, material,
    planned_move, question, reader_message, revision, submission, working_copy,
};
use super::history::{Actor, NewHistoryEntry, record};
use super::publishing::{insert_revision, state_of};
use super::{DbErr, Transaction, read_in_marks};
use case_study::{CaseAction, CaseState, CaseStudyContent, EventKind, RevisionKind};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Public now, or once.
pub(super) fn was_public(row: &case::Model) -> bool {
    row.slug.is_some() && state_of(row) != CaseState::Unpublished
}

macro_rules! delete {
    ($tx:ident, $entity:ident where $which:expr) => {
        $entity::Entity::delete_many()
            .filter($which)
            .exec($tx)
            .await?;
    };
}

/// Deletes submissions of a case that stays, with what hangs on them, what names something else before what it names.
/// Emails that became them or letters about them stay as marks that they were read.
pub(super) async fn remove_submissions(tx: &Transaction, ids: &[i64]) -> Result<(), DbErr> {
    macro_rules! delete_of {
        ($entity:ident) => {
            delete!(tx, $entity where $entity::Column::SubmissionId.is_in(ids.iter().copied()));
        };
    }
    read_in_marks::forget_drafts(tx, ids).await?;
    let letters = letter::Column::SubmissionId.is_in(ids.iter().copied());
    read_in_marks::forget_letters(tx, letters).await?;
    delete_of!(planned_move);
    delete_of!(working_copy);
    delete_of!(access_link);
    delete_of!(agreement);
    delete_of!(declaration);
    delete_of!(field_note);
    delete_of!(letter);
    delete_of!(material);
    delete_of!(event);
    delete_of!(revision);
    delete_of!(job);
    delete!(tx, submission where submission::Column::Id.is_in(ids.iter().copied()));
    Ok(())
}

/// Deletes everything that hangs on a case whose submissions these are. Its own row stays.
pub(super) async fn take_apart(
    tx: &Transaction,
    case_id: i64,
    submissions: &[i64],
) -> Result<(), DbErr> {
    remove_submissions(tx, submissions).await?;
    macro_rules! delete_of {
        ($entity:ident) => {
            delete!(tx, $entity where $entity::Column::CaseId.eq(case_id));
        };
    }
    read_in_marks::forget_letters(tx, letter::Column::CaseId.eq(case_id)).await?;
    delete_of!(planned_move);
    delete_of!(letter);
    delete_of!(event);
    delete_of!(question);
    delete_of!(reader_message);
    delete_of!(revision);
    Ok(())
}

/// What stays of a case that was public: nothing to read, under the address that it had.
pub(super) async fn leave_empty(
    tx: &Transaction,
    row: &case::Model,
    generation: i64,
) -> Result<(), DbErr> {
    let (kind, nothing) = (RevisionKind::AsPublished, CaseStudyContent::default());
    let revision_id = insert_revision(tx, row.id, None, kind, &nothing, None).await?;
    case::Entity::update_many()
        .col_expr(
            case::Column::State,
            Expr::value(CaseState::TakenDown.slug()),
        )
        .col_expr(case::Column::Title, Expr::value(""))
        .col_expr(case::Column::Featured, Expr::value(false))
        .col_expr(case::Column::PublishedRevisionId, Expr::value(revision_id))
        .col_expr(case::Column::ImportedRevisionId, Expr::value(revision_id))
        .col_expr(case::Column::ReviewDueAt, Expr::value(None::<i64>))
        .col_expr(case::Column::UpdatedAt, Expr::value(tx.now_ms()))
        .col_expr(case::Column::ChangedIn, Expr::value(generation))
        .col_expr(
            case::Column::Version,
            Expr::col(case::Column::Version).add(1),
        )
        .filter(case::Column::Id.eq(row.id))
        .exec(tx)
        .await?;
    let entry = NewHistoryEntry {
        case_id: Some(row.id),
        to_state: Some(CaseState::TakenDown.slug()),
        ..NewHistoryEntry::of(EventKind::CaseMove(CaseAction::TakeDown))
    };
    record(tx, &Actor::operator(), entry).await
}
