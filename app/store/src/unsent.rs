//! Drafts that nobody sends. What staff or the inbox began and no museum took over, staff delete; any other goes by
//! itself after three months without a word, a week after its author was told.

use super::carrying_out::{Carried, Held};
use super::entity::{case, planned_move, submission, working_copy};
use super::history::{Actor, NewHistoryEntry, record};
use super::mail_limits::TypedFor;
use super::outbox::Concerning;
use super::outcome::Outcome;
use super::planned_moves::{end, plan_own};
use super::publishing::case_row;
use super::submissions::Submission;
use super::taking_apart::{remove_submissions, take_apart, was_public};
use super::transitions::overtaken;
use super::{
    DAY_MS, Db, DbErr, Transaction, accounts, mail_limits, mailed_links, outbox, samples,
    submissions,
};
use case_study::mail_templates::{About, MailContext};
use case_study::planned::{PlanEnd, PlanState, PlannedAction};
use case_study::times::{DRAFT_WARNED_AFTER_DAYS, Unsent};
use case_study::{Action, EventKind, Role, Status};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use serde::{Deserialize, Serialize};

/// So many are told in one go; the others come with the next.
const AT_ONCE: u64 = 50;
/// Who began what is its museum's from its first word.
const BY_MUSEUM: &str = "museum";

/// What is kept with a plan.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Counted {
    /// The last word in it when it was planned.
    since: i64,
}

/// Drafts that staff or the inbox began, and that no museum took over.
fn ours() -> Select<submission::Entity> {
    submission::Entity::find()
        .filter(submission::Column::Status.eq(Status::Draft.slug()))
        .filter(submission::Column::BegunBy.ne(BY_MUSEUM))
        .filter(submission::Column::AccountId.is_null())
        .filter(submission::Column::AddressConfirmedAt.is_null())
        .filter(submission::Column::FirstSentAt.is_null())
}

/// The drafts that staff may delete, the oldest first, at most so many.
///
/// # Errors
/// When the database does not answer.
pub async fn not_taken_over(db: &Db, most: u64) -> Result<Vec<Submission>, DbErr> {
    let rows = ours()
        .order_by_asc(submission::Column::Id)
        .limit(most)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Submission::from_row).collect())
}

/// The draft with this reference, where staff may delete it.
///
/// # Errors
/// When the database does not answer.
pub async fn one_not_taken_over(db: &Db, reference: &str) -> Result<Option<Submission>, DbErr> {
    let row = ours()
        .filter(submission::Column::Reference.eq(reference))
        .one(db.reader())
        .await?;
    Ok(row.map(Submission::from_row))
}

/// Deletes a draft that no museum took over, as somebody of the staff saw it.
///
/// # Errors
/// When the database does not answer.
pub async fn drop_draft(
    db: &Db,
    actor: &Actor,
    submission_id: i64,
    seen_version: i64,
) -> Result<Outcome<()>, DbErr> {
    let tx = db.begin().await?;
    if !accounts::still_acts(&tx, actor).await? {
        return Ok(Outcome::NotAllowed);
    }
    let Some(held) = submissions::locked(&tx, submission_id).await? else {
        return Ok(Outcome::NotFound);
    };
    if held.version != seen_version {
        return overtaken(&tx, submission_id).await;
    }
    let is_ours = ours()
        .filter(submission::Column::Id.eq(submission_id))
        .count(&tx)
        .await?;
    if is_ours == 0 || !held.status.is_deleted_by(Action::Drop, &actor.roles) {
        return Ok(Outcome::NotAllowed);
    }
    delete(&tx, &held, actor, EventKind::Move(Action::Drop)).await?;
    tx.commit().await?;
    log(&held, actor, Action::Drop);
    Ok(Outcome::Made(()))
}

/// Deletes a draft, which the transaction holds, with its case where that was never public.
pub(super) async fn delete(
    tx: &Transaction,
    held: &Submission,
    actor: &Actor,
    why: EventKind,
) -> Result<(), DbErr> {
    let row = case_row(tx, held.case_id).await?;
    let others = submission::Entity::find()
        .filter(submission::Column::CaseId.eq(held.case_id))
        .filter(submission::Column::Id.ne(held.id))
        .count(tx)
        .await?;
    remove_submissions(tx, &[held.id]).await?;
    if others > 0 || was_public(&row) {
        // The history of what stays says that it was there.
        let entry = NewHistoryEntry {
            case_id: Some(row.id),
            from_state: Some(Status::Draft.slug()),
            ..NewHistoryEntry::of(why)
        };
        record(tx, actor, entry).await?;
    } else {
        take_apart(tx, row.id, &[]).await?;
        case::Entity::delete_by_id(row.id).exec(tx).await?;
    }
    Ok(())
}

/// Writes a line of the log, once it is done: `docs/LOGGING.md`.
fn log(held: &Submission, actor: &Actor, action: Action) {
    tracing::info!(
        submission = held.id,
        why = action.slug(),
        account = actor.account_id,
        "a draft was deleted"
    );
}

/// The submissions whose end is planned.
fn counted() -> SelectStatement {
    Query::select()
        .column(planned_move::Column::SubmissionId)
        .from(planned_move::Entity)
        .and_where(planned_move::Column::State.eq(PlanState::Waiting.slug()))
        .and_where(planned_move::Column::Action.eq(PlannedAction::Expire.slug()))
        .and_where(planned_move::Column::SubmissionId.is_not_null())
        .to_owned()
}

