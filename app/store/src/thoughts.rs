//! Thoughts on the campaign: as they come in, and at the moderators' desk.

use super::entity::thought;
use super::history::{Actor, NewHistoryEntry, record};
use super::{DAY_MS, Db, DbErr, Transaction, accounts, hash_token, outbox};
use case_study::email::email_key;
use case_study::mail_templates::MailContext;
use case_study::reader_message::{SENDER_KEPT_DAYS, TEXT_KEPT_DAYS};
use case_study::thought::{Thought, ThoughtState};
use case_study::{EventKind, Stored};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set,
    SqlErr, UpdateMany,
};

const PER_PAGE: u64 = 25;
/// What stands in place of what was forgotten.
const FORGOTTEN: &str = "";

/// A thought as moderators see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    pub id: i64,
    /// Empty once it was forgotten, like the text.
    pub topic: String,
    pub text: String,
    /// May be empty.
    pub email: String,
    pub state: Stored<ThoughtState>,
    /// Raised by every decision; forms carry it to notice that somebody was faster.
    pub version: i64,
    pub created_at: i64,
    pub handled_at: Option<i64>,
    /// What was mailed as the answer last; empty where none was.
    pub answer: String,
    pub answered_at: Option<i64>,
}

impl Shared {
    fn of(row: thought::Model) -> Self {
        Self {
            state: Stored::read(&row.state),
            id: row.id,
            topic: row.topic,
            text: row.body,
            email: row.email,
            version: row.version,
            created_at: row.created_at,
            handled_at: row.handled_at,
            answer: row.answer,
            answered_at: row.answered_at,
        }
    }
}

/// A page of the list.
#[derive(Debug, Clone, Default)]
pub struct Thoughts {
    pub rows: Vec<Shared>,
    pub total: u64,
    pub pages: u64,
}

/// Keeps a thought and tells the operator. The same form sent again changes nothing; with other words it is another
/// thought.
///
/// # Errors
/// When the database does not answer.
pub async fn receive(
    db: &Db,
    mail_context: &MailContext,
    written: &Thought,
    key: &str,
) -> Result<(), DbErr> {
    let key_hash = hash_of(key, written);
    if is_there(db.reader(), &key_hash).await? {
        return Ok(());
    }
    let tx = db.begin().await?;
    match keep(&tx, mail_context, &Actor::reader(), written, &key_hash).await {
        // The other press of the button won the race.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            tx.rollback().await
        }
        Err(error) => Err(error),
        Ok(_) => tx.commit().await,
    }
}

fn hash_of(key: &str, written: &Thought) -> String {
    let Thought { topic, text, email } = written;
    // No answer holds a control character of this kind: see `text_input`.
    hash_token(&[key, topic, &email_key(email), text].join("\u{1f}"))
}

async fn is_there(db: &impl ConnectionTrait, key_hash: &str) -> Result<bool, DbErr> {
    let found = thought::Entity::find()
        .filter(thought::Column::KeyHash.eq(key_hash))
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// Keeps a thought in a transaction of the caller's, and tells the operator. Returns its id.
pub(super) async fn keep(
    tx: &Transaction,
    mail_context: &MailContext,
    actor: &Actor,
    written: &Thought,
    key_hash: &str,
) -> Result<i64, DbErr> {
    let id = thought::Entity::insert(thought::ActiveModel {
        topic: Set(written.topic.clone()),
        body: Set(written.text.clone()),
        email: Set(written.email.clone()),
        state: Set(ThoughtState::Open.slug().to_owned()),
        version: Set(1),
        key_hash: Set(key_hash.to_owned()),
        created_at: Set(tx.now_ms()),
        answer: Set(String::new()),
        ..Default::default()
    })
    .exec(tx)
    .await?
    .last_insert_id;
    let received = NewHistoryEntry {
        to_state: Some(ThoughtState::Open.slug()),
        ..NewHistoryEntry::of(EventKind::ReceiveThought)
    };
    record(tx, actor, received).await?;
    // What comes out of an old inbox is many at once, and whoever reads it in knows.
    if actor.recorded_role() == case_study::Role::Anonymous {
        outbox::enqueue_mail(tx, &mail_context.contact, mail_context.thought_arrived(id)).await?;
    }
    Ok(id)
}

/// Those in a state. Open ones, and those in a state that this version does not know: who waits longest first;
/// handled ones: the last dealt with first. `page` counts from 1; after the last one there is nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &Db, state: ThoughtState, page: u64) -> Result<Thoughts, DbErr> {
    let select = thought::Entity::find();
    let handled = ThoughtState::Handled.slug();
    let sorted = match state {
        ThoughtState::Open => select
            .filter(thought::Column::State.ne(handled))
            .order_by_asc(thought::Column::CreatedAt)
            .order_by_asc(thought::Column::Id),
        ThoughtState::Handled => select
            .filter(thought::Column::State.eq(handled))
            .order_by_desc(thought::Column::HandledAt)
            .order_by_desc(thought::Column::Id),
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
    Ok(Thoughts {
        rows: rows.into_iter().map(Shared::of).collect(),
        total,
        pages,
    })
}

/// One thought.
///
/// # Errors
/// When the database does not answer.
pub async fn by_id(db: &Db, id: i64) -> Result<Option<Shared>, DbErr> {
    let row = thought::Entity::find_by_id(id).one(db.reader()).await?;
    Ok(row.map(Shared::of))
}

/// How many wait for a moderator.
///
/// # Errors
/// When the database does not answer.
pub async fn count_open(db: &Db) -> Result<u64, DbErr> {
    thought::Entity::find()
        .filter(thought::Column::State.eq(ThoughtState::Open.slug()))
        .count(db.reader())
        .await
}

/// Marks a thought as dealt with, or opens it again. `false` when somebody was faster or a newer version handles it,
/// and then nothing is written.
///
/// # Errors
/// When the database does not answer.
pub async fn decide(
    db: &Db,
    actor: &Actor,
    id: i64,
    seen_version: i64,
    to: ThoughtState,
) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    if !accounts::still_acts(&tx, actor).await? {
        return Ok(false);
    }
    let (from, kind, handled_at) = match to {
        ThoughtState::Handled => (
            ThoughtState::Open,
            EventKind::HandleThought,
            Some(tx.now_ms()),
        ),
        ThoughtState::Open => (ThoughtState::Handled, EventKind::ReopenThought, None),
    };
    let update = as_seen(id, from, seen_version)
        .col_expr(thought::Column::State, Expr::value(to.slug()))
        .col_expr(thought::Column::HandledAt, Expr::value(handled_at));
    if update.exec(&tx).await?.rows_affected != 1 {
        tx.rollback().await?;
        return Ok(false);
    }
    let entry = NewHistoryEntry {
        from_state: Some(from.slug()),
        to_state: Some(to.slug()),
        ..NewHistoryEntry::of(kind)
    };
    record(&tx, actor, entry).await?;
    tx.commit().await?;
    Ok(true)
}

