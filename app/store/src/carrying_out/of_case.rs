//! The same for what is planned for a case: work that is over, the front page.

use super::{Carried, Subject, When, actor_of, made_by, read_row, tell_its_author};
use crate::case_transitions::{WhichCase, move_case_in};
use crate::entity::{case, planned_move, submission};
use crate::history::{self, Actor};
use crate::planned_moves::end;
use crate::publishing::{case_row, state_of};
use crate::submissions::Submission;
use crate::{Db, DbErr, Transaction, bank};
use case_study::decision::{DecisionMessage, Does};
use case_study::mail_templates::MailContext;
use case_study::planned::{PlanEnd, PlannedAction};
use case_study::round_mail_templates::PlanOf;
use case_study::{CaseAction, Status};
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// A plan that this transaction holds, with its case.
pub(crate) struct Held {
    row: planned_move::Model,
    case: case::Model,
    action: CaseAction,
    /// The submission in whose history it stands.
    published: Option<Submission>,
    /// What its account is now; none where it may not act any more.
    actor: Option<Actor>,
}

impl Held {
    /// Who makes it now, or why it is overtaken.
    pub fn made_by(&self) -> Result<&Actor, PlanEnd> {
        let seen = self.row.seen_version;
        let is_as_seen = seen.is_none_or(|seen| seen == self.case.version);
        made_by(self.actor.as_ref(), is_as_seen)
    }
}

/// Takes it with everything that its move locks first: see [`hold`](super::hold).
pub(crate) async fn hold(
    tx: &Transaction,
    seen: &planned_move::Model,
    when: When,
) -> Result<Result<Held, Carried>, DbErr> {
    let (Some(case_id), Some(Does::MoveCase(action))) = (seen.case_id, what_it_does(seen)) else {
        return Ok(Err(Carried::Over));
    };
    let actor = actor_of(tx, seen).await?;
    // Its history is written, which whoever removes the submission waits for.
    let published = match published_of(tx, case_id).await? {
        None => None,
        Some(published) => {
            let held = submission::Entity::find_by_id(published.id)
                .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
                .one(tx)
                .await?;
            let Some(held) = held else {
                return Ok(Err(Carried::Busy));
            };
            Some(Submission::from_row(held))
        }
    };
    let Some(row) = read_row(tx, seen.id, Some(LockType::Update), when).await? else {
        return Ok(Err(Carried::Over));
    };
    Ok(Ok(Held {
        case: case_row(tx, case_id).await?,
        row,
        action,
        published,
        actor,
    }))
}

/// Makes the move of a case that somebody planned, or says why it cannot be made.
pub(super) async fn carry_out(
    db: &Db,
    tx: Transaction,
    mail_context: &MailContext,
    seen: &planned_move::Model,
) -> Result<Carried, DbErr> {
    let held = match hold(&tx, seen, When::Due).await? {
        Ok(held) => held,
        Err(not) => {
            tx.rollback().await?;
            return Ok(not);
        }
    };
    if is_done_already(&held.case, held.action) {
        end(&tx, held.row.id, PlanEnd::ByHand).await?;
        tx.commit().await?;
        return Ok(Carried::Ended(PlanEnd::ByHand));
    }
    let actor = match held.made_by() {
        Ok(actor) => actor,
        Err(why) => return stale(tx, mail_context, &held, why).await,
    };
    end(&tx, held.row.id, PlanEnd::Made).await?;
    let which = WhichCase {
        case_id: held.case.id,
        submission_id: held.published.as_ref().map(|one| one.id),
        reader_message_id: None,
        seen_version: None,
    };
    let moved = move_case_in(&tx, None, actor, which, held.action, "", None).await?;
    if moved.made().is_some() {
        history::came_of_plan(&tx, history::About::Case(held.case.id), held.row.id).await?;
        tx.commit().await?;
        bank::announce(db).await;
        return Ok(Carried::Ended(PlanEnd::Made));
    }
    // The move may have written half of it.
    tx.rollback().await?;
    let tx = db.begin().await?;
    match hold(&tx, seen, When::Due).await? {
        Ok(held) => stale(tx, mail_context, &held, PlanEnd::Cannot).await,
        Err(not) => Ok(not),
    }
}

/// Ends a plan that could not be carried out, and tells who made it.
pub(crate) async fn stale(
    tx: Transaction,
    mail_context: &MailContext,
    held: &Held,
    why: PlanEnd,
) -> Result<Carried, DbErr> {
    end(&tx, held.row.id, why).await?;
    let slug = held.case.slug.as_deref().unwrap_or_default();
    let published = held.published.as_ref();
    let subject = Subject {
        of: published.map_or(PlanOf::Compiled(slug), |one| {
            PlanOf::Submission(&one.reference)
        }),
        title: &held.case.title,
        stands: state_of(&held.case).label(),
    };
    tell_its_author(&tx, mail_context, &held.row, why, subject).await?;
    tx.commit().await?;
    Ok(Carried::Ended(why))
}

fn what_it_does(row: &planned_move::Model) -> Option<Does> {
    let decision = PlannedAction::from_slug(&row.action)?.decision()?;
    Some(decision.does(&DecisionMessage::default()))
}

/// Somebody was there before, by hand.
const fn is_done_already(case: &case::Model, action: CaseAction) -> bool {
    match action {
        CaseAction::Feature => case.featured,
        CaseAction::Unfeature => !case.featured,
        _ => false,
    }
}

/// The submission whose text the public reads of a case.
pub(crate) async fn published_of(
    db: &impl ConnectionTrait,
    case_id: i64,
) -> Result<Option<submission::Model>, DbErr> {
    submission::Entity::find()
        .filter(submission::Column::CaseId.eq(case_id))
        .filter(submission::Column::Status.eq(Status::Published.slug()))
        .order_by_desc(submission::Column::Id)
        .one(db)
        .await
}
