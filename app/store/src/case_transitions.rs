//! Moves of a case that need no text: taking it down and putting it back, saying that its work is over or still
//! true, and putting it on the front page.

use super::entity::case;
use super::history::{Actor, Detail, NewHistoryEntry, record};
use super::outcome::Outcome;
use super::planned_moves::end_waiting_of_case;
use super::publishing::{REVIEW_AFTER_MS, case_row, state_of};
use super::submissions::Submission;
use super::transitions::{edited, overtaken};
use super::{
    Db, DbErr, Transaction, accounts, bank, guards, letters, mailed_links, planned_moves,
    submissions,
};
use case_study::mail_templates::{About, Mail, MailContext};
use case_study::manner::Manner;
use case_study::planned::{PlanEnd, PlannedAction};
use case_study::{CaseAction, CaseState, EventKind};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, SqlErr};

/// A case that is moved, and what the move stands in the history of. A case that was compiled from
/// public sources has no submission.
#[derive(Debug, Clone, Copy)]
pub struct WhichCase {
    pub case_id: i64,
    pub submission_id: Option<i64>,
    pub reader_message_id: Option<i64>,
    /// The version of the submission whose text the person was shown. None for a take-down: it never
    /// waits for a text to be read again.
    pub seen_version: Option<i64>,
}

impl From<&Submission> for WhichCase {
    fn from(submission: &Submission) -> Self {
        Self {
            case_id: submission.case_id,
            submission_id: Some(submission.id),
            reader_message_id: None,
            seen_version: None,
        }
    }
}

/// Moves a case, and tells nobody of it.
///
/// # Errors
/// When the database does not answer.
pub async fn move_case(
    db: &Db,
    actor: &Actor,
    which: impl Into<WhichCase> + Send,
    action: CaseAction,
    message: &str,
) -> Result<Outcome<CaseState>, DbErr> {
    finished(db, None, actor, which.into(), action, message, None).await
}

/// The same, with a letter to the museum where one goes: when its case is taken down.
///
/// # Errors
/// When the database does not answer.
pub async fn move_case_and_tell(
    db: &Db,
    mail_context: &MailContext,
    actor: &Actor,
    which: impl Into<WhichCase> + Send,
    action: CaseAction,
    message: &str,
    manner: &Manner,
) -> Result<Outcome<CaseState>, DbErr> {
    let tell = Some(mail_context);
    finished(db, tell, actor, which.into(), action, message, Some(manner)).await
}

async fn finished(
    db: &Db,
    tell: Option<&MailContext>,
    actor: &Actor,
    which: WhichCase,
    action: CaseAction,
    message: &str,
    manner: Option<&Manner>,
) -> Result<Outcome<CaseState>, DbErr> {
    let tx = db.begin().await?;
    if !accounts::still_acts(&tx, actor).await? {
        return Ok(Outcome::NotAllowed);
    }
    let moved = move_case_in(&tx, tell, actor, which, action, message, manner).await?;
    if !matches!(moved, Outcome::Made(_)) {
        tx.rollback().await?;
        return Ok(moved);
    }
    tx.commit().await?;
    bank::announce(db).await;
    Ok(moved)
}

