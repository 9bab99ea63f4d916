//! What comes next: a cursor through the queue that goes round, so that whatever is skipped comes again, after
//! everything else.

use super::in_order::Parts;
use super::{WAITING, decides_no_more, in_statuses, was_sent, with_nobody};
use crate::entity::{account, submission};
use crate::submissions::Submission;
use crate::{Db, DbErr, guards, overtaken_plans, submissions};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder,
    QuerySelect,
};

/// So many are asked for first. There is nearly always one among them that is nobody's own.
const HANDFUL: u64 = 8;
/// No more are looked at in all: somebody whose own museum has more than this waiting opens the queue instead.
const MOST: u64 = 504;

/// A place in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub came_back: bool,
    pub queued_at: i64,
    pub id: i64,
}

impl Place {
    /// Where a submission stands, or stood before it was decided.
    #[must_use]
    pub const fn of(submission: &Submission) -> Self {
        Self {
            came_back: submission.came_back,
            queued_at: submission.queued_at,
            id: submission.id,
        }
    }
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextUp {
    pub reference: String,
    pub title: String,
    /// The colleague who is reading it: nothing else waits.
    pub reading: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Onwards,
    Back,
}

/// What follows a place in the queue, or its first where there is no place; none when nothing else waits. What a
/// colleague is reading is offered only when nothing else is left; what lies with a closed account is free. What is
/// of one's own museum is not offered, unless nobody else may decide about it.
///
/// # Errors
/// When the database does not answer.
pub async fn next_in_queue(
    db: &Db,
    after: Option<Place>,
    me: i64,
) -> Result<Option<NextUp>, DbErr> {
    beside(db, after, me, Direction::Onwards).await
}

/// What stands before a place in the queue, by the same rules.
///
/// # Errors
/// When the database does not answer.
pub async fn previous_in_queue(db: &Db, before: Place, me: i64) -> Result<Option<NextUp>, DbErr> {
    beside(db, Some(before), me, Direction::Back).await
}

async fn beside(
    db: &Db,
    place: Option<Place>,
    me: i64,
    direction: Direction,
) -> Result<Option<NextUp>, DbErr> {
    // Only what stands in the index: whole rows of everything that waits would be carried through the sorting.
    let mut select = submission::Entity::find()
        .select_only()
        .column(submission::Column::Id)
        .filter(was_sent())
        .filter(in_statuses(&WAITING))
        .filter(submission::Column::Id.not_in_subquery(overtaken_plans::decided()))
        .order_by(first(is_free(me)), Order::Asc);
    if let Some(place) = place {
        select = select
            .filter(submission::Column::Id.ne(place.id))
            .order_by(first(lies(place, direction)), Order::Asc);
    }
    let (down, up) = match direction {
        Direction::Onwards => (Order::Desc, Order::Asc),
        Direction::Back => (Order::Asc, Order::Desc),
    };
    // Most of what waits is free, and the first of it stands at the beginning of an index.
    if place.is_none() {
        let decided = submission::Column::Id.not_in_subquery(overtaken_plans::decided());
        let wanted = Condition::all().add(is_free(me)).add(decided);
        let first = Parts::waiting().that(&wanted).ids(0, HANDFUL);
        let rows = db.reader().query_all(&first).await?;
        let ids = rows.iter().map(|row| row.try_get("", "id"));
        let ids: Vec<i64> = ids.collect::<Result<_, _>>()?;
        if let Some(found) = open_to(db, &ids, me).await? {
            return Ok(Some(found));
        }
    }
    let select = select
        .order_by(submission::Column::CameBack, down)
        .order_by(submission::Column::QueuedAt, up.clone())
        .order_by(submission::Column::Id, up);
    let (mut seen, mut handful) = (0, HANDFUL);
    while seen < MOST {
        let ids: Vec<i64> = select
            .clone()
            .offset(seen)
            .limit(handful)
            .into_tuple()
            .all(db.reader())
            .await?;
        let got = u64::try_from(ids.len()).unwrap_or(handful);
        if let Some(found) = open_to(db, &ids, me).await? {
            return Ok(Some(found));
        }
        if got < handful {
            break;
        }
        seen += handful;
        handful *= 2;
    }
    Ok(None)
}

/// The first of these that is nobody's own museum's.
async fn open_to(db: &Db, ids: &[i64], me: i64) -> Result<Option<NextUp>, DbErr> {
    let mut rows = submissions::by_ids(db, ids).await?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    let closed = guards::closed_among(db.reader(), me, &rows).await?;
    let Some(found) = rows.into_iter().find(|row| !closed.contains(&row.id)) else {
        return Ok(None);
    };
    Ok(Some(NextUp {
        reading: reading(db, found.assignee_id.filter(|id| *id != me)).await?,
        reference: found.reference,
        title: found.title,
    }))
}

/// Sorts what meets a condition before the rest.
fn first(condition: Condition) -> Expr {
    Expr::case(condition, 0).finally(1).into()
}

/// Nobody reads it but, perhaps, I myself.
fn is_free(me: i64) -> Condition {
    with_nobody().add(submission::Column::AssigneeId.eq(me))
}

/// What stands before this place.
pub(crate) fn before(place: Place) -> Condition {
    lies(place, Direction::Back)
}

/// What stands after this place, or before it.
fn lies(place: Place, direction: Direction) -> Condition {
    use submission::Column::{CameBack, Id, QueuedAt};
    let onwards = direction == Direction::Onwards;
    let mut any = Condition::any();
    // What came back stands before what is new.
    if place.came_back == onwards {
        any = any.add(CameBack.eq(!onwards));
    }
    let (sent, made) = if onwards {
        (QueuedAt.gt(place.queued_at), Id.gt(place.id))
    } else {
        (QueuedAt.lt(place.queued_at), Id.lt(place.id))
    };
    let among_equals = Condition::any()
        .add(sent)
        .add(Condition::all().add(QueuedAt.eq(place.queued_at)).add(made));
    any.add(
        Condition::all()
            .add(CameBack.eq(place.came_back))
            .add(among_equals),
    )
}

/// The name of whoever has it, where they have not left.
async fn reading(db: &Db, assignee: Option<i64>) -> Result<Option<String>, DbErr> {
    let Some(id) = assignee else { return Ok(None) };
    account::Entity::find_by_id(id)
        .select_only()
        .column(account::Column::Name)
        .filter(decides_no_more().not())
        .into_tuple()
        .one(db.reader())
        .await
}
