//! Who may not decide about what: nobody alone on their own museum's case study, and nobody alone on one by which
//! somebody could be harmed.
//!
//! Asked on the page, and again inside the transaction of a move: the account is locked there, so its museums are
//! those that count. Where nobody else may do it, both become a tick, which the history keeps.

use super::entity::{account, agreement, event, museum, revision, submission};
use super::history::{Actor, NewHistoryEntry, record};
use super::outcome::Outcome;
use super::submissions::{Submission, keys_of};
use super::transitions::overtaken;
use super::{Db, DbErr, Transaction, accounts, agreements, publishable, submissions};
use case_study::agreement::Said;
use case_study::manner::Manner;
use case_study::own_museum::{Decider, Origins, OwnMuseum, own_museum};
use case_study::policy::{Permission, allows};
use case_study::publishable::Obstacle;
use case_study::sensitive::{Sensitive, sensitive};
use case_study::tags::is_tag;
use case_study::{Action, CaseAction, CaseStudyContent, EditWeight, EventKind, Move, Role, Status};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::{HashMap, HashSet};

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
        let needs_second = matches!(action, Action::Approve | Action::Publish)
            && !self.sensitive.is_empty()
            && !self.is_seconded;
        if needs_second {
            let alone = self.nobody_else_seconds;
            found.push(if self.said_yes && !alone {
                Obstacle::SaidYes
            } else {
                Obstacle::NeedsSecond { alone }
            });
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

/// The submissions among these that an account may not decide about: its own museum's, where somebody else may.
///
/// # Errors
/// When the database does not answer.
pub async fn closed_among(
    db: &impl ConnectionTrait,
    account_id: i64,
    ids: &[i64],
) -> Result<HashSet<i64>, DbErr> {
    let staff = enabled_staff(db).await?;
    let own = with_own(db, &staff, ids).await?;
    let closed = own
        .into_iter()
        .filter(|(_, people)| people.contains(&account_id) && people.len() < staff.len());
    Ok(closed.map(|(id, _)| id).collect())
}

/// For each of these submissions, who of these people works for its museum.
async fn with_own(
    db: &impl ConnectionTrait,
    people: &[account::Model],
    ids: &[i64],
) -> Result<HashMap<i64, HashSet<i64>>, DbErr> {
    let names = names_of_museums(db, people).await?;
    let rows = submission::Entity::find()
        .filter(submission::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    let mut all = HashMap::new();
    for row in rows {
        let submission = Submission::from_row(row);
        let content = submissions::current_content(db, &submission).await?;
        let own = people
            .iter()
            .filter(|person| is_own(person, &names, &submission, &content).is_some())
            .map(|person| person.id);
        all.insert(submission.id, own.collect());
    }
    Ok(all)
}

fn is_own(
    person: &account::Model,
    names: &HashMap<i64, String>,
    submission: &Submission,
    content: &CaseStudyContent,
) -> Option<OwnMuseum> {
    let museums: Vec<String> = museums_of(person)
        .iter()
        .filter_map(|id| names.get(id).cloned())
        .collect();
    own_museum(
        Decider {
            id: person.id,
            email: &person.email,
            museums: &museums,
        },
        Origins {
            account_id: submission.account_id,
            submitter_email: &submission.submitter_email,
            contact_email: &content.contact_email,
            museum: &content.museum,
        },
    )
}

/// The ids of the museums that somebody works for. What a newer version keeps there in another shape says nothing.
fn museums_of(person: &account::Model) -> Vec<i64> {
    serde_json::from_str(&person.museums).unwrap_or_default()
}

async fn names_of_museums(
    db: &impl ConnectionTrait,
    people: &[account::Model],
) -> Result<HashMap<i64, String>, DbErr> {
    let ids: HashSet<i64> = people.iter().flat_map(museums_of).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = museum::Entity::find()
        .filter(museum::Column::Id.is_in(ids))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
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
    let ticked = is_ticked(db, submission.id).await?;
    let mut reasons = sensitive(&content);
    if ticked {
        reasons.push(Sensitive::SaidSo);
    }
    let staff = enabled_staff(db).await?;
    let names = names_of_museums(db, &staff).await?;
    let own: HashMap<i64, OwnMuseum> = staff
        .iter()
        .filter_map(|person| Some((person.id, is_own(person, &names, submission, &content)?)))
        .collect();
    let others = || {
        staff
            .iter()
            .filter(move |person| Some(person.id) != decider)
    };
    let nobody_else_decides = !others().any(|person| !own.contains_key(&person.id));
    let mut standing = Standing {
        own: decider.and_then(|id| own.get(&id).copied()),
        nobody_else_decides,
        ticked,
        ..Standing::default()
    };
    if reasons.is_empty() {
        return Ok(standing);
    }
    let texts = texts_of(db, submission.id).await?;
    let seen = publishable::seen_by_museum(db, submission, &texts).await?;
    let authors = authors_since(&texts, seen);
    let newest = texts.last().map(|text| text.id);
    let given = yes_for(db, submission.id, newest).await?;
    let counts = |id: i64| Some(id) != decider && !authors.contains(&id);
    standing.sensitive = reasons;
    standing.is_seconded = given.iter().any(|id| counts(*id));
    standing.nobody_else_seconds =
        !others().any(|person| !own.contains_key(&person.id) && !authors.contains(&person.id));
    standing.wrote_it = decider.is_some_and(|id| authors.contains(&id));
    standing.said_yes = decider.is_some_and(|id| given.contains(&id)) && !standing.wrote_it;
    standing.may_second = standing.own.is_none()
        && !standing.wrote_it
        && decider.is_some_and(|id| !given.contains(&id));
    standing.seconds = account::Entity::find()
        .filter(account::Column::Id.is_in(given))
        .order_by_asc(account::Column::Id)
        .all(db)
        .await?
        .into_iter()
        .map(|person| person.name)
        .collect();
    Ok(standing)
}

async fn enabled_staff(db: &impl ConnectionTrait) -> Result<Vec<account::Model>, DbErr> {
    let staff = Role::ALL.iter().filter(|role| role.is_staff());
    account::Entity::find()
        .filter(account::Column::Disabled.eq(false))
        .filter(account::Column::Role.is_in(staff.map(|role| role.slug())))
        .order_by_asc(account::Column::Id)
        .all(db)
        .await
}

async fn texts_of(
    db: &impl ConnectionTrait,
    submission_id: i64,
) -> Result<Vec<revision::Model>, DbErr> {
    revision::Entity::find()
        .filter(revision::Column::SubmissionId.eq(submission_id))
        .order_by_asc(revision::Column::Id)
        .all(db)
        .await
}

/// Who wrote something of the text since the museum last sent it or agreed. A tag is no word of it.
fn authors_since(texts: &[revision::Model], seen: Option<i64>) -> HashSet<i64> {
    let form = EditWeight::Form.slug();
    let mut authors = HashSet::new();
    let mut ours = 0;
    for text in texts {
        let now_ours = keys_of(&text.by_us)
            .iter()
            .filter(|key| !is_tag(key))
            .count();
        let wrote = text.weight.as_deref().is_some_and(|weight| weight != form) || now_ours > ours;
        if wrote && text.weight.is_some() && seen.is_none_or(|seen| text.id > seen) {
            authors.extend(text.account_id);
        }
        ours = now_ours;
    }
    authors
}

/// The accounts whose yes is for this very text.
async fn yes_for(
    db: &impl ConnectionTrait,
    submission_id: i64,
    revision_id: Option<i64>,
) -> Result<Vec<i64>, DbErr> {
    let Some(revision_id) = revision_id else {
        return Ok(Vec::new());
    };
    let rows = agreement::Entity::find()
        .filter(agreement::Column::SubmissionId.eq(submission_id))
        .filter(agreement::Column::Side.eq(agreements::COLLEAGUE))
        .filter(agreement::Column::Answer.eq(Said::Yes.slug()))
        .filter(agreement::Column::RevisionId.eq(revision_id))
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|row| row.account_id).collect())
}

