//! Pictures and documents that lie outside of the database: a row says that one is there, whose it is and which texts
//! name it.
//!
//! What is put there is put there first, and its row second; what is removed is marked first, then removed, and
//! its row last. So a kill at any moment leaves an object without a row at worst, which the sweep finds.

mod consent;
mod days;
mod removing;
mod uses;

pub use consent::{end_consent, end_passed};
pub(crate) use days::days_hold;
pub(crate) use removing::doom_all_of_case;
pub use removing::{Doomed, doom_unused, doomed, forget, unknown_boxes};
pub(crate) use uses::{
    Holder, move_to, note_uses, settle, shown, without_ended, without_ended_in_copy,
};

use super::entity::{blob, blob_use, case};
use super::{Db, DbErr, Transaction, cases, submissions};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef, Set};
use std::collections::HashMap;

const STORED: &str = "stored";
const DOOMED: &str = "doomed";

/// What lies in the store under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlobKind {
    /// A photograph in several sizes.
    Picture,
    /// A file as it was sent.
    Document,
}

impl BlobKind {
    /// As the column holds it (RFC 6838).
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Picture => "image/jpeg",
            Self::Document => "application/pdf",
        }
    }

    /// A kind that only a newer version knows is none, so nothing is sent as what it may not be.
    fn of(media_type: &str) -> Option<Self> {
        [Self::Picture, Self::Document]
            .into_iter()
            .find(|kind| kind.media_type() == media_type)
    }
}

/// A file that may be shown to whoever may see the text that names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    pub kind: Option<BlobKind>,
    pub sha256: String,
    /// Of a document, as it is sent.
    pub bytes: u64,
    /// Of a picture; nothing for a document.
    pub width: u32,
    pub height: u32,
    /// The box in the store that holds its sizes.
    pub kept_in: String,
}

impl Blob {
    fn of(row: blob::Model) -> Self {
        let number = |value: Option<i32>| value.and_then(|value| u32::try_from(value).ok());
        Self {
            width: number(row.width).unwrap_or_default(),
            height: number(row.height).unwrap_or_default(),
            kind: BlobKind::of(&row.media_type),
            sha256: row.sha256,
            bytes: u64::try_from(row.bytes).unwrap_or_default(),
            kept_in: row.kept_in,
        }
    }
}

/// A file that was just put into the store.
#[derive(Debug, Clone)]
pub struct NewBlob {
    pub kind: BlobKind,
    pub sha256: String,
    /// Of a picture, in pixels; none for a document.
    pub size: Option<(u32, u32)>,
    pub bytes: usize,
    pub kept_in: String,
}

/// What became of a picture that was put into the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It has a row.
    New,
    /// The case had it already: what was just put there is not needed.
    Before,
    /// Its submission can no longer be written.
    Closed,
}

/// Notes that a picture is there, for the case of a submission that its author may write. It is young from
/// now on, so that there is time to name it.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(db: &Db, submission_id: i64, new: &NewBlob) -> Result<Kept, DbErr> {
    let tx = db.begin().await?;
    let submission = submissions::locked(&tx, submission_id).await?;
    let Some(submission) = submission.filter(|one| one.status.is_open_to_its_author()) else {
        return Ok(Kept::Closed);
    };
    let kept = row_of(&tx, submission.case_id, new, Terms::default()).await?;
    tx.commit().await?;
    Ok(kept)
}

/// Notes that a part of a picture is there, which is shown no longer than the whole. Staff cut it out of what a
/// museum sent.
///
/// # Errors
/// When the database does not answer.
pub async fn keep_part(
    db: &Db,
    submission_id: i64,
    whole: &str,
    new: &NewBlob,
) -> Result<Kept, DbErr> {
    let tx = db.begin().await?;
    let Some(submission) = submissions::locked(&tx, submission_id).await? else {
        return Ok(Kept::Closed);
    };
    let whole = may_be_shown()
        .filter(blob::Column::CaseId.eq(submission.case_id))
        .filter(blob::Column::Sha256.eq(whole))
        .lock_exclusive()
        .one(&tx)
        .await?;
    let Some(whole) = whole else {
        return Ok(Kept::Closed);
    };
    let terms = Terms {
        until: whole.consent_until,
        made_from: Some(whole.made_from.unwrap_or(whole.sha256)),
    };
    let kept = row_of(&tx, submission.case_id, new, terms).await?;
    tx.commit().await?;
    Ok(kept)
}

/// The same in a transaction that begins the case.
pub(crate) async fn keep_in(tx: &Transaction, case_id: i64, new: &NewBlob) -> Result<Kept, DbErr> {
    row_of(tx, case_id, new, Terms::default()).await
}

