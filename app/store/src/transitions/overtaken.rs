//! Who came second, and what they are told.

use crate::outcome::Outcome;
use crate::{DbErr, history, submissions};
use case_study::{EventKind, Status, Stored};
use sea_orm::ConnectionTrait;

/// Who was faster, and what they did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overtaken {
    pub status: Stored<Status>,
    pub by: Option<String>,
    pub kind: Stored<EventKind>,
    pub at: i64,
}

/// The answer to somebody who came second.
pub(crate) async fn overtaken<T>(
    db: &impl ConnectionTrait,
    submission_id: i64,
) -> Result<Outcome<T>, DbErr> {
    let faster = who_was_faster(db, submission_id).await?;
    Ok(Outcome::Overtaken(Box::new(faster)))
}

/// The latest thing that happened to a submission.
async fn who_was_faster(db: &impl ConnectionTrait, submission_id: i64) -> Result<Overtaken, DbErr> {
    let missing = |what| DbErr::RecordNotFound(format!("{what} {submission_id}"));
    let submission = submissions::by_id(db, submission_id)
        .await?
        .ok_or_else(|| missing("submission"))?;
    let last = history::of_submission(db, submission_id)
        .await?
        .pop()
        .ok_or_else(|| missing("history of submission"))?;
    Ok(Overtaken {
        status: submission.status,
        by: last.by,
        kind: last.kind,
        at: last.at,
    })
}
