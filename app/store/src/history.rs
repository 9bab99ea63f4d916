//! The history: what happened, when and by whom, written in the transaction that makes it happen.

use super::entity::{account, event};
use super::{Db, DbErr, Transaction};
use case_study::{EventKind, Role, Stored};
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Who acts, as the history records it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub account_id: Option<i64>,
    /// What the actor is to the submission at hand; several may hold at once.
    pub roles: Vec<Role>,
}

impl Actor {
    /// Somebody without an account who began the draft in this session.
    #[must_use]
    pub fn submitter() -> Self {
        Self {
            account_id: None,
            roles: vec![Role::Submitter],
        }
    }

    /// A reader, whoever that is.
    #[must_use]
    pub const fn reader() -> Self {
        Self {
            account_id: None,
            roles: Vec::new(),
        }
    }

    /// The program itself, on an operator's command.
    #[must_use]
    pub fn operator() -> Self {
        Self {
            account_id: None,
            roles: vec![Role::Admin],
        }
    }

    /// The program itself, when something it was to do is due.
    #[must_use]
    pub fn program() -> Self {
        Self {
            account_id: None,
            roles: vec![Role::Program],
        }
    }

    /// The strongest role, for the record.
    #[must_use]
    pub fn recorded_role(&self) -> Role {
        [Role::Admin, Role::Moderator, Role::Submitter, Role::Program]
            .into_iter()
            .find(|role| self.roles.contains(role))
            .unwrap_or(Role::Anonymous)
    }
}

/// What is worth knowing about an entry beyond its states. Shown in the history; never a secret.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    /// Reason code of a return or a refusal.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What a moderator wrote to the submitter, who reads it in the mail and on the tracking page.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// The field concerned: an answer that changed, or where to look.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub field: String,
    /// The answer before and after, for one that changed: slugs or words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// The weight that a moderator gave to a change of words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub weight: String,
    /// What the museum was asked, field by field, as it stood in the letter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<String>,
    /// It was sent again, and nothing was changed or replied since it was asked for.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unchanged: bool,
    /// What a moderator noted for other moderators. Nobody else reads it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Whoever did it said that they decide alone, where nobody else may.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
    /// The account that it is about, by its id. Addresses and names are never written here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<i64>,
}

/// An entry about to be written.
#[derive(Debug, Clone)]
pub struct NewHistoryEntry {
    pub submission_id: Option<i64>,
    pub case_id: Option<i64>,
    /// What a reader wrote, if this is about it.
    pub reader_message_id: Option<i64>,
    /// What was written to the museum with it, or by it.
    pub letter_id: Option<i64>,
    pub kind: EventKind,
    pub from_state: Option<&'static str>,
    pub to_state: Option<&'static str>,
    pub detail: Detail,
}

impl NewHistoryEntry {
    /// An entry of this kind that names nothing else yet.
    #[must_use]
    pub fn of(kind: EventKind) -> Self {
        Self {
            submission_id: None,
            case_id: None,
            reader_message_id: None,
            letter_id: None,
            kind,
            from_state: None,
            to_state: None,
            detail: Detail::default(),
        }
    }
}

/// Writes an entry.
///
/// # Errors
/// When the database does not answer.
pub async fn record(tx: &Transaction, actor: &Actor, new: NewHistoryEntry) -> Result<(), DbErr> {
    let detail =
        serde_json::to_string(&new.detail).map_err(|error| DbErr::Custom(error.to_string()))?;
    event::Entity::insert(event::ActiveModel {
        submission_id: Set(new.submission_id),
        case_id: Set(new.case_id),
        account_id: Set(actor.account_id),
        role: Set(actor.recorded_role().slug().to_owned()),
        action: Set(new.kind.slug().to_owned()),
        from_state: Set(new.from_state.map(str::to_owned)),
        to_state: Set(new.to_state.map(str::to_owned)),
        detail: Set(detail),
        at: Set(tx.now_ms()),
        reader_message_id: Set(new.reader_message_id),
        letter_id: Set(new.letter_id),
        ..Default::default()
    })
    .exec_without_returning(tx)
    .await?;
    Ok(())
}

/// What an entry is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum About {
    Submission(i64),
    Case(i64),
}

/// Notes in the newest entry about something, written in this transaction, that it came of a plan.
pub(super) async fn came_of_plan(
    tx: &Transaction,
    about: About,
    planned_move_id: i64,
) -> Result<(), DbErr> {
    let is_about = match about {
        About::Submission(id) => event::Column::SubmissionId.eq(id),
        About::Case(id) => event::Column::CaseId.eq(id),
    };
    let newest: Option<i64> = event::Entity::find()
        .select_only()
        .column(event::Column::Id)
        .filter(is_about)
        .order_by_desc(event::Column::Id)
        .into_tuple()
        .one(tx)
        .await?;
    event::Entity::update_many()
        .col_expr(event::Column::PlannedMoveId, Expr::value(planned_move_id))
        .filter(event::Column::Id.is_in(newest))
        .exec(tx)
        .await?;
    Ok(())
}

/// An entry as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    pub at: i64,
    /// The account's name, or nothing for a submitter without one.
    pub by: Option<String>,
    pub account_id: Option<i64>,
    pub role: Stored<Role>,
    pub kind: Stored<EventKind>,
    pub detail: Detail,
    /// The letter that was written with it. Letters are kept since the program has a table of them; before,
    /// the words stand in the detail alone.
    pub letter_id: Option<i64>,
}

/// Everything that happened to a submission, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn history(db: &Db, submission_id: i64) -> Result<Vec<HistoryEntry>, DbErr> {
    of_submission(db.reader(), submission_id).await
}

/// The same, inside a transaction.
pub(super) async fn of_submission(
    db: &impl ConnectionTrait,
    submission_id: i64,
) -> Result<Vec<HistoryEntry>, DbErr> {
    entries(db, event::Column::SubmissionId.eq(submission_id)).await
}

/// Everything that happened to a case and its submissions, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn history_of_case(db: &Db, case_id: i64) -> Result<Vec<HistoryEntry>, DbErr> {
    of_case(db.reader(), case_id).await
}

/// The same, inside a transaction.
pub(super) async fn of_case(
    db: &impl ConnectionTrait,
    case_id: i64,
) -> Result<Vec<HistoryEntry>, DbErr> {
    entries(db, event::Column::CaseId.eq(case_id)).await
}

/// Everything that happened to what a reader wrote, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn history_of_reader_message(db: &Db, id: i64) -> Result<Vec<HistoryEntry>, DbErr> {
    entries(db.reader(), event::Column::ReaderMessageId.eq(id)).await
}

async fn entries(db: &impl ConnectionTrait, which: SimpleExpr) -> Result<Vec<HistoryEntry>, DbErr> {
    let events = event::Entity::find()
        .filter(which)
        .order_by_asc(event::Column::Id)
        .all(db)
        .await?;
    let ids: Vec<i64> = events.iter().filter_map(|event| event.account_id).collect();
    let names: HashMap<i64, String> = account::Entity::find()
        .filter(account::Column::Id.is_in(ids))
        .all(db)
        .await?
        .into_iter()
        .map(|account| (account.id, account.name))
        .collect();
    Ok(events
        .into_iter()
        .map(|event| HistoryEntry {
            at: event.at,
            by: event.account_id.and_then(|id| names.get(&id).cloned()),
            account_id: event.account_id,
            role: Stored::read(&event.role),
            kind: Stored::read(&event.action),
            // A detail that no longer reads is shown as an entry without one.
            detail: serde_json::from_str(&event.detail).unwrap_or_default(),
            letter_id: event.letter_id,
        })
        .collect())
}
