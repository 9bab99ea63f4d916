//! What is kept of an email that was read in: subject, sender and files go in time, and with what was made of it. The
//! mark that it was read stays, so that it is not read in again.

use super::entity::{intake_mail, letter};
use super::{DbErr, Transaction};
use case_study::intake::Outcome;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, UpdateMany};

/// Empties those that say anything yet. One that could not be read has no sender, and where it was found as its
/// subject.
pub(super) fn emptied() -> UpdateMany<intake_mail::Entity> {
    let says_anything = Condition::any()
        .add(intake_mail::Column::Subject.ne(""))
        .add(intake_mail::Column::Sender.ne(""))
        .add(intake_mail::Column::Files.is_not_in(["", "[]"]));
    intake_mail::Entity::update_many()
        .col_expr(intake_mail::Column::Subject, Expr::value(""))
        .col_expr(intake_mail::Column::Sender, Expr::value(""))
        .col_expr(intake_mail::Column::Files, Expr::value("[]"))
        .filter(says_anything)
}

/// Empties those that became these submissions.
pub(super) async fn forget_drafts(tx: &Transaction, submissions: &[i64]) -> Result<(), DbErr> {
    emptied()
        .filter(intake_mail::Column::Outcome.eq(Outcome::Draft.slug()))
        .filter(intake_mail::Column::TargetId.is_in(submissions.iter().copied()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Empties those that became letters of which this is so. Before these are deleted.
pub(super) async fn forget_letters(tx: &Transaction, which: Expr) -> Result<(), DbErr> {
    let letters = Query::select()
        .column(letter::Column::Id)
        .from(letter::Entity)
        .and_where(which)
        .to_owned();
    emptied()
        .filter(intake_mail::Column::Outcome.eq(Outcome::Answer.slug()))
        .filter(intake_mail::Column::TargetId.in_subquery(letters))
        .exec(tx)
        .await?;
    Ok(())
}
