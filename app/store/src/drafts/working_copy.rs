//! Reading and writing the working copy.

use crate::blobs::Holder;
use crate::entity::{revision, submission, working_copy};
use crate::moderation_queue::search_key;
use crate::submissions::Submission;
use crate::{
    Db, DbErr, Transaction, blobs, mailed_links, place_of, read_content, submissions, write_content,
};
use case_study::similar::{museum_key, title_key};
use case_study::working_copy::Unread;
use case_study::{Field, Kind, RevisionKind, WorkingCopy};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A working copy that the transaction holds.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub copy: WorkingCopy,
    pub last_saves: LastSaves,
    pub version: i64,
    /// The revision that its author last was given to write on.
    pub opened_from: Option<i64>,
}

/// What is known of the contact in a text that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contact {
    /// Somebody typed it, or had it before them and pressed a button: mails go there.
    Given,
    /// Nobody looked at it now. It may have been found in a file and be anybody's: mails go where they went before.
    Unseen,
}

impl Contact {
    /// Of somebody who saves these fields.
    pub fn of<'a>(saved: impl IntoIterator<Item = &'a Field>) -> Self {
        if saved.into_iter().any(|field| field.kind == Kind::Email) {
            Self::Given
        } else {
            Self::Unseen
        }
    }
}

/// Which page of the form saved a section last, by the section's slug.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct LastSaves(BTreeMap<String, LastSave>);

#[derive(Debug, Clone, Serialize, Deserialize)]
struct LastSave {
    page: String,
    /// What the section was then: whoever writes without leaving a mark here is noticed by it.
    fingerprint: String,
}

impl LastSaves {
    /// Whether this page wrote what the section is now, so that nobody else has saved since.
    pub fn is_by(&self, section: &str, page: &str, fingerprint: &str) -> bool {
        self.0.get(section).is_some_and(|last| {
            !page.is_empty() && last.page == page && last.fingerprint == fingerprint
        })
    }

    pub fn note(&mut self, section: &str, page: &str, fingerprint: &str) {
        let last = LastSave {
            page: page.to_owned(),
            fingerprint: fingerprint.to_owned(),
        };
        self.0.insert(section.to_owned(), last);
    }
}

/// The working copy of a submission.
///
/// # Errors
/// When the database does not answer, or the row is missing that a submission always has.
pub async fn working_copy(db: &Db, submission_id: i64) -> Result<WorkingCopy, DbErr> {
    let row = working_copy::Entity::find_by_id(submission_id)
        .one(db.reader())
        .await?;
    Ok(held(row, submission_id)?.copy)
}

/// The working copy, with its row locked. On PostgreSQL two saves queue so; SQLite has one writer
/// anyway.
pub(crate) async fn lock(tx: &Transaction, submission_id: i64) -> Result<Held, DbErr> {
    use sea_orm::QuerySelect;
    let row = working_copy::Entity::find_by_id(submission_id)
        .lock_exclusive()
        .one(tx)
        .await?;
    held(row, submission_id)
}

fn held(row: Option<working_copy::Model>, submission_id: i64) -> Result<Held, DbErr> {
    let row = row.ok_or_else(|| {
        DbErr::RecordNotFound(format!("working copy of submission {submission_id}"))
    })?;
    Ok(Held {
        copy: WorkingCopy::new(read_content(&row.content)?, from_json(&row.unread)?),
        last_saves: from_json(&row.last_saves)?,
        version: row.version,
        opened_from: row.opened_from,
    })
}

fn from_json<T: for<'a> Deserialize<'a>>(json: &str) -> Result<T, DbErr> {
    serde_json::from_str(json).map_err(|error| DbErr::Custom(place_of(&error)))
}

fn to_json(value: &impl Serialize) -> Result<String, DbErr> {
    serde_json::to_string(value).map_err(|error| DbErr::Custom(place_of(&error)))
}

/// What stands in the way of sending, in the working copy as this transaction sees it.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn check_working_copy(
    tx: &Transaction,
    submission_id: i64,
) -> Result<Vec<case_study::FieldError>, DbErr> {
    Ok(lock(tx, submission_id).await?.copy.check_to_send())
}

