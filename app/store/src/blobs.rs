//! Pictures that lie outside of the database: a row says that one is there, whose it is and which texts name it.
//!
//! What is put there is put there first, and its row second; what is removed is marked first, then removed, and
//! its row last. So a kill at any moment leaves an object without a row at worst, which the sweep finds.

mod consent;
mod removing;

pub use consent::{end_consent, end_passed};
pub use removing::{Doomed, doom_unused, doomed, forget, unknown_boxes};

use super::entity::{blob, blob_use, case};
use super::{Db, DbErr, Transaction, cases, submissions};
use case_study::CaseStudyContent;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, Set};
use std::collections::{BTreeSet, HashMap};

const STORED: &str = "stored";
const DOOMED: &str = "doomed";
const JPEG: &str = "image/jpeg";

/// What names a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    Revision(i64),
    WorkingCopy(i64),
}

impl Holder {
    const REVISION: &'static str = "revision";
    const WORKING_COPY: &'static str = "working_copy";

    const fn parts(self) -> (&'static str, i64) {
        match self {
            Self::Revision(id) => (Self::REVISION, id),
            Self::WorkingCopy(id) => (Self::WORKING_COPY, id),
        }
    }
}

/// A picture that may be shown to whoever may see the text that names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    pub sha256: String,
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
            sha256: row.sha256,
            kept_in: row.kept_in,
        }
    }
}