/// Drafts in which nobody wrote since then and whose end is not planned.
fn silent_since(then: i64) -> Select<submission::Entity> {
    let written = Query::select()
        .column(working_copy::Column::SubmissionId)
        .from(working_copy::Entity)
        .and_where(working_copy::Column::SavedAt.gt(then))
        .to_owned();
    submission::Entity::find()
        .filter(submission::Column::Status.eq(Status::Draft.slug()))
        .filter(submission::Column::FirstSentAt.is_null())
        .filter(submission::Column::CreatedAt.lte(then))
        .filter(
            Condition::all()
                .add(submission::Column::Id.not_in_subquery(written))
                .add(submission::Column::Id.not_in_subquery(counted())),
        )
}

/// Tells the authors of drafts in which nobody wrote for long that they will go, and plans that; of how many.
///
/// # Errors
/// When the database does not answer.
pub async fn warn(db: &Db, mail_context: &MailContext) -> Result<usize, DbErr> {
    let silent = || silent_since(db.now_ms() - DRAFT_WARNED_AFTER_DAYS * DAY_MS);
    let found: Vec<i64> = silent()
        .select_only()
        .column(submission::Column::Id)
        .order_by_asc(submission::Column::Id)
        .limit(AT_ONCE)
        .into_tuple()
        .all(db.reader())
        .await?;
    let mut planned = 0;
    for id in found {
        let tx = db.begin().await?;
        let held = submissions::locked(&tx, id).await?;
        // Asked again under the lock: another instance may have been faster, or its author.
        let still = silent()
            .filter(submission::Column::Id.eq(id))
            .count(&tx)
            .await?;
        let (Some(held), true) = (held, still > 0) else {
            tx.rollback().await?;
            continue;
        };
        let unsent = Unsent {
            last_word: last_word(&tx, &held).await?,
        };
        let told = tell_its_author(&tx, mail_context, &held, unsent).await?;
        let counted = Counted {
            since: unsent.last_word,
        };
        let goes_at = unsent.deleted_at(told);
        plan_own(&tx, id, PlannedAction::Expire, &counted, goes_at).await?;
        tx.commit().await?;
        planned += 1;
    }
    Ok(planned)
}

/// Tells them, and when: later where their address, which may be anybody's, was mailed too often. None where there is nobody
/// to tell.
async fn tell_its_author(
    tx: &Transaction,
    mail_context: &MailContext,
    held: &Submission,
    unsent: Unsent,
) -> Result<Option<i64>, DbErr> {
    let own = match held.account_id {
        Some(id) => accounts::address_of(tx, id).await?,
        None => None,
    };
    let typed = Some(held.submitter_email.clone()).filter(|email| !email.is_empty());
    let is_typed = typed.is_some();
    let Some(to) = typed.or(own) else {
        return Ok(None);
    };
    if samples::is_sample(tx, held.case_id).await? {
        return Ok(None);
    }
    let told_at = if is_typed && !mail_limits::is_confirmed(tx, held).await? {
        mail_limits::reserve(tx, TypedFor::DraftGoes, &to).await?
    } else {
        tx.now_ms()
    };
    let token = mailed_links::issue_link(tx, held.id).await?;
    let about = About {
        reference: &held.reference,
        title: &held.title,
        token: &token,
    };
    let mail = mail_context.draft_will_go(about, unsent.deleted_at(Some(told_at)));
    let concerning = Concerning::Submission(held.id);
    if let Some(job_id) = outbox::enqueue_about(tx, concerning, &to, mail).await?
        && told_at > tx.now_ms()
    {
        outbox::put_off(tx, job_id, told_at).await?;
    }
    Ok(Some(told_at))
}

/// When it was begun, or somebody last saved a word in it.
async fn last_word(db: &impl ConnectionTrait, held: &Submission) -> Result<i64, DbErr> {
    let saved: Option<i64> = working_copy::Entity::find_by_id(held.id)
        .select_only()
        .column(working_copy::Column::SavedAt)
        .into_tuple()
        .one(db)
        .await?;
    Ok(saved.unwrap_or_default().max(held.created_at))
}

/// Deletes a draft whose time has come, unless somebody wrote in it since.
pub(super) async fn carry_out(tx: Transaction, held: Held) -> Result<Carried, DbErr> {
    let counted: Counted = held.payload()?;
    let (draft, actor) = (&held.submission, Actor::program());
    let goes = draft.first_sent_at.is_none()
        && draft.status.is_deleted_by(Action::Expire, &[Role::Program]);
    let how = if !goes {
        PlanEnd::NotAsked
    } else if last_word(&tx, draft).await? > counted.since {
        // It is counted anew from there.
        PlanEnd::Heard
    } else {
        delete(&tx, draft, &actor, EventKind::Move(Action::Expire)).await?;
        tx.commit().await?;
        log(draft, &actor, Action::Expire);
        return Ok(Carried::Ended(PlanEnd::Made));
    };
    end(&tx, held.id, how).await?;
    tx.commit().await?;
    Ok(Carried::Ended(how))
}
