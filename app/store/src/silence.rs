//! Museums that were asked something and are silent: they are reminded twice, and after three months their case
//! study is put aside. Silence never publishes anything.
//!
//! Both are planned the moment the museum is asked, and look when they are due: where somebody answered or saved a
//! word since, the silence is counted from there.

use super::carrying_out::{Carried, Held};
use super::entity::{agreement, letter, planned_move, submission, working_copy};
use super::history;
use super::history::Actor;
use super::outcome::Outcome;
use super::planned_moves::{end, end_waiting, plan_own};
use super::submissions::Submission;
use super::transitions::one_move;
use super::{Db, DbErr, Transaction, agreements, letters, mailed_links, place_of, submissions};
use case_study::mail_templates::{About, MailContext};
use case_study::manner::Manner;
use case_study::planned::{PlanEnd, PlanState, PlannedAction, Silence};
use case_study::times::REMIND_AFTER_DAYS;
use case_study::{Move, Status};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

/// What is kept with a plan.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Counted {
    since: i64,
    #[serde(default)]
    reminded: usize,
}

impl From<Silence> for Counted {
    fn from(silence: Silence) -> Self {
        Self {
            since: silence.since,
            reminded: silence.reminded,
        }
    }
}

impl From<Counted> for Silence {
    fn from(counted: Counted) -> Self {
        Self {
            since: counted.since,
            reminded: counted.reminded,
        }
    }
}

/// Starts to count when a move asks a museum something, and stops when it is asked no more. Called once, at the
/// end of every move: what the move itself wrote is no word of the museum.
pub(super) async fn after_move(
    tx: &Transaction,
    submission_id: i64,
    from: Status,
    to: Status,
) -> Result<(), DbErr> {
    if from.waits_for_the_museum() {
        let own = [PlannedAction::Remind, PlannedAction::Lapse];
        end_waiting(tx, submission_id, &own, PlanEnd::NotAsked).await?;
    }
    if to.waits_for_the_museum() {
        let silence = Silence::since(tx.now_ms());
        plan_reminder(tx, submission_id, silence).await?;
        plan_lapse(tx, submission_id, silence).await?;
    }
    Ok(())
}

async fn plan_reminder(
    tx: &Transaction,
    submission_id: i64,
    silence: Silence,
) -> Result<(), DbErr> {
    let Some(due_at) = silence.next_reminder() else {
        return Ok(());
    };
    let counted = Counted::from(silence);
    plan_own(tx, submission_id, PlannedAction::Remind, &counted, due_at).await
}

/// Whether reminders are counted from this silence, or another one waits and finds out by itself. Where the
/// museum wrote after the last of them, they were of an earlier silence.
async fn is_reminded_of(
    tx: &Transaction,
    submission_id: i64,
    silence: Silence,
) -> Result<bool, DbErr> {
    let newest = planned_move::Entity::find()
        .filter(planned_move::Column::SubmissionId.eq(submission_id))
        .filter(planned_move::Column::Action.eq(PlannedAction::Remind.slug()))
        .order_by_desc(planned_move::Column::Id)
        .one(tx)
        .await?;
    let Some(newest) = newest else {
        return Ok(false);
    };
    let counted: Counted =
        serde_json::from_str(&newest.payload).map_err(|error| DbErr::Custom(place_of(&error)))?;
    Ok(newest.state == PlanState::Waiting.slug() || counted.since >= silence.since)
}

async fn plan_lapse(tx: &Transaction, submission_id: i64, silence: Silence) -> Result<(), DbErr> {
    let (counted, due_at) = (Counted::from(silence), silence.lapses_at());
    plan_own(tx, submission_id, PlannedAction::Lapse, &counted, due_at).await
}

