//! The moderation queue, and taking a submission on.

use super::entity::{account, submission};
use super::history::{Actor, NewHistoryEntry, record};
use super::outcome::Outcome;
use super::transitions::{overtaken, start_review};
use super::{Db, DbErr, accounts, letters, submissions};
use case_study::policy::{Permission, allows};
use case_study::{Action, EventKind, Status, Stored};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::{HashMap, HashSet};

/// Whose submissions the queue shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Assigned {
    #[default]
    Anyone,
    /// This account.
    To(i64),
    Nobody,
}

/// What the queue shows.
#[derive(Debug, Clone, Default)]
pub struct QueueFilter {
    /// Empty means everything that waits for a moderator: submitted, in review, approved, what has a new
    /// letter from its museum, and what this version does not know.
    pub statuses: Vec<Status>,
    pub assigned: Assigned,
    /// A strand's slug, or empty for both.
    pub strand: String,
    /// Counts from 1.
    pub page: u64,
}

/// One line of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRow {
    pub reference: String,
    pub title: String,
    pub museum: String,
    pub strand: String,
    pub status: Stored<Status>,
    pub submitted_at: Option<i64>,
    pub updated_at: i64,
    pub assignee: Option<String>,
    /// Its museum wrote, and no moderator said yet that it was seen.
    pub has_new_letter: bool,
}

/// A page of the queue.
#[derive(Debug, Clone)]
pub struct Queue {
    pub rows: Vec<QueueRow>,
    pub total: u64,
    pub pages: u64,
    /// How many submissions there are in each status, whatever the filter; drafts are not theirs.
    pub counts: Vec<(Status, u64)>,
    /// How many wait and are assigned to nobody, and to the account asked for.
    pub unassigned: u64,
    pub mine: u64,
    /// How many have a new letter from their museum, wherever they stand.
    pub with_new_letter: u64,
}

const PER_PAGE: u64 = 25;
/// What waits for a moderator.
const WAITING: [Status; 3] = [Status::Submitted, Status::InReview, Status::Approved];

/// A draft that was withdrawn before it was ever sent is none of the moderators' business.
fn was_sent() -> Condition {
    Condition::all().add(submission::Column::SubmittedAt.is_not_null())
}

fn in_statuses(statuses: &[Status]) -> Condition {
    Condition::all()
        .add(submission::Column::Status.is_in(statuses.iter().map(|status| status.slug())))
}

/// Its museum wrote to us: somebody reads that, wherever the submission stands.
fn has_new_letter() -> Condition {
    Condition::all().add(submission::Column::Id.in_subquery(letters::with_new_one()))
}

/// What a newer version made of it may wait for somebody: it is listed.
fn is_newer() -> Condition {
    let known = Status::ALL.iter().map(|status| status.slug());
    Condition::all().add(submission::Column::Status.is_not_in(known))
}

fn assigned_to(assigned: Assigned) -> Condition {
    match assigned {
        Assigned::Anyone => Condition::all(),
        Assigned::To(id) => Condition::all().add(submission::Column::AssigneeId.eq(id)),
        Assigned::Nobody => Condition::all().add(submission::Column::AssigneeId.is_null()),
    }
}

#[derive(FromQueryResult)]
struct StatusCount {
    status: String,
    count: i64,
}

