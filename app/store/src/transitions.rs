//! The one place that changes the status of a submission.
//!
//! A move writes status, history, revisions and mails in one transaction, under a version check: of
//! two people who act at once exactly one wins, and the other is told who was faster.

mod overtaken;
mod telling;

pub use overtaken::Overtaken;
pub(super) use overtaken::overtaken;
pub(super) use telling::edited;
pub use telling::stands_by_a_letter;

use super::agreements::NotTaken;
use super::entity::submission;
use super::history;
use super::history::{Actor, Detail, NewHistoryEntry};
use super::outcome::Outcome;
use super::sending::NotSent;
use super::submissions;
use super::submissions::Submission;
use super::{
    Db, DbErr, Transaction, accounts, agreements, bank, drafts, field_notes, guards, notices,
    planned_moves, publishable, publishing, sending, silence,
};
use case_study::decision::CameBack;
use case_study::declarations::Declared;
use case_study::mail_templates::MailContext;
use case_study::manner::Manner;
use case_study::{Action, EventKind, Move, Status};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, SqlErr};
use telling::{detail_of, tell_the_museum};

/// A move that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub submission_id: i64,
    pub reference: String,
    pub action: Action,
    pub from: Status,
    pub status: Status,
}

impl Moved {
    /// Writes a line of the log, without a word that anybody typed: `docs/LOGGING.md`.
    pub(super) fn log(&self, actor: &Actor) {
        tracing::info!(
            submission = self.submission_id,
            action = self.action.slug(),
            from = self.from.slug(),
            to = self.status.slug(),
            account = actor.account_id,
            "a submission was moved"
        );
    }
}

/// Makes moves of a submission in one step, one after the other or none; the last one is returned.
/// Approving and publishing together leaves no case approved and forgotten.
///
/// `seen_version` is the version the person was looking at. `None` only for a submitter, whose own
/// double click must not be a conflict.
///
/// # Errors
/// When the database does not answer.
pub async fn apply(
    db: &Db,
    mail_context: &MailContext,
    actor: &Actor,
    submission_id: i64,
    seen_version: Option<i64>,
    moves: &[Move],
) -> Result<Outcome<Moved>, DbErr> {
    let manner = Manner::default();
    apply_in(
        db,
        mail_context,
        actor,
        submission_id,
        seen_version,
        moves,
        &manner,
    )
    .await
}

/// The same, in the manner that somebody asked for.
///
/// # Errors
/// When the database does not answer.
pub async fn apply_in(
    db: &Db,
    mail_context: &MailContext,
    actor: &Actor,
    submission_id: i64,
    seen_version: Option<i64>,
    moves: &[Move],
    manner: &Manner,
) -> Result<Outcome<Moved>, DbErr> {
    let tx = db.begin().await?;
    if !accounts::still_acts(&tx, actor).await? {
        return Ok(Outcome::NotAllowed);
    }
    let tell = Some(mail_context);
    match in_one_step(&tx, tell, actor, submission_id, seen_version, moves, manner).await? {
        Outcome::Made(steps) => {
            tx.commit().await?;
            steps.log(actor);
            if steps.last.status == Status::Published {
                bank::announce(db).await;
            }
            Ok(Outcome::Made(steps.last))
        }
        refused => {
            tx.rollback().await?;
            Ok(refused.map(|steps| steps.last))
        }
    }
}

/// Moves that were made in one step.
pub(super) struct Steps {
    earlier: Vec<Moved>,
    pub last: Moved,
}

impl Steps {
    pub fn log(&self, actor: &Actor) {
        for moved in self.earlier.iter().chain([&self.last]) {
            moved.log(actor);
        }
    }
}

/// The same inside a transaction, which the caller ends: it keeps everything or nothing of it.
pub(super) async fn in_one_step(
    tx: &Transaction,
    tell: Option<&MailContext>,
    actor: &Actor,
    submission_id: i64,
    seen_version: Option<i64>,
    moves: &[Move],
    manner: &Manner,
) -> Result<Outcome<Steps>, DbErr> {
    if let Some(seen) = seen_version {
        let Some(submission) = submissions::locked(tx, submission_id).await? else {
            return Ok(Outcome::NotFound);
        };
        let bears_other_tags = moves.last().is_some_and(Move::bears_other_tags);
        if !submission.is_as_seen(seen, bears_other_tags) {
            return overtaken(tx, submission_id).await;
        }
    }
    let mut earlier: Vec<Moved> = Vec::new();
    for (at, wanted) in moves.iter().enumerate() {
        let is_last = at + 1 == moves.len();
        // Only the last mail of several moves is sent: "approved" and "published" in one minute is noise.
        let tell = tell.filter(|_| is_last);
        match one_move(tx, tell, actor, submission_id, None, wanted, manner).await? {
            Outcome::Made(last) if is_last => return Ok(Outcome::Made(Steps { earlier, last })),
            Outcome::Made(moved) => earlier.push(moved),
            refused => {
                return Ok(refused.map(|last| Steps {
                    earlier: Vec::new(),
                    last,
                }));
            }
        }
    }
    Ok(Outcome::NotAllowed)
}