/// Gives the working copy to its author again: it becomes the newest text, with the words that they wrote and
/// never sent laid over it. Those are the answers that differ from the text which they were given last or,
/// where they sent one since, from that. A version that staff began was given with its first text.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn open_again(tx: &Transaction, submission: &Submission) -> Result<(), DbErr> {
    let before = lock(tx, submission.id).await?;
    let texts = revision::Entity::find()
        .filter(revision::Column::SubmissionId.eq(submission.id))
        .order_by_desc(revision::Column::Number)
        .all(tx)
        .await?;
    let (Some(newest), Some(oldest)) = (texts.first(), texts.last()) else {
        // Never sent: it is what its author writes anyway.
        return Ok(());
    };
    let is_base = |text: &&revision::Model| {
        Some(text.id) == before.opened_from || text.kind == RevisionKind::AsSubmitted.slug()
    };
    let base = texts.iter().find(is_base).unwrap_or(oldest);
    let newest_shows = submissions::shown(tx, newest).await?;
    let mut copy = WorkingCopy::new(newest_shows, Unread::default());
    copy.lay_over(&before.copy, &read_content(&base.content)?);
    let after = Held {
        copy,
        opened_from: Some(newest.id),
        ..before
    };
    write(tx, submission, &after, Contact::Given).await
}

/// The address that mails go to once a text is sent: its author has read it back with the rest.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn take_contact(
    tx: &Transaction,
    submission: &Submission,
) -> Result<String, DbErr> {
    let held = lock(tx, submission.id).await?;
    let email = held.copy.content.contact_email.clone();
    if email.is_empty() || email == submission.submitter_email {
        return Ok(submission.submitter_email.clone());
    }
    write(tx, submission, &held, Contact::Given).await?;
    Ok(email)
}

/// Overwrites the working copy under its version, and the queue's copies of title, museum, strand and
/// address.
pub(crate) async fn write(
    tx: &Transaction,
    submission: &Submission,
    held: &Held,
    contact: Contact,
) -> Result<(), DbErr> {
    let now = tx.now_ms();
    let content = &held.copy.content;
    let updated = working_copy::Entity::update_many()
        .col_expr(
            working_copy::Column::Content,
            Expr::value(write_content(content)?),
        )
        .col_expr(
            working_copy::Column::Unread,
            Expr::value(to_json(held.copy.unread())?),
        )
        .col_expr(
            working_copy::Column::LastSaves,
            Expr::value(to_json(&held.last_saves)?),
        )
        .col_expr(
            working_copy::Column::Version,
            Expr::col(working_copy::Column::Version).add(1),
        )
        .col_expr(
            working_copy::Column::OpenedFrom,
            Expr::value(held.opened_from),
        )
        .col_expr(working_copy::Column::SavedAt, Expr::value(now))
        .filter(working_copy::Column::SubmissionId.eq(submission.id))
        .filter(working_copy::Column::Version.eq(held.version))
        .exec(tx)
        .await?;
    if updated.rows_affected != 1 {
        return Err(DbErr::RecordNotUpdated);
    }
    let holder = Holder::WorkingCopy(submission.id);
    blobs::note_uses(tx, submission.case_id, holder, content).await?;
    // Mails follow the contact, once somebody gave one.
    let email = if contact == Contact::Unseen || content.contact_email.is_empty() {
        submission.submitter_email.clone()
    } else {
        content.contact_email.clone()
    };
    if email != submission.submitter_email {
        // Whoever has the earlier address, mistyped perhaps, reads nothing more of it. The new one is
        // mailed a link: see `link_back`.
        mailed_links::revoke_links(tx, submission.id).await?;
    }
    let found_by = search_key(
        &content.title,
        &content.museum,
        &submission.reference,
        &email,
    );
    let mut update = submission::Entity::update_many();
    if email != submission.submitter_email {
        // Another address is another person's until they show that it is theirs.
        update = update.col_expr(
            submission::Column::AddressConfirmedAt,
            Expr::value(None::<i64>),
        );
    }
    update
        .col_expr(submission::Column::SearchKey, Expr::value(found_by))
        .col_expr(
            submission::Column::Title,
            Expr::value(content.title.clone()),
        )
        .col_expr(
            submission::Column::Museum,
            Expr::value(content.museum.clone()),
        )
        .col_expr(
            submission::Column::TitleKey,
            Expr::value(title_key(&content.title)),
        )
        .col_expr(
            submission::Column::MuseumKey,
            Expr::value(museum_key(&content.museum)),
        )
        .col_expr(
            submission::Column::Strand,
            Expr::value(content.strand.clone()),
        )
        .col_expr(submission::Column::SubmitterEmail, Expr::value(email))
        .col_expr(submission::Column::UpdatedAt, Expr::value(now))
        .filter(submission::Column::Id.eq(submission.id))
        .exec(tx)
        .await?;
    Ok(())
}