/// What a picture has from the one that it is a part of.
#[derive(Default)]
struct Terms {
    until: Option<i64>,
    made_from: Option<String>,
}

async fn row_of(
    tx: &Transaction,
    case_id: i64,
    new: &NewBlob,
    terms: Terms,
) -> Result<Kept, DbErr> {
    let before = blob::Entity::find()
        .filter(blob::Column::CaseId.eq(case_id))
        .filter(blob::Column::Sha256.eq(new.sha256.as_str()))
        .lock_exclusive()
        .one(tx)
        .await?;
    let now = tx.now_ms();
    Ok(match before {
        Some(row) if row.state == STORED => {
            blob::Entity::update_many()
                .col_expr(blob::Column::CreatedAt, Expr::value(now))
                .filter(blob::Column::Id.eq(row.id))
                .exec(tx)
                .await?;
            Kept::Before
        }
        // It was on its way out, or its consent had ended: it is sent with a consent of its own, which says nothing
        // for the texts that named it before.
        Some(row) => {
            blob_use::Entity::delete_many()
                .filter(blob_use::Column::BlobId.eq(row.id))
                .exec(tx)
                .await?;
            blob::Entity::update_many()
                .col_expr(blob::Column::CreatedAt, Expr::value(now))
                .col_expr(blob::Column::State, Expr::value(STORED))
                .col_expr(blob::Column::KeptIn, Expr::value(new.kept_in.as_str()))
                .col_expr(blob::Column::ConsentUntil, Expr::value(terms.until))
                .col_expr(blob::Column::ConsentEndedAt, Expr::value(None::<i64>))
                .col_expr(blob::Column::MadeFrom, Expr::value(terms.made_from))
                .filter(blob::Column::Id.eq(row.id))
                .exec(tx)
                .await?;
            Kept::New
        }
        None => {
            blob::Entity::insert(blob::ActiveModel {
                case_id: Set(Some(case_id)),
                sha256: Set(new.sha256.clone()),
                media_type: Set(new.kind.media_type().to_owned()),
                bytes: Set(i64::try_from(new.bytes).unwrap_or(i64::MAX)),
                width: Set(new.size.and_then(|(width, _)| i32::try_from(width).ok())),
                height: Set(new.size.and_then(|(_, height)| i32::try_from(height).ok())),
                state: Set(STORED.to_owned()),
                kept_in: Set(new.kept_in.clone()),
                consent_until: Set(terms.until),
                made_from: Set(terms.made_from),
                created_at: Set(now),
                ..Default::default()
            })
            .exec(tx)
            .await?;
            Kept::New
        }
    })
}

/// A picture of a case, for whoever may see a text of it.
///
/// # Errors
/// When the database does not answer.
pub async fn of_case(db: &Db, case_id: i64, sha256: &str) -> Result<Option<Blob>, DbErr> {
    Ok(may_be_shown()
        .filter(blob::Column::CaseId.eq(case_id))
        .filter(blob::Column::Sha256.eq(sha256))
        .one(db.reader())
        .await?
        .map(Blob::of))
}

/// The same for several, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn all_of_case(db: &Db, case_id: i64) -> Result<HashMap<String, Blob>, DbErr> {
    let rows = may_be_shown()
        .filter(blob::Column::CaseId.eq(case_id))
        .all(db.reader())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.sha256.clone(), Blob::of(row)))
        .collect())
}

/// A picture that everybody may see: the text that the public reads now names it, and its consent has not ended.
///
/// # Errors
/// When the database does not answer.
pub async fn public(db: &Db, slug: &str, sha256: &str) -> Result<Option<Blob>, DbErr> {
    Ok(may_be_shown()
        .filter(blob::Column::Sha256.eq(sha256))
        .join(
            JoinType::InnerJoin,
            blob::Entity::belongs_to(case::Entity)
                .from(blob::Column::CaseId)
                .to(case::Column::Id)
                .into(),
        )
        .join(JoinType::InnerJoin, to_uses())
        .filter(cases::is_public())
        .filter(case::Column::Slug.eq(slug))
        .filter(blob_use::Column::Holder.eq(Holder::REVISION))
        .filter(
            Expr::col((blob_use::Entity, blob_use::Column::HolderId))
                .equals((case::Entity, case::Column::PublishedRevisionId)),
        )
        .one(db.reader())
        .await?
        .map(Blob::of))
}

fn may_be_shown() -> sea_orm::Select<blob::Entity> {
    blob::Entity::find()
        .filter(blob::Column::State.eq(STORED))
        .filter(blob::Column::ConsentEndedAt.is_null())
}

/// From a file to what names it.
fn to_uses() -> RelationDef {
    blob::Entity::belongs_to(blob_use::Entity)
        .from(blob::Column::Id)
        .to(blob_use::Column::BlobId)
        .into()
}