/// A page of the queue: who waits longest comes first.
///
/// # Errors
/// When the database does not answer.
pub async fn queue(db: &Db, filter: &QueueFilter, me: i64) -> Result<Queue, DbErr> {
    let statuses = if filter.statuses.is_empty() {
        Condition::any()
            .add(in_statuses(&WAITING))
            .add(has_new_letter())
            .add(is_newer())
    } else {
        let mut statuses = filter.statuses.clone();
        statuses.retain(|status| *status != Status::Draft);
        in_statuses(&statuses)
    };
    let mut select = submission::Entity::find()
        .filter(was_sent())
        .filter(statuses)
        .filter(assigned_to(filter.assigned));
    if !filter.strand.is_empty() {
        select = select.filter(submission::Column::Strand.eq(&filter.strand));
    }
    let paginator = select
        .order_by_asc(submission::Column::SubmittedAt)
        .order_by_asc(submission::Column::Id)
        .paginate(db.reader(), PER_PAGE);
    let size = paginator.num_items_and_pages().await?;
    // An address may ask for any number, and the library multiplies it unchecked.
    let found = if filter.page > size.number_of_pages {
        Vec::new()
    } else {
        paginator.fetch_page(filter.page.saturating_sub(1)).await?
    };
    let names: HashMap<i64, String> = account::Entity::find()
        .filter(account::Column::Id.is_in(found.iter().filter_map(|row| row.assignee_id)))
        .all(db.reader())
        .await?
        .into_iter()
        .map(|account| (account.id, account.name))
        .collect();
    let with_letter: HashSet<i64> = submission::Entity::find()
        .select_only()
        .column(submission::Column::Id)
        .filter(submission::Column::Id.is_in(found.iter().map(|row| row.id)))
        .filter(has_new_letter())
        .into_tuple()
        .all(db.reader())
        .await?
        .into_iter()
        .collect();
    let rows = found
        .into_iter()
        .map(|row| QueueRow {
            has_new_letter: with_letter.contains(&row.id),
            status: Stored::read(&row.status),
            reference: row.reference,
            title: row.title,
            museum: row.museum,
            strand: row.strand,
            submitted_at: row.submitted_at,
            updated_at: row.updated_at,
            assignee: row.assignee_id.and_then(|id| names.get(&id).cloned()),
        })
        .collect();
    let by_status: Vec<StatusCount> = submission::Entity::find()
        .select_only()
        .column(submission::Column::Status)
        .column_as(submission::Column::Id.count(), "count")
        .filter(was_sent())
        .group_by(submission::Column::Status)
        .into_model()
        .all(db.reader())
        .await?;
    let counts = Status::ALL
        .iter()
        .filter(|status| **status != Status::Draft)
        .map(|status| {
            let row = by_status.iter().find(|row| row.status == status.slug());
            (
                *status,
                row.and_then(|row| u64::try_from(row.count).ok())
                    .unwrap_or(0),
            )
        })
        .collect();
    let waiting = |assigned| {
        submission::Entity::find()
            .filter(in_statuses(&WAITING))
            .filter(assigned_to(assigned))
            .count(db.reader())
    };
    Ok(Queue {
        rows,
        total: size.number_of_items,
        pages: size.number_of_pages,
        counts,
        unassigned: waiting(Assigned::Nobody).await?,
        mine: waiting(Assigned::To(me)).await?,
        with_new_letter: submission::Entity::find()
            .filter(has_new_letter())
            .count(db.reader())
            .await?,
    })
}

/// Takes a submission on, or gives it back (`assignee` none). Taking on one that waits starts its
/// review in the same step: that is what pressing the button means.
///
/// # Errors
/// When the database does not answer.
pub async fn assign(
    db: &Db,
    actor: &Actor,
    submission_id: i64,
    seen_version: i64,
    assignee: Option<i64>,
) -> Result<Outcome<()>, DbErr> {
    let tx = db.begin().await?;
    if !accounts::still_acts(&tx, actor).await? {
        return Ok(Outcome::NotAllowed);
    }
    let Some(submission) = submissions::locked(&tx, submission_id).await? else {
        return Ok(Outcome::NotFound);
    };
    if !allows(Permission::Assign, &submission.status, &actor.roles) {
        return Ok(Outcome::NotAllowed);
    }
    if submission.version != seen_version {
        let faster = overtaken(&tx, submission_id).await?;
        tx.rollback().await?;
        return Ok(faster);
    }
    submission::Entity::update_many()
        .col_expr(submission::Column::AssigneeId, Expr::value(assignee))
        .col_expr(
            submission::Column::Version,
            Expr::col(submission::Column::Version).add(1),
        )
        .col_expr(submission::Column::UpdatedAt, Expr::value(db.now_ms()))
        .filter(submission::Column::Id.eq(submission.id))
        .exec(&tx)
        .await?;
    let assigned = NewHistoryEntry {
        submission_id: Some(submission.id),
        case_id: Some(submission.case_id),
        ..NewHistoryEntry::of(if assignee.is_some() {
            EventKind::Assign
        } else {
            EventKind::Unassign
        })
    };
    record(&tx, actor, assigned).await?;
    let starts = assignee.is_some()
        && submission
            .status
            .after(Action::StartReview, &actor.roles)
            .is_some();
    let started = if starts {
        match start_review(&tx, actor, submission.id).await? {
            Outcome::Made(moved) => Some(moved),
            refused => {
                tx.rollback().await?;
                return Ok(refused.map(drop));
            }
        }
    } else {
        None
    };
    tx.commit().await?;
    if let Some(moved) = started {
        moved.log(actor);
    }
    Ok(Outcome::Made(()))
}

/// The reference of the submission that has waited longest, other than this one: where "next"
/// leads after a decision.
///
/// # Errors
/// When the database does not answer.
pub async fn next_waiting(db: &Db, after: i64, me: i64) -> Result<Option<String>, DbErr> {
    let found = submission::Entity::find()
        .filter(in_statuses(&[Status::Submitted, Status::InReview]))
        .filter(
            Condition::any()
                .add(submission::Column::AssigneeId.is_null())
                .add(submission::Column::AssigneeId.eq(me)),
        )
        .filter(submission::Column::Id.ne(after))
        .order_by_asc(submission::Column::SubmittedAt)
        .one(db.reader())
        .await?;
    Ok(found.map(|row| row.reference))
}
