//! A moderator's tick that somebody could be harmed. What the program computes from the text has none.

use super::{may_not_mend, second_yes};
use crate::entity::submission;
use crate::history::{Actor, NewHistoryEntry, record};
use crate::outcome::Outcome;
use crate::transitions::overtaken;
use crate::{Db, DbErr, accounts, submissions};
use case_study::policy::{Permission, allows};
use case_study::{EventKind, Status};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Keeps that somebody could be harmed by a submission, or that a moderator took that back, who then publishes it on
/// nobody's word alone ([`Involved`](case_study::involved::Involved)). The version is raised, so that whoever looks at
/// an older page hears of it.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_sensitive(
    db: &Db,
    actor: &Actor,
    submission_id: i64,
    seen_version: i64,
    is_sensitive: bool,
) -> Result<Outcome<()>, DbErr> {
    let tx = db.begin().await?;
    if !accounts::still_acts(&tx, actor).await? {
        return Ok(Outcome::NotAllowed);
    }
    let Some(submission) = submissions::locked(&tx, submission_id).await? else {
        return Ok(Outcome::NotFound);
    };
    let is_open = matches!(
        submission.status.known(),
        Some(Status::Submitted | Status::InReview | Status::AwaitingYes | Status::Approved)
    );
    if !is_open || !allows(Permission::SeeQueue, &submission.status, &actor.roles) {
        return Ok(Outcome::NotAllowed);
    }
    if second_yes::is_ticked(&tx, submission_id).await? == is_sensitive {
        // A second press of the button.
        return Ok(Outcome::Made(()));
    }
    if submission.version != seen_version {
        return overtaken(&tx, submission_id).await;
    }
    if let Some(own) = may_not_mend(&tx, actor, &submission).await? {
        return Ok(Outcome::NotPublishable(vec![own]));
    }
    let by = actor.account_id.filter(|_| is_sensitive);
    submission::Entity::update_many()
        .col_expr(submission::Column::SensitiveBy, Expr::value(by))
        .col_expr(
            submission::Column::Version,
            Expr::col(submission::Column::Version).add(1),
        )
        .col_expr(submission::Column::UpdatedAt, Expr::value(tx.now_ms()))
        .filter(submission::Column::Id.eq(submission_id))
        .exec(&tx)
        .await?;
    let kind = if is_sensitive {
        EventKind::MarkSensitive
    } else {
        EventKind::UnmarkSensitive
    };
    let entry = NewHistoryEntry {
        submission_id: Some(submission_id),
        case_id: Some(submission.case_id),
        ..NewHistoryEntry::of(kind)
    };
    record(&tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::Made(()))
}
