//! What readers write to the moderators about a case, as it comes in. What becomes of it stands in
//! [`message_desk`](super::message_inbox).

use super::entity::reader_message;
use super::history::{Actor, NewHistoryEntry, record};
use super::outbox::Concerning;
use super::{Db, DbErr, cases, hash_of_sent, notices, outbox};
use case_study::mail_templates::MailContext;
use case_study::reader_mail_templates::AboutCase;
use case_study::reader_message::{MessageKind, MessageState, Written, is_urgent};
use case_study::{EventKind, Vocabulary};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set, SqlErr};

/// What a reader sends.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// Slug of the case.
    pub slug: String,
    pub kind: MessageKind,
    pub written: Written,
    /// Random key from the form. The same form sent again finds the message it sent; with more text
    /// or another address it is another message.
    pub key: String,
}

/// What a message is about, in words.
pub(super) fn subject_of(kind: MessageKind, reason: &str) -> String {
    match kind {
        MessageKind::Concern => Vocabulary::ConcernReason.label_of(reason),
        MessageKind::Claim => "A museum says that it is theirs".to_owned(),
        MessageKind::Correction => "Something should be corrected".to_owned(),
    }
}

/// Stores a message about a public case and tells the operator. `false` when there is no such
/// case. The same form sent again changes nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn receive(db: &Db, mail_context: &MailContext, new: &NewMessage) -> Result<bool, DbErr> {
    let key_hash = hash_of_sent(&new.key, &new.written);
    if is_there(db.reader(), &key_hash).await? {
        return Ok(true);
    }
    match store(db, mail_context, new, &key_hash).await {
        // The other press of the button won the race.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            Ok(true)
        }
        stored => stored,
    }
}

async fn is_there(db: &impl ConnectionTrait, key_hash: &str) -> Result<bool, DbErr> {
    let found = reader_message::Entity::find()
        .filter(reader_message::Column::KeyHash.eq(key_hash))
        .one(db)
        .await?;
    Ok(found.is_some())
}

async fn store(
    db: &Db,
    mail_context: &MailContext,
    new: &NewMessage,
    key_hash: &str,
) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    let Some(found) = cases::public_by_slug(&tx, &new.slug).await? else {
        tx.rollback().await?;
        return Ok(false);
    };
    let (case_id, case) = (found.id, found.public);
    let reason = match new.kind {
        MessageKind::Concern => new.written.reason.clone(),
        MessageKind::Claim | MessageKind::Correction => String::new(),
    };
    let id = reader_message::Entity::insert(reader_message::ActiveModel {
        case_id: Set(case_id),
        kind: Set(new.kind.slug().to_owned()),
        reason: Set(reason.clone()),
        body: Set(new.written.text.clone()),
        sender: Set(new.written.name.clone()),
        email: Set(new.written.email.clone()),
        state: Set(MessageState::Open.slug().to_owned()),
        version: Set(1),
        key_hash: Set(key_hash.to_owned()),
        created_at: Set(db.now_ms()),
        ..Default::default()
    })
    .exec(&tx)
    .await?
    .last_insert_id;
    let received = NewHistoryEntry {
        case_id: Some(case_id),
        reader_message_id: Some(id),
        to_state: Some(MessageState::Open.slug()),
        ..NewHistoryEntry::of(EventKind::Receive)
    };
    record(&tx, &Actor::reader(), received).await?;
    let about = AboutCase {
        title: &case.content.title,
        slug: &case.slug,
    };
    let mail = mail_context.reader_wrote(about, &subject_of(new.kind, &reason), id);
    let about = Concerning::Case(case_id);
    outbox::enqueue_about(&tx, about, &mail_context.contact, mail).await?;
    if is_urgent(&reason) {
        let what = subject_of(new.kind, &reason);
        let title = &case.content.title;
        notices::urgent(&tx, mail_context, case_id, title, &what, id).await?;
    }
    tx.commit().await?;
    Ok(true)
}