/// Carries out a reminder or a lapse that is due.
pub(super) async fn carry_out(
    db: &Db,
    tx: Transaction,
    mail_context: &MailContext,
    held: Held,
) -> Result<Carried, DbErr> {
    let silence = Silence::from(held.payload::<Counted>()?);
    let id = held.submission.id;
    let heard = last_word(&tx, id).await?.filter(|at| *at > silence.since);
    let is_lapse = held.action == PlannedAction::Lapse;
    let end_as = if !held.submission.status.waits_for_the_museum() {
        PlanEnd::NotAsked
    } else if heard.is_some() {
        PlanEnd::Heard
    } else if is_lapse {
        return lapse(db, tx, mail_context, held).await;
    } else if tx.now_ms() >= silence.lapses_at() {
        // The program stood still for months: it is put aside in the same minute, and that letter is enough.
        PlanEnd::NotAsked
    } else {
        PlanEnd::Made
    };
    // Before the next one is planned: one waits at a time.
    end(&tx, held.id, end_as).await?;
    match (end_as, heard.map(Silence::since)) {
        (PlanEnd::Heard, Some(again)) if is_lapse => {
            plan_lapse(&tx, id, again).await?;
            if !is_reminded_of(&tx, id, again).await? {
                plan_reminder(&tx, id, again).await?;
            }
        }
        (PlanEnd::Heard, Some(again)) => plan_reminder(&tx, id, again).await?,
        (PlanEnd::Made, _) => {
            remind(&tx, mail_context, &held.submission, silence, None).await?;
        }
        _ => {}
    }
    tx.commit().await?;
    Ok(Carried::Ended(end_as))
}

/// Starts to count for museums that were asked by a version that did not count, and returns for how many.
///
/// # Errors
/// When the database does not answer.
pub async fn count_everywhere(db: &Db) -> Result<u64, DbErr> {
    let counted = Query::select()
        .column(planned_move::Column::SubmissionId)
        .from(planned_move::Entity)
        .and_where(planned_move::Column::State.eq(PlanState::Waiting.slug()))
        .and_where(planned_move::Column::Action.eq(PlannedAction::Lapse.slug()))
        .and_where(planned_move::Column::SubmissionId.is_not_null())
        .to_owned();
    let waiting = Status::ALL
        .iter()
        .filter(|status| status.waits_for_the_museum())
        .map(|status| status.slug());
    let not_counted = submission::Column::Id.not_in_subquery(counted);
    let found: Vec<i64> = submission::Entity::find()
        .select_only()
        .column(submission::Column::Id)
        .filter(submission::Column::Status.is_in(waiting))
        .filter(not_counted.clone())
        .into_tuple()
        .all(db.reader())
        .await?;
    let mut begun = 0;
    for id in found {
        let tx = db.begin().await?;
        let held = submissions::locked(&tx, id).await?;
        // Asked again under the lock: another instance may have been faster.
        let still = submission::Entity::find_by_id(id)
            .filter(not_counted.clone())
            .one(&tx)
            .await?
            .is_some();
        if still && held.is_some_and(|held| held.status.waits_for_the_museum()) {
            let own = [PlannedAction::Remind];
            end_waiting(&tx, id, &own, PlanEnd::PlannedAgain).await?;
            let silence = Silence::since(tx.now_ms());
            plan_reminder(&tx, id, silence).await?;
            plan_lapse(&tx, id, silence).await?;
            begun += 1;
        }
        tx.commit().await?;
    }
    Ok(begun)
}

/// Reminds a museum because a moderator wants it to be, and counts that as the next reminder. Returns the letter's
/// id, if there is an address to write to.
pub(super) async fn remind_by_hand(
    tx: &Transaction,
    mail_context: &MailContext,
    submission: &Submission,
    account_id: Option<i64>,
) -> Result<Option<i64>, DbErr> {
    let silence = match counted_by(tx, submission.id, PlannedAction::Remind).await? {
        Some(silence) => silence,
        // Both were sent: this is one more, and none follows.
        None => Silence {
            reminded: REMIND_AFTER_DAYS.len(),
            ..counted_by(tx, submission.id, PlannedAction::Lapse)
                .await?
                .unwrap_or(Silence::since(tx.now_ms()))
        },
    };
    let own = [PlannedAction::Remind];
    end_waiting(tx, submission.id, &own, PlanEnd::PlannedAgain).await?;
    remind(tx, mail_context, submission, silence, account_id).await
}

