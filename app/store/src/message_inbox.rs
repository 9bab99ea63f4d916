//! What readers wrote, at the moderators' desk: listed, dealt with, forgotten.

use super::entity::{case, reader_message};
use super::history::{Actor, Detail, NewHistoryEntry, record};
use super::reader_messages::subject_of;
use super::{DAY_MS, Db, DbErr, accounts};
use case_study::reader_message::{
    MessageKind, MessageState, SENDER_KEPT_DAYS, TEXT_KEPT_DAYS, URGENT, is_urgent,
};
use case_study::stored::NEWER;
use case_study::{CaseState, EventKind, Origin, Stored};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

/// What stands in place of a text that was forgotten.
pub const FORGOTTEN: &str = "";

/// A message as moderators see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderMessage {
    pub id: i64,
    pub kind: Stored<MessageKind>,
    /// Slug of a concern's reason; empty for the others.
    pub reason: String,
    /// Empty once it was forgotten.
    pub text: String,
    pub name: String,
    pub email: String,
    pub state: Stored<MessageState>,
    /// Raised by every decision; forms carry it to notice that somebody was faster.
    pub version: i64,
    pub created_at: i64,
    pub handled_at: Option<i64>,
    pub case: AboutCaseRow,
}

/// The case a message is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AboutCaseRow {
    pub id: i64,
    pub title: String,
    pub slug: String,
    pub state: Stored<CaseState>,
    /// Compiled from public sources rather than submitted by the museum.
    pub compiled: bool,
}

impl ReaderMessage {
    /// What it is about, in words.
    #[must_use]
    pub fn about(&self) -> String {
        match self.kind.known() {
            Some(kind) => subject_of(kind, &self.reason),
            None => NEWER.to_owned(),
        }
    }

    #[must_use]
    pub fn is_urgent(&self) -> bool {
        self.state == MessageState::Open && is_urgent(&self.reason)
    }
}

/// A page of a list of messages.
#[derive(Debug, Clone, Default)]
pub struct Messages {
    pub rows: Vec<ReaderMessage>,
    pub total: u64,
    pub pages: u64,
}

const PER_PAGE: u64 = 25;

/// The messages in a state. Open ones, and those in a state that this version does not know: the
/// urgent first, then who waits longest; handled ones: the last dealt with first. `page` counts from 1; after the last one there is nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &Db, state: MessageState, page: u64) -> Result<Messages, DbErr> {
    let select = reader_message::Entity::find();
    let sorted = match state {
        MessageState::Open => select
            .filter(reader_message::Column::State.ne(MessageState::Handled.slug()))
            .order_by(urgent_first(), Order::Asc)
            .order_by_asc(reader_message::Column::CreatedAt)
            .order_by_asc(reader_message::Column::Id),
        MessageState::Handled => select
            .filter(reader_message::Column::State.eq(MessageState::Handled.slug()))
            .order_by_desc(reader_message::Column::HandledAt)
            .order_by_desc(reader_message::Column::Id),
    };
    let paginator = sorted.paginate(db.reader(), PER_PAGE);
    let size = paginator.num_items_and_pages().await?;
    let (total, pages) = (size.number_of_items, size.number_of_pages);
    // An address may ask for any number, and the library multiplies it unchecked.
    let rows = if page > pages {
        Vec::new()
    } else {
        paginator.fetch_page(page.saturating_sub(1)).await?
    };
    let ids = rows.iter().map(|row| row.case_id);
    let about: HashMap<i64, case::Model> = case::Entity::find()
        .filter(case::Column::Id.is_in(ids))
        .all(db.reader())
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let rows = rows
        .into_iter()
        .filter_map(|row| {
            let case = about.get(&row.case_id)?;
            Some(message_of(row, case))
        })
        .collect();
    Ok(Messages { rows, total, pages })
}

/// 0 for a reason by which somebody may come to harm, 1 for the others.
fn urgent_first() -> SimpleExpr {
    CaseStatement::new()
        .case(reader_message::Column::Reason.is_in(URGENT), 0)
        .finally(1)
        .into()
}