/// A picture that was just put into the store.
#[derive(Debug, Clone)]
pub struct NewBlob {
    pub sha256: String,
    pub width: u32,
    pub height: u32,
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
    let before = blob::Entity::find()
        .filter(blob::Column::CaseId.eq(submission.case_id))
        .filter(blob::Column::Sha256.eq(new.sha256.as_str()))
        .lock_exclusive()
        .one(&tx)
        .await?;
    let now = tx.now_ms();
    let kept = match before {
        Some(row) if row.state == STORED => {
            blob::Entity::update_many()
                .col_expr(blob::Column::CreatedAt, Expr::value(now))
                .filter(blob::Column::Id.eq(row.id))
                .exec(&tx)
                .await?;
            Kept::Before
        }
        // It was on its way out, or its consent had ended: it is sent with a consent of its own.
        Some(row) => {
            blob::Entity::update_many()
                .col_expr(blob::Column::CreatedAt, Expr::value(now))
                .col_expr(blob::Column::State, Expr::value(STORED))
                .col_expr(blob::Column::KeptIn, Expr::value(new.kept_in.as_str()))
                .col_expr(blob::Column::ConsentUntil, Expr::value(None::<i64>))
                .col_expr(blob::Column::ConsentEndedAt, Expr::value(None::<i64>))
                .filter(blob::Column::Id.eq(row.id))
                .exec(&tx)
                .await?;
            Kept::New
        }
        None => {
            blob::Entity::insert(blob::ActiveModel {
                case_id: Set(Some(submission.case_id)),
                sha256: Set(new.sha256.clone()),
                media_type: Set(JPEG.to_owned()),
                bytes: Set(i64::try_from(new.bytes).unwrap_or(i64::MAX)),
                width: Set(i32::try_from(new.width).ok()),
                height: Set(i32::try_from(new.height).ok()),
                state: Set(STORED.to_owned()),
                kept_in: Set(new.kept_in.clone()),
                created_at: Set(now),
                ..Default::default()
            })
            .exec(&tx)
            .await?;
            Kept::New
        }
    };
    tx.commit().await?;
    Ok(kept)
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
        .join(
            JoinType::InnerJoin,
            blob::Entity::belongs_to(blob_use::Entity)
                .from(blob::Column::Id)
                .to(blob_use::Column::BlobId)
                .into(),
        )
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

/// Takes out of a text every picture that is not there or whose consent has ended, and corrects the sizes of
/// the others. Its rows are locked, so that none of them is removed before the text is written.
pub(crate) async fn settle(
    tx: &Transaction,
    case_id: i64,
    content: &mut CaseStudyContent,
) -> Result<(), DbErr> {
    if content.pictures.is_empty() {
        return Ok(());
    }
    let rows = may_be_shown()
        .filter(blob::Column::CaseId.eq(case_id))
        .filter(blob::Column::Sha256.is_in(names(content)))
        .lock_shared()
        .all(tx)
        .await?;
    let rows: HashMap<String, Blob> = rows
        .into_iter()
        .map(|row| (row.sha256.clone(), Blob::of(row)))
        .collect();
    content.pictures.retain_mut(|picture| {
        let Some(blob) = rows.get(&picture.blob) else {
            return false;
        };
        (picture.width, picture.height) = (blob.width, blob.height);
        true
    });
    Ok(())
}

/// Takes out of a text that is shown every picture that may not be shown any more. A text without pictures costs
/// nothing.
pub(crate) async fn without_ended(
    db: &impl ConnectionTrait,
    case_id: i64,
    content: &mut CaseStudyContent,
) -> Result<(), DbErr> {
    if content.pictures.is_empty() {
        return Ok(());
    }
    let there: BTreeSet<String> = may_be_shown()
        .select_only()
        .column(blob::Column::Sha256)
        .filter(blob::Column::CaseId.eq(case_id))
        .filter(blob::Column::Sha256.is_in(names(content)))
        .into_tuple::<String>()
        .all(db)
        .await?
        .into_iter()
        .collect();
    content
        .pictures
        .retain(|picture| there.contains(&picture.blob));
    Ok(())
}

fn names(content: &CaseStudyContent) -> BTreeSet<&str> {
    let pictures = content.pictures.iter();
    pictures.map(|picture| picture.blob.as_str()).collect()
}

/// Notes which pictures a text names, in the transaction that writes the text.
pub(crate) async fn note_uses(
    tx: &Transaction,
    case_id: i64,
    holder: Holder,
    content: &CaseStudyContent,
) -> Result<(), DbErr> {
    let (kind, holder_id) = holder.parts();
    // A revision is new, so nothing is noted of it yet.
    if let Holder::WorkingCopy(_) = holder {
        blob_use::Entity::delete_many()
            .filter(blob_use::Column::Holder.eq(kind))
            .filter(blob_use::Column::HolderId.eq(holder_id))
            .exec(tx)
            .await?;
    }
    if content.pictures.is_empty() {
        return Ok(());
    }
    let rows = blob::Entity::find()
        .filter(blob::Column::CaseId.eq(case_id))
        .filter(blob::Column::Sha256.is_in(names(content)))
        .all(tx)
        .await?;
    let now = tx.now_ms();
    for row in rows {
        let Some(picture) = content.pictures.iter().find(|one| one.blob == row.sha256) else {
            continue;
        };
        blob_use::Entity::insert(blob_use::ActiveModel {
            blob_id: Set(row.id),
            holder: Set(kind.to_owned()),
            holder_id: Set(holder_id),
            created_at: Set(now),
            ..Default::default()
        })
        .exec(tx)
        .await?;
        // The last that was said of it holds.
        let until = picture.until_ms();
        if row.consent_until != until {
            blob::Entity::update_many()
                .col_expr(blob::Column::ConsentUntil, Expr::value(until))
                .filter(blob::Column::Id.eq(row.id))
                .exec(tx)
                .await?;
        }
    }
    Ok(())
}

/// The pictures of one case become those of another, whose texts name them from now on. What both have stays the
/// other's.
pub(crate) async fn move_to(tx: &Transaction, from: i64, to: i64) -> Result<(), DbErr> {
    let rows = blob::Entity::find()
        .filter(blob::Column::CaseId.eq(from))
        .all(tx)
        .await?;
    for row in rows {
        let other = blob::Entity::find()
            .filter(blob::Column::CaseId.eq(to))
            .filter(blob::Column::Sha256.eq(row.sha256.as_str()))
            .one(tx)
            .await?;
        match other {
            Some(other) => {
                blob_use::Entity::update_many()
                    .col_expr(blob_use::Column::BlobId, Expr::value(other.id))
                    .filter(blob_use::Column::BlobId.eq(row.id))
                    .exec(tx)
                    .await?;
            }
            None => {
                blob::Entity::update_many()
                    .col_expr(blob::Column::CaseId, Expr::value(to))
                    .filter(blob::Column::Id.eq(row.id))
                    .exec(tx)
                    .await?;
            }
        }
    }
    Ok(())
}