/// The silence that one of the program's own plans counts, where it waits.
async fn counted_by(
    tx: &Transaction,
    submission_id: i64,
    action: PlannedAction,
) -> Result<Option<Silence>, DbErr> {
    let payload: Option<String> = planned_move::Entity::find()
        .select_only()
        .column(planned_move::Column::Payload)
        .filter(planned_move::Column::SubmissionId.eq(submission_id))
        .filter(planned_move::Column::Action.eq(action.slug()))
        .filter(planned_move::Column::State.eq(PlanState::Waiting.slug()))
        .into_tuple()
        .one(tx)
        .await?;
    payload
        .map(|payload| serde_json::from_str::<Counted>(&payload).map(Silence::from))
        .transpose()
        .map_err(|error| DbErr::Custom(place_of(&error)))
}

async fn remind(
    tx: &Transaction,
    mail_context: &MailContext,
    submission: &Submission,
    silence: Silence,
    account_id: Option<i64>,
) -> Result<Option<i64>, DbErr> {
    let next = silence.after_reminder(tx.now_ms());
    plan_reminder(tx, submission.id, next).await?;
    agreements::count_reminder(tx, submission.id).await?;
    if submission.submitter_email.is_empty() {
        return Ok(None);
    }
    let token = mailed_links::issue_link(tx, submission.id).await?;
    let about = About {
        reference: &submission.reference,
        title: &submission.title,
        token: &token,
    };
    let last = next.next_reminder().is_none();
    let lapses_at = last.then(|| silence.lapses_at());
    let mail = if submission.status == Status::AwaitingYes {
        mail_context.reminder_of_yes(about, lapses_at)
    } else {
        mail_context.reminder_of_changes(about, lapses_at)
    };
    letters::to_museum(tx, submission, account_id, mail).await
}

async fn lapse(
    db: &Db,
    tx: Transaction,
    mail_context: &MailContext,
    held: Held,
) -> Result<Carried, DbErr> {
    let (actor, id) = (Actor::program(), held.submission.id);
    end(&tx, held.id, PlanEnd::Made).await?;
    match one_move(
        &tx,
        Some(mail_context),
        &actor,
        id,
        None,
        &Move::Lapse,
        &Manner::default(),
    )
    .await?
    {
        Outcome::Made(moved) => {
            history::came_of_plan(&tx, history::About::Submission(id), held.id).await?;
            tx.commit().await?;
            moved.log(&actor);
            Ok(Carried::Ended(PlanEnd::Made))
        }
        Outcome::NotFound
        | Outcome::NotAllowed
        | Outcome::NotPublishable(_)
        | Outcome::Overtaken(_)
        | Outcome::Incomplete(_)
        | Outcome::OtherText => {
            tx.rollback().await?;
            let tx = db.begin().await?;
            end(&tx, held.id, PlanEnd::Cannot).await?;
            tx.commit().await?;
            Ok(Carried::Ended(PlanEnd::Cannot))
        }
    }
}

/// When the museum last saved a word, answered or wrote to us about this submission.
async fn last_word(tx: &Transaction, submission_id: i64) -> Result<Option<i64>, DbErr> {
    let saved: Option<i64> = working_copy::Entity::find_by_id(submission_id)
        .select_only()
        .column(working_copy::Column::SavedAt)
        .into_tuple()
        .one(tx)
        .await?;
    let answered: Option<Option<i64>> = agreement::Entity::find()
        .select_only()
        .column(agreement::Column::AnsweredAt)
        .filter(agreement::Column::SubmissionId.eq(submission_id))
        .filter(agreement::Column::AnsweredAt.is_not_null())
        .order_by_desc(agreement::Column::AnsweredAt)
        .into_tuple()
        .one(tx)
        .await?;
    let wrote: Option<i64> = letter::Entity::find()
        .select_only()
        .column(letter::Column::CreatedAt)
        .filter(letter::Column::SubmissionId.eq(submission_id))
        .filter(letter::Column::FromMuseum.eq(true))
        .order_by_desc(letter::Column::Id)
        .into_tuple()
        .one(tx)
        .await?;
    Ok([saved, answered.flatten(), wrote]
        .into_iter()
        .flatten()
        .max())
}
