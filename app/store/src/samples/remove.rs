//! Removing every sample: what was never public goes without a trace; of what was, the row stays, taken down and
//! empty, because whoever follows or harvests the bank has to be told that it went.

use super::{ids, is_removed};
use crate::entity::{case, job, planned_move, submission, working_copy};
use crate::taking_apart::{leave_empty, take_apart, was_public};
use crate::{Db, DbErr, Transaction, bank};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// A sample that was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    pub title: String,
    /// The references of its submissions, the first before the others.
    pub references: Vec<String>,
    /// Its address, if readers could open it once.
    pub slug: Option<String>,
}

/// Removes every sample in one step, all of them or none. `progress` hears how many are done, of how many.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(
    db: &Db,
    mut progress: impl FnMut(usize, usize),
) -> Result<Vec<Removed>, DbErr> {
    let tx = db.begin().await?;
    // Whoever writes in one of them holds its submission.
    let submissions = submission::Entity::find()
        .filter(submission::Column::CaseId.in_subquery(ids()))
        .order_by_asc(submission::Column::Id)
        .lock_exclusive()
        .all(&tx)
        .await?;
    hold_plans_and_copies(&tx, &submissions).await?;
    bank::hold_generation(&tx).await?;
    let mut of_case: HashMap<i64, Vec<submission::Model>> = HashMap::new();
    for row in submissions {
        of_case.entry(row.case_id).or_default().push(row);
    }
    let rows: Vec<case::Model> = case::Entity::find()
        .filter(case::Column::Sample.eq(true))
        .order_by_asc(case::Column::Id)
        .all(&tx)
        .await?
        .into_iter()
        .filter(|row| !is_removed(row))
        .collect();
    let any_was_public = rows.iter().any(was_public);
    let generation = if any_was_public {
        bank::raise_generation(&tx).await?
    } else {
        0
    };
    let total = rows.len();
    let mut removed = Vec::with_capacity(total);
    for (at, row) in rows.into_iter().enumerate() {
        let submissions = of_case.remove(&row.id).unwrap_or_default();
        let ids: Vec<i64> = submissions.iter().map(|one| one.id).collect();
        take_apart(&tx, row.id, &ids).await?;
        if was_public(&row) {
            leave_empty(&tx, &row, generation).await?;
        } else {
            case::Entity::delete_by_id(row.id).exec(&tx).await?;
        }
        removed.push(Removed {
            slug: row.slug.clone().filter(|_| was_public(&row)),
            title: row.title,
            references: submissions.into_iter().map(|one| one.reference).collect(),
        });
        progress(at + 1, total);
    }
    job::Entity::delete_many()
        .filter(job::Column::Sample.eq(true))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    if any_was_public {
        bank::announce(db).await;
    }
    Ok(removed)
}

/// Takes what is deleted later and comes before the generation in the order of locks: a plan that is due holds its row
/// while it waits for the generation.
async fn hold_plans_and_copies(
    tx: &Transaction,
    submissions: &[submission::Model],
) -> Result<(), DbErr> {
    let of = submissions.iter().map(|one| one.id);
    planned_move::Entity::find()
        .select_only()
        .column(planned_move::Column::Id)
        .filter(
            Condition::any()
                .add(planned_move::Column::SubmissionId.is_in(of.clone()))
                .add(planned_move::Column::CaseId.in_subquery(ids())),
        )
        .order_by_asc(planned_move::Column::Id)
        .lock_exclusive()
        .into_tuple::<i64>()
        .all(tx)
        .await?;
    working_copy::Entity::find()
        .select_only()
        .column(working_copy::Column::SubmissionId)
        .filter(working_copy::Column::SubmissionId.is_in(of))
        .order_by_asc(working_copy::Column::SubmissionId)
        .lock_exclusive()
        .into_tuple::<i64>()
        .all(tx)
        .await?;
    Ok(())
}

/// Removes a sample that was begun and not finished, because the program was stopped meanwhile: it is made again
/// from its beginning.
///
/// # Errors
/// When the database does not answer.
pub async fn remove_half_made(db: &Db, case_id: i64) -> Result<(), DbErr> {
    let tx = db.begin().await?;
    let submissions: Vec<i64> = submission::Entity::find()
        .filter(submission::Column::CaseId.eq(case_id))
        .filter(submission::Column::CaseId.in_subquery(ids()))
        .order_by_asc(submission::Column::Id)
        .lock_exclusive()
        .all(&tx)
        .await?
        .into_iter()
        .map(|row| row.id)
        .collect();
    let row = case::Entity::find_by_id(case_id).one(&tx).await?;
    if row.is_some_and(|row| row.sample && !was_public(&row)) {
        take_apart(&tx, case_id, &submissions).await?;
        case::Entity::delete_by_id(case_id).exec(&tx).await?;
        job::Entity::delete_many()
            .filter(job::Column::SubmissionId.is_in(submissions))
            .exec(&tx)
            .await?;
    }
    tx.commit().await
}
