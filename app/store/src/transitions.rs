//! The one place that changes the status of a submission.
//!
//! A move writes status, event, revisions and mails in one transaction, under a version check: of
//! two people who act at once exactly one wins, and the other is told who was faster.

use super::entity::submission;
use super::history;
use super::history::{Actor, Detail, NewHistoryEntry};
use super::submissions;
use super::submissions::Submission;
use super::{Db, DbErr, bank, drafts, mailed_links, now_ms, outbox, publishing};
use case_study::mail_templates::{About, MailContext};
use case_study::validation::check_submission;
use case_study::{Action, EventKind, FieldError, RevisionKind, Status, Stored};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

/// A move somebody asks for.
#[derive(Debug, Clone)]
pub struct Move {
    pub submission_id: i64,
    /// The version the person was looking at. `None` only for a submitter, whose own double
    /// click must not be a conflict.
    pub seen_version: Option<i64>,
    pub action: Action,
    /// Reason, field and message; what they are for depends on the action.
    pub detail: Detail,
    /// What the submitter declared, as JSON, for `Submit`.
    pub declarations: Option<String>,
}

/// A move that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub reference: String,
    pub status: Status,
}

/// Why a move was not made. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    #[error("there is no such submission")]
    NotFound,
    /// The table has no such row for this status and these roles.
    #[error("the move is not allowed in status {0:?}")]
    NotAllowed(Stored<Status>),
    /// Somebody moved or tagged it since the person looked.
    #[error("somebody else was faster")]
    Overtaken(Box<Overtaken>),
    /// `Submit` with answers that are not good enough yet.
    #[error("the submission is not complete")]
    Incomplete(Vec<FieldError>),
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Who was faster, and what they did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overtaken {
    pub status: Stored<Status>,
    pub by: Option<String>,
    pub kind: Stored<EventKind>,
    pub at: i64,
}

/// Makes one move.
///
/// # Errors
/// See [`MoveError`].
pub async fn apply(
    db: &Db,
    mail_context: &MailContext,
    actor: &Actor,
    wanted: Move,
) -> Result<Moved, MoveError> {
    apply_all(db, mail_context, actor, wanted, &[]).await
}

/// Approves and publishes in one step, so that no case is left approved and forgotten.
///
/// # Errors
/// See [`MoveError`].
pub async fn approve_and_publish(
    db: &Db,
    mail_context: &MailContext,
    actor: &Actor,
    submission_id: i64,
    seen_version: i64,
) -> Result<Moved, MoveError> {
    let approve = Move {
        submission_id,
        seen_version: Some(seen_version),
        action: Action::Approve,
        detail: Detail::default(),
        declarations: None,
    };
    apply_all(db, mail_context, actor, approve, &[Action::Publish]).await
}

async fn apply_all(
    db: &Db,
    mail_context: &MailContext,
    actor: &Actor,
    first: Move,
    then: &[Action],
) -> Result<Moved, MoveError> {
    let tx = db.begin().await?;
    let id = first.submission_id;
    // Only the last mail of several moves is sent: "approved" and "published" in one minute is noise.
    let tell = |last: bool| last.then_some(mail_context);
    match one_move(&tx, tell(then.is_empty()), actor, &first).await {
        Ok(mut moved) => {
            for (at, action) in then.iter().enumerate() {
                let next = Move {
                    seen_version: None,
                    action: *action,
                    ..first.clone()
                };
                moved = one_move(&tx, tell(at + 1 == then.len()), actor, &next).await?;
            }
            tx.commit().await?;
            if moved.status == Status::Published {
                bank::announce(db).await;
            }
            Ok(moved)
        }
        Err(Refused::Stale) => {
            tx.rollback().await?;
            Err(MoveError::Overtaken(Box::new(
                who_was_faster(db, id).await?,
            )))
        }
        Err(Refused::Because(error)) => Err(error),
    }
}

enum Refused {
    Stale,
    Because(MoveError),
}

impl From<MoveError> for Refused {
    fn from(error: MoveError) -> Self {
        Self::Because(error)
    }
}

impl From<DbErr> for Refused {
    fn from(error: DbErr) -> Self {
        Self::Because(error.into())
    }
}

impl From<Refused> for MoveError {
    /// A later move of several cannot be stale: the transaction holds the row.
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Because(error) => error,
            Refused::Stale => Self::Db(DbErr::RecordNotUpdated),
        }
    }
}

/// Starts the review of a submission that the transaction holds, as a part of taking it on. Nobody
/// is mailed.
pub(super) async fn start_review(
    tx: &DatabaseTransaction,
    actor: &Actor,
    submission_id: i64,
) -> Result<(), MoveError> {
    let wanted = Move {
        submission_id,
        seen_version: None,
        action: Action::StartReview,
        detail: Detail::default(),
        declarations: None,
    };
    one_move(tx, None, actor, &wanted).await?;
    Ok(())
}

