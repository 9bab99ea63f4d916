//! Who may not decide about what: nobody alone on their own museum's case study, and nobody alone on one by which
//! somebody could be harmed.
//!
//! Asked on the page, and again inside the transaction of a move: the account is locked there, so its museums are
//! those that count. Where nobody else may do it, both become a tick, which the history keeps. Whose yes counts is
//! decision 20.

mod own_museum;
mod second_yes;
mod tick;

pub use own_museum::closed_among;
pub use tick::mark_sensitive;

use super::entity::event;
use super::history::Actor;
use super::submissions::Submission;
use super::{Db, DbErr, Transaction, cut_texts, publishable, submissions};
use case_study::involved::Involved;
use case_study::manner::Manner;
use case_study::own_museum::{Origins, OwnMuseum};
use case_study::publishable::Obstacle;
use case_study::sensitive::{Sensitive, sensitive};
use case_study::{Action, CaseAction, CaseStudyContent, Move, Role};
use own_museum::{Staff, is_closed, museum_of_case, origins};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
};
use std::collections::HashSet;

/// What the events of decisions that somebody made alone hold.
const ALONE: &str = "%\"alone\":true%";

/// How the guards stand for somebody who is about to decide.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// It is their own museum's.
    pub own: Option<OwnMuseum>,
    /// Nobody else may decide about it.
    pub nobody_else_decides: bool,
    /// Why two people decide; none where one is enough.
    pub sensitive: Vec<Sensitive>,
    /// Whether a moderator ticked that somebody could be harmed.
    pub ticked: bool,
    /// The names of colleagues whose yes is for the newest text.
    pub seconds: Vec<String>,
    /// There is a yes that counts when this person publishes.
    pub is_seconded: bool,
    /// This person may give the second yes, and has not given it.
    pub may_second: bool,
    /// They gave it.
    pub said_yes: bool,
    /// They wrote a part of the text.
    pub wrote_it: bool,
    /// Nobody else may give the second yes.
    pub nobody_else_seconds: bool,
    /// Why this person alone does not publish it.
    pub involved: Vec<Involved>,
}

impl Standing {
    /// What stands in the way of this move; with `alone`, what a tick does not take away.
    #[must_use]
    pub fn obstacles(&self, action: Action) -> Vec<Obstacle> {
        let mut found = Vec::new();
        if let Some(why) = self.own.filter(|_| is_decision(action)) {
            // A second yes is somebody else's by its nature.
            let alone = self.nobody_else_decides && action != Action::Second;
            found.push(Obstacle::OwnMuseum { why, alone });
        }
        let alone = self.nobody_else_seconds;
        let makes_public = matches!(action, Action::Approve | Action::Publish);
        if makes_public && !self.is_seconded {
            if !self.sensitive.is_empty() {
                found.push(if self.said_yes && !alone {
                    Obstacle::SaidYes
                } else {
                    Obstacle::NeedsSecond { alone }
                });
            }
            let involved = self.involved.iter();
            found.extend(involved.map(|why| Obstacle::AnotherPerson { why: *why, alone }));
        }
        if action == Action::Second && self.wrote_it {
            found.push(Obstacle::SecondByAuthor);
        }
        found
    }
}

/// Whether staff decide something by it.
const fn is_decision(action: Action) -> bool {
    matches!(
        action,
        Action::RequestChanges
            | Action::AskYes
            | Action::Approve
            | Action::Publish
            | Action::Decline
            | Action::Reopen
            | Action::CallBack
            | Action::Second
            | Action::Join
    )
}

/// How the guards stand for this account; without one, for the program or an operator, who have no museum.
///
/// # Errors
/// When the database does not answer.
pub async fn standing(
    db: &impl ConnectionTrait,
    submission: &Submission,
    decider: Option<i64>,
) -> Result<Standing, DbErr> {
    let content = submissions::current_content(db, submission).await?;
    standing_of(db, submission, &content, decider).await
}

/// The same for whoever has read the text.
pub(super) async fn standing_of(
    db: &impl ConnectionTrait,
    submission: &Submission,
    content: &CaseStudyContent,
    decider: Option<i64>,
) -> Result<Standing, DbErr> {
    let ticked = second_yes::is_ticked(db, submission.id).await?;
    let mut reasons = sensitive(content);
    if ticked {
        reasons.push(Sensitive::SaidSo);
    }
    let staff = Staff::read(db).await?;
    let own = staff.own(origins(submission));
    let mut standing = Standing {
        own: decider.and_then(|id| own.get(&id).copied()),
        nobody_else_decides: !staff.others(decider).any(|id| !own.contains_key(&id)),
        ticked,
        ..Standing::default()
    };
    let texts = cut_texts::of_submission(db, submission.id).await?;
    let seen = publishable::seen_by_museum(db, submission, &texts).await?;
    if let Some(id) = decider.filter(|_| standing.own.is_none()) {
        if !ticked && second_yes::who_took_tick_back(db, submission.id).await? == Some(id) {
            standing.involved.push(Involved::TookTickBack);
        }
        if second_yes::took_out(db, &texts, seen, id, &reasons).await? {
            standing.involved.push(Involved::TookItOut);
        }
    }
    if reasons.is_empty() && standing.involved.is_empty() {
        return Ok(standing);
    }
    let authors = second_yes::authors_since(&texts, seen);
    let given = match texts.last() {
        Some(text) => second_yes::given_for(db, submission.id, text.id).await?,
        None => HashSet::new(),
    };
    // Somebody who decides here now, is not of this museum, and wrote nothing of it.
    let may_say_yes =
        |id: i64| staff.includes(id) && !own.contains_key(&id) && !authors.contains(&id);
    let given: HashSet<i64> = given.into_iter().filter(|id| may_say_yes(*id)).collect();
    standing.sensitive = reasons;
    standing.is_seconded = given.iter().any(|id| Some(*id) != decider);
    standing.nobody_else_seconds = !staff.others(decider).any(may_say_yes);
    standing.wrote_it = decider.is_some_and(|id| authors.contains(&id));
    standing.said_yes = decider.is_some_and(|id| given.contains(&id));
    standing.may_second = decider.is_some_and(|id| may_say_yes(id) && !given.contains(&id));
    standing.seconds = staff.names(&given);
    Ok(standing)
}