/// Starts the review of a submission that the transaction holds, as a part of taking it on. Nobody
/// is mailed.
pub(super) async fn start_review(
    tx: &Transaction,
    actor: &Actor,
    submission_id: i64,
) -> Result<Outcome<Moved>, DbErr> {
    let manner = Manner::default();
    one_move(
        tx,
        None,
        actor,
        submission_id,
        None,
        &Move::StartReview,
        &manner,
    )
    .await
}

/// Sends a submission that the transaction holds, as a part of beginning it or of writing its last words.
/// Nobody is mailed: whoever calls knows what to say.
pub(super) async fn submit(
    tx: &Transaction,
    actor: &Actor,
    submission_id: i64,
    declared: Declared,
) -> Result<Outcome<Moved>, DbErr> {
    let declarations = Some(declared);
    let wanted = Move::Submit { declarations };
    let manner = Manner::default();
    one_move(tx, None, actor, submission_id, None, &wanted, &manner).await
}

/// `tell`: with which context the submitter is written to; none to write nothing.
pub(super) async fn one_move(
    tx: &Transaction,
    tell: Option<&MailContext>,
    actor: &Actor,
    submission_id: i64,
    seen_version: Option<i64>,
    wanted: &Move,
    manner: &Manner,
) -> Result<Outcome<Moved>, DbErr> {
    let Some(mut submission) = submissions::locked(tx, submission_id).await? else {
        return Ok(Outcome::NotFound);
    };
    if seen_version.is_some_and(|seen| !submission.is_as_seen(seen, wanted.bears_other_tags())) {
        return overtaken(tx, submission_id).await;
    }
    let action = wanted.action();
    let to = submission.status.after(action, &actor.roles);
    let Some((from, to)) = submission.status.known().zip(to) else {
        return Ok(Outcome::NotAllowed);
    };
    // Its museum has not taken it over: staff write it, and cannot send it in its name.
    if submission.is_ours_to_write() && matches!(action, Action::Submit | Action::Withdraw) {
        return Ok(Outcome::NotAllowed);
    }
    let mut obstacles = if matches!(action, Action::Approve | Action::Publish) {
        publishable::obstacles(tx, &submission).await?
    } else {
        Vec::new()
    };
    let judged = guards::judge(tx, actor, &submission, wanted, manner).await?;
    obstacles.extend(judged.obstacles);
    if !obstacles.is_empty() {
        return Ok(Outcome::NotPublishable(obstacles));
    }
    if action == Action::Submit {
        submission.submitter_email = drafts::take_contact(tx, &submission).await?;
    }
    // First, because one of a case is published at a time.
    if *wanted == Move::Publish && !replace_earlier(tx, actor, &submission).await? {
        return Ok(Outcome::NotAllowed);
    }
    match write_status(tx, actor, &submission, to, wanted).await {
        Ok(true) => {}
        Ok(false) => return overtaken(tx, submission_id).await,
        // Another version of its case is under review: the index has one of them at a time.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            return Ok(Outcome::NotAllowed);
        }
        Err(error) => return Err(error),
    }
    planned_moves::after_move(tx, submission.id, action).await?;
    let answered = match agreements::take(tx, &submission, wanted, actor).await? {
        Ok(taken) => taken,
        Err(NotTaken::OtherText) => return Ok(Outcome::OtherText),
        Err(NotTaken::Incomplete(errors)) => return Ok(Outcome::Incomplete(errors)),
    };
    // Before the text is cut: what came back is compared with what was given.
    let Some(beside) = field_notes::with_move(tx, &submission, to, wanted, manner).await? else {
        return Ok(Outcome::OtherText);
    };
    match wanted {
        Move::Submit { declarations } => {
            match sending::send(tx, &submission, declarations.as_ref(), actor).await? {
                Ok(()) => {}
                Err(NotSent::OtherText) => return Ok(Outcome::OtherText),
                Err(NotSent::Incomplete(errors)) => return Ok(Outcome::Incomplete(errors)),
            }
        }
        // The author starts from what the moderators see, their corrections included.
        Move::RequestChanges { .. } | Move::Amend { .. } | Move::Resume => {
            drafts::open_again(tx, &submission).await?;
        }
        Move::Publish => {
            if !publishing::publish(tx, &submission, actor, manner).await? {
                return Ok(Outcome::NotAllowed);
            }
        }
        Move::AskYes { questions, .. } => {
            if let Err(missing) = agreements::ask(tx, &submission, questions, actor).await? {
                return Ok(Outcome::Incomplete(missing));
            }
        }
        Move::CallBack | Move::Decline { .. } | Move::Lapse => {
            agreements::void_open(tx, submission.id).await?;
        }
        Move::StartReview
        | Move::Approve
        | Move::Withdraw
        | Move::Reopen
        | Move::Agree { .. }
        | Move::Answer { .. }
        | Move::Refuse { .. }
        | Move::Replace => {}
        Move::Second => agreements::second(tx, &submission, actor).await?,
    }
    silence::after_move(tx, submission.id, from, to).await?;
    let letter_id = match tell {
        Some(mail_context) => {
            let with = (manner, &beside);
            tell_the_museum(tx, mail_context, actor, &submission, wanted, with).await?
        }
        None => None,
    };
    let entry = NewHistoryEntry {
        submission_id: Some(submission.id),
        case_id: Some(submission.case_id),
        letter_id: answered.letter_id.or(letter_id),
        from_state: Some(from.slug()),
        to_state: Some(to.slug()),
        detail: Detail {
            alone: judged.alone,
            unchanged: beside.back == Some(CameBack::Unchanged),
            asked: beside.asked,
            ..detail_of(wanted, answered.letter, manner)
        },
        ..NewHistoryEntry::of(EventKind::Move(action))
    };
    history::record(tx, actor, entry).await?;
    if let Some(mail_context) = tell {
        notices::after_move(tx, mail_context, actor, &submission, wanted).await?;
    }
    if let Move::Agree { answer, .. } = wanted {
        plan_publication(tx, submission.id, answer.agreement).await?;
    }
    Ok(Outcome::Made(Moved {
        submission_id: submission.id,
        reference: submission.reference,
        action,
        from,
        status: to,
    }))
}

