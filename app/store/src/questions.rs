//! Messages to museums. One waits here until its writer has followed the mailed link; then it is
//! put into the outbox and forgotten.

use super::entity::question;
use super::history::{Actor, NewHistoryEntry, record};
use super::mail_limits::TypedFor;
use super::outbox::Concerning;
use super::{DAY_MS, Db, DbErr, cases, fresh_token, hash_of_sent, hash_token, mail_limits, outbox};
use case_study::EventKind;
use case_study::email::email_key;
use case_study::mail_templates::MailContext;
use case_study::reader_mail_templates::{AboutCase, Question};
use case_study::reader_message::Written;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set, SqlErr};

/// How long the mailed link works.
const KEPT_MS: i64 = DAY_MS;
/// An address that nobody has shown to be theirs is mailed once in so long.
const ONE_MAIL_EVERY_MS: i64 = 60 * 60 * 1000;

/// What somebody wants to ask.
#[derive(Debug, Clone)]
pub struct NewQuestion {
    /// Slug of the case.
    pub slug: String,
    pub written: Written,
    /// Random key from the form. The same form sent again finds the question it asked; with another
    /// address or text it asks another one.
    pub key: String,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The link is on its way, now or since an earlier press of the same button.
    Mailed,
    /// This address was mailed a short while ago, and that link was not followed yet, or its mailbox too often today.
    MailedBefore { seconds: u64 },
    /// The case is not public, or its museum takes no messages.
    NotOpen,
}

/// Keeps a question for a day and mails its writer the link that sends it.
///
/// # Errors
/// When the database does not answer.
pub async fn ask(db: &Db, mail_context: &MailContext, new: &NewQuestion) -> Result<Asked, DbErr> {
    match store(db, mail_context, new).await {
        // The other press of the button won the race.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            Ok(Asked::Mailed)
        }
        asked => asked,
    }
}

async fn store(db: &Db, mail_context: &MailContext, new: &NewQuestion) -> Result<Asked, DbErr> {
    let (now, key_hash) = (db.now_ms(), hash_of_sent(&new.key, &new.written));
    let email_key = email_key(&new.written.email);
    let tx = db.begin().await?;
    let open = cases::public_by_slug(&tx, &new.slug)
        .await?
        .filter(|found| found.address_for_questions.is_some());
    let Some(found) = open else {
        return Ok(Asked::NotOpen);
    };
    let (case_id, case) = (found.id, found.public);
    // Two of one address at the same moment see each other.
    mail_limits::hold(&tx, &new.written.email).await?;
    let waiting = question::Entity::find()
        .filter(question::Column::EmailKey.eq(&email_key))
        .filter(question::Column::CreatedAt.gt(now - ONE_MAIL_EVERY_MS))
        .one(&tx)
        .await?;
    match waiting {
        Some(row) if row.key_hash == key_hash => return Ok(Asked::Mailed),
        Some(row) => {
            let left = row.created_at + ONE_MAIL_EVERY_MS - now;
            let seconds = u64::try_from(left / 1000).unwrap_or_default().max(1);
            return Ok(Asked::MailedBefore { seconds });
        }
        None => {}
    }
    let to = &new.written.email;
    if let Some(seconds) = mail_limits::count(&tx, TypedFor::Question, to).await? {
        return Ok(Asked::MailedBefore { seconds });
    }
    let token = fresh_token();
    question::Entity::insert(question::ActiveModel {
        case_id: Set(case_id),
        token_hash: Set(hash_token(&token)),
        key_hash: Set(key_hash),
        sender: Set(new.written.name.clone()),
        email: Set(new.written.email.clone()),
        email_key: Set(email_key),
        body: Set(new.written.text.clone()),
        created_at: Set(now),
        expires_at: Set(now + KEPT_MS),
        ..Default::default()
    })
    .exec_without_returning(&tx)
    .await?;
    let about = AboutCase {
        title: &case.content.title,
        slug: &case.slug,
    };
    let mail = mail_context.confirm_question(about, &token);
    let about = Concerning::Case(case_id);
    outbox::enqueue_about(&tx, about, &new.written.email, mail).await?;
    tx.commit().await?;
    Ok(Asked::Mailed)
}

/// A question that waits for its writer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub id: i64,
    pub case_id: i64,
    pub name: String,
    pub email: String,
    pub text: String,
    /// Slug, title and museum of the case.
    pub slug: String,
    pub title: String,
    pub museum: String,
    /// Whether the museum still takes messages about it.
    pub open: bool,
}

