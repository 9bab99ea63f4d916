//! Erasing a case study for good: every text, letter and photograph of it. Of one that was public a row stays, taken
//! down and empty, because whoever follows or harvests the bank has to be told that it went.

use super::entity::{case, planned_move, submission, working_copy};
use super::taking_apart::{leave_empty, take_apart, was_public};
use super::{Db, DbErr, Transaction, bank, blobs, submissions};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// A case study that can be erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasable {
    pub case_id: i64,
    pub title: String,
    /// The references of its submissions, the first before the others.
    pub references: Vec<String>,
    /// Its address, if readers could ever open it.
    pub slug: Option<String>,
}

/// The case study of a reference, or of the last part of a public address. Nothing where it was erased before.
///
/// # Errors
/// When the database does not answer.
pub async fn find(db: &Db, named: &str) -> Result<Option<Erasable>, DbErr> {
    let of_reference = submissions::by_reference(db.reader(), named).await?;
    let row = match of_reference {
        Some(submission) => case::Entity::find_by_id(submission.case_id),
        None => case::Entity::find()
            .filter(case::Column::Slug.eq(named))
            // One that was erased has no title any more.
            .filter(case::Column::Title.ne("")),
    };
    let Some(row) = row.one(db.reader()).await? else {
        return Ok(None);
    };
    let references = ids_and_references(db.reader(), row.id).await?;
    Ok(Some(Erasable {
        case_id: row.id,
        slug: row.slug.clone().filter(|_| was_public(&row)),
        title: row.title,
        references: references.into_iter().map(|(_, one)| one).collect(),
    }))
}

/// Erases it. `false` where somebody did so before.
///
/// # Errors
/// When the database does not answer. Nothing was erased then.
pub async fn erase(db: &Db, case_id: i64) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    // In the order in which everybody locks: its submissions, their plans and copies, the generation.
    let held: Vec<i64> = submission::Entity::find()
        .filter(submission::Column::CaseId.eq(case_id))
        .order_by_asc(submission::Column::Id)
        .lock_exclusive()
        .all(&tx)
        .await?
        .into_iter()
        .map(|row| row.id)
        .collect();
    hold_plans_and_copies(&tx, case_id, &held).await?;
    let generation = bank::raise_generation(&tx).await?;
    let Some(row) = case::Entity::find_by_id(case_id).one(&tx).await? else {
        return Ok(false);
    };
    blobs::doom_all_of_case(&tx, case_id).await?;
    take_apart(&tx, case_id, &held).await?;
    let was_public = was_public(&row);
    if was_public {
        leave_empty(&tx, &row, generation).await?;
    } else {
        case::Entity::delete_by_id(case_id).exec(&tx).await?;
    }
    tx.commit().await?;
    tracing::info!(case = case_id, was_public, "a case study was erased");
    if was_public {
        bank::announce(db).await;
    }
    Ok(true)
}

async fn ids_and_references(
    db: &impl ConnectionTrait,
    case_id: i64,
) -> Result<Vec<(i64, String)>, DbErr> {
    submission::Entity::find()
        .select_only()
        .column(submission::Column::Id)
        .column(submission::Column::Reference)
        .filter(submission::Column::CaseId.eq(case_id))
        .order_by_asc(submission::Column::Id)
        .into_tuple()
        .all(db)
        .await
}

async fn hold_plans_and_copies(
    tx: &Transaction,
    case_id: i64,
    submissions: &[i64],
) -> Result<(), DbErr> {
    let of = || submissions.iter().copied();
    planned_move::Entity::find()
        .filter(
            Condition::any()
                .add(planned_move::Column::SubmissionId.is_in(of()))
                .add(planned_move::Column::CaseId.eq(case_id)),
        )
        .order_by_asc(planned_move::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    working_copy::Entity::find()
        .filter(working_copy::Column::SubmissionId.is_in(of()))
        .order_by_asc(working_copy::Column::SubmissionId)
        .lock_exclusive()
        .all(tx)
        .await?;
    Ok(())
}