async fn is_ticked(db: &impl ConnectionTrait, submission_id: i64) -> Result<bool, DbErr> {
    let by: Option<Option<i64>> = submission::Entity::find_by_id(submission_id)
        .select_only()
        .column(submission::Column::SensitiveBy)
        .into_tuple()
        .one(db)
        .await?;
    Ok(by.flatten().is_some())
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
    let Some(id) = actor.account_id else {
        return Ok(None);
    };
    let standing = standing(db, submission, Some(id)).await?;
    Ok(standing
        .own
        .filter(|_| !standing.nobody_else_decides)
        .map(|why| Obstacle::OwnMuseum { why, alone: false }))
}

/// Why an account may not make this move of a case: of what is its own museum's, it neither puts back what was taken
/// down nor puts it on the front page, where somebody else may. Taking down never waits for anybody.
pub(super) async fn may_not_move_case(
    db: &impl ConnectionTrait,
    actor: &Actor,
    submission_id: Option<i64>,
    action: CaseAction,
) -> Result<Option<Obstacle>, DbErr> {
    let (Some(id), CaseAction::Restore | CaseAction::Feature) = (submission_id, action) else {
        return Ok(None);
    };
    match submissions::by_id(db, id).await? {
        Some(submission) => may_not_mend(db, actor, &submission).await,
        None => Ok(None),
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
    let actor = Actor {
        account_id: Some(account_id),
        roles: Vec::new(),
    };
    may_not_mend(db.reader(), &actor, submission).await
}

/// Keeps that somebody could be harmed by a submission, or that a moderator took that back. The version is raised,
/// so that whoever looks at an older page hears of it.
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
    if is_ticked(&tx, submission_id).await? == is_sensitive {
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

#[cfg(test)]
mod tests {
    use super::authors_since;
    use crate::entity::revision;
    use std::collections::HashSet;

    fn text(id: i64, by: i64, weight: Option<&str>, by_us: &str) -> revision::Model {
        revision::Model {
            id,
            case_id: 1,
            submission_id: Some(1),
            number: id,
            kind: "as_edited".into(),
            content: String::new(),
            account_id: Some(by),
            created_at: 0,
            weight: weight.map(str::to_owned),
            by_us: by_us.into(),
            language: "en".into(),
        }
    }

    #[test]
    fn who_wrote_what_it_says_is_an_author_and_who_corrected_spelling_is_not() {
        let texts = [
            text(1, 9, None, "[]"),
            text(2, 1, Some("form"), "[]"),
            text(3, 2, Some("meaning"), "[\"did\"]"),
            text(4, 3, Some("form"), "[\"did\"]"),
            // Filled in what stood empty.
            text(5, 4, Some("form"), "[\"did\",\"summary\"]"),
            text(6, 5, Some("protection"), "[\"did\",\"summary\"]"),
            // Chose the evidence label.
            text(
                7,
                6,
                Some("form"),
                "[\"did\",\"evidence_label\",\"summary\"]",
            ),
        ];
        assert_eq!(authors_since(&texts, None), HashSet::from([2, 4, 5]));
        // What the museum has seen since is its own.
        assert_eq!(authors_since(&texts, Some(3)), HashSet::from([4, 5]));
        assert_eq!(authors_since(&texts, Some(6)), HashSet::new());
    }
}
