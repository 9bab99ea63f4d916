//! Cases that this program made, from public sources, to be tried out. What is said about them never leaves the
//! machine, no figure counts those that go the way of what museums send, and all of them can be removed in one go.

mod remove;

pub use remove::{Removed, remove, remove_half_made};

use super::drafts::{BeginError, Begun, BegunBy, FirstText, NewDraft};
use super::entity::{case, event, letter, submission};
use super::short_way::{Story, StorySent};
use super::{Db, DbErr, Transaction, drafts, hash_token, imports, short_way};
use case_study::mail_templates::MailContext;
use case_study::short_way::Way;
use case_study::{Action, CaseState, EventKind, Origin};
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::HashSet;

/// How the bank stands to its samples.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Samples that are there.
    pub samples: u64,
    /// Public samples that were removed: whoever harvests the bank is still told that they went.
    pub removed: u64,
    /// Cases that are none, drafts included.
    pub others: u64,
}

/// How the bank stands to its samples.
///
/// # Errors
/// When the database does not answer.
pub async fn standing(db: &Db) -> Result<Standing, DbErr> {
    let there = || case::Entity::find().filter(imports::is_not_staged());
    let count = |which: Condition| there().filter(which).count(db.reader());
    let all = count(Condition::all().add(case::Column::Sample.eq(true))).await?;
    let removed = count(removed()).await?;
    Ok(Standing {
        samples: all.saturating_sub(removed),
        removed,
        others: count(Condition::all().add(case::Column::Sample.eq(false))).await?,
    })
}

/// Whether a case is a sample.
///
/// # Errors
/// When the database does not answer.
pub async fn is_sample(db: &impl ConnectionTrait, case_id: i64) -> Result<bool, DbErr> {
    Ok(!among(db, std::iter::once(case_id)).await?.is_empty())
}

/// Whether the case of a submission is one.
pub(super) async fn is_of_sample(
    db: &impl ConnectionTrait,
    submission_id: i64,
) -> Result<bool, DbErr> {
    let found = submission::Entity::find_by_id(submission_id)
        .filter(submission::Column::CaseId.in_subquery(ids()))
        .count(db)
        .await?;
    Ok(found > 0)
}

/// Those of these cases that are samples.
///
/// # Errors
/// When the database does not answer.
pub async fn among(
    db: &impl ConnectionTrait,
    case_ids: impl Iterator<Item = i64>,
) -> Result<HashSet<i64>, DbErr> {
    let found: Vec<i64> = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(case::Column::Id.is_in(case_ids))
        .filter(case::Column::Sample.eq(true))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

/// The ids of all samples, as a part of another question.
pub(super) fn ids() -> SelectStatement {
    Query::select()
        .column(case::Column::Id)
        .from(case::Entity)
        .and_where(case::Column::Sample.eq(true))
        .to_owned()
}

/// A public sample that was removed: its row is all that is left.
fn removed() -> Condition {
    Condition::all()
        .add(case::Column::Sample.eq(true))
        .add(case::Column::State.eq(CaseState::TakenDown.slug()))
        .add(case::Column::Title.eq(""))
}

/// The same of a row that was read.
pub(super) fn is_removed(row: &case::Model) -> bool {
    row.sample && row.title.is_empty() && row.state == CaseState::TakenDown.slug()
}

/// Lets something else have the place of a sample that was removed, under its address.
pub(super) async fn clear_place(
    tx: &Transaction,
    case_id: i64,
    origin: Origin,
) -> Result<(), DbErr> {
    case::Entity::update_many()
        .col_expr(
            case::Column::State,
            Expr::value(CaseState::Unpublished.slug()),
        )
        .col_expr(case::Column::Origin, Expr::value(origin.slug()))
        .filter(case::Column::Id.eq(case_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// A case is a sample no more: something real takes its place. For whoever joins what a museum sent to it.
///
/// # Errors
/// When the database does not answer.
pub async fn no_longer(tx: &Transaction, case_id: i64) -> Result<(), DbErr> {
    case::Entity::update_many()
        .col_expr(case::Column::Sample, Expr::value(false))
        .filter(case::Column::Id.eq(case_id))
        .filter(case::Column::Sample.eq(true))
        .exec(tx)
        .await?;
    Ok(())
}

/// A sample that goes the way of what museums send, as it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub submission_id: i64,
    pub case_id: i64,
}

/// The sample that was begun with this key.
///
/// # Errors
/// When the database does not answer.
pub async fn find(db: &Db, key: &str) -> Result<Option<Found>, DbErr> {
    let row = submission::Entity::find()
        .filter(submission::Column::StartKeyHash.eq(hash_token(key)))
        .filter(submission::Column::CaseId.in_subquery(ids()))
        .one(db.reader())
        .await?;
    Ok(row.map(|row| Found {
        submission_id: row.id,
        case_id: row.case_id,
    }))
}

/// How often this was done with a submission.
///
/// # Errors
/// When the database does not answer.
pub async fn times(db: &Db, submission_id: i64, action: Action) -> Result<u64, DbErr> {
    event::Entity::find()
        .filter(event::Column::SubmissionId.eq(submission_id))
        .filter(event::Column::Action.eq(EventKind::Move(action).slug()))
        .count(db.reader())
        .await
}

/// The job of the email that was last written to the museum of a submission.
///
/// # Errors
/// When the database does not answer.
pub async fn last_mail(db: &Db, submission_id: i64) -> Result<Option<i64>, DbErr> {
    let row = letter::Entity::find()
        .filter(letter::Column::SubmissionId.eq(submission_id))
        .filter(letter::Column::JobId.is_not_null())
        .order_by_desc(letter::Column::Id)
        .one(db.reader())
        .await?;
    Ok(row.and_then(|row| row.job_id))
}

/// Begins a sample as a museum begins a draft.
///
/// # Errors
/// See [`BeginError`].
pub async fn begin(db: &Db, new: &NewDraft) -> Result<Begun, BeginError> {
    let tx = db.begin().await?;
    let first = FirstText {
        content: new.content(),
        start_key_hash: hash_token(&new.start_key),
        account_id: None,
        begun_by: BegunBy::Museum,
        way: Way::Long,
        sample: true,
    };
    let (submission_id, reference) = drafts::insert_first(&tx, &first).await?;
    tx.commit().await?;
    Ok(Begun {
        submission_id,
        reference,
    })
}

/// Sends a sample the short way.
///
/// # Errors
/// When the database does not answer.
pub async fn send_story(
    db: &Db,
    mail_context: &MailContext,
    story: &Story,
    key: &str,
) -> Result<StorySent, DbErr> {
    short_way::begin_and_send(db, mail_context, story, &hash_token(key), true).await
}
