//! The first of the queue without sorting all of it: each status is read in the order of its index, as far as it is
//! needed, and what was read is put together.

use super::{FOUND, WAITING, has_new_letter, in_statuses, was_sent};
use crate::entity::submission;
use case_study::Status;
use sea_orm::sea_query::{Alias, Query, SelectStatement, UnionType};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

/// Submissions of one status each, or few enough to be sorted.
pub(super) struct Parts(Vec<Condition>);

impl Parts {
    /// What waits, each status by itself.
    pub fn waiting() -> Self {
        Self::of(&WAITING)
    }

    pub fn of(statuses: &[Status]) -> Self {
        let parts = statuses.iter().map(|status| in_statuses(&[*status]));
        Self(parts.collect())
    }

    /// With what stands as only a newer version knows, and what has a new letter from its museum wherever it stands.
    pub fn and_elsewhere(mut self, newer: &[String]) -> Self {
        let named = newer
            .iter()
            .map(|status| Condition::all().add(submission::Column::Status.eq(status)));
        self.0.extend(named);
        let waiting = WAITING.iter().map(|status| status.slug());
        let there: Vec<&str> = waiting.chain(newer.iter().map(String::as_str)).collect();
        let elsewhere = has_new_letter().add(submission::Column::Status.is_not_in(there));
        self.0.push(elsewhere);
        self
    }

    /// Of these only what meets a condition.
    pub fn that(self, condition: &Condition) -> Self {
        let parts = self.0.into_iter();
        Self(parts.map(|part| part.add(condition.clone())).collect())
    }

    /// Their ids in the order of the queue: so many, after the first so many.
    pub fn ids(self, offset: u64, limit: u64) -> SelectStatement {
        let mut parts = self.0.into_iter().map(|part| first(part, offset + limit));
        let mut all = parts.next().unwrap_or_default();
        for part in parts {
            all.union(UnionType::All, part);
        }
        let mut select = Query::select();
        select
            .column(submission::Column::Id)
            .from_subquery(all, Alias::new(FOUND))
            .order_by(submission::Column::CameBack, Order::Desc)
            .order_by(submission::Column::QueuedAt, Order::Asc)
            .order_by(submission::Column::Id, Order::Asc)
            .limit(limit)
            .offset(offset);
        select
    }
}

/// The first of one part. A part of a union may have an order of its own only where it stands in brackets, and SQLite
/// knows no brackets but those of a question.
fn first(part: Condition, limit: u64) -> SelectStatement {
    let columns = [
        submission::Column::Id,
        submission::Column::CameBack,
        submission::Column::QueuedAt,
    ];
    let inner = submission::Entity::find()
        .select_only()
        .columns(columns)
        .filter(was_sent())
        .filter(part)
        .order_by(submission::Column::CameBack, Order::Desc)
        .order_by(submission::Column::QueuedAt, Order::Asc)
        .order_by(submission::Column::Id, Order::Asc)
        .limit(limit)
        .into_query();
    let mut outer = Query::select();
    outer
        .columns(columns)
        .from_subquery(inner, Alias::new("part"));
    outer
}
