//! The moderation queue: its tabs with their counts, what narrows them, and one page of what is found.
//!
//! Of 20,000 rows only one page is read; what is counted, ordered and narrowed by stands in one index.

mod assigning;
mod counts;
mod in_order;
mod next;
mod rows;
mod search;
mod with_nobody;

pub use assigning::{Colleague, assign, colleagues, hand_over};
pub use counts::Counts;
pub(crate) use next::before;
pub use next::{NextUp, Place, next_in_queue, previous_in_queue};
pub use rows::QueueRow;
pub use search::{fill_search_keys, search_key};
pub use with_nobody::lying_with;

use super::entity::submission;
use super::{DAY_MS, Db, DbErr, letters};
use case_study::Status;
use in_order::Parts;
use sea_orm::sea_query::{Expr, Func, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use with_nobody::{decides_no_more, with_nobody};

/// A part of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// What waits for a moderator: submitted, in review, approved, what has a new letter from its museum, and what
    /// this version does not know.
    #[default]
    Waiting,
    /// Of these, what its museum sent again or answered.
    CameBack,
    /// What I have and is not done.
    Mine,
    /// Its museum was asked for changes.
    WithMuseum,
    /// Its museum was shown the page.
    AwaitingYes,
    /// What is decided.
    Done,
}

impl Tab {
    pub const ALL: [Self; 6] = [
        Self::Waiting,
        Self::CameBack,
        Self::Mine,
        Self::WithMuseum,
        Self::AwaitingYes,
        Self::Done,
    ];

    /// Where what stands so is found.
    #[must_use]
    pub fn of(status: Status) -> Self {
        match status {
            Status::ChangesRequested => Self::WithMuseum,
            Status::AwaitingYes => Self::AwaitingYes,
            status if DONE.contains(&status) => Self::Done,
            _ => Self::Waiting,
        }
    }
}

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
    /// None for the whole queue.
    pub tab: Option<Tab>,
    /// Where there are any, these take the place of the tab.
    pub statuses: Vec<Status>,
    pub assigned: Assigned,
    /// A strand's slug, or empty for both.
    pub strand: String,
    /// Only what its museum has been asked and has not answered for [`SILENT_DAYS`].
    pub silent: bool,
    /// Only what its museum sent again or answered.
    pub came_back: bool,
    /// Words of title, museum, reference or address; all of them are looked for.
    pub words: String,
    /// Counts from 1.
    pub page: u64,
}

/// A page of the queue.
#[derive(Debug, Clone)]
pub struct Queue {
    pub rows: Vec<QueueRow>,
    pub total: u64,
    pub pages: u64,
    /// How many there are, whatever the filter.
    pub counts: Counts,
}

/// After so many days without a word a museum is silent.
pub const SILENT_DAYS: i64 = 14;
const PER_PAGE: u64 = 25;
/// A name within the question for a page.
const FOUND: &str = "found";
/// No queue is longer; an address may ask for any number.
const MOST_PAGES: u64 = 1_000_000;
/// Whoever asks for more than that is not reading from the top.
const LAST_IN_ORDER: u64 = 20 * PER_PAGE;
/// What waits for a moderator.
const WAITING: [Status; 3] = [Status::Submitted, Status::InReview, Status::Approved];
/// What is decided.
const DONE: [Status; 5] = [
    Status::Published,
    Status::Replaced,
    Status::Declined,
    Status::Withdrawn,
    Status::Lapsed,
];

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

/// What a newer version made of it may wait for somebody: it is listed. Named one by one, so that each is found in
/// the index.
fn is_newer(newer: &[String]) -> Condition {
    Condition::all().add(submission::Column::Status.is_in(newer))
}

fn assigned_to(assigned: Assigned) -> Condition {
    match assigned {
        Assigned::Anyone => Condition::all(),
        Assigned::To(id) => Condition::all().add(submission::Column::AssigneeId.eq(id)),
        Assigned::Nobody => with_nobody(),
    }
}

fn in_tab(tab: Tab, me: i64, newer: &[String]) -> Condition {
    match tab {
        Tab::Waiting => Condition::any()
            .add(in_statuses(&WAITING))
            .add(has_new_letter())
            .add(is_newer(newer)),
        Tab::CameBack => in_statuses(&WAITING).add(submission::Column::CameBack.eq(true)),
        Tab::Mine => {
            let done = DONE.iter().map(|status| status.slug());
            assigned_to(Assigned::To(me)).add(submission::Column::Status.is_not_in(done))
        }
        Tab::WithMuseum => in_statuses(&[Status::ChangesRequested]),
        Tab::AwaitingYes => in_statuses(&[Status::AwaitingYes]),
        Tab::Done => in_statuses(&DONE),
    }
}

impl QueueFilter {
    /// Whether it shows less than a whole tab.
    fn is_narrowed(&self) -> bool {
        self.tab.is_none()
            || !self.statuses.is_empty()
            || self.assigned != Assigned::Anyone
            || !self.strand.is_empty()
            || self.silent
            || self.came_back
            || !self.words.is_empty()
    }

    /// Whether what is shown is decided, so that the newest decision comes first.
    fn is_of_what_is_done(&self) -> bool {
        if self.statuses.is_empty() {
            self.tab == Some(Tab::Done)
        } else {
            self.statuses.iter().all(|status| DONE.contains(status))
        }
    }