/// Mails an answer to whoever shared an open thought, keeps it, and marks the thought as dealt with: together or
/// not at all. `false` when somebody was faster or there is no address, and then nothing is written.
///
/// # Errors
/// When the database does not answer.
pub async fn answer(
    db: &Db,
    mail_context: &MailContext,
    actor: &Actor,
    id: i64,
    seen_version: i64,
    words: &str,
) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    if !accounts::still_acts(&tx, actor).await? {
        return Ok(false);
    }
    let now = tx.now_ms();
    let to = ThoughtState::Handled;
    let update = as_seen(id, ThoughtState::Open, seen_version)
        .filter(thought::Column::Email.ne(FORGOTTEN))
        .col_expr(thought::Column::State, Expr::value(to.slug()))
        .col_expr(thought::Column::HandledAt, Expr::value(Some(now)))
        .col_expr(thought::Column::Answer, Expr::value(words))
        .col_expr(thought::Column::AnsweredAt, Expr::value(Some(now)));
    if update.exec(&tx).await?.rows_affected != 1 {
        tx.rollback().await?;
        return Ok(false);
    }
    let row = thought::Entity::find_by_id(id)
        .one(&tx)
        .await?
        .ok_or_else(|| DbErr::RecordNotFound(format!("thought {id}")))?;
    let mail = mail_context.thought_answered(&row.topic, words);
    outbox::enqueue_mail(&tx, &row.email, mail).await?;
    let entry = NewHistoryEntry {
        from_state: Some(ThoughtState::Open.slug()),
        to_state: Some(to.slug()),
        ..NewHistoryEntry::of(EventKind::AnswerThought)
    };
    record(&tx, actor, entry).await?;
    tx.commit().await?;
    Ok(true)
}

/// The row in a state and under the version that was seen, which rises.
fn as_seen(id: i64, state: ThoughtState, version: i64) -> UpdateMany<thought::Entity> {
    thought::Entity::update_many()
        .col_expr(
            thought::Column::Version,
            Expr::col(thought::Column::Version).add(1),
        )
        .filter(thought::Column::Id.eq(id))
        .filter(thought::Column::State.eq(state.slug()))
        .filter(thought::Column::Version.eq(version))
}

/// Forgets who shared the thoughts that were dealt with long ago, and later what they and we wrote, the topic among it.
/// Returns how many were touched.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(db: &Db) -> Result<u64, DbErr> {
    let long_handled = |days: i64| {
        thought::Entity::update_many()
            .filter(thought::Column::State.eq(ThoughtState::Handled.slug()))
            .filter(thought::Column::HandledAt.lt(db.now_ms() - days * DAY_MS))
    };
    let senders = long_handled(SENDER_KEPT_DAYS)
        .col_expr(thought::Column::Email, Expr::value(FORGOTTEN))
        .filter(thought::Column::Email.ne(FORGOTTEN))
        .exec(db.writer())
        .await?;
    let texts = long_handled(TEXT_KEPT_DAYS)
        .col_expr(thought::Column::Topic, Expr::value(FORGOTTEN))
        .col_expr(thought::Column::Body, Expr::value(FORGOTTEN))
        .col_expr(thought::Column::Answer, Expr::value(FORGOTTEN))
        // Earlier versions left the topic.
        .filter(
            thought::Column::Body
                .ne(FORGOTTEN)
                .or(thought::Column::Topic.ne(FORGOTTEN)),
        )
        .exec(db.writer())
        .await?;
    Ok(senders.rows_affected + texts.rows_affected)
}