/// The same inside a transaction, which the caller ends. The public stops or starts seeing it at once. It is not
/// allowed when the table has no such move from where the case stands.
pub(super) async fn move_case_in(
    tx: &Transaction,
    tell: Option<&MailContext>,
    actor: &Actor,
    which: WhichCase,
    action: CaseAction,
    message: &str,
    manner: Option<&Manner>,
) -> Result<Outcome<CaseState>, DbErr> {
    if let Some(id) = which.submission_id {
        // Held whatever was seen: a plan, the generation and the case come after it in the order of locks.
        let now = submissions::locked(tx, id).await?;
        let is_other = |seen| now.is_none_or(|submission| submission.version != seen);
        if which.seen_version.is_some_and(is_other) {
            return overtaken(tx, id).await;
        }
    }
    let own =
        guards::may_not_move_case(tx, actor, which.case_id, which.submission_id, action).await?;
    if let Some(own) = own {
        return Ok(Outcome::NotPublishable(vec![own]));
    }
    if let Some(planned) = planned_as(action) {
        end_waiting_of_case(tx, which.case_id, planned, PlanEnd::ByHand).await?;
    }
    let generation = bank::raise_generation(tx).await?;
    let row = case_row(tx, which.case_id).await?;
    let stored = state_of(&row);
    let allowed = stored
        .known()
        .zip(stored.after(action, &actor.roles))
        // Going live needs a revision, so it is never asked for here.
        .filter(|_| action != CaseAction::GoLive)
        .filter(|_| !changes_nothing(&row, action, tx.now_ms()));
    let Some((from, to)) = allowed else {
        return Ok(Outcome::NotAllowed);
    };
    if !write(tx, &row, action, to, generation).await? {
        return Ok(Outcome::NotAllowed);
    }
    let letter_id = match tell {
        Some(mail_context) if action == CaseAction::TakeDown => {
            let words = if which.reader_message_id.is_some() {
                // What a reader wrote is nobody else's to read.
                ""
            } else {
                message
            };
            let mail = |about: About<'_>| {
                let mail = mail_context.taken_down(about, words);
                match manner {
                    Some(manner) => edited(mail, manner),
                    None => mail,
                }
            };
            tell_the_museum(tx, actor, which, mail).await?
        }
        Some(mail_context) if action == CaseAction::FallDue => {
            tell_the_museum(tx, actor, which, |about| mail_context.still_true(about)).await?
        }
        _ => None,
    };
    let edited = manner
        .and_then(|manner| manner.letter.as_ref())
        .filter(|_| letter_id.is_some());
    let detail = Detail {
        message: edited
            .map_or(message, |letter| letter.body.as_str())
            .to_owned(),
        ..Default::default()
    };
    let entry = NewHistoryEntry {
        submission_id: which.submission_id,
        case_id: Some(row.id),
        reader_message_id: which.reader_message_id,
        letter_id,
        from_state: Some(from.slug()),
        to_state: Some(to.slug()),
        detail,
        ..NewHistoryEntry::of(EventKind::CaseMove(action))
    };
    record(tx, actor, entry).await?;
    tracing::info!(
        case = row.id,
        action = action.slug(),
        from = from.slug(),
        to = to.slug(),
        account = actor.account_id,
        "a case was moved"
    );
    Ok(Outcome::Made(to))
}

/// What is planned for a date where this is decided.
const fn planned_as(action: CaseAction) -> Option<PlannedAction> {
    Some(match action {
        CaseAction::Finish => PlannedAction::Finish,
        CaseAction::Feature => PlannedAction::Feature,
        CaseAction::Unfeature => PlannedAction::Unfeature,
        CaseAction::GoLive
        | CaseAction::TakeDown
        | CaseAction::Restore
        | CaseAction::Confirm
        | CaseAction::FallDue => return None,
    })
}

fn changes_nothing(row: &case::Model, action: CaseAction, now: i64) -> bool {
    match action {
        // Somebody confirmed or published it in the moment between.
        CaseAction::FallDue => row.review_due_at.is_none_or(|due| due > now),
        CaseAction::Feature => row.featured,
        CaseAction::Unfeature => !row.featured,
        _ => false,
    }
}

/// Whether the page itself is another one after it: of what was due, that it is still true is said beside the text.
fn readers_see(row: &case::Model, action: CaseAction) -> bool {
    match action {
        CaseAction::Feature | CaseAction::Unfeature | CaseAction::FallDue => false,
        CaseAction::Confirm => state_of(row) != CaseState::DueForReview,
        CaseAction::GoLive | CaseAction::TakeDown | CaseAction::Restore | CaseAction::Finish => {
            true
        }
    }
}

