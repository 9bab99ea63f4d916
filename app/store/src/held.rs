//! A bank that is a copy. It is another bank than the one that it was made from, and until somebody says that it stands
//! in that one's place, no email leaves it and nothing planned in it is carried out: else everybody would be written to
//! twice. Nor is anything taken out of the store of pictures, which may still be that one's. The hold is a row of
//! `counters`, which every version since the second step of the schema has.

use super::entity::{counter, job, planned_move};
use super::job_state::JobState;
use super::{Db, DbErr, random_bytes};
use case_study::planned::PlanState;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

const HELD: &str = "held_since";
const IDENTITY: &str = "identity";

/// Since when this bank is held, in milliseconds since 1970; none for one that is not.
///
/// # Errors
/// When the database does not answer.
pub async fn since(db: &impl ConnectionTrait) -> Result<Option<i64>, DbErr> {
    let row = counter::Entity::find_by_id(HELD).one(db).await?;
    Ok(row.map(|row| row.value))
}

/// Whether it is held; yes where the database does not say, so that nothing is done by mistake.
pub async fn is_held(db: &Db) -> bool {
    match since(db.reader()).await {
        Ok(since) => since.is_some(),
        Err(error) => {
            tracing::error!(%error, "whether this bank is held could not be read");
            true
        }
    }
}

/// Says of a bank that it is a copy: gives it an identity of its own, and holds it.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_as_copy(db: &impl ConnectionTrait, now_ms: i64) -> Result<(), DbErr> {
    let identity = i64::from_le_bytes(random_bytes::<8>()).unsigned_abs() >> 1;
    let identity = i64::try_from(identity).unwrap_or_default();
    for (name, value) in [(IDENTITY, identity), (HELD, now_ms)] {
        counter::Entity::insert(counter::ActiveModel {
            name: Set(name.to_owned()),
            value: Set(value),
        })
        .on_conflict(
            OnConflict::column(counter::Column::Name)
                .update_column(counter::Column::Value)
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    }
    Ok(())
}

/// What waits in a bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    pub emails: u64,
    /// Planned moves that are due.
    pub moves: u64,
}

/// What would go out, or be carried out, if the bank were not held.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(db: &Db) -> Result<Waiting, DbErr> {
    let emails = job::Entity::find()
        .filter(job::Column::State.eq(JobState::Waiting.slug()))
        .count(db.reader())
        .await?;
    let moves = planned_move::Entity::find()
        .filter(planned_move::Column::State.eq(PlanState::Waiting.slug()))
        .filter(planned_move::Column::DueAt.lte(db.now_ms()))
        .count(db.reader())
        .await?;
    Ok(Waiting { emails, moves })
}

/// What becomes of emails that waited already when the copy was made: the bank that it was made from may have sent
/// them since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// They go out.
    Send,
    /// They are set aside for a person, who may send each of them.
    SetAside,
}

/// Lets go of a bank that is held; how many emails were set aside. None for a bank that is not held.
///
/// # Errors
/// When the database does not answer.
pub async fn release(db: &Db, earlier: Earlier) -> Result<Option<u64>, DbErr> {
    let tx = db.begin().await?;
    let Some(since) = since(&tx).await? else {
        tx.rollback().await?;
        return Ok(None);
    };
    let mut aside = 0;
    if earlier == Earlier::SetAside {
        let set = job::Entity::update_many()
            .col_expr(job::Column::State, Expr::value(JobState::Dead.slug()))
            .col_expr(job::Column::FinishedAt, Expr::value(Some(tx.now_ms())))
            .col_expr(
                job::Column::LastError,
                Expr::value("it waited when this copy was made"),
            )
            .filter(job::Column::State.eq(JobState::Waiting.slug()))
            .filter(job::Column::CreatedAt.lte(since))
            .exec(&tx)
            .await?;
        aside = set.rows_affected;
    }
    counter::Entity::delete_by_id(HELD).exec(&tx).await?;
    tx.commit().await?;
    Ok(Some(aside))
}