/// `tell`: with whose letterhead the submitter is written to; none to write nothing.
async fn one_move(
    tx: &DatabaseTransaction,
    tell: Option<&MailContext>,
    actor: &Actor,
    wanted: &Move,
) -> Result<Moved, Refused> {
    let submission = submissions::locked(tx, wanted.submission_id)
        .await?
        .ok_or(MoveError::NotFound)?;
    if wanted
        .seen_version
        .is_some_and(|seen| seen != submission.version)
    {
        return Err(Refused::Stale);
    }
    let to = submission
        .status
        .after(wanted.action, &actor.roles)
        .ok_or_else(|| MoveError::NotAllowed(submission.status.clone()))?;
    write_status(tx, &submission, to, wanted).await?;
    match wanted.action {
        Action::Submit => {
            let content = submissions::current_content(tx, &submission).await?;
            let errors = check_submission(&content);
            if !errors.is_empty() {
                return Err(MoveError::Incomplete(errors).into());
            }
            publishing::cut_revision(
                tx,
                &submission,
                RevisionKind::AsSubmitted,
                &content,
                actor.account_id,
            )
            .await?;
        }
        Action::RequestChanges => {
            // The author starts from what the moderators see, their corrections included.
            let content = submissions::current_content(tx, &submission).await?;
            let version = drafts::working_copy_version(tx, submission.id).await?;
            drafts::write_working_copy(tx, &submission, &content, version, now_ms()).await?;
        }
        Action::Publish => {
            if !publishing::publish(tx, &submission, actor).await? {
                return Err(MoveError::NotAllowed(submission.status).into());
            }
        }
        Action::StartReview
        | Action::Approve
        | Action::Decline
        | Action::Withdraw
        | Action::Reopen => {}
    }
    history::record(
        tx,
        actor,
        NewHistoryEntry {
            submission_id: Some(submission.id),
            case_id: Some(submission.case_id),
            from_state: submission.status.known().map(Status::slug),
            to_state: Some(to.slug()),
            detail: wanted.detail.clone(),
            ..NewHistoryEntry::of(EventKind::Move(wanted.action))
        },
    )
    .await?;
    if let Some(mail_context) = tell {
        tell_the_submitter(tx, mail_context, &submission, wanted).await?;
    }
    Ok(Moved {
        reference: submission.reference,
        status: to,
    })
}

/// The version is checked again where it is written: on PostgreSQL another transaction may have
/// committed since the row was read.
async fn write_status(
    tx: &DatabaseTransaction,
    submission: &Submission,
    to: Status,
    wanted: &Move,
) -> Result<(), Refused> {
    let now = now_ms();
    let mut update = submission::Entity::update_many()
        .col_expr(submission::Column::Status, Expr::value(to.slug()))
        .col_expr(
            submission::Column::Version,
            Expr::col(submission::Column::Version).add(1),
        )
        .col_expr(submission::Column::UpdatedAt, Expr::value(now));
    match wanted.action {
        Action::Submit => {
            update = update
                .col_expr(submission::Column::SubmittedAt, Expr::value(now))
                .col_expr(
                    submission::Column::Declarations,
                    Expr::value(wanted.declarations.clone()),
                );
        }
        Action::RequestChanges | Action::Approve | Action::Decline => {
            update = update.col_expr(submission::Column::DecidedAt, Expr::value(now));
        }
        Action::StartReview | Action::Publish | Action::Withdraw | Action::Reopen => {}
    }
    let updated = update
        .filter(submission::Column::Id.eq(submission.id))
        .filter(submission::Column::Version.eq(submission.version))
        .filter(submission::Column::Status.eq(submission.status.slug()))
        .exec(tx)
        .await?;
    if updated.rows_affected == 1 {
        Ok(())
    } else {
        Err(Refused::Stale)
    }
}

async fn tell_the_submitter(
    tx: &DatabaseTransaction,
    mail_context: &MailContext,
    submission: &Submission,
    wanted: &Move,
) -> Result<(), DbErr> {
    if submission.submitter_email.is_empty()
        || matches!(wanted.action, Action::StartReview | Action::Reopen)
    {
        return Ok(());
    }
    let token = mailed_links::issue_link(tx, submission.id).await?;
    let about = About {
        reference: &submission.reference,
        title: &submission.title,
        token: &token,
    };
    let Detail {
        reason,
        field,
        message,
        ..
    } = &wanted.detail;
    let mail = match wanted.action {
        Action::Submit => mail_context.received(about),
        Action::RequestChanges => mail_context.changes_requested(about, reason, field, message),
        Action::Approve => mail_context.approved(about),
        Action::Publish => {
            let slug = publishing::slug_of(tx, submission.case_id).await?;
            mail_context.published(about, &slug)
        }
        Action::Decline => mail_context.declined(about, reason, message),
        Action::Withdraw => mail_context.withdrawn(about),
        Action::StartReview | Action::Reopen => return Ok(()),
    };
    outbox::enqueue_mail(tx, &submission.submitter_email, mail).await
}

/// The latest thing that happened, for the person who came second.
pub(super) async fn who_was_faster(db: &Db, submission_id: i64) -> Result<Overtaken, DbErr> {
    let submission = submissions::by_id(db.writer(), submission_id)
        .await?
        .ok_or_else(|| DbErr::RecordNotFound(format!("submission {submission_id}")))?;
    let last = history::history(db, submission_id)
        .await?
        .pop()
        .ok_or_else(|| DbErr::RecordNotFound(format!("history of submission {submission_id}")))?;
    Ok(Overtaken {
        status: submission.status,
        by: last.by,
        kind: last.kind,
        at: last.at,
    })
}