/// Writes the move; `false` when somebody was faster.
async fn write(
    tx: &Transaction,
    row: &case::Model,
    action: CaseAction,
    to: CaseState,
    generation: i64,
) -> Result<bool, DbErr> {
    let now = tx.now_ms();
    let mut update = case::Entity::update_many()
        .col_expr(case::Column::ChangedIn, Expr::value(generation))
        .col_expr(case::Column::State, Expr::value(to.slug()));
    update = match action {
        // The text is the same, and so is what anybody saw of it: no version is raised.
        CaseAction::Feature | CaseAction::Unfeature => {
            let featured = action == CaseAction::Feature;
            update.col_expr(case::Column::Featured, Expr::value(featured))
        }
        CaseAction::FallDue => update,
        _ => update.col_expr(
            case::Column::Version,
            Expr::col(case::Column::Version).add(1),
        ),
    };
    if readers_see(row, action) {
        // Harvesters ask for what changed since they came last.
        update = update.col_expr(case::Column::UpdatedAt, Expr::value(now));
    }
    if action == CaseAction::Confirm {
        update = update
            .col_expr(case::Column::ConfirmedAt, Expr::value(now))
            .col_expr(
                case::Column::ReviewDueAt,
                Expr::value(now + REVIEW_AFTER_MS),
            );
    }
    let updated = update
        .filter(case::Column::Id.eq(row.id))
        .filter(case::Column::Version.eq(row.version))
        .exec(tx)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// The letter about a move, where anybody can be written to.
async fn tell_the_museum(
    tx: &Transaction,
    actor: &Actor,
    which: WhichCase,
    mail: impl FnOnce(About<'_>) -> Mail + Send,
) -> Result<Option<i64>, DbErr> {
    let Some(id) = which.submission_id else {
        return Ok(None);
    };
    let submission = submissions::by_id(tx, id).await?;
    let Some(submission) = submission.filter(|one| !one.submitter_email.is_empty()) else {
        return Ok(None);
    };
    let token = mailed_links::issue_link(tx, submission.id).await?;
    let about = About {
        reference: &submission.reference,
        title: &submission.title,
        token: &token,
    };
    letters::to_museum(tx, &submission, actor.account_id, mail(about)).await
}

/// Whether a case stands on the front page before the others.
///
/// # Errors
/// When the database does not answer.
pub async fn is_featured(db: &Db, case_id: i64) -> Result<bool, DbErr> {
    let row = case::Entity::find_by_id(case_id).one(db.reader()).await?;
    Ok(row.is_some_and(|row| row.featured))
}

/// Plans a move of a case for a date. Returns the plan's id.
///
/// # Errors
/// When the database does not answer.
pub async fn plan_move_of_case(
    db: &Db,
    actor: &Actor,
    which: impl Into<WhichCase> + Send,
    action: CaseAction,
    due_at: i64,
) -> Result<Outcome<i64>, DbErr> {
    let which = which.into();
    let tx = db.begin().await?;
    if !accounts::still_acts(&tx, actor).await? {
        return Ok(Outcome::NotAllowed);
    }
    let Some(planned) = planned_as(action) else {
        return Ok(Outcome::NotAllowed);
    };
    if let Some(id) = which.submission_id {
        submissions::locked(&tx, id).await?;
    }
    let row = case_row(&tx, which.case_id).await?;
    if let Some(own) =
        guards::may_not_move_case(&tx, actor, which.case_id, which.submission_id, action).await?
    {
        tx.rollback().await?;
        return Ok(Outcome::NotPublishable(vec![own]));
    }
    if state_of(&row).after(action, &actor.roles).is_none() {
        tx.rollback().await?;
        return Ok(Outcome::NotAllowed);
    }
    // The front page knows no versions of a text.
    let seen = (action == CaseAction::Finish).then_some(row.version);
    let account = actor.account_id;
    let plan = planned_moves::plan_for_case(&tx, row.id, planned, seen, account, due_at).await;
    let plan = match plan {
        // Somebody planned the same in this moment: one of each waits for a case.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            tx.rollback().await?;
            return Ok(Outcome::NotAllowed);
        }
        plan => plan?,
    };
    let entry = NewHistoryEntry {
        submission_id: which.submission_id,
        case_id: Some(row.id),
        detail: Detail {
            note: planned_moves::in_history(planned, due_at),
            ..Detail::default()
        },
        ..NewHistoryEntry::of(EventKind::Plan)
    };
    record(&tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::Made(plan))
}