    /// Whether statuses that only a newer version knows are among what is shown.
    fn holds_newer(&self) -> bool {
        self.statuses.is_empty() && self.tab == Some(Tab::Waiting)
    }

    /// The statuses that a whole tab is read from in the order of their index; none where it has to be sorted, or is
    /// asked for so far on that sorting costs less.
    fn in_order(&self, newer: &[String]) -> Option<Parts> {
        if self.is_narrowed() || self.first() > LAST_IN_ORDER {
            return None;
        }
        match self.tab? {
            Tab::Waiting => Some(Parts::waiting().and_elsewhere(newer)),
            Tab::CameBack => {
                let came_back = submission::Column::CameBack.eq(true);
                Some(Parts::waiting().that(&Condition::all().add(came_back)))
            }
            Tab::WithMuseum => Some(Parts::of(&[Status::ChangesRequested])),
            Tab::AwaitingYes => Some(Parts::of(&[Status::AwaitingYes])),
            Tab::Mine | Tab::Done => None,
        }
    }

    /// How many stand before the page.
    fn first(&self) -> u64 {
        (self.page.clamp(1, MOST_PAGES) - 1) * PER_PAGE
    }

    fn condition(&self, me: i64, now: i64, newer: &[String]) -> Condition {
        let place = if self.statuses.is_empty() {
            self.tab
                .map_or_else(Condition::all, |tab| in_tab(tab, me, newer))
        } else {
            let mut statuses = self.statuses.clone();
            statuses.retain(|status| *status != Status::Draft);
            in_statuses(&statuses)
        };
        let mut all = was_sent().add(place).add(assigned_to(self.assigned));
        if !self.strand.is_empty() {
            all = all.add(submission::Column::Strand.eq(&self.strand));
        }
        if self.came_back {
            all = all.add(submission::Column::CameBack.eq(true));
        }
        if self.silent {
            // Whatever its museum saves or sends moves this time, as does whatever we ask.
            let asked = [Status::ChangesRequested, Status::AwaitingYes];
            all = all
                .add(in_statuses(&asked))
                .add(submission::Column::UpdatedAt.lte(now - SILENT_DAYS * DAY_MS));
        }
        all.add(search::holds(&self.words))
    }
}

/// When it was decided, or at least came to rest.
fn ended() -> SimpleExpr {
    Func::coalesce([
        Expr::col(submission::Column::DecidedAt),
        Expr::col(submission::Column::UpdatedAt),
    ])
    .into()
}

/// A page of the queue. What came back stands before what is new, and of these the first sent comes first.
///
/// # Errors
/// When the database does not answer.
pub async fn queue(db: &Db, filter: &QueueFilter, me: i64) -> Result<Queue, DbErr> {
    // Beside each other: what stands as only a newer version knows is rare, and then asked for once more.
    let (counts, mut page) = tokio::try_join!(counts::count(db, me), page(db, filter, me, &[]))?;
    let newer: Vec<String> = counts.newer().into_iter().map(str::to_owned).collect();
    if !newer.is_empty() && filter.holds_newer() {
        page = self::page(db, filter, me, &newer).await?;
    }
    let (rows, found) = page;
    let whole = filter.tab.filter(|_| !filter.is_narrowed());
    let total = whole.map_or(found, |tab| counts.of_tab(tab));
    Ok(Queue {
        rows,
        total,
        pages: total.div_ceil(PER_PAGE),
        counts,
    })
}

/// The rows of a page, and how many are found in all.
async fn page(
    db: &Db,
    filter: &QueueFilter,
    me: i64,
    newer: &[String],
) -> Result<(Vec<QueueRow>, u64), DbErr> {
    let found = found(db, filter, me, newer).await?;
    Ok((rows::load(db, &found.ids).await?, found.total))
}

/// What is found of a page.
struct Found {
    ids: Vec<i64>,
    /// How many there are in all, where only a part of a tab is shown.
    total: u64,
}

async fn found(db: &Db, filter: &QueueFilter, me: i64, newer: &[String]) -> Result<Found, DbErr> {
    if let Some(parts) = filter.in_order(newer) {
        let select = parts.ids(filter.first(), PER_PAGE);
        let rows = db.reader().query_all(&select).await?;
        let ids = rows.iter().map(|row| row.try_get("", "id"));
        return Ok(Found {
            ids: ids.collect::<Result<_, _>>()?,
            total: 0,
        });
    }
    let found = submission::Entity::find()
        .select_only()
        .column(submission::Column::Id)
        .filter(filter.condition(me, db.now_ms(), newer));
    let ordered = if filter.is_of_what_is_done() {
        found
            .clone()
            .order_by(ended(), Order::Desc)
            .order_by(submission::Column::Id, Order::Desc)
    } else {
        found
            .clone()
            .order_by(submission::Column::CameBack, Order::Desc)
            .order_by(submission::Column::QueuedAt, Order::Asc)
            .order_by(submission::Column::Id, Order::Asc)
    };
    let ids = ordered
        .limit(PER_PAGE)
        .offset(filter.first())
        .into_tuple::<i64>()
        .all(db.reader());
    if !filter.is_narrowed() {
        return Ok(Found {
            ids: ids.await?,
            total: 0,
        });
    }
    // Sorting keeps a page and counting keeps nothing; both in one would keep everything that is found.
    let (ids, total) = tokio::try_join!(ids, found.count(db.reader()))?;
    Ok(Found { ids, total })
}
