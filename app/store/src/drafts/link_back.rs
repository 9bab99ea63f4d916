//! The mailed link back to a draft: sent when its address is first given or changed, and again to
//! whoever asks for it.

use crate::entity::{submission, working_copy};
use crate::mail_limits::TypedFor;
use crate::outbox::Concerning;
use crate::submissions::Submission;
use crate::{DAY_MS, Db, DbErr, mail_limits, mailed_links, outbox, samples, submissions};
use case_study::Status;
use case_study::mail_templates::{About, MailContext};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// How long nothing must have been saved before a link is mailed that nobody pressed a button for. An
/// address is saved while it is being typed, and half of one may be somebody else's.
const QUIET_MS: i64 = 10 * 60 * 1000;
/// What nobody has touched for so long is left alone.
const GIVEN_UP_MS: i64 = 7 * DAY_MS;
/// It is tried for so many drafts in one go, the newest first.
const AT_ONCE: u64 = 500;
/// One mail names no more case studies than this, the newest first.
const MOST_LINKS: u64 = 20;

/// Mails the link back, unless the address of the draft has been mailed one or there is none. When it
/// was mailed too often lately nothing is sent yet: [`mail_overdue_links`] tries again.
///
/// # Errors
/// When the database does not answer.
pub async fn mail_link_back(
    db: &Db,
    mail_context: &MailContext,
    submission_id: i64,
) -> Result<(), DbErr> {
    // Asked of the reader first: on most saves there is nothing to do.
    let submission = submissions::by_id(db.reader(), submission_id).await?;
    if submission.is_none_or(|submission| submission.submitter_email.is_empty())
        || mailed_links::has_link(db.reader(), submission_id).await?
    {
        return Ok(());
    }
    let tx = db.begin().await?;
    let Some(submission) = submissions::locked(&tx, submission_id).await? else {
        return Ok(());
    };
    let email = &submission.submitter_email;
    if email.is_empty()
        || mailed_links::has_link(&tx, submission_id).await?
        || mail_limits::count(&tx, TypedFor::Draft, email)
            .await?
            .is_some()
    {
        return Ok(());
    }
    let token = mailed_links::issue_link(&tx, submission_id).await?;
    let about = About {
        reference: &submission.reference,
        title: &submission.title,
        token: &token,
    };
    let concerning = Concerning::Submission(submission_id);
    outbox::enqueue_about(&tx, concerning, email, mail_context.draft_begun(about)).await?;
    tx.commit().await
}

/// Mails the links of drafts whose address was saved while it was typed, and then left, and of those
/// whose address had been mailed too often. Returns for how many it was tried.
///
/// # Errors
/// When the database does not answer.
pub async fn mail_overdue_links(db: &Db, mail_context: &MailContext) -> Result<u64, DbErr> {
    let now = db.now_ms();
    let quiet = Query::select()
        .column(working_copy::Column::SubmissionId)
        .from(working_copy::Entity)
        .and_where(working_copy::Column::SavedAt.lt(now - QUIET_MS))
        .and_where(working_copy::Column::SavedAt.gt(now - GIVEN_UP_MS))
        .to_owned();
    let open = [Status::Draft, Status::ChangesRequested].map(Status::slug);
    let overdue: Vec<i64> = submission::Entity::find()
        .select_only()
        .column(submission::Column::Id)
        .filter(submission::Column::Status.is_in(open))
        .filter(submission::Column::SubmitterEmail.ne(""))
        .filter(submission::Column::Id.in_subquery(quiet))
        .filter(submission::Column::Id.not_in_subquery(mailed_links::with_link()))
        .order_by_desc(submission::Column::Id)
        .limit(AT_ONCE)
        .into_tuple()
        .all(db.reader())
        .await?;
    for id in &overdue {
        mail_link_back(db, mail_context, *id).await?;
    }
    Ok(overdue.len() as u64)
}

/// Mails whoever asks for it a new link to every case study of theirs, sent or not. Nobody is told
/// whether there is any, nor whether this address asked too often.
///
/// # Errors
/// When the database does not answer.
pub async fn mail_links_again(
    db: &Db,
    mail_context: &MailContext,
    email: &str,
) -> Result<(), DbErr> {
    let tx = db.begin().await?;
    let rows = submission::Entity::find()
        .filter(
            Expr::expr(Func::lower(Expr::col(submission::Column::SubmitterEmail)))
                .eq(email.trim().to_lowercase()),
        )
        .order_by_desc(submission::Column::Id)
        .limit(MOST_LINKS)
        .all(&tx)
        .await?;
    // Counted for every address alike.
    let too_often = mail_limits::count_asked(&tx, TypedFor::Again, email, !rows.is_empty()).await?;
    if too_often.is_some() {
        return Ok(());
    }
    // As it was given, of which the newest is the surest.
    let to = rows.first().map(|row| row.submitter_email.clone());
    let samples = samples::among(&tx, rows.iter().map(|row| row.case_id)).await?;
    let (of_samples, others): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .map(Submission::from_row)
        .partition(|submission| samples.contains(&submission.case_id));
    // What is said of a sample stands in a mail of its own.
    for group in [others, of_samples] {
        let (Some(first), Some(to)) = (group.first(), &to) else {
            continue;
        };
        let about = Concerning::Submission(first.id);
        let mut links = Vec::new();
        for submission in group {
            let token = mailed_links::issue_link(&tx, submission.id).await?;
            links.push((submission.reference, token));
        }
        outbox::enqueue_about(&tx, about, to, mail_context.links_again(&links)).await?;
    }
    tx.commit().await
}