impl Waiting {
    /// A short name for all that its writer is shown before pressing the button. The form carries it,
    /// so that nothing is sent to another museum or about another case study than stood there.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let shown = [
            &self.name,
            &self.email,
            &self.text,
            &self.title,
            &self.museum,
        ];
        // No text holds a control character of this kind.
        hash_token(&shown.map(String::as_str).join("\u{1f}"))
    }
}

/// The question behind a mailed link, while it waits.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(db: &Db, token: &str) -> Result<Option<Waiting>, DbErr> {
    find(db.reader(), token, db.now_ms()).await
}

async fn find(db: &impl ConnectionTrait, token: &str, now: i64) -> Result<Option<Waiting>, DbErr> {
    let found = question::Entity::find()
        .filter(question::Column::TokenHash.eq(hash_token(token)))
        .filter(question::Column::ExpiresAt.gt(now))
        .one(db)
        .await?;
    let Some(row) = found else { return Ok(None) };
    let found = cases::public_by_id(db, row.case_id).await?;
    let open = found
        .as_ref()
        .is_some_and(|found| found.address_for_questions.is_some());
    let (slug, title, museum) = found
        .map(|found| {
            let content = &found.public.content;
            (
                found.public.slug.clone(),
                content.title.clone(),
                content.museum.clone(),
            )
        })
        .unwrap_or_default();
    Ok(Some(Waiting {
        id: row.id,
        case_id: row.case_id,
        name: row.sender,
        email: row.email,
        text: row.body,
        slug,
        title,
        museum,
        open,
    }))
}

/// What became of a question whose writer has followed the link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmed {
    /// It is on its way to the museum and kept no longer.
    PassedOn,
    /// It would go to another museum, or be about another title, than its writer was shown.
    Changed(Box<Waiting>),
    /// The museum takes no messages any more. The question is kept no longer.
    NotOpen,
    /// It was passed on before, or its day is over.
    Gone,
}

/// Passes a question on to the contact that the case has now, as it was `shown`: see
/// [`Waiting::fingerprint`]. Of two presses one does.
///
/// # Errors
/// When the database does not answer.
pub async fn pass_on(
    db: &Db,
    mail_context: &MailContext,
    token: &str,
    shown: &str,
) -> Result<Confirmed, DbErr> {
    let tx = db.begin().await?;
    let Some(waiting) = find(&tx, token, tx.now_ms()).await? else {
        tx.rollback().await?;
        return Ok(Confirmed::Gone);
    };
    if waiting.open && waiting.fingerprint() != shown {
        tx.rollback().await?;
        return Ok(Confirmed::Changed(Box::new(waiting)));
    }
    let deleted = question::Entity::delete_by_id(waiting.id).exec(&tx).await?;
    if deleted.rows_affected != 1 {
        tx.rollback().await?;
        return Ok(Confirmed::Gone);
    }
    let found = cases::public_by_id(&tx, waiting.case_id).await?;
    let open = found.and_then(|found| Some((found.public, found.address_for_questions?)));
    let Some((case, address)) = open else {
        tx.commit().await?;
        return Ok(Confirmed::NotOpen);
    };
    let about = AboutCase {
        title: &case.content.title,
        slug: &case.slug,
    };
    let question = Question {
        name: &waiting.name,
        email: &waiting.email,
        text: &waiting.text,
    };
    outbox::enqueue_mail_for_answer(
        &tx,
        Concerning::Case(waiting.case_id),
        &address,
        &waiting.email,
        mail_context.question(about, question),
    )
    .await?;
    // That somebody asked, not who or what.
    let asked = NewHistoryEntry {
        case_id: Some(waiting.case_id),
        ..NewHistoryEntry::of(EventKind::Ask)
    };
    record(&tx, &Actor::reader(), asked).await?;
    tx.commit().await?;
    Ok(Confirmed::PassedOn)
}

/// Deletes the questions whose day is over.
///
/// # Errors
/// When the database does not answer.
pub async fn delete_expired(db: &Db) -> Result<u64, DbErr> {
    let deleted = question::Entity::delete_many()
        .filter(question::Column::ExpiresAt.lte(db.now_ms()))
        .exec(db.writer())
        .await?;
    Ok(deleted.rows_affected)
}
