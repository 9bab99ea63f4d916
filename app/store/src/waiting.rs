//! How long a museum that sent a case study waits: who waits before it, and how long others waited.

use super::entity::{event, submission};
use super::moderation_queue::{Place, before};
use super::submissions::Submission;
use super::{Db, DbErr, samples};
use case_study::{Action, EventKind, Status};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

/// Over so many first answers, the newest, the usual wait is taken.
const LATEST: u64 = 20;
/// With fewer, it is not known.
const FEWEST: usize = 5;

/// What is an answer: whatever a moderator decides or writes that the museum is told.
const ANSWERS: [EventKind; 6] = [
    EventKind::Move(Action::RequestChanges),
    EventKind::Move(Action::AskYes),
    EventKind::Move(Action::Approve),
    EventKind::Move(Action::Decline),
    EventKind::Move(Action::Publish),
    EventKind::WriteToMuseum,
];

/// How many case studies stand before this one in the queue and are not decided yet.
///
/// # Errors
/// When the database does not answer.
pub async fn ahead_of(db: &Db, submission: &Submission) -> Result<u64, DbErr> {
    let waiting = [Status::Submitted, Status::InReview].map(Status::slug);
    submission::Entity::find()
        .filter(submission::Column::Status.is_in(waiting))
        .filter(before(Place::of(submission)))
        // No museum waits for a sample.
        .filter(submission::Column::CaseId.not_in_subquery(samples::ids()))
        .count(db.reader())
        .await
}

#[derive(FromQueryResult)]
struct FirstAnswer {
    first_sent_at: i64,
    answered_at: i64,
}

/// How long museums usually wait for a first answer, in milliseconds: the median of the last twenty, samples
/// aside. None with fewer than five.
///
/// # Errors
/// When the database does not answer.
pub async fn usual(db: &Db) -> Result<Option<i64>, DbErr> {
    let answered_at = event::Column::At.min();
    let latest: Vec<FirstAnswer> = event::Entity::find()
        .select_only()
        .column(submission::Column::FirstSentAt)
        .column_as(answered_at.clone(), "answered_at")
        .join(
            JoinType::InnerJoin,
            event::Entity::belongs_to(submission::Entity)
                .from(event::Column::SubmissionId)
                .to(submission::Column::Id)
                .into(),
        )
        .filter(event::Column::Action.is_in(ANSWERS.map(EventKind::slug)))
        .filter(submission::Column::FirstSentAt.is_not_null())
        .filter(submission::Column::CaseId.not_in_subquery(samples::ids()))
        .group_by(submission::Column::Id)
        .group_by(submission::Column::FirstSentAt)
        .order_by_desc(answered_at)
        .limit(LATEST)
        .into_model()
        .all(db.reader())
        .await?;
    let waits = latest
        .into_iter()
        .map(|one| one.answered_at - one.first_sent_at)
        .collect();
    Ok(median(waits))
}

/// The middle one, or the longer of two; none with fewer than [`FEWEST`].
fn median(mut waits: Vec<i64>) -> Option<i64> {
    waits.sort_unstable();
    (waits.len() >= FEWEST).then(|| waits[waits.len() / 2])
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_usual_wait_is_the_middle_one_of_at_least_five() {
        assert_eq!(median(vec![1, 2, 3, 4]), None);
        assert_eq!(median(vec![90, 1, 2, 4, 3]), Some(3));
        assert_eq!(median(vec![90, 1, 2, 4, 3, 5]), Some(4));
    }
}