/// What the guards say of a move inside its transaction.
pub(super) struct Judged {
    /// What stands in its way.
    pub obstacles: Vec<Obstacle>,
    /// It is made by somebody who said that they decide alone, where that had to be said.
    pub alone: bool,
}

/// Asks the guards about a move that staff or the program are making.
pub(super) async fn judge(
    tx: &Transaction,
    actor: &Actor,
    submission: &Submission,
    wanted: &Move,
    manner: &Manner,
) -> Result<Judged, DbErr> {
    let mut judged = Judged {
        obstacles: Vec::new(),
        alone: false,
    };
    let action = wanted.action();
    // What a museum does with its own is no decision, whoever is signed in besides.
    if !is_decision(action) || actor.roles.contains(&Role::Submitter) {
        return Ok(judged);
    }
    let standing = standing(tx, submission, actor.account_id).await?;
    for obstacle in standing.obstacles(action) {
        if manner.alone && obstacle.ends_with_tick() {
            judged.alone = true;
        } else {
            judged.obstacles.push(obstacle);
        }
    }
    Ok(judged)
}

/// Why an account may not change the words of this submission: it is its own museum's, and somebody else may.
pub(super) async fn may_not_mend(
    db: &impl ConnectionTrait,
    actor: &Actor,
    submission: &Submission,
) -> Result<Option<Obstacle>, DbErr> {
    closed(db, actor, origins(submission)).await
}

/// The same for a case that was compiled from public sources. It has no submitter: what counts is its museum's name,
/// beside those that somebody said they work for.
pub(super) async fn may_not_mend_compiled(
    db: &impl ConnectionTrait,
    actor: &Actor,
    case_id: i64,
) -> Result<Option<Obstacle>, DbErr> {
    let museum = museum_of_case(db, case_id).await?;
    let from = Origins {
        account_id: None,
        email: "",
        museum: &museum,
    };
    closed(db, actor, from).await
}

async fn closed(
    db: &impl ConnectionTrait,
    actor: &Actor,
    from: Origins<'_>,
) -> Result<Option<Obstacle>, DbErr> {
    let Some(id) = actor.account_id else {
        return Ok(None);
    };
    let why = is_closed(&Staff::read(db).await?, from, id);
    Ok(why.map(|why| Obstacle::OwnMuseum { why, alone: false }))
}

/// Why an account may not make this move of a case: of what is its own museum's, it neither puts back what was taken
/// down nor puts it on the front page, where somebody else may. Taking down never waits for anybody.
pub(super) async fn may_not_move_case(
    db: &impl ConnectionTrait,
    actor: &Actor,
    case_id: i64,
    submission_id: Option<i64>,
    action: CaseAction,
) -> Result<Option<Obstacle>, DbErr> {
    if !matches!(action, CaseAction::Restore | CaseAction::Feature) {
        return Ok(None);
    }
    let submission = match submission_id {
        Some(id) => submissions::by_id(db, id).await?,
        None => None,
    };
    match submission {
        Some(submission) => may_not_mend(db, actor, &submission).await,
        None => may_not_mend_compiled(db, actor, case_id).await,
    }
}

/// Why an account may not change the words of a submission, for a page before anything is typed.
///
/// # Errors
/// When the database does not answer.
pub async fn closed_to(
    db: &Db,
    account_id: i64,
    submission: &Submission,
) -> Result<Option<Obstacle>, DbErr> {
    may_not_mend(db.reader(), &of_account(account_id), submission).await
}

/// The same for a compiled case.
///
/// # Errors
/// When the database does not answer.
pub async fn compiled_closed_to(
    db: &Db,
    account_id: i64,
    case_id: i64,
) -> Result<Option<Obstacle>, DbErr> {
    may_not_mend_compiled(db.reader(), &of_account(account_id), case_id).await
}

const fn of_account(id: i64) -> Actor {
    Actor {
        account_id: Some(id),
        roles: Vec::new(),
    }
}

/// About how many submissions somebody decided alone; of everybody where no account is given.
///
/// # Errors
/// When the database does not answer.
pub async fn decided_alone(db: &Db, account_id: Option<i64>) -> Result<u64, DbErr> {
    let mut select = event::Entity::find()
        .select_only()
        .column(event::Column::SubmissionId)
        .distinct()
        .filter(event::Column::Detail.like(ALONE));
    if let Some(id) = account_id {
        select = select.filter(event::Column::AccountId.eq(id));
    }
    select.count(db.reader()).await
}