/// Puts the published submission of the same case, if there is one, behind this one. `false` when it cannot be.
async fn replace_earlier(
    tx: &Transaction,
    actor: &Actor,
    submission: &Submission,
) -> Result<bool, DbErr> {
    let earlier: Option<i64> = submission::Entity::find()
        .select_only()
        .column(submission::Column::Id)
        .filter(submission::Column::CaseId.eq(submission.case_id))
        .filter(submission::Column::Status.eq(Status::Published.slug()))
        .into_tuple()
        .one(tx)
        .await?;
    let Some(earlier) = earlier else {
        return Ok(true);
    };
    let replaced = Box::pin(one_move(
        tx,
        None,
        actor,
        earlier,
        None,
        &Move::Replace,
        &Manner::default(),
    ))
    .await?;
    Ok(replaced.made().is_some())
}

/// After a museum's yes the publication is planned for whoever asked, where nothing else stands in its way.
async fn plan_publication(
    tx: &Transaction,
    submission_id: i64,
    agreement_id: i64,
) -> Result<(), DbErr> {
    // As the move has left it.
    let Some(approved) = submissions::by_id(tx, submission_id).await? else {
        return Ok(());
    };
    let asked = agreements::by_id(tx, submission_id, agreement_id).await?;
    let asked_by = asked.and_then(|asked| asked.asked_by);
    if publishable::obstacles_for(tx, &approved, asked_by)
        .await?
        .is_empty()
    {
        planned_moves::plan_publish(tx, &approved, asked_by).await?;
    }
    Ok(())
}

/// Writes the status; `false` when somebody was faster. The version is checked again where it is
/// written: on PostgreSQL another transaction may have committed since the row was read.
async fn write_status(
    tx: &Transaction,
    actor: &Actor,
    submission: &Submission,
    to: Status,
    wanted: &Move,
) -> Result<bool, DbErr> {
    let now = tx.now_ms();
    let mut update = submission::Entity::update_many()
        .col_expr(submission::Column::Status, Expr::value(to.slug()))
        .col_expr(
            submission::Column::Version,
            Expr::col(submission::Column::Version).add(1),
        )
        .col_expr(submission::Column::UpdatedAt, Expr::value(now));
    match wanted {
        Move::Submit { .. } => {
            update = update
                .col_expr(submission::Column::SubmittedAt, Expr::value(now))
                .col_expr(
                    submission::Column::FirstSentAt,
                    Expr::value(Some(submission.first_sent_at.unwrap_or(now))),
                )
                .col_expr(
                    submission::Column::QueuedAt,
                    Expr::value(submission.first_sent_at.unwrap_or(now)),
                )
                .col_expr(
                    submission::Column::CameBack,
                    Expr::value(submission.first_sent_at.is_some()),
                );
        }
        Move::Answer { .. } => {
            update = update.col_expr(submission::Column::CameBack, Expr::value(true));
        }
        Move::RequestChanges { .. } => {
            update = update
                .col_expr(submission::Column::DecidedAt, Expr::value(now))
                .col_expr(
                    submission::Column::Round,
                    Expr::col(submission::Column::Round).add(1),
                );
        }
        Move::Approve | Move::Decline { .. } => {
            update = update.col_expr(submission::Column::DecidedAt, Expr::value(now));
        }
        Move::StartReview
        | Move::Publish
        | Move::Withdraw
        | Move::Reopen
        | Move::AskYes { .. }
        | Move::CallBack
        | Move::Agree { .. }
        | Move::Amend { .. }
        | Move::Refuse { .. }
        | Move::Lapse
        | Move::Resume
        | Move::Replace
        | Move::Second => {}
    }
    if submission.assignee_id.is_none() && actor.account_id.is_some() && wanted.is_of_who_reads_it()
    {
        update = update.col_expr(
            submission::Column::AssigneeId,
            Expr::value(actor.account_id),
        );
    }
    let updated = update
        .filter(submission::Column::Id.eq(submission.id))
        .filter(submission::Column::Version.eq(submission.version))
        .exec(tx)
        .await?;
    Ok(updated.rows_affected == 1)
}