fn message_of(row: reader_message::Model, case: &case::Model) -> ReaderMessage {
    ReaderMessage {
        kind: Stored::read(&row.kind),
        state: Stored::read(&row.state),
        id: row.id,
        reason: row.reason,
        text: row.body,
        name: row.sender,
        email: row.email,
        version: row.version,
        created_at: row.created_at,
        handled_at: row.handled_at,
        case: AboutCaseRow {
            id: case.id,
            title: case.title.clone(),
            slug: case.slug.clone().unwrap_or_default(),
            state: Stored::read(&case.state),
            compiled: Origin::is_compiled(&case.origin),
        },
    }
}

/// One message.
///
/// # Errors
/// When the database does not answer.
pub async fn by_id(db: &Db, id: i64) -> Result<Option<ReaderMessage>, DbErr> {
    let found = reader_message::Entity::find_by_id(id)
        .one(db.reader())
        .await?;
    let Some(row) = found else { return Ok(None) };
    let case = case::Entity::find_by_id(row.case_id)
        .one(db.reader())
        .await?;
    Ok(case.map(|case| message_of(row, &case)))
}

/// How many messages wait for a moderator.
///
/// # Errors
/// When the database does not answer.
pub async fn count_open(db: &Db) -> Result<u64, DbErr> {
    reader_message::Entity::find()
        .filter(reader_message::Column::State.eq(MessageState::Open.slug()))
        .count(db.reader())
        .await
}

/// Marks a message as dealt with, or opens it again, with a note for other moderators. `false` when
/// somebody was faster or a newer version handles it, and then nothing is written.
///
/// # Errors
/// When the database does not answer.
pub async fn decide(
    db: &Db,
    actor: &Actor,
    message: &ReaderMessage,
    seen_version: i64,
    to: MessageState,
    note: &str,
) -> Result<bool, DbErr> {
    if message.kind.known().is_none() {
        return Ok(false);
    }
    let now = db.now_ms();
    let (from, kind, handled_at) = match to {
        MessageState::Handled => (MessageState::Open, EventKind::Handle, Some(now)),
        MessageState::Open => (MessageState::Handled, EventKind::ReopenMessage, None),
    };
    let tx = db.begin().await?;
    if !accounts::still_acts(&tx, actor).await? {
        return Ok(false);
    }
    let updated = reader_message::Entity::update_many()
        .col_expr(reader_message::Column::State, Expr::value(to.slug()))
        .col_expr(reader_message::Column::HandledAt, Expr::value(handled_at))
        .col_expr(
            reader_message::Column::Version,
            Expr::col(reader_message::Column::Version).add(1),
        )
        .filter(reader_message::Column::Id.eq(message.id))
        .filter(reader_message::Column::State.eq(from.slug()))
        .filter(reader_message::Column::Version.eq(seen_version))
        .exec(&tx)
        .await?;
    if updated.rows_affected != 1 {
        tx.rollback().await?;
        return Ok(false);
    }
    let decided = NewHistoryEntry {
        case_id: Some(message.case.id),
        reader_message_id: Some(message.id),
        from_state: Some(from.slug()),
        to_state: Some(to.slug()),
        detail: Detail {
            note: note.to_owned(),
            ..Default::default()
        },
        ..NewHistoryEntry::of(kind)
    };
    record(&tx, actor, decided).await?;
    tx.commit().await?;
    Ok(true)
}

/// Forgets who wrote the messages that were dealt with long ago, and later what they wrote.
/// Returns how many were touched.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(db: &Db) -> Result<u64, DbErr> {
    let long_handled = |days: i64| {
        reader_message::Entity::update_many()
            .filter(reader_message::Column::State.eq(MessageState::Handled.slug()))
            .filter(reader_message::Column::HandledAt.lt(db.now_ms() - days * DAY_MS))
    };
    let senders = long_handled(SENDER_KEPT_DAYS)
        .col_expr(reader_message::Column::Sender, Expr::value(FORGOTTEN))
        .col_expr(reader_message::Column::Email, Expr::value(FORGOTTEN))
        .filter(
            reader_message::Column::Sender
                .ne(FORGOTTEN)
                .or(reader_message::Column::Email.ne(FORGOTTEN)),
        )
        .exec(db.writer())
        .await?;
    let texts = long_handled(TEXT_KEPT_DAYS)
        .col_expr(reader_message::Column::Body, Expr::value(FORGOTTEN))
        .filter(reader_message::Column::Body.ne(FORGOTTEN))
        .exec(db.writer())
        .await?;
    Ok(senders.rows_affected + texts.rows_affected)
}
